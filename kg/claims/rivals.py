"""Which comparison phrase a figure or a verdict belongs to, and whose result a figure in brackets is."""

import re
from itertools import pairwise

from kg.claims.baselines import CLASS, Comparison, Rival
from kg.claims.lists import Stated
from kg.claims.sentences import Named, Sentence
from kg.model import Mode, Predicate

_NEAR = 60
IMPLIED = (Rival("(implied) prior methods"),)
_OF = re.compile(r"^\s*(?:[\w@./-]+\s+){0,4}?(?:\([^)]*\)\s*)?(?:of|for|by)\s+(?:the\s+|its\s+)?(?:\w+\s+){0,2}$")
_WHOSE = re.compile(r"^\s*(?:of\s+)?(?:the\s+)?(?:[\w-]+\s+){0,4}?(?:(?:of|for)\s+(?:the\s+|an?\s+)?(?:[\w-]+\s+)?)?$")
_OF_LEAD = re.compile(r"^(?:of|than|from|in)\s+")
_THAT_OF = re.compile(r"\s+(?:that|those)\s+of\s")
_DIGIT = re.compile(r"\d|compared|\bthan\b|versus|\bvs\b")
_VERSUS = re.compile(r"\s?(?:vs\.?|versus|against|compared to)\s?")
_COUNTERPART = re.compile(
    r"(?:its|their|the)?\s*(?:[\w-]+\s+){0,3}(?:counterparts?|baselines?|models?|originals?|teachers?|methods?"
    r"|versions?|networks?)\b"
)


def comparison_for(sentence: Sentence, comparisons: tuple[Comparison, ...], stated: Stated) -> Comparison | None:
    """Return the comparison phrase that a figure belongs to, None where the text only implies one."""
    around = [c for c in comparisons if c.start <= stated.start < c.end]
    if around:
        return around[0]
    index = sentence.clause_at(stated.start)
    clause = sentence.clauses[index]
    inside = [c for c in comparisons if clause.start <= c.start < clause.end]
    after = [c for c in inside if c.start >= stated.end]
    before = [c for c in inside if c.end <= stated.start]
    verbs = [c for c in before if c.kind in ("beats", "lags", "equals")]
    named_over = after and after[0].kind == "over" and any(r.named for r in after[0].rivals)
    if verbs and not named_over and (not after or after[0].kind not in ("than", "compared")):
        return verbs[-1]
    if after or before:
        return after[0] if after else before[-1]
    return _elsewhere(sentence, comparisons, index)


def _elsewhere(sentence: Sentence, comparisons: tuple[Comparison, ...], index: int) -> Comparison | None:
    """Return a comparison of another clause that reaches this one: a lead, the end of a list of verbs, the last."""
    lead = [c for c in comparisons if c.kind in ("compared", "than") and not sentence.text[: c.start].strip()]
    if lead:
        return lead[0]
    for comparison in comparisons:
        where = sentence.clause_at(comparison.start)
        reaches = all(
            clause.opens.startswith(("verb", "conj:with")) for clause in sentence.clauses[index + 1 : where + 1]
        )
        if where > index and comparison.kind in ("compared", "over", "than") and reaches:
            return comparison
    before = [c for c in comparisons if sentence.clause_at(c.start) < index]
    return before[-1] if before else None


def nearest(comparisons: tuple[Comparison, ...], position: int) -> Comparison | None:
    """Return the comparison phrase that starts nearest to a position."""
    return min(comparisons, key=lambda c: abs(c.start - position), default=None)


_BY = re.compile(r"\s+by\b[^,;]{0,20}$")


def listed_before(sentence: Sentence, comparison: Comparison, stated: Stated) -> tuple[Rival, ...] | None:
    """Return the rival that stands right before its own figure: B in "beats A by 4% and B by 2%"."""
    if comparison.kind != "beats":
        return None
    text = sentence.text
    for named in sentence.named_in(comparison.end, stated.start):
        second = any(comparison.end <= figure.start < named.start for figure in sentence.figures)
        if second and named.system and _BY.fullmatch(text, named.end, stated.start):
            return (Rival(text[named.start : named.end], named),)
    return None


