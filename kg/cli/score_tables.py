"""The answer of `kg score` for people: tables, then the mistakes with their sentences."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from kg.analysis.calibration import Calibration
from kg.analysis.intervals import Interval, Rates
from kg.analysis.score import MEASURES, Score, Tally
from kg.analysis.score_compare import Comparison, Difference
from kg.analysis.score_curve import Point
from kg.analysis.score_report import Report
from kg.analysis.score_sentences import Sentence, listed, sentences
from kg.cli.problems import counted
from kg.cli.tables import console, indented, marked, table

if TYPE_CHECKING:
    from rich.console import Console

_RATES = ("precision", "recall", "f1")
_COUNTS = ("hit", "miss", "alarm")
_SENTENCES = 3  # of one mistake: a name may stand in each sentence of an abstract
_CHANGES = 10


def show(result: Report, *, tables: Sequence[str], errors: int, calibration: bool) -> None:
    """Print a report: the measures, the `tables` by name, then up to `errors` mistakes of each kind."""
    out = console()
    out.print(f"{counted(result.score.papers, 'paper')}, {len(result.score.missing)} not predicted")
    _measures(out, result)
    for name in tables:
        _breakdown(out, result, name)
    if result.points:
        _curve(out, result.points)
    if calibration:
        for name, each in result.calibrations.items():
            _bins(out, name, each)
    if result.against:
        _against(out, result.against)
    _shares(out, result)
    _mistakes(out, result.score, errors)


def _measures(out: "Console", result: Report) -> None:
    rows = [_row(name, tally, result.intervals.get(name)) for name, tally in result.score.measures.items()]
    rates = [column for name in _RATES for column in ((name, "95 %") if result.intervals else (name,))]
    _titled(out, ["", *rates, *_COUNTS], rows)


def _breakdown(out: "Console", result: Report, name: str) -> None:
    rows = {"type": result.score.by_type, "predicate": result.score.by_predicate}
    if name in rows:
        _titled(out, [f"by {name}", *_RATES, *_COUNTS], [_row(str(key), each) for key, each in rows[name].items()])
    elif name in result.groups:
        each_f1 = [[key, str(one.papers), *_f1(one)] for key, one in result.groups[name].items()]
        if name == "paper":
            _titled(out, ["F1 by paper", *MEASURES], [[key, *rates] for key, _, *rates in each_f1])
        else:
            _titled(out, [f"F1 by {name}", "papers", *MEASURES], each_f1)
    else:
        _titled(out, [f"by {name}", "precision", "right", "false"], _rule_rows(result.rules[name]))


def _rule_rows(tallies: Mapping[str, Tally]) -> list[list[str]]:
    return [[key, _rate(each.precision), str(each.hit), str(each.alarm)] for key, each in tallies.items()]


def _curve(out: "Console", points: Sequence[Point]) -> None:
    names = list(points[0].measures)
    columns = [f"{name} {rate}" for name in names for rate in ("P", "R", "F1")]
    rows = [
        [f"{point.threshold:.1f}", *(rate for name in names for rate in _rates(point.measures[name]))]
        for point in points
    ]
    _titled(out, ["confidence from", *columns], rows)


def _bins(out: "Console", name: str, each: Calibration) -> None:
    rows = [
        [f"{one.low:.2f}–{one.high:.2f}", str(one.number), _rate(one.confidence), _rate(one.right), _signed(one.gap)]
        for one in each.bins
    ]
    _titled(out, [f"{name}: confidence", "number", "mean", "right", "gap"], rows)


def _against(out: "Console", against: Comparison) -> None:
    drawn = any(each.interval for each in against.measures.values())
    names = ["F1", "this", "other", "difference", *(["95 %", "not better"] if drawn else [])]
    _titled(out, names, [_difference(name, each) for name, each in against.measures.items()])
    changed = [[each.paper, *(_change(each.mistakes[name]) for name in MEASURES)] for each in against.papers[:_CHANGES]]
    _titled(out, ["mistakes more (+) or fewer (-)", *MEASURES], changed)
    if len(against.papers) > _CHANGES:
        out.print(f"and {counted(len(against.papers) - _CHANGES, 'more paper')} that changed; --json has them all")


def _difference(name: str, each: Difference) -> list[str]:
    row = [name, _rate(each.f1), _rate(each.other), _signed(each.gain)]
    if each.interval is None or each.not_better is None:
        return row
    return [*row, f"{_signed(each.interval.low)} to {_signed(each.interval.high)}", _rate(each.not_better)]


def _shares(out: "Console", result: Report) -> None:
    score = result.score
    out.print(f"\nmetric named right: {_share(score.metric)}   evidence in text: {_share(score.evidence)}")
    known = {name: each.error for name, each in result.calibrations.items() if each.error is not None}
    if known:
        told = "   ".join(f"{name} {_share(error)}" for name, error in known.items())
        out.print(f"expected calibration error: {told}")


def _mistakes(out: "Console", score: Score, errors: int) -> None:
    for kind, rows in listed(score, errors).items():
        if rows:
            out.print(f"\n{kind}: {sum(note.mistake is kind for _, note in score.mistakes)}")
        for paper, note in rows:
            indented(out, f"{paper.id[:40]}: {note.what}", 2)
            _sentences(out, sentences(paper, note))


def _sentences(out: "Console", found: Sequence[Sentence]) -> None:
    for each in found[:_SENTENCES]:
        if each.in_text:
            indented(out, marked(each.text, each.marks), 6)
        else:
            indented(out, f"{each.text} (not in the text)", 6)
    if len(found) > _SENTENCES:
        indented(out, f"and {counted(len(found) - _SENTENCES, 'more sentence')}", 6)


def _titled(out: "Console", names: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    if rows:
        out.print("")
        table(out, names, rows)


def _row(name: str, tally: Tally, within: Rates | None = None) -> list[str]:
    counts = [str(getattr(tally, each)) for each in _COUNTS]
    if within is None:
        return [name, *_rates(tally), *counts]
    ends = [_between(getattr(within, rate)) for rate in _RATES]
    return [name, *(cell for pair in zip(_rates(tally), ends, strict=True) for cell in pair), *counts]


def _between(within: Interval) -> str:
    return f"{_rate(within.low)}–{_rate(within.high)}"


def _signed(value: float) -> str:
    return f"{round(value, 3) + 0.0:+.3f}"  # the sum makes -0.0 a plain 0


def _rates(tally: Tally) -> list[str]:
    return [_rate(getattr(tally, name)) for name in _RATES]


def _f1(one: Score) -> list[str]:
    return [_rate(one.measures[name].f1) for name in MEASURES]


def _change(number: int) -> str:
    return f"{number:+d}" if number else "."


def _rate(value: float) -> str:
    return f"{value:.3f}"


def _share(value: float | None) -> str:
    return "-" if value is None else _rate(value)
