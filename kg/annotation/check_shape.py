"""Whether a record has the shape of an annotated paper: the right keys with values of the right kinds."""

from collections.abc import Iterator, Mapping
from typing import Any

from kg.annotation.form import FIGURE

_TEXTS = {"concept": ("name", "type", "role"), "relation": ("s", "p", "evidence")}
_OPTIONAL = ("o", "o_text", *FIGURE)

Row = tuple[str, int, str, str]


def misshapen(record: Mapping[str, Any]) -> Iterator[Row]:
    """Yield part, index, field and message of everything that is not of its kind."""
    for field in ("id", "title", "abstract"):
        value = record.get(field)
        if not isinstance(value, str) or not (value.strip() or field == "abstract"):
            yield "paper", 0, field, f"the paper has no {field}; give it as text"
    for part in ("concept", "relation"):
        items = record.get(f"{part}s")
        if not isinstance(items, list):
            yield "paper", 0, f"{part}s", f"the paper has no list of {part}s; an empty list will do"
            continue
        for index, item in enumerate(items):
            if isinstance(item, dict):
                yield from ((part, index, *row) for row in _item(part, item))
            else:
                yield part, index, "", f"this is no JSON object; a {part} has keys and values"


def _item(part: str, item: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for field in _TEXTS[part]:
        if not isinstance(item.get(field), str):
            yield field, f"a {part} needs {field}, as text"
    if not isinstance(item.get("required"), bool):
        yield "required", f"a {part} needs required, true or false"
    if part == "concept":
        for field in ("mentions", "alt_types"):
            if not _texts(item.get(field, [] if field == "alt_types" else None)):
                yield field, f"{field} must be a list of texts"
    else:
        for field in _OPTIONAL:
            if not isinstance(item.get(field), str | None):
                yield field, f"{field} must be text; write numbers in quotes"


def _texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)
