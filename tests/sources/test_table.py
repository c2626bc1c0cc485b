"""CSV and TSV with a header."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import SourceError
from kg.model import Paper, Problem
from kg.sources.sniff import sniff
from kg.sources.table import read_table
from tests.sources.written import as_table, paper, text_of

CELL = st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn"]), min_size=1).map(str.strip).filter(bool)


def entries(content: str) -> tuple[list[Paper], list[Problem]]:
    problems: list[Problem] = []
    return list(read_table(text_of(content, problems.append))), problems


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@given(pairs=st.lists(st.tuples(CELL, st.lists(CELL, min_size=1).map("\n".join)), min_size=1))
def test_any_cells_come_back(delimiter: str, pairs: list[tuple[str, str]]) -> None:
    papers = [Paper(f"k{n}", title, f"It {abstract}") for n, (title, abstract) in enumerate(pairs)]
    content = as_table(papers, delimiter)

    found, problems = entries(content)

    assert [(item.id, item.title, item.abstract) for item in found] == [(p.id, p.title, p.abstract) for p in papers]
    assert not problems
    assert sniff(text_of(content)) == "table"


def test_the_names_of_a_library_export() -> None:
    found, problems = entries(
        "Authors;Document Title;Publication Year;Source title;Abstract Note;Author Keywords;DOI;Link\n"
        'Roe, A.; Poe, B.;Pears;2020;Orchard;"Red; and\nround ""fruit"".";pears, robots;10.1/X;https://a.example\n'
        '"Roe, A.; Poe, B.";Pears;2020;Orchard;"Red; and\nround ""fruit"".";"pears; robots";10.1234/X;https://a.example\n'
    )

    assert found == [
        Paper(
            id="10.1234/x",
            title="Pears",
            abstract='Red; and\nround "fruit".',
            url="https://a.example",
            published="2020",
            authors=("A. Roe", "B. Poe"),
            venue="Orchard",
            source=("some.file",),
            keywords=("pears", "robots"),
        )
    ]
    assert [(problem.line, problem.message) for problem in problems] == [
        (2, "the row has 9 cells where the header has 8"),
    ]


ROWS = {
    "a comma without quotation marks": (
        "x,Pears,We pick, and eat, pears.",
        "the row has 5 cells where the header has 3",
    ),
    "too few cells": ("x,Pears", "“Pears” has no abstract"),
    "an empty abstract": ("x,Pears,", "“Pears” has no abstract"),
    "an empty title": ("x,,We pick pears.", "an abstract without a title"),
    "an open quotation mark": ('x,"Pears,We pick pears.', "a quotation mark is opened and not closed"),
}


@pytest.mark.parametrize(("row", "message"), ROWS.values(), ids=ROWS)
def test_a_broken_row_is_reported_and_the_others_land(row: str, message: str) -> None:
    after = "".join(f'y{n},"Plum, no. {n}","We eat\nplums."\n' for n in range(3))

    found, problems = entries(f'id,title,abstract\na,Figs,Fine.\n{row}\n{after}z,"Last ""one""",Fine.\n')

    assert [item.title for item in found] == ["Figs", "Plum, no. 0", "Plum, no. 1", "Plum, no. 2", 'Last "one"']
    assert [(problem.line, problem.error) for problem in problems] == [(3, True)]
    assert message in problems[0].message
    assert problems[0].mend


def test_quotation_marks_in_a_table_without_quoting_are_text() -> None:
    found, problems = entries('title\tabstract\nThe 5" disk\tIt has 5" of room.\nA 3" one\tIt has "less" room.\n')

    assert [item.title for item in found] == ['The 5" disk', 'A 3" one']
    assert not problems


def test_a_quoted_word_at_the_start_of_a_cell_is_forgiven_on_one_line() -> None:
    found, _ = entries('title\tabstract\nPears\t"Ripe" pears are eaten.\nPlums\tFine.\n')

    assert [(item.title, item.abstract) for item in found] == [("Pears", "Ripe pears are eaten."), ("Plums", "Fine.")]


def test_many_open_quotation_marks_take_no_time_and_lose_no_other_row() -> None:
    rows = "".join(f'"open {n},x\nPlum {n},Fine {n}.\n' for n in range(3000))

    found, _ = entries(f"title,abstract\n{rows}")

    assert len(found) == 3000


def test_rows_of_nothing_are_passed_over() -> None:
    found, problems = entries("\n\ntitle,abstract\n\nPears,Fine.\n   \n,\nPlums,Fine.\n\n")

    assert [item.title for item in found] == ["Pears", "Plums"]
    assert [problem.line for problem in problems] == [7]


def test_of_two_columns_of_one_name_the_filled_one_counts() -> None:
    found, _ = entries("title,abstract,abstract\nPears,,Fine.\nPlums,Good.,Fine.\n")

    assert [item.abstract for item in found] == ["Fine.", "Good."]


def test_a_table_without_abstracts_is_refused() -> None:
    with pytest.raises(SourceError, match=r"some\.file:1: the table has no column for the abstract") as caught:
        entries("id,title,year\n1,Pears,2020\n")

    assert caught.value.line == 1


@pytest.mark.parametrize(
    ("header", "is_table"),
    [
        ("title,abstract", True),
        ("\ufeffTitle;Abstract", True),
        ('"Title"\t"Abstract"\t"x"', True),
        ("No,Title,Year", True),
        ("Title, and what it means", False),
        ("Pears, plums and figs", False),
        ("title", False),
    ],
)
def test_a_header_names_the_title_and_one_field_more(header: str, is_table: bool) -> None:
    content = f"{header}\n{paper(1).abstract}\n"

    assert (sniff(text_of(content)) == "table") is is_table


@given(st.text(alphabet='",\n\tab', max_size=200))
def test_any_rows_give_papers_or_problems(body: str) -> None:
    found, problems = entries("title,abstract\n" + body)

    rows = [row for row in body.split("\n") if row.strip()]
    assert len(found) + len(problems) <= len(rows)
    if body.count('"') == 0:
        assert len(found) + len(problems) == len(rows)


@given(st.lists(st.lists(st.text(alphabet='ab,"\n '), min_size=2, max_size=2), max_size=5))
def test_what_the_csv_module_writes_is_read_as_it_reads_it(rows: list[list[str]]) -> None:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([["title", "abstract"], *rows])

    found, _ = entries(out.getvalue())

    whole = [(title, abstract) for title, abstract in rows if title.strip() and abstract.strip()]
    assert [item.abstract for item in found] == [abstract.strip() for _, abstract in whole]
