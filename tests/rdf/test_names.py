"""What papers state about names, read back from the merged graph."""

import pytest
from hypothesis import given
from hypothesis import settings as profile
from hypothesis import strategies as st

from kg.iris import concept_iri
from kg.model import Concept, ConceptType, Extraction, Iri, Link, Mention, Paper, Span
from kg.ontology import Ontology
from kg.rdf.names import defined, named, reasons
from kg.rdf.store import Store
from kg.text import label_key
from tests.rdf import strategies

MODEL, TECHNIQUE = ConceptType.MODEL, ConceptType.TECHNIQUE
LONG = "tiny wren sorter"
SORTER = Concept(concept_iri(TECHNIQUE, LONG), LONG, TECHNIQUE)
NET = Concept(concept_iri(MODEL, "WrenNet"), "WrenNet", MODEL)


def paper(paper_id: str, abstract: str, *names: tuple[str, Concept, str], how: str = "read in the text") -> Extraction:
    """A paper with links: (form, concept, long form or nothing), each at its first place behind the one before."""
    it = Paper(paper_id, "T", abstract)
    links, last = [], 2
    for form, concept, long in names:
        start = it.text.index(form, last)
        last = start + len(form)
        place = it.text.index(long) if long else 0
        alias = Span(place, place + len(long)) if long else None
        links.append(Link(Mention(Span(start, last), None, "test", alias_of=alias), concept, 0.9, how))
    return Extraction(it, tuple(links), ())


DEFINES = paper(
    "d", f"A {LONG} (TWS) sorts; TWSs do.", (LONG, SORTER, ""), ("TWS", SORTER, LONG), ("TWSs", SORTER, LONG)
)
MARKED = paper(
    "m",
    "A \\emph{tiny\n wren} sorter (\\textbf{TWS}) sorts.",
    ("\\emph{tiny\n wren} sorter", SORTER, ""),
    ("TWS", SORTER, "\\emph{tiny\n wren} sorter"),
)
USES = paper("u", "WrenNet uses a TWS, and tws.", ("WrenNet", NET, ""), ("TWS", SORTER, ""), ("tws", SORTER, ""))
MERGED = paper("x", f"A {LONG}.", (LONG, SORTER, ""), how="short for “tiny wren sorter”, as papers define it; read")


@pytest.fixture
def store():
    with Store(ontology=Ontology.empty()) as opened:
        opened.replace_all([DEFINES, MARKED, USES, MERGED])
        yield opened


def test_definitions_are_read_with_the_type_of_their_concept(store: Store) -> None:
    assert sorted(defined(store.query)) == [
        ("d", TECHNIQUE, "TWS", LONG),
        ("d", TECHNIQUE, "TWSs", LONG),
        ("m", TECHNIQUE, "TWS", LONG),
    ]


def test_a_definition_is_told_once_a_paper(store: Store) -> None:
    again = paper("d2", f"{LONG} (TWS), TWS, TWS", ("TWS", SORTER, LONG), ("TWS", SORTER, LONG), ("TWS", SORTER, LONG))
    store.replace(again)
    assert [row for row in defined(store.query) if row[0] == "d2"] == [("d2", TECHNIQUE, "TWS", LONG)]


def test_two_papers_with_one_text_stay_two(store: Store) -> None:
    store.replace(Extraction(Paper("other", DEFINES.paper.title, DEFINES.paper.abstract), DEFINES.links, ()))
    assert {row[0] for row in defined(store.query)} == {"d", "m", "other"}


NAMED = [
    ([SORTER.iri], {("d", SORTER.iri, "tinywrensorter"), ("d", SORTER.iri, "tws"), ("m", SORTER.iri, "tinywrensorter"),
                    ("m", SORTER.iri, "tws"), ("u", SORTER.iri, "tws"), ("x", SORTER.iri, "tinywrensorter")}),
    ([NET.iri], {("u", NET.iri, "wrennet")}),
    ([Iri("urn:nobody")], set()),
    ([], set()),
]  # fmt: skip


@pytest.mark.parametrize(("concepts", "expected"), NAMED, ids=["sorter", "net", "nobody", "none"])
def test_the_names_that_papers_give_are_label_keys(
    concepts: list[Iri], expected: set[tuple[str, Iri, str]], store: Store
) -> None:
    assert set(named(store.query, concepts)) == expected


def test_several_concepts_are_asked_at_once(store: Store) -> None:
    both = set(named(store.query, [SORTER.iri, NET.iri]))
    assert both == set(named(store.query, [SORTER.iri])) | set(named(store.query, [NET.iri]))


BEGINNINGS = [
    ("short for “", [("x", SORTER.iri, MERGED.links[0].how)]),
    ("short for “another", []),
    ("as papers", []),
]


@pytest.mark.parametrize(("beginning", "expected"), BEGINNINGS, ids=[beginning for beginning, _ in BEGINNINGS])
def test_reasons_are_found_by_their_beginning(
    beginning: str, expected: list[tuple[str, Iri, str]], store: Store
) -> None:
    assert list(reasons(store.query, beginning)) == expected


def test_every_reason_begins_with_nothing(store: Store) -> None:
    assert {row[0] for row in reasons(store.query, "")} == {"d", "m", "u", "x"}


def test_what_a_removed_paper_states_is_gone(store: Store) -> None:
    for name in "dmx":
        store.remove(name)
    assert list(defined(store.query)) == []
    assert {row[0] for row in named(store.query, [SORTER.iri])} == {"u"}
    assert list(reasons(store.query, "short for")) == []


def test_an_empty_store_states_nothing() -> None:
    with Store(ontology=Ontology.empty()) as empty:
        assert (list(defined(empty.query)), list(reasons(empty.query, ""))) == ([], [])


@profile(max_examples=40)
@given(drawn=st.lists(strategies.extractions(), max_size=3, unique_by=lambda each: each.paper.id))
def test_what_is_read_is_what_the_extractions_say(drawn: list[Extraction]) -> None:
    with Store(ontology=Ontology.empty()) as opened:
        opened.replace_all(drawn)
        links = [(each.paper, link) for each in drawn for link in each.links]
        iris = {link.concept.iri for _, link in links}
        assert {(paper_id, iri) for paper_id, iri, _ in named(opened.query, sorted(iris))} == {
            (it.id, link.concept.iri) for it, link in links
        }
        assert {(paper_id, iri, how) for paper_id, iri, how in reasons(opened.query, "")} == {
            (it.id, link.concept.iri, link.how) for it, link in links
        }
        assert {(paper_id, kind) for paper_id, kind, _, _ in defined(opened.query)} == {
            (it.id, link.concept.type) for it, link in links if link.mention.alias_of
        }


@given(form=st.sampled_from(["TWS", "TWSs", "tws", "\\textbf{TWS}", "T-WS", "Tws"]))
def test_forms_meet_under_one_key(form: str) -> None:
    with Store(ontology=Ontology.empty()) as opened:
        opened.replace(paper("p", f"We use {form} here.", (form, SORTER, "")))
        assert list(named(opened.query, [SORTER.iri])) == [("p", SORTER.iri, label_key("TWS"))]
