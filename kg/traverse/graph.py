"""The graph of what papers say, in memory, for walking."""

from __future__ import annotations

from functools import cache, cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Protocol

from kg.errors import UnknownNode
from kg.iris import paper_iri
from kg.model import Claim, Concept, ConceptType, Extraction, Iri, Mention, Paper, Predicate
from kg.traverse.convert import kind, multidigraph
from kg.traverse.names import Names
from kg.traverse.parts import Parts, gather, restrict
from kg.traverse.paths import Around, Path, Step, distances, simple_paths

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    import networkx as nx

Node = Concept | Paper | str  # a node, a paper, or an IRI, paper id or name


class Extractions(Protocol):
    """Anything that gives back the extractions that it holds, such as the store."""

    def extractions(self) -> Iterable[Extraction]:
        """Return every extraction."""
        ...


class Graph:
    """Papers and concepts as nodes, claims as edges.

    Answers come in one order that depends on the content alone: claims by paper and place in the
    text, nodes by how connected they are, then by label. Where a method takes a node, a `Concept`,
    a `Paper`, an IRI, a paper's id or a name will do; an unknown one raises `UnknownNode`.
    """

    def __init__(self, parts: Parts) -> None:
        """Take the parts as they are; `of` and `from_extractions` are the usual ways in."""
        self._parts = parts

    @classmethod
    def of(cls, store: Extractions) -> Graph:
        """Return the graph of a store."""
        return cls.from_extractions(store.extractions())

    @classmethod
    def from_extractions(cls, extractions: Iterable[Extraction]) -> Graph:
        """Return the graph of extractions; their order does not matter."""
        return cls(gather(extractions))

    def __len__(self) -> int:
        return len(self._parts.nodes)

    def __contains__(self, iri: object) -> bool:
        return iri in self._parts.nodes

    # -- nodes ------------------------------------------------------------------------------------------

    def node(self, name: Node) -> Concept:
        """Return the node of an IRI, a paper's id, a label or a surface form; labels go before surface forms.

        Of several nodes with one name (a word that is a Model in one paper and a Task in another) it is the
        most connected. Raises `UnknownNode`, with the nearest names, where there is none.
        """
        text = _text(name)
        found = self._parts.nodes.get(Iri(text)) or self._names.exact(text)
        if found is None:
            raise UnknownNode(text, self._names.near(text))
        return found

    def find(self, text: str, limit: int = 10) -> tuple[Concept, ...]:
        """Return up to `limit` nodes whose label or surface form holds `text`, best match first."""
        return self._names.find(text, limit)

    def kind(self, node: Node) -> str:
        """Return `Model` ... `Metric`, `Paper`, or for a paper's own node `Contribution`, `Baseline`, `Measure`."""
        return kind(self.node(node), self._parts.papers)

    def nodes(self) -> tuple[Concept, ...]:
        """Return every node: papers, concepts and papers' own nodes, in order of IRI."""
        return tuple(self._parts.nodes.values())

    def papers(self) -> tuple[Paper, ...]:
        """Return the papers that are nodes of this graph, in order of IRI."""
        return tuple(paper for iri, paper in self._parts.papers.items() if iri in self._parts.nodes)

    def concepts(self, type: ConceptType | None = None) -> tuple[Concept, ...]:  # noqa: A002 - the field's word
        """Return the concepts (of one type), the most connected first."""
        every = self._parts.nodes.values()
        wanted = [node for node in every if node.type is not None and type in (None, node.type)]
        return tuple(sorted(wanted, key=self._order))

    def degree(self, node: Node) -> int:
        """Return how many ends of claims the node is."""
        return self._degree(self.node(node).iri)

    def ranking(self, limit: int | None = None) -> tuple[tuple[Concept, int], ...]:
        """Return nodes of every kind with their degree, the most connected first."""
        ranked = sorted(self._parts.nodes.values(), key=self._order)[:limit]
        return tuple((node, self._degree(node.iri)) for node in ranked)

    # -- claims -----------------------------------------------------------------------------------------

    def claims(
        self,
        subject: Node | None = None,
        predicate: Predicate | str | None = None,
        object: Node | None = None,  # noqa: A002
    ) -> tuple[Claim, ...]:
        """Return the claims with this subject, predicate and object; None stands for any."""
        wanted = None if predicate is None else Predicate(predicate)
        if subject is not None:
            found = self._out.get(self.node(subject).iri, [])
        elif object is not None:
            found = self._in.get(self.node(object).iri, [])
        else:
            found = list(self._parts.claims.values())
        end = None if object is None else self.node(object).iri
        return tuple(claim for claim in found if wanted in (None, claim.predicate) and end in (None, claim.object.iri))

    def claim(self, iri: str) -> Claim:
        """Return the claim with this IRI; raises `UnknownNode` where there is none."""
        try:
            return self._parts.claims[Iri(iri)]
        except KeyError:
            raise UnknownNode(iri) from None

    def readable(self) -> dict[Iri, Paper]:
        """Return every paper whose text stands behind the graph: its papers and those of its claims."""
        behind = {claim.evidence.paper for claim in self._parts.claims.values()}
        return {iri: paper for iri, paper in self._parts.papers.items() if iri in self._parts.nodes or iri in behind}

    def claims_by_iri(self) -> dict[Iri, Claim]:
        """Return every claim under its IRI, by paper and place in the text."""
        return dict(self._parts.claims)

    def paper_of(self, claim: Claim) -> Paper:
        """Return the paper that makes the claim."""
        return self._parts.papers[claim.evidence.paper]

    def mentions(self, paper: Node) -> tuple[tuple[Mention, Concept], ...]:
        """Return where a paper's text names which concept, in order of the text."""
        pairs = self._parts.mentions.get(Iri(_text(paper)))
        if pairs is None:
            pairs = self._parts.mentions.get(self.node(paper).iri, ())
        return tuple((mention, self._parts.nodes[iri]) for mention, iri in pairs)

    # -- walking ----------------------------------------------------------------------------------------

    def neighbours(
        self, node: Node, depth: int = 1, predicates: Collection[Predicate | str] | None = None
    ) -> tuple[Concept, ...]:
        """Return the nodes within `depth` steps in either direction, nearest first, then the most connected.

        With `predicates` only their claims are walked.
        """
        start = self.node(node).iri
        steps = distances(start, self._around(predicates), depth)
        found = sorted(steps, key=lambda iri: (steps[iri], *self._order(self._parts.nodes[iri])))
        return tuple(self._parts.nodes[iri] for iri in found if iri != start)

    def paths(
        self,
        a: Node,
        b: Node,
        *,
        cutoff: int = 4,
        limit: int = 5,
        predicates: Collection[Predicate | str] | None = None,
    ) -> tuple[Path, ...]:
        """Return up to `limit` paths of at most `cutoff` steps from `a` to `b`, shortest first.

        Steps go in either direction. Among paths of one length those through less connected, so more
        telling, nodes come first.
        """
        ends = self.node(a).iri, self.node(b).iri
        around = self._around(predicates)
        wanted = None if predicates is None else {Predicate(name) for name in predicates}
        found = simple_paths(*ends, around, cutoff=cutoff, limit=limit)
        return tuple(Path(tuple(self._step(x, y, wanted) for x, y in pairwise(iris))) for iris in found)

    def subgraph(self, nodes: Iterable[Node], depth: int = 0) -> Graph:
        """Return the graph on these nodes and those within `depth` steps, with the claims among them."""
        keep: set[Iri] = set()
        for node in nodes:
            keep.update(distances(self.node(node).iri, self._around(None), depth))
        return Graph(restrict(self._parts, frozenset(keep)))

    def to_networkx(self) -> nx.MultiDiGraph[str]:
        """Return a `networkx.MultiDiGraph`: nodes are IRIs, edges are keyed by the IRI of their claim."""
        return multidigraph(self._parts.nodes, self._parts.claims, self._parts.papers)

    # -- what is computed once --------------------------------------------------------------------------

    @cached_property
    def _names(self) -> Names:
        return Names(self._parts, self._degree)

    @cached_property
    def _out(self) -> dict[Iri, list[Claim]]:
        return _grouped((claim.subject.iri, claim) for claim in self._parts.claims.values())

    @cached_property
    def _in(self) -> dict[Iri, list[Claim]]:
        return _grouped((claim.object.iri, claim) for claim in self._parts.claims.values())

    def _degree(self, iri: Iri) -> int:
        return len(self._out.get(iri, ())) + len(self._in.get(iri, ()))

    def _order(self, node: Concept) -> tuple[int, str, Iri]:
        return -self._degree(node.iri), node.label, node.iri

    def _around(self, predicates: Collection[Predicate | str] | None) -> Around:
        if predicates is None:
            return self._around_all
        return self._adjacency(frozenset(Predicate(name) for name in predicates))

    @cached_property
    def _around_all(self) -> Around:
        return self._adjacency(frozenset(Predicate))

    def _adjacency(self, wanted: frozenset[Predicate]) -> Around:
        """Return the function from a node to its neighbours by claims of `wanted`, the least connected first."""

        @cache
        def around(iri: Iri) -> tuple[Iri, ...]:
            ends = {claim.object.iri for claim in self._out.get(iri, ()) if claim.predicate in wanted}
            ends |= {claim.subject.iri for claim in self._in.get(iri, ()) if claim.predicate in wanted}
            return tuple(sorted(ends - {iri}, key=lambda end: (self._degree(end), self._parts.nodes[end].label, end)))

        return around

    def _step(self, x: Iri, y: Iri, wanted: set[Predicate] | None) -> Step:
        both = [claim for claim in self._out.get(x, ()) if claim.object.iri == y]
        both += [claim for claim in self._out.get(y, ()) if claim.object.iri == x]
        kept = tuple(claim for claim in both if wanted is None or claim.predicate in wanted)
        return Step(self._parts.nodes[x], self._parts.nodes[y], kept)


def _text(name: Node) -> str:
    if isinstance(name, str):
        return name
    return paper_iri(name.id) if isinstance(name, Paper) else name.iri


def _grouped(pairs: Iterator[tuple[Iri, Claim]]) -> dict[Iri, list[Claim]]:
    groups: dict[Iri, list[Claim]] = {}
    for key, claim in pairs:
        groups.setdefault(key, []).append(claim)
    return groups
