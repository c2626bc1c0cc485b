"""The annotations of a graph: a file in its folder that every build honours.

The file is `annotations.jsonl`, in the form of the guidelines or without text (`kg.annotation.standoff`). A paper
that stands in it is in the graph as the person said; one that does not is as kg reads it.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.annotation.check_shape import misshapen
from kg.annotation.form import RELATION, RELATIONS, ROLES, Record, gold, line, read
from kg.annotation.standoff import is_stand_off, restored
from kg.errors import SourceError
from kg.model import ConceptType, Paper, Problem

FILE = "annotations.jsonl"
"""The name of the file, in the folder of a graph."""

_MEND = "`kg annotate --check` lists what to mend"


@dataclass(frozen=True, slots=True)
class Annotation:
    """What a person said of one paper: its line of the file, without the end of the line."""

    paper: str
    line: str

    @property
    def digest(self) -> str:
        """What tells one annotation from another: a build reads a paper again when it changes."""
        return hashlib.sha256(self.line.encode()).hexdigest()

    @property
    def record(self) -> Record:
        """The annotation as plain JSON, with or without text."""
        found: Record = json.loads(self.line)
        return found

    def on(self, paper: Paper) -> Record | None:
        """Return the annotation in the form of the guidelines, with its text.

        None where it has no text of its own and was made on another one than the paper's.
        """
        record = self.record
        if not is_stand_off(record):
            return record
        try:
            return restored(record, paper)
        except SourceError:
            return None

    def fits(self, paper: Paper) -> bool:
        """Tell whether the annotation was made on the text that the paper has now."""
        record = self.on(paper)
        return record is not None and (record["title"], record["abstract"]) == (paper.title, paper.abstract)


def annotations_of(graph: Path) -> dict[str, Annotation]:
    """Return the annotations of a graph's folder by the id of their paper; none where it has none.

    Raises SourceError, with the line and how to mend it, for a file that is not of the form.
    """
    return annotations_in(graph / FILE)


def annotations_in(path: Path) -> dict[str, Annotation]:
    """Return the annotations of a file by the id of their paper; none where there is no file.

    Raises SourceError, with the line and how to mend it, for a file that is not of the form.
    """
    return dict(_annotations(path)) if path.is_file() else {}


def _annotations(path: Path) -> Iterator[tuple[str, Annotation]]:
    seen: dict[str, int] = {}
    for number, record in read(path):
        if wrong := unusable(record):
            raise SourceError(str(path), number, wrong, _MEND)
        name = record["id"]
        if first := seen.get(name):
            raise SourceError(str(path), number, f"{name} stands in line {first} already", "Remove one of the two")
        seen[name] = number
        yield name, Annotation(name, line(record if is_stand_off(record) else gold(record)))


def unusable(record: Mapping[str, Any]) -> str:
    """Return what keeps a build from reading a record; empty where nothing does."""
    shaped = _with_blanks(record) if is_stand_off(record) else record
    for part, index, _, message in misshapen(shaped):
        return message if part == "paper" else f"{part} {index + 1}: {message}"
    for concept in shaped["concepts"]:
        if concept["type"] not in set(ConceptType) or concept["role"] not in ROLES:
            return f"“{concept['name']}” has no known type and role"
    unknown = next((each["p"] for each in shaped["relations"] if each["p"] not in RELATIONS), None)
    return "" if unknown is None else f"“{unknown}” is no relation"


def _with_blanks(record: Mapping[str, Any]) -> Record:
    """Return an annotation without text as if it had some: what is an offset in it becomes empty."""
    made: Record = {"id": record.get("id"), "title": "-", "abstract": ""}
    for part in ("concepts", "relations"):
        items = record.get(part)
        made[part] = [_blanked(each) for each in items] if isinstance(items, list) else items
    return made


def _blanked(item: object) -> object:
    if not isinstance(item, dict):
        return item
    found = {key: "" if isinstance(value, list) and key in RELATION else value for key, value in item.items()}
    return found | {"mentions": []} if "spans" in item else found


def misfits(papers: Mapping[str, Paper], annotations: Mapping[str, Annotation]) -> tuple[Problem, ...]:
    """Return a note for each annotated paper whose text is no longer the one that was annotated."""
    message = "the text has changed since a person annotated it"
    mend = "What the text no longer holds is left out; look at the paper again with `kg annotate`"
    return tuple(
        Problem(name, 0, "extract", message, mend, error=False)
        for name, annotation in sorted(annotations.items())
        if name in papers and not annotation.fits(papers[name])
    )
