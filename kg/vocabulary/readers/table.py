"""Tables: CSV with a column `label`, and beside it any of type, aliases, broader, facts and iri."""

import csv
from collections.abc import Iterator
from dataclasses import replace
from io import StringIO
from itertools import chain

from kg.model import ConceptType, Iri, Problem
from kg.vocabulary.readers.record import Read, Record, problem
from kg.vocabulary.stated import CONCEPT

BETWEEN = "|"
"""What separates several values in one cell."""

_NAMES = ("label", "iri", "type", "aliases", "broader", "facts")
_KINDS = {kind.casefold(): kind for kind in ConceptType}
_DELIMITERS = ",;\t"


def fits(text: str) -> bool:
    """Tell whether the first line of a text is a header with a column `label`."""
    return _delimiter(text) is not None


def _delimiter(text: str) -> str | None:
    header = text.partition("\n")[0]
    for delimiter in _DELIMITERS:
        names = _header(next(csv.reader([header], delimiter=delimiter), []))
        if "label" in names:
            return delimiter
    return None


def _header(row: list[str]) -> list[str]:
    return [name.strip().casefold() for name in row]


def read(source: str, text: str) -> Read:
    """Return the concepts of a table, one for each row; a column that kg does not know is passed over.

    `broader` holds labels or IRIs, `facts` holds `name=value`. A row with an unknown type is a problem.
    """
    problems: list[Problem] = []
    records: list[Record] = []
    rows = csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text) or ",")
    names = _header(next(rows, []))
    unknown = [name for name in names if name not in _NAMES]
    if unknown:
        message = f"kg does not know the columns {', '.join(unknown)}"
        problems.append(problem(source, 1, message, f"It takes {', '.join(_NAMES)}", error=False))
    for row in rows:
        cells = {name: cell.strip() for name, cell in zip(names, row, strict=False)}
        if any(cells.values()):
            records.extend(_record(source, rows.line_num, cells, problems))
    return Read(tuple(_by_label(records)), tuple(problems))


def _record(source: str, line: int, cells: dict[str, str], problems: list[Problem]) -> Iterator[Record]:
    kind = _KINDS.get(cells.get("type", "").casefold())
    if cells.get("type") and kind is None:
        mend = f"Write one of {', '.join(ConceptType)}"
        problems.append(problem(source, line, f"{cells['type']!r} is no type", mend))
        return
    facts = [fact.partition("=") for fact in _several(cells, "facts")]
    for name, sign, _ in facts:
        if not sign:
            problems.append(problem(source, line, f"{name!r} is no fact", "Write name=value", error=False))
    iri = Iri(cells["iri"]) if cells.get("iri", "").startswith(CONCEPT) else None
    given = {(name.strip(), value.strip()) for name, sign, value in facts if sign}
    exact = ("caseSensitive", "true") in given
    yield Record(
        cells.get("iri") or f"line {line}",
        tuple(chain([cells.get("label", "")], _several(cells, "aliases"))),
        kind,
        (),
        _several(cells, "broader"),
        tuple(sorted(given - {("caseSensitive", "true"), ("caseSensitive", "false")})),
        exact,
        iri,
        line,
    )


def _several(cells: dict[str, str], name: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cells.get(name, "").split(BETWEEN) if part.strip())


def _by_label(records: list[Record]) -> Iterator[Record]:
    """Yield the records with the labels under `broader` turned into ids of rows."""
    ids = {record.labels[0]: record.id for record in reversed(records)}
    for record in records:
        above = tuple(ids.get(name, name) for name in record.broader)
        yield replace(record, broader=above)
