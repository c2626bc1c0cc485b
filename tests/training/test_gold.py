"""Annotated papers as labels."""

from pathlib import Path

import pytest

from kg.analysis.score_names import forms as surface_forms
from kg.analysis.score_names import normalized
from kg.errors import SourceError
from kg.model import Paper
from kg.parse import parse_one
from kg.training.gold import GoldPaper, gold_spans, load_gold, token_labels
from tests.training.made import annotated, concept, write


def gold(abstract: str, *concepts: dict[str, object], title: str = "Of shells") -> GoldPaper:
    record = {"id": "p", "title": title, "abstract": abstract, "concepts": list(concepts), "relations": []}
    return GoldPaper(parse_one(Paper("p", title, abstract)), record)


def labels(paper: GoldPaper) -> list[tuple[str, str]]:
    pairs = zip(paper.document.doc, token_labels(paper), strict=True)
    return [(token.text, label) for token, label in pairs if label != "O"]


def test_papers_are_loaded_with_their_annotation(tmp_path: Path) -> None:
    papers = load_gold(write(tmp_path / "gold.jsonl", 3))
    assert [paper.record for paper in papers] == [annotated(number) for number in range(3)]
    assert papers[1].document.paper.title == "ShellBNet: sorting of shells"
    assert papers[1].concepts[0]["name"] == "ShellBNet"


def test_a_line_that_is_no_annotation_is_an_error_that_names_it(tmp_path: Path) -> None:
    path = write(tmp_path / "gold.jsonl", 2)
    with path.open("a", encoding="utf-8") as file:
        file.write('{"id": "x", "title": "T", "abstract": ""}\n')
    with pytest.raises(SourceError, match=r"gold\.jsonl:5: the paper has no list of concepts"):
        load_gold(path)
    path.write_text("{", encoding="utf-8")
    with pytest.raises(SourceError, match=r"gold\.jsonl:1: this is no JSON"):
        load_gold(path)


def test_each_token_of_a_name_has_a_label() -> None:
    paper = gold(
        "We use wave pooling on a Tide-100. Wave pooling is quick.",
        concept("wave pooling", "Technique", "uses", "Wave pooling"),
        concept("Tide-100", "Hardware", "runsOn"),
    )
    assert labels(paper) == [
        ("wave", "B-Technique"),
        ("pooling", "I-Technique"),
        ("Tide-100", "B-Hardware"),
        ("Wave", "B-Technique"),
        ("pooling", "I-Technique"),
    ]


def test_the_longest_name_wins_and_none_overlap() -> None:
    paper = gold(
        "A wave pooling net.", concept("pooling", "Technique", "uses"), concept("wave pooling net", "Model", "uses")
    )
    assert labels(paper) == [("wave", "B-Model"), ("pooling", "I-Model"), ("net", "I-Model")]
    spans = [span for span, _ in gold_spans(paper)]
    assert not any(a.overlaps(b) for i, a in enumerate(spans) for b in spans[:i])


PLACES = [
    ("Net and Nets and subNet", "Net", ["Net"]),
    ("C++ and C+++ and C++x", "C++", ["C++", "C++", "C++"]),
    ("x(Net)x", "Net", ["Net"]),
    ("net", "Net", []),
    ("\\textbf{Net}", "Net", ["Net"]),
]


@pytest.mark.parametrize(("abstract", "name", "expected"), PLACES, ids=[abstract for abstract, *_ in PLACES])
def test_a_name_stands_as_a_whole_word_in_its_case(abstract: str, name: str, expected: list[str]) -> None:
    paper = gold(abstract, concept(name, "Model", "uses"))
    assert [span.of(paper.document.paper.text) for span, _ in gold_spans(paper)] == expected


FORMS = [
    ("Low-Rank Adaptations", "low rank adaptation"),
    ("\\textbf{Net}", "net"),
    ("C++", "c++"),
    ("GPUs", "gpu"),
    ("class", "class"),
    ("  a  b ", "a b"),
    ("bus", "bus"),
    ("Heron~7B", "heron 7b"),
]


@pytest.mark.parametrize(("text", "expected"), FORMS)
def test_forms_are_compared_as_the_scorer_does(text: str, expected: str) -> None:
    assert normalized(text) == expected


def test_surface_forms_are_those_of_name_and_mentions() -> None:
    assert surface_forms({"name": "Wave Pooling", "mentions": ["WPs", ""]}) == {"wave pooling", "wps"}
    assert surface_forms({"name": "Net"}) == {"net"}


def test_the_first_concept_of_a_form_has_it() -> None:
    paper = gold("Net.", concept("Net", "Model", "uses"), concept("Other", "Software", "uses", "net"))
    assert paper.by_form()["net"]["type"] == "Model"
