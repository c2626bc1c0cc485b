"""Figures that compare: "1.7x faster", "an improvement of 3%", "reduces M by 12%", "+2.1 points"."""

import re

from kg.claims import cues, metrics
from kg.claims.gain_nouns import noun
from kg.claims.metrics import Measured
from kg.claims.readings import Reading, Surroundings, any_metric, following, last_verb, of_unit
from kg.claims.units import is_relative
from kg.model import ConceptType

_SIZE_WORDS = metrics.SAID_OF | {"longer": "length", "shorter": "length", "better": "performance", "fewer": "number"}
_FAST = ("faster", "quicker", "fast", "speedier", "quick", "quickly")
_SIZED = ("larger", "smaller", "longer", "shorter")
_MANY = re.compile(r"(?P<one>(?:[\w-]+\s)?[\w-]{2,}(?:ch|sh|x)(?=es$)|(?:[\w-]+\s)?[\w-]{3,}[^su](?=s$))e?s")
_LITTLE = 10
_BEHIND = 120
_LESS = ("lower", "less", "fewer", "smaller", "reduced", "decreased")
_DIRECTED = ("higher", "more", "increased", *_LESS)
_OBJECT = re.compile(r"^\s*(?:of\s+)?(?:the\s+|its\s+)?")
_AND_THEN = re.compile(r"\s*(?:,\s*)?(?:and|,)\s+(?:also\s+)?(?:the\s+|its\s+)?")
_FINDING = re.compile(r"\b(?:indicat|show|demonstrat|suggest|reveal|experiment|evaluation|confirm)\w*", re.IGNORECASE)
_ABOVE = re.compile(
    r"\s*(?:[A-Z][\w-]*\s)?(?:(?:higher|better)\s+than|above|ahead\s+of)\s+(?!the\s+threshold|chance\b)"
)
_SPEEDS = re.compile(r"accelerat|speed|sped", re.IGNORECASE)
_SURPASSES = re.compile(
    r"\b(?:exceed|surpass|outperform|beat)(?:e?s|ed|ing)?\s+(?:(?!by\b|of\b|at\b|in\b|on\b|with\b|to\b|than\b)[\w-]+\s+){1,4}$"
)
_FLAW = re.compile(r"\b(?:loss|drop|degradation|gap|error|penalty)\b")
_WHICH_IS = re.compile(
    r"(?:\b(?:is|are|was|were)|[,:])\s+(?:(?:only|just|about|around|approximately|nearly|almost|over|more than|at least"
    r"|up to|still|slightly|on average|roughly|by|~|[+-])\s*)*$"
)
_THAT_OF = re.compile(r"\s(?:that|those)\sof\b")
_UP_TO = re.compile(r"\bup to\s*$")
_TIMES_VERBS = ("halv", "doubl", "tripl")
_BY_HALF = ("by half", "in half", "to half", "by almost half", "by nearly half")
_COMPRESSION = re.compile(r"^\s*compression\b")


def gain(context: Surroundings) -> Reading | None:
    """Return the reading of a figure that compares, None where nothing says so."""
    return (
        _adjective(context)
        or _multiple(context)
        or noun(context)
        or _verb(context)
        or _surpassed(context)
        or _ahead(context)
        or _on_data(context)
        or _bare(context)
    )


def _adjective(context: Surroundings) -> Reading | None:
    """Read "1.7x faster", "12% lower latency", "twice as fast"."""
    found = cues.AFTER_ADJECTIVE.match(context.after) or cues.AFTER_AS.match(context.after)
    next_one = context.after.startswith(",") and not is_relative(context.figure.unit)
    if found is None or next_one:  # "3 ms, less than a quarter of"
        return None
    adjective = found["adj"].lower()
    measured = _compared(context, adjective, found.end())
    worse = _is_worse(adjective, measured, context.before) and not (adjective in _LESS and _FLAW.search(context.before))
    small = context.figure.unit in ("%", "points", None)
    if worse and small and _is_little(context):
        return context.comparable("figure.small-loss", measured)
    return context.outperforms("figure.adjective", measured, worse=worse)


def _compared(context: Surroundings, adjective: str, position: int) -> Measured | None:
    """Return what a comparative compares: the noun behind it, else what the word itself says."""
    measured = _sized(context.phrase(position), adjective)
    if adjective in _FAST:
        slow = measured and metrics.LOW_IS_GOOD.search(measured.phrase)
        return measured if slow else Measured("speed", measured.named if measured else None)
    if adjective in ("slower", "cheaper"):
        return Measured(_SIZE_WORDS[adjective])
    word = "cost" if context.figure.unit == "USD" else _SIZE_WORDS.get(adjective)
    implied = Measured(word) if word else None
    behind = _measured_behind(context) if adjective in _DIRECTED else None
    return measured or context.nearest() or behind or implied


def _sized(measured: Measured | None, adjective: str) -> Measured | None:
    """Return the size of what is larger, where that is none itself: "25x larger models" is model size."""
    size = _SIZE_WORDS.get(adjective) if adjective in _SIZED else None
    if measured is None or measured.named or size is None or metrics.is_metric(measured.phrase):
        return measured
    many = _MANY.fullmatch(measured.phrase)
    return Measured(f"{many['one']} {size}") if many else measured


def _measured_behind(context: Surroundings) -> Measured | None:
    """Return the measure of "a score of 63.1, which is 5.8 lower than X": the last one that the sentence has named."""
    start = context.figure.start
    if not _WHICH_IS.search(context.sentence.text, max(0, start - _BEHIND), start):
        return None
    return metrics.last_measure(context.sentence, max(0, start - _BEHIND), start)


