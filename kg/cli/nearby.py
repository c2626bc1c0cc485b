"""The part of a graph that one look at a node needs, so that a large store answers at once."""

from collections.abc import Iterator
from typing import Any

from kg.iris import paper_iri
from kg.rdf.store import Store
from kg.text import label_key
from kg.traverse import Graph

_LABELS = "SELECT ?node ?label WHERE { ?node rdfs:label|dcterms:title ?label }"
_PAPERS = """SELECT DISTINCT ?id WHERE {{
  GRAPH ?graph {{ {{ ?s ?p <{iri}> }} UNION {{ <{iri}> ?p ?o }} ?paper a fabio:ResearchPaper ; dcterms:identifier ?id }}
}}"""


def nearby(store: Store, name: str) -> Graph:
    """Return the graph of the papers that speak of the nodes with this IRI, id or label.

    It is the whole graph where there is none: the name may be a form that only the texts hold.
    """
    ids = {paper_id for iri in _named(store, name) for paper_id in _papers(store, iri)}
    return Graph.from_extractions(store.extraction(paper_id) for paper_id in sorted(ids)) if ids else Graph.of(store)


def _named(store: Store, name: str) -> set[str]:
    """Return the IRIs that a name may stand for."""
    rows: Any = store.query(_LABELS)
    labels = [(row["node"].value, row["label"].value) for row in rows]
    direct = {name, paper_iri(name)} & {iri for iri, _ in labels}
    key = label_key(name)
    return direct or {iri for iri, label in labels if key and label_key(label) == key}


def _papers(store: Store, iri: str) -> Iterator[str]:
    rows: Any = store.query(_PAPERS.format(iri=iri))
    return (row["id"].value for row in rows)
