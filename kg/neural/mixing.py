"""How the network's probabilities and those of the linear models become one, calibrated on papers neither has seen.

A weighted sum of log odds (a logarithmic opinion pool: Genest and Zidek, "Combining probability distributions", 1986);
the weights also take the part of Platt's scaling ("Probabilistic outputs for support vector machines", 1999).
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_LEAST = 1e-5  # a probability nearer to 0 or 1 than that is not believed
_DIGITS = 4
UNDECIDED = 0.5  # what one says that was not asked
Shares = dict[str, float]


@dataclass(frozen=True, slots=True)
class Weights:
    """Log odds of the result: `network` times the network's, plus `linear` times the linear model's, plus `bias`."""

    network: float = 1.0
    linear: float = 0.0
    bias: float = 0.0

    def odds(self, network: Sequence[float], linear: Sequence[float]) -> list[float]:
        """Return the probability of a yes for each of several questions that both have answered."""
        import numpy as np

        scores = self.network * _log_odds(network) + self.linear * _log_odds(linear) + self.bias
        mixed: list[float] = np.round(1.0 / (1.0 + np.exp(-scores)), _DIGITS).tolist()
        return mixed

    def shares(self, network: Sequence[Mapping[str, float]], linear: Sequence[Mapping[str, float]]) -> list[Shares]:
        """Return the probabilities of the classes that the network knows, for each of several choices.

        Each network's answer has the same classes. Those of a choice sum to 1, rounding apart.
        """
        import numpy as np

        if not network:
            return []
        names = tuple(network[0])
        mine = np.log(np.maximum([[each[name] for name in names] for each in network], _LEAST))
        theirs = np.log(np.maximum([[each.get(name, 0.0) for name in names] for each in linear], _LEAST))
        scores = self.network * mine + self.linear * theirs
        powers = np.exp(scores - scores.max(axis=1, keepdims=True))
        mixed = np.round(powers / powers.sum(axis=1, keepdims=True), _DIGITS)
        return [dict(zip(names, row, strict=True)) for row in mixed.tolist()]


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


def _log_odds(shares: Sequence[float]) -> "NDArray[np.float64]":
    import numpy as np

    inside = np.clip(shares, _LEAST, 1.0 - _LEAST)
    odds: NDArray[np.float64] = np.log(inside / (1.0 - inside))
    return odds


def read_mixing(path: Path) -> Mixing:
    """Return the weights that a file holds."""
    given = json.loads(path.read_text(encoding="utf-8"))
    return Mixing(**{name: Weights(**values) for name, values in given.items()})


def write_mixing(path: Path, mixing: Mixing) -> None:
    """Write the weights as JSON."""
    path.write_text(json.dumps(asdict(mixing), indent=2, sort_keys=True) + "\n", encoding="utf-8")
