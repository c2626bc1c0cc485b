"""`kg path`: how two nodes are connected."""

import json as jsonlib
from pathlib import Path

from kg.cli.claims import claim_json, node_json, tell
from kg.cli.tables import console
from kg.cli.voice import Voice
from kg.cli.walked import walked
from kg.traverse import Graph, Step


def run(voice: Voice, *, a: str, b: str, cutoff: int, limit: int, json: bool, graph: Path) -> int:
    """Print the shortest paths; return 1 where there is none."""
    whole = walked(graph, voice)
    found = whole.paths(a, b, cutoff=cutoff, limit=limit)
    if json:
        rows = [
            {"nodes": [node_json(node) for node in path.nodes], "steps": [_step(whole, step) for step in path.steps]}
            for path in found
        ]
        print(jsonlib.dumps(rows, indent=2, ensure_ascii=False))
    else:
        out = console()
        for number, path in enumerate(found, 1):
            out.print(f"{number}. {' · '.join(node.label for node in path.nodes)}")
            tell(out, whole, (step.surest for step in path.steps))
    if not found:
        ends = whole.node(a).label, whole.node(b).label
        voice.say(f"no path of at most {cutoff} steps between {ends[0]} and {ends[1]}; --cutoff allows longer ones")
    return 0 if found else 1


def _step(graph: Graph, step: Step) -> dict[str, object]:
    return {
        "source": step.source.iri,
        "target": step.target.iri,
        "claims": [claim_json(graph, claim) for claim in step.claims],
    }
