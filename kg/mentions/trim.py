"""The ends of recognized spans: a learned tagger takes in neighbours ("high inference latency", "A100/H100").

Rules cut a span down to the name in it, or apart into the names in it. They look at the words alone.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.mentions.gazetteer import Hit
from kg.model import ConceptType
from kg.naming.parts import parse_tail

Range = tuple[int, int]
_NAMED = frozenset(
    {ConceptType.MODEL, ConceptType.HARDWARE, ConceptType.DATASET, ConceptType.SOFTWARE, ConceptType.METRIC}
)
_LEAD = re.compile(
    r"""
    (?:(?:a|an|the|our|its|their|this|these|all|any|both|each|every|most|some|such|same|other|related|single|multiple|several
    |various|different|new|novel|recent|existing|previous|prior|current|typical|popular|common|standard|vanilla|conventional
    |traditional|original|actual|entire|whole|overall|total|average|averaged|maximum|minimum|best|better|superior|comparable
    |competitive|significant|significantly|substantial|considerable|massive|dramatic|clear|strong|higher|high|highest|lower|low
    |lowest|fewer|less|more|greater|larger|smaller|small|large|faster|slower|improved|improving|increased|reduced|reducing
    |first|powerful|efficient|widely-used|commonly-used|state-of-the-art|sota|open-source|off-the-shelf|fine-tuned|pre-trained
    |pretrained|underlying|modern|latest|only|up|to|times|about|around|approximately|nearly|over|than|against|using|with|by|of
    |challenging|high-quality|large-scale|real-world|publicly|public|available|diverse|out-of-distribution)\b[ ]?
    |(?:reductions?|improvements?|gains?|increases?|savings?|decreases?|drops?|degradations?)\ (?:in|of)\ (?:the\ )?
    |[~≈<>≥≤±+]?\d[\d.,]*(?:[-–]\d[\d.,]*)?(?:x|X|%|\*|-fold|dB|ms|us|s|K|M|B)?(?:[- ](?:times|degree|fold|bit\ of))?[ ]
    |\d+\*
    |(?:new|multiple|several|the)?\ ?(?:datasets?|benchmarks?|corpus)[,:]?\ (?=[A-Z]))
    """,
    re.VERBOSE,
)
_KEPT_LEAD = re.compile(
    r"(?:average|mean|total|overall|first|best|all|up|over|more|small|large|standard)[- ]"
    r"(?:(?:precision|recall|reward|return|rank|token|language|order|k|deviation|error|model|squared|absolute|cell)s?\b|of\b)"
)
_TAIL = re.compile(
    r"(?:[ ](?:implementations?|executions?|improvements?|reductions?|drops?|gains?|degradations?|increases?|savings?"
    r"|hours?|advantages?|requirements?|running|peak|ported|usage|respectively|alone|setting|settings|instances?|samples?)"
    r"|'s[ ]\w+|[ ,;:(\[–-])$"
)
_PRAISE = re.compile(r"(?:(?:a|an|the|our|its|novel|new|proposed)\s+)+")
_QUOTES = "\"'`"
_SPACED = re.compile(r"\s+(?:of|in|with|on|without|from|for|under|via|through|using|performs?|working|integrates?)\s+")
_JOINTS = re.compile(r"\s*/\s*|\s*(?<![A-Za-z]\+)\+(?!\+)\s*|\s+and\s+|\s+or\s+|\s*,\s*(?:and\s+)?|\s+[-–—]\s+|\s*;\s*")
_AND = re.compile(r"\s+and\s+")
_OWNER = re.compile(r"[\w-]+['’]s\s+|\d\)\s*|(?:the\s+)?notion\s+of\s+")
_NAME = re.compile(
    r"(?P<name>(?=\S*[a-z\d]\S*[A-Z]|\S*[A-Z]\S*[a-z]*\d|\S*[A-Z]{2}\S*-\S*[A-Z\d])[A-Z]\S*)(?:\s+[a-z][a-z-]*)+"
)
_PROPER = re.compile(r"[A-Z0-9]\S*[A-Z0-9]|[A-Z][a-z]+\S*\d|\b[A-Z]{2,}")
_LOWER = re.compile(r"[a-z][a-z'-]*")


@dataclass(frozen=True, slots=True)
class Trimmed:
    """A piece of a recognized span; its type is the span's, or that of the catalogue's name that it is."""

    start: int
    end: int
    type: ConceptType


def trimmed(text: str, start: int, end: int, kind: ConceptType, hits: Sequence[Hit]) -> list[Trimmed]:
    """Return the pieces of a span of a cleaned text that name something; `hits` are the catalogue's names in it."""
    inside = [hit for hit in hits if start <= hit.start and hit.end <= end]
    if any((hit.start, hit.end) == (start, end) for hit in inside):
        return [Trimmed(start, end, kind)]
    if kind not in _NAMED:
        parts = (_bare(text, *part, inside) for part in _clauses(text, start, end))
        return [piece for part in parts for piece in _after_data_set(text, *part, kind, inside)]
    pieces = _apart(text, start, end, inside) or [(start, end)]
    found = [_cut(text, *piece, kind, inside) for piece in pieces]
    return [Trimmed(*_unquoted(text, *piece), kind) for piece in found if piece[0] < piece[1]]


