"""`kg validate`: whether the graph looks like a graph of kg."""

import json as jsonlib
from dataclasses import asdict
from pathlib import Path

from kg.cli.problems import counted
from kg.cli.stored import opened
from kg.cli.tables import console, table
from kg.cli.voice import UsageError, Voice
from kg.rdf.curies import short
from kg.rdf.shapes import ShapesReport, validate


def run(voice: Voice, *, file: Path | None, json: bool, graph: Path) -> int:
    """Print what does not conform, and return 1 where something does not."""
    if file is not None and not file.is_file():
        raise UsageError(f"{file}: there is no such file. Check the name")
    report = _checked(file, graph)
    if json:
        found = {"conforms": report.conforms, "violations": [asdict(each) for each in report.violations]}
        print(jsonlib.dumps(found, indent=2, ensure_ascii=False))
    elif report.conforms:
        print("the graph conforms to the shapes")
    else:
        rows = [[short(each.focus), each.path, each.message, each.value] for each in report.violations]
        table(console(), ["node", "path", "what is wrong", "value"], rows)
        voice.error(counted(len(rows), "violation"))
    return 0 if report.conforms else 1


def _checked(file: Path | None, graph: Path) -> ShapesReport:
    if file is not None:
        return validate(file)
    with opened(graph) as store:
        return validate(store)
