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

    def cost(weights: Weights) -> float:
        return -sum(log(max(_of(weights.odds(network, linear), truth), _LEAST)) for network, linear, truth in rows)

    rough = _best((Weights(a, b) for a, b in product(_GRID, _GRID)), cost)
    return _best((Weights(rough.network, rough.linear, bias) for bias in _BIASES), cost)


def _of(share: float, truth: bool) -> float:
    return share if truth else 1.0 - share


def fit_shares(rows: Sequence[tuple[Shares, Shares, Sequence[str]]]) -> Weights:
    """Return the weights with the least log loss for rows of (network, linear, right classes)."""

    def cost(weights: Weights) -> float:
        total = 0.0
        for network, linear, right in rows:
            shares = weights.shares(network, linear)
            total -= log(max(sum(shares.get(name, 0.0) for name in right), _LEAST))
        return total

    return _best((Weights(a, b) for a, b in product(_GRID[2:], _GRID)), cost)


def _best(tried: Iterable[Weights], cost: Callable[[Weights], float]) -> Weights:
    return min(tried, key=cost)
