"""What a result is compared with: the phrase after "than", "over", "compared to", "outperforms", ... .

A phrase that names something gives that concept. A phrase that only names a class ("prior
quantization methods") gives a baseline node that carries the phrase.
"""

import re
from dataclasses import dataclass, replace

from kg.claims.sentences import Named, Sentence, contains
from kg.model import ConceptType

_ADJECTIVE = (
    r"(?:the\s+|its\s+|their\s+|our\s+|all\s+|much\s+|most\s+|many\s+|several\s+|various\s+|a\s+|an\s+|those\s+of\s+"
    r"|that\s+of\s+|of\s+)*"
    r"(?:state[ -]of[ -](?:the[ -])?arts?|SOTA|SoTA|sota|prior|previous(?:ly)?|existing|current(?:ly)?|other"
    r"|conventional|traditional|recent|best|strong(?:est|er)?"
    r"|competing|competitive|alternative|related|leading|several|many|baselines?|standard|vanilla|naive|unoptimized"
    r"|latest|popular|common|commercial"
    r"|today's|similar|comparable|larger|smaller|default|original|typical|classic|classical|static|other|different"
    r"|established|available|advanced|widely|contemporary|counterparts?"
    r"|cutting-edge|top|well-known|strongest|individual|single|such|numerous|various|mainstream|original|highly"
    r"|modern|public|open-source|human)\b(?!-)"
)  # fmt: skip
CLASS = re.compile(_ADJECTIVE, re.IGNORECASE)
_STANDARD = re.compile(
    r"(?:the\s+|an?\s+)?(?:standard|conventional|traditional|vanilla|naive|classical|plain|original|commercial"
    r"|larger|smaller|typical)\s",
    re.IGNORECASE,
)
_BASE_NOUN = re.compile(
    r"\b(?:baselines?|counterparts?|runner-up|second[ -]best|full[ -]precision"
    r"|methods?|approach(?:es)?|models?|systems?|frameworks?|works?|techniques?"
    r"|solutions?|implementations?|algorithms?"
    r"|designs?|accelerators?|state[ -]of[ -]the[ -]arts?|SOTA|schemes?|strateg(?:y|ies)|networks?|architectures?"
    r"|competitors?|alternatives?|libraries|library"
    r"|compilers?|platforms?|kernels?|versions?|variants?|engines?|others|arts?|ones|tools?|training|inference"
    r"|decoding|agents?|LLMs?|optimizers?|policies|policy"
    r"|detectors?|encoders?|backbones?|generators?|results?|humans?|experts?|performance|tuning|fine-tuning"
    r"|prompting|search|sampling|execution|processors?|hardware"
    r"|devices?|GPUs?|CPUs?|setups?|settings?|heuristics?|formats?|pipelines?|procedures?|transformers?|attention"
    r"|quantization|pruning|computing|processing|codes?|data)\b",
    re.IGNORECASE,
)  # fmt: skip