def _bare(text: str, start: int, end: int, inside: Sequence[Hit]) -> Range:
    """Return a span without the praise in front ("novel", "new") and the quotes around it."""
    start, end = _unquoted(text, start, end)
    praise = _PRAISE.match(text, start, end)
    if praise and praise.end() < end and not any(hit.start == start for hit in inside):
        start = praise.end()
    return start, end


def _unquoted(text: str, start: int, end: int) -> Range:
    """Return a span without quotes that open and close it, and without a hyphen left over in front."""
    if end - start > 2 and text[start] in _QUOTES and text[end - 1] in _QUOTES:
        return start + 1, end - 1
    return (start + 1, end) if end - start > 2 and text[start] == "-" else (start, end)


def _clauses(text: str, start: int, end: int) -> Iterator[Range]:
    """Yield what a task or technique joins by "and", without the owner, the number and the bracket around it."""
    if found := _OWNER.match(text, start, end):
        start = found.end()
    start, end = _without_bracket(text, start, end)
    joint = _AND.search(text, start, end)
    if joint and " " in text[start : joint.start()] and " " in text[joint.end() : end]:
        yield start, joint.start()
        start = joint.end()
    if start < end:
        yield start, end


def _after_data_set(text: str, start: int, end: int, kind: ConceptType, inside: list[Hit]) -> Iterator[Trimmed]:
    """Yield a task's own words and the data set in front of them: "ImageNet classification"."""
    first = next((hit for hit in inside if hit.start == start and hit.types == (ConceptType.DATASET,)), None)
    if kind is ConceptType.TASK and first and first.end + 1 < end and text[first.end] == " ":
        yield Trimmed(start, first.end, ConceptType.DATASET)
        yield Trimmed(first.end + 1, end, kind)
    else:
        yield Trimmed(start, end, kind)


def _apart(text: str, start: int, end: int, inside: list[Hit]) -> list[Range]:
    """Return the names that a span joins: "OPT-175B/BLOOM", "A100 and H100"; empty where it is one."""
    places: list[Range] = []
    last = start
    for joint in _JOINTS.finditer(text, start, end):
        if any(hit.start < joint.end() and joint.start() < hit.end for hit in inside):
            continue
        places.append((last, joint.start()))
        last = joint.end()
    places.append((last, end))
    known = {(hit.start, hit.end) for hit in inside}
    named = [place in known or bool(_PROPER.search(text[slice(*place)])) for place in places]
    ends_known = any(text[place[0] : place[1]] and _holds(place, inside) for place in places)
    return places if len(places) > 1 and (all(named) or ends_known) else []


def _holds(place: Range, inside: list[Hit]) -> bool:
    return any(place[0] <= hit.start and hit.end <= place[1] for hit in inside)


def _cut(text: str, start: int, end: int, kind: ConceptType, inside: list[Hit]) -> Range:
    """Return a span without the words around the name."""
    start, end = _without_bracket(text, start, end)
    while found := _LEAD.match(text, start, end):
        if found.end() >= end or _KEPT_LEAD.match(text, start, end) or any(hit.start == start for hit in inside):
            break
        start = found.end()
    spaced = _SPACED.search(text, start, end)
    if spaced and _holds((start, spaced.start()), inside):
        end = spaced.start()
    while found := _TAIL.search(text[start:end]):
        if found.start() == 0 or any(hit.end == end for hit in inside):
            break
        end = start + found.start()
    if kind is not ConceptType.METRIC and (found := _NAME.fullmatch(text, start, end)):
        tail = parse_tail(kind, text[found.end("name") : end])
        end = end if tail else found.end("name")  # "BERT-X large" is a size, "BERT-X model" is not
    return _name_in(text, start, end, kind, inside)


def _without_bracket(text: str, start: int, end: int) -> Range:
    """Return the part of a span before a bracket that opens in it: the short form behind it is a name of its own."""
    place = text.find("(", start + 1, end)
    if place > start and (text.find(")", place, end) < 0 or text[place - 1] == " "):
        return start, place - (text[place - 1] == " ")
    place = text.find(")", start, end)
    if place > start and "(" not in text[start:place]:
        return start, place
    return start, end


def _name_in(text: str, start: int, end: int, kind: ConceptType, inside: list[Hit]) -> Range:
    """Return the one proper name of the catalogue in a span whose other words are ordinary, else the span."""
    names = [
        hit for hit in inside if start <= hit.start and hit.end <= end and kind in hit.types and _is_proper(text, hit)
    ]
    if len(names) != 1:
        return start, end
    [name] = names
    around = f"{text[start : name.start]} {text[name.end : end]}".split()
    return (name.start, name.end) if all(_LOWER.fullmatch(word) for word in around) else (start, end)


def _is_proper(text: str, hit: Hit) -> bool:
    """Tell a name from a class of things: no short capitals alone ("GPU", "CNN"), no small letters alone."""
    name = text[hit.start : hit.end]
    return any(map(str.isdigit, name)) or (name != name.lower() and not re.fullmatch(r"[A-Z]{2,4}s?", name))
