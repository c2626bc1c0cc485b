"""`kg extract`: one JSON object a paper, without a store."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.cli.assigned import assigned
from kg.cli.consent import consent
from kg.cli.problems import located, tell
from kg.cli.progress import progress
from kg.cli.reading import Reading
from kg.cli.voice import Voice
from kg.export.records import record
from kg.settings import load_settings
from kg.sources.read import read
from kg.whole import replaced


def run(
    voice: Voice, *, sources: list[str], out: Path | None, year: int | None, workers: int | None,
    min_link: float | None, min_confidence: float | None, fast: bool | None, reader: str | None,
    set_: list[str] | None, yes: bool, strict: bool,
    config: Path | None,
) -> int:  # fmt: skip
    """Print each paper as soon as it is read, and return 1 where the data had failures."""
    settings = load_settings(
        config, min_link=min_link, min_confidence=min_confidence, workers=workers, fast=fast or None,
        reader=reader, **assigned(set_),
    )  # fmt: skip
    reading = Reading(settings, strict)
    papers = tuple(read(located(sources), year=year, report=reading.report))
    ready = consent(voice, settings, yes)
    if ready:
        ready(papers)
        reading.agreed = True
    with progress(voice) as done, _lines(out) as write:
        for extraction in reading.extractions(papers, done):
            write(json.dumps(record(extraction), ensure_ascii=False) + "\n")
    tell(reading.problems, voice)
    return 1 if reading.failed else 0


@contextmanager
def _lines(out: Path | None) -> Iterator[Callable[[str], object]]:
    """Lend a function that writes a line to a file, which appears when all is written, or to stdout at once."""
    if out is None:
        yield lambda line: (sys.stdout.write(line), sys.stdout.flush())
    else:
        with replaced(out) as file:
            yield lambda line: file.write(line.encode())
