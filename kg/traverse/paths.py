"""Paths between two nodes: simple, shortest first."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice

from kg.model import Claim, Concept, Iri

Around = Callable[[Iri], Iterable[Iri]]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path and every claim that connects its two nodes, in either direction."""

    source: Concept
    target: Concept
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Path:
    """A way from one node to another that visits no node twice."""

    steps: tuple[Step, ...]

    @property
    def nodes(self) -> tuple[Concept, ...]:
        """The nodes from the first to the last."""
        return (self.steps[0].source, *(step.target for step in self.steps)) if self.steps else ()

    def __len__(self) -> int:
        return len(self.steps)


def distances(start: Iri, around: Around, cutoff: int) -> dict[Iri, int]:
    """Return how many steps each node within `cutoff` steps is from `start` (breadth first)."""
    found = {start: 0}
    queue = deque([start])
    while queue:
        node = queue.popleft()
        if found[node] == cutoff:
            continue
        for other in around(node):
            if other not in found:
                found[other] = found[node] + 1
                queue.append(other)
    return found


def simple_paths(a: Iri, b: Iri, around: Around, *, cutoff: int, limit: int) -> list[tuple[Iri, ...]]:
    """Return at most `limit` simple paths of at most `cutoff` steps, shortest first, then in the order of `around`.

    Deepens step by step; a branch ends as soon as the target is further than the steps that remain.
    """
    left = distances(b, around, cutoff)
    if a not in left or a == b:
        return []
    lengths = range(left[a], cutoff + 1)
    return list(islice(chain.from_iterable(_of_length(a, b, around, left, length) for length in lengths), limit))


def _of_length(a: Iri, b: Iri, around: Around, left: dict[Iri, int], length: int) -> Iterator[tuple[Iri, ...]]:
    path = [a]
    branches = [iter(around(a))]
    while branches:
        node = next(branches[-1], None)
        remaining = length - len(path)
        if node is None:
            branches.pop()
            path.pop()
        elif node in path or left.get(node, length + 1) > remaining:
            continue
        elif remaining == 0:
            yield (*path, node)
        elif node != b:
            path.append(node)
            branches.append(iter(around(node)))
