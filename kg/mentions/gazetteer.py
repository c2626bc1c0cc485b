"""Names of the catalogue in a text: one automaton over all labels, then rules of case and boundary.

Aho and Corasick, "Efficient string matching: an aid to bibliographic search", CACM 1975. To make the automaton takes as
long as to look up all stretches of sixty abstracts, so the first texts are read without it.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kg.entries import agrees
from kg.mentions.places import Places
from kg.model import ConceptType, Iri
from kg.naming.resolve import Resolver, resolver_of
from kg.ontology import Entry, Ontology
from kg.spellings import fold
from kg.text import label_key

_FEW = 50_000  # characters that are read by looking up each stretch; who reads more has the automaton made
_START = re.compile(r"(?<![^\W_])[^\W_]|[\W_]")
_END = re.compile(r"(?=(?:e?s)?(?![^\W_]))", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Hit:
    """A name of the catalogue at clean offsets `start..end`; several entries may share the name."""

    start: int
    end: int
    entries: tuple[Entry, ...]

    @property
    def general(self) -> bool:
        """Whether it is a common term of the field alone, no name."""
        return all(entry.general for entry in self.entries)

    @property
    def types(self) -> tuple[ConceptType, ...]:
        """The types of the entries, without repeats."""
        return tuple(dict.fromkeys(entry.concept.type for entry in self.entries if entry.concept.type))


@dataclass(frozen=True, slots=True)
class _Reading:
    """What one folded spelling may stand for: the label keys, and by key the entries with the cases that count.

    `cases` is None where any case does, else the spellings (without separators) one of which must agree.
    """

    keys: tuple[str, ...]
    senses: tuple[tuple[Entry, frozenset[str] | None], ...]


class Gazetteer:
    """All labels of a catalogue; immutable once made, but for what it remembers: readings, and the automaton."""

    __slots__ = ("_automaton", "_longest", "_ontology", "_readings", "_seen", "resolver")

    def __init__(self, ontology: Ontology, resolver: Resolver | None = None) -> None:
        self._automaton: Any = None
        self._seen = 0
        self._ontology = ontology
        self._longest = max(map(len, ontology.spellings), default=0)
        self.resolver = resolver or resolver_of(ontology)
        self._readings: dict[str, _Reading] = {}

    def prepare(self) -> None:
        """Make the automaton, which pays where many texts will be read."""
        from ahocorasick_rs import AhoCorasick

        self._automaton = self._automaton or AhoCorasick(list(self._ontology.spellings))

    def find(self, text: str) -> list[Hit]:
        """Return the names in a cleaned text: the longest at each place, none overlapping, in order."""
        places = Places(len(text))
        kept = []
        for _, start, stop, end, spelling in sorted(self._candidates(text)):
            if places.are_free(start, stop):
                entries = self._entries(text[start:stop], spelling, whole=stop == end)
                if entries:
                    places.take(start, stop)
                    kept.append(Hit(start, stop, entries))
        return sorted(kept, key=_place)

    def _candidates(self, text: str) -> Iterator[tuple[int, int, int, int, str]]:
        """Yield (minus the length, start, stop, end of the spelling, the spelling) for spellings that are whole words.

        Most of what the automaton finds lies inside other words, so the usual cases are settled here.
        """
        folded = fold(text)
        size = len(text)
        for _, start, end in self._occurrences(text, folded):
            if start and folded[start - 1].isalnum() and folded[start].isalnum():
                continue
            if end < size:
                after = text[end]
                if after.isalnum() and after not in "sSeE":
                    continue
                stop = _boundary(text, end) if after.isalnum() or after in "-.+" else end
                if stop is None:
                    continue
            else:
                stop = end
            yield start - stop, start, stop, end, folded[start:end]

    def _occurrences(self, text: str, folded: str) -> Iterable[tuple[object, int, int]]:
        """Return (which, start, end) of the spellings in a text: all, or those that may be whole words."""
        if self._automaton is None:
            self._seen += len(text)
            if self._seen <= _FEW:
                return _looked_up(text, folded, self._ontology.spellings, self._longest)
            self.prepare()
        found: Iterable[tuple[object, int, int]] = self._automaton.find_matches_as_indexes(folded, overlapping=True)
        return found

    def _entries(self, surface: str, spelling: str, *, whole: bool) -> tuple[Entry, ...]:
        """Return the entries that a name may stand for; `whole` where no plural ending was taken in."""
        reading = self._readings.get(spelling) or self._read(spelling)
        if not whole and label_key(surface) not in reading.keys:
            return ()  # "YOLOv8s" is no plural
        return tuple(entry for entry, cases in reading.senses if cases is None or agrees(surface, cases))

    def _read(self, spelling: str) -> _Reading:
        """Look up once what a spelling stands for: a text repeats few of them, a catalogue has a hundred thousand."""
        keys = self._ontology.spellings[spelling]
        senses: dict[Iri, tuple[Entry, frozenset[str] | None]] = {}
        for key in keys:
            for entry in self._ontology.by_key(key):
                senses.setdefault(entry.concept.iri, (entry, entry.cases(key)))
        reading = _Reading(keys, tuple(senses.values()))
        self._readings[spelling] = reading
        return reading


def _looked_up(text: str, folded: str, spellings: Mapping[str, object], longest: int) -> Iterator[tuple[str, int, int]]:
    """Yield the spellings in a text that begin where a word may and end where one may, a plural ending apart."""
    ends = [found.start() for found in _END.finditer(text)]
    for found in _START.finditer(folded):
        start = found.start()
        for end in ends[bisect_right(ends, start) : bisect_right(ends, start + longest)]:
            spelling = folded[start:end]
            if spelling in spellings:
                yield spelling, start, end


def apart(hits: Iterable[Hit], length: int) -> list[Hit]:
    """Return hits of a text that do not overlap, in order: the longest go first, then the earliest."""
    places = Places(length)
    kept = []
    for hit in sorted(hits, key=lambda hit: (hit.start - hit.end, hit.start)):
        if places.are_free(hit.start, hit.end):
            places.take(hit.start, hit.end)
            kept.append(hit)
    return sorted(kept, key=_place)


def _place(hit: Hit) -> int:
    return hit.start


def _boundary(text: str, end: int) -> int | None:
    """Return where a name ends (its plural ending taken in), or None where it is part of a longer one."""
    if end == len(text) or not (text[end].isalnum() or text[end] in "-.+"):
        return end
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
