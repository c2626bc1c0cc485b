"""Where nodes stand on the page: a force-directed layout that gives the same bytes on every machine.

Forces follow Fruchterman and Reingold (Graph drawing by force-directed placement, 1991); in large graphs
the repulsion of far nodes is taken cell by cell, as in their grid variant, from the middle of each cell.
The arithmetic is held to `+ - * /`, square roots and sums in a fixed order, which IEEE 754 makes equal
everywhere: no matrix product, no trigonometry, whose last bits differ between processors.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Ints = NDArray[np.int64]

Edge = tuple[int, int]
Place = tuple[int, int]

_EXACT = 500  # up to so many nodes every pair repels on its own
_CELLS = 22  # beyond, the plane is cut into so many cells each way
_SPREAD = (0.7548776662466927, 0.5698402909980532)  # steps that fill a square evenly (Roberts 2018, R2 sequence)
_DIRECTIONS = (
    (1.0, 0.0), (0.924, 0.383), (0.707, 0.707), (0.383, 0.924), (0.0, 1.0), (-0.383, 0.924), (-0.707, 0.707),
    (-0.924, 0.383), (-1.0, 0.0), (-0.924, -0.383), (-0.707, -0.707), (-0.383, -0.924), (0.0, -1.0),
    (0.383, -0.924), (0.707, -0.707), (0.924, -0.383),
)  # fmt: skip


def place(count: int, edges: Sequence[Edge], *, spacing: float = 60.0, rounds: int = 60) -> list[Place]:
    """Return a place for each of the nodes 0 ... count-1, about `spacing` apart, as whole numbers.

    Nodes with one neighbour are set around it at the end, the others move by the forces for `rounds` rounds.
    """
    import numpy as np

    if not count:
        return []
    links = sorted({(min(a, b), max(a, b)) for a, b in edges if a != b})
    anchor = _leaves(count, links)
    inner = [node for node in range(count) if node not in anchor]
    index = {node: number for number, node in enumerate(inner)}
    kept = [(index[a], index[b]) for a, b in links if a in index and b in index]
    weight = np.ones(len(inner))
    for parent in anchor.values():
        weight[index[parent]] += 0.25
    points = _settle(np.array(kept, dtype=np.int64).reshape(-1, 2), weight, rounds)
    points = _even(points, weight) * spacing
    found = dict(zip(inner, points.tolist(), strict=True))
    _fan(found, anchor, spacing)
    return [(round(found[node][0]), round(found[node][1])) for node in range(count)]


def _leaves(count: int, links: Sequence[Edge]) -> dict[int, int]:
    """Return the only neighbour of each node that has just one; of a pair by itself the first node stays inner."""
    around: dict[int, list[int]] = {}
    for a, b in links:
        around.setdefault(a, []).append(b)
        around.setdefault(b, []).append(a)
    single = {node: ends[0] for node, ends in around.items() if len(ends) == 1}
    return {node: end for node, end in single.items() if end not in single or end < node}


def _settle(links: Ints, weight: Array, rounds: int) -> Array:
    import numpy as np

    count = len(weight)
    side = float(np.sqrt(weight.sum()))
    steps = np.arange(1, count + 1)
    points = np.stack([steps * step % 1.0 - 0.5 for step in _SPREAD], axis=1) * side
    degree = np.bincount(links.ravel(), minlength=count).astype(np.float64)
    for number in range(rounds):
        push = _repulsion(points, weight) - points * (0.6 / side) * np.sqrt(weight)[:, None]
        move = push + _attraction(points, links, degree)
        length = np.sqrt(move[:, 0] ** 2 + move[:, 1] ** 2) + 1e-9
        left = 1.0 - number / rounds
        heat = side * 0.12 * left * left + 0.02
        points = points + move * (np.minimum(length, heat) / length)[:, None]
    return points


def _even(points: Array, weight: Array) -> Array:
    """Move points along their radius, halfway and more to an even density, so that the middle is not crowded."""
    import numpy as np

    radius = np.sqrt(points[:, 0] ** 2 + points[:, 1] ** 2) + 1e-9
    order = np.argsort(radius, kind="stable")
    even = np.empty_like(radius)
    even[order] = np.sqrt(np.cumsum(weight[order]))
    scale = float(even.max()) / float(radius.max())
    return points * ((0.75 * even + 0.25 * radius * scale) / radius)[:, None]


def _attraction(points: Array, links: Ints, degree: Array) -> Array:
    import numpy as np

    if not len(links):
        return np.zeros_like(points)
    start, end = links[:, 0], links[:, 1]
    gap = points[end] - points[start]
    length = np.sqrt(gap[:, 0] ** 2 + gap[:, 1] ** 2)
    busy = np.sqrt(np.minimum(degree[start], degree[end]).astype(np.float64))
    pull = gap * (length / (1.0 + 0.6 * busy))[:, None]
    both = [
        np.bincount(start, pull[:, axis], len(points)) - np.bincount(end, pull[:, axis], len(points)) for axis in (0, 1)
    ]
    return np.stack(both, axis=1)


def _repulsion(points: Array, weight: Array) -> Array:
    import numpy as np

    bodies, mass = (points, weight) if len(points) <= _EXACT else _cells(points, weight)
    total = np.zeros_like(points)
    for (x, y), heavy in zip(bodies.tolist(), mass.tolist(), strict=True):
        across, down = points[:, 0] - x, points[:, 1] - y
        force = heavy / (across * across + down * down + 0.05)
        total[:, 0] += across * force
        total[:, 1] += down * force
    return total * np.sqrt(weight)[:, None]


def _cells(points: Array, weight: Array) -> tuple[Array, Array]:
    import numpy as np

    low = points.min(axis=0)
    size = (points.max(axis=0) - low) / _CELLS + 1e-9
    column, row = ((points - low) / size).astype(np.int64).clip(0, _CELLS - 1).T
    cell = row * _CELLS + column
    mass = np.bincount(cell, weight, _CELLS * _CELLS).astype(np.float64)
    full = mass > 0
    middle = [np.bincount(cell, weight * points[:, axis], _CELLS * _CELLS)[full] / mass[full] for axis in (0, 1)]
    return np.stack(middle, axis=1), mass[full]


def _fan(found: dict[int, list[float]], anchor: dict[int, int], spacing: float) -> None:
    """Set leaves around their neighbour in rings of 8, 16, 16, ... at growing distance."""
    taken: dict[int, int] = {}
    for leaf in sorted(anchor):
        parent = anchor[leaf]
        number = taken[parent] = taken.get(parent, -1) + 1
        ring = 0 if number < 8 else 1 + (number - 8) // 16
        x, y = _DIRECTIONS[number * 2 % 16 if ring == 0 else (number - 8) % 16]
        reach = spacing * (0.5 + 0.35 * ring)
        found[leaf] = [found[parent][0] + x * reach, found[parent][1] + y * reach]
