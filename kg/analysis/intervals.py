"""How far rates would vary with other papers of the same kind: the bootstrap over papers.

Papers are drawn with replacement, as many as there are, and the rates are taken anew; what holds the middle 95 % of
them is the percentile interval (Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13). Whole papers
are drawn, since the mistakes of one paper hang together. Two systems are compared on the same draws: the paired
bootstrap (Koehn, Statistical Significance Tests for Machine Translation Evaluation, EMNLP 2004).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

#: Hits, misses and false alarms.
Counts = tuple[int, ...]

RESAMPLES = 1000
SEED = 20040725
_BOUNDS = (2.5, 97.5)  # of 95 %
_AT_ONCE = 2_000_000  # drawn papers that are held in memory


@dataclass(frozen=True, slots=True)
class Interval:
    """Where a figure lies in 95 % of the draws."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Rates:
    """The intervals of the rates of one measure."""

    precision: Interval
    recall: Interval
    f1: Interval


@dataclass(frozen=True, slots=True)
class Paired:
    """The interval of a difference in F1, and the share of draws in which it is not above zero."""

    interval: Interval
    not_above: float


def intervals(papers: Sequence[Sequence[Counts]], *, resamples: int = RESAMPLES, seed: int = SEED) -> list[Rates]:
    """Return the intervals of each measure; `papers` holds the counts of each paper in each measure.

    Without papers or resamples there is nothing to draw from, and the list is empty.
    """
    import numpy as np

    if not papers or not resamples:
        return []
    low, high = np.percentile(_rates(_drawn(papers, resamples, seed)), _BOUNDS, axis=0)
    return [
        Rates(*(Interval(float(a), float(b)) for a, b in zip(*ends, strict=True)))
        for ends in zip(low, high, strict=True)
    ]


def paired(
    papers: Sequence[Sequence[Counts]],
    others: Sequence[Sequence[Counts]],
    *,
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> list[Paired]:
    """Return how the difference in F1 between two systems varies in each measure, the first minus the other.

    Both hold the counts of the same papers in the same order. Without papers or resamples the list is empty.
    """
    import numpy as np

    if not papers or not resamples:
        return []
    ours, theirs = (_rates(_drawn(each, resamples, seed))[..., 2] for each in (papers, others))
    gains = ours - theirs
    low, high = np.percentile(gains, _BOUNDS, axis=0)
    worse = (gains <= 0).mean(axis=0)
    return [Paired(Interval(float(a), float(b)), float(share)) for a, b, share in zip(low, high, worse, strict=True)]


def _drawn(papers: Sequence[Sequence[Counts]], resamples: int, seed: int) -> "Array":
    """Return the summed counts of each draw: of shape (draws, measures, 3)."""
    import numpy as np

    counts = np.array(papers, dtype=np.float64)
    flat = counts.reshape(len(papers), -1)
    sums = [times @ flat for times in _draws(len(papers), resamples, seed)]
    return np.concatenate(sums).reshape(resamples, *counts.shape[1:])


def _draws(papers: int, resamples: int, seed: int) -> Iterator["Array"]:
    """Yield how often each draw holds each paper: the same for the same number of papers and seed."""
    import numpy as np

    dice = np.random.default_rng(seed)
    at_once = max(1, _AT_ONCE // papers)
    for start in range(0, resamples, at_once):
        rows = min(at_once, resamples - start)
        drawn = dice.integers(papers, size=(rows, papers)) + papers * np.arange(rows)[:, None]
        yield np.bincount(drawn.ravel(), minlength=rows * papers).reshape(rows, papers).astype(np.float64)


def _rates(counts: "Array") -> "Array":
    """Return precision, recall and F1 in the place of hits, misses and false alarms; of nothing they are 0."""
    import numpy as np

    hit, miss, alarm = np.moveaxis(counts, -1, 0)
    precision, recall, f1 = (
        np.divide(hit, whole, out=np.zeros_like(hit), where=whole > 0)
        for whole in (hit + alarm, hit + miss, hit + (miss + alarm) / 2)
    )
    return np.stack([precision, recall, f1], axis=-1)
