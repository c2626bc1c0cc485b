"""`kg score`: extractions against annotated papers."""

import json as jsonlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from kg.analysis.score import Score, Tally, load_gold, load_predicted, score, score_each
from kg.analysis.score_marks import Mistake
from kg.analysis.score_names import Record
from kg.cli.problems import counted, tell
from kg.cli.progress import progress
from kg.cli.reading import Reading
from kg.cli.tables import console, indented, table
from kg.cli.voice import UsageError, Voice
from kg.export.records import record
from kg.model import Paper
from kg.settings import load_settings

_COLUMNS = ("precision", "recall", "f1", "hit", "miss", "alarm")


def run(
    voice: Voice, *, gold: Path, predicted: Path | None, errors: int, papers: bool, workers: int | None,
    config: Path | None, json: bool,
) -> int:  # fmt: skip
    """Print the scores; return 1 where kg failed on a paper."""
    for file in (gold, predicted):
        if file is not None and not file.is_file():
            raise UsageError(f"{file}: there is no such file. Check the name")
    annotated = load_gold(gold)
    reading = Reading(load_settings(config, workers=workers))
    found = load_predicted(predicted) if predicted else _extracted(voice, gold, annotated, reading)
    result = score(annotated, found)
    each = score_each(annotated, found) if papers else {}
    if json:
        print(jsonlib.dumps(_values(result, each, errors), indent=2, ensure_ascii=False))
    else:
        _print(result, each, errors)
    return 1 if reading.failed else 0


def _extracted(voice: Voice, gold: Path, annotated: Sequence[Record], reading: Reading) -> list[Record]:
    """Return what kg reads out of the annotated papers themselves."""
    if any(not isinstance(each.get("abstract"), str) for each in annotated):
        raise UsageError(f"{gold}: a paper has no abstract that kg could read. Name a file of extractions too")
    given = [Paper(each["id"], each["title"], each["abstract"]) for each in annotated]
    with progress(voice) as done:
        found: list[Record] = [record(extraction) for extraction in reading.extractions(given, done)]
    tell(reading.problems, voice)
    return found


def _values(result: Score, each: Mapping[str, Score], errors: int) -> dict[str, Any]:
    values = result.as_dict()
    if each:
        values["by_paper"] = {name: one.as_dict() for name, one in each.items()}
    if errors:
        values["errors"] = {
            str(kind): [{"paper": paper, "what": what} for paper, what in rows]
            for kind, rows in _mistakes(result, errors).items()
        }
    return values


def _mistakes(result: Score, most: int) -> dict[Mistake, list[tuple[str, str]]]:
    return {kind: [(paper, what) for k, paper, what in result.mistakes if k is kind][:most] for kind in Mistake}


def _print(result: Score, each: Mapping[str, Score], errors: int) -> None:
    out = console()
    out.print(f"{counted(result.papers, 'paper')}, {len(result.missing)} not predicted")
    parts = (("", result.measures), ("by type", result.by_type), ("by predicate", result.by_predicate))
    for title, tallies in parts:
        if tallies:
            out.print("")
            table(out, [title, *_COLUMNS], [_row(str(name), tally) for name, tally in tallies.items()])
    if each:
        out.print("")
        names = tuple(result.measures)
        table(out, ["F1 by paper", *names], [[paper, *_f1(one, names)] for paper, one in each.items()])
    out.print(f"\nmetric named right: {_share(result.metric)}   evidence in text: {_share(result.evidence)}")
    for kind, rows in _mistakes(result, errors).items():
        if rows:
            out.print(f"\n{kind}: {sum(mistake is kind for mistake, _, _ in result.mistakes)}")
            for paper, what in rows:
                indented(out, f"{paper[:40]}: {what}", 2)


def _row(name: str, tally: Tally) -> list[str]:
    rates = [f"{rate:.3f}" for rate in (tally.precision, tally.recall, tally.f1)]
    return [name, *rates, str(tally.hit), str(tally.miss), str(tally.alarm)]


def _f1(one: Score, names: Sequence[str]) -> list[str]:
    return [f"{one.measures[name].f1:.3f}" for name in names]


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"
