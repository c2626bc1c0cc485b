"""Claims for people and as JSON: ends, figure, sentence with its ends marked, paper."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from kg.cli.tables import indented, marked
from kg.iris import iri_of
from kg.model import Bound, Claim, Concept, Iri, Mode, Paper, Polarity, Quantity
from kg.traverse import Graph

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

_BOUNDS = {Bound.UP_TO: "up to ", Bound.AT_LEAST: "at least ", Bound.ABOUT: "about "}
_JOINED = ("x", "%")


def figure(quantity: Quantity | None) -> str:
    """Return a figure in words: `up to 1.69x speed on GSM8K (batch of 1)`; empty where there is none.

    >>> figure(Quantity("1.69", "x", bound=Bound.UP_TO, metric="speed"))
    'up to 1.69x speed'
    >>> figure(Quantity("0.9", "%", bound=Bound.UP_TO, metric="accuracy", condition="up to; on average"))
    'up to 0.9% accuracy (on average)'
    """
    if quantity is None:
        return ""
    parts = [_value(quantity), quantity.metric or ""]
    if quantity.dataset:
        parts.append(f"on {quantity.dataset}")
    bound = _BOUNDS.get(quantity.bound or Bound.EXACT, "").strip()
    conditions = [said for said in (quantity.condition or "").split("; ") if said not in (bound, "")]
    if conditions:
        parts.append(f"({'; '.join(conditions)})")
    return " ".join(part for part in parts if part)


def _value(quantity: Quantity) -> str:
    if quantity.value is None:
        return ""
    if quantity.mode is Mode.RANK:
        return f"rank {quantity.value}"
    unit = quantity.unit or ""
    gap = "" if unit in _JOINED else " "
    return f"{_BOUNDS.get(quantity.bound or Bound.EXACT, '')}{quantity.value}{gap}{unit}".rstrip()


def doubt(claim: Claim) -> str:
    """Return how the text holds back from a claim; empty where it asserts it."""
    if claim.polarity is Polarity.NEGATED:
        return "denied"
    return f"hedged: {claim.hedge}" if claim.hedge else ""


def statement(claim: Claim, seen_from: Concept | None = None) -> str:
    """Return a claim as one line: both ends, the predicate, the figure, and what the text holds back.

    Seen from one of its ends, only the other one is named: `→ ANT` or, where that is the subject, `← ANT`.
    """
    words = f"{claim.subject.label} — {claim.predicate} → {claim.object.label}"
    if seen_from is not None:
        to = claim.object.iri == seen_from.iri
        words = f"← {claim.subject.label}" if to else f"→ {claim.object.label}"
    held = doubt(claim)
    return "  ".join(part for part in (words, figure(claim.quantity), f"[{held}]" if held else "") if part)


def sentence(graph: Graph, claim: Claim) -> "Text":
    """Return the sentence of a claim with its two ends marked."""
    return marked(claim.evidence.text, tuple(ends(graph, claim)))


def ends(graph: Graph, claim: Claim) -> Iterator[tuple[int, int]]:
    """Yield where the sentence of a claim names its subject or its object."""
    inside, text = claim.evidence.span, claim.evidence.text
    named = {claim.subject.iri, claim.object.iri}
    for mention, concept in graph.mentions(claim.evidence.paper):
        if concept.iri in named and inside.covers(mention.span):
            yield mention.span.start - inside.start, mention.span.end - inside.start
    for end in (claim.subject, claim.object):
        if end.type is None and end.label in text:  # a phrase of the text: a baseline or a measure
            start = text.index(end.label)
            yield start, start + len(end.label)


def tell(out: "Console", graph: Graph, claims: Iterable[Claim], seen_from: Concept | None = None) -> None:
    """Print claims, each with its sentence and its paper under it."""
    for claim in claims:
        indented(out, statement(claim, seen_from), 2)
        indented(out, sentence(graph, claim), 6)
        title = "" if seen_from and seen_from.iri == claim.evidence.paper else f"{graph.paper_of(claim).title}, "
        indented(out, f"{title}confidence {claim.confidence:.2f}", 6)


def claim_json(graph: Graph, claim: Claim) -> dict[str, Any]:
    """Return a claim as plain JSON values."""
    paper = graph.paper_of(claim)
    given = asdict(claim.quantity) if claim.quantity else {}
    span = claim.evidence.span
    return {
        "iri": iri_of(claim),
        "subject": node_json(claim.subject),
        "predicate": claim.predicate,
        "object": node_json(claim.object),
        "figure": {name: value for name, value in given.items() if value not in (None, ())} or None,
        "asserted": claim.asserted,
        "polarity": claim.polarity,
        "hedge": claim.hedge,
        "confidence": claim.confidence,
        "rule": claim.rule,
        "sentence": claim.evidence.text,
        "span": [span.start, span.end],
        "paper": paper_json(claim.evidence.paper, paper),
    }


def node_json(node: Concept) -> dict[str, Any]:
    """Return a node as plain JSON values."""
    return {"iri": node.iri, "label": node.label, "type": node.type}


def paper_json(iri: Iri, paper: Paper) -> dict[str, Any]:
    """Return what names a paper as plain JSON values."""
    return {"iri": iri, "id": paper.id, "title": paper.title, "url": paper.url, "published": paper.published}
