"""`kg concepts gaps`: what papers name and the catalogue lacks, as a queue to look through."""

import csv
import io
import json as jsonlib
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

from kg.analysis.gaps import Gap, Gaps
from kg.analysis.gaps import gaps as find_gaps
from kg.cli.problems import counted, located, tell
from kg.cli.progress import progress
from kg.cli.stored import opened
from kg.cli.tables import console, table
from kg.cli.voice import Voice, write_bytes
from kg.model import ConceptType, Paper, Problem
from kg.settings import load_settings
from kg.sources.read import read
from kg.vocabulary.catalogue import catalogue_of

_COLUMNS = ("phrase", "type", "papers", "mentions", "linked", "ambiguous", "doubtful", "candidates", "nearest")
_EXAMPLES = ("example 1", "example 2", "example 3")


def gaps(
    voice: Voice, *, sources: list[str], limit: int, min_papers: int, type_: ConceptType | None, format_: str,
    graph: Path,
) -> int:  # fmt: skip
    """Print the phrases, most papers first; return 1 where a source had failures."""
    problems: list[Problem] = []
    papers = tuple(read(located(sources), report=problems.append)) if sources else _stored(graph)
    with progress(voice) as done:
        found = find_gaps(
            papers, settings=replace(load_settings(), reader="kg"), ontology=catalogue_of(graph),
            kind=type_, min_papers=min_papers, limit=limit, progress=done,
        )  # fmt: skip
    tell(problems, voice)
    _FORMS[format_](found)
    more = f"; {found.left:,} more behind them, --limit shows them" if found.left else ""
    voice.say(f"{counted(len(found.rows), 'phrase')} of {counted(found.papers, 'paper')}{more}")
    return 1 if any(problem.error for problem in problems) else 0


def _stored(graph: Path) -> tuple[Paper, ...]:
    """Return the papers of a graph; raises UsageError where there is none."""
    with opened(graph) as store:
        return tuple(store.paper(paper_id) for paper_id in store.papers())


def _table(found: Gaps) -> None:
    if found.rows:
        names = ("phrase", "type", "papers", "mentions", "what became of it", "nearest", "example")
        table(console(), names, [_short(gap) for gap in found.rows])


def _short(gap: Gap) -> list[str]:
    """Return the row of a gap for people: one example, and what became of the mentions in words."""
    outcomes = (("linked", gap.linked), ("ambiguous", gap.ambiguous), ("doubtful", gap.doubtful))
    became = ", ".join(f"{number} {name}" for name, number in outcomes if number)
    senses = f": {', '.join(gap.candidates)}" if gap.candidates else ""
    example = gap.examples[0]
    return [
        gap.label, str(gap.type or ""), str(gap.papers), str(gap.mentions), f"{became}{senses}", gap.nearest or "",
        f"{example.paper}: {example.sentence}",
    ]  # fmt: skip


def _json(found: Gaps) -> None:
    write_bytes((jsonlib.dumps([asdict(gap) for gap in found.rows], indent=2, ensure_ascii=False) + "\n").encode())


def _csv(found: Gaps) -> None:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow((*_COLUMNS, *_EXAMPLES))
    for gap in found.rows:
        examples = [f"{each.paper}: {each.sentence}" for each in gap.examples]
        counts = (gap.papers, gap.mentions, gap.linked, gap.ambiguous, gap.doubtful)
        row = (gap.label, gap.type or "", *counts, "|".join(gap.candidates), gap.nearest or "", *examples)
        writer.writerow((*row, *[""] * (len(_EXAMPLES) - len(examples))))
    write_bytes(out.getvalue().encode())


def _markdown(found: Gaps) -> None:
    lines = ["| phrase | type | papers | mentions | what became of it | nearest | example |"]
    lines.append("| --- | --- | ---: | ---: | --- | --- | --- |")
    lines += [f"| {' | '.join(map(_cell, _short(gap)))} |" for gap in found.rows]
    write_bytes("".join(f"{line}\n" for line in lines).encode())


def _cell(text: str) -> str:
    """Return a text that stays in its cell of a Markdown table."""
    return text.replace("\\", "\\\\").replace("|", "\\|")


_FORMS: dict[str, Callable[[Gaps], None]] = {"table": _table, "json": _json, "csv": _csv, "md": _markdown}
