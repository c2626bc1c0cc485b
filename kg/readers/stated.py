"""An answer of an endpoint as values, row by row: what has not the form asked for is left out and counted."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kg.model import ConceptType, Predicate
from kg.readers.prompt import RELATIONS, ROLES

#: How sure kg is of what an endpoint says and the text bears out. It is a constant, not a measured precision.
CONFIDENCE = 0.8
#: The stage of the note that sums up what was left out.
SUMMARY = "reader"
#: What was left out, by kind, in words for people.
Left = Counter[str]

_PLURALS = {
    "malformed entry": "malformed entries", "concept": "concepts", "mention": "mentions",
    "ambiguous name": "ambiguous names", "relation without known ends": "relations without known ends",
    "sentence": "sentences", "figure": "figures", "detail of a figure": "details of figures",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class StatedConcept:
    """A concept as the endpoint states it."""

    name: str
    type: ConceptType
    mentions: tuple[str, ...]
    role: Predicate
    confidence: float


@dataclass(frozen=True, slots=True)
class StatedRelation:
    """A relation as the endpoint states it; an empty text for what does not apply."""

    s: str
    p: Predicate
    o: str
    o_text: str
    metric: str
    value: str
    unit: str
    dataset: str
    condition: str
    evidence: str
    confidence: float


def concepts_in(record: Mapping[str, Any], left: Left) -> Iterator[StatedConcept]:
    """Yield the concepts of an answer."""
    for row in record["concepts"]:
        fields = row if isinstance(row, dict) else {}
        forms = fields.get("mentions")
        mentions = (
            tuple(dict.fromkeys(each for each in forms if isinstance(each, str))) if isinstance(forms, list) else ()
        )
        kind, role, name = _text(fields, "type"), _text(fields, "role"), _text(fields, "name")
        if name and kind in set(ConceptType) and role in ROLES:
            yield StatedConcept(name, ConceptType(kind), mentions, Predicate(role), _confidence(fields))
        else:
            left["malformed entry"] += 1


def relations_in(record: Mapping[str, Any], left: Left) -> Iterator[StatedRelation]:
    """Yield the relations of an answer."""
    for row in record["relations"]:
        fields = row if isinstance(row, dict) else {}
        predicate = _text(fields, "p")
        rest = ("s", "o", "o_text", "metric", "value", "unit", "dataset", "condition", "evidence")
        if predicate in RELATIONS and _text(fields, "s"):
            texts = {name: _text(fields, name) for name in rest}
            yield StatedRelation(p=Predicate(predicate), confidence=_confidence(fields), **texts)
        else:
            left["malformed entry"] += 1


def told(left: Left) -> str:
    """Return what was left out, as words.

    >>> told(Counter({"mention": 2, "figure": 1}))
    '2 mentions, 1 figure'
    """
    return ", ".join(f"{left[kind]} {kind if left[kind] == 1 else _PLURALS[kind]}" for kind in _PLURALS if left[kind])


def _text(fields: Mapping[str, Any], name: str) -> str:
    """Return a field as text; models write figures as numbers now and then."""
    value = fields.get(name)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{value}"
    return value.strip() if isinstance(value, str) else ""


def _confidence(fields: Mapping[str, Any]) -> float:
    """Return the confidence that the answer itself gives, where it gives one, else the constant."""
    value = fields.get("confidence")
    given = isinstance(value, int | float) and not isinstance(value, bool) and 0.0 <= value <= 1.0
    return round(float(value), 4) if given and value is not None else CONFIDENCE
