"""The topics of the graph: concepts that papers name together, found by Louvain's method with a seed.

Two concepts are the closer the more papers name both. A paper that names many says less of each pair (1/(n-1)), and
concepts that most papers name say less than rare ones (the logarithm of how rare they are). Metrics are left out: they
say how things are measured, whatever the topic.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from math import log

from kg.model import ConceptType, Iri
from kg.tables.tables import Source, Tables, tables_of


@dataclass(frozen=True, slots=True)
class Member:
    """A concept of a topic, the papers that name it, and how closely it hangs together with the rest of the topic."""

    iri: Iri
    label: str
    type: str
    papers: int
    weight: float


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic under the names of its foremost concepts; a paper belongs to the topic that most of its concepts are of.

    `concepts` come foremost first, `examples` are the titles of the papers that are most of this topic.
    """

    name: str
    concepts: tuple[Member, ...]
    papers: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Communities:
    """The topics, those with the most papers first; `modularity` tells how well they fall apart (0 to 1)."""

    topics: tuple[Topic, ...]
    modularity: float
    concepts: int
    left: int


def communities(
    source: Source, *, min_papers: int = 2, resolution: float = 1.0, seed: int = 0, limit: int | None = None
) -> Communities:
    """Return the topics of the concepts that at least `min_papers` papers name; the others are `left` out.

    A higher `resolution` gives more and smaller topics. The same graph and seed give the same topics.
    """
    tables = tables_of(source)
    named: dict[Iri, list[Iri]] = {}
    for row in tables.mentions():
        if tables.concepts()[row.concept].type != ConceptType.METRIC:
            named.setdefault(row.paper, []).append(row.concept)
    spread = Counter(iri for concepts in named.values() for iri in concepts)
    kept = sorted(iri for iri, papers in spread.items() if papers >= min_papers)
    rarity = {iri: log((len(named) + 1) / spread[iri]) for iri in kept}
    groups, closeness, modularity = _louvain(kept, _pairs(named.values(), rarity), resolution, seed)
    papers = _papers(named, {iri: place for place, group in enumerate(groups) for iri in group}, rarity)
    topics = [
        _topic(tables, {iri: spread[iri] for iri in group}, closeness, papers.get(place, []))
        for place, group in enumerate(groups)
    ]
    topics.sort(key=lambda topic: (-topic.papers, -len(topic.concepts), topic.name))
    return Communities(tuple(topics[:limit]), modularity, len(kept), len(spread) - len(kept))


def _louvain(
    kept: list[Iri], pairs: dict[tuple[Iri, Iri], float], resolution: float, seed: int
) -> tuple[list[list[Iri]], dict[Iri, float], float]:
    """Return the groups, how close each concept is to the rest of its group, and the modularity."""
    import networkx as nx

    # numbers, not IRIs: what Louvain does depends on the order of sets, and that of strings changes from run to run
    number = {iri: place for place, iri in enumerate(kept)}
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(len(kept)))
    graph.add_weighted_edges_from((number[a], number[b], weight) for (a, b), weight in sorted(pairs.items()))
    if not graph.number_of_edges():
        return [[iri] for iri in kept], dict.fromkeys(kept, 0.0), 0.0
    groups = nx.community.louvain_communities(graph, weight="weight", resolution=resolution, seed=seed)
    home = {node: place for place, group in enumerate(groups) for node in group}
    closeness = dict.fromkeys(kept, 0.0)
    for (a, b), weight in sorted(pairs.items()):
        if home[number[a]] == home[number[b]]:
            closeness[a] += weight
            closeness[b] += weight
    modularity = nx.community.modularity(graph, groups, weight="weight", resolution=resolution)
    return [[kept[node] for node in sorted(group)] for group in groups], closeness, round(modularity, 4)


def _topic(tables: Tables, spread: dict[Iri, int], closeness: dict[Iri, float], papers: list[Iri]) -> Topic:
    rows = [tables.concepts()[iri] for iri in spread]
    members = [
        Member(row.concept, row.label, row.type, spread[row.concept], round(closeness[row.concept], 4)) for row in rows
    ]
    members.sort(key=lambda member: (-member.weight, member.label, member.iri))
    examples = tuple(tables.papers()[paper].title for paper in papers[:3])
    return Topic(", ".join(member.label for member in members[:3]), tuple(members), len(papers), examples)


def _pairs(papers: Iterable[list[Iri]], rarity: dict[Iri, float]) -> dict[tuple[Iri, Iri], float]:
    """Return how close each two concepts are that a paper names together."""
    found: dict[tuple[Iri, Iri], float] = {}
    for concepts in papers:
        inside = sorted(iri for iri in concepts if iri in rarity)
        for pair in combinations(inside, 2):
            found[pair] = found.get(pair, 0.0) + rarity[pair[0]] * rarity[pair[1]] / (len(inside) - 1)
    return found


def _papers(named: dict[Iri, list[Iri]], home: dict[Iri, int], rarity: dict[Iri, float]) -> dict[int, list[Iri]]:
    """Return the papers of each topic, those that are most of it first."""
    found: dict[int, list[tuple[float, Iri]]] = {}
    for paper, concepts in sorted(named.items()):
        weights: dict[int, float] = {}
        for iri in concepts:
            if iri in home:
                weights[home[iri]] = weights.get(home[iri], 0.0) + rarity[iri]
        if weights:
            best = max(weights, key=lambda place: (weights[place], -place))
            found.setdefault(best, []).append((-weights[best], paper))
    return {place: [paper for _, paper in sorted(rows)] for place, rows in found.items()}
