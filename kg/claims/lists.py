"""Figures that stand in lists: "1.7x and 1.5x", "12% on A, 9% on B and 14% on C"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from kg.claims import figures
from kg.claims.quantities import Figure
from kg.claims.readings import Reading, Surroundings, following
from kg.claims.results import changes
from kg.claims.sentences import Sentence
from kg.model import Predicate

_GAP = re.compile(
    r"\s?(?:,|/|and|or|, and|, or|vs\.?|versus|&)?\s*(?:up to |about |over |around |~\s?|nearly |only |by )?$"
)
_CHAIN = re.compile(
    r"(?:,|;|\band|,\s*and|\bor|\(|\))\s*(?:by\s+|a\s+|an\s+|of\s+|up\s+to\s+|about\s+|over\s+|around\s+|nearly\s+"
    r"|only\s+|with\s+|~\s?|\+|at\s+|the\s+)*$"
)
_ON = re.compile(r" (?:on|for|in) \S+(?: \S+)? ")
_VERB = re.compile(
    r"\b(?:(?:achiev|reduc|improv|requir|preserv|sav|decreas|increas|us)(?:es|ed|ing)|(?:outperform|deliver|attain|obtain"
    r"|surpass|exceed|yield|reach|maintain|retain|beat)(?:e?s|ed|ing)?|while)\b"
)
_TAKES_OVER = ("figure.bare", "figure.near", "figure.ratio", "figure.absolute", "figure.signed", "figure.unit")
_LONGEST_GAP = 110


@dataclass(frozen=True, slots=True)
class Stated:
    """The figures of one list and how they are meant; `changed` where they end a "from A to B"."""

    group: tuple[Figure, ...]
    reading: Reading
    changed: bool = False

    @property
    def start(self) -> int:
        """Return where the list starts."""
        return self.group[0].start

    @property
    def end(self) -> int:
        """Return where the list ends."""
        return self.group[-1].end


def stated(sentence: Sentence) -> Iterator[Stated]:
    """Yield the figures of a sentence that mean something, lists as one, in order."""
    last: Stated | None = None
    for group, limit in _groups(sentence):
        clause = sentence.clauses[sentence.clause_at(group[0].start)]
        end = group[-1].end
        context = Surroundings(sentence, group[0], clause.start, min(limit, max(clause.end, end)), end)
        reading = figures.read(context)
        if last is not None and _goes_on(sentence, last, group, reading):
            reading = _chained(last, context)
        if reading is not None:
            if reading.measured is None and last is not None and last.group[0].unit == group[0].unit:
                reading = replace(reading, measured=last.reading.measured)  # "92% accuracy, beating X by 3%"
            changed = reading.rule == "figure.change" and changes(context)
            last = Stated(group, reading, changed)
            yield last


def _groups(sentence: Sentence) -> Iterator[tuple[tuple[Figure, ...], int]]:
    """Yield lists of coordinated figures of one unit, each with the start of the figure that follows."""
    rows, text = sentence.figures, sentence.text
    index = 0
    while index < len(rows):
        end = index + 1
        while (
            end < len(rows)
            and rows[end].unit == rows[index].unit
            and _GAP.fullmatch(text[rows[end - 1].end : rows[end].start])
        ):
            end += 1
        yield rows[index:end], rows[end].start if end < len(rows) else len(text)
        index = end


def _goes_on(sentence: Sentence, last: Stated, group: tuple[Figure, ...], reading: Reading | None) -> bool:
    """Tell whether a figure goes on with the list of the one before."""
    if last.group[-1].unit != group[0].unit:
        return False
    between = sentence.text[last.end : group[0].start]
    if len(between) > _LONGEST_GAP or not (_CHAIN.search(between) or _ON.fullmatch(between)) or _VERB.search(between):
        return False
    if reading is None:
        return True
    own = last.reading.predicate is Predicate.ACHIEVES and reading.measured is not None
    return reading.rule in _TAKES_OVER and not own


def _chained(last: Stated, context: Surroundings) -> Reading:
    before = last.reading
    return Reading(
        before.predicate, "figure.chain", before.mode, following(context) or before.measured, before.reversed
    )
