"""What people decided about concepts, in a file of one line a decision that every build honours.

The file is `decisions.tsv` in the folder of a graph: UTF-8, tabs between the columns, a header line. Its order
counts, a later line may undo an earlier one, and a line that begins with `#` is a comment.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from kg.errors import OntologyError
from kg.iris import BASE
from kg.model import Concept, ConceptType, Iri
from kg.whole import write_whole

FILE = "decisions.tsv"
"""The name of the file, in the folder of a graph."""

HEADER = "action\tconcept\tlabel\tname\tother"
_CONCEPT = f"{BASE}concept/"
_NAME = re.compile(r"[\w.~%!$&'()*+,;=:@/-]+")  # what an IRI may hold
_KINDS = {kind.value.lower(): kind for kind in ConceptType}


class Action(StrEnum):
    """What can be decided."""

    MERGE = "merge"
    SPLIT = "split"
    RENAME = "rename"


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision about a concept that had the label `label` at that time.

    merge: the concept becomes one with `winner`, whose label is `name`. split: the name `name` leaves the concept
    for a node of the type `kind` (None: of the same type). rename: `name` becomes the label. Raises ValueError for
    anything that a line of the file cannot hold.
    """

    action: Action
    concept: Iri
    label: str
    name: str
    winner: Iri | None = None
    kind: ConceptType | None = None

    def __post_init__(self) -> None:
        for iri in (self.concept, self.winner):
            if iri is not None and not _is_concept(iri):
                raise ValueError(f"{iri.removeprefix(_CONCEPT)!r} is no concept; write it as technique/flash-attention")
        for label in (self.label, self.name):
            if not label or label != " ".join(label.split()):
                raise ValueError(f"{label!r} is no label; a label has a character and no odd spaces")
        if (self.winner is not None) != (self.action is Action.MERGE) or self.winner == self.concept:
            raise ValueError("a merge, and nothing else, names another concept that stays")
        if self.kind is not None and self.action is not Action.SPLIT:
            raise ValueError("only a split may name a type")

    @property
    def row(self) -> str:
        """The line of the file, without its end."""
        other = short(self.winner) if self.winner else (self.kind or "")
        return "\t".join((self.action, short(self.concept), self.label, self.name, other))


def merge(loser: Concept, winner: Concept) -> Decision:
    """Return the decision that two concepts are one, which stays under the IRI and label of the winner."""
    return Decision(Action.MERGE, loser.iri, loser.label, winner.label, winner=winner.iri)


def split(concept: Concept, name: str, kind: ConceptType | None = None) -> Decision:
    """Return the decision that a name stands for something else than the concept that has it."""
    return Decision(Action.SPLIT, concept.iri, concept.label, name, kind=kind)


def rename(concept: Concept, label: str) -> Decision:
    """Return the decision that a concept has another label."""
    return Decision(Action.RENAME, concept.iri, concept.label, label)


def short(iri: Iri) -> str:
    """Return the IRI of a concept as the file has it: `technique/flash-attention`."""
    return iri.removeprefix(_CONCEPT)


def full(name: str) -> Iri:
    """Return the IRI that `short` made short."""
    return Iri(name if name.startswith(_CONCEPT) else _CONCEPT + name)


def kind_of(iri: Iri) -> ConceptType:
    """Return the type of a concept, which its IRI names; raises ValueError for other IRIs."""
    if not _is_concept(iri):
        raise ValueError(f"{iri} is no concept of kg")
    return _KINDS[short(iri).partition("/")[0]]


def _is_concept(iri: str) -> bool:
    kind, _, name = iri.removeprefix(_CONCEPT).partition("/")
    return iri.startswith(_CONCEPT) and kind in _KINDS and bool(_NAME.fullmatch(name))


def read(path: Path) -> tuple[Decision, ...]:
    """Return the decisions of a file in their order; an absent file holds none.

    Raises OntologyError, with the line and how to mend it, for a file that is not of this form.
    """
    return tuple(decision for _, decision in _decisions(path, _lines(path)))


def append(path: Path, decision: Decision) -> None:
    """Add a decision at the end of a file; raises OntologyError as `read` does, and then leaves it as it is."""
    lines = _lines(path)
    read(path)
    if not any(_counts(line) for line in lines):
        lines.append(HEADER)
    _write(path, [*lines, decision.row])


def drop_last(path: Path) -> Decision | None:
    """Take the last decision out of a file and return it, or None where there is none; raises as `read` does."""
    lines = _lines(path)
    numbered = list(_decisions(path, lines))
    if not numbered:
        return None
    number, last = numbered[-1]
    _write(path, [*lines[: number - 1], *lines[number:]])
    return last


def _lines(path: Path) -> list[str]:
    """Return the lines of a file without their ends."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return []
    except UnicodeDecodeError as error:
        raise OntologyError(path, "", f"this is not UTF-8 ({error.reason}). Save it as UTF-8") from error
    lines = text.replace("\r\n", "\n").split("\n")  # not splitlines, which also parts at odd characters
    return lines[:-1] if lines[-1] == "" else lines


def _write(path: Path, lines: list[str]) -> None:
    write_whole(path, "".join(f"{line}\n" for line in lines))


def _counts(line: str) -> bool:
    return bool(line.strip()) and not line.startswith("#")


def _decisions(path: Path, lines: list[str]) -> Iterator[tuple[int, Decision]]:
    """Yield each decision with the number of its line."""
    numbered = [(number, line) for number, line in enumerate(lines, start=1) if _counts(line)]
    for number, line in numbered[:1]:
        if line.rstrip() != HEADER:
            wanted = HEADER.replace("\t", ", ")
            raise _error(path, number, f"the first line does not name the columns. Write {wanted}, with tabs between")
    for number, line in numbered[1:]:
        try:
            yield number, _decision(line)
        except ValueError as error:
            raise _error(path, number, f"{error}. Mend the line, or put # before it") from error


def _decision(line: str) -> Decision:
    columns = line.split("\t")
    if len(columns) not in (4, 5):
        raise ValueError(f"a decision has 5 columns with tabs between, this line has {len(columns)}")
    action, concept, label, name, other = (column.strip() for column in (*columns, "")[:5])
    if action not in tuple(Action):
        raise ValueError(f"{action!r} is none of {', '.join(Action)}")
    if action == Action.MERGE:
        return Decision(Action.MERGE, full(concept), label, name, winner=full(other))
    if other and (action != Action.SPLIT or other.lower() not in _KINDS):
        raise ValueError(f"{other!r} is none of the types {', '.join(ConceptType)} that a split may name")
    return Decision(Action(action), full(concept), label, name, kind=_KINDS[other.lower()] if other else None)


def _error(path: Path, number: int, message: str) -> OntologyError:
    return OntologyError(path, f"line {number}", message)
