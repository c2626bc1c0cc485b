"""How a figure is meant: a share, a small loss, a gain, an absolute result.

Each rule looks at the words right before and right after the figure. The first that fits decides.
"""

import re

from kg.claims import cues, metrics
from kg.claims.gains import gain
from kg.claims.metrics import Measured
from kg.claims.readings import Reading, Surroundings, after_noun, any_metric, of_unit
from kg.claims.results import absolute, change
from kg.claims.units import is_relative
from kg.model import Mode, Predicate

_OF_ONE = re.compile(r"\s*of\s+(?:the\s+)?[A-Z]")
_LESS = re.compile(r"(?:lower|less|smaller|reduced|better)\s", re.IGNORECASE)  # "9% lower test loss" is a gain
_OWN_SIZE = re.compile(r"\s(?:its|their)\s(?:own\s)?size\b")  # "models twice their size"
_EVERY = re.compile(r"\severy\s(?:\w+\s){0,2}(?:months?|years?)\b")
_SCHEDULE = re.compile(
    r"\s(?:in a row|(?:single|multi)-scale\s\w+|(?:\w+\s)?schedules?\b|training\s*(?:[,.]|$|from\b))"
)
_WITHIN_FACTOR = re.compile(r"\bwithin\s(?:a\s)?(?:constant\s)?(?:factor\sof\s)?$")
_IS = re.compile(r"\b(?:is|are)\s$")
_OVERHEAD = re.compile(r"overhead|slowdown", re.IGNORECASE)


def read(context: Surroundings) -> Reading | None:
    """Return how a figure is meant, None where no rule knows."""
    if _is_nuisance(context):
        return None
    for rule in (_share, _loss, gain, change, absolute):
        reading = rule(context)
        if reading is not None:
            return reading
    return None


def _is_nuisance(context: Surroundings) -> bool:
    """Tell a figure that only describes ("a 95% confidence interval", "a 14x larger model") from a result."""
    before, after, unit = context.before, context.after, context.figure.unit
    if _OWN_SIZE.match(after) or _EVERY.match(after):
        return True
    if unit == "x" and (_SCHEDULE.match(after) or _WITHIN_FACTOR.search(before)):
        return True
    if "fold" in context.figure.verbatim and _IS.search(before) and not after.strip(" .,;:"):
        return True  # "our contribution is two-fold"
    if cues.NUISANCE.match(after) and not cues.BEFORE_BY.search(before):
        return unit == "%" and not cues.BEFORE_SAVES.search(before)
    return unit == "x" and bool(cues.LARGER_MODEL.match(after) and cues.SIZE_OF_RIVAL.search(before))


def _share(context: Surroundings) -> Reading | None:
    """Read "keeps 98% of X's accuracy" and "with 79% of the energy"."""
    if context.figure.unit != "%":
        return None
    before, after = context.before, context.after
    kept = cues.AFTER_KEPT.match(after)
    if kept and cues.BEFORE_PRESERVES.search(before) and not before.endswith("same "):
        return Reading(Predicate.COMPARABLE_TO, "figure.preserved", Mode.SHARE, Measured(kept["metric"]))
    of = cues.AFTER_OF.match(after)
    if of is None or cues.BEFORE_BY.search(before) or cues.BEFORE_SAVES.search(before):
        return None
    measured = context.phrase(of.end())
    if measured and metrics.QUALITY.search(measured.phrase + after[:60]) and cues.BEFORE_KEEP.search(before):
        return Reading(Predicate.COMPARABLE_TO, "figure.preserved", Mode.SHARE, measured)
    if metrics.LOW_IS_GOOD.search(after[:60]) and cues.BEFORE_SPEND.search(context.lead):
        return Reading(Predicate.OUTPERFORMS, "figure.share", Mode.SHARE, measured)
    return None


def _kept_within(context: Surroundings) -> Measured | None:
    """Return the metric of "accuracy is within 1% of the original": what follows, else the last one named before."""
    found = any_metric(context)
    if found and (found.named or metrics.is_metric(found.phrase)):
        return found
    return metrics.last_measure(context.sentence, context.low, context.figure.start) or found


def _loss(context: Surroundings) -> Reading | None:
    """Read "only 0.4% accuracy loss", "within 1% of", "drops by 0.2%" as about as good."""
    if context.figure.unit == "x":
        return None
    before = context.before
    after = cues.AFTER_LOSS.match(context.after)
    if after and not _LESS.match(after["metric"]):
        measured = context.phrase(after.start("metric"), after.end("metric")) or of_unit(context)
        measured = measured or after_noun(context, after.end())
        if measured is None or not _OVERHEAD.search(after["noun"]):
            return context.comparable("figure.loss", measured or Measured("performance"))
    near = is_relative(context.figure.unit) or context.figure.unit is None or of_unit(context)
    compared = _OF_ONE.match(context.after) or metrics.QUALITY.search(context.sentence.text)
    if near and compared and cues.BEFORE_WITHIN.search(before):
        return context.comparable("figure.within", of_unit(context) or _kept_within(context))
    drops = cues.BEFORE_LOSS.search(before) or cues.BEFORE_DROPS.search(before)
    if drops and metrics.QUALITY.search(before[-80:] + context.after[:40]):
        return context.comparable("figure.loss", any_metric(context))
    return None
