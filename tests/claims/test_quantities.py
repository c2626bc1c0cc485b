"""Which figures a text holds, where they stand and how exactly they are stated."""

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.claims.numerals import WORDS
from kg.claims.quantities import Figure, scan
from kg.model import Bound
from kg.text import clean

Read = tuple[str, str | None]


def read(text: str) -> list[Read]:
    return [(figure.value, figure.unit) for figure in scan(clean(text).text)]


FIGURES: list[tuple[str, str, list[Read]]] = [
    ("ratio", "a 3.7x gain", [("3.7", "x")]),
    ("capital ratio", "a 12X gain", [("12", "x")]),
    ("ratio with LaTeX", r"a 3.7$\times$ gain", [("3.7", "x")]),
    ("ratio whose backslash got lost", "a 3.7times gain", [("3.7", "x")]),
    ("ratio with a space", "is 15 times faster", [("15", "x")]),
    ("ratio glued to its adjective", "with 8xless work and 2xfaster", [("8", "x"), ("2", "x")]),
    ("fold", "a 4-fold cut", [("4", "x")]),
    ("fold without hyphen", "a 51 fold cut", [("51", "x")]),
    ("percent", "cut by 98 %", [("98", "%")]),
    ("percent with LaTeX", r"cut by 98\%", [("98", "%")]),
    ("percent in words", "cut by 12 percent", [("12", "%")]),
    ("percentage points", "up 2.5 percentage points", [("2.5", "points")]),
    ("points", "up 12.7 points", [("12.7", "points")]),
    ("absolute points", "up 3 absolute points", [("3", "points")]),
    ("signed points", "up (+2.65 points)", [("2.65", "points")]),
    ("signed percent", "up (+1.9%)", [("1.9", "%")]),
    ("range", "saves 41-137x", [("41-137", "x")]),
    ("range, unit on both ends", "a 2x-3x gain", [("2-3", "x")]),
    ("range with a tilde", "15x ~ 24x", [("15-24", "x")]),
    ("range with LaTeX tildes", r"$2.17\times \sim 2.82\times$", [("2.17-2.82", "x")]),
    ("both ends after from", "from 2x to 5x speedups", [("2", "x"), ("5", "x")]),
    ("range after ranging", "ranging from 2% to 10%", [("2-10", "%")]),
    ("range between", "between 50 and 180% less", [("50-180", "%")]),
    ("range with an en dash", "a 10–20% gain", [("10-20", "%")]),
    ("range glued to a word", "provide25-33X higher", [("25-33", "x")]),
    ("change of state is no range", "from 26.1% to 62.2%", [("26.1", "%"), ("62.2", "%")]),
    ("list shares the unit", "of 93.05, 70.15 and 67.71% here", [("93.05", "%"), ("70.15", "%"), ("67.71", "%")]),
    ("list without commas", "by 5.4% 5.8% and 2.7%", [("5.4", "%"), ("5.8", "%"), ("2.7", "%")]),
    ("orders of magnitude", "two orders of magnitude", [("2", "orders of magnitude")]),
    ("one order of magnitude", "an order of magnitude less", [("1", "orders of magnitude")]),
    ("order of magnitude, hyphens", "an order-of-magnitude drop", [("1", "orders of magnitude")]),
    ("two to three orders", "two to three orders of magnitude", [("2-3", "orders of magnitude")]),
    ("twice", "twice as fast", [("2", "x")]),
    ("doubling", "doubling the throughput", [("2", "x")]),
    ("threefold", "a threefold increase", [("3", "x")]),
    ("number word times", "eight times fewer", [("8", "x")]),
    ("half", "cut by half", [("50", "%")]),
    ("halves", "halves the cost", [("50", "%")]),
    ("half the", "at half the cost", [("50", "%")]),
    ("two thirds", "two-thirds of the cost", [("66.67", "%")]),
    ("a quarter", "a quarter of the cost", [("25", "%")]),
    ("percent all in words", "within one percent", [("1", "%")]),
    ("dollars", "$1,000 in all", [("1000", "USD")]),
    ("dollars in words", "some 2300 USD", [("2300", "USD")]),
    ("milliseconds", "in 0.9 ms", [("0.9", "ms")]),
    ("milliseconds glued", "in 45ms", [("45", "ms")]),
    ("sub", "in sub-10 ms", [("10", "ms")]),
    ("seconds", "took 13 s", [("13", "s")]),
    ("hours", "took 12 hours", [("12", "hours")]),
    ("machine hours", "took 50,000 GPU hours", [("50000", "GPU hours")]),
    ("tokens a second", "30 tokens/s, 11.68 tokens per second", [("30", "tokens/s"), ("11.68", "tokens/s")]),
    ("frames", "at 160 FPS and 29.2 fps", [("160", "FPS"), ("29.2", "FPS")]),
    ("efficiency", "1.4 TOPS/W", [("1.4", "TOPS/W")]),
    ("operations", "1.7 GFLOPs", [("1.7", "GFLOPs")]),
    ("bandwidth", "3.2 GB/s", [("3.2", "GB/s")]),
    ("memory", "12 GB", [("12", "GB")]),
    ("power", "at 13W", [("13", "W")]),
    ("frequency", "at 300 MHz", [("300", "MHz")]),
    ("decibel", "0.19 dB more", [("0.19", "dB")]),
    ("perplexity as a unit", "0.1 perplexity loss", [("0.1", "perplexity")]),
    ("bare decimal", "of 0.93 here", [("0.93", None)]),
    ("decimal without a zero", "r=.939 here", [(".939", None)]),
    ("score that is a whole number", "a score of 63", [("63", None)]),
    ("two bare decimals", "25.91 vs. 26.15", [("25.91", None), ("26.15", None)]),
    ("bare decimal with metric", "99.5 mAP", [("99.5", None)]),
    ("near", "a near-100% rate", [("100", "%")]),
    ("two in brackets", "17.39% (69 -> 81) more", [("17.39", "%")]),
]


