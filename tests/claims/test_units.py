"""How units are written and named, and numbers in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.claims.numerals import MULTIPLES, WORDS, number, reading
from kg.claims.units import is_relative, match_unit

SPELLINGS = [
    ("x faster", "x"),
    ("times faster", "x"),
    ("-fold", "x"),
    ("%", "%"),
    ("percent of", "%"),
    ("per cent of", "%"),
    ("percentage points", "points"),
    ("percent points", "points"),
    ("%-points", "points"),
    ("mAP points", "points"),
    ("pp", "points"),
    ("orders of magnitude", "orders of magnitude"),
    ("tokens/s", "tokens/s"),
    ("tokens per second", "tokens/s"),
    ("tokens a second", "tokens/s"),
    ("images per second", "images/s"),
    ("frames per second", "frames per second"),
    ("fps", "FPS"),
    ("TOPS/W", "TOPS/W"),
    ("GFLOPs", "GFLOPs"),
    ("Gbps", "Gbps"),
    ("MHz", "MHz"),
    ("ms", "ms"),
    ("msec", "ms"),
    ("milliseconds", "ms"),
    ("μs", "μs"),
    ("microseconds", "μs"),
    ("ns", "ns"),
    ("seconds", "s"),
    ("mins", "minutes"),
    ("hrs", "hours"),
    ("A100 hours", "A100 hours"),
    ("days", "days"),
    ("cycles", "cycles"),
    ("mJ", "mJ"),
    ("kW", "kW"),
    ("Watts", "Watts"),
    ("mm2", "mm2"),
    ("nm", "nm"),
    ("dB", "dB"),
    ("dollars", "USD"),
    ("GiB", "GiB"),
    ("megabytes", "megabytes"),
    ("bits per weight", "bits per weight"),
    ("PPL loss", "perplexity"),
    ("BLEU on", "BLEU"),
    ("AP improvement", "AP"),
]


@pytest.mark.parametrize(("text", "unit"), SPELLINGS, ids=[row[0] for row in SPELLINGS])
def test_spellings(text: str, unit: str) -> None:
    found = match_unit(text, 0)
    assert found is not None
    assert found[1] == unit


@pytest.mark.parametrize("text", ["shells", "authors", "xylophones", "x 3", "x224", "", "models", "bits wide", "-bit"])
def test_words_that_are_no_unit(text: str) -> None:
    assert match_unit(text, 0) is None


@given(st.text(max_size=20), st.integers(0, 20))
def test_a_unit_ends_inside_the_text(text: str, position: int) -> None:
    found = match_unit(text, position)
    assert found is None or position < found[0] <= len(text)


@pytest.mark.parametrize("unit", ["x", "%", "points", "orders of magnitude"])
def test_relative_units(unit: str) -> None:
    assert is_relative(unit)


@pytest.mark.parametrize("unit", ["ms", "GB", "FPS", None, ""])
def test_units_that_measure(unit: str | None) -> None:
    assert not is_relative(unit)


@pytest.mark.parametrize(
    ("word", "numeral"), [("Four", "4"), ("an", "1"), ("A", "1"), ("12", "12"), ("hundred", "100")]
)
def test_number_words(word: str, numeral: str) -> None:
    assert number(word) == numeral


MULTIPLE = [
    ("twice", "2", "x"),
    ("thrice", "3", "x"),
    ("doubled", "2", "x"),
    ("tripling", "3", "x"),
    ("by half", "50", "%"),
    ("in half", "50", "%"),
    ("halved", "50", "%"),
    ("one-third", "33.33", "%"),
    ("two fifths", "40", "%"),
    ("a tenth", "10", "%"),
    ("three orders of magnitude", "3", "orders of magnitude"),
    ("1-2 orders of magnitude", "1-2", "orders of magnitude"),
    ("ten-fold increase", "10", "x"),
    ("five times faster", "5", "x"),
    ("two percent", "2", "%"),
    ("two percentage points", "2", "points"),
    ("three points", "3", "points"),
]


@pytest.mark.parametrize(("text", "value", "unit"), MULTIPLE, ids=[row[0] for row in MULTIPLE])
def test_multiples(text: str, value: str, unit: str) -> None:
    found = MULTIPLES.search(text)
    assert found is not None
    assert reading(found) == (value, unit)


@given(st.sampled_from(sorted(WORDS)))
def test_every_number_word_makes_a_ratio(word: str) -> None:
    found = MULTIPLES.search(f"it is {word} times faster")
    assert found is not None
    assert reading(found) == (WORDS[word], "x")
