"""The parts of a score: a choice between classes, taken apart by every model that had a say in it.

A provider is asked about a winner and a rival and gives its opinion. The linear models are one provider; another
model that is mixed with them is one more, with its own weight.
"""

from collections.abc import Callable, Mapping
from math import log

from kg.analysis.explained import Choice, Opinion, Part
from kg.linear import Features, LinearModel
from kg.neural.mixing import Weights

_LEAST = 1e-6  # what probabilities are rounded to
ENCODER = "encoder"
#: Asked for a winner and a rival (None where there is none), gives an opinion.
Provider = Callable[[str, str | None], Opinion]


def choice(shares: Mapping[str, float], winner: str, *providers: Provider) -> Choice:
    """Return the choice of `winner` by these probabilities, against the likeliest other class."""
    ranked = _ranked(shares)
    rival = next((name for name, _ in ranked if name != winner), None)
    return Choice(winner, rival, ranked, tuple(ask(winner, rival) for ask in providers))


def linear(model: LinearModel, features: Features, weight: float = 1.0) -> Provider:
    """Return the provider that a linear model is: its parts are the features that it knows."""

    def ask(winner: str, rival: str | None) -> Opinion:
        scores = model.contributions(features)
        against = scores.get(rival or "", {})
        values = {name: value - against.get(name, 0.0) for name, value in scores.get(winner, {}).items()}
        parts = sorted((Part(name, value) for name, value in values.items()), key=_size)
        return Opinion("linear", weight, _ranked(model.probabilities(features)), sum(values.values()), tuple(parts))

    return ask


def whole(name: str, shares: Mapping[str, float], weight: float = 1.0) -> Provider:
    """Return the provider that a model is which cannot be taken apart, such as an encoder: one part, its log-odds."""

    def ask(winner: str, rival: str | None) -> Opinion:
        of_winner, of_rival = (max(shares.get(each or "", 0.0), _LEAST) for each in (winner, rival))
        margin = log(of_winner / of_rival) if rival is not None else 0.0
        return Opinion(name, weight, _ranked(shares), margin, (Part(name, margin),))

    return ask


def mixed(
    model: LinearModel, features: Features, weights: Weights | None = None, seen: Mapping[str, float] | None = None
) -> tuple[Provider, ...]:
    """Return the providers of a choice: the linear model, and where it was asked the network, each with its weight.

    The log-odds of the choice are the sum of their margins, each times its weight.
    """
    if weights is None or seen is None:
        return (linear(model, features),)
    return whole(ENCODER, seen, weights.network), linear(model, features, weights.linear)


def constant(name: str, margin: float) -> Provider:
    """Return the provider that says the same of every choice: what calibration adds to the log-odds."""
    return lambda winner, rival: Opinion(name, 1.0, (), margin, (Part(name, margin),))


def _size(part: Part) -> tuple[float, str]:
    return -abs(part.value), part.name


def _ranked(shares: Mapping[str, float]) -> tuple[tuple[str, float], ...]:
    return tuple(sorted(shares.items(), key=lambda item: (-item[1], item[0])))
