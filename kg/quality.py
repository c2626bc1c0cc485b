"""The quality record: what a reading of annotated papers scored, and whether it speaks for another reading.

`kg quality` makes the record, `kg/weights/quality.json` is the one that ships, and `kg build` writes it into the graph.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from kg.errors import SourceError
from kg.own_weights import weights_mark
from kg.settings import Settings
from kg.versions import own_version

RECORD = "quality.json"
RATES = ("precision", "recall", "f1")
#: The settings that decide what is read.
SETTINGS = ("min_link", "min_confidence", "fast", "reader")
_FOLDER = "weights"
_MEND = "Make it anew with `kg quality GOLD -o FILE`"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number from 0 to 1; `low` and `high` are the ends of its 95 % interval, None where nothing was resampled."""

    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """The three rates of something, and how many were found rightly, not found, and found wrongly."""

    precision: Figure
    recall: Figure
    f1: Figure
    hit: int
    miss: int
    alarm: int


@dataclass(frozen=True, slots=True)
class Measured:
    """What one file of annotated papers gave.

    `name` is the file's own name, `seen` the number of its papers that the weights were learned from (None: nobody
    said). `shares` are `metric` and `evidence`; `calibration` are expected calibration errors.
    """

    name: str
    papers: int
    sha256: str
    seen: int | None
    measures: Mapping[str, Row]
    by_type: Mapping[str, Row]
    by_predicate: Mapping[str, Row]
    shares: Mapping[str, Figure]
    calibration: Mapping[str, Figure]


@dataclass(frozen=True, slots=True)
class Reading:
    """What papers were read with: the version of kg, digests of weights and catalogue, and the settings that count."""

    version: str
    weights: str
    catalogue: str
    min_link: float
    min_confidence: float
    fast: bool
    reader: str

    def differences(self, other: "Reading") -> tuple[str, ...]:
        """Return the names of what differs. Code between two versions of kg is not told apart: `Record.engine` does."""
        return tuple(each.name for each in fields(self) if getattr(self, each.name) != getattr(other, each.name))


@dataclass(frozen=True, slots=True)
class Record:
    """A reading and what it scored.

    `engine` is the digest of code, weights, catalogue and settings together. `learned_from` names the file of the
    papers that the weights were learned from, None where nobody said.
    """

    reading: Reading
    engine: str
    learned_from: str | None
    gold: tuple[Measured, ...]

    @property
    def id(self) -> str:
        """A digest of the record."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()[:12]

    def to_json(self) -> str:
        """Return the record as JSON, the same text for the same record."""
        return json.dumps(asdict(self), indent=1, ensure_ascii=False) + "\n"

    @classmethod
    def from_json(cls, text: str, name: str = RECORD) -> "Record":
        """Return the record that a text holds; raises SourceError, under the name, where it holds none."""
        try:
            given = json.loads(text)
            gold = tuple(_measured(each) for each in given["gold"])
            return cls(Reading(**given["reading"]), given["engine"], given["learned_from"], gold)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise SourceError(name, 0, f"this is no record of quality ({error!r})", _MEND) from error


def reading(settings: Settings, catalogue: str) -> Reading:
    """Return what kg reads papers with, under some settings and the catalogue with this digest."""
    chosen = {name: getattr(settings, name) for name in SETTINGS}
    return Reading(own_version(), weights_mark(settings) or weights_digest(), catalogue, **chosen)


def weights_digest() -> str:
    """Return a digest of the weights that ship: their names and contents, without the record of their quality."""
    total = hashlib.sha256()
    for name, item in _files(files("kg").joinpath(_FOLDER)):
        if name != RECORD and not name.endswith(".md"):  # cards say something of weights; they are none
            total.update(f"{name}\0".encode() + hashlib.sha256(item.read_bytes()).digest())
    return total.hexdigest()


def _files(folder: Traversable, inside: str = "") -> Iterator[tuple[str, Traversable]]:
    """Yield the files of a folder and of those in it, each with its path from there, in order."""
    for item in sorted(folder.iterdir(), key=lambda item: item.name):
        if item.is_dir():
            yield from _files(item, f"{inside}{item.name}/")
        elif item.is_file():
            yield f"{inside}{item.name}", item


@cache
def shipped() -> Record | None:
    """Return the record that ships with kg, None where there is none; raises SourceError for one that is broken."""
    file = files("kg").joinpath(_FOLDER, RECORD)
    return Record.from_json(file.read_text(encoding="utf-8")) if file.is_file() else None


def _measured(given: Mapping[str, Any]) -> Measured:
    return Measured(
        name=given["name"],
        papers=given["papers"],
        sha256=given["sha256"],
        seen=given["seen"],
        measures=_rows(given["measures"]),
        by_type=_rows(given["by_type"]),
        by_predicate=_rows(given["by_predicate"]),
        shares=_figures(given["shares"]),
        calibration=_figures(given["calibration"]),
    )


def _rows(given: Mapping[str, Any]) -> dict[str, Row]:
    return {name: _row(**row) for name, row in given.items()}


def _row(hit: int, miss: int, alarm: int, **rates: Mapping[str, Any]) -> Row:
    precision, recall, f1 = (Figure(**rates[name]) for name in RATES)
    return Row(precision, recall, f1, hit, miss, alarm)


def _figures(given: Mapping[str, Any]) -> dict[str, Figure]:
    return {name: Figure(**figure) for name, figure in given.items()}
