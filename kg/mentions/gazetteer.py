"""Names of the catalogue in a text: one automaton over all labels, then rules of case and boundary.

Aho and Corasick, "Efficient string matching: an aid to bibliographic search", CACM 1975.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kg.model import ConceptType
from kg.ontology import Entry, Ontology
from kg.text import label_key, singular

_SEPARATOR = re.compile(r"[-_\s‐-―]")
_BREAK = re.compile(r"(?<=[a-z]) (?=\d)|(?<=\d) (?=[a-z])")
_JOIN = re.compile(r"(?<=[a-z])(?=\d)|(?<=\d)(?=[a-z])")
_BEFORE_DIGIT = re.compile(r"(?<=[a-z])(?=\d)")
_Y = re.compile(r"(?<=[b-df-hj-np-tv-xz])y$")
_ACRONYM = re.compile(r"[A-Z][A-Z\d]{0,3}s?")
_NUMBER = re.compile(r"[\d.,]+")


@dataclass(frozen=True, slots=True)
class Hit:
    """A name of the catalogue at clean offsets `start..end`; several entries may share the name."""

    start: int
    end: int
    entries: tuple[Entry, ...]

    @property
    def types(self) -> tuple[ConceptType, ...]:
        """The types of the entries, without repeats."""
        return tuple(dict.fromkeys(entry.concept.type for entry in self.entries if entry.concept.type))


class Gazetteer:
    """All labels of a catalogue as one automaton; immutable once made."""

    __slots__ = ("_automaton", "_ontology")

    def __init__(self, ontology: Ontology) -> None:
        from ahocorasick_rs import AhoCorasick

        patterns = {form for label, _ in ontology.labels() for form in _forms(label)}
        self._automaton: Any = AhoCorasick(sorted(patterns))
        self._ontology = ontology

    def find(self, text: str) -> list[Hit]:
        """Return the names in a cleaned text: the longest at each place, none overlapping, in order."""
        found = sorted(self._hits(text), key=lambda hit: (hit.start - hit.end, hit.start))
        taken = bytearray(len(text))
        kept = []
        for hit in found:
            if not any(taken[hit.start : hit.end]):
                taken[hit.start : hit.end] = b"\x01" * (hit.end - hit.start)
                kept.append(hit)
        return sorted(kept, key=lambda hit: hit.start)

    def _hits(self, text: str) -> Iterator[Hit]:
        folded = _fold(text)
        for _, start, end in self._automaton.find_matches_as_indexes(folded, overlapping=True):
            stop = _boundary(text, start, end)
            if stop is None:
                continue
            surface = text[start:stop]
            entries = tuple(e for e in self._ontology.by_key(label_key(surface)) if _case_fits(surface, e))
            if entries:
                yield Hit(start, stop, entries)


def _fold(text: str) -> str:
    """Lower the case and blank separators without moving an offset."""
    lowered = text.lower() if len(text.lower()) == len(text) else "".join(c.lower()[:1] or c for c in text)
    return _SEPARATOR.sub(" ", lowered)


def _forms(label: str) -> set[str]:
    """Return the folded spellings under which a label may stand: with and without breaks at digits and hyphens."""
    folded = _fold(singular(label))
    forms = {folded, _BREAK.sub("", folded), _JOIN.sub(" ", folded), _BEFORE_DIGIT.sub(" ", folded)}
    if "-" in label:
        forms.add(_fold(singular(label.replace("-", ""))))
    if folded.count(" ") == 1 and len(folded) > 7 and not any(char.isdigit() for char in folded):
        forms.add(folded.replace(" ", ""))  # "data set", "dataset"
    forms |= {_Y.sub("ie", form) for form in forms}  # "memories"
    return {form for form in forms if len(form) > 1 and not _NUMBER.fullmatch(form)}


def _boundary(text: str, start: int, end: int) -> int | None:
    """Return where the name ends (its plural ending taken in), or None where it is part of a word."""
    if start and text[start - 1].isalnum() and text[start].isalnum():
        return None
    for ending in ("", "s", "es"):
        stop = end + len(ending)
        if text[end:stop].lower() != ending or (stop < len(text) and text[stop].isalnum()):
            continue
        if stop < len(text) - 1 and text[stop] in "-." and text[stop + 1].isdigit():
            return None  # "Llama-3" is not "Llama"; "YOLO.5" is no name
        if stop < len(text) and text[stop] == "+":
            return None
        return stop
    return None


def _case_fits(surface: str, entry: Entry) -> bool:
    """Tell whether a surface form may name the entry: exact case for words and for short acronyms."""
    key = label_key(surface)
    labels = [label for label in entry.labels if label_key(label) == key]
    if entry.case_sensitive:
        return any(_same_case(surface, label) for label in labels)
    return any(not _ACRONYM.fullmatch(label) or _same_case(surface, label) for label in labels)


def _same_case(surface: str, label: str) -> bool:
    plain = _SEPARATOR.sub("", singular(surface))
    return plain == _SEPARATOR.sub("", singular(label)) or _SEPARATOR.sub("", surface) == _SEPARATOR.sub("", label)
