"""The parts of a name behind its family: version, variant, size, tuning, format, date.

"Qwen2.5-Coder-32B-Instruct" is the family "Qwen" with the version 2.5, the variant Coder, the size 32B and the
tuning Instruct. Each type has a grammar of its own; a tail that holds anything else is no tail of a family.
"""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass

from kg.model import ConceptType

VERSION, VARIANT, SIZE, TUNING, FORMAT, DATE = range(6)
"""The order in which the parts of a name stand."""


@dataclass(frozen=True, slots=True, order=True)
class Part:
    """One part: its place in the order, and its text in the one spelling that all spellings share."""

    rank: int
    text: str


_VERSION = r"(?P<version>v(?:er(?:sion|\.)?)?[\s.]?\d+(?:\.\d+)*|\d+(?:\.\d+)*)"
_DATE = r"(?P<date>(?:20)?\d\d[-/.]?(?:0[1-9]|1[0-2])[-/.]?(?:[0-2]\d|3[01])|20\d\d-(?:0[1-9]|1[0-2]))"
_SIZE = (
    r"(?P<size>\d+x\d+(?:\.\d+)?\s?b|[ae]?\d+(?:\.\d+)?[\s-]?(?:b|m|t|k|bn|billion|million|trillion)"
    r"(?:[-\s]?param(?:eter)?s?)?|\d+e)"
)
_BYTES = r"(?P<bytes>\d+(?:\.\d+)?[\s-]?(?:g|gb|gib|gbyte|tb|mb|kb))"
_FORMAT = (
    r"(?P<format>(?:u?int|fp|bf|nf|mxfp|nvfp)-?\d+|w\d+a\d+(?:kv\d+)?|gptq|awq|gguf|q\d(?:[_-]\w+)*|\d+[-\s]?bits?)"
)
_SIZES = {
    "nano": "n", "tiny": "t", "small": "s", "medium": "m", "base": "b", "large": "l", "huge": "h", "giant": "g",
    "xlarge": "x", "x-large": "x", "extra large": "x", "extra-large": "x",
}  # fmt: skip
_WORD_OF = {letter: word.capitalize() for word, letter in _SIZES.items() if " " not in word and "-" not in word}
_SIZE_WORD = rf"(?P<sizeword>{'|'.join(sorted(_SIZES, key=len, reverse=True))})"
_LETTER = r"(?P<letter>[ntsmblhgx])"
_OTHER_SIZE = (
    r"(?P<othersize>micro|mini|lite|light|plus|pro|max|ultra|turbo|flash|air|big|xs|xl|xxl|xxs|xxxl|atto|femto|pico)"
)
_VARIANT = (
    r"(?P<variant>coder?|maths?|vl|vision|visual|audio|omni|video|image|text|embed(?:ding)?s?|rerank(?:er)?|guard|moe|dense"
    r"|multilingual|python|prover|mt|speech|asr|tts|seg|pose|cls|obb|next|alpha|beta|gamma)"
)
_TUNING = (
    r"(?P<tuning>instruct(?:ion|ed)?(?:[-\s]tuned)?|it|chat|pt|sft|dpo|ppo|rlhf|zero|think(?:ing)?|reason(?:ing|er)?"
    r"|non-thinking|preview|exp(?:erimental)?|latest|distill(?:ed)?|uncased|cased|hf|abliterated|ift)"
)
_PATCH = r"(?P<patch>p(?:atch)?[-\s]?\d+|@?\d+px)"

_DROPPED = {
    ConceptType.MODEL: r"models?|networks?|architectures?|backbones?|llms?|language models?|series|family|families"
    r"|checkpoints?|weights?|pre-?trained|baselines?|networks?|classifiers?|detectors?|variants?",
    ConceptType.HARDWARE: r"gpus?|cpus?|fpgas?|npus?|chips?|processors?|accelerators?|boards?|devices?|socs?|modules?"
    r"|development boards?|dev(?:eloper|elopment)? kits?|devkits?|cards?|graphics cards?|platforms?|servers?|nodes?"
    r"|mobile (?:platforms?|processors?|socs?|chipsets?)|chipsets?|quantum (?:processors?|computers?|devices?|chips?)"
    r"|tensor[-\s]?cores?|tensorcore|sxm\d?|pcie|nvl|oam|microcontrollers?|mcus?|computers?|hardware|systems?"
    r"|superchips?|edge devices?|embedded (?:boards?|platforms?|devices?)|series|family",
    ConceptType.DATASET: r"(?:asr |speech |image |video |text |citation |qa |question[- ]answering )?"
    r"(?:data ?sets?|corpus)|benchmark circuits?|circuits?|benchmarks?|corpora"
    r"|(?:test|validation|training|train|dev|development)"
    r"(?:[-\s](?:set|split|data))?|tasks?|collections?|challenges?|suites?|leaderboards?|problems?|images|val",
    ConceptType.SOFTWARE: r"frameworks?|librar(?:y|ies)|compilers?|tools?|toolkits?|toolchains?|engines?|simulators?"
    r"|languages?|platforms?|packages?|environments?|runtimes?|software|kernels?|backends?|programming language",
    ConceptType.TECHNIQUE: r"methods?|algorithms?|techniques?|approach(?:es)?|frameworks?|schemes?|strateg(?:y|ies)"
    r"|optimizers?|formats?|mechanisms?|precision|systems?|procedures?",
    ConceptType.METRIC: r"metrics?|scores?|measures?|values?|points?",
    ConceptType.TASK: r"tasks?|problems?",
}
_ENDED = r"(?![a-z\d])"
_BEFORE_LETTER = r"(?=[ntsmblhgx](?![a-z\d]))"  # "v8n"


