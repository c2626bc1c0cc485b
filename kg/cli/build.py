"""`kg build`: sources in, the folder of a graph out."""

import time
from pathlib import Path

from kg.cli.assigned import assigned
from kg.cli.consent import consent
from kg.cli.problems import counted, located, tell
from kg.cli.progress import progress
from kg.cli.strict import checked
from kg.cli.voice import Voice, write_bytes
from kg.export.folder import OUTPUTS, REPORT, build_folder, report_json
from kg.model import BuildReport
from kg.settings import load_settings


def run(
    voice: Voice, *, sources: list[str], out: Path, year: int | None, prune: bool, fresh: bool, workers: int | None,
    min_link: float | None, min_confidence: float | None, fast: bool | None, title: str | None, reader: str | None,
    set_: list[str] | None, yes: bool, strict: bool,
    config: Path | None, json: bool,
) -> int:  # fmt: skip
    """Build the graph, print what was done, and return 1 where the data had failures."""
    start = time.perf_counter()
    settings = load_settings(
        config, min_link=min_link, min_confidence=min_confidence, workers=workers, fast=fast or None, title=title,
        reader=reader, **assigned(set_),
    )  # fmt: skip
    given = located(sources)
    ready = consent(voice, settings, yes)
    with progress(voice, plain=ready is not None) as done:
        report = build_folder(
            checked(given) if strict else given, out,
            settings=settings, year=year, prune=prune, fresh=fresh, progress=done, ready=ready,
        )  # fmt: skip
    tell(report.problems, voice, rest=f"{out / REPORT} lists them all")
    if json:
        write_bytes(report_json(report))
    else:
        print(summary(report, out, time.perf_counter() - start))
    return 1 if report.failures else 0


def summary(report: BuildReport, out: Path, seconds: float) -> str:
    """Return what a build did as a few lines."""
    changes = ("added", "changed", "removed", "unchanged")
    words = ", ".join(f"{getattr(report, name):,} {'new' if name == 'added' else name}" for name in changes)
    turtle, page, *_ = OUTPUTS
    rows = [
        ("graph", out / turtle),
        ("page", out / page),
        ("papers", f"{report.papers:,} ({words})"),
        ("concepts", f"{report.concepts:,}"),
        ("claims", f"{report.claims:,}"),
        ("seconds", f"{seconds:.1f}"),
    ]
    if report.failures:
        rows.append(("failures", f"{counted(len(report.failures), 'failure')}, listed in {out / REPORT}"))
    return "\n".join(f"{name:9} {value}" for name, value in rows)
