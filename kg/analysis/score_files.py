"""The files that are scored: annotated papers and extractions, JSON Lines with one object a paper."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from kg.analysis.score_names import Record
from kg.errors import SourceError

_MEND = "Give one JSON object a paper, with its concepts and relations, as `kg extract` prints them"
_GOLD = {"concepts": ("name", "type", "role", "required"), "relations": ("s", "p", "evidence", "required")}
_FOUND = {"concepts": ("name",), "relations": ("s", "p")}
_MAY = {"concepts": ("type", "role"), "relations": ("s", "o", "evidence")}  # be absent or null, else are texts
_TEXTS = frozenset(("name", "type", "role", "p", "evidence"))


def load_gold(path: Path) -> list[Record]:
    """Return the annotated papers of a JSON Lines file; raises SourceError for one that is none."""
    return list(_records(path, _GOLD, ("id", "title")))


def load_predicted(path: Path) -> list[Record]:
    """Return the extractions of a JSON Lines file; raises SourceError for one that is none."""
    return list(_records(path, _FOUND, ()))


def _records(path: Path, lists: Mapping[str, Sequence[str]], fields: Sequence[str]) -> Iterator[Record]:
    """Yield the objects of a file that have these fields, and in these lists objects with those."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "this is no UTF-8 text"
        raise SourceError(str(path), 0, str(reason), "Check the name") from error
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            record = _parsed(path, number, line)
            wrong = _lacking(record, lists, fields)
            if wrong:
                raise SourceError(str(path), number, wrong, _MEND)
            yield record


def _parsed(path: Path, number: int, line: str) -> Any:
    try:
        return json.loads(line)
    except ValueError as error:
        raise SourceError(str(path), number, f"this is no JSON ({error})", _MEND) from error


def _lacking(record: Any, lists: Mapping[str, Sequence[str]], fields: Sequence[str]) -> str:
    """Return what a record lacks, in words; empty where it lacks nothing."""
    if not isinstance(record, dict):
        return "this is no JSON object"
    for name in fields:
        if not isinstance(record.get(name), str):
            return f"the paper has no {name}"
    for name, wanted in lists.items():
        if not isinstance(record.get(name), list):
            return f"the paper has no list of {name}"
        for item in record[name]:
            lacks = next((field for field in wanted if not _has(item, field)), None)
            if lacks:
                return f"one of the {name} has no {lacks}"
            odd = next((field for field in _MAY[name] if not isinstance(item.get(field), str | None)), None)
            if odd:
                return f"one of the {name} has a field {odd} that is no text"
    return ""


def _has(item: object, field: str) -> bool:
    if not isinstance(item, dict) or field not in item:
        return False
    return field not in _TEXTS or isinstance(item[field], str)
