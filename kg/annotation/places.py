"""Where the surface forms of annotated concepts stand in a text."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from kg.model import Span


def places(text: str, form: str) -> tuple[Span, ...]:
    """Return where a form stands as a word of its own; where it nowhere does, every place that has its characters."""
    found = [Span(*match.span()) for match in re.finditer(re.escape(form), text)] if form else []
    whole = tuple(span for span in found if not _inside_word(text, span))
    return whole or tuple(found)


def _inside_word(text: str, span: Span) -> bool:
    before, after = text[span.start - 1 : span.start], text[span.end : span.end + 1]
    return (before.isalnum() and text[span.start].isalnum()) or (after.isalnum() and text[span.end - 1].isalnum())


def placed(text: str, concepts: Sequence[Mapping[str, Any]]) -> tuple[tuple[Span, int], ...]:
    """Return the place of every mention in order, with the index of its concept; none overlap.

    The longest form wins. A concept that this leaves without a place gets one back from a concept that has several.
    """
    wanted = {(form, index) for index, concept in enumerate(concepts) for form in concept["mentions"] if form}
    taken: list[tuple[Span, int]] = []
    for form, index in sorted(wanted, key=lambda pair: (-len(pair[0]), pair)):
        free = (span for span in places(text, form) if not any(span.overlaps(other) for other, _ in taken))
        taken.extend((span, index) for span in free)
    for index in sorted({index for _, index in wanted} - {index for _, index in taken}):
        _make_room(text, concepts[index]["mentions"], index, taken)
    return tuple(sorted(taken))


def _make_room(text: str, forms: Sequence[str], index: int, taken: list[tuple[Span, int]]) -> None:
    """Give a concept a place inside one longer mention of a concept that has others."""
    for span in (span for form in forms for span in places(text, form)):
        over = [row for row in taken if row[0].overlaps(span)]
        if len(over) == 1 and sum(owner == over[0][1] for _, owner in taken) > 1:
            taken.remove(over[0])
            taken.append((span, index))
            return
