"""Papers, nodes and claims as flat rows of scalars: what tables and networks are made of.

A figure keeps its own text (`value`, `verbatim`); the numbers beside it are for sorting.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import IO, Any

from kg.export.source import OWN, Concepts, Whole, concepts_of
from kg.iris import numbered, paper_iri
from kg.model import Claim, Iri, Paper, Quantity
from kg.rdf.quantities import numbers
from kg.rdf.sorted_lines import spooled

Scalar = str | int | float | bool
_BAR = re.compile(r"[\\|]")
_CODED = re.compile(r"\\(.)", re.DOTALL)
_VALUE = re.compile(r"(?:[^\\|]|\\.)+", re.DOTALL)
Row = dict[str, Any]

NODE_FIELDS: dict[str, type] = {
    "label": str, "type": str, "published": str, "url": str, "venue": str, "aliases": str, "broader": str,
}  # fmt: skip
CLAIM_FIELDS: dict[str, type] = {
    "predicate": str, "paper": str, "published": str, "sentence": str, "start": int, "end": int, "rule": str,
    "confidence": float, "asserted": bool, "polarity": str, "hedge": str, "value": str, "number": float,
    "low": float, "high": float, "unit": str, "mode": str, "bound": str, "metric": str, "metric_iri": str,
    "dataset": str, "dataset_iris": str, "condition": str, "verbatim": str,
}  # fmt: skip
"""The fields of nodes and of claims, in order, with their types; a field without a value is left out of a row."""


@dataclass(slots=True)
class Network:
    """The nodes of a graph; its edges come first, one by one, since the nodes are known when all papers are read."""

    source: Whole
    concepts: Concepts = field(init=False)
    papers: dict[str, Row] = field(default_factory=dict)
    dates: dict[str, set[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.concepts = concepts_of(self.source)

    def edges(self) -> Iterator[tuple[Iri, Iri, Iri, Row]]:
        """Yield each claim: its IRI, its subject, its object and its fields, by paper and place in it."""
        for triples, extraction in self.source.read():
            self.concepts.add(triples)
            paper = extraction.paper
            self.papers[paper_iri(paper.id)] = paper_row(paper)
            for iri, claim in numbered(extraction):
                for end in (claim.subject.iri, claim.object.iri):
                    if paper.published:
                        self.dates.setdefault(end, set()).add(paper.published)
                yield iri, claim.subject.iri, claim.object.iri, claim_row(claim, paper)
            self.dates.setdefault(paper_iri(paper.id), set()).update([paper.published] if paper.published else ())

    def nodes(self) -> Iterator[tuple[str, Row]]:
        """Yield each node with its fields, in order of IRI: papers, their own nodes, and concepts."""
        known = self.concepts
        for iri in sorted({*self.papers, *known.types}):
            yield (
                iri,
                self.papers.get(iri)
                or {
                    "label": known.labels.get(iri, ""),
                    "type": known.types[iri],
                    **_joined("aliases", known.aliases.get(iri, ()), known.types[iri]),
                    **_joined("broader", known.broader.get(iri, ()), known.types[iri]),
                },
            )


def _joined(name: str, values: Iterable[str], kind: str) -> Row:
    joined = "|".join(_BAR.sub(r"\\\g<0>", value) for value in sorted(values))
    return {name: joined} if values and kind not in OWN else {}


def several(cell: str) -> list[str]:
    r"""Return the values of a cell of several: `|` stands between them, and a backslash before one that is text.

    >>> several(r"a|b\|c")
    ['a', 'b|c']
    """
    return [_CODED.sub(r"\1", value) for value in _VALUE.findall(cell)]


def paper_row(paper: Paper) -> Row:
    """Return the fields of a paper as a node."""
    row = {"label": paper.title, "type": "Paper", "published": paper.published, "url": paper.url, "venue": paper.venue}
    return {name: value for name, value in row.items() if value is not None}


def claim_row(claim: Claim, paper: Paper) -> Row:
    """Return the fields of a claim as an edge; those that have no value are left out."""
    row: Row = {
        "predicate": claim.predicate.value,
        "paper": claim.evidence.paper,
        "published": paper.published,
        "sentence": claim.evidence.text,
        "start": claim.evidence.span.start,
        "end": claim.evidence.span.end,
        "rule": claim.rule,
        "confidence": claim.confidence,
        "asserted": claim.asserted,
        "polarity": claim.polarity.value,
        "hedge": claim.hedge,
    }
    if claim.quantity is not None:
        row |= figure_row(claim.quantity)
        row["dataset_iris"] = "|".join(claim.quantity.dataset_iris) or None
    return {name: value for name, value in row.items() if value is not None}


def figure_row(quantity: Quantity) -> Row:
    """Return the fields of a figure, as text and as numbers."""
    found = [float(number) for number in numbers(quantity.value or "")]
    return {
        "value": quantity.value,
        "number": found[0] if len(found) == 1 else None,
        "low": min(found) if len(found) > 1 else None,
        "high": max(found) if len(found) > 1 else None,
        "unit": quantity.unit,
        "mode": quantity.mode.value if quantity.mode else None,
        "bound": quantity.bound.value if quantity.bound else None,
        "metric": quantity.metric,
        "metric_iri": quantity.metric_iri,
        "dataset": quantity.dataset,
        "condition": quantity.condition,
        "verbatim": quantity.verbatim,
    }


def edges_aside(network: Network, line: Any) -> IO[bytes]:
    """Return a file with a line for each edge, made by `line(iri, subject, object, fields)`, ready to be read."""
    file = spooled()
    for edge in network.edges():
        file.write(line(*edge).encode())
    file.seek(0)
    return file