_MARKERS = re.compile(
    r"""
      (?P<compared>\b(?:when\s+|as\s+)?compar(?:ed|ing)\s+(?:\w+ly\s+)?(?:to|with|against)|\bin\s+comparison\s+(?:to
          |with)|\brelative\s+to|\bversus\b|\bvs\b\.?
        |\breplac(?:ing|es?)(?=\s+\S+\s(?:\S+\s){0,4}?(?:by|with)\s)
        |\bagainst\b|\bin\s+contrast\s+(?:to|with)|\bwith\s+respect\s+to|\bas\s+opposed\s+to|\bw\.r\.t\.)
    | (?P<over>\b(?:on\s+top\s+of|over|upon))\b
    | (?P<than>(?<!\brather\s)(?<!\bother\s)\b(?:than|as\s+(?:fast|quickly|many|much|large|high|quick)\s+as)
        (?:\s+(?:with|using|that\s+of
        |those\s+of|the\s+one\s+of))?\b)
    | (?P<lags>\b(?:lag(?:s|ged|ging)?|fall(?:s|ing)?|trail(?:s|ing)?)\s+(?:\w+\s+)?(?:behind|short\s+of)|\btrail(?:s
        |ing)?|\bunder-?perform(?:s|ed|ing)?|\binferior\s+to|\blos(?:es?|ing|t)\s+to|\bworse\s+than
        |\boutperformed\s+by|\bsurpassed\s+by|\bbeaten\s+by)\b
    | (?P<beats>\b(?:out-?perform(?:s|ed|ing)?|surpass(?:es|ed|ing)?|exceed(?:s|ed|ing)?|beat(?:s|ing|en)?
        |lead(?:s|ing)?(?=\s+(?!to\b|the\s+way)\S+\s(?:\S+\s){0,6}?by\s+(?:\w+\s){0,2}\d)
        |out-?shin(?:e|es|ing)|out-?pac(?:e|es|ed|ing)
        |overtak(?:e|es|ing)|superior(?:ity)?\s+(?:(?!to\b)[\w@-]+\s+){0,6}?(?:to|over)
        |surpassed|eclips(?:e|es|ing)
            |advantages?\s+over|ahead\s+of|above
        |improv(?:e|es|ed|ing|ements?)\s+(?:significantly\s+|substantially\s+|considerably\s+)?(?:up)?(?:on|over)))\b
    | (?P<equals>\b(?:compar(?:able|ably|es\s+favou?rably)
            (?:,[^,]{1,30},)?\s+(?:(?!to\b|with\b|or\b|and\b)[\w@-]+\s+){0,4}?
            (?:to|with|against)
        |on[ -]par\s+(?:or\s+(?:\w+\s+){1,4})?(?:with|to)|at\s+par\s+with|compet(?:itive(?:ly)?|es?|ing)\s+
            (?:(?!to\b|with\b|and\b)[\w@-]+\s+){0,4}?(?:with|to|against)
        |match(?:es|ed|ing)?\s+(?:and|or|or\s+even)\s+(?:even\s+)?(?:\w+ly\s+)?(?:exceed|surpass|outperform|improv
            |beat)\w*|match(?:es|ed|ing)?(?=\s+(?:the\s|that\s|those\s|its\s|their\s|state|SOTA|prior|previous|existing|human|full|larger|much|other|(?-i:[A-Z])))
        |rival(?:s|ed|ing|ling)?|approach(?:ing|es)(?=\s+(?:the\s+)?(?:performance|accuracy|quality|human|(?-i:[A-Z])\S*'s))
        |(?:similar(?:ly)?|equivalent|close|equal|identical)\s+(?:(?!to\b|with\b)[\w@-]+\s+){0,3}?(?:performances?
            |accurac\w+|quality|results?|scores?|perplexity|speed|latency|throughput|efficiency)\s+(?:to|with|as)
            |perform\w*\s+(?:\w+\s+)?similar(?:ly)?\s+to
        |(?:performances?|accurac\w+|quality|results?|perplexity|scores?|precision)\s+(?:(?:that|which)\s+(?:is|are)\s+)?
            (?:very\s+|quite\s+|remarkably\s+)?(?:close|near|similar|comparable|equivalent|identical)\s+to
        |perform\w*\s+(?:just\s+)?as\s+well\s+as
        |as\s+(?:good|accurate|effective|efficient|capable)\s+as|parity\s+with
        |same\s+(?:[\w@-]+\s+){0,3}?(?:performances?|accurac\w+|quality|results?|scores?|speed|latency|throughput
            |efficiency|cost)\s+as|the\s+same\s+as|within\s+\S+\s+(?:\w+\s+)?of|(?:bridg|clos|narrow
            |reduc)\w+\s+the\s+(?:\w+\s+)?gaps?\s+(?:\w+\s+)?(?:to|with)))(?=\s)
    """,
    re.VERBOSE | re.IGNORECASE,
)  # fmt: skip

