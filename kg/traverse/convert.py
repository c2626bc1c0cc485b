"""The graph as a networkx object, every attribute a plain scalar so that each of its writers takes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.iris import own_kind
from kg.model import Claim, Concept, Iri

if TYPE_CHECKING:
    from collections.abc import Mapping

    import networkx as nx

    from kg.model import Paper

Scalar = str | int | float | bool


def kind(node: Concept, papers: Mapping[Iri, Paper]) -> str:
    """Return what a node is: the name of its type, `Paper`, or what a paper's own node stands for."""
    if node.type is not None:
        return node.type.value
    return "Paper" if node.iri in papers else (own_kind(node.iri) or "node").capitalize()


def multidigraph(
    nodes: Mapping[Iri, Concept], claims: Mapping[Iri, Claim], papers: Mapping[Iri, Paper]
) -> nx.MultiDiGraph[str]:
    """Return a `networkx.MultiDiGraph`: nodes are IRIs, an edge's key is the IRI of its claim."""
    import networkx as nx

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for iri, node in nodes.items():
        graph.add_node(iri, label=node.label, type=kind(node, papers))
    for iri, claim in claims.items():
        graph.add_edge(claim.subject.iri, claim.object.iri, key=iri, **attributes(claim))
    return graph


def attributes(claim: Claim) -> dict[str, Scalar]:
    """Return the fields of a claim as scalars under flat names; fields that are not there are left out."""
    span, quantity = claim.evidence.span, claim.quantity
    fields: dict[str, Scalar | None] = {
        "predicate": claim.predicate.value,
        "paper": claim.evidence.paper,
        "sentence": claim.evidence.text,
        "start": span.start,
        "end": span.end,
        "rule": claim.rule,
        "confidence": claim.confidence,
        "asserted": claim.asserted,
        "polarity": claim.polarity.value,
        "hedge": claim.hedge,
    }
    if quantity is not None:
        fields |= {
            "value": quantity.value,
            "unit": quantity.unit,
            "mode": quantity.mode.value if quantity.mode else None,
            "bound": quantity.bound.value if quantity.bound else None,
            "metric": quantity.metric,
            "dataset": quantity.dataset,
            "condition": quantity.condition,
            "verbatim": quantity.verbatim,
        }
    return {name: value for name, value in fields.items() if value is not None}
