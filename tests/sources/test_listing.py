"""Copied daily-papers pages and other listings in plain text."""

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import SourceError
from kg.model import Paper, Problem
from kg.sources.byline import Kind, authors_of, date_of, kind_of, lines_of, organization_of
from kg.sources.listing import read_listing
from tests.sources.written import text_of

LONG = (
    "Orchards lose a third of their pears to wasps. We train a small network to tell wasps from bees by their sound, and "
    "switch on a fan where it hears one. In a season with forty trees the fan ran 2.5x less often than a clock would have "
    "it, and 12 % more pears were left to pick. The microphones cost less than the pears."
)
SHORT = "We count pears with a camera."


def entries(content: str) -> tuple[list[Paper], list[Problem]]:
    problems: list[Problem] = []
    return list(read_listing(text_of(content, problems.append))), problems


def titles(content: str) -> list[str]:
    return [paper.title for paper in entries(content)[0]]


def errors(content: str) -> list[tuple[int, str]]:
    return [(problem.line, problem.message) for problem in entries(content)[1] if problem.error]


BYLINES = {
    "authors, date and comments": ("  • 11 authors\n·\nSep 25 2", "--09-25", 11, ()),
    "a date with a year": ("  • 5 authors\n·\nNov 7, 2024", "2024-11-07", 5, ()),
    "a date with a year, and comments": ("  • 5 authors\n·\nNov 7, 2024 2", "2024-11-07", 5, ()),
    "a date alone": ("  • 9 authors\n·\nJul 14", "--07-14", 9, ()),
    "one author": ("• 1 author\n·\nJan 15, 2024", "2024-01-15", 1, ()),
    "an organization": ("apple Apple\n·\nOct 15 2", "--10-15", None, ("Apple",)),
    "an organization with a long handle": ("AlibabaTongyiLab TongyiLab\n·\nOct 23", "--10-23", None, ("TongyiLab",)),
    "an organization of several words": ("acme-ai Acme AI\n·\nOct 23", "--10-23", None, ("Acme AI",)),
    "an organization that ends with a dot": ("acme Acme.\n·\nOct 23", "--10-23", None, ("Acme.",)),
    "all on one line": ("• 4 authors · Sep 25, 2024 3", "2024-09-25", 4, ()),
    "an organization on one line": ("acme Acme · Jul 3", "--07-03", None, ("Acme",)),
    "the date after its dot": ("• 4 authors\n· Sep 25", "--09-25", 4, ()),
    "the dot is lost": ("• 4 authors\nSep 25", "--09-25", 4, ()),
    "blank lines between": ("• 4 authors\n\n·\n\nSep 25", "--09-25", 4, ()),
    "an organization with blank lines between": ("acme Acme\n\n·\n\nSep 25", "--09-25", None, ("Acme",)),
    "no date": ("• 4 authors", None, 4, ()),
    "nothing": ("", None, None, ()),
    "a long name of a month": ("• 4 authors\n·\nSeptember 25, 2024", "2024-09-25", 4, ()),
}


@pytest.mark.parametrize(("byline", "published", "count", "organizations"), BYLINES.values(), ids=BYLINES)
@pytest.mark.parametrize("gap", ["\n\n", "\n"], ids=["blank lines", "no blank lines"])
def test_a_byline_tells_date_authors_and_organization(byline, published, count, organizations, gap) -> None:
    content = f"Wasps in pears{gap}{LONG}{gap}{byline}{gap}Bees in plums{gap}{LONG}\n"

    found, problems = entries(content)

    assert [paper.title for paper in found] == ["Wasps in pears", "Bees in plums"]
    assert (found[0].published, found[0].author_count, found[0].organizations) == (published, count, organizations)
    assert (found[1].published, found[1].author_count, found[1].organizations) == (None, None, ())
    assert not problems


def test_the_head_of_the_page_is_skipped_and_noted_once() -> None:
    head = "new\n\nGet trending papers in your email inbox!\n\nSubscribe\n\nDaily Papers\n\nbyAK and the research community\n\nOct 29"

    found, problems = entries(f"{head}\n\nWasps in pears\n\n{LONG}\n")

    assert [paper.title for paper in found] == ["Wasps in pears"]
    assert found[0].published is None
    assert [(problem.line, problem.error) for problem in problems] == [(1, False)]
    assert "6 lines of the page skipped: “new”, “Get trending papers" in problems[0].message


def test_unknown_lines_above_the_listing_date_belong_to_the_head() -> None:
    found, problems = entries(f"Signed in as Ann\n\nSearch\n\nMar 14\n\nWasps in pears\n\n{LONG}\n")

    assert [paper.title for paper in found] == ["Wasps in pears"]
    assert [problem.error for problem in problems] == [False]


