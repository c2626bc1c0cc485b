"""Gains by a noun: "a 12% reduction in latency", "a speedup of up to 3.1x", and the losses that read alike."""

import re

from kg.claims import cues, metrics
from kg.claims.metrics import Measured
from kg.claims.readings import Reading, Surroundings, after_noun, following, of_unit
from kg.model import Mode

_FASTER = ("speed", "accel")
_ITSELF = (*_FASTER, "efficiency")  # what measures by itself: "3x inference speedup", "3x energy efficiency"
_NEXT = re.compile(r"\s*,\s*(?!on average|in average)")  # what follows is the next of a list
_BAD = re.compile(r"attack|toxic|harm|bias|collision|hallucinat", re.IGNORECASE)  # of a "rate", too, less is better
_SEEN = re.compile(r"^.*\b(?:see|observ|report|show|find|bring|giv|indicat|mark)\w*\s+(?=\S)")
_JOINED = re.compile(r"[\w-]+-$")
_PRAISE = re.compile(r"(?:consistent|effective|general|stable|robust|steady|clear|strong)", re.IGNORECASE)
_NO_METRIC = re.compile(r"(?:absolute|relative|average|significant|performance)?")
_INSIDE = re.compile(r"\b(?:in|of|on)\s+(?P<m>[^,;]*?)\s(?:of|by|up to|:|from)\b")
_NOUN = re.compile(r"[\w-]+(?: ?up)?s?")
_WORDS_BEFORE = re.compile(r"(?:[\w@/-]+\s){1,3}$")
_TO = re.compile(r"(?<!\bup)(?<!\bdue)\s+to\s+(?:over\s+|about\s+|around\s+|nearly\s+|almost\s+)?$")


def noun(context: Surroundings) -> Reading | None:
    """Read "a 12% reduction in latency" and "a speedup of up to 3.1x"."""
    before, after = cues.BEFORE_GAIN.search(context.before), cues.AFTER_GAIN.match(context.after)
    if after and not (before and _NEXT.match(context.after)):
        measured = _metric_of_noun(context, after)
        behind = _behind(context, after.end())
        own = after["metric"].strip() or (behind.phrase if behind else context.figure.unit or "")
        if _is_loss(own, after["noun"].lower()):
            return _lost(context, measured)
        return context.outperforms("figure.gain", measured)
    if before is None or (context.figure.unit != "x" and _TO.search(before.group())):
        return None
    linked = context.nearest(context.low + before.start(), context.figure.start)
    named = linked or following(context) or _metric_before_noun(context, before) or context.nearest()
    if named and _is_loss(named.phrase, before.group().lower()):
        return _lost(context, named)
    implied = Measured("speedup" if context.figure.unit == "x" else "performance")
    return context.outperforms("figure.gain-of", named or implied)


def _lost(context: Surroundings, measured: Measured | None) -> Reading:
    """Return the reading of a loss: a share or points are about as good, a multiple is worse."""
    if context.mode is Mode.RATIO:
        return context.outperforms("figure.gain", measured, worse=True)
    return context.comparable("figure.loss", measured)


def _is_loss(metric: str, noun: str) -> bool:
    """Tell "accuracy reduction" and "latency increase" from gains."""
    if _BAD.search(metric):
        return False
    if noun.startswith(("decreas", "reduc")):
        return metrics.high_is_good(metric) or bool(metrics.QUALITY.search(metric) and not metrics.low_is_good(metric))
    return noun.startswith(("increas", "rise")) and metrics.low_is_good(metric)


def _metric_of_noun(context: Surroundings, after: re.Match[str]) -> Measured | None:
    """Return the metric of "12% M reduction", "3x speedup", "3x energy efficiency", "12% reduction in M"."""
    noun = after["noun"].lower()
    whole = context.phrase(after.start("metric"), after.end("noun")) if noun.startswith(_ITSELF) else None
    inside = context.phrase(after.start("metric"), after.end("metric")) if after["metric"].strip() else of_unit(context)
    if inside and not _NO_METRIC.fullmatch(inside.phrase):
        known = inside.named or metrics.is_metric(inside.phrase)
        return whole if whole and not (known and noun.startswith(_FASTER)) else inside
    if noun.startswith(_ITSELF):
        return Measured(noun, whole.named if whole else None)
    return _behind(context, after.end()) or inside or context.nearest() or Measured("performance")


def _behind(context: Surroundings, position: int) -> Measured | None:
    """Return the metric of "reduction in M", None for "reduction on average"."""
    found = after_noun(context, position)
    return found if found and not _NO_METRIC.fullmatch(found.phrase) else None


def _metric_before_noun(context: Surroundings, before: re.Match[str]) -> Measured | None:
    """Return the metric of "improvements in M of N", "M gains of N", or the noun itself where it is one."""
    sentence, start = context.sentence, context.low + before.start()
    noun = _NOUN.match(before.group())
    itself = noun.group() if noun and noun.group().lower().startswith(_ITSELF) else ""
    if itself and (joined := _JOINED.search(sentence.text, context.low, start)):
        itself = joined.group() + itself  # "energy-efficiency"
    inside = _INSIDE.search(before.group())
    if inside:
        found = metrics.phrase_between(sentence, start + inside.start("m"), start + inside.end("m"))
    else:
        words = _WORDS_BEFORE.search(sentence.text[context.low : start])
        low = context.low + words.start() if words else start
        linked = metrics.nearest_linked(sentence, start, low, start)
        head = len(_head(words.group())) if words else 0
        found = linked or metrics.phrase_between(sentence, low + head, start)
    if itself and not (found and (found.named or metrics.is_metric(found.phrase))):
        return Measured(itself)
    return None if found and _PRAISE.fullmatch(found.phrase) else found


def _head(words: str) -> str:
    """Return what of the words before a gain noun is no metric: up to the last verb or preposition."""
    found = cues.WORD_BREAK.match(words) or _SEEN.match(words)
    return found.group() if found else ""
