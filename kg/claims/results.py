"""Figures that measure: "92.1% accuracy", "a latency of 3 ms", "from 60% to 75%"."""

import re

from kg.claims import cues, metrics
from kg.claims.metrics import Measured
from kg.claims.quantities import SOLVED, SOLVES
from kg.claims.readings import Reading, Surroundings, direct, fitting, last_verb
from kg.model import Mode, Predicate

_UNIT_METRIC = {
    "FPS": "frame rate", "tokens/s": "throughput", "images/s": "throughput", "ms": "latency", "s": "time",
    "minutes": "time", "hours": "time", "days": "time", "μs": "latency", "ns": "latency",
}  # fmt: skip
_FROM = re.compile(r"\bfrom\b")
_BRACKET_AFTER_NAME = re.compile(r"\s?\((?:about |~|at )?$")
_SHARE_OF = re.compile(r"^of\s+(?:the\s+|all\s+)?")
_NEAR = 90
_ON = re.compile(r"^\s*(?:on|for|in|which|,|\.|\()")
_ON_BRACKET = re.compile(r"^\s(?:on|for|in)\s[^(),;]{3,90}\s\((?:about |~|at )?$")


def change(context: Surroundings) -> Reading | None:
    """Read the end of "from A to B" as an absolute result; the start is what was before."""
    text = context.before
    if cues.BEFORE_FROM.search(text) or not cues.BEFORE_TO.search(text):
        return None
    verb, start = last_verb(text)
    if not verb and not _FROM.search(text[-_NEAR:]):
        return None
    measured = fitting(context, context.nearest(high=context.figure.start)) or fitting(context, direct(context))
    if measured is None and verb:
        between = metrics.phrase_between(context.sentence, context.low + start, context.figure.start)
        measured = fitting(context, between)
    if measured is None and context.figure.unit is None:
        return None
    return _achieves("figure.change", measured)


def changes(context: Surroundings) -> bool:
    """Tell whether a figure is the end of "improves M from A to B"."""
    return bool(_FROM.search(context.before[-_NEAR:])) and bool(cues.IMPROVES.search(context.before))


def absolute(context: Surroundings) -> Reading | None:
    """Return the reading of a figure that is a result by itself, None where nothing says so."""
    behind = fitting(context, direct(context))
    if behind and (behind.named or metrics.QUALITY.search(behind.phrase)):
        return _achieves("figure.absolute", behind)
    overlapping = context.sentence.named_overlapping(context.figure.start, context.figure.end)
    inside = next((n for n in overlapping if n.measures), None)
    measured = fitting(context, _metric_of(context))
    said = measured and measured.named and context.figure.unit != "FPS"  # "a throughput of 30 tokens/s" is throughput
    if inside and not said:
        return _achieves("figure.named-unit", Measured(context.sentence.text[inside.start : inside.end], inside))
    return _achieves("figure.metric-of", measured) if measured else _solved(context) or _reached(context)


def _achieves(rule: str, measured: Measured | None) -> Reading:
    return Reading(Predicate.ACHIEVES, rule, Mode.ABSOLUTE, measured)


def _metric_of(context: Surroundings) -> Measured | None:
    """Return the metric before a figure: "an accuracy of N", "accuracy (N)"."""
    beside = next((n for n in context.sentence.named if n.measures and 0 < context.figure.start - n.end < 3), None)
    if beside and not context.sentence.text[beside.end : context.figure.start].strip():
        return Measured(context.sentence.text[beside.start : beside.end], beside)
    found = cues.METRIC_OF.search(context.before) or cues.BRACKET.search(context.before)
    if found is None:
        return None
    linked = context.nearest(context.low + found.start("metric"), context.figure.start)
    if linked:
        return linked
    words = metrics.bare(cues.WORD_BREAK.sub("", found["metric"]))
    known = metrics.QUALITY.search(words) or metrics.LOW_IS_GOOD.search(words) or cues.MEASURES.search(words)
    return Measured(words) if known else None


def _solved(context: Surroundings) -> Reading | None:
    """Read "solves 84 problems" and "fixes 65% of the bugs"."""
    found = SOLVED.match(context.after) if context.figure.unit in ("%", None) else None
    if found is None or not SOLVES.search(context.before):
        return None
    return _achieves("figure.solved", Measured(_SHARE_OF.sub("", found.group().strip())))


def _reached(context: Surroundings) -> Reading | None:
    """Read "reaches N" by the metric nearby, by the unit, or as a bare score."""
    unit = context.figure.unit
    whose = _BRACKET_AFTER_NAME.search(context.before)
    closed = context.after.startswith((")", ",", ";"))
    if whose and closed and unit in ("%", None) and _names_system(context, whose.start()):
        return _achieves("figure.bracket", fitting(context, context.nearest(0, len(context.sentence.text))))
    if closed and unit in ("%", None) and (measured := _before_bracket(context)):
        return _achieves("figure.bracket", measured)
    bracketed = context.before.endswith("(") and unit not in ("%", None)
    if not bracketed and not cues.BEFORE_REACH.search(context.before):
        return None
    near = fitting(context, context.nearest())
    if near:
        return _achieves("figure.near", near)
    if unit == "%":
        return _achieves("figure.bare", None) if _ON.match(context.after) else None
    return _achieves("figure.unit", _of_unit(unit)) if unit else None


def _before_bracket(context: Surroundings) -> Measured | None:
    """Return the metric of "accuracy on X (92%)"."""
    near = fitting(context, context.nearest(high=context.figure.start))
    if near is None or near.named is None:
        return None
    between = context.sentence.text[near.named.end : context.figure.start]
    return near if _ON_BRACKET.match(between) else None


def _names_system(context: Surroundings, end: int) -> bool:
    """Tell whether a name that can win or lose ends at an offset of `before`."""
    return any(n.system and n.end == context.low + end for n in context.sentence.named)


def _of_unit(unit: str) -> Measured:
    """Return what a unit alone tells about the metric."""
    if unit in _UNIT_METRIC:
        return Measured(_UNIT_METRIC[unit])
    if re.search(r"[Bb]$|bytes", unit):
        return Measured("memory")
    if "W" in unit:
        return Measured("efficiency" if "/" in unit else "power")
    return Measured("energy" if "J" in unit else unit)
