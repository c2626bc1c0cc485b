"""Paths between two nodes: simple, shortest first, found from both ends."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain, islice

from kg.model import Claim, Concept

Around = Callable[[int], Collection[int]]
"""The nodes next to a node."""
Degree = Callable[[int], int]

_FEW = 3000  # ends of claims that are looked at before any is known to be of use


def surest_first(claims: Iterable[Claim]) -> list[Claim]:
    """Return claims in the order of how much they say: what is asserted, with a figure, of high confidence first."""
    return sorted(claims, key=lambda claim: (not claim.asserted, claim.quantity is None, -claim.confidence))


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path and every claim that connects its two nodes, in either direction."""

    source: Concept
    target: Concept
    claims: tuple[Claim, ...]

    @property
    def surest(self) -> Claim:
        """The claim that says most."""
        return surest_first(self.claims)[0]

    @property
    def sentence(self) -> str:
        """The sentence of the surest claim."""
        return self.surest.evidence.text


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


def distances(start: int, around: Around, cutoff: int) -> dict[int, int]:
    """Return how many steps each node within `cutoff` steps is from `start`."""
    found = {start: 0}
    front = [start]
    for steps in range(1, cutoff + 1):
        front = _next(front, around, found, steps)
    return found


def simple_paths(a: int, b: int, around: Around, degree: Degree, *, cutoff: int, limit: int) -> list[tuple[int, ...]]:
    """Return at most `limit` simple paths of at most `cutoff` steps, shortest first.

    Paths of one length come in the order of the degrees of their nodes, the least connected first, then by number.
    """
    around = cache(around)
    shortest = _steps_between(a, b, around, degree, cutoff)
    if not shortest:
        return []
    lengths = range(shortest, cutoff + 1)
    found = chain.from_iterable(_of_length(a, b, around, degree, length) for length in lengths)
    return list(islice(found, limit))


def _next(front: Iterable[int], around: Around, found: dict[int, int], steps: int) -> list[int]:
    """Return the nodes next to those of `front` that are not yet found, and note how far they are."""
    reached = set[int]().union(*map(around, front)).difference(found)
    found.update(dict.fromkeys(reached, steps))
    return list(reached)


def _steps_between(a: int, b: int, around: Around, degree: Degree, cutoff: int) -> int:
    """Return the least number of steps, 0 where there are more than `cutoff` or none at all.

    Both ends grow in turn, the one first whose nodes have fewer neighbours: a hub is opened last.
    """
    sides: list[dict[int, int]] = [{a: 0}, {b: 0}]
    fronts = [[a], [b]]
    depths = [0, 0]
    while a != b and all(fronts) and sum(depths) < cutoff:
        side = min((0, 1), key=lambda which: sum(map(degree, fronts[which])))
        depths[side] += 1
        fronts[side] = _next(fronts[side], around, sides[side], depths[side])
        if not sides[1 - side].keys().isdisjoint(fronts[side]):
            return sum(depths)
    return 0


def _of_length(a: int, b: int, around: Around, degree: Degree, length: int) -> Iterator[tuple[int, ...]]:
    """Yield the simple paths of exactly `length` steps.

    The nodes up to half way from `b` are known beforehand, and one step further where few are there; a way that does
    not meet them in time ends.
    """
    half = length // 2
    left = distances(b, around, half)
    edge = [node for node, steps in left.items() if steps == half]
    if sum(map(degree, edge)) <= _FEW:
        half += 1
        _next(edge, around, left, half)

    def onward(path: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        remaining = length - len(path)
        if remaining == 0:
            yield from [(*path, b)] * (b in around(path[-1]))
            return
        for node in sorted(_worth(around(path[-1]), path), key=lambda node: (degree(node), node)):
            yield from onward((*path, node))

    def _worth(nodes: Iterable[int], path: tuple[int, ...]) -> Iterator[int]:
        remaining = length - len(path)
        for node in nodes:
            if node != b and node not in path and (remaining > half or left.get(node, length) <= remaining):
                yield node

    return onward((a,))
