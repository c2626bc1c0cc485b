"""The graph on disk: the one thing of kg that changes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from pyoxigraph import Quad, QueryBoolean, QuerySolutions, QueryTriples, RdfFormat, Triple
from pyoxigraph import Store as Oxigraph

from kg.errors import QueryError, StoreError, UnknownNode
from kg.model import Extraction, Iri, Paper
from kg.ontology import Ontology
from kg.rdf import interop
from kg.rdf.bookkeeping import book, book_catalogue, digests, fingerprints
from kg.rdf.bulk import chunks, lines_of, load, mend, triples_of
from kg.rdf.changes import BOOKKEEPING_GRAPH, DEFAULT, QUALITY_GRAPH, Change
from kg.rdf.concepts import ConceptFacts, labelled, refresh
from kg.rdf.decode import decode
from kg.rdf.encode import encode
from kg.rdf.guard import check_query
from kg.rdf.named import named_query
from kg.rdf.parameters import Lookup
from kg.rdf.resolve import lookup
from kg.rdf.terms import node, paper_graph, paper_term
from kg.rdf.trouble import clear_errors, explained, open_store
from kg.vocab import PREFIXES

if TYPE_CHECKING:
    import rdflib

Results = QuerySolutions | QueryBoolean | QueryTriples


class Store:
    """The graph of many papers, in the folder `path` or in memory.

    The default graph is the merged graph that people query: the set union of one named graph for each
    paper, one of concepts and one of quality. A separate graph for bookkeeping holds the fingerprint of each paper.
    One process writes at a time; readers open the folder with `read_only=True`.
    """

    def __init__(
        self, path: Path | str | None = None, *, read_only: bool = False, ontology: Ontology | None = None
    ) -> None:
        """Open or create the store; `ontology` (default: the packaged one) gives the facts of known concepts.

        Raises StoreError where the folder is absent (`read_only`), in use by another writer, or damaged.
        """
        self._path = Path(path) if path is not None else None
        self._read_only = read_only
        self._ontology = ontology
        self._sound = False
        self._opened: Oxigraph | None = open_store(self._path, read_only=read_only)

    def __enter__(self) -> "Store":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        told = explained(error, self._path) if error and self._path else None
        try:
            self.close()
        except StoreError:
            if error is None:
                raise
        if told:
            raise told from error

    def __len__(self) -> int:
        """Return the number of triples of the default graph."""
        return self._count("?s ?p ?o", "*")

    def close(self) -> None:
        """Write what is still in memory and let go of the folder; raises StoreError where that cannot be done."""
        opened, self._opened = self._opened, None
        if opened is not None and self._path is not None and not self._read_only:
            with clear_errors(self._path):
                opened.flush()

    def optimize(self) -> None:
        """Lay the indexes out anew, so that queries take a half or a third of the time; worth it after a large load."""
        with clear_errors(self._path):
            self._writable().optimize()

    # Papers

    def replace(self, extraction: Extraction, *, fingerprint: str = "") -> None:
        """Put a paper in place of what the store held of it, all or nothing.

        `fingerprint` is any string that tells whether the paper has to be worked on again.
        """
        self._put(extraction.paper.id, encode(extraction), fingerprint)

    def replace_all(self, extractions: Iterable[Extraction], *, fingerprints: Mapping[str, str] | None = None) -> None:
        """Put many papers in place, faster than one by one; `fingerprints` are by paper id.

        Each paper is whole or absent for the next writer, even when the process is killed.
        """
        known = {} if fingerprints is None else fingerprints  # it may fill up as the extractions come
        for chunk in chunks(extractions):
            store = self._writable()
            for paper_id in [name for name in chunk if store.contains_named_graph(paper_graph(name))]:
                self._put(paper_id, triples_of(chunk.pop(paper_id)), known.get(paper_id, ""))
            if chunk:
                self._sound = False  # until all is written
                load(store, self._catalogue, chunk, {name: known.get(name, "") for name in chunk})
                self._sound = True

    def remove(self, paper_id: str) -> None:
        """Remove a paper and all that no other paper states; an id that the store does not hold changes nothing."""
        self._put(paper_id, (), None)

    def state_quality(self, triples: Iterable[Triple]) -> None:
        """Make the graph of quality hold exactly these triples (`kg.rdf.quality.encode`)."""
        store = self._writable()
        change = Change()
        change.set_graph(store, QUALITY_GRAPH, triples)
        if change.gone or change.new:
            change.with_default(store).apply(store)

    def edit(self, gone: Iterable[Quad], new: Iterable[Quad], papers: Mapping[str, str | None]) -> None:
        """Take quads out of named graphs and put others in, all or nothing; the merged graph follows.

        `papers` are the ids of the papers whose graphs are concerned, each with its fingerprint, or None where it goes.
        """
        store = self._writable(facts=False)
        change = Change(set(gone), set(new))
        for paper_id, fingerprint in papers.items():
            held = set(store.quads_for_pattern(None, None, None, paper_graph(paper_id)))
            after = (held - change.gone) | {place for place in change.new if place.graph_name == paper_graph(paper_id)}
            book(store, change, paper_id, fingerprint, lines_of([place.triple for place in after]))
        book_catalogue(
            store, change, ""
        )  # the facts of concepts may come from another one: looked at when next written
        change.with_default(store).apply(store)
        self._sound = False

    def graphs(self) -> dict[str, str]:
        """Return the names of the named graphs but that of bookkeeping, sorted, each with its digest if one is kept."""
        kept = {paper_graph(paper_id).value: found for paper_id, found in digests(self._store).items()}
        names = (str(name)[1:-1] for name in self._store.named_graphs() if name != BOOKKEEPING_GRAPH)
        return {name: kept.get(name, "") for name in sorted(names)}

    def graph(self, name: str) -> bytes:
        """Return what a named graph states as N-Triples, in no particular order."""
        return self._store.dump(format=RdfFormat.N_TRIPLES, from_graph=node(name)) or b""

    def copy(self, folder: Path) -> None:
        """Write the store into a folder that does not exist yet."""
        with clear_errors(folder):
            self._store.backup(folder)

    def papers(self) -> dict[str, str]:
        """Return the fingerprint of each paper by its id, in order of id."""
        return fingerprints(self._store)

    def counts(self) -> dict[str, int]:
        """Return the numbers of `papers`, `concepts` that they name, `claims` and `triples` of the merged graph."""
        return {
            "papers": len(self.papers()),
            "concepts": self._count("?s skos:inScheme ?scheme ; rdfs:label ?label"),
            "claims": self._count("?s a kg:Claim"),
            "triples": len(self),
        }

    def paper(self, paper_id: str) -> Paper:
        """Return what the sources say of a paper; raises UnknownNode where the store does not hold it."""
        about = self._store.quads_for_pattern(paper_term(paper_id), None, None, paper_graph(paper_id))
        triples = [place.triple for place in about]
        if not triples:
            raise UnknownNode(paper_id, tuple(get_close_matches(paper_id, self.papers(), n=3)))
        return decode(triples).paper

    def extraction(self, paper_id: str) -> Extraction:
        """Return all that was read out of a paper; raises UnknownNode where the store does not hold it."""
        triples = [place.triple for place in self._store.quads_for_pattern(None, None, None, paper_graph(paper_id))]
        if not triples:
            raise UnknownNode(paper_id, tuple(get_close_matches(paper_id, self.papers(), n=3)))
        return decode(triples)

    def extractions(self) -> Iterator[Extraction]:
        """Yield the extraction of each paper, in order of id."""
        for paper_id in self.papers():
            yield self.extraction(paper_id)

    # The merged graph

    def query(
        self,
        sparql: str,
        *,
        default_graphs: Sequence[Iri] | None = None,
        named_graphs: Sequence[Iri] | None = None,
        prefixes: Mapping[str, str] | None = None,
    ) -> Results:
        """Run a SPARQL 1.1 query over the merged graph and return pyoxigraph's results.

        The prefixes of the vocabulary need no declaration; `prefixes` adds more. `default_graphs` and
        `named_graphs` are the data set of the SPARQL protocol. Raises QueryError for a query that
        cannot be parsed, that would change the graph or that would call another server.
        """
        check_query(sparql)
        try:
            return self._store.query(
                sparql,
                prefixes={**PREFIXES, **(prefixes or {})},
                default_graph=None if default_graphs is None else [node(iri) for iri in default_graphs],
                named_graphs=None if named_graphs is None else [node(iri) for iri in named_graphs],
            )
        except (SyntaxError, ValueError) as error:
            raise QueryError(sparql, str(error)) from error

    def named(self, query: str, /, **parameters: object) -> Results:
        """Run one of the queries that ship with kg: `store.named("outperforms", system="BitMoD", above=2)`.

        A parameter is what a person would type, or a Concept, a Paper, a date or a number; None leaves it out.
        Raises QueryError, which lists the parameters, where one is unknown, missing or no value of its kind, and
        UnknownNode where no concept or paper has a name.
        """
        text = named_query(query).bound(parameters, self.lookup())
        return self._store.query(text, prefixes=dict(PREFIXES))  # it ships with kg, and its values are terms

    def lookup(self) -> Lookup:
        """Return what finds the node that a name stands for, for the parameters of queries."""
        return lookup(self.query)

    def triples(self) -> Iterator[Triple]:
        """Yield the triples of the merged graph, in no particular order."""
        for place in self._store.quads_for_pattern(None, None, None, DEFAULT):
            yield place.triple

    def quads(self) -> Iterator[Quad]:
        """Yield what each paper and the catalogue state: the quads of the named graphs, without bookkeeping."""
        for place in self._store.quads_for_pattern(None, None, None, None):
            if place.graph_name not in (DEFAULT, BOOKKEEPING_GRAPH):
                yield place

    def ntriples(self) -> bytes:
        """Return the merged graph as N-Triples, in no particular order."""
        return self._store.dump(format=RdfFormat.N_TRIPLES, from_graph=DEFAULT) or b""

    def to_rdflib(self) -> "rdflib.Graph":
        """Return a copy of the merged graph for rdflib."""
        return interop.graph(self.triples())

    # How it is written

    def _count(self, pattern: str, what: str = "DISTINCT ?s") -> int:
        solutions = self._store.query(f"SELECT (COUNT({what}) AS ?n) {{ {pattern} }}", prefixes=dict(PREFIXES))
        return int(next(iter(solutions))["n"].value)  # type: ignore[arg-type]

    @property
    def _store(self) -> Oxigraph:
        if self._opened is None:
            raise StoreError(self._path or "memory", "the store is closed")
        return self._opened

    @property
    def _catalogue(self) -> Ontology:
        if self._ontology is None:
            self._ontology = Ontology.load()
        return self._ontology

    def _writable(self, *, facts: bool = True) -> Oxigraph:
        """Return the store for writing, mended where a killed build or (`facts`) a changed catalogue asks for it."""
        store = self._store
        if self._read_only:
            raise StoreError(self._path or "memory", "the store was opened for reading only")
        if not self._sound:
            mend(store, self._catalogue)
            if facts:
                refresh(store, self._catalogue)
            self._sound = facts
        return store

    def _put(self, paper_id: str, triples: Iterable[Triple], fingerprint: str | None) -> None:
        store = self._writable()
        change, triples = Change(), tuple(triples)
        change.set_graph(store, paper_graph(paper_id), triples)
        book(store, change, paper_id, fingerprint, lines_of(triples))
        touched = labelled(quad.triple for quad in chain(change.gone, change.new))
        ConceptFacts(store, self._catalogue, change).update(touched)
        change.with_default(store).apply(store)
