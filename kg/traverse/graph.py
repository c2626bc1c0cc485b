"""The graph of what papers say, for walking: in memory, or as it lies in a folder, with the same answers."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any

from kg.errors import StoreError, UnknownNode
from kg.iris import paper_iri
from kg.model import Claim, Concept, ConceptType, Extraction, Iri, Mention, Paper, Predicate
from kg.rdf.store import Store
from kg.traverse.above import Above, Catalogued, Stored, ancestors
from kg.traverse.convert import frame, kind, multidigraph
from kg.traverse.kept import STORE, load, save
from kg.traverse.links import CODES
from kg.traverse.lookup import Lookup, Node, iri_or_name, other_names_of
from kg.traverse.parts import Parts, gather
from kg.traverse.paths import Path, Step, distances, simple_paths
from kg.traverse.reading import Extractions, read_whole
from kg.traverse.select import Scope, select
from kg.traverse.summary import html

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    import networkx as nx
    import pandas as pd

    from kg.ontology import Ontology
    from kg.traverse.names import Match, NameTable


class Graph:
    """Papers and concepts as nodes, claims as edges.

    Answers come in one order that depends on the content alone: claims by paper and place in the
    text, nodes by how connected they are, then by label. Where a method takes a node, a `Concept`,
    a `Paper`, an IRI, a paper's id or a name will do; an unknown one raises `UnknownNode`.
    """

    def __init__(self, parts: Parts, above: Above | None = None, table: NameTable | None = None) -> None:
        """Take the parts as they are; `open`, `of` and `from_extractions` are the usual ways in."""
        self._parts = parts
        self._above = above or Catalogued()
        self._lookup = Lookup(parts, self._above.aliases, table)

    @classmethod
    def open(cls, folder: FilePath | str) -> Graph:
        """Return the graph of a folder that `kg build` wrote; what is not asked for is not read.

        Where the folder lacks the file for this, or the store was changed since, the store is read whole, once.
        Raises StoreError where there is no graph.
        """
        path = FilePath(folder)
        if not (path / STORE).is_dir():
            raise StoreError(path, f"there is no graph here; build one with `kg build SOURCE -o {path}`")
        parts, table = load(path) or read_whole(path)
        return cls(parts, Stored(path / STORE), table)

    @classmethod
    def of(cls, store: Extractions) -> Graph:
        """Return the graph of a store, in memory."""
        return cls.from_extractions(store.extractions())

    @classmethod
    def from_extractions(cls, extractions: Iterable[Extraction], *, ontology: Ontology | None = None) -> Graph:
        """Return the graph of extractions; their order does not matter.

        The catalogue (default: the packaged one) gives what stands above a concept, and more names.
        """
        return cls(gather(extractions), Catalogued(ontology))

    def save(self, folder: FilePath) -> None:
        """Write what `open` reads into the folder of a graph; `kg.traverse.kept.seal` makes it count."""
        save(self._parts, self._lookup.table, folder)

    def __len__(self) -> int:
        return len(self._parts.nodes)

    def __contains__(self, iri: object) -> bool:
        return isinstance(iri, str) and self._parts.number(iri) is not None

    def _repr_html_(self) -> str:
        return html(self._parts)

    # -- nodes ------------------------------------------------------------------------------------------

    def node(self, name: Node) -> Concept:
        """Return the node of an IRI, a paper's id, a label or another name; labels go before other names.

        Of several nodes with one name (a word that is a Model in one paper and a Task in another) it is the
        most connected. Raises `UnknownNode`, with the nearest names, where there is none.
        """
        return self._parts.nodes[self._lookup.number(name)]

    def concept(self, name: Node) -> Concept:
        """Return the concept of a name, as `node` does; a paper or a paper's own node is none."""
        node = self.node(name)
        if node.type is None:
            near = self.search(str(name), 3, list(ConceptType)) if isinstance(name, str) else ()
            raise UnknownNode(node.label, tuple(match.node.label for match in near))
        return node

    def paper(self, name: Node) -> Paper:
        """Return the paper of an id, an IRI or a title; raises `UnknownNode` where there is none."""
        number = self._lookup.paper(name)
        if number is None:
            raise UnknownNode(iri_or_name(name))
        return self._parts.papers[number]

    def search(self, text: str, limit: int = 10, types: Collection[str] | None = None) -> tuple[Match, ...]:
        """Return up to `limit` nodes that `text` may mean, the surest first, then the most connected.

        Labels and other names as a whole, how they begin, the words of a label, and near spellings count. `types`
        are kinds of nodes such as `Model` or `Paper`.
        """
        nodes = self._parts.nodes
        return self._lookup.search(text, limit, lambda node: types is None or kind(nodes[node]) in types)

    def find(self, text: str, limit: int = 10) -> tuple[Concept, ...]:
        """Return the nodes that `search` finds."""
        return tuple(match.node for match in self.search(text, limit))

    def ancestors(self, node: Node) -> tuple[Concept, ...]:
        """Return the concepts above one by the catalogue (skos:broader), the nearest first."""
        return ancestors(self.node(node), self._above)

    def broader(self, node: Node) -> tuple[Concept, ...]:
        """Return the concepts directly above one by the catalogue, in order of IRI."""
        return self._above.broader(self.node(node))

    def names(self, node: Node) -> tuple[str, ...]:
        """Return the other names of a node, sorted: those in the texts of up to 200 papers, and the catalogue's."""
        number = self._lookup.number(node)
        return other_names_of(self._parts, number, self._above.aliases(self._parts.nodes[number].iri))

    def kind(self, node: Node) -> str:
        """Return `Model` ... `Metric`, `Paper`, or for a paper's own node `Contribution`, `Baseline`, `Measure`."""
        return kind(self.node(node))

    def nodes(self) -> tuple[Concept, ...]:
        """Return every node: papers, concepts and papers' own nodes, in order of IRI."""
        return tuple(self._parts.nodes)

    def papers(self) -> tuple[Paper, ...]:
        """Return the papers that are nodes of this graph, in order of IRI."""
        return tuple(paper for paper in self._parts.papers if paper_iri(paper.id) in self)

    def naming(self, node: Node) -> tuple[Paper, ...]:
        """Return the papers whose texts name a node, in order of IRI."""
        return tuple(self._parts.papers[number] for number in self._parts.links.naming[self._lookup.number(node)])

    def concepts(self, type: ConceptType | None = None) -> tuple[Concept, ...]:  # noqa: A002 - the field's word
        """Return the concepts (of one type), the most connected first."""
        nodes = self._parts.nodes
        wanted = [number for number, node in enumerate(nodes) if node.type is not None and type in (None, node.type)]
        return tuple(nodes[number] for number in sorted(wanted, key=self._lookup.order))

    def degree(self, node: Node) -> int:
        """Return how many ends of claims the node is."""
        return self._parts.links.degree(self._lookup.number(node))

    def ranking(self, limit: int | None = None) -> tuple[tuple[Concept, int], ...]:
        """Return nodes of every kind with their degree, the most connected first."""
        degree = self._parts.links.degree
        ranked = sorted(range(len(self)), key=self._lookup.order)[:limit]
        return tuple((self._parts.nodes[number], degree(number)) for number in ranked)

    # -- claims -----------------------------------------------------------------------------------------

    def claims(
        self,
        subject: Node | None = None,
        predicate: Predicate | str | None = None,
        object: Node | None = None,  # noqa: A002
    ) -> tuple[Claim, ...]:
        """Return the claims with this subject, predicate and object; None stands for any."""
        ends = (None if end is None else self._lookup.number(end) for end in (subject, object))
        wanted = _codes(None if predicate is None else (predicate,))
        found = self._parts.links.claims(next(ends), wanted, next(ends))
        return tuple(map(self._parts.claims.__getitem__, found))

    def claim(self, iri: str) -> Claim:
        """Return the claim with this IRI; raises `UnknownNode` where there is none."""
        number = self._parts.claim_number(iri)
        if number is None:
            raise UnknownNode(iri)
        return self._parts.claims[number]

    def readable(self) -> dict[Iri, Paper]:
        """Return every paper whose text stands behind the graph: its papers and those of its claims."""
        return {paper_iri(paper.id): paper for paper in self._parts.papers}

    def claims_by_iri(self) -> dict[Iri, Claim]:
        """Return every claim under its IRI, by paper and place in the text."""
        return dict(zip(self._parts.claim_iris, self._parts.claims, strict=True))

    def extractions(self) -> Iterator[Extraction]:
        """Yield what was read out of each paper, as far as it is in this graph, in order of IRI."""
        return map(self._parts.extraction, range(len(self._parts.papers)))

    def paper_of(self, claim: Claim) -> Paper:
        """Return the paper that makes the claim."""
        return self.paper(claim.evidence.paper)

    def mentions(self, paper: Node) -> tuple[tuple[Mention, Concept], ...]:
        """Return where a paper's text names which concept, in order of the text."""
        number = self._lookup.paper(paper)
        links = () if number is None else self._parts.named[number]
        return tuple((link.mention, link.concept) for link in links)

    # -- walking ----------------------------------------------------------------------------------------

    def neighbors(
        self, node: Node, depth: int = 1, predicates: Collection[Predicate | str] | None = None
    ) -> tuple[Concept, ...]:
        """Return the nodes within `depth` steps in either direction, nearest first, then the most connected.

        With `predicates` only their claims are walked.
        """
        start, codes = self._lookup.number(node), _codes(predicates)
        steps = distances(start, lambda near: self._parts.links.around(near, codes), depth)
        del steps[start]
        return tuple(
            self._parts.nodes[near] for near in sorted(steps, key=lambda each: (steps[each], *self._lookup.order(each)))
        )

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
        codes, links = _codes(predicates), self._parts.links
        ends = self._lookup.number(a), self._lookup.number(b)
        found = simple_paths(*ends, lambda node: links.around(node, codes), links.degree, cutoff=cutoff, limit=limit)
        return tuple(Path(tuple(self._step(x, y, codes) for x, y in pairwise(numbers))) for numbers in found)

    def subgraph(
        self,
        nodes: Iterable[Node] = (),
        depth: int = 0,
        *,
        between: Iterable[Node] = (),
        cutoff: int = 3,
        types: Collection[str] | None = None,
        predicates: Collection[Predicate | str] | None = None,
        since: str | None = None,
        until: str | None = None,
    ) -> Graph:
        """Return the part of the graph that is asked for, with the claims among its nodes.

        It is what lies within `depth` steps of `nodes`, and on paths of at most `cutoff` steps between each two of
        `between`; with neither, all. Of that stay nodes of some `types` (as `kind` names them) and claims by some
        `predicates`, made by papers of a time: `since` and `until` are `2024`, `2024-03` or `2024-03-01`.
        """
        if predicates is not None:
            predicates = {Predicate(name) for name in predicates}
        scope = Scope(types, predicates, since, until)
        start, ends = ({self._lookup.number(node) for node in asked} for asked in (nodes, between))
        return Graph(select(self._parts, scope, start, depth, ends, cutoff), self._above)

    # -- other libraries --------------------------------------------------------------------------------

    def to_networkx(self) -> nx.MultiDiGraph[str]:
        """Return a `networkx.MultiDiGraph`: nodes are IRIs, edges are keyed by the IRI of their claim."""
        return multidigraph(self._parts)

    def to_pandas(self) -> pd.DataFrame:
        """Return the claims as a `pandas.DataFrame` under their IRIs, in typed columns; needs the extra `pandas`."""
        return frame(self._parts)

    def to_rdflib(self) -> Any:
        """Return an `rdflib.Graph` of what this graph holds, in the form of the store."""
        with Store(ontology=self._above.ontology) as store:
            store.replace_all(self.extractions())
            return store.to_rdflib()

    def _step(self, x: int, y: int, codes: Collection[int] | None) -> Step:
        links, nodes = self._parts.links, self._parts.nodes
        found = links.claims(x, codes, y) + links.claims(y, codes, x)
        return Step(nodes[x], nodes[y], tuple(map(self._parts.claims.__getitem__, found)))


def _codes(predicates: Collection[Predicate | str] | None) -> frozenset[int] | None:
    """Return the numbers of predicates; raises ValueError for a name that is none."""
    return None if predicates is None else frozenset(CODES[Predicate(name)] for name in predicates)
