"""Whether what a reader says stands in the text: names, sentences, figures."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.claims.quantities import Figure, scan
from kg.model import Bound, Mode, Predicate, Span
from kg.parse import Document

_NUMERAL = re.compile(r"(?<![A-Za-z\d.])(?<![A-Za-z]-)\d[\d,]*(?:\.\d+)?")
_PLAIN = re.compile(r"\d[\d,]*(?:\.\d+)?|\.\d+")
_RATIOS = frozenset(("x", "orders of magnitude"))
_DIFFERENCES = {"points": Mode.DIFFERENCE_POINTS, "%": Mode.DIFFERENCE_RELATIVE}


@dataclass(frozen=True, slots=True)
class Stated:
    """A figure that stands in the text, in the text's own words."""

    value: str
    unit: str | None
    bound: Bound | None
    verbatim: str
    at: int


def places(text: str, form: str) -> Iterator[Span]:
    """Yield the places where a name stands in a raw text, exactly as written and not inside another word."""
    if not form.strip():
        return
    for match in re.finditer(re.escape(form), text):
        start, end = match.span()
        inside_left = start and text[start - 1].isalnum() and form[0].isalnum()
        inside_right = end < len(text) and text[end].isalnum() and form[-1].isalnum()
        if not (inside_left or inside_right):
            yield Span(start, end)


def quoted(text: str, words: str, *, any_case: bool = False) -> Span | None:
    """Return where words stand in a raw text, whatever white space parts them; None where they do not."""
    pieces = words.split()
    if not pieces:
        return None
    flags = re.IGNORECASE if any_case else 0
    found = re.search(r"\s+".join(map(re.escape, pieces)), text, flags)
    return Span(*found.span()) if found else None


def whole_sentence(document: Document, span: Span) -> Span:
    """Return the sentence that holds a span; the span itself where it reaches over several."""
    sentence = document.sentence_span(document.sentence_at(span))
    return sentence if sentence.covers(span) else span


def numbers(value: str) -> tuple[float, ...]:
    """Return the numerals of a value: `41-137` has two.

    >>> numbers("1,024"), numbers("41-137"), numbers("many")
    ((1024.0,), (41.0, 137.0), ())
    """
    return tuple(float(numeral.replace(",", "")) for numeral in _PLAIN.findall(value))


def figure_in(document: Document, span: Span, value: str, unit: str | None) -> Stated | None:
    """Return the figure with that value inside a span of the text, None where its numerals do not stand there.

    A number in words ("twice") counts as its numeral. The unit is the text's; the one given decides between two
    figures of one value, and counts by itself only where the span holds it.
    """
    wanted = numbers(value)
    if not wanted:
        return None
    text = document.clean.text
    low, high = document.clean.clean_range(span)
    sentence = document.clean.clean_range(whole_sentence(document, span))
    inside = [
        (figure, sentence[0] + figure.start)
        for figure in scan(text[slice(*sentence)])
        if low <= sentence[0] + figure.start and sentence[0] + figure.end <= high
    ]
    fitting = [(figure, at) for figure, at in inside if numbers(figure.value) == wanted]
    if fitting:
        figure, at = next((pair for pair in fitting if pair[0].unit == unit), fitting[0])
        return Stated(figure.value, figure.unit or _own(unit, text[low:high]), *_told(document, figure, at))
    bare = {float(match.group().replace(",", "")): match for match in _NUMERAL.finditer(text, low, high)}
    if not all(number in bare for number in wanted):
        return None
    first = bare[wanted[0]]
    start, end = first.span()
    verbatim = document.clean.raw_span(start, end).of(document.paper.text)
    return Stated(value.strip(), _own(unit, text[low:high]), None, verbatim, start)


def _told(document: Document, figure: Figure, at: int) -> tuple[Bound, str, int]:
    span = document.clean.raw_span(at, at + figure.end - figure.start)
    return figure.bound, span.of(document.paper.text), at


def _own(unit: str | None, words: str) -> str | None:
    """Return a unit that the words hold, None for another."""
    unit = (unit or "").strip()
    return unit if unit and unit.casefold() in words.casefold() else None


def mode_of(predicate: Predicate, unit: str | None) -> Mode:
    """Return how a figure compares, by its unit."""
    if predicate is Predicate.ACHIEVES:
        return Mode.ABSOLUTE
    if unit in _RATIOS:
        return Mode.RATIO
    return _DIFFERENCES.get(unit or "", Mode.DIFFERENCE_ABSOLUTE)
