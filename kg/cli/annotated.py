"""Annotated papers on the command line: what the names stand for, and what breaks the rules."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kg.annotation.check import check
from kg.annotation.form import Record, gold, read, write
from kg.annotation.kept import unusable
from kg.annotation.proposal import proposal
from kg.annotation.standoff import is_stand_off, restored, stand_off
from kg.cli.problems import counted, located
from kg.cli.voice import UsageError, Voice
from kg.errors import SourceError
from kg.model import Paper, Problem
from kg.sources.read import read as read_papers

_MEND = "`kg annotate --check` lists what to mend"


@dataclass(slots=True)
class Given:
    """What was given: `papers`, `gold` annotations of some, `proposals` for others, and where a record stood."""

    papers: tuple[Paper, ...] = ()
    gold: list[Record] = field(default_factory=list)
    proposals: dict[str, Record] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    places: dict[str, str] = field(default_factory=dict)
    broken: list[tuple[str, str]] = field(default_factory=list)


def given_papers(names: Sequence[str], year: int | None, papers: Iterable[Paper] = ()) -> Given:
    """Return what the names of files and sources stand for, beside `papers` that are there already.

    A file of annotated papers is told by content. Raises UsageError and SourceError for what cannot be read.
    """
    given = Given()
    files = [name for name in names if _is_annotated(name)]
    sources = [name for name in names if name not in files]
    read_now = read_papers(located(sources), year=year, report=given.problems.append) if sources else ()
    known = {paper.id: paper for paper in (*papers, *read_now)}
    for name in files:
        for number, record in read(Path(name)):
            _take(given, f"{name}:{number}", record, known)
    given.papers = tuple(known.values())
    return given


def _is_annotated(name: str) -> bool:
    """Tell whether a name is of a JSON Lines file whose first line is an annotated paper or an extraction."""
    path = Path(name)
    if not path.is_file():
        return False
    with path.open("rb") as file:
        first = next((row for row in file if row.strip()), b"")
    try:
        found = json.loads(first)
    except ValueError:
        return False
    return isinstance(found, dict) and all(isinstance(found.get(part), list) for part in ("concepts", "relations"))


def _take(given: Given, place: str, record: Record, known: dict[str, Paper]) -> None:
    """Sort a record in: an annotation, one without text, or an extraction."""
    name = str(record.get("id"))
    if name in given.places:
        raise SourceError(place, 0, f"{name} stands at {given.places[name]} already", "Remove one of the two")
    given.places[name] = place
    if is_stand_off(record):
        record = _restored(place, record, known)
    elif not _is_gold(record):
        given.proposals[name] = _proposal(place, record)
    if wrong := unusable(record) if _is_gold(record) else "":
        given.broken.append((place, wrong))
    elif _is_gold(record):
        given.gold.append(gold(record))
    if all(isinstance(record.get(key), str) for key in ("title", "abstract")):
        known.setdefault(name, Paper(name, record["title"], record["abstract"]))


def _is_gold(record: Record) -> bool:
    """Tell an annotation from an extraction, which does not say what is required."""
    parts = [each for part in ("concepts", "relations") for each in record.get(part) or ()]
    return not any(isinstance(each, dict) and ("score" in each or "confidence" in each) for each in parts)


def _restored(place: str, record: Record, known: dict[str, Paper]) -> Record:
    wrong = unusable(record)
    if wrong:
        raise SourceError(place, 0, wrong, _MEND)
    paper = known.get(record["id"])
    if paper is None:
        message = f"{record['id']} has no text here, and no listing given holds it"
        raise SourceError(place, 0, message, "Name the listing that was annotated as well")
    return restored(record, paper)


def _proposal(place: str, record: Record) -> Record:
    try:
        return proposal(record)
    except (KeyError, TypeError) as error:
        raise SourceError(place, 0, f"the extraction lacks {error}", "Print it anew with `kg extract`") from error


def checked(voice: Voice, given: Given, out: Path | None, *, bare: bool) -> int:
    """Print what breaks the rules in annotated papers; where nothing does, write them to `out`. Return 1 or 0."""
    if not given.gold and not given.broken:
        raise UsageError("there are no annotated papers to check. Name a file of them")
    errors, notes = len(given.broken), 0
    for place, message in given.broken:
        print(f"{place}: {message}")
    for place, words, error in _findings(given):
        errors, notes = errors + error, notes + (not error)
        print(f"{place}: {words}" if error else f"{place}: note: {words}")
    voice.say(f"{counted(len(given.places), 'paper')}, {counted(errors, 'error')}, {counted(notes, 'note')}")
    if out and errors:
        voice.error(f"kg: {out}: not written. Mend the errors first")
    elif out:
        write(out, (stand_off(record) if bare else record for record in given.gold))
    return 1 if errors else 0


def _findings(given: Given) -> Iterator[tuple[str, str, bool]]:
    for record in given.gold:
        for finding in check(record):
            words = f"{record['id']}: {finding.where}: {finding.message}"
            yield given.places[record["id"]], words, finding.error
