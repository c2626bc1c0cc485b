"""Mentions of a paper: the finders together, overlaps settled, definitions attached."""

from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.mentions.find import find, survey, token_marks
from kg.mentions.gazetteer import Gazetteer
from kg.mentions.recognizer import Marks, Recognized, Recognizer, shipped_recognizer
from kg.model import ConceptType, Mention, Paper
from kg.ontology import Ontology
from kg.parse import Document, parse_one

ROWS = [
    ("hardware/gpu", "GPU|graphics processing unit", ""),
    ("hardware/h100", "H100|NVIDIA H100", ""),
    ("technique/sparse-attention", "sparse attention", ""),
    ("technique/attention", "attention", ""),
    ("dataset/gsm8k", "GSM8K", ""),
    ("model/heron", "Heron", ""),
    ("software/heron", "Heron", ""),
]
PAPER = Paper(
    "p",
    "ShellSort: quick shells on a GPU",
    "Sparse attention over beach images (SABI) is slow. We propose ShellSort, a sorter for Heron-7B. "
    "ShellSort runs SABI in W4A8 on an NVIDIA H100. Heron is not \\textbf{Shell}Sort.",
)


@pytest.fixture(scope="module")
def gazetteer(catalogue: Callable[[list[tuple[str, str, str]]], Ontology]) -> Gazetteer:
    return Gazetteer(catalogue(ROWS))


def mentions(gazetteer: Gazetteer, paper: Paper = PAPER, recognizer: Recognizer | None = None) -> tuple[Mention, ...]:
    return find(parse_one(paper), gazetteer, recognizer)


def of(gazetteer: Gazetteer, surface: str) -> list[Mention]:
    return [mention for mention in mentions(gazetteer) if mention.span.of(PAPER.text) == surface]


BY_RULE = [
    ("NVIDIA H100", "gazetteer", ConceptType.HARDWARE, 1),
    ("GPU", "gazetteer", ConceptType.HARDWARE, 1),
    ("Heron-7B", "name", ConceptType.MODEL, 1),
    ("W4A8", "name", ConceptType.TECHNIQUE, 1),
    ("Heron", "gazetteer", None, 1),
    ("SABI", "abbreviation", None, 2),
    ("ShellSort", "coined", None, 3),
]


@pytest.mark.parametrize(("surface", "finder", "kind", "count"), BY_RULE, ids=[case[0] for case in BY_RULE])
def test_rules_find_names(
    gazetteer: Gazetteer, surface: str, finder: str, kind: ConceptType | None, count: int
) -> None:
    found = of(gazetteer, surface)
    assert [(mention.finder, mention.type) for mention in found] == [(finder, kind)] * count


def test_a_name_broken_by_a_style_command_is_found_whole(gazetteer: Gazetteer) -> None:
    [mention] = of(gazetteer, "\\textbf{Shell}Sort")
    assert (mention.finder, mention.introduced) == ("coined", True)


def test_each_short_form_knows_its_long_form(gazetteer: Gazetteer) -> None:
    longs = {mention.alias_of.of(PAPER.text) for mention in of(gazetteer, "SABI") if mention.alias_of}
    assert longs == {"Sparse attention over beach images"}
    assert all(mention.alias_of for mention in of(gazetteer, "SABI"))
    assert not of(gazetteer, "GPU")[0].alias_of


def test_the_plural_of_a_defined_short_form_knows_it_too(gazetteer: Gazetteer) -> None:
    paper = Paper("p", "T", "A graphics processing unit (GPU) is one. Many GPUs are more.")
    *_, plural = mentions(gazetteer, paper)
    assert plural.span.of(paper.text) == "GPUs"
    assert plural.alias_of
    assert plural.alias_of.of(paper.text) == "graphics processing unit"


def test_only_what_the_paper_coins_is_introduced(gazetteer: Gazetteer) -> None:
    coined = {m.span.of(PAPER.text).replace("\\textbf{Shell}", "Shell") for m in mentions(gazetteer) if m.introduced}
    assert coined == {"ShellSort"}


