"""What a reader hands over: one record for each concept of a file, and the problems that it met."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kg.model import ConceptType, Iri, Problem
from kg.ontology import Entry


@dataclass(frozen=True, slots=True)
class Record:
    """One concept as a file states it.

    `id` is what the file calls it, `labels` has the preferred one first, `broader` are ids, `kind` is None where
    the file states no type; `or_else` are types that it may have instead, where the file tells them only roughly.
    `iri` is set where the concept has an IRI of kg already. `line` is 0 where it cannot be told.
    """

    id: str
    labels: tuple[str, ...]
    kind: ConceptType | None = None
    or_else: tuple[ConceptType, ...] = ()
    broader: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    case_sensitive: bool = False
    iri: Iri | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Read:
    """The records of a file in its order, and what is wrong with it."""

    records: tuple[Record, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A vocabulary with IRIs of kg: entries in IRI order, and what a person should know about its file.

    `or_else` has the types that a concept may have instead, of those whose type the file does not state for sure.
    """

    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...] = ()
    or_else: Mapping[Iri, frozenset[ConceptType]] = field(default_factory=dict)


def problem(source: str, line: int, message: str, mend: str, *, error: bool = True) -> Problem:
    """Return a problem of reading a vocabulary; an error costs the record, a note does not."""
    return Problem(source, line, "read", message, mend, error)
