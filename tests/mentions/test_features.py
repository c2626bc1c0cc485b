"""What the recognizer sees of a token."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.mentions.features import shape, token_features, word_key

SHAPES = [
    ("LLaMA-7B", "XxX-dX"),
    ("gpu", "x"),
    ("GPU", "X"),
    ("3DGS", "dX"),
    ("W4A8", "XdXd"),
    ("1.5x", "d.dx"),
    ("--", "-"),
]


@pytest.mark.parametrize(("word", "expected"), SHAPES)
def test_a_shape_folds_runs(word: str, expected: str) -> None:
    assert shape(word) == expected


@pytest.mark.parametrize(("word", "expected"), [("Llama-31", "llama-00"), ("GPU", "gpu"), ("1.5", "0.0")])
def test_a_word_key_has_no_case_and_no_figures(word: str, expected: str) -> None:
    assert word_key(word) == expected


WORDS = ["We", "propose", "HeronNet", "today"]
CLASSES = {"propose": (1, 10), "today": (2, 20)}


def rows(marks: list[list[str]] | None = None, sentence: int = 1, sentences: int = 4) -> list[list[str]]:
    return token_features(WORDS, marks or [[], [], [], []], CLASSES, sentence, sentences)


def test_each_token_has_its_own_row() -> None:
    assert [row[1] for row in rows()] == ["w=we", "w=propose", "w=heronnet", "w=today"]


CASES = [
    (0, {"cap0", "s=Xx", "-1:edge", "1:w=propose", "ww+=we_propose"}, {"cap", "inner", "-1:w=we"}),
    (1, {"c=1", "f=10", "-1:w=we", "1:s=XxXx", "ww=we_propose"}, {"cap", "cap0", "inner"}),
    (2, {"cap", "inner", "c=-1", "-1:f=10", "x3=net", "p3=her", "1:c=2", "-2:w=we", "2:edge"}, {"cap0"}),
    (3, {"c=2", "f=20", "1:edge", "-3:f=-1"}, {"-3:w=we", "ww+=today_"}),
]


@pytest.mark.parametrize(("index", "present", "absent"), CASES, ids=WORDS)
def test_a_row_names_the_word_and_its_neighbours(index: int, present: set[str], absent: set[str]) -> None:
    row = set(rows()[index])
    assert present <= row
    assert not absent & row


def test_marks_stand_at_the_token_and_its_neighbours() -> None:
    found = rows([[], [], ["coinedB", "gModB"], []])
    assert {"m=coinedB", "m=gModB"} <= set(found[2])
    assert {"1:m=coinedB", "1:m=gModB"} <= set(found[1])
    assert "2:m=coinedB" in found[0]
    assert "-1:m=coinedB" in found[3]


@pytest.mark.parametrize(("sentence", "place"), [(0, "title"), (1, "first"), (2, "body"), (3, "last")])
def test_the_place_of_the_sentence_is_told(sentence: int, place: str) -> None:
    assert all(f"pl={place}" in row for row in rows(sentence=sentence))


@given(st.lists(st.text(min_size=1, max_size=6), max_size=6))
def test_any_words_have_one_row_each_without_repeats_of_the_word(words: list[str]) -> None:
    found = token_features(words, [[] for _ in words], {}, 2, 5)
    assert len(found) == len(words)
    assert all(f"w={word_key(word)}" in row for word, row in zip(words, found, strict=True))
