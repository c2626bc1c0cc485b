"""Comparisons that are stated in words only: "outperforms Y", "faster than Y", "without loss of accuracy"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.claims import metrics
from kg.claims.baselines import Comparison, Rival
from kg.claims.metrics import Measured
from kg.claims.readings import Reading
from kg.claims.sentences import Sentence, contains
from kg.model import ConceptType, Mode, Predicate


@dataclass(frozen=True, slots=True)
class Verdict:
    """A comparison in words: where its cue stands, the predicate, the comparison phrase if there is one."""

    position: int
    predicate: Predicate
    rule: str
    comparison: Comparison | None = None
    measured: Measured | None = None
    reversed: bool = False

    @property
    def reading(self) -> Reading:
        """Return the verdict in the form of a figure's reading."""
        return Reading(self.predicate, self.rule, Mode.ABSOLUTE, self.measured, self.reversed)


_BETTER = re.compile(
    r"\b(?:better|faster|higher|lower|fewer|less|more(?!\s+\w+ly,)|greater|superior|smaller|larger|stronger|cheaper|shorter"
    r"|longer|improv\w+|reduc\w+|increas\w+|decreas\w+|gains?|boosts?\w*|enhanc\w+"
    r"|speed-?ups?|savings?|lowers?|lowering|accelerat\w+|benefits?|advantages?|outperform\w*|excels?|exceed\w*"
    r"|simpler|robust|surpass\w*|finer|closer|substantial|significant(?:ly)?)\b",
    re.IGNORECASE,
)
_WORSE = re.compile(
    r"\b(?:worse|slower|inferior|poor(?:er|ly)?|weaker|lags?|underperform\w*|suffers?|less\s+(?:accurate|efficient"
    r"|effective|robust|stable))\b",
    re.IGNORECASE,
)
_TERMS = re.compile(
    r"\b(?:in\s+terms\s+of|with\s+respect\s+to|in\s+both|regarding|with\s+better|with\s+higher|with\s+lower"
    r"|in)\s+(?:the\s+)?"
)
_IS = re.compile(r"\b(?:is|are|was|were)\s(?:\w+ly\s)?(?:(?:\S+\s){1,3}times\s)?$")
_CONDITION = re.compile(r"\b(?:at|under|given)\s(?:an?\s|the\s)?$")
_SAME = re.compile(r"\b(?P<m>(?:performances?|accurac\w+|quality|speeds?|latency|throughput))\s$")  # "on par"
_SOTA = re.compile(
    r"\b(?:achiev|attain|obtain|set|establish|reach|deliver|yield|demonstrat|show|provid|produc|report|exhibit|secur"
    r"|gives?|record|perform)\w*\s+(?:\w+\s+){0,3}?(?P<sota>state[ -]of[ -](?:the[ -])?art|SOTA|SoTA|superior|best"
    r"|record)\s+(?P<noun>(?:[\w-]+\s+){0,4}?(?:performances?|results?|accurac\w+|scores?|quality|trade-?offs?"
    r"|efficiency|perplexity|throughput|generalization|capabilit\w+))\b"
    r"|\b(?:establish|set|achiev|reach|reflect|represent|advanc|push)\w*\s+(?:a\s+"
    r"|the\s+)?(?:new\s+)?(?P<new>state[ -]of[ -](?:the[ -])?art|SOTA|SoTA)(?!\s+\w+\s+models)",
    re.IGNORECASE,
)
_KEEPS = re.compile(
    r"""
      \b(?:without|with\s+no|with\s+(?:negligible|minimal|little|minor|marginal|almost\s+no|nearly\s+no
          |virtually\s+no)|no|negligible|minimal|little|negligibly)\s+(?:\w+\s+)??
        (?:compromising|sacrificing|degrading|losing|hurting|harming|impacting|affecting|reducing|impairing
            |(?:(?:significant|noticeable|substantial|any|model|a|of|in|the|major|measurable|obvious
            |discernible)\s+)*(?:(?P<m1>[\w-]+)\s+)?(?:loss(?:es)?|degradations?|drops?|sacrifice|reductions?
            |decreases?|impact|penalty|regression|compromise|cost|decline))
        (?:\s+(?:of|in|on|to))?(?:\s+(?:the|its|model|any))*\s*(?P<m2>[\w@-]+(?:\s[\w@-]+){0,3})?
    | (?<!\bto\s)\b(?:maintain|preserv|retain|keep|sustain)(?:s|ing|ed)?\s+(?!most\b|consistent)(?:\w+\s+)??
        (?:the\s+|its\s+|their\s+|similar\s+|comparable\s+|high\s+|competitive\s+|model\s+|original\s+|full\s+|same\s+
        |strong\s+)*(?P<m3>[\w@-]+(?:\s[\w@-]+){0,3})
    | \b(?:comparable|competitive|similar|(?:the\s+)?same|equivalent|near[- ]lossless|lossless|on-par
        |equal)\s+(?:or\s+(?:even\s+)?(?:better|superior|higher)\s+)?(?P<m4>(?:(?!methods?\b|models?\b|approach
        |framework|networks?\b|systems?\b|settings?\b|of\b|as\b)[\w@-]+\s){0,3}?(?:performances?
        |accurac\w+|quality|results?|scores?|perplexity|speed|latency|throughput|generalization|efficiency))
    """,
    re.VERBOSE | re.IGNORECASE,
)  # fmt: skip

