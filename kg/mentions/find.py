"""Mentions of a paper: runs the finders, then settles overlaps."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from kg.mentions.abbreviations import Definition, definitions
from kg.mentions.coined import coined_names, occurrences
from kg.mentions.gazetteer import Gazetteer, Hit, apart
from kg.mentions.members import members
from kg.mentions.names import formal_names
from kg.mentions.places import Places
from kg.mentions.recognizer import Marks, Recognizer
from kg.mentions.trim import Trimmed, trimmed
from kg.model import ConceptType, Mention
from kg.parse import Document

Range = tuple[int, int]
_PRODUCTS = (ConceptType.MODEL, ConceptType.HARDWARE, ConceptType.SOFTWARE)
_SURE = 0.5  # the probability from which a recognized span goes before the rules


@dataclass(frozen=True, slots=True)
class Findings:
    """What the finders by rule say of one document, in clean offsets."""

    hits: tuple[Hit, ...]
    definitions: tuple[Definition, ...]
    coined: tuple[Range, ...]
    formal: tuple[tuple[int, int, ConceptType], ...]


@dataclass(frozen=True, slots=True, order=True)
class Draft:
    """A span that a finder proposes, in clean offsets; the lower `rank` goes first."""

    start: int
    end: int
    rank: int
    finder: str
    type: ConceptType | None
    score: float


def turn(draft: Draft) -> tuple[int, int, int, str]:
    """Return the place of a draft in the order in which overlaps are settled.

    The surer finder comes first, then the longer span, then the earlier one.
    """
    return draft.rank, draft.start - draft.end, draft.start, draft.finder


@lru_cache(maxsize=2)  # the recognizer and the network ask for the paper that both are reading
def survey(document: Document, gazetteer: Gazetteer) -> Findings:
    """Return what the rule-based finders see."""
    text = document.clean.text
    title_end = text.find("\n") if "\n" in text else len(text)
    defined = tuple(definitions(text))
    names = {text[start:end] for start, end in coined_names(text, title_end)}
    coined = {place for name in sorted(names) for place in occurrences(text, name)}
    return Findings(tuple(known_names(text, gazetteer)), defined, tuple(sorted(coined)), tuple(formal_names(text)))


def known_names(text: str, gazetteer: Gazetteer) -> list[Hit]:
    """Return the names in a cleaned text that the catalogue holds or that its grammar makes, none overlapping."""
    hits = gazetteer.find(text)
    added = members(text, hits, gazetteer.resolver)
    return apart([*hits, *added], len(text)) if added else hits


def find(document: Document, gazetteer: Gazetteer, recognizer: Recognizer | None) -> tuple[Mention, ...]:
    """Return the mentions of a document in order, none overlapping; without a recognizer by rules alone."""
    findings = survey(document, gazetteer)
    kept = sorted(_settled(_drafts(document, findings, recognizer), len(document.clean.text)))
    return tuple(_with_definitions(document, kept, findings))


def drafts(document: Document, gazetteer: Gazetteer, recognizer: Recognizer | None) -> tuple[Draft, ...]:
    """Return all that the finders propose, overlaps and all, the ones that go first in front."""
    return tuple(sorted(_drafts(document, survey(document, gazetteer), recognizer), key=turn))


def _drafts(document: Document, findings: Findings, recognizer: Recognizer | None) -> list[Draft]:
    return [*_recognized(document, findings, recognizer), *_by_rule(document.clean.text, findings)]


def token_marks(document: Document, findings: Findings) -> Marks:
    """Return, for each token, the findings that touch it, as marks for the recognizer."""
    marks: Marks = {}
    ranges: list[tuple[int, int, str]] = [
        *(
            (hit.start, hit.end, f"{'q' if hit.general else 'g'}{kind[:3]}")  # common terms have another than names
            for hit in findings.hits
            for kind in hit.types
        ),
        *((*definition.short, "short") for definition in findings.definitions),
        *((*definition.long, "long") for definition in findings.definitions),
        *((start, end, "coined") for start, end in findings.coined),
        *((start, end, f"n{kind[:3]}") for start, end, kind in findings.formal),
    ]
    starts = document.starts
    for start, end, mark in ranges:
        for index in _touched(starts, start, end):
            place = "B" if starts[index] <= start else "I"
            marks.setdefault(index, []).append(mark + place)
    return marks


def _touched(starts: Sequence[int], start: int, end: int) -> Iterator[int]:
    """Yield the tokens that begin before `end` and are the last to begin at or before `start`, or later."""
    index = max(bisect_right(starts, start) - 1, 0)
    while index < len(starts) and starts[index] < end:
        yield index
        index += 1


def _recognized(document: Document, findings: Findings, recognizer: Recognizer | None) -> Iterator[Draft]:
    if recognizer is None:
        return
    for found in recognizer.find(document, token_marks(document, findings)):
        start, end = document.starts[found.first], document.end_of(found.last - 1)
        rank = 0 if found.probability >= _SURE else 4  # a doubtful span must not hide a known name inside it
        for part in trimmed(document.clean.text, start, end, found.type, findings.hits):
            low, high = _whole(part, findings.hits)
            yield Draft(low, high, rank, "recognizer", part.type, found.probability)


def _whole(part: Trimmed, hits: Sequence[Hit]) -> tuple[int, int]:
    """Return the range of the catalogue's name that a piece is part of ("GPT-4" of "GPT-4 Turbo"), else its own."""
    for hit in hits if part.type in _PRODUCTS else ():
        around = hit.start <= part.start and part.end <= hit.end
        if around and part.type in hit.types and not hit.general:
            return hit.start, hit.end
    return part.start, part.end


def _by_rule(text: str, findings: Findings) -> Iterator[Draft]:
    for start, end, kind in findings.formal:
        yield Draft(start, end, 1, "name", kind, 0.9)
    for hit in findings.hits:
        yield Draft(hit.start, hit.end, 2, "gazetteer", hit.types[0] if len(hit.types) == 1 else None, 0.6)
    for definition in findings.definitions:
        yield Draft(*definition.long, 3, "abbreviation", None, 0.5)
        for place in occurrences(text, text[slice(*definition.short)]):
            yield Draft(*place, 3, "abbreviation", None, 0.5)
    for start, end in findings.coined:
        yield Draft(start, end, 3, "coined", None, 0.5)


def _settled(drafts: Iterable[Draft], length: int) -> Iterator[Draft]:
    """Yield drafts that do not overlap, in the order of their turns."""
    places = Places(length)
    for draft in sorted(drafts, key=turn):
        if places.are_free(draft.start, draft.end):
            places.take(draft.start, draft.end)
            yield draft


def _with_definitions(document: Document, drafts: list[Draft], findings: Findings) -> Iterator[Mention]:
    """Yield mentions in raw spans, with the definition that each short form has and the mark of coined names."""
    clean = document.clean
    long_of = {clean.text[slice(*d.short)]: d for d in reversed(findings.definitions)}
    coined = {clean.text[start:end] for start, end in findings.coined}
    last_end = 0
    for draft in drafts:
        span = clean.raw_span(draft.start, draft.end)
        if span.start < last_end:
            continue  # a style command that both would take in
        last_end = span.end
        surface = clean.text[draft.start : draft.end]
        mention = Mention(span, draft.type, draft.finder, draft.score, introduced=surface in coined)
        definition = long_of.get(surface) or long_of.get(surface.removesuffix("s"))
        if definition and definition.long[0] < definition.long[1]:
            mention = replace(mention, alias_of=clean.raw_span(*definition.long))
        yield mention