def test_the_catalogue_goes_before_a_definition(gazetteer: Gazetteer) -> None:
    """Of two that overlap the surer finder wins: the catalogue's name inside the long form."""
    assert of(gazetteer, "Sparse attention over beach images") == []
    assert [mention.finder for mention in of(gazetteer, "Sparse attention")] == ["gazetteer"]


def test_marks_tell_the_recognizer_what_the_rules_see(gazetteer: Gazetteer) -> None:
    document = parse_one(PAPER)
    marks = token_marks(document, survey(document, gazetteer))
    seen = {document.doc[index].text: sorted(set(several)) for index, several in marks.items()}
    assert seen["GPU"] == ["gHarB"]
    assert (seen["NVIDIA"], seen["H100"]) == (["gHarB"], ["gHarI"])
    assert seen["SABI"] == ["shortB"]
    assert (seen["Sparse"], seen["images"]) == (["gTecB", "longB"], ["longI"])
    assert seen["W4A8"] == ["nTecB"]
    assert seen["Heron"] == ["gModB", "gSofB"]
    assert seen["ShellSort"] == ["coinedB"]
    assert "runs" not in seen


def check(paper: Paper, found: tuple[Mention, ...]) -> None:
    last = 0
    for mention in found:
        assert last <= mention.span.start < mention.span.end <= len(paper.text)
        assert mention.span.of(paper.text).strip()
        assert 0.0 <= mention.score <= 1.0
        if mention.alias_of:
            assert mention.alias_of.end <= len(paper.text)
        last = mention.span.end


PIECES = st.sampled_from(
    [
        "GPU", "GPUs", "(GPU)", "graphics processing unit", "Heron-7B", "W4A8", "We propose", "ShellSort", ":", ".", " ",
        "\n", "\\textbf{", "}", "$", "sparse attention", "tiny shell model (TSM)", "TSMs", "3.5times", "\\%", "called", "é", "-",
    ]
)  # fmt: skip
texts = st.one_of(st.lists(PIECES, max_size=12).map(" ".join), st.lists(PIECES, max_size=12).map("".join), st.text())


class OneModel(Recognizer):
    """A recognizer that has seen one surface only, and says that it is a model."""

    def find(self, document: Document, marks: Marks) -> Iterator[Recognized]:
        token = document.texts.index(self.tagger)
        yield Recognized(token, token + 1, ConceptType.MODEL, 0.99)


def test_a_name_of_the_catalogue_is_taken_whole(catalogue: Callable[[list[tuple[str, str, str]]], Ontology]) -> None:
    known = Gazetteer(catalogue([("model/heron-turbo", "Heron Turbo", ""), ("model/heron", "Heron", "")]))
    paper = Paper("p", "Shells", "We beat Heron Turbo by far.")
    (found,) = find(parse_one(paper), known, OneModel("Heron"))
    assert (found.span.of(paper.text), found.finder) == ("Heron Turbo", "recognizer")


@given(title=texts, abstract=texts)
def test_mentions_of_any_text_are_in_order_and_apart(gazetteer: Gazetteer, title: str, abstract: str) -> None:
    paper = Paper("p", title, abstract)
    check(paper, mentions(gazetteer, paper))


@given(title=texts, abstract=texts)
def test_mentions_with_the_recognizer_are_in_order_and_apart(gazetteer: Gazetteer, title: str, abstract: str) -> None:
    paper = Paper("p", title, abstract)
    check(paper, mentions(gazetteer, paper, shipped_recognizer()))


@given(title=texts, abstract=texts)
def test_the_same_text_gives_the_same_mentions(gazetteer: Gazetteer, title: str, abstract: str) -> None:
    paper = Paper("p", title, abstract)
    assert mentions(gazetteer, paper) == mentions(gazetteer, Paper("q", title, abstract))
