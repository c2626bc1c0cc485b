"""Gains that are stated in words only and name no rival: "reduces latency", "is faster", "brings large speedups"."""

import re
from collections.abc import Iterator

from kg.claims import metrics
from kg.claims.baselines import Comparison
from kg.claims.metrics import Measured
from kg.claims.sentences import Sentence, contains
from kg.claims.verdicts import Verdict
from kg.model import Predicate

_IMPROVES = re.compile(
    r"\b(?P<verb>improv(?:es|ed|ing|e)|reduc(?:es|ed|ing|e)|enhanc(?:es|ed|ing|e)|boost(?:s|ed|ing)?|increas(?:es|ed"
    r"|ing|e)|lower(?:s|ed|ing)|accelerat(?:es|ed|ing|e)|minimi[sz](?:es|ed|ing)|decreas(?:es|ed|ing)"
    r"|cut(?:s|ting)|eliminat(?:es|ing)|speed(?:s|ing)\s+up)\s+(?P<rest>(?:the\s+|its\s+|their\s+|both\s+"
    r"|overall\s+)*)(?=[A-Za-z])",
    re.IGNORECASE,
)
_STRENGTH = re.compile(
    r"\b(?:significant|substantial|consistent|great|dramatic|drastic|remarkabl|considerabl|notabl|markedl|effective"
    r"|further|experiment|result|show|demonstrat|evaluat|we\s+find|outperform|empiric)\w*",
    re.IGNORECASE,
)
_FASTER = re.compile(
    r"\b(?:is|are|runs?|becomes?|being)\s+(?:(?:also|much|far|significantly|substantially|considerably|even"
    r"|consistently)\s+)*(?P<adjective>faster|cheaper|more\s+(?:efficient|accurate|robust|effective|energy[- ]efficient"
    r"|stable|reliable|scalable|expressive|compact))\b(?!\s+than)",
    re.IGNORECASE,
)
_BRINGS = (
    r"\b(?:achiev|deliver|provid|yield|obtain|find|observ|show|bring|offer|lead|attain|enabl|demonstrat|result|has|have"
    r"|giv|reach|exhibit)\w*\s+(?:to\s+|in\s+)?(?:a\s+|an\s+)?"
)
_GAINED = re.compile(
    rf"{_BRINGS}(?:very\s+)?(?:significant|substantial|large|considerable|notable|consistent|remarkable|dramatic|major"
    r"|clear|great|strong)\s+(?P<what>(?:[\w-]+\s+){0,2}?)(?P<noun>speed-?ups?|gains?|improvements?|savings?|reductions?"
    r"|boosts?|enhancements?|acceleration)\b"
)
_GAIN_OF = re.compile(r"\s+(?:in|of|on)\s+(?:terms\s+of\s+)?(?:the\s+)?(?:both\s+)?")
_BETTER = re.compile(
    rf"{_BRINGS}(?:\w+ly\s+|much\s+|far\s+)?(?:better|higher|lower|greater|improved|superior|reduced|increased)\s+"
)
_COMPARED = {word: metrics.SAID_OF[word] for word in ("faster", "cheaper")}
_PURPOSE = re.compile(
    r"\b(?:to|for|of|in|by|toward|towards|aim|at|without|not)\s+(?:\w+ly\s+|further\s+|effectively\s+)?$", re.IGNORECASE
)
_BEFORE_ADJECTIVE = re.compile(
    r"\b(?:an?|the|novel|new|this|its|their|our|with|of|under|ever|rapidly|constantly|steadily|continuously)[\s-]$",
    re.IGNORECASE,
)
_RAISES = re.compile(r"increas", re.IGNORECASE)
_LOWERS = re.compile(r"reduc|lower|minimi|decreas|cut|eliminat", re.IGNORECASE)
_OBJECT, _FAR = 60, 110
_IMPROVE_STEMS = (
    "improv", "reduc", "enhanc", "boost", "increas", "lower", "accelerat", "minimi", "decreas", "cut", "eliminat",
    "speed",
)  # fmt: skip
_FASTER_STEMS = (" faster", " cheaper", " more ")
_GAIN_STEMS = ("speed", "gain", "improve", "saving", "reduc", "boost", "enhance", "accelerat")
_BETTER_STEMS = ("better", "higher", "lower", "greater", "improved", "superior", "reduced", "increased")


