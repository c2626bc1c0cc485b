"""Figures that stand in lists: "1.7x and 1.5x", "12% on A, 9% on B and 14% on C"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from kg.claims import figures
from kg.claims.metrics import Measured
from kg.claims.quantities import Figure
from kg.claims.readings import Reading, Surroundings, following
from kg.claims.results import changes
from kg.claims.sentences import Sentence
from kg.model import Predicate

_GAP = re.compile(
    r"\s?(?:absolute |relative )?(?:,|/|and|or|, and|, or|vs\.?|versus|&)?\s*"
    r"(?:up to |about |over |around |~\s?|nearly |only |by )?$"
)
_CHAIN = re.compile(
    r"(?:,|;|\band|,\s*and|\bor|\bbut|\(|\))\s*(?:by\s+|a\s+|an\s+|of\s+|up\s+to\s+|about\s+|over\s+|around\s+|nearly\s+"
    r"|only\s+|with\s+|~\s?|\+|at\s+|the\s+|max(?:imum)?\s+|min(?:imum)?\s+|peak\s+|average\s+|avg\.?\s+|geomean\s+"
    r"|mean\s+|on\s+(?:the\s+)?[A-Z]\S*(?:\s[A-Z0-9]\S*)?\s+)*$"
)
_ON = re.compile(r" (?:on|for|in) \S+(?: \S+)? ")
_VERB = re.compile(
    r"\b(?:(?:achiev|reduc|improv|requir|preserv|sav|decreas|increas|us)(?:es|ed|ing)|(?:outperform|deliver|attain|obtain"
    r"|surpass|exceed|yield|reach|maintain|retain|beat)(?:e?s|ed|ing)?|while)\b"
)
_OTHER_SIDE = re.compile(
    r"(?:\bcompared\s+(?:to|with)|\bversus|\bvs\.?|\bagainst|\bas\s+opposed\s+to|\binstead\s+of|\brather\s+than)\s+(?:only\s+"
    r"|just\s+|about\s+|under\s+|over\s+|the\s+|an?\s+|around\s+|nearly\s+|~\s?)*$"
)
_NAMED_BRACKET = re.compile(r"\s?\((?:by |about |up to |~|\+)?$")
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
    before: dict[bool, Stated] = {}
    for group, limit in _groups(sentence):
        signed = _signed(sentence, group)
        last = before.get(signed) or before.get(not signed)
        clause = sentence.clauses[sentence.clause_at(group[0].start)]
        end = group[-1].end
        context = Surroundings(sentence, group[0], clause.start, min(limit, max(clause.end, end)), end)
        reading = figures.read(context)
        if last is not None and _opposes(last, context):
            reading = replace(last.reading, rule="figure.versus")
        elif last is not None and _goes_on(sentence, last, group, reading):
            reading = _chained(last, context)
        if reading is not None:
            if reading.measured is None and last is not None and last.group[0].unit == group[0].unit:
                reading = replace(reading, measured=last.reading.measured)  # "92% accuracy, beating X by 3%"
            changed = reading.rule == "figure.change" and changes(context)
            if not sentence.text.startswith(")", end):
                before.clear()
            before[signed] = Stated(group, reading, changed)
            yield before[signed]


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


def _opposes(last: Stated, context: Surroundings) -> bool:
    """Tell the other side's figure: "5 ms, compared to 12 ms for X"."""
    alike = last.reading.predicate is Predicate.ACHIEVES and last.group[-1].unit == context.figure.unit
    between = context.sentence.text[last.end : context.figure.start]
    return alike and len(between) <= _LONGEST_GAP and bool(_OTHER_SIDE.search(between))


def _signed(sentence: Sentence, group: tuple[Figure, ...]) -> bool:
    """Tell "+1.9%" from "1.9%": in "62.1% (+1.9%) and 71.9% (+3.0%)" two lists run side by side."""
    return sentence.text.endswith(("+", "+ "), 0, group[0].start)


def _chained(last: Stated, context: Surroundings) -> Reading:
    before = last.reading
    measured = following(context) or _bracketed(context) or before.measured
    return Reading(before.predicate, "figure.chain", before.mode, measured, before.reversed)


def _bracketed(context: Surroundings) -> Measured | None:
    """Return the metric right before the bracket of "and memory usage (8.0x)"."""
    found = _NAMED_BRACKET.search(context.before)
    if found is None:
        return None
    position = context.low + found.start()
    return next(
        (
            Measured(context.sentence.text[n.start : n.end], n)
            for n in context.sentence.named
            if n.measures and n.end == position
        ),
        None,
    )