def kept_of(sentence: Sentence, stated: Stated) -> tuple[Rival, ...] | None:
    """Return whose quality a figure is a share or a multiple of: the rival in "98% of X's accuracy", "3x that of X"."""
    text, reading = sentence.text, stated.reading
    if not (reading.mode is Mode.SHARE or reading.rule == "figure.multiple" or _THAT_OF.match(text, stated.end)):
        return None
    for named in sentence.named:
        if (
            stated.end <= named.start < stated.end + 80
            and named.system
            and not CLASS.match(text[named.start : named.end])
        ):
            if _WHOSE.match(text[stated.end : named.start]):
                return (Rival(text[named.start : named.end], named),)
            break
    found = _COUNTERPART.search(text, stated.end, stated.end + 90)
    return (Rival(_OF_LEAD.sub("", found.group().strip())),) if found else None


_FROM = re.compile(r"\bfrom\s+(?:the\s+|an?\s+)?$")
_HOST_VERB = re.compile(r"\b(?:improv|boost|enhanc|increas|rais|elevat|shrink|compress|accelerat|speed)\w*\s+[^,;]*?$")


def host_of(sentence: Sentence, stated: Stated) -> tuple[Rival, ...] | None:
    """Return the host in "improves the M of X by N": X is better with the contribution than without."""
    if stated.reading.rule != "figure.by":
        return None
    text = sentence.text
    clause = sentence.clauses[sentence.clause_at(stated.start)]
    for named in reversed(sentence.named_in(clause.start, stated.start)):
        gap = text[named.end : stated.start]
        if (
            named.system
            and not named.introduced
            and re.match(r"(?:'s)?\s+(?:(?:models?|baselines?|detectors?|performance|accuracy)\s+)?by\b[^,]*$", gap)
        ):
            hosts = _HOST_VERB.search(text[clause.start : named.start]) and not _FROM.search(text, 0, named.start)
            return (Rival(text[named.start : named.end], named),) if hosts else None
    return None


_OF_HOST = re.compile(r"\b(?:of|for|in)\s+(?:the\s+|an?\s+)?(?:[\w-]+\s)?$")
_UP_TO_FROM = re.compile(r"(?:'s)?\s+(?:[\w-]+\s+){0,2}from\b")


def changed_of(sentence: Sentence, stated: Stated) -> Rival:
    """Return whose metric is improved in "improves the M of X from A to B"; implied where the text names nobody."""
    text = sentence.text
    for named in reversed(sentence.named):
        hosts = named.end < stated.start and named.system and _UP_TO_FROM.match(text, named.end, stated.start)
        if hosts and (hosts.group().startswith("'s") or _OF_HOST.search(text, 0, named.start)):
            return Rival(text[named.start : named.end], named)
    return IMPLIED[0]


def opponent(sentence: Sentence, comparisons: tuple[Comparison, ...], stated: Stated, number: int) -> Named | None:
    """Return whose figure the second of "X exceeds Y (83% vs. 80%)" is: that of Y."""
    if number != 1 or not _faces(sentence, stated):
        return None
    before = [c for c in comparisons if c.start < stated.start and len(c.rivals) == 1]
    return before[-1].rivals[0].named if before else None


def owner(sentence: Sentence, stated: Stated) -> Named | None:
    """Return whose figure it is where the text says so right beside it: "X (59.5%)", "the 2.65% error of X"."""
    text = sentence.text
    before = text[: stated.start].rstrip(" ~+")
    if before.endswith("(") and not _faces(sentence, stated):
        end = len(before[:-1].rstrip())
        return next((n for n in sentence.named if n.end == end and n.system), None)
    if stated.reading.predicate is not Predicate.ACHIEVES:
        return None
    following = (n for n in sentence.named if n.start >= stated.end and n.system)
    named = next(following, None)
    gap = text[stated.end : named.start] if named else ""
    return named if gap and len(gap) < _NEAR and _OF.match(gap) and not _DIGIT.search(gap) else None


def _faces(sentence: Sentence, stated: Stated) -> bool:
    """Tell whether a list is "83% vs. 80%": the figures of two sides."""
    between = [sentence.text[a.end : b.start] for a, b in pairwise(stated.group)]
    return len(between) == 1 and bool(_VERSUS.fullmatch(between[0]))
