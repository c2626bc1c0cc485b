"""The catalogue in a form that loads at once, kept in the user's cache from the first time on.

Reading 50,000 labels of Turtle and folding their spellings takes seconds; the compiled form takes a
fraction of one. Its file is named by the digest of what it was made of, so it is never out of date; one that
is damaged or cannot be written is passed over. It is marshalled, as Python's own `.pyc` files are, with a
checksum in front.
"""

import contextlib
import hashlib
import marshal
import os
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from platformdirs import user_cache_path

from kg.entries import Entry
from kg.model import Concept, ConceptType, Iri
from kg.spellings import forms
from kg.text import label_key

_FORM = 2  # of the file; goes up when what is written changes
_KEPT = 4  # compiled catalogues that stay in the cache


@dataclass(frozen=True, slots=True)
class Index:
    """What is computed from the labels of a catalogue.

    `keys`: label key -> the IRIs of the concepts with such a label, preferred labels first, then in IRI order;
    `spellings`: folded spelling -> the label keys that it may stand for.
    """

    keys: dict[str, tuple[Iri, ...]]
    spellings: dict[str, tuple[str, ...]]


def make_index(entries: Iterable[Entry]) -> Index:
    """Return the index of some entries."""
    preferred: dict[str, dict[Iri, None]] = {}
    other: dict[str, dict[Iri, None]] = {}
    spellings: dict[str, set[str]] = {}
    for entry in entries:
        for label in entry.labels:
            key = label_key(label)
            index = preferred if label is entry.concept.label else other
            index.setdefault(key, {})[entry.concept.iri] = None
            for form in forms(label):
                spellings.setdefault(form, set()).add(key)
    for key, iris in other.items():
        preferred.setdefault(key, {}).update(iris)
    return Index(
        {key: tuple(iris) for key, iris in preferred.items()},
        {form: tuple(sorted(spellings[form])) for form in sorted(spellings)},
    )


def load(digest: str) -> tuple[dict[Iri, Entry], Index] | None:
    """Return the compiled catalogue with this digest, or None where the cache holds none that is whole."""
    try:
        data = _path(digest).read_bytes()
    except OSError:
        return None
    check, body = data[:32], data[32:]
    if hashlib.sha256(body).digest() != check:
        return None
    with contextlib.suppress(OSError):
        os.utime(_path(digest))  # the least recently used go first
    rows, keys, spellings = marshal.loads(body)
    return dict(map(_entry, rows)), Index(keys, spellings)


def save(digest: str, entries: dict[Iri, Entry], index: Index) -> None:
    """Keep a compiled catalogue in the cache; one that cannot be written is made anew next time."""
    rows = [_row(entry) for entry in entries.values()]
    body = marshal.dumps((rows, index.keys, index.spellings))
    with contextlib.suppress(OSError):
        _write(_path(digest), hashlib.sha256(body).digest() + body)


def _entry(row: Any) -> tuple[Iri, Entry]:
    iri, label, kind, alternatives, broader, case_sensitive, facts = row
    return iri, Entry(Concept(iri, label, ConceptType(kind)), alternatives, broader, case_sensitive, facts)


def _row(entry: Entry) -> tuple[object, ...]:
    concept = entry.concept
    kind = concept.type.value if concept.type else ""
    return concept.iri, concept.label, kind, entry.alt_labels, entry.broader, entry.case_sensitive, entry.facts


def _path(digest: str) -> Path:
    return user_cache_path("kg-papers") / f"catalogue-{_FORM}-{sys.implementation.cache_tag}-{digest[:32]}.bin"


def _write(path: Path, data: bytes) -> None:
    """Write whole or not at all, and drop the oldest of too many."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)
    kept = sorted(path.parent.glob("catalogue-*.bin"), key=lambda file: file.stat().st_mtime, reverse=True)
    for old in kept[_KEPT:]:
        old.unlink(missing_ok=True)
