"""From tag scores to mentions."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from kg.model import ConceptType
from kg.neural.spans import Recognized, spans_of

TAGS = ("O", *(f"{place}-{kind}" for kind in ConceptType for place in "BI"))


def shares(*tags: str, sure: float = 0.9) -> NDArray[np.float64]:
    """Each row is nearly sure of its tag; the rest goes to O, or to the first tag where O is meant."""
    rows = np.zeros((len(tags), len(TAGS)))
    for row, tag in zip(rows, tags, strict=True):
        row[TAGS.index(tag)] = sure
        row[1 if tag == "O" else 0] += 1.0 - sure
    return rows


def found(*tags: str, ease: float = 0.0, sentences: tuple[tuple[int, ...], ...] | None = None) -> list[Recognized]:
    return list(spans_of(shares(*tags), TAGS, sentences or (tuple(range(len(tags))),), ease))


CASES = [
    ((), []),
    (("O", "O"), []),
    (("B-Model", "I-Model", "O"), [(0, 2, "Model")]),
    (("B-Model", "B-Task"), [(0, 1, "Model"), (1, 2, "Task")]),
    (("O", "I-Task", "I-Task"), [(1, 3, "Task")]),  # its begin was missed
    (("B-Task", "I-Model", "I-Model"), [(0, 3, "Model")]),  # the type that most of it speaks for
    (("B-Dataset",), [(0, 1, "Dataset")]),
]


@pytest.mark.parametrize(("tags", "expected"), CASES, ids=[" ".join(tags) or "nothing" for tags, _ in CASES])
def test_tags_make_mentions(tags: tuple[str, ...], expected: list[tuple[int, int, str]]) -> None:
    assert [(each.first, each.last, str(each.type)) for each in found(*tags)] == expected


def test_a_mention_ends_with_its_sentence() -> None:
    spans = found("B-Model", "I-Model", "I-Model", sentences=((0, 1), (2,)))
    assert [(each.first, each.last) for each in spans] == [(0, 2), (2, 3)]


def test_tokens_that_no_sentence_lists_are_passed_over() -> None:
    assert [(each.first, each.last) for each in found("B-Model", "O", "I-Model", sentences=((0, 2),))] == [(0, 3)]


def test_the_probability_is_that_of_being_a_mention() -> None:
    assert [each.probability for each in found("B-Model", "I-Model")] == [0.9]


def test_ease_lets_doubtful_spans_come() -> None:
    doubtful = shares("B-Model", sure=0.45)
    assert not list(spans_of(doubtful, TAGS, [[0]], 0.0))
    assert [each.probability for each in spans_of(doubtful, TAGS, [[0]], 0.2)] == [0.45]
    assert doubtful[0, 0] == pytest.approx(0.55)  # what was given stays as it was


@given(st.lists(st.lists(st.floats(0.001, 1.0), min_size=len(TAGS), max_size=len(TAGS)), min_size=1, max_size=12))
def test_mentions_stand_in_order_and_never_overlap(rows: list[list[float]]) -> None:
    scores = np.array(rows)
    scores /= scores.sum(axis=1, keepdims=True)
    half = len(rows) // 2
    spans = list(spans_of(scores, TAGS, [range(half), range(half, len(rows))], 0.1))
    assert all(each.first < each.last <= len(rows) for each in spans)
    assert all(a.last <= b.first for a, b in pairwise(spans))
    assert all(0.0 <= each.probability <= 1.0 for each in spans)
    assert not any(each.first < half < each.last for each in spans)
