"""IRIs are functions of content: the same in, the same out; different in, different out; always valid."""

import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode, RdfFormat, parse

from kg.iris import (
    BASE,
    baseline,
    claim_iri,
    concept_iri,
    contribution,
    iri_of,
    measure,
    own_kind,
    paper_iri,
    paper_node,
    slug,
)
from kg.model import Bound, Claim, Concept, ConceptType, Evidence, Iri, Mode, Predicate, Quantity, Span
from kg.text import label_key

kinds = st.sampled_from(ConceptType)
SAFE = re.compile(rf"{re.escape(BASE)}[A-Za-z0-9%._~/:()+*#-]+")


def is_iri(iri: str) -> bool:
    """Tell whether an independent parser takes the string as an absolute IRI."""
    [quad] = parse(f"<{iri}> <a:b> <{iri}> .".encode(), format=RdfFormat.N_TRIPLES)
    return quad.subject == NamedNode(iri) and SAFE.fullmatch(iri) is not None


@given(kinds, st.text(min_size=1))
def test_a_concept_of_any_label_has_a_valid_stable_iri(kind: ConceptType, label: str) -> None:
    iri = concept_iri(kind, label)
    assert iri == concept_iri(kind, label)
    assert iri.startswith(f"{BASE}concept/{kind.lower()}/")
    assert is_iri(iri)


@given(st.text(min_size=1, alphabet=st.characters(exclude_categories=["Cs"])))
def test_a_paper_of_any_id_has_a_valid_stable_iri(paper_id: str) -> None:
    assert paper_iri(paper_id) == paper_iri(paper_id)
    assert is_iri(paper_iri(paper_id))
    assert own_kind(paper_iri(paper_id)) is None


@given(st.text(), st.text())
def test_papers_share_an_iri_only_if_they_share_the_id(one: str, other: str) -> None:
    assert (paper_iri(one) == paper_iri(other)) == (one == other)


@given(st.text(string.ascii_letters + string.digits + " -+.*", min_size=1), st.text(string.ascii_letters + " -"))
def test_concepts_share_an_iri_exactly_if_they_share_the_label_key(one: str, other: str) -> None:
    same = label_key(one) == label_key(other)
    if label_key(one) and label_key(other):
        assert (concept_iri(ConceptType.MODEL, one) == concept_iri(ConceptType.MODEL, other)) == same


SPELLINGS = [
    ("Low-Rank Adaptation", "low rank adaptations"),
    ("CIFAR10", "CIFAR-10"),
    ("FlashAttention", "Flash Attention"),
    ("graphics processing units", "Graphics Processing Unit"),
    ("\\textbf{Heron}", "Heron"),
]
APART = [("Llama 3 1B", "Llama 31B"), ("C", "C++"), ("F", "F#"), ("A", "A*"), ("GPT-3.5", "GPT-35"), ("W4A8", "W4A16")]


@pytest.mark.parametrize(("one", "other"), SPELLINGS)
def test_spellings_of_one_name_meet(one: str, other: str) -> None:
    assert concept_iri(ConceptType.TECHNIQUE, one) == concept_iri(ConceptType.TECHNIQUE, other)


@pytest.mark.parametrize(("one", "other"), APART)
def test_names_that_differ_in_figures_and_signs_stay_apart(one: str, other: str) -> None:
    assert concept_iri(ConceptType.SOFTWARE, one) != concept_iri(ConceptType.SOFTWARE, other)


def test_the_same_label_of_another_type_is_another_concept() -> None:
    assert len({concept_iri(kind, "Heron") for kind in ConceptType}) == len(ConceptType)


def test_labels_without_a_letter_do_not_all_meet() -> None:
    assert concept_iri(ConceptType.METRIC, "!!") != concept_iri(ConceptType.METRIC, "??")


OWN = [
    (contribution("p1", "A title"), "contribution"),
    (baseline("p1", "older ones"), "baseline"),
    (measure("p1", "time to first word"), "measure"),
    (paper_node("p1", "A title"), None),
    (Concept(concept_iri(ConceptType.MODEL, "baseline-1"), "baseline-1", ConceptType.MODEL), None),
]


@pytest.mark.parametrize(("node", "kind"), OWN, ids=["contribution", "baseline", "measure", "paper", "concept"])
def test_a_node_tells_what_it_stands_for(node: Concept, kind: str | None) -> None:
    assert own_kind(node.iri) == kind
    assert is_iri(node.iri)


