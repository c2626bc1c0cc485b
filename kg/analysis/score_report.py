"""Everything that can be said about one run over annotated papers, put together."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from kg.analysis.calibration import CONFIDENT, Calibration, calibration
from kg.analysis.intervals import RESAMPLES, Rates, intervals
from kg.analysis.score import MEASURES, Judged, Score, Tally, by_rule, summed, summed_by
from kg.analysis.score_compare import Comparison, compare
from kg.analysis.score_curve import THRESHOLDS, Point, curve

#: What a score can be broken down by: rows of the scorer, groups of papers, or what made a prediction.
BREAKDOWNS = ("type", "predicate", "venue", "source", "paper", "rule", "how")
_GROUPS = ("venue", "source", "paper")
_RULES = {"rule": "relation", "how": "typed"}  # the rule of a relation; how a concept was linked
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Report:
    """A score with what was asked for beside it; what was not asked for is empty, or None.

    `groups` are scores by breakdown (`venue`, ...) and group; `rules` are what is right and false by breakdown
    (`rule`, `how`) and rule, where nothing can be missed.
    """

    score: Score
    intervals: Mapping[str, Rates]
    calibrations: Mapping[str, Calibration]
    groups: Mapping[str, Mapping[str, Score]]
    rules: Mapping[str, Mapping[str, Tally]]
    points: tuple[Point, ...]
    against: Comparison | None

    def as_dict(self) -> dict[str, Any]:
        """Return the numbers as plain JSON values; those of the score stand as `Score.as_dict` has them."""
        values = self.score.as_dict()
        values["intervals"] = {name: _ends(rates) for name, rates in self.intervals.items()}
        values["calibration"] = {name: each.as_dict() for name, each in self.calibrations.items()}
        for field, scores in self.groups.items():
            values[f"by_{field}"] = {name: each.as_dict() for name, each in scores.items()}
        for field, tallies in self.rules.items():
            values[f"by_{field}"] = {name: _of_rule(tally) for name, tally in tallies.items()}
        if self.points:
            values["curve"] = [point.as_dict() for point in self.points]
        if self.against:
            values["against"] = self.against.as_dict()
        return values


def report(
    papers: Sequence[Judged],
    *,
    by: Sequence[str] = (),
    others: Sequence[Judged] | None = None,
    resamples: int = RESAMPLES,
    with_curve: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Return the score of some papers, with intervals, calibration, and what is asked for.

    `by` names breakdowns, `others` are the same papers as another run found them, `progress` is told of the curve.
    """
    drawn = intervals([paper.counts() for paper in papers], resamples=resamples)
    return Report(
        score=summed(papers),
        intervals=dict(zip(MEASURES, drawn, strict=True)) if drawn else {},
        calibrations={name: calibration(papers, name) for name in CONFIDENT},
        groups={field: _grouped(papers, field) for field in by if field in _GROUPS},
        rules={field: by_rule(papers, _RULES[field]) for field in by if field in _RULES},
        points=_points(papers, progress) if with_curve else (),
        against=compare(papers, others, resamples=resamples) if others is not None else None,
    )


def _grouped(papers: Sequence[Judged], field: str) -> dict[str, Score]:
    return {paper.id: summed([paper]) for paper in papers} if field == "paper" else summed_by(papers, field)


def _points(papers: Sequence[Judged], progress: Progress | None) -> tuple[Point, ...]:
    found = []
    for point in curve(papers):
        found.append(point)
        if progress:
            progress("trying thresholds", len(found), len(THRESHOLDS))
    return tuple(found)


def _ends(rates: Rates) -> dict[str, list[float]]:
    return {name: [round(ends["low"], 4), round(ends["high"], 4)] for name, ends in asdict(rates).items()}


def _of_rule(tally: Tally) -> dict[str, float]:
    return {"precision": round(tally.precision, 4), "right": tally.hit, "false": tally.alarm}
