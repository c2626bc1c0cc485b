"""What `kg explain` is asked for: a claim, a paper, a node of the graph, or a name within some papers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kg.analysis.explain import of_claims, of_name, of_node
from kg.analysis.explained import Explanation
from kg.cli.nearby import nearby
from kg.cli.voice import UsageError
from kg.errors import UnknownNode
from kg.iris import BASE, paper_iri
from kg.model import Concept, Iri
from kg.rdf.store import Store
from kg.traverse import Graph

_CLAIM = f"{BASE}claim/"
_HASH = re.compile(r"(?:claim[:/])?([0-9a-f]{6,24})")
_CLAIMS = """SELECT ?claim ?id WHERE {{
  ?claim a kg:Claim ; prov:hadPrimarySource/dcterms:identifier ?id FILTER(STRSTARTS(STR(?claim), "{iri}"))
}} ORDER BY ?claim"""


@dataclass(frozen=True, slots=True)
class Target:
    """What is asked for, and the ids of the papers to read again: a claim, a node, or a name within some papers."""

    name: str
    papers: tuple[str, ...]
    claim: Iri | None = None
    node: Concept | None = None
    is_paper: bool = False

    @property
    def sought(self) -> str:
        """The name whose places in the text are asked for; empty where it is not for a name in a text."""
        return "" if self.claim or self.node or self.is_paper else self.name

    def of(self, explanation: Explanation) -> Explanation:
        """Return what an explanation of a paper says of the target."""
        if self.is_paper:
            return explanation
        if self.claim is not None:
            return of_claims(explanation, lambda iri: iri == self.claim)
        return of_node(explanation, self.node.iri) if self.node else of_name(explanation, self.name)


def target(store: Store, name: str, papers: tuple[str, ...] = ()) -> Target:
    """Return what a name stands for, within some papers where their ids or IRIs are given.

    Raises UnknownNode where the graph has nothing of that name, UsageError where several claims begin so, or where
    the claim is of another paper.
    """
    within = tuple(dict.fromkeys(_paper(store, each) for each in papers))
    found = _claim(store, name, within)
    if found:
        return found
    whole = name if name in store.papers() else _id_of(store, name)
    if whole and within in ((), (whole,)):
        return Target(name, (whole,), is_paper=True)
    return Target(name, within) if within else _node(store, name)


def _paper(store: Store, name: str) -> str:
    """Return the id of a paper by its id or IRI; raises UnknownNode, with near ids, where there is none."""
    found = _id_of(store, name)
    return found if found else store.paper(name).id


def _id_of(store: Store, iri: str) -> str | None:
    return next((paper_id for paper_id in store.papers() if paper_iri(paper_id) == iri), None)


def _claim(store: Store, name: str, within: tuple[str, ...]) -> Target | None:
    """Return the claim with this IRI, or the one whose IRI begins with this hash; None where it is no such thing."""
    digits = _HASH.fullmatch(name.removeprefix(_CLAIM))
    if digits is None:
        return None
    every = list(_claims(store, f"{_CLAIM}{digits[1]}"))
    rows = [row for row in every if not within or row[1] in within]
    if every and not rows:
        raise UsageError(f"{name} is a claim of paper {every[0][1]}, not of {', '.join(within)}")
    if len(rows) > 1:
        listed = ", ".join(iri.removeprefix(_CLAIM)[: len(digits[1]) + 4] for iri, _ in rows[:5])
        raise UsageError(f"{len(rows)} claims begin with {digits[1]}: {listed}. Give more digits")
    if not rows and name != digits[1]:
        raise UnknownNode(name)
    return Target(name, (rows[0][1],), claim=Iri(rows[0][0])) if rows else None


def _claims(store: Store, start: str) -> Iterator[tuple[str, str]]:
    rows: Any = store.query(_CLAIMS.format(iri=start))
    return ((row["claim"].value, row["id"].value) for row in rows)


def _node(store: Store, name: str) -> Target:
    graph = nearby(store, name)
    node = graph.node(name)
    papers = tuple(paper.id for paper in graph.papers() if paper_iri(paper.id) == node.iri)
    return Target(name, papers or tuple(_papers_of(graph, node)), node=node, is_paper=bool(papers))


def _papers_of(graph: Graph, node: Concept) -> Iterator[str]:
    """Yield the ids of the papers that name a node or claim something of it."""
    claims = (*graph.claims(subject=node), *graph.claims(object=node))
    speak = {claim.evidence.paper for claim in claims}
    for paper in graph.papers():
        iri = paper_iri(paper.id)
        if iri in speak or any(concept.iri == node.iri for _, concept in graph.mentions(iri)):
            yield paper.id
