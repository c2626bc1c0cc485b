"""The graphs that are compared, each as blocks in one order: what each paper states, the concepts, the quality.

A store and a file of N-Quads have a named graph for each. In a file of triples (`graph.ttl`) the papers are told apart
by their IRIs, and each gets the name that its graph would have.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Protocol

from pyoxigraph import DefaultGraph, Quad, RdfFormat, Triple, parse

from kg.errors import SourceError
from kg.iris import BASE
from kg.model import Iri
from kg.rdf.sorted_lines import in_order
from kg.rdf.store import Store
from kg.rdf.terms import CONCEPTS, PAPER_GRAPHS, QUALITY
from kg.vocab import PROV, RDF, RDFS, SKOS

_FORMATS = {
    ".nq": RdfFormat.N_QUADS, ".trig": RdfFormat.TRIG, ".ttl": RdfFormat.TURTLE, ".nt": RdfFormat.N_TRIPLES,
}  # fmt: skip
_OF_QUADS = (".nq", ".trig")
_CONCEPT = f"{BASE}concept/"
_SOURCE = f"<{PROV.hadPrimarySource}>"
_PAPER = re.compile(rf"<{re.escape(BASE)}paper/([^#>]*)[#>]")
_TEXT = re.compile(rf"<{re.escape(BASE)}(?:mention|sentence|span|quote)/(.*)\.\d+-\d+(?:\.\d+)?>")
_CLAIM = re.compile(rf"<{re.escape(BASE)}claim/([^#>]*)[#>]")
_NAMED = re.compile(rf"<({re.escape(_CONCEPT)}[^>]*)>")
_ABOUT = (f"<{RDF.type}>", f"<{SKOS.prefLabel}>")


@dataclass(frozen=True, slots=True)
class Block:
    """A named graph: its name, the digest of its content where one is known, and what gives its N-Triples."""

    name: str
    digest: str
    lines: Callable[[], frozenset[str]]


class Side(Protocol):
    """One of two graphs that are compared; `of_quads` tells whether its named graphs are its own."""

    of_quads: bool

    def blocks(self) -> Iterator[Block]:
        """Yield the blocks in order of name."""
        ...

    def names(self, concepts: Collection[Iri]) -> set[Iri]:
        """Return those of the concepts that a paper of this graph names; `blocks` has been gone through before."""
        ...

    def triples(self, lines: Collection[str]) -> list[Triple]:
        """Return the lines of a paper's block as triples, with what they say of concepts."""
        ...


class StoredSide:
    """The graph of a store, which stays open as long as this is used."""

    of_quads = True

    def __init__(self, store: Store) -> None:
        self._store = store

    def blocks(self) -> Iterator[Block]:
        """Yield the named graphs in order of name."""
        for name, digest in self._store.graphs().items():
            yield Block(name, digest, lambda name=name: _lines(self._store.graph(name)))  # type: ignore[misc]

    def names(self, concepts: Collection[Iri]) -> set[Iri]:
        """Return those of the concepts that a paper names."""
        return {iri for iri in concepts if self._store.query(f"ASK {{ <{iri}> rdfs:label ?label }}")}

    def triples(self, lines: Collection[str]) -> list[Triple]:
        """Return the lines of a paper's graph as triples."""
        return _parsed(lines)


class FileSide:
    """The graph of a file of N-Quads, TriG, Turtle or N-Triples."""

    def __init__(self, path: Path) -> None:
        """Take a file; raises SourceError where its name has none of these endings."""
        self._path, self._format = path, _FORMATS.get(path.suffix)
        if self._format is None:
            mend = f"Give the folder of a graph, or a file that ends in {', '.join(_FORMATS)}"
            raise SourceError(str(path), 0, "this is no graph that kg can compare", mend)
        self.of_quads = path.suffix in _OF_QUADS
        self._named: set[Iri] = set()
        self._facts: dict[str, list[str]] = {}
        self._papers: dict[str, str] = {}

    def blocks(self) -> Iterator[Block]:
        """Yield the blocks in order of name; raises SourceError where the file cannot be read."""
        if not self.of_quads:
            self._papers = dict(self._sources())
        lines = in_order(f"{self._place(quad)}\t{quad.triple} .\n".encode() for quad in self._quads())
        rows = (line[:-1].decode() for line in lines)
        for name, group in groupby(rows, key=lambda row: row.partition("\t")[0]):
            stated = frozenset(row.partition("\t")[2] for row in group)
            self._learn(name, stated)
            yield Block(name, "", lambda stated=stated: stated)  # type: ignore[misc]

    def names(self, concepts: Collection[Iri]) -> set[Iri]:
        """Return those of the concepts that a paper names."""
        return self._named.intersection(concepts)

    def triples(self, lines: Collection[str]) -> list[Triple]:
        """Return the lines of a paper's block as triples, with what the file says of its concepts."""
        if self.of_quads:
            return _parsed(lines)
        concepts = sorted({iri for line in lines for iri in _NAMED.findall(line)})
        return _parsed([*lines, *(fact for iri in concepts for fact in self._facts.get(iri, ()))])

    def _quads(self) -> Iterator[Quad]:
        try:
            yield from parse(path=self._path, format=self._format)
        except SyntaxError as error:
            mend = "Mend this line, or write the file anew with `kg export`"
            raise SourceError(str(self._path), error.lineno or 0, f"this is no RDF ({error.msg})", mend) from error
        except OSError as error:
            raise SourceError(str(self._path), 0, str(error), "Check the name") from error

    def _sources(self) -> Iterator[tuple[str, str]]:
        """Yield the tail of the IRI of each claim, and of the paper that makes it."""
        for quad in self._quads():
            if str(quad.predicate) == _SOURCE:
                claim, paper = _CLAIM.match(str(quad.subject)), _PAPER.match(str(quad.object))
                if claim and paper:
                    yield claim[1], paper[1]

    def _place(self, quad: Quad) -> str:
        """Return the name of the block in which a statement belongs."""
        if self.of_quads:
            return "" if quad.graph_name == DefaultGraph() else str(quad.graph_name)[1:-1]
        subject = str(quad.subject)
        found = _PAPER.match(subject) or _TEXT.match(subject)
        claim = None if found else _CLAIM.match(subject)
        paper = found[1] if found else self._papers.get(claim[1]) if claim else None
        if paper is not None:
            return PAPER_GRAPHS + paper
        return CONCEPTS if subject.startswith(f"<{_CONCEPT}") else QUALITY

    def _learn(self, name: str, lines: Iterable[str]) -> None:
        """Keep which concepts papers name and, of a file of triples, what they are."""
        facts = not self.of_quads and name == CONCEPTS
        for line in lines:
            subject, predicate, rest = line.split(" ", 2)
            if predicate == f"<{RDFS.label}>" and subject.startswith(f"<{_CONCEPT}"):
                self._named.add(Iri(subject[1:-1]))
            if facts and predicate in _ABOUT:
                label = predicate == _ABOUT[1]
                known = f"{subject} <{RDFS.label}> {rest}" if label else line
                self._facts.setdefault(subject[1:-1], []).append(known)


def _lines(data: bytes) -> frozenset[str]:
    return frozenset(data.decode().split("\n")) - {""}


def _parsed(lines: Iterable[str]) -> list[Triple]:
    return [quad.triple for quad in parse("\n".join(lines), format=RdfFormat.N_TRIPLES)]
