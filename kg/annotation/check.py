"""The rules of the annotation guidelines: what is wrong with an annotated paper, in words that say how to mend it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kg.annotation.check_shape import misshapen
from kg.annotation.form import BASELINE, FIGURE, OWN, RELATIONS, ROLES, WITH_FIGURE
from kg.model import ConceptType, Predicate

_KINDS = frozenset(ConceptType)
_UNITS = re.compile(r"[%×]|\d\s?[xX]$")
_NUMERAL = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that breaks a rule (`error`), or that a careful reader would look at again (not `error`).

    `part` is `paper`, `concept` or `relation`, `index` its place in the list, `field` the key that is meant.
    """

    part: str
    index: int
    field: str
    message: str
    error: bool = True

    @property
    def where(self) -> str:
        """Where it is, for people: `concept 3`."""
        return self.part if self.part == "paper" else f"{self.part} {self.index + 1}"


def check(record: Mapping[str, Any]) -> tuple[Finding, ...]:
    """Return what breaks the rules of the guidelines in one paper; empty where nothing does."""
    shape = tuple(Finding(*row) for row in misshapen(record))
    return shape or (*_concepts(record), *_forms(record), *_relations(record))


def errors(record: Mapping[str, Any]) -> tuple[Finding, ...]:
    """Return the findings that must be mended before the paper can be used."""
    return tuple(finding for finding in check(record) if finding.error)


def _concepts(record: Mapping[str, Any]) -> Iterator[Finding]:
    names: dict[str, int] = {}
    for index, concept in enumerate(record["concepts"]):
        for field, message, error in _of_concept(concept, record):
            yield Finding("concept", index, field, message, error)
        first = names.setdefault(concept["name"], index)
        if first != index:
            yield Finding("concept", index, "name", f"two concepts are named “{concept['name']}”; merge or rename one")


def _of_concept(concept: Mapping[str, Any], record: Mapping[str, Any]) -> Iterator[tuple[str, str, bool]]:
    name, kind, role = concept["name"], concept["type"], concept["role"]
    if not name.strip() or name != name.strip():
        yield "name", "the name is empty or has spaces around it; write the form that a reader would use", True
    elif name.startswith("@"):
        yield "name", f"“{name}” begins with @, which marks @paper and @baseline; write the name itself", True
    if kind not in _KINDS:
        yield "type", f"“{kind}” is no type; choose one of {', '.join(ConceptType)}", True
    others = concept.get("alt_types") or []
    if set(others) - _KINDS or kind in others or len(set(others)) < len(others):
        yield "alt_types", "the other types must be types, each once, and not the type itself", True
    if role not in ROLES:
        yield "role", f"“{role}” is no role; choose one of {', '.join(ROLES)}", True
    if role == Predicate.MEASURES and not {kind, *others} & {ConceptType.METRIC}:
        yield "role", "a paper measures a Metric; is it one, or is the role another?", False
    yield from _mentions(concept, record)


def _mentions(concept: Mapping[str, Any], record: Mapping[str, Any]) -> Iterator[tuple[str, str, bool]]:
    if not concept["mentions"]:
        yield "mentions", "no mention; draw a span in the text, or reject the concept", True
    for form in concept["mentions"]:
        if not form or (form not in record["title"] and form not in record["abstract"]):
            yield "mentions", f"“{form}” stands neither in the title nor in the abstract; copy it exactly", True
    if len(set(concept["mentions"])) < len(concept["mentions"]):
        yield "mentions", "a surface form is listed twice; each distinct form stands once", True


def _forms(record: Mapping[str, Any]) -> Iterator[Finding]:
    """Yield where one surface form belongs to two concepts."""
    owners: dict[str, int] = {}
    for index, concept in enumerate(record["concepts"]):
        for form in concept["mentions"]:
            first = owners.setdefault(form, index)
            if first != index:
                other = record["concepts"][first]["name"]
                message = f"“{form}” is a mention of “{other}” too; a surface form belongs to one concept"
                yield Finding("concept", index, "mentions", message)


def _relations(record: Mapping[str, Any]) -> Iterator[Finding]:
    required = {concept["name"]: concept["required"] for concept in record["concepts"]}
    seen: dict[tuple[object, ...], int] = {}
    for index, relation in enumerate(record["relations"]):
        found = (*_ends(relation, required), *_evidence(relation, record), *_figure(relation))
        for field, message, error in found:
            yield Finding("relation", index, field, message, error)
        key = tuple(relation.get(field) for field in ("s", "p", "o", "o_text", *FIGURE))
        first = seen.setdefault(key, index)
        if first != index:
            message = f"says the same as relation {first + 1}; one statement is one relation"
            yield Finding("relation", index, "p", message, error=False)


def _ends(relation: Mapping[str, Any], required: Mapping[str, bool]) -> Iterator[tuple[str, str, bool]]:
    if relation["p"] not in RELATIONS:
        yield "p", f"“{relation['p']}” is no relation; choose one of {', '.join(RELATIONS)}", True
    known = {*required, OWN, BASELINE}
    for field in ("s", "o"):
        name = relation.get(field)
        if name is not None and name not in known:
            yield field, f"no concept of this paper is named “{name}”; pick one, or {OWN} or {BASELINE}", True
        elif relation["required"] and not required.get(str(name), True):
            message = f"“{name}” is optional; a relation is required only if both its ends are"
            yield "required", message, True
    obj = relation.get("o")
    if obj is None and relation["p"] != Predicate.ACHIEVES:
        yield "o", "the object is missing; pick a concept, or @baseline", True
    if (obj is None or obj == BASELINE) and not relation.get("o_text"):
        what = "phrase of the comparison" if obj == BASELINE else "phrase of the metric"
        yield "o_text", f"without a named object, o_text holds the {what}; copy it from the text", True
    if obj is not None and obj == relation["s"]:
        yield "o", "both ends are the same; a relation joins two things", True


def _evidence(relation: Mapping[str, Any], record: Mapping[str, Any]) -> Iterator[tuple[str, str, bool]]:
    words = relation["evidence"]
    if not words.strip():
        yield "evidence", "no evidence; select the sentence that carries the claim", True
    elif words not in record["abstract"] and words not in record["title"]:
        yield "evidence", "the evidence is no exact part of the text; select the sentence again", True
    elif any(number not in words for number in _NUMERAL.findall(relation.get("value") or "")):
        yield "value", "the number does not stand in the evidence; right only where the text has it in words", False


def _figure(relation: Mapping[str, Any]) -> Iterator[tuple[str, str, bool]]:
    value = relation.get("value") or ""
    if value and not any(map(str.isdigit, value)):
        yield "value", f"“{value}” holds no digit; write the number as a plain string, words as figures", False
    elif _UNITS.search(value):
        yield "value", f"“{value}” holds its unit; the unit has a field of its own", True
    if relation.get("unit") and not value:
        yield "unit", "a unit without a value; fill in the value, or empty the unit", False
    stated = [field for field in FIGURE if relation.get(field)]
    if stated and relation["p"] in RELATIONS and relation["p"] not in WITH_FIGURE:
        yield stated[0], f"“{relation['p']}” has no figure; only {', '.join(WITH_FIGURE)} do", False
