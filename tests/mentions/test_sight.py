"""Scores by table are the scores of the features, whatever the words, the marks and the place."""

from functools import cache
from importlib.resources import as_file, files

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.mentions import rows
from kg.mentions.features import token_features
from kg.mentions.field import Field, read_field
from kg.mentions.sight import Seen, Sight, place_of
from kg.wordclasses import word_classes

WORDS = ["We", "propose", "HeronNet", ",", "a", "fast", "model", "GPU", "LLaMA-7B", "7.5x", "Ünder", "|", "ß_1", "CNNs"]
MARKS = ["gModB", "gModI", "coinedB", "shortB", "longI", "unknown"]
tokens = st.tuples(
    st.sampled_from(WORDS) | st.text("aA1-|é_", min_size=1, max_size=5), st.lists(st.sampled_from(MARKS))
)
sentences = st.lists(st.lists(tokens, min_size=1, max_size=9), min_size=1, max_size=5)


@cache
def field() -> Field:
    with as_file(files("kg").joinpath("weights", "recognizer.crfsuite")) as path:
        return read_field(path)


@cache
def sight() -> Sight:
    return Sight(field())


def by_features(seen: Seen, number: int, total: int) -> np.ndarray:
    """Return the scores of a sentence as the sum of the weights of its features."""
    of, known = field(), word_classes()
    features = token_features(seen.words, seen.marks, known, number, total)
    return np.array([of.weights[[of.rows.get(name, of.nothing) for name in row]].sum(axis=0) for row in features])


def seen_of(paper: list[list[tuple[str, list[str]]]]) -> list[Seen]:
    total = len(paper)
    return [
        Seen([word for word, _ in sentence], [marks for _, marks in sentence], place_of(number, total))
        for number, sentence in enumerate(paper)
    ]


@given(sentences)
def test_tables_give_the_scores_of_the_features(paper: list[list[tuple[str, list[str]]]]) -> None:
    given_ = seen_of(paper)
    scores, sizes = sight().scores(given_)
    assert sizes.tolist() == [len(sentence) for sentence in paper]
    for number, (seen, own) in enumerate(zip(given_, scores, strict=True)):
        assert own[: len(seen.words)] == pytest.approx(by_features(seen, number, len(paper)), abs=1e-9)


def test_words_that_were_forgotten_are_learned_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "_MOST", 5)
    small = Sight(field())
    for paper in ([["We", "propose"]], [["a", "fast", "model", ",", "GPU"]], [["We", "propose", "it"]]):
        given_ = seen_of([[(word, []) for word in sentence] for sentence in paper])
        scores, _ = small.scores(given_)
        assert scores[0] == pytest.approx(by_features(given_[0], 0, 1), abs=1e-9)


@pytest.mark.parametrize(("sentence", "total", "place"), [(0, 1, 0), (0, 5, 0), (1, 2, 1), (2, 5, 2), (4, 5, 3)])
def test_where_a_sentence_stands(sentence: int, total: int, place: int) -> None:
    assert place_of(sentence, total) == place
