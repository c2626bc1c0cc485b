"""Loading many papers at once, and what has to be done after a load that was killed.

Bulk loading is fast because it is no transaction. Its steps are ordered so that a killed load can be
finished or undone: mark the papers as pending, load their graphs, mark those as loaded, load the
merged graph, and in one last transaction state the facts of concepts and take the marks away.
"""

from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import RdfFormat, Triple, serialize
from pyoxigraph import Store as Oxigraph

from kg.model import Iri
from kg.ontology import Ontology
from kg.rdf.bookkeeping import LOADED, book, forget_pending, is_loaded, pending, pending_marks
from kg.rdf.changes import DEFAULT, Change
from kg.rdf.concepts import ConceptFacts, labelled, labelled_in
from kg.rdf.terms import paper_graph, quad


def load(
    store: Oxigraph, ontology: Ontology, papers: Mapping[str, Iterable[Triple]], fingerprints: Mapping[str, str]
) -> None:
    """Write papers that the store does not hold; `papers` are their triples and `fingerprints` theirs, by id."""
    store.extend(pending_marks(fingerprints))
    lines = {paper_id: serialize(triples, format=RdfFormat.N_TRIPLES) or b"" for paper_id, triples in papers.items()}
    # lenient: the lines are of triples that are valid, and looking again takes a third of the time
    store.bulk_load(b"".join(_in_graphs(lines)), format=RdfFormat.N_QUADS, lenient=True)
    store.add(LOADED)
    data = b"".join(lines.values())
    store.bulk_load(data, format=RdfFormat.N_TRIPLES, lenient=True)
    _finish(store, ontology, fingerprints, labelled_in(data))


def mend(store: Oxigraph, ontology: Ontology) -> None:
    """Finish a load that was killed where the papers' graphs are whole, and undo it where they are not."""
    papers = pending(store)
    if papers and is_loaded(store):
        triples = [
            place.triple for name in papers for place in store.quads_for_pattern(None, None, None, paper_graph(name))
        ]
        store.bulk_extend(quad(triple, DEFAULT) for triple in triples)
        _finish(store, ontology, papers, labelled(triples))
    elif papers:
        store.update(" ; ".join(f"DROP SILENT GRAPH {paper_graph(name)}" for name in papers))
        change = Change()
        forget_pending(store, change)
        for paper_id in papers:
            book(store, change, paper_id, None)
        change.apply(store)


def _in_graphs(lines: Mapping[str, bytes]) -> Iterator[bytes]:
    """Yield the N-Triples of each paper as N-Quads of its graph.

    A line break inside a literal is escaped, so ` .` with a line break after it ends a statement.
    Making a Quad of each triple instead takes three times as long.
    """
    for paper_id, data in lines.items():
        yield data.replace(b" .\n", f" {paper_graph(paper_id)} .\n".encode())


def _finish(store: Oxigraph, ontology: Ontology, fingerprints: Mapping[str, str], named: set[Iri]) -> None:
    """State the facts of concepts that papers name, then take the marks away; done twice, it is the same as once."""
    change = Change()
    forget_pending(store, change)
    for paper_id, fingerprint in fingerprints.items():
        book(store, change, paper_id, fingerprint)
    ConceptFacts(store, ontology, change).update(named)
    change = change.with_default(store)
    store.extend(change.new)  # beside the change, since it is much; while the marks are there, a killed load is mended
    Change(change.gone).apply(store)
