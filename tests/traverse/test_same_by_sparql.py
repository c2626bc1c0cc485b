"""The same question by SPARQL and by walking gives the same answer."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product

from hypothesis import given, settings

from kg.model import Predicate
from kg.ontology import Ontology
from kg.rdf.store import Store
from kg.traverse import Graph
from kg.vocab import KG
from tests.traverse.drawn import graphs

EMPTY = Ontology.empty()
ENDS = "?claim rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ."


@contextmanager
def both(extractions) -> Iterator[tuple[Graph, Store]]:
    """The graph in memory and the store of the same extractions."""
    with Store(ontology=EMPTY) as store:
        store.replace_all(extractions)
        yield Graph.from_extractions(extractions, ontology=EMPTY), store


def rows(store: Store, sparql: str) -> list[tuple[str, ...]]:
    return [tuple(term.value for term in row) for row in store.query(sparql)]


@given(graphs())
@settings(max_examples=25)
def test_claims_by_every_pattern(extractions):
    with both(extractions) as (graph, store):
        named = graph.claims_by_iri()
        iri_of = {id(claim): iri for iri, claim in named.items()}
        nodes = [node.iri for node in graph.nodes()][:6]
        for s, p, o in product([None, *nodes], [None, Predicate.ACHIEVES, Predicate.OUTPERFORMS], [None, *nodes]):
            bound = [f"BIND(<{value}> AS ?{name})" for name, value in (("s", s), ("o", o)) if value]
            bound += [f"BIND(<{KG[p]}> AS ?p)"] if p else []
            asked = rows(store, f"SELECT ?claim {{ {' '.join(bound)} {ENDS} }}")
            found = [iri_of[id(claim)] for claim in graph.claims(s, p, o)]
            assert sorted(found) == sorted(iri for (iri,) in asked)
            assert found == [iri for iri in named if iri in set(found)], "one order for all"


@given(graphs())
@settings(max_examples=40)
def test_neighbors_of_one_and_two_steps(extractions):
    around = "{ ?c rdf:subject <%s> ; rdf:object ?n } UNION { ?c rdf:object <%s> ; rdf:subject ?n }"
    onward = "{ ?d rdf:subject ?m ; rdf:object ?n } UNION { ?d rdf:object ?m ; rdf:subject ?n }"
    with both(extractions) as (graph, store):
        for node in graph.nodes()[:5]:
            near = {iri for (iri,) in rows(store, f"SELECT DISTINCT ?n {{ {around % (node.iri, node.iri)} }}")}
            assert {other.iri for other in graph.neighbors(node)} == near - {node.iri}
            first = (around % (node.iri, node.iri)).replace("?n", "?m")
            far = {iri for (iri,) in rows(store, f"SELECT DISTINCT ?n {{ {first} {onward} }}")}
            assert {other.iri for other in graph.neighbors(node, 2)} == (near | far) - {node.iri}


@given(graphs())
@settings(max_examples=40)
def test_paths_of_two_steps(extractions):
    edge = "{ [] rdf:subject ?%s ; rdf:object ?%s } UNION { [] rdf:object ?%s ; rdf:subject ?%s }"
    two = f"{edge % ('a', 'm', 'a', 'm')} {edge % ('m', 'b', 'm', 'b')}"
    with both(extractions) as (graph, store):
        asked = {row for row in rows(store, f"SELECT DISTINCT ?a ?m ?b {{ {two} }}") if len(set(row)) == 3}
        nodes = graph.nodes()[:6]
        ends = {node.iri for node in nodes}
        found = {
            tuple(node.iri for node in path.nodes)
            for a, b in product(nodes, nodes)
            for path in graph.paths(a, b, cutoff=2, limit=1000)
            if len(path) == 2
        }
        assert found == {row for row in asked if row[0] in ends and row[2] in ends}


@given(graphs())
@settings(max_examples=40)
def test_counts_by_type_and_by_month(extractions):
    typed = "SELECT ?type ?n { ?n rdfs:label ?label ; a ?type FILTER(STRSTARTS(STR(?type), STR(kg:))) }"
    dated = (
        f"SELECT ?month ?claim {{ {ENDS} ?claim prov:hadPrimarySource/dcterms:issued ?day BIND(STR(?day) AS ?month) }}"
    )
    with both(extractions) as (graph, store):
        kinds = Counter(kind for kind, _ in {(kind.removeprefix(KG.iri), iri) for kind, iri in rows(store, typed)})
        papers = rows(store, "SELECT ?paper { ?paper a fabio:ResearchPaper }")
        counted = Counter(graph.kind(node) for node in graph.nodes())
        assert counted == kinds + Counter({"Paper": len(papers)})
        months = Counter(day[:7] for day, _ in rows(store, dated))
        walked = Counter((graph.paper_of(claim).published or "")[:7] for claim in graph.claims())
        assert months == Counter({month: count for month, count in walked.items() if month})


@given(graphs())
@settings(max_examples=40)
def test_labels_degrees_and_what_papers_name(extractions):
    with both(extractions) as (graph, store):
        labels = dict(rows(store, "SELECT ?n ?label { ?n skos:prefLabel|dcterms:title ?label }"))
        assert {node.iri: node.label for node in graph.nodes()} == labels
        naming = "SELECT DISTINCT ?n ?id { ?m itsrdf:taIdentRef ?n ; oa:hasTarget/oa:hasSource/dcterms:identifier ?id }"
        named = {(node.iri, paper.id) for node in graph.nodes() for paper in graph.naming(node)}
        assert named == set(rows(store, naming))
        ends = Counter(iri for row in rows(store, f"SELECT ?s ?o ?claim {{ {ENDS} }}") for iri in row[:2])
        assert {node.iri: degree for node, degree in graph.ranking() if degree} == ends


@given(graphs())
@settings(max_examples=15)
def test_rdflib_gets_the_triples_of_the_store(extractions):
    with both(extractions) as (graph, store):
        mine, theirs = set(graph.to_rdflib()), set(store.to_rdflib())
        assert {triple for triple in mine ^ theirs if "label" not in str(triple[1]).lower()} == set()
