"""One JSON object a paper."""

import json

import pytest

from kg.export.records import record
from kg.iris import baseline, concept_iri, contribution, iri_of, measure, paper_iri, paper_node
from kg.model import (
    Bound,
    Claim,
    Concept,
    ConceptType,
    Evidence,
    Extraction,
    Link,
    Mention,
    Mode,
    Paper,
    Polarity,
    Predicate,
    Quantity,
    Span,
)

PAPER = Paper(
    "p1",
    "FooNet reads",
    "FooNet is 2x faster than ResNet. Foo-Net may fail.",
    url="https://e.org",
    source=("a.txt", "b.txt"),
)
FOO, RES = (Concept(concept_iri(ConceptType.MODEL, name), name, ConceptType.MODEL) for name in ("FooNet", "ResNet"))


def link(words: str, concept: Concept, score: float = 0.9, start: int = 0) -> Link:
    at = PAPER.text.index(words, start)
    return Link(Mention(Span(at, at + len(words)), concept.type, "test"), concept, score, "read in the text")


def proof(words: str) -> Evidence:
    at = PAPER.text.index(words)
    return Evidence(paper_iri("p1"), Span(at, at + len(words)), words)


FASTER = proof("FooNet is 2x faster than ResNet.")
FIGURE = Quantity("2", "x", Mode.RATIO, Bound.EXACT, metric="speed", verbatim="2x")
OUTPERFORMS = Claim(FOO, Predicate.OUTPERFORMS, RES, FASTER, "figure", 0.8, FIGURE)
HEDGED = Claim(FOO, Predicate.ACHIEVES, measure("p1", "failure"), proof("Foo-Net may fail."), "words", 0.5, hedge="may")
DENIED = Claim(FOO, Predicate.USES, RES, FASTER, "words", 0.5, polarity=Polarity.NEGATED)
UNNAMED = Claim(
    contribution("p1", PAPER.title), Predicate.OUTPERFORMS, baseline("p1", "older ones"), FASTER, "words", 0.6
)
ROLE = Claim(paper_node("p1", PAPER.title), Predicate.INTRODUCES, FOO, proof("FooNet reads"), "role.model", 0.99)
LINKS = (link("FooNet", FOO), link("FooNet", FOO, 0.7, 5), link("ResNet", RES), link("Foo-Net", FOO))
RECORD = record(Extraction(PAPER, LINKS, (ROLE, OUTPERFORMS, HEDGED, DENIED, UNNAMED)))


def test_a_record_is_plain_json_and_reads_back() -> None:
    assert json.loads(json.dumps(RECORD)) == RECORD


def test_a_record_has_what_the_source_says() -> None:
    assert {name: RECORD[name] for name in ("id", "title", "url", "published", "source")} == {
        "id": "p1",
        "title": "FooNet reads",
        "url": "https://e.org",
        "published": None,
        "source": ["a.txt", "b.txt"],
    }
    assert RECORD["abstract"] == PAPER.abstract
    assert RECORD["iri"] == paper_iri("p1")


def test_each_concept_stands_once_with_its_places() -> None:
    foo, res = RECORD["concepts"]
    assert (foo["name"], foo["type"], foo["iri"], foo["role"], foo["role_confidence"]) == (
        "FooNet", "Model", FOO.iri, "introduces", 0.99,
    )  # fmt: skip
    assert foo["mentions"] == ["FooNet", "Foo-Net"]
    assert [PAPER.text[start:end] for start, end in foo["spans"]] == ["FooNet", "FooNet", "Foo-Net"]
    assert foo["score"] == 0.9
    assert (res["role"], res["role_confidence"]) == ("mentions", None)


def test_a_relation_has_its_ends_figure_and_sentence() -> None:
    first, _ = RECORD["relations"]
    assert first == {
        "s": "FooNet",
        "p": "outperforms",
        "o": "ResNet",
        "metric": "speed",
        "value": "2",
        "unit": "x",
        "mode": "Ratio",
        "bound": "Exact",
        "verbatim": "2x",
        "evidence": "FooNet is 2x faster than ResNet.",
        "span": [13, 45],
        "iri": iri_of(OUTPERFORMS),
        "rule": "figure",
        "confidence": 0.8,
    }
    assert PAPER.text[slice(*first["span"])] == first["evidence"]


def test_unnamed_ends_have_the_names_of_the_guidelines() -> None:
    _, unnamed = RECORD["relations"]
    assert (unnamed["s"], unnamed["o"], unnamed["o_text"]) == ("@paper", "@baseline", "older ones")
    assert "value" not in unnamed


def test_what_the_text_does_not_assert_stands_apart() -> None:
    hedged, denied = RECORD["unasserted"]
    assert (hedged["hedge"], hedged["polarity"], hedged["o_text"]) == ("may", "Asserted", "failure")
    assert "o" not in hedged
    assert (denied["hedge"], denied["polarity"]) == (None, "Negated")
    assert not any("polarity" in relation for relation in RECORD["relations"])


@pytest.mark.parametrize("name", ["concepts", "relations", "unasserted"])
def test_a_paper_without_findings_has_empty_lists(name: str) -> None:
    assert record(Extraction(PAPER, (), ()))[name] == []


def test_roles_are_no_relations() -> None:
    assert all(relation["p"] != "introduces" for relation in RECORD["relations"] + RECORD["unasserted"])