def test_a_date_of_the_page_between_entries_is_nobodys_date() -> None:
    found, problems = entries(f"Wasps in pears\n\n{LONG}\n\nMar 14\n\nBees in plums\n\n{LONG}\n")

    assert [(paper.title, paper.published) for paper in found] == [("Wasps in pears", None), ("Bees in plums", None)]
    assert [(problem.line, problem.error) for problem in problems] == [(5, False)]


def test_a_date_of_the_page_after_a_byline_without_one_is_nobodys_date() -> None:
    found, problems = entries(f"Wasps in pears\n\n{LONG}\n\n• 3 authors\n\nMar 14\n\nBees in plums\n\n{LONG}\n")

    assert [(paper.title, paper.published) for paper in found] == [("Wasps in pears", None), ("Bees in plums", None)]
    assert [(problem.line, problem.error) for problem in problems] == [(7, False)]


def test_upvotes_on_lines_of_their_own_are_skipped() -> None:
    found, problems = entries(f"42\n\nWasps in pears\n\n{LONG}\n\n1.2k\n\nBees in plums\n\n7\n\n{LONG}\n")

    assert [paper.title for paper in found] == ["Wasps in pears", "Bees in plums"]
    assert [problem.message for problem in problems] == ["3 lines of the page skipped: “42”, “1.2k”, “7”"]


def test_who_submitted_a_paper_is_part_of_the_page() -> None:
    found, problems = entries(
        f"Submitted by\n\nannroe\n\n57\n\nWasps in pears\n\n{LONG}\n\n• 3 authors\n·\nPublished on Oct 28\n·\n4\n\n"
        f"Submitted by bopoe\n\nBees in plums\n\n{LONG}\n"
    )

    assert [(paper.title, paper.published) for paper in found] == [
        ("Wasps in pears", "--10-28"),
        ("Bees in plums", None),
    ]
    assert [problem.error for problem in problems] == [False]


HALVES = {
    "a title, then a whole entry": (
        f"Lonely title\n\nWasps in pears\n\n{LONG}\n",
        ["Wasps in pears"],
        [(1, "no abstract")],
    ),
    "an abstract after an entry": (f"Wasps in pears\n\n{LONG}\n\nA{LONG}\n", ["Wasps in pears"], [(5, "no title")]),
    "an abstract first": (f"{LONG}\n\nWasps in pears\n\n{LONG}\n", ["Wasps in pears"], [(1, "no title")]),
    "a title at the end": (f"Wasps in pears\n\n{LONG}\n\nLonely title\n", ["Wasps in pears"], [(5, "no abstract")]),
    "a byline under a lonely title": (
        f"Lonely title\n\n• 4 authors\n·\nFeb 18\n\nWasps in pears\n\n{LONG}\n",
        ["Wasps in pears"],
        [(1, "no abstract")],
    ),
    "a lonely title, its byline, a lonely abstract": (
        f"Wasps in pears\n\n{LONG}\n\nLonely title\n\n• 4 authors\n·\nFeb 18\n\nA{LONG}\n\nBees\n\n{LONG}\n",
        ["Wasps in pears", "Bees"],
        [(5, "no abstract"), (11, "no title")],
    ),
    "no blank lines": (f"Lonely title\nWasps in pears\n{LONG}\n", ["Wasps in pears"], [(1, "no abstract")]),
}


@pytest.mark.parametrize(("content", "kept", "reported"), HALVES.values(), ids=HALVES)
def test_half_an_entry_is_an_error_and_the_rest_lands(content, kept, reported) -> None:
    assert titles(content) == kept
    found = errors(content)
    assert [line for line, _ in found] == [line for line, _ in reported]
    assert all(words in message for (_, message), (_, words) in zip(found, reported, strict=True))


def test_the_byline_of_a_half_entry_goes_to_nobody() -> None:
    found, _ = entries(
        f"Wasps in pears\n\n{LONG}\n\nLonely title\n\n• 4 authors\n·\nFeb 18\n\nBees in plums\n\n{LONG}\n"
    )

    assert [(paper.published, paper.author_count) for paper in found] == [(None, None), (None, None)]


def test_a_second_date_is_noted() -> None:
    found, problems = entries(f"Wasps in pears\n\n{LONG}\n\n• 4 authors\n·\nFeb 18\nMar 3\n")

    assert found[0].published == "--02-18"
    assert [(problem.line, problem.error) for problem in problems] == [(8, False)]


