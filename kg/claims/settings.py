"""Where a figure holds: the data sets and the stated conditions."""

import re

from kg.claims.quantities import Figure
from kg.claims.sentences import Named, Sentence
from kg.model import Bound, ConceptType

_SETTING = re.compile(
    r"\b(?:under|at|with)\s+(?:the\s+)?(?:same|equal|batch|similar|a\s+batch|fixed|comparable|single|zero)[^,;.()]{3,60}|\bon\s+average\b|\bgeomean\b|\bat\s+batch\s+size\s+\w+"
)

_LEADS = re.compile(r"(?:^|[,;]\s+(?:and\s+|while\s+)?|\band\s+)(?:[Oo]n|[Ff]or|[Ii]n)\s+(?:the\s+)?(?:\S+\s+)?$")
_BOUND_WORDS = {Bound.UP_TO: "up to", Bound.AT_LEAST: "at least", Bound.ABOUT: "about"}


def datasets_of(
    sentence: Sentence, position: int, figure: Figure | None, group: tuple[Figure, ...], number: int
) -> tuple[Named, ...]:
    """Return the data sets that a figure or comparison at `position` holds for."""
    every = sentence.named_in(0, len(sentence.text), ConceptType.DATASET)
    if figure and (own := _beside(sentence, every, figure, group)):
        return (own[number],) if len(group) == len(own) > 1 else tuple(own)
    clause = sentence.clauses[sentence.clause_at(position)]
    inside = [n for n in every if clause.start <= n.start and n.end <= clause.end]
    if figure and len(group) > 1 and len(inside) == len(group):
        return (inside[number],)
    return tuple(inside or every)


def _beside(sentence: Sentence, every: list[Named], figure: Figure, group: tuple[Figure, ...]) -> list[Named]:
    """Return the data sets that stand beside a figure or its list: before its bracket, behind it, leading to it.

    In "on A it reaches 91%, and on B 85%" the data sets lead, in "91% on A and 85% on B" they follow.
    """
    text = sentence.text
    first, last = (group[0], group[-1]) if group else (figure, figure)
    preceding = max((f.end for f in sentence.figures if f.end <= first.start), default=0)
    before = [n for n in every if preceding <= n.start and n.end <= first.start]
    bracketed = _in_bracket(text, first.start)
    if before and bracketed and _in_bracket(text, first.start, before[-1].end):
        return before[-1:]
    others = (
        f.start for f in sentence.figures if f.start > last.start and (bracketed or not _in_bracket(text, f.start))
    )
    following = next(others, len(text))
    clause = sentence.clauses[sentence.clause_at(last.start)]
    behind = [n for n in every if last.end <= n.start < min(following, clause.end)]
    if behind and following < len(text) and _LEADS.search(text, last.end, behind[0].start):
        behind = []  # "..., and on B 85%": what stands there leads to the next figure
    return behind or (before if before and _LEADS.search(text, 0, before[0].start) else [])


def _in_bracket(text: str, position: int, start: int = 0) -> bool:
    """Tell whether a position stands in a bracket that opens behind `start`."""
    return text.rfind("(", start, position) > text.rfind(")", start, position)


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
