"""What a figure measures: the noun phrase beside it, linked where a metric is named there."""

import re
from dataclasses import dataclass

from kg.claims.sentences import Named, Sentence
from kg.model import ConceptType, Iri

QUALITY = re.compile(
    r"accurac|perplexit|\bPPL\b|performance|quality|BLEU|ROUGE|\bF1\b|\bm?AP\b|\bm?IoU\b|score|recall|precision"
    r"|success rate|pass@|fidelity|top-1|AUC|correctness|results?\b|utility|capabilit",
    re.IGNORECASE,
)
LOW_IS_GOOD = re.compile(
    r"latenc|time\b|times\b|error|loss|perplexit|\bPPL\b|memory|energy|power|cost|footprint|overhead|FLOP|parameter"
    r"|size|storage|bandwidth|traffic|consumption|delay|\bFID\b|complexity"
    r"|area|usage|hallucinat|\bWER\b|\bCER\b|degradation|runtime|computation|communication|resource|\bMAE\b|\bRMSE\b"
    r"|failure|violation|tokens|drop|gap|divergence|misses|regret|budget|data\b",
    re.IGNORECASE,
)
_WORDS = r"(?:[A-Za-z][\w@+./'&-]*|\([^)]{1,20}\))"
NOUNS = rf"{_WORDS}(?:[ ]{_WORDS}){{0,4}}"
_CUT = re.compile(
    r"\b(?:on|in|over|than|compared|with|while|by|for|to|at|across|when|using|and|or|from|relative|respectively"
    r"|under|which|that|without|against|via|as|is|are|was|were|versus|vs"
    r"|during|within|through|along|outperform\w*|surpass\w*|achiev\w+|exceed\w*|per|but|after|both|than|has|have|can|up)\b"
    r"|[,;:.](?=\s|$)|[()]"
)
_LEADING = re.compile(
    r"\s*(?:(?:the|a|an|its|their|our|new|SOTA|state-of-the-art|(?:absolute|relative)(?=\s(?:performance|accuracy))|overall|average|both|in|of|for|peak|maximum|mean|end-to-end"
    r"|measured|significant|substantial|notable|large|additional|impressive|remarkable|slight|minor|negligible|trivial|small)\s+)*",
    re.IGNORECASE,
)


_GOOD = re.compile("efficien|throughput|speed|robust|generali|stabil")
_HIGH_IS_GOOD = re.compile(
    r"throughput|efficien|speed|bandwidth|accurac|(?<!error )(?<!failure )(?<!miss )(?<!loss )rate\b|saving|reduction"
    r"|compression|sav|quality|precision|recall|score",
    re.IGNORECASE,
)


_FLAW = re.compile(r"\b(?:loss(?:es)?|drops?|degradations?|gaps?|penalt(?:y|ies)|overheads?)$", re.IGNORECASE)
SAID_OF = {
    "smaller": "size", "larger": "size", "lighter": "size", "cheaper": "cost", "faster": "speed", "slower": "speed",
}  # fmt: skip
"""What a comparative measures."""


def is_metric(phrase: str) -> bool:
    """Tell whether a phrase speaks of something that is measured."""
    return bool(QUALITY.search(phrase) or LOW_IS_GOOD.search(phrase) or _GOOD.search(phrase))


def high_is_good(phrase: str) -> bool:
    """Tell whether more of a quantity is better.

    >>> high_is_good("accuracy"), high_is_good("peak memory")
    (True, False)
    """
    return not low_is_good(phrase) and bool(QUALITY.search(phrase) or _HIGH_IS_GOOD.search(phrase))


def low_is_good(phrase: str) -> bool:
    """Tell whether less of a quantity is better.

    >>> low_is_good("peak memory"), low_is_good("memory bandwidth")
    (True, False)
    """
    return bool(_FLAW.search(phrase) or (LOW_IS_GOOD.search(phrase) and not _HIGH_IS_GOOD.search(phrase)))


_MORE = re.compile(r"higher|more|increas\w+|larger|greater", re.IGNORECASE)
_LESS = re.compile(r"lower|less|fewer|reduc\w+|decreas\w+|smaller", re.IGNORECASE)
_SUPPLY = re.compile(r"\b(?:data|tokens|parameters|tasks)$", re.IGNORECASE)
_SIZED = re.compile(r"(?:size|length|number)s?$")
_NEEDS = re.compile(r"\b(?:requir|need|us(?:es?|ed|ing)\b|consum|cost|tak(?:es?|ing)\b|spend)")
_FINDS = re.compile(r"\b(?:detect|uncover|find|found|identif|discover|catch|expos|predict|repair|fix)\w*\s[^,;]*$")


def is_worse(comparative: str, phrase: str, before: str) -> bool:
    """Tell whether a comparative makes its subject the worse one: "higher latency", "lower accuracy".

    `before` are the words in front of it: who has more data boasts, who needs more does not; who finds more errors
    is the better finder. To be larger is neither.

    >>> is_worse("higher", "latency", "X has"), is_worse("fewer", "errors", "X has")
    (True, False)
    """
    if _LESS.fullmatch(comparative):
        return high_is_good(phrase)
    if not _MORE.fullmatch(comparative) or _FINDS.search(before) or _SIZED.search(phrase):
        return False
    return low_is_good(phrase) and not (_SUPPLY.search(phrase) and not _NEEDS.search(before))


