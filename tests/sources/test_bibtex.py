"""BibTeX and BibLaTeX: entries with abstracts, whatever stands around them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Paper, Problem
from kg.sources.bibtex import read_bibtex
from tests.sources.written import text_of


def entries(content: str) -> tuple[list[Paper], list[Problem]]:
    problems: list[Problem] = []
    return list(read_bibtex(text_of(content, problems.append))), problems


def one(fields: str) -> Paper:
    """The paper of an entry with a title, an abstract and these fields."""
    found, problems = entries(f"@article{{roe2020, title={{Pears}}, abstract={{We pick pears.}}, {fields}}}")
    assert not problems
    return found[0]


def test_an_entry_with_all_its_fields() -> None:
    found, problems = entries(r"""
% Encoding: UTF-8
@string{hpca = "Orchard Conference"}
@comment{jabref-meta: grouping}
@preamble{"\newcommand{\x}{y}"}
@InProceedings{roe2020pears,
  title     = {{PEAR}: {\"U}ber 98\% of \emph{all} fruit at $\alpha$ cost},
  author    = {Roe, Ann and {Acme Fruit and Co} and M{\"u}ller, J{\"o}rg and others},
  abstract  = "We pick {\o}ne
        pear",
  booktitle = hpca # { } # 2020,
  year      = 2020,
  month     = nov,
  url       = {https://fruit.example/~roe/a\_b},
  keywords  = {pears, robots},
}
""")

    assert found == [
        Paper(
            id="roe2020pears",
            title=r"PEAR: Über 98% of all fruit at $\alpha$ cost",
            abstract="We pick øne pear",
            url="https://fruit.example/~roe/a_b",
            published="2020-11",
            authors=("Ann Roe", "Acme Fruit and Co", "Jörg Müller"),
            venue="Orchard Conference 2020",
            source=("some.file",),
            keywords=("pears", "robots"),
        )
    ]
    assert not problems


@pytest.mark.parametrize(
    ("fields", "published"),
    [
        ("year=2020", "2020"),
        ("year={2020}, month={nov}", "2020-11"),
        ("year={2020}, month=11", "2020-11"),
        ("year={2020}, month={November}", "2020-11"),
        ('year={2020}, month=nov # "~18"', "2020-11-18"),
        ('year={2020}, month="18~" # nov', "2020-11-18"),
        ("year={2020}, month=nov, day=18", "2020-11-18"),
        ("year={2020}, month=13", "2020"),
        ("year={2020}, month={nov--dec}", "2020-11"),
        ("year={2020--2021}", None),
        ("year={to appear}", None),
        ("date={2020-11-18}", "2020-11-18"),
        ("date={2020-11}, year={1999}", "2020-11"),
    ],
)
def test_the_date_is_put_together(fields: str, published: str | None) -> None:
    found, _ = entries(f"@article{{x, title={{Pears}}, abstract={{We pick pears.}}, {fields}}}")

    assert found[0].published == published


@pytest.mark.parametrize(
    ("fields", "identifier"),
    [
        ("doi={10.1145/ABC_D}", "roe2020"),
        ("eprint={2011.12345v2}, archiveprefix={arXiv}", "2011.12345"),
        ("eprint={2011.12345}, eprinttype={arxiv}", "2011.12345"),
        ("eprint={2011.12345}", "2011.12345"),
        ("eprint={2011.12345}, archiveprefix={HAL}", "roe2020"),
        ("url={https://arxiv.org/abs/2011.12345v1}", "2011.12345"),
    ],
)
def test_an_arxiv_number_goes_before_the_citation_key(fields: str, identifier: str) -> None:
    assert one(fields).id == identifier


def test_authors_are_split_outside_braces_only() -> None:
    assert one("author={Ann   Roe\n and\n Poe, Bo and {Fruit and Veg Inc.}}").authors == (
        "Ann Roe",
        "Bo Poe",
        "Fruit and Veg Inc.",
    )


def test_an_entry_without_an_abstract_is_noted_not_an_error() -> None:
    found, problems = entries("@book{a, title={Pears}}\n@misc{b}\n@article{c, title={Plums}, abstract={Fine.}}")

    assert [paper.id for paper in found] == ["c"]
    assert [(problem.line, problem.error) for problem in problems] == [(1, False), (2, False)]


def test_an_abstract_without_a_title_is_an_error() -> None:
    _, problems = entries("\n@article{a, abstract={Fine.}}")

    assert [(problem.line, problem.error) for problem in problems] == [(2, True)]


GOOD = "@article{good, title={Plums}, abstract={They are fine.}}\n"
BROKEN = {
    "an open brace": ("@article{a, title={Pears, abstract={x}\n", "brace is opened and not closed"),
    "an open brace in the last field": ("@article{a, title={Pears}, abstract={x\n", "brace is opened and not closed"),
    "an open quotation mark": ('@article{a, title="Pears, abstract={x}}\n', "quotation mark is opened and not closed"),
    "no comma after the key": ("@article{a title={Pears}, abstract={x}}\n", "no key"),
    "no value": ("@article{a, title=, abstract={x}}\n", "no value"),
    "no equals sign": ("@article{a, title {Pears}, abstract={x}}\n", "a field was expected at “title {Pears}"),
    "the wrong bracket at the end": ("@article(a, title={Pears}, abstract={x}}\n", "ends with }"),
    "cut off": ("@article{a, title={Pears},\n", "does not end"),
}


@pytest.mark.parametrize(("broken", "why"), BROKEN.values(), ids=BROKEN)
def test_a_broken_entry_is_reported_and_the_others_land(broken: str, why: str) -> None:
    found, problems = entries(GOOD + broken + GOOD.replace("good", "after"))

    assert [paper.id for paper in found] == ["good", "after"]
    assert [(problem.line, problem.error) for problem in problems] == [(2, True)]
    assert why in problems[0].message
    assert problems[0].mend


def test_entries_may_share_a_line_and_use_round_brackets() -> None:
    found, problems = entries(
        "@misc{a, title={Pears}, abstract={One.}} @misc{b, title={Plums}, abstract={Two.}}\n"
        "@article(c, title={Figs}, abstract={In brackets (yes).})\n"
    )

    assert [(paper.id, paper.abstract) for paper in found] == [
        ("a", "One."),
        ("b", "Two."),
        ("c", "In brackets (yes)."),
    ]
    assert not problems


def test_an_at_sign_in_a_value_begins_no_entry() -> None:
    found, problems = entries("@misc{a, title={Pears@home}, abstract={Write to ann@roe.example, pass@1 is 3.}}")

    assert [(paper.title, paper.abstract) for paper in found] == [
        ("Pears@home", "Write to ann@roe.example, pass@1 is 3.")
    ]
    assert not problems


def test_quoted_values_may_hold_quotation_marks_in_braces() -> None:
    found, _ = entries('@misc{a, title="The {"}pear{"} problem", abstract="Fine."}')

    assert found[0].title == 'The "pear" problem'


def test_the_first_of_two_fields_stands() -> None:
    found, _ = entries("@misc{a, title={Pears}, title={Plums}, abstract={Fine.}}")

    assert found[0].title == "Pears"


@given(st.text(alphabet='@{}(),="#%\\ab1 \n', max_size=200))
def test_any_text_between_entries_costs_at_most_itself(junk: str) -> None:
    found, _ = entries(GOOD + junk + "\n" + GOOD.replace("good", "after"))

    assert found[0].id == "good"
    assert found[-1].id == "after"
