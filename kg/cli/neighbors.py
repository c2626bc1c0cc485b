"""`kg neighbors`: what is around a node."""

import json as jsonlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from kg.cli.claims import node_json
from kg.cli.tables import console, table
from kg.cli.voice import UsageError, Voice
from kg.cli.walked import walked
from kg.model import Concept, Predicate
from kg.traverse import Graph


def run(
    voice: Voice, *, name: str, depth: int, predicate: Sequence[str] | None, limit: int, json: bool, graph: Path
) -> int:
    """Print the nodes around a node: how far they are, what they are, and how they are connected to it."""
    wanted = _predicates(predicate or ())
    whole = walked(graph, voice)
    node = whole.node(name)
    rings = _rings(whole, node, depth, wanted)
    found = [(steps, other) for steps, ring in enumerate(rings, 1) for other in ring]
    shown = found[: limit or None]
    rows = [(steps, other, _between(whole, node, other)) for steps, other in shown]
    if len(found) > len(shown):
        voice.say(f"{len(shown)} of {len(found)}; --limit 0 lists all")
    if json:
        described = [
            node_json(other)
            | {"type": whole.kind(other), "steps": steps, "by": list(by), "confidence": max(by.values(), default=None)}
            for steps, other, by in rows
        ]
        print(jsonlib.dumps(described, indent=2, ensure_ascii=False))
        return 0
    cells = [[str(steps), other.label, whole.kind(other), _words(by)] for steps, other, by in rows]
    table(console(), ["steps", "name", "type", "connected by"], cells)
    if not rows:
        voice.say(f"nothing is connected to {node.label}")
    return 0


def _predicates(names: Sequence[str]) -> tuple[Predicate, ...] | None:
    """Return the predicates of the names, None for all; raises UsageError for a name that is none."""
    for name in names:
        if name not in set(Predicate):
            raise UsageError(f"there is no predicate {name!r}; there are {', '.join(Predicate)}")
    return tuple(Predicate(name) for name in names) or None


def _rings(graph: Graph, node: Concept, depth: int, wanted: tuple[Predicate, ...] | None) -> list[tuple[Concept, ...]]:
    """Return the nodes that are one step away, two steps away, and so on."""
    rings: list[tuple[Concept, ...]] = []
    inner: set[str] = set()
    for steps in range(1, depth + 1):
        ring = tuple(other for other in graph.neighbors(node, steps, wanted) if other.iri not in inner)
        if not ring:
            break
        rings.append(ring)
        inner |= {other.iri for other in ring}
    return rings


def _between(graph: Graph, node: Concept, other: Concept) -> dict[str, float]:
    """Return how two nodes are connected, each way with the highest confidence of a claim that says so.

    Predicates lead away from `node`; those that lead back to it have an arrow.
    """
    found: dict[str, float] = {}
    for mark, subject, obj in (("", node, other), ("← ", other, node)):
        for claim in graph.claims(subject=subject, object=obj):
            way = f"{mark}{claim.predicate}"
            found[way] = max(claim.confidence, found.get(way, 0.0))
    return found


def _words(by: Mapping[str, float]) -> str:
    return ", ".join(f"{way} (confidence {confidence:.2f})" for way, confidence in by.items())