_TIME_UNITS = r"^(?:ms|μs|ns|s|minutes|hours|days)$|hours?$|days?$"
_TIME_WORDS = r"time|latenc|delay|runtime|speed|duration|cost|hour|second|minute|day|inference|training|RTF"
_STORE_WORDS = r"memory|size|footprint|storage|RAM|cost|usage|communicat|traffic|model|cache|capacity"
_RATE_WORDS = r"fps|speed|rate|throughput|frame|clock|frequency|perform|OPS|bandwidth"
_NO_SHARE = r"^(?!.*(?:latency|frame rate|\bfps\b|runtime$|\btime$|timesteps?)).*$"
_UNIT_WORDS = tuple(
    (re.compile(units), re.compile(words, re.IGNORECASE))
    for units, words in (
        (r"FPS|/s$|OPS(?!/)|Hz", _RATE_WORDS),
        (_TIME_UNITS, _TIME_WORDS),
        (r"(?:J|W)$|J/|/W", r"power|energy|consum|efficien|watt|budget|draw"),
        (r"[KMGTk]i?[Bb]$|bytes", _STORE_WORDS),
        (r"^(?:%|points)$", _NO_SHARE),
    )
)


def fits(unit: str | None, phrase: str) -> bool:
    """Tell whether a metric can be stated in a unit: no frame rate in milliseconds, no accuracy in FPS."""
    if unit is None:
        return True
    for units, words in _UNIT_WORDS:
        if units.search(unit):
            return bool(words.search(phrase))
    return True


@dataclass(frozen=True, slots=True)
class Measured:
    """A metric phrase and, where it is linked, the mention."""

    phrase: str
    named: Named | None = None

    @property
    def iri(self) -> Iri | None:
        """Return the IRI of the linked metric."""
        return self.named.concept.iri if self.named else None


_TOLD = re.compile(r"^\s*(?:we|it|they)\s+\w+\s+", re.IGNORECASE)
_WORD = re.compile(r"[A-Za-z][\w@-]*")
_VAGUE = re.compile(r"(?i)results?|data|times|drops?|gaps?|tokens?|efficient\w*|speeds")
_PRONOUNS = frozenset(("it", "we", "they", "this", "that", "them", "these", "us"))
_OF_NAME = re.compile(r"\s(?:of|on|in|for|from)(?:\s[a-z-]+){0,3}$")  # "throughput of popular" LLMs
_OF_END = re.compile(r"\s(?:of|on|in|for|from)(?:\s(?:the|a|an))?$")


def phrase_between(sentence: Sentence, start: int, end: int) -> Measured | None:
    """Return the metric that the words `start..end` name: a linked one inside, else the noun phrase they open with."""
    text = sentence.text[start:end]
    lead = _LEADING.match(text)
    first = lead.end() if lead else 0
    cut = _CUT.search(text, first)
    last = cut.start() if cut else len(text)
    names = [n.start - start for n in sentence.named_in(start, end) if n.system]
    behind = _OF_NAME if names and min(names) < last else _OF_END
    last = min([last, *names])
    phrase = behind.sub("", text[first:last].strip(" ,.;:-"))
    linked = [n for n in sentence.named_in(start, end, ConceptType.METRIC) if n.start < start + last]
    if linked:
        words = sentence.text[linked[0].start : linked[0].end]
        return Measured(phrase if words in phrase and len(phrase.split()) < 7 else words, linked[0])
    if not phrase or len(phrase.split()) > 7 or not phrase[0].isalpha() or phrase.lower() in _PRONOUNS:
        return None
    return Measured(phrase)


def bare(words: str) -> str:
    """Return the words of a phrase without what leads up to the metric: "we observed", "our", "new", "average"."""
    return _LEADING.sub("", _TOLD.sub("", words), count=1).strip()


def nearest_linked(sentence: Sentence, position: int, start: int, end: int) -> Measured | None:
    """Return the linked metric that stands nearest to `position` inside `start..end`."""
    named = sentence.named_in(start, end, ConceptType.METRIC)
    if not named:
        return None
    best = min(named, key=lambda n: (min(abs(n.start - position), abs(n.end - position)), n.start))
    return Measured(sentence.text[best.start : best.end], best)


def last_measure(sentence: Sentence, start: int, end: int) -> Measured | None:
    """Return the last linked metric, or word for a measure, that the words `start..end` name."""
    linked = sentence.named_in(start, end, ConceptType.METRIC)[-1:]
    words = [w for w in _WORD.finditer(sentence.text, start, end) if _measures(w.group())]
    if linked and (not words or words[-1].start() < linked[0].end):
        return Measured(sentence.text[linked[0].start : linked[0].end], linked[0])
    return Measured(words[-1].group()) if words else None


def _measures(word: str) -> bool:
    return not _VAGUE.fullmatch(word) and (high_is_good(word) or low_is_good(word))
