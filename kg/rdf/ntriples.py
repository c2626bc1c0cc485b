"""Triples as lines of N-Triples, and their terms as text: how a paper is encoded.

pyoxigraph takes a literal for the object of a triple only after it has tried two other kinds of term, so making a
paper's triples takes four times as long as writing their lines. The forms are those of its own serializer.
RDF 1.1 N-Triples, W3C Recommendation 2014.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from functools import cache, lru_cache
from math import isfinite

from pyoxigraph import NamedNode, RdfFormat, Triple, parse, serialize

from kg.iris import BASE, paper_iri
from kg.model import Iri, Span
from kg.vocab import XSD

_NAMED = {8: "\\b", 9: "\\t", 10: "\\n", 12: "\\f", 13: "\\r", 34: '\\"', 92: "\\\\"}
_ESCAPES = {code: f"\\u{code:04X}" for code in (*range(32), 127, 0xFFFE, 0xFFFF)} | _NAMED
_ESCAPED = re.compile('[\x00-\x1f"\\\\\x7f\ufffe\uffff]')
_PAPER = f"{BASE}paper/"
TRUE = f'"true"^^<{XSD.boolean}>'


def lines_of(triples: Iterable[Triple]) -> bytes:
    """Return triples as N-Triples."""
    return serialize(triples, format=RdfFormat.N_TRIPLES) or b""


def triples_of(lines: bytes) -> list[Triple]:
    """Return what N-Triples state."""
    return [found.triple for found in parse(lines, format=RdfFormat.N_TRIPLES)]


def line(subject: str, predicate: str, obj: str) -> str:
    """Return the line of a triple."""
    return f"{subject} {predicate} {obj} .\n"


@cache
def constant(iri: Iri) -> str:
    """Return the node of a term of a vocabulary; made once."""
    return node(iri)


@lru_cache(maxsize=65_536)
def node(iri: str) -> str:
    """Return the node of an IRI; raises ValueError where the string is none."""
    return f"<{NamedNode(iri).value}>"


def text(value: str) -> str:
    """Return a plain string."""
    return f'"{value.translate(_ESCAPES) if _ESCAPED.search(value) else value}"'


def english(value: str) -> str:
    """Return a label; the papers and the catalogue are English."""
    return f"{text(value)}@en"


def typed(value: str, datatype: Iri) -> str:
    """Return a string with its type."""
    return f"{text(value)}^^<{datatype}>"


def integer(value: int) -> str:
    """Return an xsd:integer."""
    return f'"{value}"^^<{XSD.integer}>'


def decimal(value: Decimal) -> str:
    """Return an xsd:decimal in the form of `digits`."""
    return f'"{digits(value)}"^^<{XSD.decimal}>'


def digits(value: Decimal) -> str:
    """Return a number in the canonical form of xsd:decimal, which the store keeps as it is.

    >>> digits(Decimal("92.10")), digits(Decimal("-0.0"))
    ('92.1', '0')
    """
    found = format(value, "f")
    if "." in found:
        found = found.rstrip("0").rstrip(".")
    return "0" if found == "-0" else found


@lru_cache(maxsize=4096)
def score(value: float) -> str:
    """Return a float as the shortest decimal that reads back as the same float; raises ValueError for infinities."""
    return decimal(exact(value))


def exact(value: float) -> Decimal:
    """Return the shortest decimal that reads back as the same float; raises ValueError for infinities."""
    if not isfinite(value):
        raise ValueError(f"a score is a finite number, not {value}")
    return Decimal(repr(float(value)))


@lru_cache(maxsize=1024)
def paper_term(paper_id: str) -> str:
    """Return the node of a paper."""
    return node(paper_iri(paper_id))


def span_node(kind: str, paper_id: str, span: Span) -> str:
    """Return the node of a stretch of a paper's text: `kind` is `mention`, `sentence`, `span` or `quote`."""
    return f"<{BASE}{kind}/{tail(paper_id)}.{span.start}-{span.end}>"


@lru_cache(maxsize=1024)
def tail(paper_id: str) -> str:
    """Return what the IRIs of a paper's parts name it by."""
    return paper_iri(paper_id).removeprefix(_PAPER)


def several(
    subject: str, predicate: Iri, order: Iri, values: tuple[str, ...], term: Callable[[str], str]
) -> Iterator[str]:
    """Yield a line for each distinct value, and their order where it is not the alphabetical one.

    RDF keeps neither order nor repetition. The order stands as places in the sorted values: `2 0 1`.
    """
    distinct = sorted(set(values))
    for value in distinct:
        yield line(subject, constant(predicate), term(value))
    if list(values) != distinct:
        places = " ".join(str(distinct.index(value)) for value in values)
        yield line(subject, constant(order), text(places))
