"""The answer of an analysis in the form that is asked for: tables for people, CSV, Markdown, or the whole as JSON."""

import csv
import io
import json as jsonlib
from collections.abc import Sequence
from dataclasses import asdict, is_dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from kg.cli.options import TableForm
from kg.cli.tables import console, marked, table
from kg.cli.voice import Voice, write_bytes

_TITLE = "table"


class Sheet(NamedTuple):
    """One table: its title, the names of its columns, its rows."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]


def show(
    voice: Voice, form: TableForm, result: Any, sheets: Sequence[Sheet], nothing: str, *, titled: bool = False
) -> None:
    """Print an answer; `nothing` is told on stderr where no sheet has a row.

    Several sheets have their titles, and one has its own where it is `titled`.
    """
    titled = titled or len(sheets) > 1
    kept = [sheet for sheet in sheets if sheet.rows]
    if form is TableForm.JSON:
        print(jsonlib.dumps(plain(result), indent=2, ensure_ascii=False))
    elif form is TableForm.CSV:
        write_bytes(as_csv(kept or sheets[:1], titled=titled).encode())
    elif form is TableForm.MD:
        write_bytes("\n".join(as_markdown(sheet) for sheet in kept).encode())
    else:
        out = console()
        for place, sheet in enumerate(kept):
            if titled:
                out.print(*([""] if place else []), marked(sheet.title, [(0, len(sheet.title))]), sep="\n")
            table(out, sheet.columns, sheet.rows)
    if not kept:
        voice.say(nothing)


def as_csv(sheets: Sequence[Sheet], *, titled: bool) -> str:
    """Return sheets as one CSV: columns of one name are one; where sheets are titled, the first column is the title."""
    columns = list(dict.fromkeys(name for sheet in sheets for name in sheet.columns))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*([_TITLE] if titled else []), *columns])
    for sheet in sheets:
        for row in sheet.rows:
            cells = dict(zip(sheet.columns, row, strict=True))
            writer.writerow([*([sheet.title] if titled else []), *(cells.get(name, "") for name in columns)])
    return out.getvalue()


def as_markdown(sheet: Sheet) -> str:
    """Return a sheet as a heading and a table of Markdown."""
    lines = [f"## {_cell(sheet.title)}", "", _line(sheet.columns), _line(["---"] * len(sheet.columns))]
    return "".join(f"{line}\n" for line in [*lines, *map(_line, sheet.rows)])


def plain(value: Any) -> Any:
    """Return a result as plain JSON values; the numbers of figures become JSON numbers, their text stands beside."""
    if is_dataclass(value) and not isinstance(value, type):
        return plain(asdict(value))
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    return float(value) if isinstance(value, Decimal) else value


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(map(_cell, cells))} |"


def _cell(text: str) -> str:
    """Return a text that stays in its cell, and is no markup."""
    plain_text = " ".join(text.split())
    for mark in ("\\", "|", "<", "*", "_", "`", "["):
        plain_text = plain_text.replace(mark, f"\\{mark}")
    return plain_text
