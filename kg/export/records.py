"""One JSON object a paper: the form of the annotation guidelines, plus IRIs, spans and confidence."""

from typing import Any

from kg.iris import numbered, own_kind, paper_iri
from kg.model import Claim, Concept, Extraction, Iri, Link, Predicate, Quantity

Record = dict[str, Any]

_OWN = {"contribution": "@paper", "baseline": "@baseline", "measure": None}


def record(extraction: Extraction) -> Record:
    """Return what was read out of one paper as plain JSON values.

    Claims that the text denies or does not commit itself to stand apart, under `unasserted`.
    """
    paper = extraction.paper
    roles = _roles(extraction)
    relations = [(iri, claim) for iri, claim in numbered(extraction) if claim.subject.iri != paper_iri(paper.id)]
    return {
        "id": paper.id,
        "iri": paper_iri(paper.id),
        "title": paper.title,
        "abstract": paper.abstract,
        "url": paper.url,
        "published": paper.published,
        "source": list(paper.source),
        "concepts": [_concept(paper.text, group, roles) for group in _by_concept(extraction.links)],
        "relations": [_relation(iri, claim) for iri, claim in relations if claim.asserted],
        "unasserted": [_relation(iri, claim) for iri, claim in relations if not claim.asserted],
    }


def _roles(extraction: Extraction) -> dict[str, Claim]:
    node = paper_iri(extraction.paper.id)
    return {claim.object.iri: claim for claim in extraction.claims if claim.subject.iri == node}


def _by_concept(links: tuple[Link, ...]) -> list[list[Link]]:
    groups: dict[str, list[Link]] = {}
    for link in links:
        groups.setdefault(link.concept.iri, []).append(link)
    return list(groups.values())


def _concept(text: str, links: list[Link], roles: dict[str, Claim]) -> Record:
    concept = links[0].concept
    role = roles.get(concept.iri)
    spans = [[link.mention.span.start, link.mention.span.end] for link in links]
    return {
        "name": concept.label,
        "type": concept.type,
        "iri": concept.iri,
        "mentions": list(dict.fromkeys(link.mention.span.of(text) for link in links)),
        "spans": spans,
        "role": role.predicate if role else Predicate.MENTIONS,
        "role_confidence": role.confidence if role else None,
        "score": max(link.score for link in links),
        "how": links[0].how,
    }


def _relation(iri: Iri, claim: Claim) -> Record:
    row: Record = {"s": _end(claim.subject), "p": claim.predicate}
    name = _end(claim.object)
    if name is not None:
        row["o"] = name
    if own_kind(claim.object.iri) in ("baseline", "measure"):
        row["o_text"] = claim.object.label
    row.update(_figure(claim.quantity))
    row["evidence"] = claim.evidence.text
    row["span"] = [claim.evidence.span.start, claim.evidence.span.end]
    row["iri"] = iri
    row["rule"] = claim.rule
    row["confidence"] = claim.confidence
    if not claim.asserted:
        row["polarity"] = claim.polarity
        row["hedge"] = claim.hedge
    return row


def _end(concept: Concept) -> str | None:
    kind = own_kind(concept.iri)
    return concept.label if kind is None else _OWN[kind]


def _figure(quantity: Quantity | None) -> Record:
    if quantity is None:
        return {}
    fields = {
        "metric": quantity.metric,
        "value": quantity.value,
        "unit": quantity.unit,
        "mode": quantity.mode,
        "bound": quantity.bound,
        "dataset": quantity.dataset,
        "condition": quantity.condition,
        "verbatim": quantity.verbatim,
    }
    return {name: value for name, value in fields.items() if value is not None}
