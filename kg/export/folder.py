"""The folder that `kg build` writes: its store, files, tables and report, each whole or as it was."""

import hashlib
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from html import unescape
from multiprocessing import get_context
from pathlib import Path
from shutil import rmtree
from typing import Any

from kg.alone import alone, end_with
from kg.annotation.kept import annotations_of, misfits
from kg.change import watch
from kg.export import page
from kg.export.records import record
from kg.model import BuildReport, Extraction, Paper, Problem
from kg.ontology import Ontology
from kg.pipeline import Progress, Ready, build
from kg.rdf import description, turtle
from kg.rdf.store import Store
from kg.rdf.trouble import clear_errors
from kg.settings import Settings
from kg.sources.locate import Given, locate
from kg.sources.merge import merge
from kg.sources.read import inputs, read
from kg.tables import parquet
from kg.tables.tables import TABLES
from kg.traverse import Graph, kept
from kg.vocabulary.catalogue import catalogue_of
from kg.whole import replaced

STORE = "store"
OUTPUTS = ("graph.ttl", "graph.html", "extractions.jsonl", "description.ttl")
REPORT = "build.json"
_LARGE = 2000  # papers written at once, from which laying out the indexes anew is worth its time


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
    if fresh and ready:
        ready(list(papers))
        ready = None
    ontology, said = catalogue_of(folder), annotations_of(folder)
    problems.extend(misfits({paper.id: paper for paper in papers}, said))
    sealed = kept.is_sealed(folder)
    with alone(folder) as ended_well, clear_errors(folder), _store(folder, ontology, fresh=fresh) as store:
        last = _last_report(folder) if ended_well and not fresh else {}
        _sweep(folder)
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
        current = sealed and _is_current(folder, report, last, settings.title)
        return _finished(folder, store, report, None if current else fresh_ones, settings, tell, ontology)


def change_folder(
    folder: Path,
    work: Callable[[Store], BuildReport],
    *,
    settings: Settings | None = None,
    progress: Progress | None = None,
) -> BuildReport:
    """Let `work` change the store of a folder, write the files that change with it, and return what it reports.

    With nothing added or changed nothing is written. Raises StoreError where the folder cannot be written.
    """
    settings, tell = settings or Settings(), progress or (lambda stage, done, total: None)
    ontology, sealed = catalogue_of(folder), kept.is_sealed(folder)
    with alone(folder) as ended_well, clear_errors(folder), _store(folder, ontology, fresh=False) as store:
        last = _last_report(folder) if ended_well else {}
        _sweep(folder)
        report = work(store)
        report = replace(
            report,
            versions=last.get("versions", report.versions),
            inputs=last.get("inputs", {}) | report.inputs,
        )
        current = sealed and _is_current(folder, report, last, settings.title)
        return _finished(folder, store, report, None if current else _Recent(), settings, tell, ontology)


def _finished(
    folder: Path,
    store: Store,
    report: BuildReport,
    recent: "_Recent | None",
    settings: Settings,
    tell: Progress,
    ontology: Ontology,
) -> BuildReport:
    """Write what follows from the store, `recent` being None where its files are current; return the whole report."""
    outputs = _write_outputs(folder, store, recent, settings, tell, ontology) if recent else _hashes(folder)
    if report.added + report.changed > _LARGE:
        tell("optimize", 0, 1)
        store.optimize()
    _, watched = watch.run_all(folder, store)
    report = replace(report, outputs=outputs, problems=(*report.problems, *watched))
    with replaced(folder / REPORT) as out:
        out.write(report_json(report))
    return report


@contextmanager
def _store(folder: Path, ontology: Ontology, *, fresh: bool) -> Iterator[Store]:
    """Lend the store for writing; a fresh one takes the place of the old one only when the block is done."""
    place, new, old = folder / STORE, folder / f"{STORE}.new", folder / f"{STORE}.old"
    if old.exists() and not place.exists():  # killed between the two steps below
        (new if new.exists() else old).rename(place)
    for left in (new, old):
        if left.exists():
            rmtree(left)
    replacing = fresh and place.exists()
    with Store(new if replacing else place, ontology=ontology) as store:
        yield store
    if replacing:
        place.rename(old)
        new.rename(place)
        rmtree(old)
    kept.seal(folder)


