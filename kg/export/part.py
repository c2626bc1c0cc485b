"""A part of a graph: some claims with their ends, their papers and their sentences, in the form of the whole."""

import re
from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import Any

from pyoxigraph import NamedNode, Triple

from kg.errors import KgError
from kg.export.source import Whole
from kg.iris import BASE, paper_iri
from kg.model import Iri, Predicate
from kg.rdf.store import Store
from kg.rdf.terms import node
from kg.vocab import ITSRDF, KG, OA, RDF, SCHEMA, SKOS

_CLAIM = f"{BASE}claim/"
_DIRECT = frozenset(KG[predicate] for predicate in Predicate)
_PLACES = (KG.evidence, OA.hasTarget, OA.hasSelector, KG.aliasOf)
_AT = """SELECT ?claim ?s ?o WHERE {{ VALUES ?node {{ {nodes} }}
  {{ ?claim rdf:subject ?node }} UNION {{ ?claim rdf:object ?node }} ?claim rdf:subject ?s ; rdf:object ?o }}"""
_OF_TYPE = """SELECT ?claim ?s ?o WHERE {{ VALUES ?type {{ {types} }} ?node a ?type .
  {{ ?claim rdf:subject ?node }} UNION {{ ?claim rdf:object ?node }} ?claim rdf:subject ?s ; rdf:object ?o }}"""
_TYPED = "SELECT ?node WHERE {{ VALUES ?type {{ {types} }} ?node a ?type }}"
_CONCEPT = f"{BASE}concept/"
_BETWEEN = "SELECT ?claim WHERE {{ ?claim rdf:subject {s} ; rdf:predicate {p} ; rdf:object {o} }}"
_SOURCES = """SELECT ?claim ?id WHERE {{ VALUES ?claim {{ {claims} }}
  ?claim prov:hadPrimarySource/dcterms:identifier ?id }}"""
_DATES = "SELECT ?id ?date WHERE { ?paper a fabio:ResearchPaper ; dcterms:identifier ?id ; dcterms:issued ?date }"
_SELECT = re.compile(r"\bSELECT\s+((?:DISTINCT\s+)?[^{]*?)(?=\bWHERE\b|\{|\bFROM\b)", re.IGNORECASE)
_CLAIM_VARIABLE = re.compile(r"[?$]claim\b")
_GROUPED = re.compile(r"\bGROUP\s+BY\b", re.IGNORECASE)
_MANY = 500  # terms in one query


class Part(Whole):
    """Some claims of a store and what belongs to them, or some papers with all that they say."""

    def __init__(self, store: Store, *, claims: Collection[str] | None = None, since: str | None = None) -> None:
        """Take the claims with these IRIs (None: all of them) of the papers published since a date (None: ever).

        A date is `2024`, `2024-05` or `2024-05-18`. Papers whose date names no year count as older.
        """
        super().__init__(store)
        self._claims = None if claims is None else frozenset(claims)
        papers = store.papers() if claims is None else _papers(store, sorted(claims))
        recent = papers if since is None else _since(store, since)
        self._ids = sorted(paper_id for paper_id in papers if paper_id in recent)
        self._named: frozenset[str] | None = None

    def papers(self) -> Collection[str]:
        """Return the ids of the papers, in order."""
        return self._ids

    def of_paper(self, paper_id: str) -> list[Triple]:
        """Return what the part holds of a paper's graph."""
        whole = super().of_paper(paper_id)
        return whole if self._claims is None else prune(whole, paper_iri(paper_id), self._claims)

    def facts(self) -> Iterator[Triple]:
        """Yield what is stated about the concepts of the part and those above them."""
        if self._named is None:
            self._named = frozenset(_concepts(self, super().facts()))
        return (triple for triple in super().facts() if _value(triple.subject) in self._named)

    def quality(self) -> Iterator[Triple]:
        """Yield nothing: what is stated about the whole is not true of a part."""
        return iter(())


def prune(triples: list[Triple], paper: Iri, claims: Collection[str]) -> list[Triple]:
    """Return the part of a paper's graph that some of its claims need, or nothing where it makes none of them.

    It keeps what the sources say of the paper, the claims with their figures and sentences, and the concepts that
    they are about wherever the text names them.
    """
    by_subject: dict[str, list[Triple]] = {}
    for triple in triples:
        by_subject.setdefault(_value(triple.subject), []).append(triple)
    kept = {iri for iri in by_subject if iri in claims}
    if not kept:
        return []
    stated = {iri: _fields(by_subject[iri]) for iri in kept}
    figures = {fields[KG.quantity] for fields in stated.values() if KG.quantity in fields}
    about = {fields[end] for fields in stated.values() for end in (RDF.subject, RDF.object)}
    for figure in figures:
        about.update(
            _value(each.object) for each in by_subject[figure] if each.predicate.value in (KG.metric, KG.dataset)
        )
    mentions = {
        iri for iri, found in by_subject.items()
        if any(each.predicate.value == ITSRDF.taIdentRef and _value(each.object) in about for each in found)
    }  # fmt: skip
    wanted = with_places(kept | mentions, by_subject) | figures | about | {paper}
    direct = {
        (fields[RDF.subject], fields[RDF.predicate], fields[RDF.object])
        for fields in stated.values()
        if fields[KG.polarity] == KG.Asserted and KG.hedge not in fields
    }
    return [each for each in triples if _value(each.subject) in wanted and _belongs(each, about, direct)]


