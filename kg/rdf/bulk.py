"""Loading many papers at once, and what has to be done after a load that was killed.

Bulk loading is fast because it is no transaction. Its steps are ordered so that a killed load can be
finished or undone: mark the papers as pending, load their graphs, mark those as loaded, load the
merged graph, state the facts of concepts, and in one last transaction take the marks away.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from time import monotonic

from pyoxigraph import Quad, RdfFormat, Triple, parse, serialize
from pyoxigraph import Store as Oxigraph

from kg.model import Extraction, Iri
from kg.ontology import Ontology
from kg.rdf.bookkeeping import LOADED, book, forget_pending, is_loaded, pending, pending_marks
from kg.rdf.changes import DEFAULT, Change
from kg.rdf.concepts import ConceptFacts, labelled, labelled_in
from kg.rdf.encode import encode
from kg.rdf.terms import paper_graph, quad

_CHUNK, _SECONDS = 512, 10.0
"""Papers of one load, and how long the first of them waits for the others. A load takes 0.2 s beside what its papers
take, since each file of an index is synchronized with the disk; and where there are many small ones, Oxigraph stops
writing until they are joined. The lines of so many papers are some 40 MB, and a load takes six times as much."""

_MANY = 10_000  # quads from which a bulk load is faster


def chunks(extractions: Iterable[Extraction]) -> Iterator[dict[str, bytes]]:
    """Yield what papers state, as N-Triples by id, for one load after the other; of one paper the last counts."""
    chunk, begin = dict[str, bytes](), monotonic()
    for extraction in extractions:
        chunk[extraction.paper.id] = lines_of(encode(extraction))
        if len(chunk) >= _CHUNK or monotonic() - begin > _SECONDS:
            yield chunk
            chunk, begin = {}, monotonic()
    if chunk:
        yield chunk


def load(store: Oxigraph, ontology: Ontology, lines: Mapping[str, bytes], fingerprints: Mapping[str, str]) -> None:
    """Write papers that the store does not hold; `lines` are their N-Triples and `fingerprints` theirs, by id."""
    store.extend(pending_marks(fingerprints))
    # lenient: the lines are of triples that are valid, and looking again takes a third of the time
    store.bulk_load(b"".join(_in_graphs(lines)), format=RdfFormat.N_QUADS, lenient=True)
    store.add(LOADED)
    data = b"".join(lines.values())
    store.bulk_load(data, format=RdfFormat.N_TRIPLES, lenient=True)
    _finish(store, ontology, fingerprints, lines, labelled_in(data))


def mend(store: Oxigraph, ontology: Ontology) -> None:
    """Finish a load that was killed where the papers' graphs are whole, and undo it where they are not."""
    papers = pending(store)
    if papers and is_loaded(store):
        held = {name: [place.triple for place in _graph(store, name)] for name in papers}
        triples = list(chain.from_iterable(held.values()))
        store.bulk_extend(quad(triple, DEFAULT) for triple in triples)
        lines = {name: lines_of(some) for name, some in held.items()}
        _finish(store, ontology, papers, lines, labelled(triples))
    elif papers:
        store.update(" ; ".join(f"DROP SILENT GRAPH {paper_graph(name)}" for name in papers))
        change = Change()
        forget_pending(store, change)
        for paper_id in papers:
            book(store, change, paper_id, None)
        change.apply(store)


def lines_of(triples: Iterable[Triple]) -> bytes:
    """Return triples as N-Triples."""
    return serialize(triples, format=RdfFormat.N_TRIPLES) or b""


def triples_of(lines: bytes) -> list[Triple]:
    """Return what N-Triples state."""
    return [found.triple for found in parse(lines, format=RdfFormat.N_TRIPLES)]


def _in_graphs(lines: Mapping[str, bytes]) -> Iterator[bytes]:
    """Yield the N-Triples of each paper as N-Quads of its graph.

    A line break inside a literal is escaped, so ` .` with a line break after it ends a statement.
    Making a Quad of each triple instead takes three times as long.
    """
    for paper_id, data in lines.items():
        yield data.replace(b" .\n", f" {paper_graph(paper_id)} .\n".encode())


def _graph(store: Oxigraph, paper_id: str) -> Iterator[Quad]:
    yield from store.quads_for_pattern(None, None, None, paper_graph(paper_id))


def _finish(
    store: Oxigraph, ontology: Ontology, fingerprints: Mapping[str, str], lines: Mapping[str, bytes], named: set[Iri]
) -> None:
    """State the facts of concepts that papers name, then take the marks away; done twice, it is the same as once."""
    change = Change()
    forget_pending(store, change)
    for paper_id, fingerprint in fingerprints.items():
        book(store, change, paper_id, fingerprint, lines[paper_id])
    ConceptFacts(store, ontology, change).update(named)
    change = change.with_default(store)
    _state(store, change.new)  # beside the change, since it is much; while the marks are there, a killed load is mended
    Change(change.gone).apply(store)


def _state(store: Oxigraph, new: set[Quad]) -> None:
    """Write quads; many of them by bulk, since a store of many papers slows other writing down to 16 KB a second.

    The merged graph comes first: what a named graph lacks is written to both again where this is killed in between.
    """
    if len(new) < _MANY:
        store.extend(new)
        return
    for merged in (True, False):
        store.bulk_extend(place for place in new if (place.graph_name == DEFAULT) == merged)
