"""Identifiers: one form for each, and identifiers out of titles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.sources.identity import GENERIC, arxiv_id, derived_id, is_worldwide, normal_id, title_key


@pytest.mark.parametrize(
    ("text", "identifier"),
    [
        ("2411.11745", "2411.11745"),
        ("arXiv:2411.11745v2", "2411.11745"),
        ("ARXIV: 2411.11745", "2411.11745"),
        ("https://arxiv.org/abs/2411.11745v12", "2411.11745"),
        ("http://www.arxiv.org/pdf/2411.11745v1.pdf", "2411.11745"),
        ("arxiv.org/abs/0704.0001", "0704.0001"),
        ("10.48550/arXiv.2411.11745", "2411.11745"),
        ("https://doi.org/10.48550/arXiv.2411.11745", "2411.11745"),
        ("hep-th/9901001", "hep-th/9901001"),
        ("math.GT/0309136v1", "math.GT/0309136"),
        (" 2411.11745 ", "2411.11745"),
        ("2413.11745", None),  # there is no month 13
        ("2411.117", None),
        ("2024.12345", None),
        ("orchard/1234567", None),
        ("see 2411.11745", None),
        ("https://arxiv.org/", None),
        ("", None),
        ("2411.11745" + " " * 1000, None),
    ],
)
def test_arxiv_numbers_lose_prefix_and_version(text: str, identifier: str | None) -> None:
    assert arxiv_id(text) == identifier


@pytest.mark.parametrize(
    ("text", "identifier", "worldwide"),
    [
        ("https://doi.org/10.1145/ABC.def", "10.1145/abc.def", True),
        ("doi: 10.1145/ABC", "10.1145/abc", True),
        ("arXiv:2411.11745v2", "2411.11745", True),
        ("  3dv2025/x1 ", "3dv2025/x1", False),
        ("a\n b", "a b", False),
        ("12", "12", False),
        ("10.5", "10.5", False),
        ("", "", False),
    ],
)
def test_an_identifier_has_one_form(text: str, identifier: str, worldwide: bool) -> None:
    assert normal_id(text) == identifier
    assert normal_id(identifier) == identifier
    assert is_worldwide(identifier) is worldwide


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Picking Pears: A Survey", "picking pears – a survey"),
        ("Picking   pears", "Picking pears."),
        ("PICKING PEARS", "Picking pears"),
        ("Picking pears…", "Picking pears"),
        ("$k$-Pears at 98\\%", "k-pears at 98%"),
        ("Picking pear", "Picking pears"),
        ("Ｐｉｃｋｉｎｇ pears", "Picking pears"),
    ],
)
def test_spellings_of_one_title_share_a_key(left: str, right: str) -> None:
    assert title_key(left) == title_key(right)
    assert derived_id(left, "One.")[-8:] == derived_id(right, "Two.")[-8:]


@pytest.mark.parametrize(
    ("left", "right"),
    [("Pears", "Plums"), ("Pear 1 2", "Pear 12"), ("C++ pears", "C pears"), ("...", "!!!"), ("?", "…")],
)
def test_different_titles_do_not(left: str, right: str) -> None:
    assert title_key(left) != title_key(right)


def test_a_derived_identifier_shows_the_title() -> None:
    assert (
        derived_id("BitMoD: Bit-serial Mixture", "x")
        == "bitmod-bit-serial-mixture-" + derived_id("BitMoD: bit-serial mixture", "y")[-8:]
    )
    assert derived_id("梨", "x").startswith("paper-")
    assert derived_id("x" * 100, "x").startswith("x" * 60 + "-")


def test_a_long_title_is_cut_between_words() -> None:
    words = derived_id("Picking pears from tall trees with the help of seven robots in the rain", "x")[:-9]

    assert words == "picking-pears-from-tall-trees-with-the-help-of-seven-robots"
    assert len(words) <= 60


def test_a_title_that_many_papers_bear_needs_its_abstract() -> None:
    assert title_key("Editorial") in GENERIC
    assert derived_id("Editorial", "On pears.") != derived_id("Editorial", "On plums.")
    assert derived_id("Editorial", "On pears.") == derived_id("EDITORIAL.", "On Pears")
    assert derived_id("Pears", "x", unique=False) != derived_id("Pears", "y", unique=False)


@given(st.text(min_size=1))
def test_any_title_has_a_key_and_a_plain_identifier(title: str) -> None:
    title = title.encode("utf-8", "replace").decode()

    identifier = derived_id(title, "x")

    assert title_key(title) or not title.strip()
    assert len(identifier) <= 69
    assert identifier.isascii()
    assert not set(identifier) - set("abcdefghijklmnopqrstuvwxyz0123456789-.")
    assert identifier == derived_id(title, "x")