_LEVEL_STEMS = ("-level", "near-")
_LEVEL = re.compile(
    r"\b(?:(?P<whose>[Hh]uman|expert|professional|teacher|full-precision|state-of-the-art|[A-Z][\w.-]*[\w.])-level"
    r"|near-(?P<near>[A-Z][\w.]*))\s+(?P<metric>(?:[\w-]+\s){0,2}?(?:performances?|accurac\w+|quality|results?|scores?"
    r"|perplexity))\b"
)
_NOT_WORSE = re.compile(r"not\s+(?:\w+\s+)?worse")
_FAR, _AHEAD = 110, 200
_REACH = {"over": 100}
_SOTA_STEMS = ("state", "sota", "superior", "best", "record")
_KEEP_STEMS = (
    "without", "no ", "negligibl", "minimal", "little", "minor", "marginal", "maintain", "preserv", "retain", "keep",
    "sustain", "comparable", "competitive", "similar", "same", "equivalent", "lossless", "on-par", "equal",
)  # fmt: skip


def in_words(sentence: Sentence, comparisons: tuple[Comparison, ...]) -> Iterator[Verdict]:
    """Yield the comparisons that a sentence states without a figure."""
    for comparison in comparisons:
        if comparison.kind in ("beats", "lags", "equals"):
            yield _of_verb(sentence, comparison)
        else:
            yield from _of_comparative(sentence, comparison)
    yield from _state_of_the_art(sentence)
    yield from _kept(sentence, comparisons)


def _of_verb(sentence: Sentence, comparison: Comparison) -> Verdict:
    """Read "outperforms Y", "lags behind Y", "is on par with Y"."""
    at, kind = comparison.start, comparison.kind
    clause = sentence.clauses[sentence.clause_at(at)]
    if kind == "equals":
        measured = _equal_metric(sentence, comparison, clause.start, clause.end)
        return Verdict(at, Predicate.COMPARABLE_TO, "words.equals", comparison, measured)
    measured = _terms(sentence, comparison.end, clause.end)
    return Verdict(at, Predicate.OUTPERFORMS, f"words.{kind}", comparison, measured, reversed=kind == "lags")


def _of_comparative(sentence: Sentence, comparison: Comparison) -> Iterator[Verdict]:
    """Read "better M than Y", "reduces M compared to Y", "compared to Y, it is faster"."""
    kind, text, at = comparison.kind, sentence.text, comparison.start
    clause = sentence.clauses[sentence.clause_at(at)]
    window = text[max(clause.start, at - _REACH.get(kind, _FAR)) : at]
    if not window.strip():
        if _BETTER.search(text, comparison.end, comparison.end + _AHEAD):
            yield Verdict(at, Predicate.OUTPERFORMS, "words.lead", comparison)
    elif _WORSE.search(window) and not _NOT_WORSE.search(text, clause.start, at):
        measured, _ = _comparative_metrics(sentence, clause.start, at)[-1]
        yield Verdict(at, Predicate.OUTPERFORMS, f"words.worse-{kind}", comparison, measured, reversed=True)
    elif _BETTER.search(window):
        for measured, cue in _comparative_metrics(sentence, clause.start, at):
            worse = measured is not None and metrics.is_worse(cue, measured.phrase, window)
            yield Verdict(at, Predicate.OUTPERFORMS, f"words.{kind}", comparison, measured, reversed=worse)


def _terms(sentence: Sentence, start: int, end: int) -> Measured | None:
    found = _TERMS.search(sentence.text, start, end)
    if found is None:
        return None
    measured = metrics.phrase_between(sentence, found.end(), end)
    if measured and found.group().startswith("in ") and "terms" not in found.group() and not _measures(measured):
        return None  # "in real applications" says where
    return measured


def _measures(measured: Measured) -> bool:
    return bool(measured.named) or metrics.is_metric(measured.phrase)


