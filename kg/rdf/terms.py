"""RDF terms of pyoxigraph: constants, literals in the form that the store keeps, and the IRIs of text spans."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache, lru_cache
from math import isfinite

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Triple

from kg.iris import BASE, paper_iri
from kg.model import Iri, Span
from kg.vocab import XSD

CONCEPTS = Iri(f"{BASE}graph/concepts")
QUALITY = Iri(f"{BASE}graph/quality")
BOOKKEEPING = Iri(f"{BASE}graph/bookkeeping")
PAPER_GRAPHS = f"{BASE}graph/paper/"
_PAPER = f"{BASE}paper/"


@cache
def constant(iri: Iri) -> NamedNode:
    """Return the node of a term of a vocabulary; made once."""
    return NamedNode(iri)


@lru_cache(maxsize=65_536)
def node(iri: str) -> NamedNode:
    """Return the node of an IRI; raises ValueError where the string is none."""
    return NamedNode(iri)


_INTEGER = NamedNode(XSD.integer)
_DECIMAL = NamedNode(XSD.decimal)
TRUE = Literal(value=True)


def text(value: str) -> Literal:
    """Return a plain string."""
    return Literal(value)


def english(value: str) -> Literal:
    """Return a label; the papers and the catalogue are English."""
    return Literal(value, language="en")


def integer(value: int) -> Literal:
    """Return an xsd:integer."""
    return Literal(str(value), datatype=_INTEGER)


def decimal(value: Decimal) -> Literal:
    """Return an xsd:decimal in canonical form, which the store keeps as it is.

    >>> decimal(Decimal("92.10")).value, decimal(Decimal("-0.0")).value
    ('92.1', '0')
    """
    digits = format(value, "f")
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    return Literal("0" if digits == "-0" else digits, datatype=_DECIMAL)


def score(value: float) -> Literal:
    """Return a float as the shortest decimal that reads back as the same float; raises ValueError for infinities."""
    if not isfinite(value):
        raise ValueError(f"a score is a finite number, not {value}")
    return decimal(Decimal(repr(float(value))))


def quad(triple: Triple, graph: NamedNode | DefaultGraph) -> Quad:
    """Return a triple in a graph."""
    return Quad(*triple, graph)  # type: ignore[call-arg]


@lru_cache(maxsize=1024)
def paper_term(paper_id: str) -> NamedNode:
    """Return the node of a paper."""
    return NamedNode(paper_iri(paper_id))


def paper_graph(paper_id: str) -> NamedNode:
    """Return the name of a paper's own graph."""
    return node(PAPER_GRAPHS + _tail(paper_id))


def span_node(kind: str, paper_id: str, span: Span) -> NamedNode:
    """Return the node of a stretch of a paper's text: `kind` is `mention`, `sentence`, `span` or `quote`."""
    return NamedNode(f"{BASE}{kind}/{_tail(paper_id)}.{span.start}-{span.end}")


@lru_cache(maxsize=1024)
def _tail(paper_id: str) -> str:
    return paper_iri(paper_id).removeprefix(_PAPER)


def several(
    subject: NamedNode, predicate: Iri, order: Iri, values: tuple[str, ...], term: Callable[[str], NamedNode | Literal]
) -> Iterator[Triple]:
    """Yield a triple for each distinct value, and their order where it is not the alphabetical one.

    RDF keeps neither order nor repetition. The order stands as places in the sorted values: `2 0 1`.
    """
    distinct = sorted(set(values))
    for value in distinct:
        yield Triple(subject, constant(predicate), term(value))
    if list(values) != distinct:
        places = " ".join(str(distinct.index(value)) for value in values)
        yield Triple(subject, constant(order), text(places))
