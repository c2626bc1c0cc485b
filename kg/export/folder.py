"""The folder that `kg build` writes: store, Turtle, page, extractions and the report, each whole or as it was."""

import hashlib
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from html import unescape
from multiprocessing import get_context
from pathlib import Path
from shutil import rmtree
from typing import Any

from kg.annotation.kept import annotations_of, misfits
from kg.export import page
from kg.export.records import record
from kg.model import BuildReport, Extraction, Paper, Problem
from kg.pipeline import Progress, Ready, build
from kg.rdf import turtle
from kg.rdf.store import Store
from kg.settings import Settings
from kg.sources.locate import Given, locate
from kg.sources.merge import merge
from kg.sources.read import inputs, read
from kg.traverse import Graph
from kg.vocabulary.catalogue import catalogue_of
from kg.whole import replaced

STORE = "store"
OUTPUTS = ("graph.ttl", "graph.html", "extractions.jsonl")
REPORT = "build.json"


def build_folder(
    given: Given | Iterable[Given],
    folder: Path,
    *,
    settings: Settings | None = None,
    year: int | None = None,
    prune: bool = False,
    fresh: bool = False,
    progress: Progress | None = None,
    ready: Ready | None = None,
) -> BuildReport:
    """Read the sources into the graph of a folder and write its files; return the report that `build.json` holds.

    Papers of earlier builds stay, unless `prune`; `fresh` starts over. With nothing changed nothing is written.
    `ready` is told which papers will be worked on, before anything is, and may raise to stop the build.
    Raises SourceError where no source can be read, StoreError where the folder cannot be written.
    """
    settings = settings or Settings()
    tell = progress or (lambda stage, done, total: None)
    problems: list[Problem] = []
    sources = locate(given)
    papers = tuple(read(sources, year=year, report=problems.append))
    digests = inputs(sources)
    if fresh:
        if ready:
            ready(list(papers))
            ready = None
        _clear(folder)
    ontology, said = catalogue_of(folder), annotations_of(folder)
    problems.extend(misfits({paper.id: paper for paper in papers}, said))
    with Store(folder / STORE, ontology=ontology) as store:
        last = _taken_report(folder)
        papers = papers if prune else _with_earlier(papers, store, problems.append)
        fresh_ones = _Recent()
        report = build(
            papers,
            store,
            settings=settings,
            ontology=ontology,
            prune=prune,
            problems=problems,
            inputs=digests,
            progress=progress,
            seen=fresh_ones.add,
            ready=ready,
            annotations=said,
        )
        if _is_current(folder, report, last, settings.title):
            outputs = _hashes(folder)
        else:
            outputs = _write_outputs(folder, store, fresh_ones, settings, tell)
    report = replace(report, outputs=outputs)
    with replaced(folder / REPORT) as out:
        out.write(report_json(report))
    return report


def report_json(report: BuildReport) -> bytes:
    """Return a report as JSON."""
    return (json.dumps(asdict(report), indent=2, ensure_ascii=False) + "\n").encode()


class _Recent:
    """The extractions that a build has just made, as far as memory allows: what is here need not be decoded."""

    _MOST = 4000

    def __init__(self) -> None:
        self.made: dict[str, Extraction] = {}

    def add(self, extraction: Extraction) -> None:
        if len(self.made) < self._MOST:
            self.made[extraction.paper.id] = extraction

    def all_of(self, store: Store) -> Iterator[Extraction]:
        """Yield the extraction of each paper of a store, in order of id."""
        for paper_id in store.papers():
            yield self.made.get(paper_id) or store.extraction(paper_id)


def _with_earlier(papers: tuple[Paper, ...], store: Store, report: Callable[[Problem], None]) -> tuple[Paper, ...]:
    """Return the papers joined with what earlier builds read of the same papers in sources that are not read now."""
    now = {name for paper in papers for name in paper.source}
    earlier = []
    for paper_id in store.papers():
        old = store.paper(paper_id)
        rest = tuple(name for name in old.source if name not in now)
        if rest:
            earlier.append(replace(old, source=rest))
    if not earlier:
        return papers
    known = {paper.id for paper in papers}
    return tuple(paper for paper in merge([*papers, *earlier], report) if paper.id in known or paper not in earlier)


def _clear(folder: Path) -> None:
    """Remove what a build writes, and nothing else."""
    rmtree(folder / STORE, ignore_errors=True)
    for name in (*OUTPUTS, REPORT):
        (folder / name).unlink(missing_ok=True)


def _taken_report(folder: Path) -> dict[str, Any]:
    """Return the last report and remove it: a build that is killed leaves none, so the next one writes all files."""
    path = folder / REPORT
    try:
        last = json.loads(path.read_bytes())
    except (OSError, ValueError):
        last = None
    path.unlink(missing_ok=True)
    return last if isinstance(last, dict) else {}


def _is_current(folder: Path, report: BuildReport, last: dict[str, Any], title: str) -> bool:
    """Tell whether the folder's files are those of this state: nothing worked on, and the files as reported."""
    if report.added or report.changed or report.removed or not last.get("outputs"):
        return False
    same = last["outputs"] == _hashes(folder) and last.get("versions") == report.versions
    return same and _page_is_titled(folder / "graph.html", title)


def _page_is_titled(path: Path, title: str) -> bool:
    with path.open(encoding="utf-8") as file:
        return f"<title>{title}</title>" in unescape(file.read(4096))


def _hashes(folder: Path) -> dict[str, str]:
    paths = [folder / name for name in OUTPUTS]
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths if path.is_file()}


def _write_outputs(folder: Path, store: Store, recent: _Recent, settings: Settings, tell: Progress) -> dict[str, str]:
    """Write the files of a folder; the Turtle comes from the store, the others from the extractions, side by side."""
    extractions = tuple(recent.all_of(store))
    with _beside(lambda: _write_readable(folder, extractions, settings.title)):
        with replaced(folder / "graph.ttl") as out:
            turtle.write(store, out)
        tell("write", 1, 2)
    tell("write", 2, 2)
    return _hashes(folder)


def _write_readable(folder: Path, extractions: tuple[Extraction, ...], title: str) -> None:
    with replaced(folder / "extractions.jsonl") as out:
        for extraction in extractions:
            out.write((json.dumps(record(extraction), ensure_ascii=False) + "\n").encode())
    with replaced(folder / "graph.html") as out:
        out.write(page.render(Graph.from_extractions(extractions), title=title).encode())


@contextmanager
def _beside(work: Callable[[], None]) -> Iterator[None]:
    """Do some work in a process beside the block where processes can be forked, else after it.

    Work that fails beside is done again here, so that its error comes up where it can be told.
    """
    process = get_context("fork").Process(target=work) if sys.platform == "linux" else None
    if process:
        process.start()
    try:
        yield
    finally:
        if process:
            process.join()
    if process is None or process.exitcode:
        work()
