"""A part of a graph is a graph of the same form: less than the whole, and nothing that the whole does not say."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import KgError, QueryError
from kg.export.part import Part, answering, around, of_types
from kg.export.source import Whole
from kg.iris import numbered
from kg.rdf.encode import encode
from kg.rdf.shapes import validate
from tests.export.graphs import FORMS, PAPERS, exported, filled
from tests.export.handmade import GPU, PRUNER
from tests.rdf.example import SWIFT, T4
from tests.rdf.strategies import extractions

ALL = {iri: claim for extraction in PAPERS for iri, claim in numbered(extraction)}


@pytest.fixture(scope="module")
def store():
    return filled()


def claims_of(part):
    return {iri for extraction in part.extractions() for iri, _ in numbered(extraction)}


@settings(max_examples=30)
@given(extractions(), st.data())
def test_a_part_is_less_and_decodes_to_the_claims_that_were_asked_for(extraction, data):
    store = filled([extraction])
    every = [iri for iri, _ in numbered(extraction)]
    wanted = set(data.draw(st.lists(st.sampled_from(every), unique=True))) if every else set()
    part = Part(store, claims=wanted)
    assert set(part.triples()) <= set(store.triples())
    kept = [claim for made in part.extractions() for claim in made.claims]
    assert kept == [claim for iri, claim in numbered(extraction) if iri in wanted]


@settings(max_examples=20)
@given(extractions())
def test_all_claims_are_all_that_a_paper_says_of_what_it_makes_claims_about(extraction):
    part = Part(filled([extraction]), claims={iri for iri, _ in numbered(extraction)})
    for made in part.extractions():
        assert made.paper == extraction.paper
        assert made.claims == extraction.claims
        assert set(made.links) <= set(extraction.links)


def test_around_takes_steps(store):
    near = around(store, T4.iri, 1)
    assert {(ALL[iri].subject.label, ALL[iri].object.label) for iri in near} == {("SwiftKV", "T4")}
    assert near < around(store, T4.iri, 2) < set(ALL)
    two = {end for iri in around(store, T4.iri, 2) for end in (ALL[iri].subject.label, ALL[iri].object.label)}
    assert {"SwiftKV", "T4", "PageKV", "RingKV", "FlatKV"} <= two


def test_by_type(store):
    found = [ALL[iri] for iri in of_types(store, ["Hardware"])]
    assert {(claim.subject.type, claim.object.label) for claim in found} == {(None, "GPU")}, (
        "of papers, not of techniques"
    )
    both = [ALL[iri] for iri in of_types(store, ["Hardware", "Technique"])]
    assert {claim.object.label for claim in both} >= {"GPU", "T4", "PageKV"}


@pytest.mark.parametrize(
    ("since", "ids"),
    [("2024", ["swift-kv", "willow"]), ("2024-06", ["swift-kv"]), ("2024-05-20", ["swift-kv", "willow"]), ("2025", [])],
)
def test_since(store, since, ids):
    assert list(Part(store, since=since).papers()) == ids


@pytest.mark.parametrize(
    ("sparql", "number"),
    [
        ("SELECT ?claim { ?claim a kg:ComparisonClaim }", 6),
        ("SELECT ?s WHERE { ?claim rdf:predicate kg:outperforms ; rdf:subject ?s }", 6),
        ("SELECT * { ?claim kg:hedge ?h }", 2),
        ("SELECT ?figure { ?claim kg:quantity ?figure }", 4),
        ("CONSTRUCT { ?s kg:outperforms ?o } WHERE { ?s kg:outperforms ?o }", 2),
        ("DESCRIBE ?claim { ?claim kg:hedge ?h }", 2),
    ],
)
def test_a_query_chooses(store, sparql, number):
    found = answering(store, sparql)
    assert found <= set(ALL)
    assert len(found) == number


@pytest.mark.parametrize(
    "sparql", ["SELECT ?s { ?s a kg:Model }", "ASK {}", "SELECT (COUNT(*) AS ?n) { ?claim a kg:Claim }"]
)
def test_a_query_without_claims_says_what_to_do(store, sparql):
    with pytest.raises(KgError, match="Let it SELECT \\?claim"):
        answering(store, sparql)


def test_a_broken_query(store):
    with pytest.raises(QueryError):
        answering(store, "SELECT")


def test_concepts_above_stay(catalogue):
    ontology = catalogue([("hardware/gpu", "GPU", ""), ("technique/willowpruning", "Willow pruning", "")])
    store = filled(ontology=ontology)
    part = Part(store, claims=around(store, PRUNER.iri, 1))
    facts = {triple.subject.value for triple in part.facts()}
    assert PRUNER.iri in facts
    assert SWIFT.iri not in facts
    assert GPU.iri in facts


def test_a_part_conforms_to_the_shapes(store):
    part = Part(store, claims=around(store, SWIFT.iri, 1))
    made = filled([], ontology=None)
    for extraction in part.extractions():
        made.replace(extraction)
    assert validate(made).conforms
    assert {triple for each in part.extractions() for triple in encode(each)} >= set()


@pytest.mark.parametrize("name", FORMS)
def test_every_format_takes_a_part(store, name):
    part = Part(store, claims=around(store, GPU.iri, 1))
    data = exported(part, name)
    assert data
    assert data != exported(store, name) or name == "jsonld-context"
    assert exported(Part(store, claims=around(store, GPU.iri, 1)), name) == data


def test_progress_is_told(store):
    told = []
    whole = Whole(store)
    whole.tell = lambda done, total: told.append((done, total))
    list(whole.read())
    assert told == [(1, 3), (2, 3), (3, 3)]
