"""When two names are the same, and which extracted concept stands for which annotated one."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

#: A paper, concept or relation of a file in the annotation format.
Record = Mapping[str, Any]

_EMPTY_WORDS = frozenset(["the", "a", "an", "of", "in", "on", "and", "for", "to", "s"])
_LATEX = re.compile(r"\\[a-z]+|[{}$~]")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


@lru_cache(maxsize=1 << 16)  # names come again and again: at each threshold of a curve, in each of two runs
def normalized(text: str) -> str:
    """Return a name as it is compared: casefolded, without LaTeX marks, punctuation and a plural s.

    >>> normalized("{LSTM} networks")
    'lstm network'
    """
    words = re.sub(r"[^\w+#]+", " ", _LATEX.sub(" ", text.casefold())).split()
    return " ".join(word[:-1] if _is_plural(word) else word for word in words)


def _is_plural(word: str) -> bool:
    return len(word) > 3 and word.endswith("s") and not word.endswith("ss")


def content_words(text: object) -> set[str]:
    """Return the words of a phrase that say what it is about."""
    return set(normalized(str(text or "")).split()) - _EMPTY_WORDS


def numbers(value: object) -> tuple[float, ...]:
    """Return the numbers of a value, so that `41-137` and `41–137x` are the same.

    >>> numbers("1,024-2,048")
    (1024.0, 2048.0)
    """
    return tuple(float(number) for number in _NUMBER.findall(str(value).replace(",", "")))


def forms(concept: Record) -> set[str]:
    """Return the normalized name and mentions of a concept."""
    return {normalized(str(form)) for form in (concept["name"], *(concept.get("mentions") or ()))} - {""}


@dataclass(frozen=True, slots=True)
class Alignment:
    """The annotated concept that each extracted name stands for, None where it stands for none.

    `second` holds the names of second nodes for an annotated concept that another one has taken.
    """

    gold_of: Mapping[str, Record | None]
    second: frozenset[str]


def align(gold: Sequence[Record], found: Sequence[Record]) -> Alignment:
    """Return which found concept stands for which annotated one: those whose very name is annotated choose first."""
    by_form: dict[str, Record] = {}
    for concept in gold:
        for form in forms(concept):
            by_form.setdefault(form, concept)
    gold_of: dict[str, Record | None] = {}
    taken: set[str] = set()
    second: set[str] = set()
    for concept in sorted(found, key=lambda each: normalized(each["name"]) not in by_form):
        fitting = [by_form[form] for form in (normalized(concept["name"]), *sorted(forms(concept))) if form in by_form]
        match = next((each for each in fitting if each["name"] not in taken), None)
        if match is None and fitting:
            second.add(concept["name"])
            match = fitting[0]
        if match is not None:
            taken.add(match["name"])
        gold_of[concept["name"]] = match
    return Alignment(gold_of, frozenset(second))
