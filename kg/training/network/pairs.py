"""The relations of annotated papers as pairs of things."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kg.model import Predicate
from kg.neural.pairing import Meeting, Range, facts_of_pair, meetings
from kg.training.gold import Record

STATED = tuple(
    str(predicate)
    for predicate in (
        Predicate.USES, Predicate.EVALUATED_ON, Predicate.RUNS_ON, Predicate.TRAINED_ON, Predicate.ADDRESSES,
        Predicate.BASED_ON, Predicate.PART_OF, Predicate.OUTPERFORMS, Predicate.COMPARABLE_TO, Predicate.ACHIEVES,
    )
)  # fmt: skip
"""The relations that a pair may stand in."""


@dataclass(frozen=True, slots=True, eq=False)
class Paired:
    """A pair of things of a paper, what is known of it, and 1 (stated), 0 or -1 (costs nothing) for each relation."""

    met: Meeting
    facts: Sequence[float]
    labels: NDArray[np.float32]


def paired(
    things: Sequence[Sequence[Range]],
    concepts: Sequence[Record | None],
    relations: Sequence[Record],
    sentences: Sequence[Range],
) -> Iterator[Paired]:
    """Yield the pairs of a paper; `concepts` has the annotated concept of each thing, None for one that is none."""
    stated = _by_ends(relations)
    for met in meetings(things, sentences):
        yield Paired(met, facts_of_pair(met), _labels(concepts[met.subject], concepts[met.other], stated))


def _by_ends(relations: Sequence[Record]) -> dict[tuple[str, str], list[Record]]:
    stated: dict[tuple[str, str], list[Record]] = {}
    for relation in relations:
        if relation.get("o"):
            stated.setdefault((relation["s"], relation["o"]), []).append(relation)
    return stated


def pair_relations(record: Record, subject: Record | None, other: Record | None) -> dict[str, bool]:
    """Return which relations between two concepts are stated, without those that cost nothing."""
    labels = _labels(subject, other, _by_ends(record["relations"]))
    return {name: bool(value) for name, value in zip(STATED, labels, strict=True) if value >= 0}


def is_own(concept: Record | None) -> bool:
    """Tell whether the paper introduces a concept."""
    return concept is not None and concept["role"] == Predicate.INTRODUCES


def _labels(
    subject: Record | None, other: Record | None, stated: dict[tuple[str, str], list[Record]]
) -> NDArray[np.float32]:
    labels = np.zeros(len(STATED), np.float32)
    if subject is None or other is None or subject is other:
        return labels
    own = is_own(subject)
    if own and other["role"] in STATED:
        labels[STATED.index(other["role"])] = -1.0  # repeats the role: neither right nor wrong
    names = (subject["name"], "@paper") if own else (subject["name"],)
    said = [relation for name in names for relation in stated.get((name, other["name"]), ())]
    for relation in sorted(said, key=lambda each: bool(each["required"])):  # what is required has the last word
        if relation["p"] in STATED:
            labels[STATED.index(relation["p"])] = 1.0 if relation["required"] else -1.0
    return labels
