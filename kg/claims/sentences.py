"""A sentence as the figure rules see it: its cleaned text, what is named in it, its figures, its clauses."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from kg.claims.quantities import Figure, scan
from kg.claims.subjects import SYSTEMS
from kg.model import Concept, ConceptType, Link
from kg.parse import Document


@dataclass(frozen=True, slots=True)
class Named:
    """A linked mention, in offsets of the sentence."""

    start: int
    end: int
    concept: Concept
    introduced: bool

    @property
    def system(self) -> bool:
        """Tell whether the mention names something that can win or lose a comparison."""
        return self.concept.type in SYSTEMS

    @property
    def measures(self) -> bool:
        """Tell whether the mention names a metric."""
        return self.concept.type is ConceptType.METRIC


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of a sentence with one verb; `opens` is the word that opens it (`while`, `achieving`, ...)."""

    start: int
    end: int
    opens: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a document: offsets count characters of `text`; it starts at `start` of the cleaned text."""

    index: int
    start: int
    text: str
    lower: str
    named: tuple[Named, ...]
    figures: tuple[Figure, ...]
    clauses: tuple[Clause, ...]

    def clause_at(self, position: int) -> int:
        """Return the index of the clause that holds a position."""
        return bisect_right([clause.start for clause in self.clauses], position) - 1

    def named_in(self, start: int, end: int, *types: ConceptType) -> list[Named]:
        """Return what is named inside a range, of the given types (all when none is given)."""
        return [n for n in self.named if start <= n.start and n.end <= end and (not types or n.concept.type in types)]

    def named_overlapping(self, start: int, end: int) -> list[Named]:
        """Return what is named in words that share a character with a range."""
        return [n for n in self.named if n.start < end and start < n.end]


_VERBS = (
    "achiev|outperform|reduc|improv|deliver|attain|obtain|surpass|exceed|yield|reach|enabl|provid|demonstrat|show"
    "|maintain|preserv|retain|sav"
    "|increas|boost|speed|accelerat|cut|lower|rais|offer|gain|enhanc|result|lead|beat|requir|us|consum|decreas"
    "|shrink|run|match|keep|suffer|incur"
    "|record|report|observ|find|establish|set|narrow|clos|solv|giv|bring|get|mak|generat|perform|hav|exhibit|post"
    "|hit|display"
)
_BREAK = re.compile(
    rf"""
      ;\s*|:\s+(?!\d)|\s[—–]{{1,2}}\s|---?\s
    | ,?\s+(?P<conj>while|whilst|whereas|although|though|but|yet|with\s+only|even\s+though)\s+
    | ,\s+(?:(?:and|thus|thereby|hence|also|even|significantly|consistently|further|simultaneously|notably|while
        |substantially)\s+)*
        (?P<part>(?:{_VERBS})\w{{0,3}}?ing)\b
    | ,\s+(?P<rel>which|where|who)\s+
    | ,?\s+and\s+(?:(?:also|further|even|significantly|simultaneously|substantially|then|can|is|are|to)\s+)*
        (?P<verb>(?!lower\s|close\s|speed\s|result\s|report\s)(?:{_VERBS})(?:t?e?s|t?ed|e|ing|ting|t|s|)|outperforms?|has|have|cuts?|ran|runs|reach|is|are)\b(?=\s)
    | ,\s+(?:and\s+)?(?P<pron>we|it|our|this|these|they)\s
    | ,\s+(?P<finite>(?:{_VERBS})(?:es|s|ed))\b(?=\s)
    """,
    re.VERBOSE,
)  # fmt: skip


def clauses(text: str) -> tuple[Clause, ...]:
    """Cut a cleaned sentence where a new verb takes over."""
    starts, opens = [0], [""]
    for found in _BREAK.finditer(text):
        word = found[found.lastgroup] if found.lastgroup else ""
        inside = found.lastgroup in ("part", "verb", "pron", "finite")
        start = found.start(found.lastgroup) if found.lastgroup and inside else found.end()
        if start > starts[-1]:
            starts.append(start)
            opens.append(f"{found.lastgroup or 'mark'}:{word.lower()}")
    ends = [*starts[1:], len(text)]
    return tuple(Clause(*row) for row in zip(starts, ends, opens, strict=True))


def contains(text: str, stems: tuple[str, ...]) -> bool:
    """Tell whether a text holds one of the stems: a quick test before a slow pattern."""
    return any(map(text.__contains__, stems))


_FLAT = str.maketrans("\n\t", "  ")


def sentences(document: Document, links: tuple[Link, ...], cues: tuple[str, ...]) -> Iterator[Sentence]:
    """Yield the sentences of the abstract that hold a cue, each with what is named in it."""
    clean = document.clean
    ranges = [(*clean.clean_range(link.mention.span), link) for link in links]
    for index, (start, end) in enumerate(document.sentences):
        low, high = document.starts[start], document.end_of(end - 1)
        text = clean.text[low:high].translate(_FLAT)
        lower = text.lower()
        if not contains(lower, cues):
            continue
        named = tuple(
            Named(a - low, b - low, link.concept, link.mention.introduced)
            for a, b, link in ranges
            if low <= a and b <= high
        )
        yield Sentence(index, low, text, lower, named, scan(text), clauses(text))
