"""Errors carry data, read as sentences, and hang on one root."""

import inspect
import re

import pytest

from kg import errors
from kg.errors import (
    KgError,
    MissingExtra,
    OntologyError,
    QueryError,
    ReaderError,
    SettingsError,
    SourceError,
    StoreError,
    UnknownNode,
)

CASES = [
    (SourceError("a.txt", 7, "is no text", "Save it as UTF-8"), "a.txt:7: is no text. Save it as UTF-8"),
    (SourceError("a.txt", 0, "is empty", "Check the name"), "a.txt: is empty. Check the name"),
    (OntologyError("x.ttl", "model/lark", "has no label"), "x.ttl: model/lark: has no label"),
    (OntologyError("x.ttl", "", "is no Turtle"), "x.ttl: is no Turtle"),
    (SettingsError("workers", "must be 0 or more"), "setting workers: must be 0 or more"),
    (UnknownNode("Larq"), "the graph has no node named 'Larq'."),
    (UnknownNode("Larq", ("Lark", "Park")), "the graph has no node named 'Larq'. Did you mean Lark, Park?"),
    (QueryError("SELEC", "expected SELECT"), "the query cannot be run: expected SELECT"),
    (ReaderError("host: status 500", "Try again later"), "host: status 500. Try again later"),
    (
        MissingExtra("pandas", "pandas", "a data frame"),
        "a data frame needs pandas, which is not installed. Run: pip install 'kg-papers[pandas]'",
    ),
    (StoreError("out/store", "is in use"), "out/store: is in use"),
]
DATA = [
    (SourceError("a.txt", 7, "m", "n"), {"source": "a.txt", "line": 7, "message": "m", "mend": "n"}),
    (OntologyError("x.ttl", "t", "m"), {"path": "x.ttl", "term": "t"}),
    (SettingsError("workers", "m"), {"key": "workers"}),
    (UnknownNode("Larq", ("Lark",)), {"name": "Larq", "suggestions": ("Lark",)}),
    (QueryError("SELEC", "r"), {"sparql": "SELEC", "reason": "r"}),
    (ReaderError("m", "n"), {"message": "m", "mend": "n"}),
    (MissingExtra("pandas", "pandas", "m"), {"library": "pandas", "extra": "pandas"}),
    (StoreError("out", "m"), {"path": "out"}),
]
CLASSES = [value for _, value in inspect.getmembers(errors, inspect.isclass) if value.__module__ == errors.__name__]


@pytest.mark.parametrize(("error", "message"), CASES, ids=[message for _, message in CASES])
def test_the_message_says_what_and_where(error: KgError, message: str) -> None:
    assert str(error) == message


@pytest.mark.parametrize(("error", "data"), DATA, ids=[type(error).__name__ for error, _ in DATA])
def test_the_error_carries_its_data(error: KgError, data: dict[str, object]) -> None:
    assert {name: getattr(error, name) for name in data} == data
    with pytest.raises(KgError):
        raise error


def test_every_error_hangs_on_the_root_and_stands_in_the_tree() -> None:
    drawn = set(re.findall(r"[├└]── (\w+)", errors.__doc__ or ""))
    assert {kind.__name__ for kind in CLASSES} - {"KgError"} == drawn
    assert all(issubclass(kind, KgError) for kind in CLASSES)


def test_every_error_is_under_test() -> None:
    assert {type(error) for error, _ in DATA} == set(CLASSES) - {KgError}
