"""The graph as tables that join on IRIs: what the SQLite and Parquet exports hold, all that papers state.

`COLUMNS` describes each table. Rows come paper by paper; those of concepts come last, when all papers are read.
"""

from collections.abc import Iterator
from typing import Any

from kg.export.source import OWN, Concepts, Whole, concepts_of
from kg.export.values import figure_row
from kg.iris import numbered, paper_iri
from kg.model import Claim, Evidence, Extraction, Link, Paper
from kg.rdf.quantities import UNITS

T, N, R, B = "TEXT", "INTEGER", "REAL", "BOOLEAN"
COLUMNS: dict[str, dict[str, str]] = {
    "papers": {"paper": T, "id": T, "title": T, "abstract": T, "url": T, "published": T, "venue": T, "author_count": N},
    "lists": {"paper": T, "field": T, "position": N, "value": T},
    "mentions": {
        "paper": T, "position": N, "start": N, "end": N, "text": T, "concept": T, "label": T, "type": T, "score": R,
        "how": T, "finder": T, "finder_score": R, "found_as": T, "introduced": B, "alias_start": N, "alias_end": N,
    },
    "claims": {
        "claim": T, "paper": T, "position": N, "subject": T, "subject_label": T, "predicate": T, "object": T,
        "object_label": T, "asserted": B, "polarity": T, "hedge": T, "confidence": R, "rule": T, "evidence": N,
    },
    "quantities": {
        "claim": T, "value": T, "number": R, "low": R, "high": R, "unit": T, "unit_iri": T, "mode": T, "bound": T,
        "metric": T, "metric_iri": T, "dataset": T, "condition": T, "verbatim": T,
    },
    "quantity_datasets": {"claim": T, "position": N, "dataset": T},
    "evidence": {"evidence": N, "paper": T, "start": N, "end": N, "text": T},
    "concepts": {"concept": T, "label": T, "type": T},
    "unnamed": {"node": T, "paper": T, "type": T, "label": T},
    "aliases": {"concept": T, "alias": T},
    "broader": {"concept": T, "broader": T},
}  # fmt: skip
KEYS = {"papers": "paper", "claims": "claim", "quantities": "claim", "evidence": "evidence", "concepts": "concept",
        "unnamed": "node"}  # fmt: skip
"""The column that names each row of a table, where one does."""

Row = tuple[str, tuple[Any, ...]]
"""A table, and the values of one row in the order of its columns."""


def rows(source: Whole) -> Iterator[Row]:
    """Yield the rows of all tables, each table's own in one order that depends on the content alone."""
    known = concepts_of(source)
    number = 0
    for triples, extraction in source.read():
        known.add(triples)
        yield from _paper(extraction.paper)
        for position, link in enumerate(extraction.links):
            yield "mentions", _mention(extraction.paper, position, link)
        places: dict[Evidence, int] = {}
        for claim in extraction.claims:
            if claim.evidence not in places:
                number += 1
                places[claim.evidence] = number
                span = claim.evidence.span
                yield "evidence", (number, claim.evidence.paper, span.start, span.end, claim.evidence.text)
        yield from _claims(extraction, places)
    yield from _concepts(known)


def _paper(paper: Paper) -> Iterator[Row]:
    iri = paper_iri(paper.id)
    about = (paper.title, paper.abstract, paper.url, paper.published, paper.venue, paper.author_count)
    yield "papers", (iri, paper.id, *about)
    for field in ("authors", "keywords", "organizations", "source"):
        for position, value in enumerate(getattr(paper, field)):
            yield "lists", (iri, field, position, value)


def _mention(paper: Paper, position: int, link: Link) -> tuple[Any, ...]:
    mention, concept = link.mention, link.concept
    alias = mention.alias_of
    return (
        *(paper_iri(paper.id), position, mention.span.start, mention.span.end, mention.span.of(paper.text)),
        *(concept.iri, concept.label, concept.type, link.score, link.how, mention.finder, mention.score),
        *(mention.type, mention.introduced, alias.start if alias else None, alias.end if alias else None),
    )


def _claims(extraction: Extraction, places: dict[Evidence, int]) -> Iterator[Row]:
    paper = paper_iri(extraction.paper.id)
    for position, (iri, claim) in enumerate(numbered(extraction)):
        yield "claims", (iri, paper, position, *_claim(claim), places[claim.evidence])
        if claim.quantity is not None:
            figure: dict[str, Any] = figure_row(claim.quantity)
            figure |= {"claim": iri, "unit_iri": UNITS.get(claim.quantity.unit or "")}
            yield "quantities", tuple(figure[name] for name in COLUMNS["quantities"])
            for place, dataset in enumerate(claim.quantity.dataset_iris):
                yield "quantity_datasets", (iri, place, dataset)


def _claim(claim: Claim) -> tuple[Any, ...]:
    ends = claim.subject.iri, claim.subject.label, claim.predicate.value, claim.object.iri, claim.object.label
    return (*ends, claim.asserted, claim.polarity.value, claim.hedge, claim.confidence, claim.rule)


def _concepts(known: Concepts) -> Iterator[Row]:
    for iri in sorted(known.types):
        label, kind = known.labels.get(iri, ""), known.types[iri]
        if kind in OWN:
            yield "unnamed", (iri, iri.partition("#")[0], kind, label)
            continue
        yield "concepts", (iri, label, kind)
        for alias in sorted(known.aliases.get(iri, ())):
            yield "aliases", (iri, alias)
        for up in sorted(known.broader.get(iri, ())):
            yield "broader", (iri, up)
