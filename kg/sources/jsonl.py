"""JSON Lines, streamed; and the decoding that JSON documents share."""

import json
from collections.abc import Iterator

from kg.model import Paper
from kg.sources.decode import Text
from kg.sources.fields import is_record
from kg.sources.record import paper

_DEPTH = 4  # how deep a list of papers may lie in a document


class _Repeated(dict[str, object]):
    """An object that gave a key twice; the last value stands, as in every JSON library."""


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    made = dict(pairs)
    return made if len(made) == len(pairs) else _Repeated(made)


#: Takes raw control characters in strings (they are replaced later) and marks objects with repeated keys.
DECODER = json.JSONDecoder(object_pairs_hook=_object, strict=False)

TOO_DEEP = "the JSON is nested too deeply"


def read_lines(text: Text) -> Iterator[Paper]:
    """Yield the papers of a JSON Lines source, one object a line. A broken line is reported and left out."""
    for number, line in text.lines():
        bare = line.strip("\ufeff \t\r\x1e").removesuffix(",")
        if not bare:
            continue
        try:
            value = DECODER.decode(bare)
        except RecursionError:
            text.problem(number, TOO_DEEP, "Put one flat object on a line")
        except ValueError as error:
            text.problem(number, f"the line is no complete JSON: {reason(error)}", "Put one whole object on each line")
        else:
            yield from papers(value, text, number)


def reason(error: ValueError, *, document: bool = False) -> str:
    """Return what is wrong and where, without the text around it."""
    if isinstance(error, json.JSONDecodeError):
        what = error.msg.removesuffix(" starting at").removesuffix(" at")
        where = f"line {error.lineno}, column {error.colno}" if document else f"column {error.colno}"
        return f"{what[:1].lower()}{what[1:]} at {where}"
    return str(error)[:100]


def papers(value: object, text: Text, line: int, depth: int = 0) -> Iterator[Paper]:
    """Yield the papers that a decoded value holds: a record, a list of them, or an object around such a list."""
    if isinstance(value, list) and depth < _DEPTH:
        for item in value:
            yield from papers(item, text, line, depth + 1)
    elif isinstance(value, dict):
        inner = None if is_record(value) else inner_list(value)
        if inner is not None and depth < _DEPTH:
            yield from papers(inner, text, line, depth + 1)
        elif found := _paper(value, text, line):
            yield found
    else:
        kind = "list in a list" if isinstance(value, list) else type(value).__name__
        text.problem(line, f"a paper was expected, not a {kind}", "Give objects with a title and an abstract")


def _paper(record: dict[str, object], text: Text, line: int) -> Paper | None:
    if isinstance(record, _Repeated):
        text.note(line, "a key stands twice in the record; its last value was taken", "Keep one of them")
    return paper(record, text, line)


def inner_list(value: dict[str, object], depth: int = 0) -> object | None:
    """Return the first list of objects in an object, or the first object that holds one; None without."""
    for item in value.values():
        if isinstance(item, list) and any(isinstance(part, dict) for part in item[:3]):
            return item
    for item in value.values() if depth < _DEPTH else ():
        if isinstance(item, dict) and not is_record(item) and inner_list(item, depth + 1) is not None:
            return item
    return None
