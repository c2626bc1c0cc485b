"""Which metric, rival and data set each figure of a list has: lists of equal length are read in order."""

import re

from kg.claims.baselines import Rival
from kg.claims.lists import Stated
from kg.claims.metrics import Measured
from kg.claims.sentences import Named, Sentence
from kg.model import ConceptType

_AND = re.compile(
    r"\s*(?:\([^)]{1,20}\)\s*)?(?:,|and|, and|,? as well as|/|&)\s*(?:the |peak |average |overall |maximum )?$"
)
_LAST = re.compile(r"and|&|/|as well as")
_IS = re.compile(r"\s(?:is|are|was|were|has|have)\s")
_BESIDE = 12  # characters between a figure and its own metric
_BY = re.compile(r"\bby\s|\bof\s|\sto\s")


def rivals_of(rivals: tuple[Rival, ...], stated: Stated, number: int) -> tuple[Rival, ...]:
    """Return the rivals of the figure at `number`: one each where there are as many as figures, else all."""
    return (rivals[number],) if len(rivals) == len(stated.group) > 1 else rivals


def metrics_of(sentence: Sentence, stated: Stated, number: int) -> tuple[Measured | None, ...]:
    """Return the metrics of the figure at `number`.

    Two metrics for two figures are read in order; two metrics for one figure are both its.
    """
    measured = stated.reading.measured
    if measured is None or measured.named is None:
        return (measured,)
    listed = _list_around(sentence, measured.named)
    if len(listed) == len(stated.group) > 1:
        return (_measured(sentence, listed[number]),)
    if len(stated.group) == 1 and len(listed) > 1 and _shared(sentence, stated, listed):
        return tuple(_measured(sentence, named) for named in listed)
    return (measured,)


def listed(sentence: Sentence, measured: Measured | None) -> tuple[Measured | None, ...]:
    """Return the coordinated metrics that a metric stands in: all of "better accuracy and latency than X"."""
    if measured is None or measured.named is None:
        return (measured,)
    return tuple(_measured(sentence, named) for named in _list_around(sentence, measured.named))


def _measured(sentence: Sentence, named: Named) -> Measured:
    return Measured(sentence.text[named.start : named.end], named)


def _list_around(sentence: Sentence, named: Named) -> list[Named]:
    """Return the coordinated metrics that a metric stands in."""
    all_metrics = [n for n in sentence.named if n.concept.type is ConceptType.METRIC]
    index = all_metrics.index(named)
    first = last = index
    while first and _AND.fullmatch(sentence.text[all_metrics[first - 1].end : all_metrics[first].start]):
        first -= 1
    while last + 1 < len(all_metrics) and _AND.fullmatch(
        sentence.text[all_metrics[last].end : all_metrics[last + 1].start]
    ):
        last += 1
    while last > first and not _LAST.search(sentence.text[all_metrics[last - 1].end : all_metrics[last].start]):
        last -= 1
    return all_metrics[first : last + 1] if index <= last else [named]


def _shared(sentence: Sentence, stated: Stated, listed: list[Named]) -> bool:
    """Tell whether one figure holds for a list of metrics: it stands before or after the whole list."""
    figures_between = any(listed[0].start < figure.start < listed[-1].end for figure in sentence.figures)
    after = stated.start >= listed[-1].end and bool(_BY.search(sentence.text[listed[-1].end : stated.start]))
    own = any(0 <= listed[0].start - figure.end < _BESIDE for figure in sentence.figures if figure.end <= stated.start)
    after = after and not own
    before = stated.end <= listed[0].start and not any(
        stated.end <= figure.start < listed[-1].end + 12 for figure in sentence.figures
    )
    before = before and not _IS.match(sentence.text, listed[-1].end)  # "2x better A, and B is reduced by 3x"
    return not figures_between and (after or before)
