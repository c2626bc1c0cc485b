"""Whether confidence says how often kg is right: of what it holds for 80 % sure, four in five should be right.

The expected calibration error puts predictions into bins of equal width by their confidence, and averages how far the
share that is right lies from the mean confidence, each bin by its number of predictions (Naeini, Cooper and
Hauskrecht, Obtaining Well Calibrated Probabilities Using Bayesian Binning, AAAI 2015).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from kg.analysis.score import Judged

#: The measures whose predictions carry a confidence.
CONFIDENT = ("typed", "role", "relation")
BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """The predictions whose confidence lies from `low` up to `high`, which belongs to the next bin but in the last."""

    low: float
    high: float
    number: int
    confidence: float
    right: float

    @property
    def gap(self) -> float:
        """How much more is right than the confidence says; below zero where it says too much."""
        return self.right - self.confidence


@dataclass(frozen=True, slots=True)
class Calibration:
    """The bins that hold something, and how many predictions state no confidence and are left out."""

    bins: tuple[Bin, ...]
    unstated: int

    @property
    def number(self) -> int:
        """How many predictions are in the bins."""
        return sum(each.number for each in self.bins)

    @property
    def error(self) -> float | None:
        """The expected calibration error, from 0 (as it should be) to 1; None where there is nothing to measure."""
        apart = sum(each.number * abs(each.gap) for each in self.bins)
        return apart / self.number if self.number else None

    def as_dict(self) -> dict[str, Any]:
        """Return the numbers as plain JSON values, rounded to four places."""
        names = ("low", "high", "number", "confidence", "right", "gap")
        return {
            "error": None if self.error is None else round(self.error, 4),
            "number": self.number,
            "unstated": self.unstated,
            "bins": [{name: round(getattr(each, name), 4) for name in names} for each in self.bins],
        }


def calibration(papers: Iterable[Judged], measure: str, *, bins: int = BINS) -> Calibration:
    """Return how well confidence fits in one measure; what the scorer counts neither way is left out."""
    verdicts = [verdict for paper in papers for verdict in paper.verdicts(measure)]
    stated = [(each.confidence, each.right) for each in verdicts if each.confidence is not None]
    return Calibration(binned(stated, bins), len(verdicts) - len(stated))


def binned(predictions: Sequence[tuple[float, bool]], bins: int = BINS) -> tuple[Bin, ...]:
    """Return the bins of predictions, each a confidence between 0 and 1 and whether it is right.

    >>> binned([(0.9, True), (1.0, False)])
    (Bin(low=0.9, high=1.0, number=2, confidence=0.95, right=0.5),)
    """
    groups: dict[int, list[tuple[float, bool]]] = {}
    for confidence, right in predictions:
        groups.setdefault(min(int(confidence * bins), bins - 1), []).append((confidence, right))
    return tuple(_bin(place, bins, groups[place]) for place in sorted(groups))


def _bin(place: int, bins: int, group: Sequence[tuple[float, bool]]) -> Bin:
    number = len(group)
    confidence = sum(confidence for confidence, _ in group) / number
    return Bin(place / bins, (place + 1) / bins, number, confidence, sum(right for _, right in group) / number)
