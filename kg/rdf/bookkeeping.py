"""The bookkeeping graph of a store: fingerprints of papers, papers that a killed build left, the catalogue's digest.

It is no part of the merged graph. One quad states each fact.
"""

import hashlib
from collections.abc import Mapping

from pyoxigraph import NamedNode, Quad
from pyoxigraph import Store as Oxigraph

from kg.rdf.changes import BOOKKEEPING_GRAPH, Change
from kg.rdf.terms import TRUE, constant, paper_term, text
from kg.vocab import DCTERMS, KG

_IDENTIFIER = constant(DCTERMS.identifier)
_FINGERPRINT = constant(KG.fingerprint)
_DIGEST = constant(KG.graphHash)
_PENDING = constant(KG.pending)
_HASH = constant(KG.vocabularyHash)
LOADED = Quad(BOOKKEEPING_GRAPH, constant(KG.loaded), TRUE, BOOKKEEPING_GRAPH)


def fingerprints(store: Oxigraph) -> dict[str, str]:
    """Return the fingerprint of each paper by its id, in order of id."""
    ids = _literals(store, _IDENTIFIER)
    marks = _literals(store, _FINGERPRINT)
    return dict(sorted((ids[subject], mark) for subject, mark in marks.items() if subject in ids))


def digest(lines: bytes) -> str:
    """Return the digest of a graph, given as N-Triples in any order."""
    return hashlib.sha256(b"\n".join(sorted(lines.split(b"\n")))).hexdigest()[:32]


def digests(store: Oxigraph) -> dict[str, str]:
    """Return the digest of each paper's graph by the paper's id; a store of an earlier kg has none."""
    ids = _literals(store, _IDENTIFIER)
    return {ids[subject]: found for subject, found in _literals(store, _DIGEST).items() if subject in ids}


def book(store: Oxigraph, change: Change, paper_id: str, fingerprint: str | None, lines: bytes = b"") -> None:
    """Add to a change that a paper has a fingerprint and a graph of these N-Triples, or (None) that it is gone."""
    subject = paper_term(paper_id)
    _set(store, change, subject, _DIGEST, None if fingerprint is None else digest(lines))
    _set(store, change, subject, _FINGERPRINT, fingerprint)
    _set(store, change, subject, _IDENTIFIER, None if fingerprint is None else paper_id)


def pending_marks(papers: Mapping[str, str]) -> list[Quad]:
    """Return the quads that say which papers are being loaded, with the fingerprints that they will have."""
    return [
        Quad(paper_term(paper_id), predicate, text(value), BOOKKEEPING_GRAPH)
        for paper_id, fingerprint in papers.items()
        for predicate, value in ((_PENDING, fingerprint), (_IDENTIFIER, paper_id))
    ]


def pending(store: Oxigraph) -> dict[str, str]:
    """Return the fingerprints of papers whose loading is not done, by id."""
    ids = _literals(store, _IDENTIFIER)
    return {ids[subject]: fingerprint for subject, fingerprint in _literals(store, _PENDING).items()}


def is_loaded(store: Oxigraph) -> bool:
    """Tell whether the graphs of all pending papers are whole."""
    return LOADED in store


def forget_pending(store: Oxigraph, change: Change) -> None:
    """Add to a change that no loading is under way."""
    change.gone |= {LOADED, *store.quads_for_pattern(None, _PENDING, None, BOOKKEEPING_GRAPH)}


def is_current(store: Oxigraph, digest: str) -> bool:
    """Tell whether the facts of concepts were written from the catalogue with this digest."""
    return _literals(store, _HASH).get(BOOKKEEPING_GRAPH) == digest


def book_catalogue(store: Oxigraph, change: Change, digest: str) -> None:
    """Add to a change that the facts of concepts are those of the catalogue with this digest."""
    _set(store, change, BOOKKEEPING_GRAPH, _HASH, digest)


def _literals(store: Oxigraph, predicate: NamedNode) -> dict[object, str]:
    quads = store.quads_for_pattern(None, predicate, None, BOOKKEEPING_GRAPH)
    return {quad.subject: quad.object.value for quad in quads}  # type: ignore[union-attr]


def _set(store: Oxigraph, change: Change, subject: NamedNode, predicate: NamedNode, value: str | None) -> None:
    wanted = set() if value is None else {Quad(subject, predicate, text(value), BOOKKEEPING_GRAPH)}
    old = set(store.quads_for_pattern(subject, predicate, None, BOOKKEEPING_GRAPH))
    change.gone |= old - wanted
    change.new |= wanted - old
