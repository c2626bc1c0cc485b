"""`kg show`: a concept or a paper, with its claims."""

import json as jsonlib
from pathlib import Path
from typing import Any

from kg.cli.claims import claim_json, node_json, paper_json, tell
from kg.cli.nearby import nearby
from kg.cli.stored import opened
from kg.cli.tables import console, indented, marked
from kg.cli.voice import Voice
from kg.iris import paper_iri
from kg.model import Claim, Concept, Paper, Predicate
from kg.rdf.store import Store
from kg.traverse import Graph

_LABELS = "SELECT ?name WHERE {{ <{iri}> skos:prefLabel|skos:altLabel ?name }} ORDER BY ?name"
_BROADER = "SELECT ?name WHERE {{ <{iri}> skos:broader/skos:prefLabel ?name }} ORDER BY ?name"


def run(voice: Voice, *, name: str, json: bool, graph: Path) -> int:
    """Print what the graph holds about a node."""
    with opened(graph) as store:
        whole = nearby(store, name)
        node = whole.node(name)
        claims = of(whole, node)
        paper = next((paper for paper in whole.papers() if paper_iri(paper.id) == node.iri), None)
        about = about_paper(whole, node, paper) if paper else about_concept(whole, node, store)
    if json:
        about |= {"claims": [claim_json(whole, claim) for claim in claims]}
        print(jsonlib.dumps(about, indent=2, ensure_ascii=False))
    else:
        _print(whole, node, about, claims)
    return 0


def of(graph: Graph, node: Concept) -> tuple[Claim, ...]:
    """Return the claims of a node; those of a paper's contribution are the paper's as well."""
    nodes = [node, *(other for other in graph.nodes() if other.iri == f"{node.iri}#contribution")]
    found = [claim for each in nodes for claim in (*graph.claims(subject=each), *graph.claims(object=each))]
    return tuple(dict.fromkeys(found))


def about_paper(graph: Graph, node: Concept, paper: Paper) -> dict[str, Any]:
    """Return what the sources say of a paper, and the concepts that it names by role."""
    roles: dict[str, list[str]] = {}
    for claim in graph.claims(subject=node):
        roles.setdefault(claim.predicate, []).append(claim.object.label)
    return {
        **paper_json(node.iri, paper),
        "type": "Paper",
        "authors": list(paper.authors),
        "venue": paper.venue,
        "sources": list(paper.source),
        "concepts": {str(role): list(dict.fromkeys(roles[role])) for role in Predicate if role in roles},
    }


def about_concept(graph: Graph, node: Concept, store: Store) -> dict[str, Any]:
    """Return what the graph holds about a concept, or about a paper's own node, beside its claims."""
    named = [
        (paper, {mention.span.of(paper.text) for mention, concept in graph.mentions(paper) if concept.iri == node.iri})
        for paper in graph.papers()
    ]
    forms = sorted({form for _, found in named for form in found} | set(_names(store, _LABELS, node)) - {node.label})
    return {
        **node_json(node),
        "type": graph.kind(node),
        "labels": [form for form in forms if form != node.label],
        "broader": _names(store, _BROADER, node),
        "papers": [paper_json(paper_iri(paper.id), paper) for paper, found in named if found],
    }


def _names(store: Store, query: str, node: Concept) -> list[str]:
    rows: Any = store.query(query.format(iri=node.iri))
    return list(dict.fromkeys(row["name"].value for row in rows))


def _print(graph: Graph, node: Concept, about: dict[str, Any], claims: tuple[Claim, ...]) -> None:
    out = console()
    out.print(marked(node.label, [(0, len(node.label))]))
    fields = {name: value for name, value in about.items() if value and name not in ("title", "label")}
    papers = fields.pop("papers", [])
    concepts = fields.pop("concepts", {})
    for name, value in fields.items():
        indented(out, f"{name:10} {', '.join(value) if isinstance(value, list) else value}", 2)
    if papers:
        indented(out, f"{'papers':10} {len(papers)}", 2)
        for paper in papers:
            indented(out, paper["title"], 13)
    for role, names in concepts.items():
        indented(out, f"{role:13} {', '.join(names)}", 2)
    for predicate in Predicate:
        group = [claim for claim in claims if claim.predicate is predicate]
        if group:
            out.print(f"\n{predicate} ({len(group)})")
            tell(out, graph, group, node)