@pytest.mark.parametrize(("text", "expected"), [row[1:] for row in FIGURES], ids=[row[0] for row in FIGURES])
def test_figures(text: str, expected: list[Read]) -> None:
    assert read(text) == expected


NO_FIGURES = {
    "year": "published in 2023",
    "size of a model": "LLaMA-7B and a 13B model",
    "width": "4-bit and 8-bit weights",
    "name with a number": "VGG-16, ResNet50 and Tide3",
    "version": "version 3.2 of Shell 1.1",
    "section": "see Section 3 and Table 2",
    "count": "by 11 authors and 40 shells",
    "picture size": "on 224x224 pictures",
    "data set name": "ImageNet-1000 and CIFAR-10",
    "shots": "with 5-shot prompts",
    "negative hyphen": "the GPT-3.5 model",
    "double as an adjective": "a double-input network",
    "two-fold as an adjective": "two-fold challenges",
    "triples": "triples of points",
    "ordinal": "the 3rd run",
    "decade": "the 1950s",
    "nothing": "no figure here",
    "empty": "",
}


@pytest.mark.parametrize("text", NO_FIGURES.values(), ids=NO_FIGURES.keys())
def test_no_figures(text: str) -> None:
    assert read(text) == []


BOUNDS = [
    ("3x faster", Bound.EXACT),
    ("up to 3x faster", Bound.UP_TO),
    ("as much as 3x faster", Bound.UP_TO),
    ("less than 3x slower", Bound.UP_TO),
    ("under 3 ms", Bound.UP_TO),
    ("within 3%", Bound.UP_TO),
    ("< 3%", Bound.UP_TO),
    ("a maximum of 3%", Bound.UP_TO),
    ("at least 3x faster", Bound.AT_LEAST),
    ("over 3x faster", Bound.AT_LEAST),
    ("more than 3x faster", Bound.AT_LEAST),
    ("above 3%", Bound.AT_LEAST),
    ("> 3%", Bound.AT_LEAST),
    ("about 3x faster", Bound.ABOUT),
    ("approximately 3%", Bound.ABOUT),
    ("nearly 3%", Bound.ABOUT),
    ("~3%", Bound.ABOUT),
    ("almost twice as fast", Bound.ABOUT),
    ("2-3x faster", Bound.RANGE),
    ("one to two orders of magnitude", Bound.RANGE),
]


@pytest.mark.parametrize(("text", "bound"), BOUNDS, ids=[row[0] for row in BOUNDS])
def test_bounds(text: str, bound: Bound) -> None:
    (figure,) = scan(text)
    assert figure.bound is bound


_PIECES = st.sampled_from(
    [
        "3.7x",
        "98 %",
        "41-137x",
        "twice",
        "by half",
        "two orders of magnitude",
        "2.5 percentage points",
        "$1,000",
        "0.93",
        "12 ms",
        "7B",
        "4-bit",
        "2023",
        "LLaMA-7B",
        "and",
        ",",
        "to",
        "from",
        "up to",
        "about",
        "accuracy of",
        "faster",
        "-",
        "30 tokens/s",
        "one-third",
        "x",
        "%",
        ".",
        "(",
        ")",
        "\n",
    ]
)
TEXTS = st.lists(_PIECES, max_size=12).map(" ".join) | st.text(max_size=60)


@given(TEXTS)
def test_offsets_give_the_verbatim_words(text: str) -> None:
    assert all(text[figure.start : figure.end] == figure.verbatim for figure in scan(text))


@given(TEXTS)
def test_figures_stand_in_order_and_apart(text: str) -> None:
    found = scan(text)
    assert all(first.end <= second.start for first, second in itertools.pairwise(found))


def in_words(figure: Figure) -> bool:
    """Tell whether the figure is written in words, not in numerals."""
    return bool(
        re.search(r"hal[fv]|twice|thrice|doubl|tripl|order|third|quarter|fifth|tenth", figure.verbatim, re.I)
    ) or any(word in figure.verbatim.lower() for word in WORDS)


@given(TEXTS)
def test_numerals_of_the_value_stand_in_the_text(text: str) -> None:
    for figure in scan(text):
        numerals = re.findall(r"\d+", figure.value)
        plain = figure.verbatim.replace(",", "")
        assert all(numeral in plain for numeral in numerals) or in_words(figure)


@given(st.decimals(min_value="0.1", max_value="9999", places=1), st.sampled_from(["x", "%", " ms", " GB", " points"]))
def test_every_number_with_a_unit_is_found(number: object, unit: str) -> None:
    (figure,) = scan(f"it takes {number}{unit} in all")
    assert (figure.value, figure.unit) == (str(number), unit.strip())
