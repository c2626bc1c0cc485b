"""`kg import`: graphs in files merged into the graph of a folder."""

import hashlib
from pathlib import Path

from kg.cli.problems import counted, tell
from kg.cli.progress import progress
from kg.cli.voice import UsageError, Voice, write_bytes
from kg.errors import SourceError
from kg.export.folder import REPORT, change_folder, report_json
from kg.fingerprints import engine_mark, fingerprint
from kg.imports.join import Joined, join, labels_of
from kg.imports.read import read
from kg.model import BuildReport, Paper, Problem
from kg.rdf.store import Store
from kg.settings import load_settings
from kg.versions import versions
from kg.vocabulary.catalogue import catalogue_of


def run(voice: Voice, *, files: list[Path], out: Path, fast: bool | None, json: bool) -> int:
    """Merge the graphs, print what was done, and return 1 where a part of a file did not fit."""
    absent = [path for path in files if not path.exists()]
    if absent:
        raise UsageError(f"{absent[0]}: there is no such file. Check the name")
    settings = load_settings(None, fast=fast or None)
    mark = engine_mark(settings, catalogue_of(out))
    problems: list[Problem] = []

    def known_by(paper: Paper) -> str:
        return fingerprint(paper, mark)

    def work(store: Store) -> BuildReport:
        total = Joined()
        for path in files:
            try:
                made = read(path, problems.append, labels_of(store))
                total.add(join(made, store, problems.append, fingerprint=known_by, source=str(path)))
            except SourceError as error:
                problems.append(Problem(error.source, error.line, "import", error.message, error.mend))
        return BuildReport(
            **store.counts(), added=total.added, changed=total.changed, removed=0, unchanged=total.unchanged,
            problems=tuple(problems), timings={}, versions=versions(),
            inputs={path.name: _digest(path) for path in files if path.is_file()}, outputs={},
        )  # fmt: skip

    with progress(voice) as done:
        report = change_folder(out, work, settings=settings, progress=done)
    tell(report.problems, voice, rest=f"{out / REPORT} lists them all")
    if json:
        write_bytes(report_json(report))
    else:
        print(_summary(report, out))
    return 1 if report.failures else 0


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _summary(report: BuildReport, out: Path) -> str:
    changes = f"{report.added:,} new, {report.changed:,} changed, {report.unchanged:,} unchanged"
    rows = [
        ("graph", str(out)),
        ("papers", f"{report.papers:,} ({changes})"),
        ("concepts", f"{report.concepts:,}"),
        ("claims", f"{report.claims:,}"),
    ]
    if report.failures:
        rows.append(("failures", f"{counted(len(report.failures), 'failure')}, listed in {out / REPORT}"))
    return "\n".join(f"{name:9} {value}" for name, value in rows)
