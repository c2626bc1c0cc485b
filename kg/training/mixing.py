"""Fits how network and linear models are mixed, on papers that neither has learned from."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import product
from math import log

from kg.neural.mixing import Weights

Shares = Mapping[str, float]
_GRID = tuple(step / 10 for step in range(15))
_BIASES = tuple(step / 10 for step in range(-6, 7))
_LEAST = 1e-4


def fit_odds(rows: Sequence[tuple[float, float, bool]]) -> Weights:
    """Return the weights with the least log loss for rows of (network, linear, truth)."""
    network, linear, truths = [row[0] for row in rows], [row[1] for row in rows], [row[2] for row in rows]

    def cost(weights: Weights) -> float:
        mixed = weights.odds(network, linear)
        return -sum(log(max(_of(share, truth), _LEAST)) for share, truth in zip(mixed, truths, strict=True))

    rough = _best((Weights(a, b) for a, b in product(_GRID, _GRID)), cost)
    return _best((Weights(rough.network, rough.linear, bias) for bias in _BIASES), cost)


def _of(share: float, truth: bool) -> float:
    return share if truth else 1.0 - share


def fit_shares(rows: Sequence[tuple[Shares, Shares, Sequence[str]]]) -> Weights:
    """Return the weights with the least log loss for rows of (network, linear, right classes)."""
    network, linear = [row[0] for row in rows], [row[1] for row in rows]

    def cost(weights: Weights) -> float:
        mixed = zip(weights.shares(network, linear), rows, strict=True)
        return -sum(log(max(sum(shares.get(name, 0.0) for name in right), _LEAST)) for shares, (_, _, right) in mixed)

    return _best((Weights(a, b) for a, b in product(_GRID[2:], _GRID)), cost)


def _best(tried: Iterable[Weights], cost: Callable[[Weights], float]) -> Weights:
    return min(tried, key=cost)
