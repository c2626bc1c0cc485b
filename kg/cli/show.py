"""`kg show`: a concept or a paper, with its claims."""

import json as jsonlib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kg.cli.claims import claim_json, node_json, paper_json, tell
from kg.cli.tables import console, indented, marked
from kg.cli.voice import Voice
from kg.cli.walked import walked
from kg.iris import paper_iri
from kg.model import Claim, Concept, Paper, Predicate
from kg.traverse import Graph
from kg.traverse.paths import surest_first


def run(voice: Voice, *, name: str, limit: int, json: bool, graph: Path) -> int:
    """Print what the graph holds about a node: of a hub no more than `limit` claims of each kind and as many papers."""
    whole = walked(graph, voice)
    node = whole.node(name)
    every = of(whole, node)
    claims = chosen(every, limit)
    counts = Counter(str(claim.predicate) for claim in every)
    about = (
        about_paper(whole, node, whole.paper(node), every)
        if whole.kind(node) == "Paper"
        else about_concept(whole, node, limit)
    )
    if len(claims) < len(every):
        voice.say(f"{len(claims)} of {len(every)} claims, the surest of each kind; --limit 0 shows all")
    if json:
        about |= {"counts": dict(counts), "claims": [claim_json(whole, claim) for claim in claims]}
        print(jsonlib.dumps(about, indent=2, ensure_ascii=False))
    else:
        _print(whole, node, about, claims, counts)
    return 0


def of(graph: Graph, node: Concept) -> tuple[Claim, ...]:
    """Return the claims of a node; those of a paper's contribution are the paper's as well."""
    own = f"{node.iri}#contribution"
    nodes = [node, graph.node(own)] if own in graph else [node]
    found = [claim for each in nodes for claim in (*graph.claims(subject=each), *graph.claims(object=each))]
    return tuple(dict.fromkeys(found))


def chosen(claims: Sequence[Claim], limit: int) -> tuple[Claim, ...]:
    """Return the surest `limit` claims of each predicate, all of them for 0, in the order in which they come."""
    if not limit:
        return tuple(claims)
    taken: Counter[str] = Counter()
    kept = set()
    for claim in surest_first(claims):
        taken[claim.predicate] += 1
        if taken[claim.predicate] <= limit:
            kept.add(claim)
    return tuple(claim for claim in claims if claim in kept)


def about_paper(graph: Graph, node: Concept, paper: Paper, claims: Sequence[Claim]) -> dict[str, Any]:
    """Return what the sources say of a paper, and the concepts that it names by role."""
    roles: dict[str, list[str]] = {}
    for claim in claims:
        if claim.subject.iri == node.iri:
            roles.setdefault(claim.predicate, []).append(claim.object.label)
    return {
        **paper_json(node.iri, paper),
        "type": "Paper",
        "authors": list(paper.authors),
        "venue": paper.venue,
        "sources": list(paper.source),
        "concepts": {str(role): list(dict.fromkeys(roles[role])) for role in Predicate if role in roles},
    }


def about_concept(graph: Graph, node: Concept, limit: int) -> dict[str, Any]:
    """Return what the graph holds about a concept, or about a paper's own node, beside its claims."""
    papers = graph.naming(node)
    return {
        **node_json(node),
        "type": graph.kind(node),
        "labels": list(graph.names(node)),
        "broader": [up.label for up in graph.broader(node)],
        "paper_count": len(papers),
        "papers": [paper_json(paper_iri(paper.id), paper) for paper in papers[: limit or None]],
    }


def _print(graph: Graph, node: Concept, about: dict[str, Any], claims: Sequence[Claim], counts: Counter[str]) -> None:
    out = console()
    out.print(marked(node.label, [(0, len(node.label))]))
    fields = {name: value for name, value in about.items() if value and name not in ("title", "label")}
    papers, count = fields.pop("papers", []), fields.pop("paper_count", 0)
    concepts = fields.pop("concepts", {})
    for name, value in fields.items():
        indented(out, f"{name:10} {', '.join(value) if isinstance(value, list) else value}", 2)
    if papers:
        indented(out, f"{'papers':10} {count}", 2)
        for paper in papers:
            indented(out, paper["title"], 13)
    for role, names in concepts.items():
        indented(out, f"{role:13} {', '.join(names)}", 2)
    for predicate in Predicate:
        group = [claim for claim in claims if claim.predicate is predicate]
        if group:
            shown = "" if len(group) == counts[predicate] else f", {len(group)} shown"
            out.print(f"\n{predicate} ({counts[predicate]}{shown})")
            tell(out, graph, group, node)