SHAPES = {
    "indented": f"   Wasps in pears\n\n\t{LONG}\n\n   Bees in plums\n\n   {LONG}\n",
    "many blank lines": f"\n\n\nWasps in pears\n\n\n\n\n{LONG}\n\n\n\nBees in plums\n\n\n{LONG}\n\n\n",
    "no blank lines": f"Wasps in pears\n{LONG}\nBees in plums\n{LONG}",
    "no blank line under the title": f"Wasps in pears\n{LONG}\n\nBees in plums\n{LONG}\n",
    "spaces at the ends": f"Wasps in pears  \n\n{LONG}  \n\nBees in plums \n \n{LONG}\n",
}


@pytest.mark.parametrize("content", SHAPES.values(), ids=SHAPES)
def test_copies_vary(content: str) -> None:
    found, problems = entries(content)

    assert [(paper.title, paper.abstract) for paper in found] == [("Wasps in pears", LONG), ("Bees in plums", LONG)]
    assert not problems


@pytest.mark.parametrize("width", [60, 72, 80, 100, 132])
@pytest.mark.parametrize("gap", ["\n\n", "\n"], ids=["blank line under the title", "none"])
def test_a_wrapped_abstract_keeps_its_line_breaks(width: int, gap: str) -> None:
    wrapped = "\n".join(textwrap.wrap(LONG, width))

    found, problems = entries(f"Wasps in pears{gap}{wrapped}\n\nBees in plums{gap}{wrapped}\n")

    assert [(paper.title, paper.abstract) for paper in found] == [
        ("Wasps in pears", wrapped),
        ("Bees in plums", wrapped),
    ]
    assert not problems


@pytest.mark.parametrize(
    "title",
    [
        "Wasps in pears:\nA study with microphones",
        "A study with microphones of\nWasps and bees",
        "Wasps in pears and\nbees in plums",
        "Wasps in a large orchard\nheard by a small network",
    ],
)
@pytest.mark.parametrize("gap", ["\n\n", "\n"], ids=["blank line under the title", "none"])
def test_a_wrapped_title_is_one_line(title: str, gap: str) -> None:
    assert titles(f"{title}{gap}{LONG}\n") == [title.replace("\n", " ")]


@pytest.mark.parametrize("gap", ["\n\n", "\n"], ids=["blank line under the title", "none"])
@pytest.mark.parametrize("rest", [SHORT, "Code: https://fruit.example", LONG, f"{LONG}\n{SHORT}"])
def test_an_abstract_may_have_several_lines(gap: str, rest: str) -> None:
    found, problems = entries(f"Wasps in pears{gap}{LONG}\n{rest}\n\nBees in plums{gap}{LONG}\n\n• 3 authors\n")

    assert [(paper.title, paper.abstract) for paper in found] == [
        ("Wasps in pears", f"{LONG}\n{rest}"),
        ("Bees in plums", LONG),
    ]
    assert not problems


def test_a_title_right_under_an_abstract_is_no_part_of_it() -> None:
    content = f"Wasps in pears\n\n{LONG}\nBees in plums\n\n{LONG}\n\nFigs\n\n{LONG}\nDates\n{LONG}\n"

    assert titles(content) == ["Wasps in pears", "Bees in plums", "Figs", "Dates"]
    assert not errors(content)


def test_two_lines_that_are_no_wrapped_title_stay_apart() -> None:
    content = f"Ann Roe\nWasps in pears\n\n{LONG}\n"

    assert titles(content) == ["Wasps in pears"]
    assert [line for line, _ in errors(content)] == [1]


def test_a_short_abstract_is_one_if_it_ends_like_a_sentence() -> None:
    assert titles(f"Pears\n\n{SHORT}\n\nPlums\n\n{SHORT}\n") == ["Pears", "Plums"]
    assert titles(f"Pears are all you need.\n\n{LONG}\n\nAre plums?\n\n{SHORT}\n") == [
        "Pears are all you need.",
        "Are plums?",
    ]


NOT_LISTINGS = {
    "prose": f"Dear all,\n\nThe minutes are below.\n\n{LONG}\n\n{LONG} Then.\n\n{LONG} Now.\n\nAnn\n",
    "a program": "import os\n\ndef f():\n    return 1\n\nclass A:\n    pass\n",
    "one word": "pear\n",
    "one paragraph": LONG,
    "numbers": "1\n2\n3\n",
}


@pytest.mark.parametrize("content", NOT_LISTINGS.values(), ids=NOT_LISTINGS)
def test_other_text_is_refused(content: str) -> None:
    with pytest.raises(SourceError, match="no paper listing") as caught:
        entries(content)

    assert caught.value.source == "in/some.file"
    assert "a line with the title" in caught.value.mend


