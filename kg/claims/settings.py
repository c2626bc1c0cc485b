"""Where a figure holds: the data sets and the stated conditions."""

import re

from kg.claims.quantities import Figure
from kg.claims.sentences import Named, Sentence
from kg.model import Bound, ConceptType

_SETTING = re.compile(
    r"\b(?:under|at|with)\s+(?:the\s+)?(?:same|equal|batch|similar|a\s+batch|fixed|comparable|single|zero)[^,;.()]{3,60}|\bon\s+average\b|\bgeomean\b|\bat\s+batch\s+size\s+\w+"
)

_BOUND_WORDS = {Bound.UP_TO: "up to", Bound.AT_LEAST: "at least", Bound.ABOUT: "about"}


def datasets_of(
    sentence: Sentence, position: int, figure: Figure | None, group: tuple[Figure, ...], number: int
) -> tuple[Named, ...]:
    """Return the data sets that a figure or comparison at `position` holds for."""
    clause = sentence.clauses[sentence.clause_at(position)]
    inside = sentence.named_in(clause.start, clause.end, ConceptType.DATASET)
    if figure and len(group) > 1 and len(inside) == len(group):
        return (inside[number],)
    if figure:
        following = next((f.start for f in sentence.figures if f.start > figure.start), clause.end)
        own = [n for n in inside if figure.end <= n.start < following]
        inside = own or inside
    return tuple(inside or sentence.named_in(0, len(sentence.text), ConceptType.DATASET))


def condition_of(sentence: Sentence, figure: Figure | None) -> str | None:
    """Return the bound and the setting of a figure as words."""
    parts = []
    if figure and (words := _BOUND_WORDS.get(figure.bound)):
        parts.append(words)
    position = figure.start if figure else 0
    clause = sentence.clauses[sentence.clause_at(position)]
    parts += [found.group().strip() for found in _SETTING.finditer(sentence.text, clause.start, clause.end)]
    hardware = sentence.named_in(clause.start, clause.end, ConceptType.HARDWARE)
    parts += [
        f"on {n.concept.label}"
        for n in hardware
        if re.search(r"\bon\s+(?:an?\s+|the\s+|one\s+)?$", sentence.text[: n.start])
    ]
    return "; ".join(dict.fromkeys(parts)) or None
