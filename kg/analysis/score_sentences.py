"""The sentences that a mistake is about: where a concept is named, or what carries a relation."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from kg.analysis.score import Judged, Score
from kg.analysis.score_marks import Mistake, Note
from kg.model import Paper, Span
from kg.parse import Document, parse_one

_FEW = 64  # papers whose sentences are kept, since each kind of mistake goes through the papers again


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, and the places in it that the mistake is about; `in_text` is false for evidence that is not there."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()
    in_text: bool = True


def sentences(paper: Judged, note: Note) -> tuple[Sentence, ...]:
    """Return the sentences of a mistake in the order of the text, each once; evidence that stands nowhere as it is.

    A concept that is written nowhere has none. A paper without an abstract shows the evidence alone.
    """
    abstract = paper.gold.get("abstract") or (paper.found or {}).get("abstract")
    evidence = note.mistake.is_about_claims
    if not isinstance(abstract, str):
        return tuple(Sentence(form) for form in note.forms if evidence)
    document = _document(paper.gold["title"], abstract)
    places = sorted({place for form in note.forms for place in _places(document.paper.text, form, whole=not evidence)})
    if evidence and not places:
        return tuple(Sentence(form, in_text=False) for form in note.forms)
    groups: dict[Span, list[Span]] = {}
    for place in places:
        groups.setdefault(_around(document, place), []).append(place)
    return tuple(_sentence(document.paper.text, span, () if evidence else marks) for span, marks in groups.items())


@lru_cache(maxsize=_FEW)
def _document(title: str, abstract: str) -> Document:
    return parse_one(Paper("", title, abstract))


def _places(text: str, form: str, *, whole: bool) -> Iterator[Span]:
    """Yield where a form stands, as whole words where asked; if nowhere, then in any case of its letters."""
    if not form.strip():
        return
    pattern = rf"(?<!\w){re.escape(form)}(?!\w)" if whole else re.escape(form)
    found = list(re.finditer(pattern, text)) or list(re.finditer(pattern, text, re.IGNORECASE))
    yield from (Span(*match.span()) for match in found)


def _around(document: Document, place: Span) -> Span:
    """Return the sentences from the one that holds the start of a place to the one that holds its end."""
    first = document.sentence_span(document.sentence_at(place))
    last = document.sentence_span(document.sentence_at(Span(place.end - 1, place.end)))
    return Span(min(first.start, place.start), max(last.end, place.end))


def _sentence(text: str, span: Span, marks: tuple[Span, ...] | list[Span]) -> Sentence:
    places = tuple((mark.start - span.start, mark.end - span.start) for mark in marks)
    return Sentence(span.of(text).replace("\n", " "), places)


def listed(score: Score, most: int) -> dict[Mistake, list[tuple[Judged, Note]]]:
    """Return up to `most` mistakes of each kind, in the order of the papers."""
    return {kind: [each for each in score.mistakes if each[1].mistake is kind][:most] for kind in Mistake}
