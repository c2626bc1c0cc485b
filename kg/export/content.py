"""What the page holds, as plain JSON values: nodes, papers with their text, claims, the nodes to open on.

Nodes and papers are named by their number. A paper stands for its own unnamed contribution too, so the
claims of the contribution hang on the paper. Offsets count UTF-16 units, as a browser does.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from kg.export.layout import place
from kg.export.opening import choose
from kg.iris import BASE, own_kind, paper_iri
from kg.model import ConceptType, Predicate

if TYPE_CHECKING:
    from kg.model import Claim, Iri, Paper, Quantity
    from kg.traverse import Graph

Values = dict[str, Any]

TYPES = (*(kind.value for kind in ConceptType), "Paper", "Unnamed")
PREDICATES = tuple(predicate.value for predicate in Predicate)
PAPER, METRIC = TYPES.index("Paper"), TYPES.index("Metric")
_FIGURE = ("value", "unit", "mode", "bound", "metric", "dataset", "condition", "verbatim")
_CONTRIBUTION = "#contribution"
_WIDE = re.compile("[\U00010000-\U0010ffff]")  # two UTF-16 units each


@dataclass(frozen=True, slots=True)
class _Numbers:
    """The number of each node and of each paper with its text, and where that text has wide characters."""

    nodes: dict[Iri, int]
    papers: dict[Iri, int]
    wide: dict[Iri, list[int]]

    def node(self, iri: Iri) -> int:
        """Return a node's number; a contribution has its paper's."""
        found = self.nodes.get(iri)
        return self.nodes[type(iri)(iri.removesuffix(_CONTRIBUTION))] if found is None else found

    def unit(self, paper: Iri, offset: int) -> int:
        """Return an offset in characters as an offset in UTF-16 units."""
        return offset + bisect_left(self.wide[paper], offset)


def content(graph: Graph) -> Values:
    """Return the values that the page's script reads; the same graph gives the same values."""
    claims = graph.claims_by_iri()
    folded = {f"{paper_iri(paper.id)}{_CONTRIBUTION}" for paper in graph.papers()}
    shown = [node for node in graph.nodes() if node.iri not in folded]
    papers = graph.readable()
    numbers = _Numbers(
        nodes={node.iri: number for number, node in enumerate(shown)},
        papers={iri: number for number, iri in enumerate(papers)},
        wide={iri: [match.start() for match in _WIDE.finditer(paper.text)] for iri, paper in papers.items()},
    )
    kinds = [_type(graph.kind(node)) for node in shown]
    edges = [(numbers.node(claim.subject.iri), numbers.node(claim.object.iri)) for claim in claims.values()]
    places = place(len(shown), edges)
    return {
        "base": BASE,
        "types": TYPES,
        "predicates": PREDICATES,
        "nodes": [
            [_short(node.iri), node.label, kind, *spot] for node, kind, spot in zip(shown, kinds, places, strict=True)
        ],
        "opening": _opening(kinds, edges),
        "papers": [_paper(graph, iri, paper, numbers) for iri, paper in papers.items()],
        "claims": [_claim(iri, claim, numbers) for iri, claim in claims.items()],
    }


def safe_url(url: str | None) -> str | None:
    """Return the address where it is a web address that a link may carry, else None."""
    if url is None or any(ord(char) < 33 or char in '<>"\\^`{|}' for char in url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.hostname else None


def _type(kind: str) -> int:
    return TYPES.index(kind if kind in TYPES else "Unnamed")


def _short(iri: str) -> str:
    return iri.removeprefix(BASE)


def _opening(kinds: list[int], edges: list[tuple[int, int]]) -> list[list[int]]:
    nodes = choose(kinds, edges, paper=PAPER, metric=METRIC)
    inside = {node: number for number, node in enumerate(nodes)}
    near = [(inside[a], inside[b]) for a, b in edges if a in inside and b in inside]
    places = place(len(nodes), near, spacing=90, rounds=200)
    return [[node, *spot] for node, spot in zip(nodes, places, strict=True)]


def _paper(graph: Graph, iri: Iri, paper: Paper, numbers: _Numbers) -> Values:
    spots = [
        [numbers.nodes[concept.iri], numbers.unit(iri, mention.span.start), numbers.unit(iri, mention.span.end)]
        for mention, concept in graph.mentions(iri)
    ]
    fields = {
        "node": numbers.nodes.get(iri),
        "title": paper.title,
        "text": paper.text,
        "published": paper.published,
        "venue": paper.venue,
        "authors": ", ".join(paper.authors) or None,
        "url": safe_url(paper.url),
        "mentions": spots,
    }
    return {name: value for name, value in fields.items() if value is not None}


def _claim(iri: Iri, claim: Claim, numbers: _Numbers) -> list[Any]:
    paper, span = claim.evidence.paper, claim.evidence.span
    return [
        _short(iri),
        numbers.node(claim.subject.iri),
        PREDICATES.index(claim.predicate.value),
        numbers.node(claim.object.iri),
        numbers.papers[paper],
        numbers.unit(paper, span.start),
        numbers.unit(paper, span.end),
        round(claim.confidence, 3),
        claim.rule,
        _figure(claim.quantity),
        _doubt(claim),
        int(own_kind(claim.subject.iri) == "contribution"),
    ]


def _figure(quantity: Quantity | None) -> Values | int:
    if quantity is None:
        return 0
    fields = {name: getattr(quantity, name) for name in _FIGURE}
    return {name: str(value) for name, value in fields.items() if value is not None}


def _doubt(claim: Claim) -> str | int:
    """Return how the text holds back from the claim, in words; 0 where it asserts it."""
    if claim.asserted:
        return 0
    return f"hedged: “{claim.hedge}”" if claim.hedge else "the text denies this"