def _belongs(triple: Triple, about: Collection[str], direct: Collection[tuple[str, str, str]]) -> bool:
    subject, predicate, value = _value(triple.subject), triple.predicate.value, _value(triple.object)
    if predicate in _DIRECT:
        return (subject, predicate, value) in direct
    return predicate != SCHEMA.mentions or value in about


def _fields(triples: Iterable[Triple]) -> dict[str, str]:
    return {each.predicate.value: _value(each.object) for each in triples}


def with_places(start: set[str], by_subject: dict[str, list[Triple]]) -> set[str]:
    """Return some subjects of a paper's graph with the places in the text that they point at."""
    found, waiting = set(start), list(start)
    while waiting:
        for triple in by_subject.get(waiting.pop(), ()):
            value = _value(triple.object)
            if triple.predicate.value in _PLACES and value not in found:
                found.add(value)
                waiting.append(value)
    return found


def _concepts(part: Part, facts: Iterable[Triple]) -> set[str]:
    """Return the concepts that the papers of a part name, and those above them."""
    found = {
        value
        for paper_id in part.papers()
        for triple in part.of_paper(paper_id)
        for value in (_value(triple.subject), _value(triple.object))
        if value.startswith(_CONCEPT)
    }
    above: dict[str, list[str]] = {}
    for triple in facts:
        if triple.predicate.value == SKOS.broader:
            above.setdefault(_value(triple.subject), []).append(_value(triple.object))
    waiting = list(found)
    while waiting:
        new = [up for up in above.get(waiting.pop(), ()) if up not in found]
        found.update(new)
        waiting += new
    return found


# Which claims


def around(store: Store, centre: Iri, depth: int) -> set[str]:
    """Return the claims among the nodes that are at most `depth` steps from a node."""
    nodes, edge = {str(centre)}, {str(centre)}
    ends: dict[str, tuple[str, str]] = {}
    for step in range(depth + 1):
        for some in _batched(sorted(edge), _MANY):
            ends |= {claim: (s, o) for claim, s, o in _rows(store, _AT.format(nodes=_terms(some)))}
        if step < depth:
            edge = {end for pair in ends.values() for end in pair} - nodes
            nodes |= edge
    return {claim for claim, pair in ends.items() if nodes.issuperset(pair)}


def of_types(store: Store, types: Collection[str]) -> set[str]:
    """Return the claims about concepts of some types, those whose other end is a concept of another type left out."""
    listed = _terms(KG[kind] for kind in types)
    typed = {row[0] for row in _rows(store, _TYPED.format(types=listed))}
    return {
        claim
        for claim, *ends in _rows(store, _OF_TYPE.format(types=listed))
        if all(end in typed or not end.startswith(_CONCEPT) for end in ends)
    }


def answering(store: Store, sparql: str) -> set[str]:
    """Return the claims that the answer to a query names, or whose direct triples a CONSTRUCT gives.

    Raises KgError where there is none, QueryError where the query cannot be run.
    """
    results: Any = store.query(_asking_for_claims(sparql))
    terms: list[Any] = [term for row in results for term in row] if hasattr(results, "variables") else []
    triples = list(results) if not hasattr(results, "variables") and hasattr(results, "__iter__") else []
    found = {term.value for term in (*terms, *(part for triple in triples for part in triple)) if _is_claim(term)}
    for triple in triples:
        if triple.predicate.value in _DIRECT and isinstance(triple.object, NamedNode):
            found |= {
                row[0] for row in _rows(store, _BETWEEN.format(s=triple.subject, p=triple.predicate, o=triple.object))
            }
    if not found:
        mend = "Let it SELECT ?claim, or CONSTRUCT the direct triples of claims"
        raise KgError(f"the answer to the query names no claim, so there is nothing to export. {mend}")
    return {iri.removesuffix("#quantity") for iri in found}


def _asking_for_claims(sparql: str) -> str:
    """Return a query of rows that speaks of ?claim without giving it as one that gives it."""
    head = _SELECT.search(sparql)
    if head is None or not _CLAIM_VARIABLE.search(sparql) or _CLAIM_VARIABLE.search(head[1]) or _GROUPED.search(sparql):
        return sparql
    return sparql[: head.start(1)] + "?claim " + sparql[head.end(1) :] if "*" not in head[1] else sparql


def _is_claim(term: object) -> bool:
    return isinstance(term, NamedNode) and term.value.startswith(_CLAIM)


def _papers(store: Store, claims: list[str]) -> set[str]:
    found: set[str] = set()
    for some in _batched(claims, _MANY):
        found |= {row[1] for row in _rows(store, _SOURCES.format(claims=_terms(some)))}
    return found


def _since(store: Store, since: str) -> set[str]:
    return {
        paper_id
        for paper_id, date in _rows(store, _DATES)
        if not date.startswith("-") and date[: len(since)] >= since[: len(date)]
    }


def _batched(values: list[str], size: int) -> Iterator[list[str]]:
    waiting = iter(values)
    while some := list(islice(waiting, size)):
        yield some


def _terms(iris: Iterable[str]) -> str:
    return " ".join(str(node(iri)) for iri in iris)


def _rows(store: Store, sparql: str) -> Iterator[tuple[str, ...]]:
    rows: Any = store.query(sparql)
    for row in rows:
        yield tuple(term.value for term in row)


def _value(term: object) -> str:
    return str(getattr(term, "value", term))
