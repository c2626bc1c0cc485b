"""Two runs over the same annotated papers: what changed, and whether that may be chance."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kg.analysis.intervals import RESAMPLES, Interval, paired
from kg.analysis.score import MEASURES, Judged, summed


@dataclass(frozen=True, slots=True)
class Difference:
    """The F1 of a run and of another one in one measure.

    `interval` holds the difference in 95 % of the draws; `not_better` is the share of draws in which the run does not
    do better than the other. Both are None where nothing was drawn.
    """

    f1: float
    other: float
    interval: Interval | None
    not_better: float | None

    @property
    def gain(self) -> float:
        """How much better the run is than the other."""
        return self.f1 - self.other


@dataclass(frozen=True, slots=True)
class Change:
    """How many more mistakes (missed and false) a run makes in a paper than the other, by measure."""

    paper: str
    mistakes: Mapping[str, int]

    @property
    def size(self) -> int:
        """How much changed, whichever way."""
        return sum(abs(number) for number in self.mistakes.values())


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed between two runs: by measure, and by paper, those that changed most first."""

    measures: Mapping[str, Difference]
    papers: tuple[Change, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return the numbers as plain JSON values, rounded to four places."""
        return {
            "measures": {name: _row(each) for name, each in self.measures.items()},
            "papers": [{"paper": each.paper, "mistakes": dict(each.mistakes)} for each in self.papers],
        }


def compare(papers: Sequence[Judged], others: Sequence[Judged], *, resamples: int = RESAMPLES) -> Comparison:
    """Return how one run differs from another over the same annotated papers, by the paired bootstrap."""
    ours, theirs = ([paper.counts() for paper in each] for each in (papers, others))
    drawn = paired(ours, theirs, resamples=resamples)
    f1, other = ({name: tally.f1 for name, tally in summed(each).measures.items()} for each in (papers, others))
    measures = {
        name: Difference(
            f1[name], other[name], drawn[row].interval if drawn else None, drawn[row].not_above if drawn else None
        )
        for row, name in enumerate(MEASURES)
    }
    changes = [
        Change(paper.id, {name: sum(a[1:]) - sum(b[1:]) for name, a, b in zip(MEASURES, mine, other, strict=True)})
        for paper, mine, other in zip(papers, ours, theirs, strict=True)
    ]
    changed = sorted((each for each in changes if each.size), key=lambda each: (-each.size, each.paper))
    return Comparison(measures, tuple(changed))


def _row(each: Difference) -> dict[str, Any]:
    return {
        "f1": round(each.f1, 4),
        "other": round(each.other, 4),
        "difference": round(each.gain, 4),
        "interval": [round(each.interval.low, 4), round(each.interval.high, 4)] if each.interval else None,
        "not_better": each.not_better,
    }