def _is_worse(adjective: str, measured: Measured | None, before: str) -> bool:
    if adjective in ("slower", "worse"):
        return True
    if measured is None:
        return False
    return metrics.is_worse(adjective, measured.phrase, before)


def _is_little(context: Surroundings) -> bool:
    """Tell whether a loss is so small that the two sides count as about equal."""
    return float(context.figure.value.partition("-")[0]) <= _LITTLE


def _multiple(context: Surroundings) -> Reading | None:
    """Read "3x the throughput"."""
    found = cues.AFTER_THE.match(context.after) if context.figure.unit == "x" else None
    if found is None:
        return None
    return context.outperforms("figure.multiple", context.phrase(found.start("metric"), found.end("metric")))


def _verb(context: Surroundings) -> Reading | None:
    """Read "improves M by N" and "saves N M"."""
    if context.figure.verbatim.lower().startswith(_TIMES_VERBS):
        lead = _OBJECT.match(context.after)
        return context.outperforms("figure.halves", context.phrase(lead.end() if lead else 0))
    words = f"{context.before}by " if context.figure.verbatim.lower() in _BY_HALF else context.before
    by, saves = cues.BEFORE_BY.search(words) or _improved_up_to(words), cues.BEFORE_SAVES.search(context.before)
    if not by and not saves:
        return None
    verb, start = last_verb(context.before)
    if not verb:
        named = by and "by" in by.group() and is_relative(context.figure.unit)
        return context.outperforms("figure.by", any_metric(context)) if named else None
    if not by:
        lead = _OBJECT.match(context.after)
        measured = context.phrase(lead.end() if lead else 0) or any_metric(context)
        return context.outperforms("figure.saves", measured)
    stop = by.start()
    if _SPEEDS.match(verb):
        return context.outperforms("figure.by", _sped_up(context, start, stop))
    measured = following(context)
    if measured is None and not cues.UP.match(verb) and stop > start:
        measured = metrics.phrase_between(context.sentence, _object_start(context, start), context.low + stop)
    measured = measured or context.nearest() or _metric_before_verb(context, start - len(verb))
    if cues.DOWN.match(verb) and measured and metrics.QUALITY.search(measured.phrase):
        return context.comparable("figure.loss", measured)
    return context.outperforms("figure.by", measured)


def _sped_up(context: Surroundings, start: int, stop: int) -> Measured:
    """Return the metric of "accelerates X by 2x": speedup, unless X is one itself."""
    found = metrics.phrase_between(context.sentence, context.low + start, context.low + stop) if stop > start else None
    found = found if found and (found.named or metrics.is_metric(found.phrase)) else following(context)
    return found or Measured("speedup")


def _surpassed(context: Surroundings) -> Reading | None:
    """Read "exceeds X 0.4 dB": a verb of winning, its object, and the margin with no word between."""
    if context.figure.unit is None or not _SURPASSES.search(context.before):
        return None
    return context.outperforms("figure.by", of_unit(context) or any_metric(context))


def _object_start(context: Surroundings, start: int) -> int:
    """Return where the metric before "by N" starts: in "M by 3% and N by 20%" behind the figure before."""
    first = context.low + start
    ends = [f.end for f in context.sentence.figures if first <= f.start and f.end < context.figure.start]
    and_then = _AND_THEN.match(context.sentence.text, ends[-1]) if ends else None
    return and_then.end() if and_then else first


def _metric_before_verb(context: Surroundings, position: int) -> Measured | None:
    """Return the metric of "M drops by N": what stands before the verb."""
    found = metrics.phrase_between(context.sentence, context.low, context.low + position)
    return found if found and metrics.is_metric(found.phrase.lower()) and not _FINDING.search(found.phrase) else None


def _improved_up_to(words: str) -> re.Match[str] | None:
    """Return the "up to" of "improves M up to N"."""
    return _UP_TO.search(words) if cues.IMPROVES.search(words) else None


def _on_data(context: Surroundings) -> Reading | None:
    """Read "improvements on X (1.7%)": a gain, and the figure in a bracket behind the data set."""
    at = context.sentence.text[: context.figure.start].rstrip("+↑| ")
    if context.figure.unit not in ("%", "points", "x", None) or not at.endswith("("):
        return None
    end = len(at[:-1].rstrip())
    behind = any(n.end == end and n.concept.type is ConceptType.DATASET for n in context.sentence.named)
    if not behind or not cues.GAINS_ON.search(context.before):
        return None
    return context.outperforms("figure.signed", context.nearest(high=context.figure.start))


def _ahead(context: Surroundings) -> Reading | None:
    """Read "2 BLEU above X" and "3% ahead of X"."""
    if not _ABOVE.match(context.after):
        return None
    return context.outperforms("figure.signed", of_unit(context) or any_metric(context))


def _bare(context: Surroundings) -> Reading | None:
    """Read a ratio or signed points with no other cue: "a 3.2x energy efficiency", "(+1.9%)"."""
    if context.figure.unit in ("x", "orders of magnitude"):
        if _COMPRESSION.match(context.after):
            return None
        before = metrics.last_measure(context.sentence, context.low, context.figure.start)
        if before and _THAT_OF.match(context.after) and metrics.low_is_good(before.phrase):
            return context.outperforms("figure.ratio", before, worse=True)  # "its latency is twice that of X"
        return context.outperforms("figure.ratio", context.phrase(0) or context.nearest() or Measured("speedup"))
    if context.figure.unit == "points" or context.before.endswith("+"):
        measured = any_metric(context)
        return context.outperforms("figure.signed", measured) if measured or context.figure.unit else None
    return None
