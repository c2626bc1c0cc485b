"""The folder that `kg build` writes: store, Turtle, page, extractions and the report, each whole or as it was."""

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from shutil import rmtree
from typing import IO, Any

from kg.export import page
from kg.export.records import record
from kg.model import BuildReport, Paper, Problem
from kg.pipeline import Progress, build
from kg.rdf import turtle
from kg.rdf.store import Store
from kg.settings import Settings
from kg.sources.locate import Given, locate
from kg.sources.merge import merge
from kg.sources.read import inputs, read
from kg.traverse import Graph

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
) -> BuildReport:
    """Read the sources into the graph of a folder and write its files; return the report that `build.json` holds.

    Papers of earlier builds stay, unless `prune`; `fresh` starts over. With nothing changed nothing is written.
    Raises SourceError where no source can be read, StoreError where the folder cannot be written.
    """
    settings = settings or Settings()
    tell = progress or (lambda stage, done, total: None)
    problems: list[Problem] = []
    sources = locate(given)
    papers = tuple(read(sources, year=year, report=problems.append))
    digests = inputs(sources)
    if fresh:
        _clear(folder)
    with Store(folder / STORE) as store:
        papers = papers if prune else _with_earlier(papers, store, problems.append)
        report = build(
            papers, store, settings=settings, prune=prune, problems=problems, inputs=digests, progress=progress
        )
        if _is_current(folder, report):
            outputs = _hashes(folder)
        else:
            outputs = _write_outputs(folder, store, settings, tell)
    report = replace(report, outputs=outputs)
    with replaced(folder / REPORT) as out:
        out.write(report_json(report))
    return report


def report_json(report: BuildReport) -> bytes:
    """Return a report as JSON."""
    return (json.dumps(asdict(report), indent=2, ensure_ascii=False) + "\n").encode()


@contextmanager
def replaced(path: Path) -> Iterator[IO[bytes]]:
    """Give a file to write that takes the place of `path` only when all is written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with draft.open("wb") as out:
            yield out
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


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


def _is_current(folder: Path, report: BuildReport) -> bool:
    """Tell whether the folder's files are those of this state: nothing worked on, and the files as reported."""
    if report.added or report.changed or report.removed:
        return False
    try:
        last: dict[str, Any] = json.loads((folder / REPORT).read_bytes())
    except (OSError, ValueError):
        return False
    return bool(last.get("outputs")) and last["outputs"] == _hashes(folder) and last["versions"] == report.versions


def _hashes(folder: Path) -> dict[str, str]:
    paths = [folder / name for name in OUTPUTS]
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths if path.is_file()}


def _write_outputs(folder: Path, store: Store, settings: Settings, tell: Progress) -> dict[str, str]:
    steps = len(OUTPUTS)
    with replaced(folder / "graph.ttl") as out:
        turtle.write(store, out)
    tell("write", 1, steps)
    extractions = tuple(store.extractions())
    with replaced(folder / "extractions.jsonl") as out:
        for extraction in extractions:
            out.write((json.dumps(record(extraction), ensure_ascii=False) + "\n").encode())
    tell("write", 2, steps)
    with replaced(folder / "graph.html") as out:
        out.write(page.render(Graph.from_extractions(extractions), title=settings.title).encode())
    tell("write", 3, steps)
    return _hashes(folder)
