"""Claims as RDF: the n-ary node with its figure and its sentence, and the direct triple."""

import hashlib
from collections.abc import Iterator

from pyoxigraph import NamedNode, Triple

from kg.iris import BASE, numbered, own_kind
from kg.model import Claim, Evidence, Extraction, Iri, Paper, Predicate, Quantity
from kg.rdf.quantities import UNITS, numbers
from kg.rdf.spans import described
from kg.rdf.terms import constant, decimal, integer, node, paper_term, score, several, span_node, text
from kg.vocab import KG, OA, PROV, QUDT, RDF

_TYPE = constant(RDF.type)
_COMPARISONS = (Predicate.OUTPERFORMS, Predicate.COMPARABLE_TO)


def claims_triples(extraction: Extraction, labels: dict[Iri, str]) -> Iterator[Triple]:
    """Yield the claims of a paper; `labels` are the labels of the nodes as the graph states them.

    The spans of sentences are described elsewhere, unless a sentence is not the paper's own (`quotes`).
    """
    for position, (iri, claim) in enumerate(numbered(extraction)):
        yield from _claim(extraction.paper, claim, iri, position, labels)
    for evidence in dict.fromkeys(claim.evidence for claim in extraction.claims):
        yield from _evidence(extraction.paper, evidence)


def pair_key(one: str, other: str) -> str:
    """Return the key of two things that are compared, in either order: claims about the same two share it.

    It is short, so that a store keeps it in its indexes as it is. Queries that join on it look at the ends as well.

    >>> pair_key("urn:a", "urn:b") == pair_key("urn:b", "urn:a")
    True
    """
    return hashlib.sha256(" ".join(sorted((one, other))).encode()).hexdigest()[:15]


def quotes(paper: Paper, evidence: Evidence) -> bool:
    """Tell whether an evidence is the exact text of the paper, as evidence should be."""
    return evidence.paper == paper_term(paper.id).value and evidence.text == evidence.span.of(paper.text)


def _claim(paper: Paper, claim: Claim, iri: Iri, position: int, labels: dict[Iri, str]) -> Iterator[Triple]:
    subject = node(iri)
    ends = node(claim.subject.iri), constant(KG[claim.predicate]), node(claim.object.iri)
    yield Triple(subject, _TYPE, constant(KG.Claim))
    yield Triple(subject, _TYPE, constant(_kind(paper, claim)))
    yield Triple(subject, constant(RDF.subject), ends[0])
    yield Triple(subject, constant(RDF.predicate), ends[1])
    yield Triple(subject, constant(RDF.object), ends[2])
    yield Triple(subject, constant(PROV.hadPrimarySource), paper_term(paper.id))
    yield Triple(subject, constant(KG.position), integer(position))
    yield Triple(subject, constant(KG.rule), text(claim.rule))
    yield Triple(subject, constant(KG.confidence), score(claim.confidence))
    yield Triple(subject, constant(KG.polarity), constant(KG[claim.polarity]))
    yield from _optional(subject, KG.hedge, claim.hedge)
    yield Triple(subject, constant(KG.evidence), _sentence(paper, claim.evidence))
    if _kind(paper, claim) == KG.ComparisonClaim:
        yield Triple(subject, constant(KG.pairKey), text(pair_key(claim.subject.iri, claim.object.iri)))
    if claim.quantity is not None:
        yield from _quantity(subject, claim.quantity)
    if claim.subject.label != labels[claim.subject.iri]:
        yield Triple(subject, constant(KG.subjectLabel), text(claim.subject.label))
    if claim.object.label != labels[claim.object.iri]:
        yield Triple(subject, constant(KG.objectLabel), text(claim.object.label))
    if claim.asserted and own_kind(claim.subject.iri) is None and own_kind(claim.object.iri) is None:
        yield Triple(*ends)


def _kind(paper: Paper, claim: Claim) -> Iri:
    if claim.subject.iri == paper_term(paper.id).value:
        return KG.RoleClaim
    if claim.predicate in _COMPARISONS:
        return KG.ComparisonClaim
    return KG.MeasurementClaim if claim.predicate is Predicate.ACHIEVES else KG.RelationClaim


def _optional(subject: NamedNode, predicate: Iri, value: str | None) -> Iterator[Triple]:
    if value is not None:
        yield Triple(subject, constant(predicate), text(value))


def _sentence(paper: Paper, evidence: Evidence) -> NamedNode:
    """Return the annotation of a sentence; claims of one sentence share it."""
    if quotes(paper, evidence):
        return span_node("sentence", paper.id, evidence.span)
    return node(f"{BASE}sentence/{_digest(evidence)}")


def _digest(evidence: Evidence) -> str:
    parts = f"{evidence.paper}\x1f{evidence.span.start}\x1f{evidence.span.end}\x1f{evidence.text}"
    return hashlib.sha256(parts.encode()).hexdigest()[:24]


def _evidence(paper: Paper, evidence: Evidence) -> Iterator[Triple]:
    sentence = _sentence(paper, evidence)
    yield Triple(sentence, _TYPE, constant(OA.Annotation))
    if quotes(paper, evidence):
        yield Triple(sentence, constant(OA.hasTarget), span_node("span", paper.id, evidence.span))
    else:
        target, selector = (node(f"{BASE}{part}/{_digest(evidence)}") for part in ("span", "quote"))
        yield Triple(sentence, constant(OA.hasTarget), target)
        yield from described(target, selector, node(evidence.paper), evidence.span, evidence.text)


def _quantity(claim: NamedNode, quantity: Quantity) -> Iterator[Triple]:
    subject = node(f"{claim.value}#quantity")
    yield Triple(claim, constant(KG.quantity), subject)
    yield Triple(subject, _TYPE, constant(QUDT.QuantityValue))
    yield from _optional(subject, KG.reportedValue, quantity.value)
    yield from _optional(subject, KG.reportedUnit, quantity.unit)
    yield from _optional(subject, KG.metricText, quantity.metric)
    yield from _optional(subject, KG.datasetText, quantity.dataset)
    yield from _optional(subject, KG.condition, quantity.condition)
    yield from _optional(subject, KG.verbatim, quantity.verbatim)
    if quantity.mode is not None:
        yield Triple(subject, constant(KG.mode), constant(KG[quantity.mode]))
    if quantity.bound is not None:
        yield Triple(subject, constant(KG.bound), constant(KG[quantity.bound]))
    if quantity.metric_iri is not None:
        yield Triple(subject, constant(KG.metric), node(quantity.metric_iri))
    yield from several(subject, KG.dataset, KG.datasetOrder, quantity.dataset_iris, node)
    yield from _numbers(subject, quantity)


def _numbers(subject: NamedNode, quantity: Quantity) -> Iterator[Triple]:
    """Yield the figure as numbers and its unit as an IRI, for queries that compare and sort."""
    if quantity.unit in UNITS:
        yield Triple(subject, constant(QUDT.hasUnit), constant(UNITS[quantity.unit]))
    found = numbers(quantity.value or "")
    if len(found) == 1:
        yield Triple(subject, constant(QUDT.numericValue), decimal(found[0]))
    elif found:
        yield Triple(subject, constant(KG.low), decimal(min(found)))
        yield Triple(subject, constant(KG.high), decimal(max(found)))
