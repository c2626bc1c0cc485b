"""BibTeX: kg's own reader, and bibtexparser where it is there, get the papers back."""

from itertools import accumulate

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.export.bibtex import entry, key, tex
from kg.model import Extraction, Paper
from kg.sources.latex import decode
from kg.sources.read import read
from tests.export.graphs import exported, filled

PAPERS = (
    Paper(
        "2205.14135", "FooNet: 50% of {A_1} & \\B #2", "It costs $5 ~ 10^2 <b>.\nSecond line.", url="https://example.org/a_b?c=%20",
        published="2024-11-18", authors=("Ann Roe", "Bo O'Poe", "The A and B Team"), keywords=("nets", "C#"),
    ),
    Paper("10.1145/abc_d", "Ünïcode 模型", "Short.", published="2024-05", venue="Venue & Co", authors=("Zoë Ä",)),
    Paper("an id, odd", "No date", "Text.", published="--11-18"),
)  # fmt: skip


def text(papers):
    return exported(filled([Extraction(paper, (), ()) for paper in papers]), "bibtex").decode()


@pytest.fixture(scope="module")
def back(tmp_path_factory):
    file = tmp_path_factory.mktemp("bib") / "papers.bib"
    file.write_text(text(PAPERS), encoding="utf-8")
    problems = []
    found = {paper.title: paper for paper in read(str(file), report=problems.append)}
    assert [problem for problem in problems if problem.error] == []
    return found


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.id)
def test_kg_reads_its_own_entries(back, paper):
    found = back[paper.title]
    assert found.abstract == " ".join(paper.abstract.split())
    assert (found.url, found.venue, found.keywords) == (paper.url, paper.venue, paper.keywords)
    assert found.published == (None if paper.published == "--11-18" else paper.published)
    assert found.authors == paper.authors


def test_ids_of_archives_come_back(back):
    assert {paper.id for paper in back.values()} == {"2205.14135", "10.1145/abc_d", key("an id, odd")}


def test_another_reader_agrees():
    bibtexparser = pytest.importorskip("bibtexparser")
    library = bibtexparser.parse_string(text(PAPERS))
    assert library.failed_blocks == []
    assert {each.key for each in library.entries} == {key(paper.id) for paper in PAPERS}
    (dated,) = (each for each in library.entries if each.key == "2205.14135")
    assert dated.fields_dict["eprint"].value == "2205.14135"
    assert dated.entry_type == "misc"


def test_keys_are_functions_of_the_id_alone():
    assert key("2205.14135") == "2205.14135"
    assert key("a b") != key("a-b") == "a-b"
    assert key("模型").startswith("paper-")
    assert text(PAPERS[:1]) in text(PAPERS)


@settings(max_examples=100)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"], exclude_characters=" \xa0"), max_size=30))
def test_any_text_is_escaped_so_that_tex_gives_it_back(given_text):
    assert decode(tex(given_text)) == given_text


@settings(max_examples=100)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_braces_stay_balanced_whatever_a_title_holds(title):
    made = entry(Paper("p", title, "{"))
    assert made.count("{") == made.count("}")  # BibTeX counts those behind a backslash, too
    depths = list(accumulate({"{": 1, "}": -1}.get(char, 0) for char in made.strip()))
    assert min(depths) == 0
    assert 0 not in depths[made.index("{") : -1]
    assert "\n" not in tex(title)