def report_json(report: BuildReport) -> bytes:
    """Return a report as JSON."""
    return (json.dumps(asdict(report), indent=2, ensure_ascii=False) + "\n").encode()


class _Recent:
    """The extractions that a build has just made, as far as memory allows: what is here need not be decoded."""

    _MOST = 4000

    def __init__(self) -> None:
        self.made: dict[str, Extraction] = {}

    def add(self, extraction: Extraction) -> None:
        """Hold an extraction; one that is held already gives way, since settled names come later."""
        if extraction.paper.id in self.made or len(self.made) < self._MOST:
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


def _sweep(folder: Path) -> None:
    """Remove the drafts of files that a killed build left; no other build is under way."""
    for name in (*OUTPUTS, REPORT, kept.FILE):
        for draft in folder.glob(f".{name}.*"):
            draft.unlink()


def _last_report(folder: Path) -> dict[str, Any]:
    """Return the report of the last build; nothing where it cannot be read."""
    try:
        last = json.loads((folder / REPORT).read_bytes())
    except (OSError, ValueError):
        last = None
    return last if isinstance(last, dict) else {}


def _is_current(folder: Path, report: BuildReport, last: dict[str, Any], title: str) -> bool:
    """Tell whether the folder's files are those of this state: nothing worked on, and the files as reported."""
    if report.added or report.changed or report.removed or not last.get("outputs"):
        return False
    same = last["outputs"] == _hashes(folder) and last.get("versions") == report.versions
    return same and parquet.is_current(folder / TABLES) and _page_is_titled(folder / "graph.html", title)


def _page_is_titled(path: Path, title: str) -> bool:
    with path.open(encoding="utf-8") as file:
        return f"<title>{title}</title>" in unescape(file.read(4096))


def _hashes(folder: Path) -> dict[str, str]:
    paths = [folder / name for name in OUTPUTS]
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths if path.is_file()}


def write_outputs(folder: Path, store: Store, *, title: str) -> None:
    """Write the files of a folder from its store alone."""
    _write_outputs(folder, store, _Recent(), Settings(title=title), lambda *told: None, catalogue_of(folder))


def _write_outputs(
    folder: Path, store: Store, recent: _Recent, settings: Settings, tell: Progress, ontology: Ontology
) -> dict[str, str]:
    """Write the files of a folder; the Turtle comes from the store, the others from the extractions, side by side."""
    extractions = tuple(recent.all_of(store))
    with _beside(lambda: _write_readable(folder, extractions, settings.title, ontology)):
        with replaced(folder / "graph.ttl") as out:
            turtle.write(store, out, known=recent.made)
        with replaced(folder / "description.ttl") as out:
            description.write(store, out)
        parquet.write(folder / TABLES, store, extractions)
        tell("write", 1, 2)
    tell("write", 2, 2)
    return _hashes(folder)


def _write_readable(folder: Path, extractions: tuple[Extraction, ...], title: str, ontology: Ontology) -> None:
    with replaced(folder / "extractions.jsonl") as out:
        for extraction in extractions:
            out.write((json.dumps(record(extraction), ensure_ascii=False) + "\n").encode())
    graph = Graph.from_extractions(extractions, ontology=ontology)
    graph.save(folder)
    with replaced(folder / "graph.html") as out:
        out.write(page.render(graph, title=title).encode())


def _child(work: Callable[[], None], parent: int) -> None:
    """Do the work in a child process, which ends with its parent: it must not write into a later build."""
    end_with(parent)
    work()


@contextmanager
def _beside(work: Callable[[], None]) -> Iterator[None]:
    """Do some work in a process beside the block where processes can be forked, else after it.

    Work that fails beside is done again here, so that its error comes up where it can be told.
    """
    process = get_context("fork").Process(target=_child, args=(work, os.getpid())) if sys.platform == "linux" else None
    if process:
        process.start()
    try:
        yield
    finally:
        if process:
            process.join()
    if process is None or process.exitcode:
        work()
