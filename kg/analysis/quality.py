"""The quality record from annotated papers and what was found in them."""

from collections.abc import Iterable, Mapping, Sequence

from kg.analysis.calibration import CONFIDENT, calibration
from kg.analysis.intervals import Interval, Rates, intervals
from kg.analysis.score import MEASURES, Judged, Score, Tally, judge, summed
from kg.analysis.score_names import Record as Paper
from kg.analysis.score_names import normalized
from kg.quality import RATES, Figure, Measured, Row

_PLACES = 4


def measure(name: str, sha256: str, gold: Sequence[Paper], found: Sequence[Paper], seen: int | None = None) -> Measured:
    """Return what a reading of annotated papers scored; `name` and `sha256` are of their file, `seen` is as there."""
    papers = judge(gold, found)
    result = summed(papers)
    rates = dict(zip(MEASURES, intervals([paper.counts() for paper in papers]), strict=True))
    return Measured(
        name=name,
        papers=result.papers,
        sha256=sha256,
        seen=seen,
        measures={key: _row(tally, rates[key]) for key, tally in result.measures.items()},
        by_type=_rows(result.by_type),
        by_predicate=_rows(result.by_predicate),
        shares=_shares(result),
        calibration=_errors(papers),
    )


def seen_in(gold: Iterable[Paper], learned_from: Iterable[Paper]) -> int:
    """Return how many annotated papers are among those that something was learned from, by title or id."""
    titles, ids = set(), set()
    for paper in learned_from:
        titles.add(normalized(paper["title"]))
        ids.add(paper["id"])
    return sum(normalized(paper["title"]) in titles or paper["id"] in ids for paper in gold)


def _rows(tallies: Mapping[str | None, Tally]) -> dict[str, Row]:
    return {str(name): _row(tally) for name, tally in tallies.items()}


def _row(tally: Tally, rates: Rates | None = None) -> Row:
    precision, recall, f1 = (_figure(getattr(tally, name), getattr(rates, name, None)) for name in RATES)
    return Row(precision, recall, f1, tally.hit, tally.miss, tally.alarm)


def _figure(value: float, interval: Interval | None = None) -> Figure:
    if interval is None:
        return Figure(round(value, _PLACES))
    return Figure(*(round(each, _PLACES) for each in (value, interval.low, interval.high)))


def _shares(result: Score) -> dict[str, Figure]:
    shares = {"metric": result.metric, "evidence": result.evidence}
    return {name: Figure(share) for name, share in shares.items() if share is not None}


def _errors(papers: Sequence[Judged]) -> dict[str, Figure]:
    errors = {name: calibration(papers, name).error for name in CONFIDENT}
    return {name: _figure(error) for name, error in errors.items() if error is not None}
