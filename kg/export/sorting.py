"""The lines of a graph in order, as N-Triples and as N-Quads."""

from collections.abc import Iterator

from pyoxigraph import RdfFormat, Triple, parse

from kg.export.source import Whole
from kg.rdf.sorted_lines import in_order, lines_of, spooled


def ntriples(source: Whole) -> Iterator[bytes]:
    """Return the lines of the merged graph as N-Triples, sorted."""
    return in_order(lines_of(source.triples()))


def nquads(source: Whole) -> Iterator[bytes]:
    """Return the lines of all named graphs as N-Quads, sorted."""
    return in_order(lines_of(source.quads(), RdfFormat.N_QUADS))


def triples_in_order(source: Whole) -> Iterator[Triple]:
    """Yield the triples of the merged graph in the order of their N-Triples."""
    with spooled(ntriples(source)) as file:
        for quad in parse(file, format=RdfFormat.N_TRIPLES):
            yield quad.triple
