"""The random field: a file of CRFsuite, the likeliest labels, and probabilities that are those of all labellings."""

from itertools import pairwise, product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.mentions.field import Field, best, read_field, shares
from kg.training.recognizer import train_recognizer

LABELS = ("O", "B-Task", "I-Task")
SENTENCES = [
    ([["w=we"], ["w=sort"], ["w=shells", "cap"]], ["O", "B-Task", "I-Task"]),
    ([["w=shells", "cap"], ["w=are", "é"]], ["O", "O"]),
]
numbers = st.floats(-5, 5).map(lambda number: round(number, 3))


@st.composite
def cases(draw: st.DrawFn) -> tuple[Field, np.ndarray, np.ndarray]:
    """A field of three labels, and the scores of a few short sentences of different sizes."""
    sizes = draw(st.lists(st.integers(1, 4), min_size=1, max_size=3))
    moves = np.array(draw(st.lists(numbers, min_size=9, max_size=9))).reshape(3, 3)
    count = len(sizes) * max(sizes) * 3
    scores = np.array(draw(st.lists(numbers, min_size=count, max_size=count))).reshape(len(sizes), max(sizes), 3)
    return Field(LABELS, {}, np.zeros((1, 3)), moves), scores, np.array(sizes)


def worth(field: Field, scores: np.ndarray, labels: tuple[int, ...]) -> float:
    moves = sum(field.transitions[one, other] for one, other in pairwise(labels))
    return float(sum(scores[place, label] for place, label in enumerate(labels)) + moves)


@given(cases())
def test_no_labelling_is_worth_more_than_the_best(case: tuple[Field, np.ndarray, np.ndarray]) -> None:
    field, scores, sizes = case
    for own, labels, size in zip(scores, best(field, scores, sizes), sizes, strict=True):
        most = max(worth(field, own, some) for some in product(range(3), repeat=int(size)))
        assert worth(field, own, tuple(labels[:size])) == pytest.approx(most)


@given(cases())
def test_a_share_is_that_of_all_labellings(case: tuple[Field, np.ndarray, np.ndarray]) -> None:
    field, scores, sizes = case
    for own, found, size in zip(scores, shares(field, scores, sizes), sizes, strict=True):
        expected = np.zeros((int(size), 3))
        for labels in product(range(3), repeat=int(size)):
            for place, label in enumerate(labels):
                expected[place, label] += np.exp(worth(field, own, labels))
        assert found[:size] == pytest.approx(expected / expected.sum(axis=1, keepdims=True))


def test_long_sentences_neither_overflow_nor_vanish() -> None:
    field = Field(LABELS, {}, np.zeros((1, 3)), np.full((3, 3), -7.0))
    found = shares(field, np.full((1, 900, 3), 30.0), np.array([900]))
    assert found == pytest.approx(np.full((1, 900, 3), 1 / 3))


def test_a_trained_file_is_read_as_crfsuite_reads_it(tmp_path: Path) -> None:
    import pycrfsuite

    path = tmp_path / "small.crfsuite"
    train_recognizer([SENTENCES] * 3, path)
    field, tagger = read_field(path), pycrfsuite.Tagger()
    tagger.open(str(path))
    assert list(field.labels) == tagger.labels()
    told = tagger.info()
    for (name, label), weight in told.state_features.items():
        assert field.weights[field.rows[name], field.labels.index(label)] == pytest.approx(weight, abs=1e-5)
    for (one, other), weight in told.transitions.items():
        place = field.labels.index(one), field.labels.index(other)
        assert field.transitions[place] == pytest.approx(weight, abs=1e-5)
    assert not field.weights[field.nothing].any()


def test_labels_and_shares_are_those_of_crfsuite(tmp_path: Path) -> None:
    import pycrfsuite

    path = tmp_path / "small.crfsuite"
    train_recognizer([SENTENCES] * 3, path)
    field, tagger = read_field(path), pycrfsuite.Tagger()
    tagger.open(str(path))
    for features, _ in SENTENCES:
        scores = np.array(
            [[field.weights[[field.rows.get(n, field.nothing) for n in row]].sum(axis=0) for row in features]]
        )
        sizes = np.array([len(features)])
        labels = [field.labels[label] for label in best(field, scores, sizes)[0]]
        assert labels == tagger.tag(features)
        found = shares(field, scores, sizes)[0]
        for place, label in product(range(len(features)), field.labels):
            assert found[place, field.labels.index(label)] == pytest.approx(tagger.marginal(label, place))


@pytest.mark.parametrize("data", [b"", b"lCR", b"no model at all" * 9], ids=["empty", "short", "other"])
def test_another_file_is_refused(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "m.crfsuite"
    path.write_bytes(data)
    with pytest.raises(ValueError, match="no model of CRFsuite"):
        read_field(path)
