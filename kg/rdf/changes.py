"""What has to be written so that one part of the graph changes and all else stays true.

The default graph is the set union of the named graphs of papers, of concepts and of quality. A triple leaves it
only when no named graph states it any more.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from pyoxigraph import DefaultGraph, NamedNode, Quad, Triple
from pyoxigraph import Store as Oxigraph

from kg.rdf.terms import BOOKKEEPING, CONCEPTS, QUALITY, constant, quad

DEFAULT = DefaultGraph()
CONCEPT_GRAPH = constant(CONCEPTS)
QUALITY_GRAPH = constant(QUALITY)
BOOKKEEPING_GRAPH = constant(BOOKKEEPING)


@dataclass(slots=True)
class Change:
    """Quads of named graphs that go and that come."""

    gone: set[Quad] = field(default_factory=set)
    new: set[Quad] = field(default_factory=set)

    def set_graph(self, store: Oxigraph, graph: NamedNode, triples: Iterable[Triple]) -> None:
        """Make a named graph hold exactly these triples."""
        old = set(store.quads_for_pattern(None, None, None, graph))
        wanted = {quad(triple, graph) for triple in triples}
        self.gone |= old - wanted
        self.new |= wanted - old

    def with_default(self, store: Oxigraph) -> "Change":
        """Return the change with what it means for the default graph."""
        stated = {place.triple for place in self.new if place.graph_name != BOOKKEEPING_GRAPH}
        removed = {place.triple for place in self.gone if place.graph_name != BOOKKEEPING_GRAPH} - stated
        orphans = {triple for triple in removed if not self._stated_elsewhere(store, triple)}
        return Change(
            self.gone | {quad(triple, DEFAULT) for triple in orphans},
            self.new | {quad(triple, DEFAULT) for triple in stated},
        )

    def _stated_elsewhere(self, store: Oxigraph, triple: Triple) -> bool:
        return any(place.graph_name != DEFAULT and place not in self.gone for place in store.quads_for_pattern(*triple))

    def apply(self, store: Oxigraph) -> None:
        """Write the change, all or nothing."""
        if not self.gone:
            store.extend(self.new)
            return
        parts = [f"DELETE DATA {{ {_blocks(self.gone)} }}"]
        if self.new:
            parts.append(f"INSERT DATA {{ {_blocks(self.new)} }}")
        store.update(" ; ".join(parts))


def _blocks(quads: Collection[Quad]) -> str:
    """Return quads in the form of SPARQL's DATA blocks."""
    by_graph: dict[NamedNode | DefaultGraph, list[str]] = {}
    for place in quads:
        by_graph.setdefault(place.graph_name, []).append(f"{place.triple} .")  # type: ignore[arg-type]
    return " ".join(
        " ".join(lines) if graph == DEFAULT else f"GRAPH {graph} {{ {' '.join(lines)} }}"
        for graph, lines in by_graph.items()
    )
