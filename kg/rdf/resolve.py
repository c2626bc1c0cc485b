"""From a name to the node of a store that it stands for: an IRI, a label, another name, or a paper's id or title."""

from collections.abc import Callable, Iterable, Iterator
from difflib import get_close_matches
from typing import Any

from pyoxigraph import Literal

from kg.errors import UnknownNode
from kg.iris import concept_iri, paper_iri
from kg.model import ConceptType, Iri
from kg.rdf.parameters import Kind, Lookup
from kg.rdf.terms import english, node, text
from kg.text import label_key
from kg.vocab import PREFIXES

#: What runs SPARQL over the merged graph: `Store.query`.
Query = Callable[[str], Any]

_EXACT = "SELECT DISTINCT ?node WHERE { VALUES ?label { %s } ?node %s ?label }"
_EVERY = "SELECT ?node ?label WHERE { ?node %s ?label }"
_LABEL, _OTHER, _TITLE = "skos:prefLabel|rdfs:label", "skos:altLabel", "dcterms:title"
_KNOWN = """SELECT ?node WHERE {
  VALUES ?node { %s }
  FILTER(EXISTS { ?node ?property ?value } || EXISTS { ?thing ?property ?node })
}"""
_DEGREE = """SELECT ?node (COUNT(?claim) AS ?degree) WHERE {
  VALUES ?node { %s } ?claim rdf:subject|rdf:object ?node
} GROUP BY ?node"""


def lookup(query: Query) -> Lookup:
    """Return what finds concepts and papers in the graph that `query` asks."""
    return {Kind.CONCEPT: lambda name: concept(query, name), Kind.PAPER: lambda name: paper(query, name)}


def concept(query: Query, name: str) -> Iri:
    """Return the node with this IRI (or prefixed name), label or other name.

    Of several with one name it is the one with most claims. Raises UnknownNode, with near names, where there is none.
    """
    found = _direct(query, name) or _named(query, name)
    if not found:
        raise UnknownNode(name, _near(query, name, f"{_LABEL}|{_OTHER}"))
    return _most_connected(query, found)


def paper(query: Query, name: str) -> Iri:
    """Return the paper with this id, IRI (or prefixed name) or title; raises UnknownNode where there is none."""
    found = _direct(query, paper_iri(name)) or _direct(query, name) or _labelled(query, name, _TITLE)
    if not found:
        raise UnknownNode(name, _near(query, name, _TITLE))
    return min(found)


def _direct(query: Query, name: str) -> set[Iri]:
    """Return the node of an IRI, written out or with a prefix of the vocabulary."""
    prefix, colon, local = name.partition(":")
    return _known(query, [name, PREFIXES.get(prefix, "") + local]) if colon else set()


def _known(query: Query, iris: Iterable[str]) -> set[Iri]:
    terms = " ".join(str(term) for iri in iris for term in _node(iri))
    return _nodes(query(_KNOWN % terms)) if terms else set()


def _node(iri: str) -> Iterator[Any]:
    try:
        yield node(iri)
    except ValueError:  # it is no IRI, so it names nothing
        return


def _named(query: Query, name: str) -> set[Iri]:
    """Return the nodes whose label is the name, else those that have it as another name.

    First come the nodes that can be told by the name alone, so that the labels of a large graph need not be read.
    """
    quick = _exact(query, name, _LABEL) | _known(query, [concept_iri(kind, name) for kind in ConceptType])
    return quick or _exact(query, name, _OTHER) or _folded(query, name, _LABEL) or _folded(query, name, _OTHER)


def _labelled(query: Query, name: str, path: str) -> set[Iri]:
    return _exact(query, name, path) or _folded(query, name, path)


def _exact(query: Query, name: str, path: str) -> set[Iri]:
    literals: list[Literal] = [english(name), text(name)]
    return _nodes(query(_EXACT % (" ".join(map(str, literals)), path)))


def _folded(query: Query, name: str, path: str) -> set[Iri]:
    key = label_key(name)
    return (
        {Iri(row["node"].value) for row in query(_EVERY % path) if label_key(row["label"].value) == key}
        if key
        else set()
    )


def _nodes(rows: Iterable[Any]) -> set[Iri]:
    return {Iri(row["node"].value) for row in rows}


def _most_connected(query: Query, found: set[Iri]) -> Iri:
    if len(found) == 1:
        return next(iter(found))
    rows = query(_DEGREE % " ".join(str(node(iri)) for iri in found))
    degrees = {row["node"].value: int(row["degree"].value) for row in rows}
    return min(found, key=lambda iri: (-degrees.get(iri, 0), iri))


def _near(query: Query, name: str, path: str) -> tuple[str, ...]:
    """Return labels that look like a name: those that hold it, then those with few other letters."""
    labels = {row["label"].value for row in query(_EVERY % path)}
    key = label_key(name)
    keys = {label: label_key(label) for label in sorted(labels)}
    holding = sorted((label for label in keys if key and key in keys[label]), key=lambda label: (len(label), label))
    close = get_close_matches(name, keys, n=3, cutoff=0.7)
    return tuple(dict.fromkeys([*holding[:3], *close]))[:3]
