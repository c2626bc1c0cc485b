"""How the network's probabilities and those of the linear models become one, calibrated on papers neither has seen.

A weighted sum of log odds (a logarithmic opinion pool: Genest and Zidek, "Combining probability distributions", 1986);
the weights also take the part of Platt's scaling ("Probabilistic outputs for support vector machines", 1999).
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from math import exp, log
from pathlib import Path

_LEAST = 1e-5  # a probability nearer to 0 or 1 than that is not believed
_DIGITS = 4
UNDECIDED = 0.5  # what one says that was not asked


@dataclass(frozen=True, slots=True)
class Weights:
    """Log odds of the result: `network` times the network's, plus `linear` times the linear model's, plus `bias`."""

    network: float = 1.0
    linear: float = 0.0
    bias: float = 0.0

    def odds(self, network: float, linear: float) -> float:
        """Return the probability of a yes."""
        score = self.network * _log_odds(network) + self.linear * _log_odds(linear) + self.bias
        return round(1.0 / (1.0 + exp(-score)), _DIGITS)

    def shares(self, network: Mapping[str, float], linear: Mapping[str, float]) -> dict[str, float]:
        """Return the probabilities of the classes that the network knows; they sum to 1, rounding apart."""
        scores = {
            name: self.network * log(max(share, _LEAST)) + self.linear * log(max(linear.get(name, 0.0), _LEAST))
            for name, share in network.items()
        }
        top = max(scores.values())
        powers = {name: exp(score - top) for name, score in scores.items()}
        total = sum(powers.values())
        return {name: round(power / total, _DIGITS) for name, power in powers.items()}


@dataclass(frozen=True, slots=True)
class Mixing:
    """The weights of each decision.

    `relations` are of the main contribution to a thing: the network by the thing, and (in the linear model's place) by
    the pair, where they meet. `pairs` are of other things that meet: by the pair alone.
    """

    keep: Weights = Weights()
    types: Weights = Weights()
    roles: Weights = Weights()
    relations: Weights = Weights()
    pairs: Weights = Weights()


def _log_odds(share: float) -> float:
    inside = min(max(share, _LEAST), 1.0 - _LEAST)
    return log(inside / (1.0 - inside))


def read_mixing(path: Path) -> Mixing:
    """Return the weights that a file holds."""
    given = json.loads(path.read_text(encoding="utf-8"))
    return Mixing(**{name: Weights(**values) for name, values in given.items()})


def write_mixing(path: Path, mixing: Mixing) -> None:
    """Write the weights as JSON."""
    path.write_text(json.dumps(asdict(mixing), indent=2, sort_keys=True) + "\n", encoding="utf-8")
