"""Which nodes the page opens on: the concepts that most papers share, and the papers that share most."""

from collections.abc import Sequence


def choose(
    kinds: Sequence[int], edges: Sequence[tuple[int, int]], *, paper: int, metric: int, limit: int = 120
) -> list[int]:
    """Return the numbers of at most `limit` nodes, concepts first.

    `kinds` holds the kind of each node; `paper` and `metric` are two of them. Papers by which a metric is shared
    count half, or else "accuracy" and its like would crowd out the rest. Small graphs come whole.
    """
    around = _around(len(kinds), edges)
    if len(kinds) <= limit:
        return list(range(len(kinds)))
    concepts = [node for node in range(len(kinds)) if kinds[node] != paper]
    shared = {
        node: sum(kinds[end] == paper for end in around[node]) * (1 if kinds[node] == metric else 2)
        for node in concepts
    }
    hubs = sorted(concepts, key=lambda node: (-shared[node], -len(around[node]), node))[: limit * 5 // 8]
    top = set(hubs)
    papers = [node for node in range(len(kinds)) if kinds[node] == paper and around[node] & top]
    papers.sort(key=lambda node: (-len(around[node] & top), node))
    return _held(hubs + papers[: limit - len(hubs)], around)


def _held(nodes: list[int], around: list[set[int]]) -> list[int]:
    """Return the nodes without those that hang on the others by less than two edges, again and again."""
    inside = set(nodes)
    while loose := {node for node in inside if len(around[node] & inside) < 2}:
        inside -= loose
    return [node for node in nodes if node in inside]


def _around(count: int, edges: Sequence[tuple[int, int]]) -> list[set[int]]:
    around: list[set[int]] = [set() for _ in range(count)]
    for a, b in edges:
        if a != b:
            around[a].add(b)
            around[b].add(a)
    return around