def _equal_metric(sentence: Sentence, comparison: Comparison, low: int, high: int) -> Measured | None:
    inside = re.search(
        r"(?:comparable|competitive|similar|same|equivalent|equal)\s+(?P<m>(?:[\w@-]+\s+){1,4}?)(?:to|with|as"
        r"|against)\b",
        sentence.text[comparison.start : comparison.marker_end],
    )
    if inside:
        return metrics.phrase_between(
            sentence, comparison.start + inside.start("m"), comparison.start + inside.end("m")
        )
    before = _SAME.search(sentence.text, low, comparison.start)
    if before:
        return metrics.phrase_between(sentence, *before.span("m"))
    return metrics.nearest_linked(sentence, comparison.start, low, high) or _terms(sentence, comparison.end, high)


def _comparative_metrics(sentence: Sentence, low: int, high: int) -> list[tuple[Measured | None, str]]:
    """Return what is better in the words `low..high`: the last comparative's metric, or all of a list of them.

    Each comes with its comparative, or nothing where that speaks of what stands before ("3 ms, lower than X").
    """
    cues = list(_BETTER.finditer(sentence.text, low, high))
    if not cues:
        return [(metrics.nearest_linked(sentence, high, low, high), "")]
    said = sentence.text[cues[-1].end() : high].strip() or _IS.search(sentence.text, low, cues[-1].start())
    found = [(_metric_of_cue(sentence, cues[-1], low, high), cues[-1].group() if said else "")]
    for cue, following in zip(cues[-2::-1], cues[:0:-1], strict=True):
        between = sentence.text[cue.end() : following.start()].rstrip()
        measured = metrics.phrase_between(sentence, cue.end(), following.start())
        if not between.endswith(("and", ",")) or measured is None:
            break
        found.insert(0, (measured, cue.group()))
    return found


def _metric_of_cue(sentence: Sentence, cue: re.Match[str], low: int, high: int) -> Measured | None:
    word = cue.group().lower()
    if word in ("faster", "cheaper"):
        return Measured(metrics.SAID_OF[word])
    return metrics.phrase_between(sentence, cue.end(), high) or _before(sentence, low, high)


def _before(sentence: Sentence, low: int, high: int) -> Measured | None:
    """Return the metric before "significantly higher than X": the last that is no condition ("at size 8")."""
    named = sentence.named_in(low, high, ConceptType.METRIC)
    results = [n for n in named if not _CONDITION.search(sentence.text, low, n.start)]
    last = next(reversed(results or named), None)
    return Measured(sentence.text[last.start : last.end], last) if last else None


def _state_of_the_art(sentence: Sentence) -> Iterator[Verdict]:
    if not contains(sentence.lower, _SOTA_STEMS):
        return
    for found in _SOTA.finditer(sentence.text):
        start = found.start("noun") if found["noun"] else -1
        measured = metrics.phrase_between(sentence, start, found.end("noun")) if start >= 0 else None
        yield Verdict(found.start(), Predicate.OUTPERFORMS, "words.state-of-the-art", None, measured)


def _kept(sentence: Sentence, comparisons: tuple[Comparison, ...]) -> Iterator[Verdict]:
    yield from _level(sentence)
    taken = [(c.start, c.end) for c in comparisons if c.kind == "equals"]
    if not contains(sentence.lower, _KEEP_STEMS):
        return
    for found in _KEEPS.finditer(sentence.text):
        if any(start < found.end() and found.start() < end for start, end in taken):
            continue
        group = next((name for name in ("m1", "m2", "m3", "m4") if found[name]), None)
        if group is None:
            continue
        low, high = found.span(group)
        if group == "m1" and found["m2"]:
            high = found.end("m2")
        measured = metrics.phrase_between(sentence, low, high)
        words = sentence.text[low:high]
        if (
            metrics.QUALITY.search(words)
            or (measured and measured.named)
            or re.search("accura|quality|speed|throughput|efficien|latenc|overhead", words)
        ):
            yield Verdict(found.start(), Predicate.COMPARABLE_TO, "words.kept", None, measured)


def _level(sentence: Sentence) -> Iterator[Verdict]:
    """Yield "human-level performance", "GPT-4-level accuracy" and "near-FP16 accuracy"."""
    for found in _LEVEL.finditer(sentence.text) if contains(sentence.lower, _LEVEL_STEMS) else ():
        low, high = found.span("near") if found["near"] else found.span("whose")
        named = next((n for n in sentence.named if n.system and low <= n.start and n.end <= high), None)
        rival = Rival(sentence.text[low:high], named)
        comparison = Comparison("equals", found.start(), found.start(), found.end(), (rival,))
        measured = metrics.phrase_between(sentence, *found.span("metric"))
        yield Verdict(found.start(), Predicate.COMPARABLE_TO, "words.kept", comparison, measured)
