"""The values of a graph as lines of JSON, and back: no content of a line is ever run."""

import json
from collections.abc import Callable, Iterable
from dataclasses import astuple, dataclass, fields
from typing import Any

from kg.iris import paper_iri
from kg.model import (
    Bound,
    Claim,
    Concept,
    ConceptType,
    Evidence,
    Iri,
    Link,
    Mention,
    Mode,
    Paper,
    Polarity,
    Quantity,
    Span,
)  # fmt: skip
from kg.traverse.links import PREDICATES, Links
from kg.traverse.parts import Parts
from kg.traverse.rows import Lines, Rows

_ASSERTED = Polarity.ASSERTED
_POLARITIES = (Polarity.NEGATED.value, _ASSERTED.value)
_SCALARS = tuple(
    (field.name, place) for place, field in enumerate(fields(Quantity)) if not field.name.endswith(("_iri", "_iris"))
)
_decode = json.JSONDecoder().raw_decode


def loaded(line: bytes) -> Any:
    """Return the value of a line; a third of the time that `json.loads` takes, which looks for the encoding first."""
    return _decode(str(line, "ascii"))[0]


def concept_of(row: list[Any]) -> Concept:
    """Return a node of its line."""
    return Concept(Iri(row[0]), row[1], ConceptType(row[2]) if row[2] else None)


def paper_of(row: list[Any]) -> Paper:
    """Return a paper of its line."""
    values: list[Any] = [tuple(value) if isinstance(value, list) else value for value in row]
    return Paper(*values)


def link_line(link: Link, numbers: dict[Iri, int]) -> list[Any]:
    """Return the line of a link; `numbers` are those of the nodes."""
    mention, alias = link.mention, link.mention.alias_of
    return [
        mention.span.start,
        mention.span.end,
        mention.type,
        mention.finder,
        mention.score,
        [alias.start, alias.end] if alias else None,
        int(mention.introduced),
        numbers[link.concept.iri],
        link.score,
        link.how,
    ]


def link_of(row: list[Any], nodes: Rows[Concept]) -> Link:
    """Return a link of its line."""
    start, end, kind, finder, score, alias, introduced, node, sure, how = row
    mention = Mention(
        Span(start, end),
        ConceptType(kind) if kind else None,
        finder,
        score,
        Span(*alias) if alias else None,
        bool(introduced),
    )
    return Link(mention, nodes[node], sure, how)


def claim_lines(parts: Parts) -> Iterable[list[Any]]:
    """Yield the claims; a sentence is left out where it is the paper's own text."""
    for number, paper in enumerate(parts.papers):
        text, iri = paper.text, paper_iri(paper.id)
        for claim in map(parts.claims.__getitem__, parts.links.making[number]):
            evidence, span = claim.evidence, claim.evidence.span
            own = evidence.paper == iri and evidence.text == span.of(text)
            yield [
                span.start,
                span.end,
                None if own else [evidence.paper, evidence.text],
                claim.rule,
                claim.confidence,
                int(claim.polarity is _ASSERTED),
                claim.hedge,
                astuple(claim.quantity) if claim.quantity else None,
            ]


@dataclass(frozen=True, slots=True)
class ClaimLines:
    """What a claim is read from: its line, its columns, the nodes that are its ends, the IRI and text of a paper."""

    lines: Lines
    links: Links
    nodes: Rows[Concept]
    source: Callable[[int], tuple[Iri, str]]

    def claim(self, number: int) -> Claim:
        """Return a claim by its number."""
        start, end, other, rule, confidence, asserted, hedge, quantity = loaded(self.lines[number])
        return Claim(
            self.nodes[self.links.subjects[number]],
            PREDICATES[self.links.predicates[number]],
            self.nodes[self.links.objects[number]],
            self._evidence(number, Span(start, end), other),
            rule,
            confidence,
            _quantity(quantity) if quantity else None,
            _ASSERTED if asserted else Polarity.NEGATED,
            hedge,
        )

    def scalars(self, number: int) -> dict[str, Any]:
        """Return what `kg.traverse.convert.attributes` returns of a claim, without making the claim first."""
        start, end, other, rule, confidence, asserted, hedge, quantity = loaded(self.lines[number])
        paper, text = other or self.source(self.links.maker(number))
        fields = {
            "predicate": PREDICATES[self.links.predicates[number]].value,
            "paper": paper,
            "sentence": text if other else text[start:end],
            "start": start,
            "end": end,
            "rule": rule,
            "confidence": confidence,
            "asserted": bool(asserted) and hedge is None,
            "polarity": _POLARITIES[asserted],
        }
        if hedge is not None:
            fields["hedge"] = hedge
        if quantity:
            fields.update((name, quantity[place]) for name, place in _SCALARS if quantity[place] is not None)
        return fields

    def _evidence(self, number: int, span: Span, other: list[str] | None) -> Evidence:
        if other is not None:
            return Evidence(Iri(other[0]), span, other[1])
        iri, text = self.source(self.links.maker(number))
        return Evidence(iri, span, span.of(text))


def _quantity(row: list[Any]) -> Quantity:
    value, unit, mode, bound, metric, metric_iri, dataset, dataset_iris, condition, verbatim = row
    return Quantity(
        value,
        unit,
        Mode(mode) if mode else None,
        Bound(bound) if bound else None,
        metric,
        metric_iri,
        dataset,
        tuple(dataset_iris),
        condition,
        verbatim,
    )
