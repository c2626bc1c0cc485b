"""From what a person gives for a node to its number, and the order in which nodes are told."""

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

from kg.errors import UnknownNode
from kg.iris import paper_iri
from kg.model import Concept, Iri, Paper
from kg.rdf.encode import other_names
from kg.text import cleaned
from kg.traverse.names import Match, Names, NameTable
from kg.traverse.parts import Parts

_ENOUGH = 200

Node = Concept | Paper | str
"""A node, a paper, or an IRI, paper id or name."""


def iri_or_name(given: Node) -> str:
    """Return the IRI of a node or paper, and a text as it is."""
    if isinstance(given, str):
        return given
    return paper_iri(given.id) if isinstance(given, Paper) else given.iri


def other_names_of(parts: Parts, number: int, more: Iterable[str]) -> tuple[str, ...]:
    """Return what texts call a node, of a hub those of the first papers that name it, and more, sorted."""
    found = set(more)
    for paper in parts.links.naming[number][:_ENOUGH]:
        text = parts.papers[paper].text
        spans = (link.mention.span for link in parts.named[paper] if link.concept == parts.nodes[number])
        found.update(" ".join(cleaned(span.of(text)).split()) for span in spans)
    return tuple(sorted(found - {parts.nodes[number].label}))


class Lookup:
    """The names of a graph's nodes; their table is made when a name is first asked for, unless it is given."""

    def __init__(self, parts: Parts, aliases: Callable[[Iri], tuple[str, ...]], table: NameTable | None = None) -> None:
        self._parts, self._catalogued, self._given = parts, aliases, table

    def number(self, given: Node) -> int:
        """Return the number of a node; raises UnknownNode, with the nearest names, where there is none."""
        text = iri_or_name(given)
        found = self._parts.number(text)
        if found is None:
            found = self._parts.number(paper_iri(text))
        if found is None:
            found = self._names.exact(text)
        if found is None:
            near = self.search(text, 3, lambda node: True)
            raise UnknownNode(text, tuple(dict.fromkeys(match.node.label for match in near)))
        return found

    def paper(self, given: Node) -> int | None:
        """Return the number of a paper by its id, IRI or title; None where it is none."""
        text = iri_or_name(given)
        for iri in (text, paper_iri(text)):
            found = self._parts.paper_number(iri)
            if found is not None:
                return found
        return self._parts.paper_number(self._parts.nodes[self.number(text)].iri)

    def search(self, text: str, limit: int, fits: Callable[[int], bool]) -> tuple[Match, ...]:
        """Return the nodes that a text may mean and that fit, the surest first, then the most connected."""
        return self._names.search(text, limit, fits)

    def order(self, number: int) -> tuple[int, str, int]:
        """Return what nodes are sorted by: the most connected first, then by label and IRI."""
        return -self._parts.links.degree(number), self._parts.nodes[number].label, number

    @cached_property
    def table(self) -> NameTable:
        """The labels and other names of all nodes."""
        if self._given is not None:
            return self._given
        return NameTable.of((node.label for node in self._parts.nodes), self._aliases())

    @cached_property
    def _names(self) -> Names:
        return Names(self.table, self._parts.nodes, self._parts.links.degree)

    def _aliases(self) -> Iterator[tuple[str, int]]:
        """Yield the other names of nodes: those of texts, and those of the catalogue."""
        numbers = {node.iri: number for number, node in enumerate(self._parts.nodes)}
        for paper in range(len(self._parts.papers)):
            for iri, form in other_names(self._parts.extraction(paper)):
                yield form, numbers[iri]
        for iri, number in numbers.items():
            for alias in self._catalogued(iri):
                yield alias, number