def _grammar(kind: ConceptType, *parts: str) -> re.Pattern[str]:
    dropped = rf"(?P<dropped>{_DROPPED[kind]}){_ENDED}"
    return re.compile("|".join([dropped, *parts]))


_WORDS = f"(?:{_SIZE_WORD}|{_OTHER_SIZE}|{_VARIANT}|{_TUNING}){_ENDED}"
_NUMBERED = f"{_VERSION}(?:{_ENDED}|{_BEFORE_LETTER})"
_GRAMMARS = {
    ConceptType.MODEL: _grammar(
        ConceptType.MODEL,
        f"(?:{_DATE}|{_FORMAT}|{_SIZE}|{_PATCH}){_ENDED}",
        _WORDS,
        _NUMBERED,
        rf"(?P<variety>[a-z]\d{{1,2}}){_ENDED}",
        _LETTER + _ENDED,
    ),
    ConceptType.HARDWARE: _grammar(
        ConceptType.HARDWARE,
        f"{_BYTES}{_ENDED}",
        r"(?P<othersize>ti|super|xtx?|max-?q|mobile|laptop|pro|max|ultra|mini|plus|nano|lite|nx|agx|industrial)(?![a-z\d])",
        r"(?P<generation>gen(?:eration)?[\s-]?\d+|(?:1st|2nd|3rd|\dth)[\s-]gen(?:eration)?)(?![a-z\d])",
        r"(?P<version>v\d+[a-z]?|(?:[a-z]{1,2})?\d{1,5}[a-z]{0,2}(?:-\d+[a-z]?)?)(?![a-z\d])",
    ),
    ConceptType.DATASET: _grammar(
        ConceptType.DATASET,
        r"(?P<year>(?:19|20)\d\d|'\d\d)(?![a-z\d])",
        rf"(?P<size>\d+(?:\.\d+)?[kmb]){_ENDED}",
        r"(?P<variant>mini|tiny|small|lite|hard|easy|verified|pro|plus|xl|large|full|multilingual|live|extended)(?![a-z\d])",
        rf"(?P<version>v(?:ersion)?[\s.]?\d+(?:\.\d+)*|\d+(?:\.\d+)*){_ENDED}",
    ),
    ConceptType.SOFTWARE: _grammar(ConceptType.SOFTWARE, rf"(?P<version>v?\d+(?:\.(?:\d+|x))*){_ENDED}"),
    ConceptType.TECHNIQUE: _grammar(ConceptType.TECHNIQUE, rf"(?P<version>v?\d+(?:\.\d+)?){_ENDED}"),
    ConceptType.METRIC: _grammar(
        ConceptType.METRIC,
        rf"(?P<at>@?\s?\d+(?:\.\d+)?%?(?:[:-]0?\.?\d+)?|@k){_ENDED}",
        rf"(?P<version>[lr12]){_ENDED}",
    ),
    ConceptType.TASK: _grammar(ConceptType.TASK),
}
_WORD = re.compile(r"(?P<variant>[a-z]{2,})(?![a-z\d])")
_GAP = re.compile(r"[\s\-‐-―_/()\[\],:'’]*")
_RANKS = {
    "version": VERSION, "generation": VERSION, "year": VERSION, "at": VERSION, "variant": VARIANT, "variety": VARIANT,
    "size": SIZE, "sizeword": SIZE, "othersize": SIZE, "letter": SIZE, "bytes": SIZE, "patch": SIZE,
    "tuning": TUNING, "format": FORMAT, "date": DATE,
}  # fmt: skip