_STOP = re.compile(
    r"[.;:!?]\s|[.;:!?]$|\s[—–-]{1,2}\s|,\s|\s\(|\)|\]|(?<!\bthe)(?<!\ba)\s(?=\d[\d.]*\s?(?:%|dB\b|points\b))"
    r"|\s(?:in|on|by|with|for|across|while|when|using|at|under|that|which|who|without|via|through|during"
    r"|and\s+(?!the\s+[A-Z]|[a-z-]+\s+(?:models?|methods?|approach(?:es)?|architectures?|baselines?|systems?|algorithms?"
    r"|networks?|techniques?|designs?|solutions?)\b)|but|where|as|after|"
    r"despite|whose|our|we|is|are|was|were|has|have|can|to|respectively|even|achiev\w+|requir\w+|significantly|within|from"
    r"|terms|trained|applied|implemented|deployed|running|operating|designed|lacking|resulting|including|such\s+as|due|given|up\s+to|over|both|yet|nor|provided|offered|obtained|based|per|while|enhancing"
    r"|improving|reducing|consuming|holding|having|not)\b"
)  # fmt: skip
_LIST = re.compile(
    r"(?:\s?\([^()]{1,30}\))?\s*(?:,\s*(?:and\s+|or\s+|as\s+well\s+as\s+)?|\s(?:and|or|nor|as\s+well\s+as|&|\+)\s+)(?:the\s+|both\s+|recent\s+|other\s+|even\s+)*$"
)
_EXAMPLES = re.compile(
    r"\s*,?\s*\(?\s*(?:such\s+as|including|(?:provided|offered|given|achieved|obtained)\s+by|like|namely|i\.e\.,?"
    r"|e\.g\.,?|for\s+example,?|for\s+instance,?|,|\()?\s*(?:the\s+)?$"
)
_TAIL = re.compile(
    r"(?:'s)?(?:\s*-?\s?(?:baselines?|counterparts?|models?|methods?|GPUs?|CPUs?|versions?|frameworks?|systems?"
    r"|variants?|decoding|training|inference|implementations?"
    r"|performance|approach(?:es)?|\(\w[^)]{0,30}\)|networks?|quantization|ones?|algorithms?|equivalents?|format"
    r"|backbones?|library|architecture|precision|accuracy|schemes?|setting|based\s+\w+|[a-z][a-z-]{3,}))?\s*(?:$"
    r"|[,.;:()]|\sand\s|\sor\s|\snor\s)"
)  # fmt: skip
_EG = re.compile(r"\(\s*(?:e\.g\.|for example|such as|for instance)", re.IGNORECASE)
_BRACKET = re.compile(r"^\s*(?:\([^()]*\)?)?\s*$")
_EMPTY = re.compile(
    r"(?:(?:the|an?|its|their|our|all|most|many|much|of)\s+)*(?:[\w.-]+\s(?:and|or)\s)?(?:(?:more\s+)?(?:[\w.]+x\s+)?"
    r"(?:larger|smaller|deeper|complex|heavier)\s(?:models?|architectures?|networks?|systems?)"
    r"|[\w-]+\s+counterparts?)",
    re.IGNORECASE,
)
_ITS = re.compile(r"(?:its|their)\s(?:[\w-]+\s)?(?:performance|accuracy|quality|results?|scores?)$")
_NOT_BASE = re.compile(
    r"\s*(?:\d|time\b|the\s+(?:course|years|last|past|entire|first)|all\s+(?:the\s+)?(?:\w+\s+)?(?:tasks|datasets"
    r"|benchmarks|metrics)|(?:a\s+)?(?:wide\s+|broad\s+|diverse\s+)?(?:range|variety|set|suite)\b"
    r"|half|one\b|two\b|three\b|ten\b|long|which|multiple|different|various|scratch|it\b|\$|~|<|>)",
    re.IGNORECASE,
)
_OBTAINED = re.compile(
    r"\s+(?:the|that|those|these)\s+(?:(?:best|same)\s+)?(?:results?|performances?|accurac\w+|scores?|ones?|quality)?\s?"
    r"(?:obtained|achieved|reported|produced|attained|reached|given|delivered)\s+(?:by|from|with|using|in)\b"
)
_NUMBER = re.compile(r"\s*(?:only\s+|just\s+|~\s?)?[\d<]")
_STEMS = (
    "compar", "relative to", "versus", "vs", "against", "contrast", "respect to", "opposed to", "w.r.t", "over",
    "upon", "top of", "than", "perform", "surpass", "exceed", "beat", "outshin", "outpac", "overtak", "superior",
    "eclips",
    "advantage", "ahead", "above", "improv", "lag", "fall", "trail", "inferior", "worse", "par ", "compet", "match",
    "rival", "approach", "similar", "equivalent", "close", "equal", "identical", "as ", "same", "lead", "lose",
    "within", "gap", "parity", "replac",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rival:
    """One end of a comparison: what is named, or (`named` None) the phrase of an unnamed baseline."""

    phrase: str
    named: Named | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """A comparison phrase: the kind of its marker, where the marker stands, where the phrase ends, the rivals."""

    kind: str
    start: int
    marker_end: int
    end: int
    rivals: tuple[Rival, ...]


def find_comparisons(sentence: Sentence) -> tuple[Comparison, ...]:
    """Return the comparison phrases of a sentence in order."""
    found: list[Comparison] = []
    if not contains(sentence.lower, _STEMS):
        return ()
    position = 0
    while marker := _MARKERS.search(sentence.text, position):
        position = marker.end()
        comparison = _comparison(sentence, marker)
        if comparison is not None and found and _ITS.match(comparison.rivals[0].phrase):
            comparison = replace(comparison, rivals=found[-1].rivals)
        if comparison is not None:
            found.append(comparison)
            position = max(position, comparison.marker_end)
    return tuple(found)


def _comparison(sentence: Sentence, marker: re.Match[str]) -> Comparison | None:
    kind, text = marker.lastgroup or "", sentence.text
    obtained = _OBTAINED.match(text, marker.end())
    start = obtained.end() if obtained else marker.end()
    start += len(text[start:]) - len(text[start:].lstrip())
    if kind in ("over", "than", "beats", "compared") and _NOT_BASE.match(text, start):
        return None
    if kind == "equals" and _NUMBER.match(text, start):
        return None
    if any(n.start <= marker.start() < n.end and _hides(n, marker) for n in sentence.named):
        return None
    end = _phrase_end(sentence, start)
    rivals, end = _rivals(sentence, start, end)
    if kind == "over" and not _is_baseline(text[start:end], rivals):
        return None
    return Comparison(kind, marker.start(), marker.end(), end, rivals) if rivals else None


def _hides(named: Named, marker: re.Match[str]) -> bool:
    """Tell whether a marker is only part of a name; a metric hides "match" ("exact match"), not "over"."""
    return not named.measures or (marker.lastgroup == "equals" and named.start < marker.start())


def _is_baseline(phrase: str, rivals: tuple[Rival, ...]) -> bool:
    return any(r.named for r in rivals) or bool(CLASS.match(phrase) or _BASE_NOUN.search(phrase))


def _phrase_end(sentence: Sentence, start: int) -> int:
    """Return where the noun phrase at `start` ends; a stop inside a name does not count."""
    position = start
    while stop := _STOP.search(sentence.text, position):
        inside = next((n for n in sentence.named if n.start <= stop.start() < n.end - 1), None)
        if inside is None:
            return stop.start()
        position = inside.end
    return len(sentence.text.rstrip().rstrip("."))


def _candidates(sentence: Sentence, start: int, end: int) -> list[Named]:
    return [
        n
        for n in sentence.named
        if start <= n.start < end and n.concept.type not in (ConceptType.METRIC, ConceptType.TASK, ConceptType.DATASET)
    ]


def _rivals(sentence: Sentence, start: int, end: int) -> tuple[tuple[Rival, ...], int]:
    """Return the rivals of the phrase `start..end` and the end, moved behind a list or an apposition."""
    text = sentence.text
    heads = [n for n in _candidates(sentence, start, end) if _heads(sentence, n, start, end)]
    more, new_end = _continued(sentence, end, bool(heads))
    heads += more
    if heads:
        return tuple(Rival(text[n.start : n.end], n) for n in heads), max(new_end, end)
    phrase = text[start:end].strip(" ,")
    if not phrase or not (CLASS.match(phrase) or _BASE_NOUN.search(phrase)):
        return (), end
    return (Rival(phrase),), end


def _heads(sentence: Sentence, named: Named, start: int, end: int) -> bool:
    """Tell whether a name is what the phrase is about: not a modifier ("Transformer accelerators"), not a class."""
    text = sentence.text
    if not _TAIL.match(text[named.end : end] + "$") and not _TAIL.match(text[named.end : end]):
        return False
    before = text[start : named.start]
    surface = text[named.start : named.end]
    if CLASS.match(surface) and not _STANDARD.match(surface):
        return False
    if CLASS.match(before + " ") and not _STANDARD.match(before):
        return not _generic(surface) and not _BRACKET.sub("", text[named.end : end])
    return not _EMPTY.fullmatch(before + surface)


def _generic(surface: str) -> bool:
    """Tell a class word ("Transformers", "quantization") from a proper name."""
    return surface.islower() or (
        surface.endswith("s") and not surface.isupper() and surface[-2:] not in ("ss", "us", "as")
    )


def _continued(sentence: Sentence, end: int, named_before: bool) -> tuple[list[Named], int]:
    """Return the names that a list, a bracket or an apposition adds behind `end`."""
    text = sentence.text
    found: list[Named] = []
    position = end
    if _EG.match(text[position:].lstrip()):
        return [], end
    for named in sentence.named:
        if named.start < position:
            continue
        gap = text[position : named.start]
        listed = _LIST.match(gap) if (named_before or found) else None
        if not (listed or (not found and not named_before and _EXAMPLES.match(gap) and gap.strip())):
            break
        if not named.system or _verb_follows(text, named.end):
            break
        found.append(named)
        position = named.end
    return found, position


_VERB = re.compile(
    r"\s+(?:(?:also|still|even|thus|itself|[a-z]+ly)\s+)?(?:(?:can|is|are|has|have|runs?|cuts?|further)\b|(?:achiev"
    r"|outperform|reduc|improv|deliver|attain|obtain|provid|show|yield|boost|increas|enabl|sav|lower|reach|gain|surpass"
    r"|exceed|speed|accelerat|offer|exhibit|demonstrat|requir|maintain|perform|consum|decreas)\w*)"
)


def _verb_follows(text: str, position: int) -> bool:
    return bool(_VERB.match(text, position))