def test_a_second_paragraph_is_no_title() -> None:
    content = (
        f"Wasps in pears\n\n{LONG}\n\n{SHORT}\n\n{LONG}\n\n{SHORT}\n\n• 3 authors\n·\nSep 25\n\n"
        f"Bees all the way.\n\n{LONG}\n"
    )

    found, problems = entries(content)

    assert [(paper.title, paper.published) for paper in found] == [
        ("Wasps in pears", None),
        ("Bees all the way.", None),
    ]
    assert [(problem.line, problem.error) for problem in problems] == [(5, True), (7, True), (9, True)]
    assert all("has no title above it" in problem.message for problem in problems)


def test_a_page_with_broken_entries_only_reports_each() -> None:
    found, problems = entries("new\n\nSubscribe\n\nMar 3\n\nLonely title\n\nAnother title\n")

    assert not found
    assert [problem.line for problem in problems if problem.error] == [7, 9]


def test_an_entry_of_control_characters_is_an_error() -> None:
    content = f"\x01\x02\n\n{LONG}\n\nPears\n\n{LONG}\n"

    assert titles(content) == ["Pears"]
    assert errors(content) == [(1, "the entry holds nothing but control characters")]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("", Kind.BLANK),
        ("·", Kind.MARK),
        ("•", Kind.MARK),
        ("  • 12 authors".strip(), Kind.AUTHORS),
        ("3 Authors", Kind.AUTHORS),
        ("Daily Papers", Kind.FURNITURE),
        ("Get trending papers in your email inbox!", Kind.FURNITURE),
        ("Nov 7, 2024 12", Kind.DATE),
        ("Sept 7", Kind.DATE),
        ("Feb 30", Kind.SHORT),
        ("May the force be with us", Kind.SHORT),
        ("March of the 3 penguins", Kind.SHORT),
        ("256", Kind.NUMBER),
        ("3D", Kind.SHORT),
        ("A for-loop. All you need for pears", Kind.SHORT),
        ("It is small.", Kind.SENTENCE),
        (SHORT + " It is much faster than the farmer, who has no camera at all.", Kind.LONG),
        (LONG, Kind.LONG),
    ],
)
def test_a_line_tells_its_kind(line: str, kind: Kind) -> None:
    assert kind_of(line) is kind


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Sep 25 2", "--09-25"),
        ("Sep 25", "--09-25"),
        ("Nov 7, 2024 2", "2024-11-07"),
        ("Nov 7 2024", "2024-11-07"),
        ("Feb 29", "--02-29"),
        ("Feb 29, 2023", None),
        ("Feb 31", None),
        ("Mayor 3", None),
        ("Sep 25 2 3", None),
        ("25", None),
        ("Sep 25, 2024 " + "2" * 60, None),
    ],
)
def test_a_date_is_read_with_its_count_of_comments(text: str, date: str | None) -> None:
    assert date_of(text) == date


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("nvidia NVIDIA", "NVIDIA"),
        ("google Google DeepMind", "Google DeepMind"),
        ("ByteDance-Seed ByteDance Seed", "ByteDance Seed"),
        ("Google DeepMind", "Google DeepMind"),
        ("Acme", "Acme"),
        ("… Acme", "… Acme"),
    ],
)
def test_an_organization_is_called_by_its_display_name(text: str, name: str) -> None:
    assert organization_of(text) == name


def test_a_dot_in_a_title_is_no_byline() -> None:
    assert [line.kind for line in lines_of(1, "Pears · plums")] == [Kind.SHORT]
    assert authors_of("Five authors of plays") is None


MONTHS = {"Jan": 31, "Feb": 28, "Mar": 31, "Apr": 30, "Jun": 30, "Sep": 30, "Dec": 31}


@given(
    month=st.sampled_from(sorted(MONTHS)),
    day=st.integers(1, 31),
    year=st.none() | st.integers(1990, 2030),
    comments=st.none() | st.integers(1, 999),
)
def test_any_date_of_a_page_is_read_and_no_other(month, day, year, comments) -> None:
    text = f"{month} {day}" + (f", {year}" if year else "") + (f" {comments}" if comments else "")

    date = date_of(text)

    if day <= MONTHS[month]:
        assert date
        assert date.startswith(f"{year}-" if year else "--")
        assert date.endswith(f"-{day:02}")
    elif month != "Feb":
        assert date is None


@given(
    st.lists(st.sampled_from(["", "new", "42", "·", "• 3 authors", "Sep 25 2", "Pears", SHORT, LONG, "apple Apple"]))
)
def test_every_line_lands_in_one_place(lines: list[str]) -> None:
    """Whatever stands on the page, a long paragraph is an abstract or an error, never lost and never twice."""
    try:
        found, problems = entries("\n\n".join(lines))
    except SourceError:
        return

    used = sum(paper.abstract == LONG for paper in found)
    lost = sum(problem.message.startswith(f"“{LONG[:60]}") for problem in problems if problem.error)
    assert used + lost == lines.count(LONG)
