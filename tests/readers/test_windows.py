"""A text in parts that a model can take in: all sentences, whole where they fit, none twice."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Paper
from kg.parse import Document, parse_one
from kg.readers.windows import windows

PAPER = Paper("p", "Gulls", "One gull flies. Two gulls sit on a rock. Three gulls sing. Four gulls sleep in the sun.")


def words(text: str) -> int:
    return len(text.split())


def parts(document: Document, limit: int) -> list[str]:
    return [document.clean.text[start:end] for start, end in windows(document, limit, words)]


@pytest.mark.parametrize(
    ("limit", "found"),
    [
        (99, ["Gulls\nOne gull flies. Two gulls sit on a rock. Three gulls sing. Four gulls sleep in the sun."]),
        (10, ["Gulls\nOne gull flies. Two gulls sit on a rock.", "Three gulls sing. Four gulls sleep in the sun."]),
        (
            6,
            ["Gulls\nOne gull flies.", "Two gulls sit on a rock.", "Three gulls sing.", "Four gulls sleep in the sun."],
        ),
        (
            4,
            [
                "Gulls\nOne gull flies.",
                "Two gulls sit",
                "on a rock.",
                "Three gulls sing.",
                "Four gulls sleep",
                "in the sun.",
            ],
        ),
    ],
)
def test_whole_sentences_as_many_as_fit(limit: int, found: list[str]) -> None:
    assert parts(parse_one(PAPER), limit) == found


@pytest.mark.parametrize("limit", [1, 0, -3])
def test_a_limit_that_nothing_meets_gives_single_tokens(limit: int) -> None:
    document = parse_one(Paper("p", "Gulls", "One gull."))
    assert parts(document, limit) == ["Gulls", "One", "gull."] if limit == 1 else ["Gulls", "One", "gull", "."]


@pytest.mark.parametrize("paper", [Paper("e", "", ""), Paper("e", " ", "\n\n")])
def test_nothing_has_no_parts(paper: Paper) -> None:
    assert parts(parse_one(paper), 10) == []


@given(st.text(alphabet="ab .!\n\\${}", max_size=120), st.integers(1, 12))
def test_every_token_is_in_one_part(text: str, limit: int) -> None:
    document = parse_one(Paper("p", "T", text))
    found = list(windows(document, limit, words))
    assert found == sorted(found)
    assert all(first[1] <= second[0] for first, second in pairwise(found))
    inside = [token for first, last in document.sentences for token in document.doc[first:last] if not token.is_space]
    for token in inside:
        assert sum(start <= token.idx and token.idx + len(token) <= end for start, end in found) == 1
