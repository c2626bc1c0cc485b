"""The form in which people annotate papers: one JSON object a paper, one paper a line (`gold/GUIDELINES.md`).

A record is plain JSON. `gold` puts one into the form: the keys that the form knows, in their order, nothing empty.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from kg.errors import SourceError
from kg.model import Predicate
from kg.whole import replaced

Record = dict[str, Any]

PAPER = ("id", "title", "abstract")
CONCEPT = ("name", "type", "alt_types", "mentions", "role", "required")
RELATION = ("s", "p", "o", "o_text", "metric", "value", "unit", "dataset", "condition", "evidence", "required")
FIGURE = ("metric", "value", "unit", "dataset", "condition")
"""What a relation may say of a figure."""

OWN, BASELINE = "@paper", "@baseline"
"""The ends of relations that are no concepts: the contribution without a name, the unnamed comparison."""

_P = Predicate
ROLES = (
    _P.INTRODUCES, _P.USES, _P.RUNS_ON, _P.EVALUATED_ON, _P.TRAINED_ON, _P.COMPARES_WITH, _P.ADDRESSES, _P.MEASURES,
    _P.MENTIONS,
)  # fmt: skip
"""The edges from a paper to a concept."""

WITH_FIGURE = (_P.OUTPERFORMS, _P.COMPARABLE_TO, _P.ACHIEVES)
"""The relations that may have a figure."""

RELATIONS = (
    *WITH_FIGURE, _P.RUNS_ON, _P.EVALUATED_ON, _P.TRAINED_ON, _P.USES, _P.BASED_ON, _P.ADDRESSES, _P.PART_OF,
)  # fmt: skip
"""What may join two concepts."""

_MEND = "Give one JSON object a paper, a line each"


def gold(record: Mapping[str, Any]) -> Record:
    """Return a record in the form; a key that the form does not know and an empty value are left out.

    What must be there (`id`, lists, `required`, …) is kept even where it is empty.
    """
    made: Record = {key: record[key] for key in PAPER if key in record}
    made["concepts"] = [_kept(each, CONCEPT, ("alt_types",)) for each in record["concepts"]]
    made["relations"] = [_kept(each, RELATION, ("o", "o_text", *FIGURE)) for each in record["relations"]]
    return made


def _kept(item: Mapping[str, Any], keys: Iterable[str], optional: Iterable[str]) -> Record:
    free = set(optional)
    return {key: item[key] for key in keys if key in item and not (key in free and item[key] in (None, "", []))}


def line(record: Mapping[str, Any]) -> str:
    """Return a record as its line of a file, without the end of the line."""
    return json.dumps(record, ensure_ascii=False)


def text_of(record: Mapping[str, Any]) -> str:
    """Return what offsets of a record point into: title, line feed, abstract."""
    return f"{record['title']}\n{record['abstract']}"


def read(path: Path) -> Iterator[tuple[int, Record]]:
    """Yield each object of a JSON Lines file with the number of its line.

    Raises SourceError for a file that cannot be read and for a line that holds no object.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceError(str(path), 0, "this is no UTF-8 text", "Save it as UTF-8") from error
    except OSError as error:
        raise SourceError(str(path), 0, str(error.strerror), "Check the name") from error
    for number, row in enumerate(text.split("\n"), 1):
        if row.strip():
            yield number, _object(path, number, row)


def _object(path: Path, number: int, row: str) -> Record:
    try:
        found = json.loads(row)
    except ValueError as error:
        raise SourceError(str(path), number, f"this is no JSON ({error})", _MEND) from error
    if not isinstance(found, dict):
        raise SourceError(str(path), number, "this is no JSON object", _MEND)
    return found


def write(path: Path, records: Iterable[Mapping[str, Any]]) -> None:
    """Put records in place of a file, sorted by id; the file holds the old records or the new ones, never a part."""
    with replaced(path) as out:
        for record in sorted(records, key=lambda each: str(each["id"])):
            out.write(f"{line(record)}\n".encode())
