"""A figure with the words around it, and what a rule reads out of them."""

import re
from dataclasses import dataclass

from kg.claims import cues, metrics
from kg.claims.metrics import Measured
from kg.claims.quantities import Figure
from kg.claims.sentences import Sentence
from kg.model import ConceptType, Mode, Predicate

_LEAD = 60


@dataclass(frozen=True, slots=True)
class Reading:
    """What a figure states: the predicate, what is measured, the mode, the rule that says so.

    `reversed` is true where the subject does worse.
    """

    predicate: Predicate
    rule: str
    mode: Mode
    measured: Measured | None = None
    reversed: bool = False


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A figure, or the first of a list that ends at `end`, with the words around it, bounded by `low` and `high`."""

    sentence: Sentence
    figure: Figure
    low: int
    high: int
    end: int

    @property
    def before(self) -> str:
        """Return the words before the figure."""
        return self.sentence.text[self.low : self.figure.start]

    @property
    def after(self) -> str:
        """Return the words after the figure."""
        return self.sentence.text[self.end : self.high]

    @property
    def lead(self) -> str:
        """Return the words right before the figure, whatever clause they stand in."""
        return self.sentence.text[max(0, self.figure.start - _LEAD) : self.figure.start]

    @property
    def mode(self) -> Mode:
        """Return how the figure compares, where it compares."""
        if self.figure.unit in ("x", "orders of magnitude"):
            return Mode.RATIO
        if self.figure.unit == "points":
            return Mode.DIFFERENCE_POINTS
        return Mode.DIFFERENCE_RELATIVE if self.figure.unit == "%" else Mode.DIFFERENCE_ABSOLUTE

    def outperforms(self, rule: str, measured: Measured | None, *, worse: bool = False) -> Reading:
        """Return the reading that the subject does better by the figure (worse where `worse`)."""
        return Reading(Predicate.OUTPERFORMS, rule, self.mode, measured, worse)

    def comparable(self, rule: str, measured: Measured | None) -> Reading:
        """Return the reading that the subject is about as good, the figure apart."""
        return Reading(Predicate.COMPARABLE_TO, rule, self.mode, measured)

    def phrase(self, start: int, end: int | None = None) -> Measured | None:
        """Return the metric named by a range of `after`, to its end where `end` is None."""
        stop = self.high if end is None else self.end + end
        return metrics.phrase_between(self.sentence, self.end + start, stop)

    def nearest(self, low: int | None = None, high: int | None = None) -> Measured | None:
        """Return the linked metric that stands nearest to the figure, within `low..high`."""
        first, last = self.low if low is None else low, self.high if high is None else high
        return metrics.nearest_linked(self.sentence, self.figure.start, first, last)


_IN = re.compile(r"^\s*(?:\([^)]*\)\s*)?(?:on average\s+)?(?:in|of|in terms of)\s+(?:terms of\s+)?")
_RIGHT_BEHIND = re.compile(r"^\s*(?:of\s+)?(?:the\s+)?(?:average\s+|mean\s+|overall\s+)?")


def after_noun(context: Surroundings, position: int) -> Measured | None:
    """Return the metric of "improvement in M", "reduction of M", "lower M": what follows `position` of `after`."""
    lead = cues.PREP_METRIC.match(context.after[position:])
    return context.phrase(position + lead.end()) if lead else None


def following(context: Surroundings) -> Measured | None:
    """Return the metric of "by 3% in accuracy", "of 3% top-1 accuracy"."""
    lead = _IN.match(context.after)
    if lead:
        found = context.phrase(lead.end())
        return found if found and not _names_data(context, found.phrase) else None
    found = context.phrase(0) if context.after.startswith(" ") else None
    known = found and (found.named or metrics.QUALITY.search(found.phrase))
    return found if known else None


def _names_data(context: Surroundings, phrase: str) -> bool:
    """Tell whether the words after a figure name a data set or a machine rather than a metric."""
    others = (ConceptType.DATASET, ConceptType.MODEL, ConceptType.HARDWARE)
    named = context.sentence.named
    return any(context.sentence.text[n.start : n.end] in phrase for n in named if n.concept.type in others)


def last_verb(before: str) -> tuple[str, int]:
    """Return the last gain verb of the words before a figure, and where its object starts; `("", 0)` for none."""
    found = list(cues.GAIN_VERB.finditer(before))
    return (found[-1]["verb"], found[-1].end()) if found else ("", 0)


def fitting(context: Surroundings, measured: Measured | None) -> Measured | None:
    """Return the metric where it can be stated in the figure's unit."""
    if measured is None or not metrics.fits(context.figure.unit, measured.phrase):
        return None
    return measured


def direct(context: Surroundings) -> Measured | None:
    """Return the metric right behind a figure: "92.1% top-1 accuracy"."""
    if not context.after.startswith((" ", "-")):
        return None
    lead = _RIGHT_BEHIND.match(context.after)
    return context.phrase(lead.end() if lead else 0)


def of_unit(context: Surroundings) -> Measured | None:
    """Return the metric that is the figure's unit: "0.1 perplexity loss", "2 AP improvement"."""
    unit = context.figure.unit
    if unit is None or not metrics.QUALITY.search(unit):
        return None
    found = context.sentence.named_overlapping(context.figure.start, context.figure.end)
    return Measured(unit, next((n for n in found if n.measures), None))


def any_metric(context: Surroundings) -> Measured | None:
    """Return the metric that follows a figure, else the linked one nearest to it."""
    return following(context) or context.nearest()
