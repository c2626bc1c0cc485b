"""What a program wants to know of a graph before it asks: VoID, a SPARQL 1.1 service description, the shapes.

VoID Vocabulary, W3C Interest Group Note 2011; SPARQL 1.1 Service Description, W3C Recommendation 2013. It is counted
from the store at hand and stands beside the graph, not in it: a graph that held its own counts would change them.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from pyoxigraph import Literal, NamedNode, Triple

from kg.iris import BASE
from kg.model import Iri
from kg.rdf.examples import SERVICE
from kg.rdf.store import Store
from kg.rdf.terms import CONCEPTS, PAPER_GRAPHS, QUALITY, constant, english, integer, node, paper_term, text
from kg.vocab import DCTERMS, NAMESPACES, RDF, RDFS, SD, VOID

_DATASET = node(f"{BASE}graph")
_DEFAULT = node(f"{BASE}graph/default")
_PAPERS = node(f"{BASE}graph/papers")
_FORMATS = "http://www.w3.org/ns/formats/"
_RESULTS = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
)
_NAMED = {
    CONCEPTS: "One preferred label for each concept, and the facts of the catalogue.",
    QUALITY: "What kg scored on annotated papers.",
}
_CLASSES = "SELECT (COUNT(*) AS ?n) WHERE {{ ?s a {} }}"
_PROPERTIES = "SELECT (COUNT(*) AS ?n) WHERE {{ ?s {} ?o }}"
_FIRST = "SELECT (MIN(?found) AS ?first) WHERE {{ {} }}"
_CLAIM, _CONCEPT = "?found prov:hadPrimarySource {}", "{} schema:mentions ?found"


def void(store: Store) -> Iterator[Triple]:
    """Yield the VoID description of a store: counts, parts by class and property, vocabularies, named graphs."""
    counts = store.counts()
    yield from _stated(_DATASET, VOID.Dataset, {
        DCTERMS.title: english("Graph of machine-learning and hardware papers"),
        DCTERMS.description: english("Concepts, and claims with figures, each with the exact sentence behind it."),
        VOID.triples: integer(counts["triples"]),
        VOID.entities: integer(counts["papers"] + counts["concepts"]),
        VOID.documents: integer(counts["papers"]),
        VOID.uriSpace: text(BASE),
        VOID.feature: node(f"{_FORMATS}Turtle"),
    })  # fmt: skip
    for space in NAMESPACES:
        yield Triple(_DATASET, constant(VOID.vocabulary), node(space.iri))
    for example in _first(store):
        yield Triple(_DATASET, constant(VOID.exampleResource), example)
    yield from _parts(store, "class", _CLASSES, (VOID.classPartition, VOID["class"], VOID.entities))
    yield from _parts(store, "property", _PROPERTIES, (VOID.propertyPartition, VOID.property, VOID.triples))
    yield from _graphs(counts["papers"])


def service(store: Store, endpoint: str | None = None) -> Iterator[Triple]:
    """Yield the description of a SPARQL 1.1 service over a store, at the address `endpoint` where there is one.

    Raises ValueError where the address is no IRI.
    """
    where = node(endpoint) if endpoint else SERVICE
    yield from _stated(SERVICE, SD.Service, {
        SD.endpoint: where,
        SD.supportedLanguage: constant(SD.SPARQL11Query),
        SD.defaultDataset: _DATASET,
    })  # fmt: skip
    for name in _RESULTS:
        yield Triple(SERVICE, constant(SD.resultFormat), node(_FORMATS + name))
    if endpoint:
        yield Triple(_DATASET, constant(VOID.sparqlEndpoint), where)
    yield Triple(_DATASET, constant(RDF.type), constant(SD.Dataset))
    yield Triple(_DATASET, constant(SD.defaultGraph), _DEFAULT)
    yield from _stated(_DEFAULT, SD.Graph, {
        VOID.triples: integer(len(store)),
        RDFS.comment: english("The set union of all named graphs: the one to ask."),
    })  # fmt: skip
    for iri, comment in _NAMED.items():
        named = node(f"{iri}#named")
        yield Triple(_DATASET, constant(SD.namedGraph), named)
        yield from _stated(named, SD.NamedGraph, {SD.name: node(iri), RDFS.comment: english(comment)})


def _stated(subject: NamedNode, kind: Iri, facts: Mapping[Iri, NamedNode | Literal]) -> Iterator[Triple]:
    yield Triple(subject, constant(RDF.type), constant(kind))
    for predicate, value in facts.items():
        yield Triple(subject, constant(predicate), value)


def _first(store: Store) -> Iterator[NamedNode]:
    """Yield the first paper, and of its claims and concepts the first."""
    for paper_id in islice(store.papers(), 1):
        paper = paper_term(paper_id)
        yield paper
        for pattern in (_CLAIM, _CONCEPT):
            rows: Any = store.query(_FIRST.format(pattern.format(paper)))
            yield from (row["first"] for row in rows if row["first"] is not None)


def _parts(store: Store, kind: str, query: str, terms: tuple[Iri, Iri, Iri]) -> Iterator[Triple]:
    """Yield a part of the data set for each class or property of the vocabulary that the store uses, with its size.

    Each term is counted by itself: that is a walk through one index, where counting by groups sorts all triples.
    """
    part, of, size = terms
    for prefix, iri in _terms():
        rows: Any = store.query(query.format(node(iri)))
        count = int(next(iter(rows))["n"].value)
        if count:
            subset = node(f"{BASE}graph/{kind}/{prefix}.{_end(iri)}")
            yield Triple(_DATASET, constant(part), subset)
            yield from _stated(subset, VOID.Dataset, {of: node(iri), size: integer(count)})


def _terms() -> Iterable[tuple[str, Iri]]:
    return ((space.prefix, iri) for space in NAMESPACES for iri in space.values())


def _end(iri: str) -> str:
    return iri[max(iri.rfind("/"), iri.rfind("#")) + 1 :]


def _graphs(papers: int) -> Iterator[Triple]:
    """Yield the parts that stand in named graphs of their own: concepts, quality, and what each paper says."""
    for iri, comment in _NAMED.items():
        yield Triple(_DATASET, constant(VOID.subset), node(iri))
        yield from _stated(node(iri), VOID.Dataset, {RDFS.comment: english(comment)})
    yield Triple(_DATASET, constant(VOID.subset), _PAPERS)
    yield from _stated(_PAPERS, VOID.Dataset, {
        VOID.documents: integer(papers),
        VOID.uriSpace: text(PAPER_GRAPHS),
        RDFS.comment: english("What kg read out of each paper, in a named graph of its own: this and the paper's id."),
    })  # fmt: skip
