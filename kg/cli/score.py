"""`kg score`: extractions against annotated papers."""

import json as jsonlib
from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from kg.analysis.score import Score, judge
from kg.analysis.score_curve import confident
from kg.analysis.score_files import load_gold, load_predicted
from kg.analysis.score_names import Record
from kg.analysis.score_report import BREAKDOWNS, report
from kg.analysis.score_sentences import Sentence, listed, sentences
from kg.cli.problems import tell
from kg.cli.progress import progress
from kg.cli.reading import Reading
from kg.cli.score_tables import show
from kg.cli.voice import UsageError, Voice
from kg.export.records import record
from kg.model import Paper
from kg.settings import load_settings


def run(
    voice: Voice, *, gold: Path, predicted: Path | None, against: Path | None, errors: int, by: list[str] | None,
    papers: bool, calibration: bool, curve: bool, resamples: int, min_confidence: float | None, workers: int | None,
    config: Path | None, json: bool,
) -> int:  # fmt: skip
    """Print the scores; return 1 where kg failed on a paper."""
    for file in (gold, predicted, against):
        if file is not None and not file.is_file():
            raise UsageError(f"{file}: there is no such file. Check the name")
    wanted = _breakdowns([*(by or ()), *(["paper"] if papers else [])])
    annotated = load_gold(gold)
    reading = Reading(load_settings(config, workers=workers, min_confidence=min_confidence))
    others = judge(annotated, load_predicted(against)) if against else None
    found = _predicted(predicted, min_confidence) if predicted else _extracted(voice, gold, annotated, reading)
    with progress(voice) if curve else nullcontext() as done:
        result = report(
            judge(annotated, found), by=wanted, others=others, resamples=resamples, with_curve=curve, progress=done
        )
    if json:
        values = result.as_dict() | ({"errors": _errors(result.score, errors)} if errors else {})
        print(jsonlib.dumps(values, indent=2, ensure_ascii=False))
    else:
        show(result, tables=wanted if by else ["type", "predicate", *wanted], errors=errors, calibration=calibration)
    return 1 if reading.failed else 0


def _breakdowns(given: Iterable[str]) -> list[str]:
    """Return what is to be broken down by, each once; raises UsageError for what nothing can be broken down by."""
    names = list(dict.fromkeys(name.strip() for each in given for name in each.split(",") if name.strip()))
    for name in names:
        if name not in BREAKDOWNS:
            raise UsageError(f"--by {name}: there is no such breakdown; there are {', '.join(BREAKDOWNS)}")
    return names


def _predicted(file: Path, min_confidence: float | None) -> list[Record]:
    found = load_predicted(file)
    return found if min_confidence is None else confident(found, min_confidence)


def _extracted(voice: Voice, gold: Path, annotated: Sequence[Record], reading: Reading) -> list[Record]:
    """Return what kg reads out of the annotated papers themselves."""
    if any(not isinstance(each.get("abstract"), str) for each in annotated):
        raise UsageError(f"{gold}: a paper has no abstract that kg could read. Name a file of extractions too")
    given = [Paper(each["id"], each["title"], each["abstract"]) for each in annotated]
    with progress(voice) as done:
        found: list[Record] = [record(extraction) for extraction in reading.extractions(given, done)]
    tell(reading.problems, voice)
    return found


def _errors(result: Score, most: int) -> dict[str, list[dict[str, Any]]]:
    return {
        str(kind): [
            {"paper": paper.id, "what": note.what, "sentences": [_sentence(each) for each in sentences(paper, note)]}
            for paper, note in rows
        ]
        for kind, rows in listed(result, most).items()
    }


def _sentence(each: Sentence) -> dict[str, Any]:
    return {"text": each.text, "marks": [list(mark) for mark in each.marks], "in_text": each.in_text}
