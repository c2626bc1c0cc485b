"""What is exported: the graph of a store, one paper after another, so that no format needs all of it in memory."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad, Triple

from kg.model import Extraction
from kg.rdf.decode import decode
from kg.rdf.store import Store
from kg.rdf.terms import CONCEPTS, QUALITY, node, paper_graph, quad
from kg.vocab import KG, RDF, RDFS, SKOS

_GRAPH = "CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"


class Whole:
    """All that a store states. `kg.export.part` has a part of it, with the same methods."""

    def __init__(self, store: Store) -> None:
        self.store = store
        #: Told now and then how many papers are read, and of how many.
        self.tell: Callable[[int, int], None] | None = None

    def papers(self) -> Collection[str]:
        """Return the ids of the papers, in order."""
        return self.store.papers()

    def of_paper(self, paper_id: str) -> list[Triple]:
        """Return the graph of a paper, in no particular order."""
        return list(self._graph(paper_graph(paper_id).value))

    def facts(self) -> Iterator[Triple]:
        """Yield what is stated about concepts beside the papers, in no particular order."""
        return self._graph(CONCEPTS)

    def quality(self) -> Iterator[Triple]:
        """Yield what is stated about the quality of the reading, in no particular order."""
        return self._graph(QUALITY)

    def extractions(self) -> Iterator[Extraction]:
        """Yield the extraction of each paper, in order of id."""
        for _, extraction in self.read():
            yield extraction

    def read(self) -> Iterator[tuple[list[Triple], Extraction]]:
        """Yield the graph of each paper and what it says, in order of id."""
        for paper_id in self._told():
            triples = self.of_paper(paper_id)
            yield triples, decode(triples)

    def graphs(self) -> Iterator[tuple[NamedNode, Iterable[Triple]]]:
        """Yield every named graph: those of papers in order of id, of concepts, and of quality."""
        for paper_id in self._told():
            yield paper_graph(paper_id), self.of_paper(paper_id)
        yield node(CONCEPTS), self.facts()
        yield node(QUALITY), self.quality()

    def triples(self) -> Iterator[Triple]:
        """Yield the triples of all named graphs; what several state comes several times."""
        for _, triples in self.graphs():
            yield from triples

    def quads(self) -> Iterator[Quad]:
        """Yield the quads of all named graphs."""
        for name, triples in self.graphs():
            for triple in triples:
                yield quad(triple, name)

    def _told(self) -> Iterator[str]:
        papers = self.papers()
        for done, paper_id in enumerate(papers, 1):
            yield paper_id
            if self.tell:
                self.tell(done, len(papers))

    def _graph(self, name: str) -> Iterator[Triple]:
        found: Iterator[Triple] = iter(self.store.query(_GRAPH.format(graph=name)))  # type: ignore[arg-type]
        return found


@dataclass(slots=True)
class Concepts:
    """What the graph states about concepts: by IRI their one label, their type, other names, and what is above."""

    labels: dict[str, str]
    types: dict[str, str]
    aliases: dict[str, set[str]]
    broader: dict[str, set[str]]

    def add(self, triples: Iterable[Triple]) -> None:
        """Take in what a paper, or the catalogue, states."""
        for triple in triples:
            predicate, value = triple.predicate.value, triple.object
            subject = triple.subject.value if isinstance(triple.subject, NamedNode) else ""
            if predicate == SKOS.altLabel and isinstance(value, Literal):
                self.aliases.setdefault(subject, set()).add(value.value)
            elif predicate == SKOS.broader and isinstance(value, NamedNode):
                self.broader.setdefault(subject, set()).add(value.value)
            elif predicate == RDF.type and isinstance(value, NamedNode) and value.value in _TYPES:
                self.types[subject] = _TYPES[str(value.value)]
            elif predicate == SKOS.prefLabel and isinstance(value, Literal):
                self.labels[subject] = value.value
            elif predicate == RDFS.label and isinstance(value, Literal):
                self.labels.setdefault(subject, value.value)

    def named(self) -> list[str]:
        """Return the concepts in order of IRI."""
        return sorted(iri for iri in self.types if self.types[iri] not in OWN)


OWN = ("Contribution", "Baseline", "Measure")
"""What a paper's own nodes stand for."""
_TYPES: dict[str, str] = {
    KG[kind]: kind for kind in ("Model", "Hardware", "Technique", "Dataset", "Software", "Task", "Metric", *OWN)
}


def concepts_of(source: Whole) -> Concepts:
    """Return what the catalogue states about the concepts of a source; `add` takes in the papers."""
    made = Concepts({}, {}, {}, {})
    made.add(source.facts())
    return made
