"""What a figure measures, as a reader would call it: no place, no adverb, no form of a word that only grammar asks for.

The rules that read figures take the words beside one; where those name a task, a data set or nothing at all, what the
sentence measures elsewhere is taken, or what a comparison is about when nobody says more: performance.
"""

import re
from dataclasses import replace

from kg.claims.metrics import QUALITY, SAID_OF, Measured, is_metric, phrase_between
from kg.claims.quantities import Figure
from kg.claims.sentences import Sentence
from kg.model import ConceptType, Predicate

_PLACES = re.compile(
    r"\b(?:tasks?|data ?sets?|benchmarks?|benchmarking|suites?|settings?|scenarios?|environments?|domains?|images"
    r"|range|comparison|cases?|categories|leaderboard|languages|conditions|experiments|evaluations|testbeds?"
    r"|classification|detection|segmentation|such|show|often|absolute|along|more|less|system|systems|layers|sublayers"
    r"|state-of-the-art)$",
    re.IGNORECASE,
)
_CALLED = SAID_OF | {
    "compact": "size", "expensive": "cost", "costly": "cost", "efficient": "efficiency", "accurate": "accuracy",
    "robust": "robustness", "stable": "stability", "preferred": "preference", "accuracies": "accuracy",
    "performances": "performance",
    "effective": "effectiveness", "consistent": "consistency", "sensitive": "sensitivity", "realistic": "realism",
    "complicated": "complexity", "correlated": "correlation", "faithful": "faithfulness",
    "likely": "likelihood", "general": "generality",
    "speedups": "speedup", "speed-ups": "speedup", "speed-up": "speedup", "speed up": "speedup",
}  # fmt: skip
_NO_MEASURE = re.compile(
    r"""
      (?!(?:learn|train|reason|plan|track|process|sampl|encod|decod|comput|rout|pars|cod|rank|match|segment|schedul|answer
          |understand|ground|spell|retriev|prun|cach|rendering|mapp)\w*ing\b)[a-z]+ing\b(?:\s.*)?  # "dealing with X"
    | (?:.*\s)?(?:[a-z]{3,}ly|even|rather|than|able|likely|only|also|existing|provided|obtained|shown|seen|given|based
        |proposed|including|where|when|various|other|others|ones|some|most|these|this|our|we|it|they|them|may|can|will
        |observed?|achieves?|shows?|yields?|reports?|brings?|lower|higher|zero|real|marked|healthy|notable|relative|comparative|additional
        |further|first|simulated|automated|decentralized|qualitative|quantitative|objective|subjective|crucial|favou?rable|novel
        |methods?|approach(?:es)?|algorithms?|schemes?|models?|techniques?|frameworks?|planners?|works?|papers?|gains?|improvements?|enhancements?
        |times|months|years|art|row|total|latter|former|applications|configurations|parameters?\ settings)
    | (?:our|new|proposed|these|this|some|various)\s.*
    | .*\b(?:shows?|may|can|observe|not)\s.*
    """,
    re.VERBOSE | re.IGNORECASE,
)  # fmt: skip
_TAIL = re.compile(
    r"(?<=\w)(?:\s?[=:]\s?[\d.]+%?|(?<!cumulative)\s(?:gains?|improvements?|boosts?|[a-z]{3,}ly)|\sof\s\d.*)$"
)  # "r=0.94", "accuracy gain", "accuracy of 16 models"
_KEPT = re.compile(r"\b(performance|accurac(?:y|ies)|quality)\s(?:drops?|degradations?|loss(?:es)?)$")
_SOTA = re.compile(r"^(?:new\s)?(?:SOTA|state-of-the-art)\s")
_TERMS = re.compile(r"\bin terms of\s", re.IGNORECASE)
_ACCELERATES = re.compile(r"\b(?:accelerat(?:e|es|ed|ing)|speed(?:s|ing)? up|sped up|speeds)\b")
_NEAR = 80  # characters between a verb and its figure
_DEFAULT = "performance"  # what the rules take, too, where nothing is named
_SHARES = ("%", "points")
_COMPARED = (Predicate.OUTPERFORMS, Predicate.COMPARABLE_TO)


def worded(
    sentence: Sentence, measured: Measured | None, figure: Figure | None, predicate: Predicate, at: int
) -> Measured | None:
    """Return what a statement at an offset measures, from what its rule has read; None where nothing is measured."""
    if measured:
        phrase = _TAIL.sub("", _KEPT.sub(r"\1", measured.phrase))
        measured = replace(measured, phrase=_SOTA.sub("", phrase.strip(" %/~")) or measured.phrase)
    if measured and measured.named:
        return _named(measured)
    assumed = measured and measured.phrase == _DEFAULT and _DEFAULT not in sentence.lower
    if measured and not assumed and not _is_place(sentence, measured.phrase):
        return Measured(_CALLED.get(measured.phrase.lower(), measured.phrase))
    if figure is None:
        return None
    if measured and not assumed and _ACCELERATES.search(sentence.text, max(0, at - _NEAR), at):
        return Measured("speedup")
    terms = _TERMS.search(sentence.text)
    named = phrase_between(sentence, terms.end(), len(sentence.text)) if terms else None
    return named or _elsewhere(sentence, figure, predicate)


def _named(measured: Measured) -> Measured:
    """Return a linked metric with its last word as its label has it, where that is one of many: accuracies."""
    if called := _CALLED.get(measured.phrase.lower()):
        return Measured(called, measured.named)
    label = measured.named.concept.label if measured.named else ""
    *before, last = measured.phrase.split() or [""]
    one = f"{last[:-3]}y" if last.endswith("ies") else last.removesuffix("s")
    if one == last or one.lower() not in label.lower().split()[-1:]:
        return measured
    return Measured(" ".join([*before, one]), measured.named)


def _is_place(sentence: Sentence, phrase: str) -> bool:
    """Tell whether a phrase says where something was measured, or what, or nothing."""
    if is_metric(phrase) or phrase.lower() in _CALLED:
        return False
    at = sentence.text.find(phrase)
    named = sentence.named_overlapping(at, at + len(phrase)) if at >= 0 else []
    others = any(n.concept.type is not ConceptType.METRIC for n in named)
    return others or bool(_PLACES.search(phrase)) or bool(_NO_MEASURE.fullmatch(phrase))


def _elsewhere(sentence: Sentence, figure: Figure, predicate: Predicate) -> Measured | None:
    """Return the one quality that the sentence names, for a share; for a comparison without one, performance."""
    if figure.unit not in _SHARES:
        return None
    named = [n for n in sentence.named if n.measures and QUALITY.search(sentence.text[n.start : n.end])]
    if len({n.concept.iri for n in named}) == 1:
        return _named(Measured(sentence.text[named[0].start : named[0].end], named[0]))
    return Measured(_DEFAULT) if predicate in _COMPARED else None
