"""The statements of an RDF file, sorted out by the paper that they are of."""

from collections.abc import Iterable, Iterator
from typing import Any

from pyoxigraph import NamedNode, Quad, Triple

from kg.iris import BASE
from kg.model import Iri
from kg.rdf.terms import PAPER_GRAPHS
from kg.vocab import FABIO, ITSRDF, KG, OA, PROV, RDF, RDFS, SKOS

Bundle = list[Triple]
"""The statements about one paper, in the form of the paper's own graph."""

_PUBLICATIONS, _PAPER, _CONCEPT = f"{BASE}np/", f"{BASE}paper/", f"{BASE}concept/"
_PLACES = (KG.evidence, OA.hasTarget, OA.hasSelector, KG.aliasOf, KG.quantity)
_LINKS = (RDF.subject, RDF.object, ITSRDF.taIdentRef)
_Index = dict[str, dict[str, list[Triple]]]
"""Statements by subject and predicate."""


def bundles(quads: Iterable[Quad]) -> Iterator[tuple[Iri, Bundle, _Index]]:
    """Yield each paper of a file with its statements and where more is said about the nodes that they name.

    Named graphs of papers (N-Quads) and nanopublications (TriG) say which statements are of which paper. In a merged
    graph (Turtle) these are the ones that hang together with the paper. Nodes may have several labels there.
    """
    graphs: dict[str, list[Triple]] = {}
    for quad in quads:
        if isinstance(quad.subject, NamedNode) and not isinstance(quad.object, Triple):
            graphs.setdefault(_owner(quad), []).append(quad.triple)
    merged = graphs.pop("", [])
    own = _by_paper(graphs)
    for paper in sorted(own):
        yield Iri(paper), own[paper], _index(own[paper])
    index = _index(merged)
    for paper, found in sorted(_hanging(index, known=frozenset(own)).items()):
        yield Iri(paper), found, index


def _owner(quad: Quad) -> str:
    """Return the named graph or the nanopublication of a statement, or nothing where it is in a merged graph."""
    name = quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else ""
    if name.startswith(_PUBLICATIONS):
        return name.partition("#")[0]
    return name if name.startswith(f"{BASE}graph/") else ""


def _by_paper(graphs: dict[str, list[Triple]]) -> dict[str, list[Triple]]:
    """Return the statements of named graphs by paper; graphs of no paper are left out."""
    found: dict[str, list[Triple]] = {}
    for name, triples in graphs.items():
        papers = [each for each in triples if each.predicate.value == PROV.hadPrimarySource]
        if name.startswith(PAPER_GRAPHS):
            paper = _PAPER + name.removeprefix(PAPER_GRAPHS)
        elif name.startswith(_PUBLICATIONS) and papers:
            paper = value(papers[0].object)
            triples = [each for each in triples if not value(each.subject).startswith(_PUBLICATIONS)]
        else:
            continue
        found.setdefault(paper, []).extend(triples)
    return found


def _index(triples: Iterable[Triple]) -> _Index:
    found: _Index = {}
    for triple in triples:
        found.setdefault(value(triple.subject), {}).setdefault(triple.predicate.value, []).append(triple)
    return found


def _hanging(index: _Index, *, known: frozenset[str]) -> dict[str, Bundle]:
    """Return the statements of a merged graph by paper."""
    papers = {
        iri for iri, fields in index.items() if FABIO.ResearchPaper in _objects(fields, RDF.type) and iri not in known
    }
    starts: dict[str, list[str]] = {paper: [] for paper in papers}
    for iri, fields in index.items():
        for paper in _papers(iri, fields, index):
            if paper in papers:
                starts[paper].append(iri)
    return {paper: list(_reached(paper, found, index)) for paper, found in starts.items()}


def _papers(iri: str, fields: dict[str, list[Triple]], index: _Index) -> list[str]:
    """Return the paper that a claim or a mention is of."""
    if RDF.predicate in fields or KG.evidence in fields:
        return _objects(fields, PROV.hadPrimarySource)
    if ITSRDF.taIdentRef in fields:
        targets = _objects(fields, OA.hasTarget)
        return [source for target in targets for source in _objects(index.get(target, {}), OA.hasSource)]
    return []


def _reached(paper: str, starts: list[str], index: _Index) -> Iterator[Triple]:
    """Yield all that is stated about a paper and about what its claims and mentions lead to."""
    seen, waiting = {paper}, [paper, *starts]
    while waiting:
        iri = waiting.pop()
        for predicate, triples in index.get(iri, {}).items():
            if iri == paper or predicate != SKOS.broader:
                yield from triples
            if iri != paper and predicate in (*_PLACES, *_LINKS):
                new = [value(triple.object) for triple in triples if value(triple.object) not in seen]
                seen.update(new)
                waiting += new


def labels(iri: str, index: _Index) -> tuple[list[str], str | None]:
    """Return the labels that papers give a node, in order, and its one preferred label."""
    fields = index.get(iri, {})
    preferred = _objects(fields, SKOS.prefLabel)
    return sorted(_objects(fields, RDFS.label)), min(preferred, default=None)


def _objects(fields: dict[str, list[Triple]], predicate: str) -> list[str]:
    return [value(triple.object) for triple in fields.get(predicate, ())]


def value(term: Any) -> str:
    """Return the IRI of a node, or the text of a literal."""
    return str(getattr(term, "value", term))
