"""`kg quality`: what kg scores on annotated papers, as a record that ships and a page for people."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from kg.analysis.quality import measure, seen_in
from kg.analysis.quality_page import page as rendered
from kg.analysis.score_files import load_gold
from kg.analysis.score_names import Record as Annotated
from kg.cli.problems import counted, tell
from kg.cli.progress import progress
from kg.cli.reading import Reading
from kg.cli.tables import console, table
from kg.cli.voice import UsageError, Voice, write_bytes
from kg.export.records import record
from kg.fingerprints import engine_mark
from kg.model import Paper
from kg.ontology import Ontology
from kg.quality import RATES, Measured, Record, Row, reading, shipped
from kg.settings import Settings, load_settings
from kg.whole import write_whole


def run(
    voice: Voice, *, gold: list[Path] | None, out: Path | None, page: Path | None, learned_from: Path | None,
    workers: int | None, config: Path | None, json: bool,
) -> int:  # fmt: skip
    """Make or show a record; return 1 where kg failed on a paper."""
    _check([*(gold or ()), *([learned_from] if learned_from else ())])
    settings = load_settings(config, workers=workers)
    papers = Reading(settings)
    shown = _made(voice, gold, learned_from, papers) if gold else shipped()
    if shown is None:
        raise UsageError("this kg ships no record of its quality; name a file of annotated papers")
    if page is not None:
        write_whole(page, rendered(shown))
        voice.say(f"{page}: written")
    if out is not None:
        write_whole(out, shown.to_json())
        voice.say(f"{out}: {counted(len(shown.gold), 'file')} of annotated papers")
    elif json:
        write_bytes(shown.to_json().encode())
    elif page is None:
        _print(shown, settings)
    return 1 if papers.failed else 0


def _check(given: Sequence[Path]) -> None:
    for file in given:
        if not file.is_file():
            raise UsageError(f"{file}: there is no such file. Check the name")


def _made(voice: Voice, gold: Sequence[Path], learned_from: Path | None, papers: Reading) -> Record:
    """Read the annotated papers and score what is found."""
    known = load_gold(learned_from) if learned_from else None
    measured = tuple(_measured(voice, file, known, papers) for file in gold)
    catalogue = Ontology.load()
    used = reading(papers.settings, catalogue.sha256)
    name = learned_from.name if learned_from else None
    return Record(used, engine_mark(papers.settings, catalogue), name, measured)


def _measured(voice: Voice, file: Path, known: Sequence[Annotated] | None, papers: Reading) -> Measured:
    annotated = load_gold(file)
    if not annotated or any(not isinstance(each.get("abstract"), str) for each in annotated):
        raise UsageError(f"{file}: every line must be an annotated paper with its abstract, and there must be one")
    given = [Paper(each["id"], each["title"], each["abstract"]) for each in annotated]
    with progress(voice) as done:
        found = [record(extraction) for extraction in papers.extractions(given, done)]
    tell(papers.problems, voice)
    seen = None if known is None else seen_in(annotated, known)
    return measure(file.name, hashlib.sha256(file.read_bytes()).hexdigest(), annotated, found, seen)


def _print(shown: Record, settings: Settings) -> None:
    out = console()
    for gold in shown.gold:
        seen = "" if gold.seen is None else f", {gold.seen:,} of them learned from"
        out.print(f"kg {shown.reading.version} on {gold.name}: {counted(gold.papers, 'paper')}{seen}\n")
        table(out, ["measure", *RATES, "interval of f1"], [_row(name, row) for name, row in gold.measures.items()])
        for title, figures in (("", gold.shares), ("calibration error of ", gold.calibration)):
            if figures:
                out.print("\n" + "   ".join(f"{title}{name} {each.value:.3f}" for name, each in figures.items()))
        out.print("")
    out.print(_standing(shown, settings))


def _row(name: str, row: Row) -> list[str]:
    rates = [f"{getattr(row, rate).value:.3f}" for rate in RATES]
    low, high = row.f1.low, row.f1.high
    return [name, *rates, "" if low is None or high is None else f"{low:.3f} to {high:.3f}"]


def _standing(shown: Record, settings: Settings) -> str:
    """Return whether this kg is the one that was measured."""
    catalogue = Ontology.load()
    if shown.engine == engine_mark(settings, catalogue):
        return "measured with the code, the weights, the catalogue and the settings of this kg"
    differing = shown.reading.differences(reading(settings, catalogue.sha256))
    return f"this kg differs from the measured one in: {', '.join(differing or ('code',))}"
