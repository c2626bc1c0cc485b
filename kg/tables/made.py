"""Extractions as rows: what one paper alone gives to the tables."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from kg.iris import numbered, paper_iri
from kg.model import Extraction, Iri
from kg.rdf.quantities import numbers
from kg.tables.rows import month_of

Record = dict[str, Any]


def paper_record(extraction: Extraction) -> Record:
    """Return the row of a paper."""
    paper = extraction.paper
    return {
        "paper": paper_iri(paper.id),
        "paper_id": paper.id,
        "title": paper.title,
        "published": paper.published,
        "month": month_of(paper.published),
        "url": paper.url,
    }


def mention_records(extraction: Extraction) -> Iterator[Record]:
    """Yield a row for each concept that a paper names, in order of IRI."""
    paper = paper_iri(extraction.paper.id)
    named = Counter(link.concept.iri for link in extraction.links)
    for concept in sorted(named):
        yield {"paper": paper, "concept": concept, "mentions": named[concept]}


def claim_records(extraction: Extraction) -> Iterator[Record]:
    """Yield a row for each claim of a paper, in the order of the extraction, under the IRIs of the graph."""
    paper = paper_iri(extraction.paper.id)
    labels = _own_labels(extraction)
    for position, (iri, claim) in enumerate(numbered(extraction)):
        yield {
            "claim": iri,
            "paper": paper,
            "position": position,
            "subject": claim.subject.iri,
            "subject_label": labels.get(claim.subject.iri),
            "predicate": claim.predicate,
            "object": claim.object.iri,
            "object_label": labels.get(claim.object.iri),
            **_figure(claim.quantity),
            "polarity": claim.polarity,
            "hedge": claim.hedge,
            "confidence": claim.confidence,
            "rule": claim.rule,
            "sentence": claim.evidence.text,
            "month": month_of(extraction.paper.published),
        }


def _own_labels(extraction: Extraction) -> dict[Iri, str]:
    """Return the labels of the paper and of its own nodes; those of concepts stand in the table of concepts."""
    found: dict[Iri, str] = {}
    for claim in extraction.claims:
        for end in (claim.subject, claim.object):
            if end.type is None:
                found.setdefault(end.iri, end.label)
    paper = paper_iri(extraction.paper.id)
    return {**found, paper: extraction.paper.title}


_NONE: Record = dict.fromkeys(
    ("value", "number", "low", "high", "unit", "mode", "bound", "metric", "metric_iri", "dataset")
) | {"datasets": [], "condition": None, "verbatim": None}


def _figure(quantity: Any) -> Record:
    """Return the fields of a figure: its text, and its numbers for those who compare and sort."""
    if quantity is None:
        return _NONE
    found = numbers(quantity.value or "")
    return {
        "value": quantity.value,
        "number": f"{found[0]:f}" if len(found) == 1 else None,
        "low": f"{min(found):f}" if len(found) > 1 else None,
        "high": f"{max(found):f}" if len(found) > 1 else None,
        "unit": quantity.unit,
        "mode": quantity.mode,
        "bound": quantity.bound,
        "metric": quantity.metric,
        "metric_iri": quantity.metric_iri,
        "dataset": quantity.dataset,
        "datasets": sorted(set(quantity.dataset_iris)),
        "condition": quantity.condition,
        "verbatim": quantity.verbatim,
    }