def gains(sentence: Sentence, comparisons: tuple[Comparison, ...]) -> Iterator[Verdict]:
    """Yield the gains that a sentence states with neither figure nor rival."""
    yield from _improved(sentence)
    yield from _faster(sentence, comparisons)
    yield from _gained(sentence)
    yield from _better(sentence, comparisons)


def _improved(sentence: Sentence) -> Iterator[Verdict]:
    """Yield "significantly reduces latency": a gain with neither figure nor rival."""
    if not contains(sentence.lower, _IMPROVE_STEMS):
        return
    for found in _IMPROVES.finditer(sentence.text):
        if _PURPOSE.search(sentence.text, 0, found.start()) or _is_adjective(sentence, found):
            continue
        clause = sentence.clauses[sentence.clause_at(found.start())]
        measured = metrics.phrase_between(sentence, found.end(), min(clause.end, found.end() + _OBJECT))
        if measured is not None and _is_better(found["verb"], measured):
            strong = _STRENGTH.search(sentence.text, 0, found.start())
            rule = "words.improves" if strong else "words.improves-weakly"
            yield Verdict(found.start(), Predicate.OUTPERFORMS, rule, None, measured)


def _is_adjective(sentence: Sentence, found: re.Match[str]) -> bool:
    """Tell "a reduced precision" and "rapidly increasing demands", and the aim that a title states, from a verb."""
    verb = found["verb"].lower()
    if sentence.index == 0 and verb.endswith(("ing", "ed")):
        return True
    return verb.endswith(("ing", "ed")) and bool(_BEFORE_ADJECTIVE.search(sentence.text, 0, found.start()))


def _is_better(verb: str, measured: Measured) -> bool:
    """Tell whether what a verb does to a measure is a gain: more latency is none, nor is less accuracy."""
    if not (measured.named or metrics.is_metric(measured.phrase)):
        return False
    if _RAISES.match(verb):
        return not metrics.low_is_good(measured.phrase)
    return not (_LOWERS.match(verb) and metrics.high_is_good(measured.phrase))


def _faster(sentence: Sentence, comparisons: tuple[Comparison, ...]) -> Iterator[Verdict]:
    """Yield "is much faster on small devices": a comparative with neither figure nor rival."""
    if not contains(sentence.lower, _FASTER_STEMS):
        return
    for found in _FASTER.finditer(sentence.text):
        clause = sentence.clauses[sentence.clause_at(found.start())]
        if any(clause.start <= c.start < clause.end for c in comparisons):
            continue
        word = found["adjective"].lower()
        yield Verdict(
            found.start(), Predicate.OUTPERFORMS, "words.comparative", None, Measured(_COMPARED.get(word, word))
        )


def _gained(sentence: Sentence) -> Iterator[Verdict]:
    """Yield "brings large speedups in training"."""
    if not contains(sentence.lower, _GAIN_STEMS):
        return
    for found in _GAINED.finditer(sentence.text):
        clause = sentence.clauses[sentence.clause_at(found.start())]
        of = _GAIN_OF.match(sentence.text, found.end())
        measured = metrics.phrase_between(sentence, of.end(), min(clause.end, of.end() + _OBJECT)) if of else None
        if not _is_metric(measured):
            measured = metrics.phrase_between(sentence, *found.span("what")) or Measured(found["noun"])
        yield Verdict(found.start(), Predicate.OUTPERFORMS, "words.gains", None, measured)


def _better(sentence: Sentence, comparisons: tuple[Comparison, ...]) -> Iterator[Verdict]:
    """Yield "achieves better perplexity"."""
    if not contains(sentence.lower, _BETTER_STEMS):
        return
    for found in _BETTER.finditer(sentence.text):
        measured = metrics.phrase_between(sentence, found.end(), found.end() + _OBJECT)
        if _is_metric(measured) and not any(abs(c.start - found.start()) < _FAR for c in comparisons):
            yield Verdict(found.start(), Predicate.OUTPERFORMS, "words.better", None, measured)


def _is_metric(measured: Measured | None) -> bool:
    return measured is not None and (bool(measured.named) or metrics.is_metric(measured.phrase.lower()))
