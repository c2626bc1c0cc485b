"""The single marks of a paper that is scored: counts, mistakes in words, and verdicts on what was predicted."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kg.analysis.score_names import Record


class Outcome(StrEnum):
    """What a mark says: found rightly, not found, or found wrongly."""

    HIT = "hit"
    MISS = "miss"
    ALARM = "alarm"


class Mistake(StrEnum):
    """The kinds of mistakes, in the order in which they are listed."""

    MISSED_CONCEPT = "missed concept"
    FALSE_CONCEPT = "false concept"
    SECOND_NODE = "second node"
    WRONG_TYPE = "wrong type"
    WRONG_ROLE = "wrong role"
    MISSED_RELATION = "missed relation"
    FALSE_RELATION = "false relation"
    MISSED_QUANTITY = "missed quantity"
    FALSE_QUANTITY = "false quantity"

    @property
    def is_about_claims(self) -> bool:
        """Tell whether it is a relation or a figure that is wrong, which has evidence; else it is a concept."""
        return self.value.endswith((" relation", " quantity"))


@dataclass(frozen=True, slots=True)
class Mark:
    """One count: in `table` (`measure`, `type`, `predicate`, ...) for the row `key`."""

    table: str
    key: str | None
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Note:
    """One mistake, in words. `forms` is how a text may write it: names of a concept, the evidence of a relation."""

    mistake: Mistake
    what: str
    forms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether one thing that was predicted is right, where the scorer counts it at all.

    `confidence` is its own, None where it states none that lies between 0 and 1. `rule` is what made it.
    """

    measure: str
    right: bool
    confidence: float | None
    rule: str | None


Marks = Iterator[Mark | Note | Verdict]


def counts(outcome: Outcome, keys: Sequence[str]) -> Iterator[Mark]:
    """Yield one mark for each of some measures."""
    return (Mark("measure", key, outcome) for key in keys)


def stated(row: Record, field: str) -> float | None:
    """Return the confidence that a prediction states, None where that is no number between 0 and 1.

    >>> stated({"score": 0.5}, "score"), stated({"score": "high"}, "score")
    (0.5, None)
    """
    value = row.get(field)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if 0 <= value <= 1 else None


def told(row: Record, field: str) -> str | None:
    """Return the text of a field, None where there is none."""
    value = row.get(field)
    return value if isinstance(value, str) and value else None
