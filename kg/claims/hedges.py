"""Whether a sentence commits itself to what it says at a position: negation and hedges.

Cues and scopes follow the usual lists of the field (Vincze et al. 2008, the BioScope corpus; Chapman et al. 2001,
NegEx), cut down to what abstracts use: a cue governs the words up to the end of its clause. Data that "never
leaves" a chip stays there: that denies nothing.
"""

import re
from collections.abc import Iterator

from kg.model import Polarity

_NEGATION = re.compile(
    r"\b(?:(?:do|does|did|is|are|was|were|has|have|had|can|could|should|would|will)(?:\s+not\b|n't\b)"
    r"(?!\s+only|\s+leave\b)"
    r"|cannot\b"
    r"|never\b(?!\s+leav)|fail(?:s|ed|ing)?\s+to\b|unable\s+to\b|neither\b|nor\b|no\s+longer\b"
    r"|not\s+(?!only\b|just\b|merely\b|leave\b"
    r"|to\s+mention\b))",
    re.IGNORECASE,
)
_HEDGE = re.compile(
    r"\b(?P<cue>(?-i:may)|might|could(?!\s+not)|potential(?:ly)?(?=\s+(?:to|of\s+[a-z-]+ing|reduc|improv|achiev|increas|yield"
    r"|outperform|sav|speed|enabl|boost|deliver))"
    r"|would|should|expected\s+to|estimate[sd]?(?:\s+to|\s+that)|project(?:ed|s)\s+to|hypothesi[sz]e|conjecture"
    r"|theoretically"
    r"|in\s+principle|in\s+theory|possibly|perhaps|aim(?:s|ing)?\s+(?:to|at)|seek(?:s|ing)?\s+to|promis(?:es|ing)\s+to"
    r"|attempts?\s+to|tr(?:y|ies|ying)\s+to|hope\s+to|if|whether|goal\s+(?:is\s+to|of))\b",
    re.IGNORECASE,
)
_BREAK = re.compile(
    r"[;:]|,\s+(?:while|whereas|but|yet|and\s+(?:we|it|our|the)|which|achieving|reducing|resulting|leading|we|it"
    r"|our)\b|\bbut\b|\bwhile\b|\bwhereas\b"
)
_ASIDE = re.compile(r",\s+(?:which|who|whose)\s[^,;:]*,(?!\s+(?:and|or)\b)")
_QUESTION = re.compile(r"\?(?=[\"')\s]|$)")
_REACH = 90


def judge(text: str, position: int) -> tuple[Polarity, str | None]:
    """Return how the clause at `position` of a cleaned sentence commits itself: polarity and hedge cue.

    The cue of a question is `?`.


    >>> judge("X may outperform Y", 6)
    (<Polarity.ASSERTED: 'Asserted'>, 'may')
    >>> judge("X does not outperform Y", 11)[0]
    <Polarity.NEGATED: 'Negated'>
    """
    _, scope = _scope(text, position)
    negated = any(len(scope) - found.end() <= _REACH for found in _NEGATION.finditer(scope))
    hedge = "?" if _QUESTION.search(text, position) else None
    for found in _HEDGE.finditer(scope):
        hedge = found["cue"].lower()
    return (Polarity.NEGATED if negated else Polarity.ASSERTED), hedge


def places(text: str, position: int) -> Iterator[tuple[int, int, bool]]:
    """Yield where the cues stand that `judge` goes by, in order: start, end, and whether it is a negation."""
    start, scope = _scope(text, position)
    for found in _NEGATION.finditer(scope):
        if len(scope) - found.end() <= _REACH:
            yield start + found.start(), start + len(scope[: found.end()].rstrip()), True
    for found in _HEDGE.finditer(scope):
        yield start + found.start(), start + found.end(), False


def _scope(text: str, position: int) -> tuple[int, str]:
    """Return where the clause at a position starts, and its words up to there, asides (", which is not X,") blank."""
    words = _ASIDE.sub(lambda aside: " " * len(aside.group()), text[:position])
    start = max((found.end() for found in _BREAK.finditer(words)), default=0)
    return start, words[start:]
