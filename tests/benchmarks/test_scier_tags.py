"""Spans from tags: what is forbidden, what a random field says, and how probable a span is."""

from pathlib import Path

import numpy as np
import pytest
from scier_data import Named, Sheet, laid_out
from scier_tags import (
    TAGS,
    FieldTagger,
    Tagged,
    chunks,
    decoded,
    forbidden,
    marks_of,
    mentions_of,
    plain_field,
    rows_of,
    tags_of,
)

from kg.mentions.gazetteer import Gazetteer
from kg.ontology import Ontology
from kg.training.recognizer import train_recognizer
from tests.benchmarks.made import article


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer(Ontology.empty())


def learned(sheets: list[Sheet], gazetteer: Gazetteer, path: Path) -> FieldTagger:
    train_recognizer([rows_of(sheet, marks_of(sheet, gazetteer)) for sheet in sheets], path)
    return FieldTagger(path)


def test_tags_are_those_of_the_mentions() -> None:
    sheet = laid_out(article(0))
    tags = tags_of(sheet)
    first, last = sheet.document.sentences[1]
    assert tags[first:last] == [
        "O", "O", "B-Method", "I-Method", "I-Method", "O", "O", "B-Method", "I-Method", "O", "B-Task", "I-Task", "O",
    ]  # fmt: skip
    assert [named for low, high in sheet.document.sentences for named in shifted(tags[low:high], low)] == mentions_of(
        sheet
    )


def shifted(tags: list[str], start: int) -> list[Named]:
    return [((low + start, high + start), kind) for (low, high), kind in chunks(tags)]


@pytest.mark.parametrize(
    ("tags", "spans"),
    [
        ("B-Task I-Task O B-Task", [((0, 2), "Task"), ((3, 4), "Task")]),
        ("B-Task B-Method I-Method", [((0, 1), "Task"), ((1, 3), "Method")]),
        ("O I-Task O", []),
        ("", []),
    ],
)
def test_chunks_begin_with_a_b(tags: str, spans: list[Named]) -> None:
    assert list(chunks(tags.split())) == spans


def test_an_i_follows_its_own_type_alone() -> None:
    moves = forbidden()
    for row, before in enumerate(TAGS):
        for column, tag in enumerate(TAGS):
            assert (moves[row, column] == 0) == (tag[0] != "I" or before[1:] == tag[1:])


def test_scores_that_want_an_i_at_the_start_give_a_mention_or_none() -> None:
    scores = np.zeros((4, len(TAGS)))
    scores[:, TAGS.index("O")] = 1.0
    scores[0, TAGS.index("I-Task")] = 9.0  # nothing may begin so
    scores[2, TAGS.index("B-Task")] = 3.0
    scores[3, TAGS.index("I-Task")] = 3.0
    found = decoded(scores, plain_field(), [(0, 0), (0, 2), (2, 4)])
    assert found.spans == (((2, 4), "Task"),)
    assert found.shares.sum(axis=1) == pytest.approx(np.ones(4))
    assert found.shares[0, TAGS.index("I-Task")] == 0
    assert found.shares[2, TAGS.index("B-Task")] > 0.5


@pytest.mark.parametrize(
    ("begins", "goes_on", "behind", "share"),
    [(0.9, 0.8, 0.1, 0.8), (0.3, 0.8, 0.1, 0.3), (0.9, 0.8, 0.7, 0.3), (0.9, 0.8, 0.0, 0.8)],
)
def test_a_span_is_as_probable_as_its_weakest_tag(begins: float, goes_on: float, behind: float, share: float) -> None:
    shares = np.zeros((3, len(TAGS)))
    shares[0, TAGS.index("B-Method")] = begins
    shares[1:, TAGS.index("I-Method")] = goes_on, behind
    found = Tagged(shares, ())
    assert found.share((0, 2), "Method") == pytest.approx(share)
    assert Tagged(shares[:2], ()).share((0, 2), "Method") == pytest.approx(min(begins, goes_on))
    assert found.share((0, 2), "Task") == 0


def test_a_random_field_finds_what_it_has_learned(gazetteer: Gazetteer, tmp_path: Path) -> None:
    sheets = [laid_out(article(number)) for number in range(6)]
    tagger = learned(sheets, gazetteer, tmp_path / "a.crfsuite")
    other = laid_out(article(9))
    scores = tagger.scores(other, marks_of(other, gazetteer))
    assert scores.shape == (len(other.document.texts), len(TAGS))
    found = decoded(scores, tagger.field, other.document.sentences)
    assert len(set(found.spans) & set(mentions_of(other))) >= 6
    assert all(0 < found.share(span, kind) <= 1 for span, kind in found.spans)


def test_a_field_that_lacks_a_tag_is_an_error(gazetteer: Gazetteer, tmp_path: Path) -> None:
    rows = [[([["b"], ["b"]], ["B-Task", "O"])] * 4]
    train_recognizer(rows, tmp_path / "a.crfsuite")
    with pytest.raises(ValueError, match="not in tuple"):
        FieldTagger(tmp_path / "a.crfsuite")