def parse_tail(kind: ConceptType, tail: str, words: Collection[str] = ()) -> tuple[Part, ...] | None:
    """Return the parts behind a family's name, in order; None where the tail holds anything that is no part.

    `words` are, in lower case, the variants that this family has beside the common ones ("opus", "sonnet").
    A tail of generic words alone ("GPU", "data set") has no parts: `()`.

    >>> [part.text for part in parse_tail(ConceptType.MODEL, "-Instruct-32b") or ()]
    ['32B', 'Instruct']
    >>> parse_tail(ConceptType.MODEL, "-FancyThing") is None
    True
    """
    folded = tail.lower()
    grammar = _GRAMMARS[kind]
    parts: list[Part] = []
    place = _gap(folded, 0)
    while place < len(folded):
        found = grammar.match(folded, place) or _own_word(folded, place, words)
        if not found or found.end() == place:
            return None
        part = _part(found)
        if part:
            # a number behind another part belongs to that one: "ViT-B/16", "Instruct-v0.2"
            rank = parts[-1].rank if part.rank == VERSION and parts and parts[-1].rank >= SIZE else part.rank
            parts.append(Part(rank, part.text))
        place = _gap(folded, found.end())
    if kind is ConceptType.HARDWARE:
        parts = [Part(part.rank, _as_model_number(part.text)) if part.rank == VERSION else part for part in parts]
    return tuple(sorted(parts, key=lambda part: part.rank))


def _own_word(text: str, place: int, words: Collection[str]) -> re.Match[str] | None:
    found = _WORD.match(text, place)
    return found if found and found.group() in words else None


def _gap(text: str, place: int) -> int:
    found = _GAP.match(text, place)
    return found.end() if found else place


def _part(found: re.Match[str]) -> Part | None:
    group = found.lastgroup or ""
    if group == "dropped":
        return None
    spelled = _SPELLED.get(group, _as_word)(found.group(group))
    return Part(_RANKS[group], spelled)


def _as_version(text: str) -> str:
    return re.sub(r"^v(?:er(?:sion|\.)?)?[\s.]?", "v", text)


def _as_model_number(text: str) -> str:
    """Return the number of a device as makers write it: "K99", "7090 Ti"; a "v" before a version stays small."""
    if re.match(r"v\d|Gen", text):
        return text
    return re.sub(r"(?<=\d)TI$", " Ti", text.upper())


def _as_size(text: str) -> str:
    bare = re.sub(r"[-\s]?param(?:eter)?s?$", "", text)
    bare = re.sub(r"(?<=[\d\s-])(?:billion|bn)$", "b", bare)
    bare = re.sub(r"(?<=[\d\s-])million$", "m", bare)
    bare = re.sub(r"(?<=[\d\s-])trillion$", "t", bare)
    return re.sub(r"[\s-]", "", bare).upper().replace("X", "x")


def _as_bytes(text: str) -> str:
    number = re.match(r"[\d.]+", text)
    unit = text[number.end() :].strip(" -") if number else ""
    return f"{number.group() if number else ''}{ {'t': 'TB', 'm': 'MB', 'k': 'KB'}.get(unit[:1], 'GB') }"


def _as_patch(text: str) -> str:
    return re.sub(r"\D", "", text)


def _as_tuning(text: str) -> str:
    if text.startswith("instruct") or text in ("it", "ift"):
        return "Instruct"
    return {"think": "Thinking", "reason": "Reasoning", "distilled": "Distill", "exp": "Exp"}.get(text, _as_word(text))


def _as_word(text: str) -> str:
    short = {"vl": "VL", "hf": "HF", "sft": "SFT", "dpo": "DPO", "ppo": "PPO", "rlhf": "RLHF", "moe": "MoE", "pt": "PT"}
    short |= {"code": "Coder", "maths": "Math", "ti": "Ti", "nx": "NX", "agx": "AGX", "xt": "XT", "xtx": "XTX"}
    capitals = len(text) < 3 or text.strip("x") in ("l", "s") or any(map(str.isdigit, text))  # "XXL"
    return short.get(text, text.upper() if capitals else text.capitalize())


_SPELLED: dict[str, Callable[[str], str]] = {
    "version": _as_version,
    "generation": lambda text: "Gen" + re.sub(r"\D", "", text),
    "size": _as_size,
    "bytes": _as_bytes,
    "patch": _as_patch,
    "tuning": _as_tuning,
    "sizeword": _SIZES.__getitem__,
    "letter": str,
    "format": lambda text: re.sub(r"[-\s]", "", text).upper().replace("BITS", "bit").replace("BIT", "bit"),
    "at": lambda text: re.sub(r"\s", "", text),
    "date": lambda text: re.sub(r"\D", "", text),
    "year": lambda text: text.strip("'"),
}


def size_word(letter: str) -> str:
    """Return the word of a size letter: "b" is "Base"."""
    return _WORD_OF.get(letter, letter)
