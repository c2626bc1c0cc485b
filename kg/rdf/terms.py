"""RDF terms of pyoxigraph: constants, literals in the form that the store keeps, and the names of graphs."""

from decimal import Decimal
from functools import cache, lru_cache

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Triple

from kg.iris import BASE, paper_iri
from kg.model import Iri
from kg.rdf.ntriples import digits, exact, tail
from kg.vocab import XSD

CONCEPTS = Iri(f"{BASE}graph/concepts")
QUALITY = Iri(f"{BASE}graph/quality")
BOOKKEEPING = Iri(f"{BASE}graph/bookkeeping")
PAPER_GRAPHS = f"{BASE}graph/paper/"


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
    """Return an xsd:decimal in canonical form, which the store keeps as it is."""
    return Literal(digits(value), datatype=_DECIMAL)


def score(value: float) -> Literal:
    """Return a float as the shortest decimal that reads back as the same float; raises ValueError for infinities."""
    return decimal(exact(value))


def quad(triple: Triple, graph: NamedNode | DefaultGraph) -> Quad:
    """Return a triple in a graph."""
    return Quad(*triple, graph)  # type: ignore[call-arg]


@lru_cache(maxsize=1024)
def paper_term(paper_id: str) -> NamedNode:
    """Return the node of a paper."""
    return NamedNode(paper_iri(paper_id))


def paper_graph(paper_id: str) -> NamedNode:
    """Return the name of a paper's own graph."""
    return node(PAPER_GRAPHS + tail(paper_id))