@given(st.text(), st.text())
def test_phrases_of_one_paper_are_told_apart(one: str, other: str) -> None:
    assert (baseline("p", one) == baseline("p", other)) == (one == other)
    assert baseline("p", one).iri != measure("p", one).iri
    assert baseline("p", one).iri != baseline("q", one).iri
    assert (baseline("p", one).label, baseline("p", one).type) == (one, None)


EVIDENCE = Evidence(paper_iri("p"), Span(4, 20), "a sentence of it")
LARK, WREN = (Concept(concept_iri(ConceptType.MODEL, name), name, ConceptType.MODEL) for name in ("Lark", "Wren"))
FIGURE = Quantity("1.5", "x", Mode.RATIO, Bound.UP_TO, "speed", None, "Birds", (), "at batch 1", "1.5x")
OTHERS = [
    (Evidence(paper_iri("q"), Span(4, 20), "a sentence of it"), LARK, Predicate.OUTPERFORMS, WREN, FIGURE),
    (Evidence(paper_iri("p"), Span(5, 20), "a sentence of it"), LARK, Predicate.OUTPERFORMS, WREN, FIGURE),
    (Evidence(paper_iri("p"), Span(4, 21), "a sentence of it"), LARK, Predicate.OUTPERFORMS, WREN, FIGURE),
    (EVIDENCE, WREN, Predicate.OUTPERFORMS, LARK, FIGURE),
    (EVIDENCE, LARK, Predicate.COMPARABLE_TO, WREN, FIGURE),
    (EVIDENCE, LARK, Predicate.OUTPERFORMS, WREN, None),
    (EVIDENCE, LARK, Predicate.OUTPERFORMS, WREN, Quantity("1.5", "x", Mode.RATIO, Bound.UP_TO, "energy")),
    (EVIDENCE, LARK, Predicate.OUTPERFORMS, WREN, Quantity("1.6", "x", Mode.RATIO, Bound.UP_TO, "speed")),
]


def test_a_claim_differs_in_place_ends_predicate_and_figure() -> None:
    iris = {claim_iri(*case) for case in OTHERS} | {claim_iri(EVIDENCE, LARK, Predicate.OUTPERFORMS, WREN, FIGURE)}
    assert len(iris) == len(OTHERS) + 1
    assert all(is_iri(iri) for iri in iris)


def test_rule_and_confidence_do_not_make_another_claim() -> None:
    one = Claim(LARK, Predicate.OUTPERFORMS, WREN, EVIDENCE, "words", 0.9, FIGURE)
    other = Claim(LARK, Predicate.OUTPERFORMS, WREN, EVIDENCE, "figure", 0.4, FIGURE)
    assert iri_of(one) == iri_of(other) == claim_iri(EVIDENCE, LARK, Predicate.OUTPERFORMS, WREN, FIGURE)


def test_iris_do_not_change_between_versions() -> None:
    """These stand in graphs that people have: a change is a new major version."""
    assert concept_iri(ConceptType.TECHNIQUE, "Low-Rank Adaptation") == f"{BASE}concept/technique/lowrankadaptation"
    assert concept_iri(ConceptType.SOFTWARE, "C#") == f"{BASE}concept/software/csharp"
    assert paper_iri("doi:10.1/a b") == f"{BASE}paper/doi:10.1/a%20b"
    assert claim_iri(EVIDENCE, LARK, Predicate.USES, WREN, None) == Iri(f"{BASE}claim/cea1b8bdc898638c5d3cc23d")


SLUGS = [
    ("C++ & C#", "cplusplus-csharp"),
    ("Ünï cödé", "uni-code"),
    ("  a--b  ", "a-b"),
    ("日本", ""),
    ("v1.5!", "v1.5"),
]


@pytest.mark.parametrize(("text", "expected"), SLUGS)
def test_slugs_read_as_words(text: str, expected: str) -> None:
    assert slug(text) == expected


@given(st.text(), st.integers(1, 30))
def test_a_slug_is_short_and_safe(text: str, limit: int) -> None:
    made = slug(text, limit)
    assert len(made) <= limit
    assert re.fullmatch(r"[a-z0-9.-]*", made)
