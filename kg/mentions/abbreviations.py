"""Short forms that the text itself defines: "large language model (LLM)", "HSPI (hardware platform inference)".

Schwartz and Hearst, "A simple algorithm for identifying abbreviation definitions in biomedical text",
Pacific Symposium on Biocomputing 2003, with document scope, plus three habits of this field: a plural
mark on the short form, a short form that stands before its long form, and initials of whole words, which
go before the shortest match ("PPO" is "proximal policy optimization", not "policy optimization").
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_BRACKET = re.compile(r"[(\[](?P<inside>[^()\[\]]{1,120})[)\]]")
_EDGE = re.compile(r"[()\[\]\n]")
_REACH = 200  # characters that a long form may stand before its short form
_SHORT = re.compile(r"[A-Za-z][\w.+*/&-]{0,14}(?:\s[\w+-]{1,6})?|\d[A-Za-z][\w+-]{0,8}")
_WORDS = re.compile(r"\S+")
_PARTS = re.compile(r"[^\s-]+")
_SPLIT = re.compile(r"[;,]|\bor\b|\ba\.?k\.?a\b\.?|\bi\.e\.|\be\.g\.")
_STOP = frozenset("a an the of for and in on with to by via from our we this that is are as called named".split())


@dataclass(frozen=True, slots=True)
class Definition:
    """Offsets of a short form and its long form in the cleaned text, ends exclusive."""

    short: tuple[int, int]
    long: tuple[int, int]


def definitions(text: str) -> Iterator[Definition]:
    """Yield the definitions of a cleaned text in order; each pair stands in one line."""
    for match in _BRACKET.finditer(text):
        left = max(0, match.start() - _REACH)
        for edge in _EDGE.finditer(text, left, match.start()):
            left = edge.end()
        right = match.start()
        inside = match.span("inside")
        found = _short_inside(text, left, right, *inside) or _long_inside(text, left, right, *inside)
        if found:
            yield found


def _short_inside(text: str, left: int, right: int, start: int, end: int) -> Definition | None:
    """Read "long form (SF)"."""
    cut = _SPLIT.search(text, start, end)
    stop = cut.start() if cut and cut.start() > start else end
    short = text[start:stop].strip()
    offset = text.index(short, start) if short else start
    if not _is_short_form(short):
        return None
    begin = _long_form_start(short, text, left, right)
    if begin is None:
        return None
    tail = len(text[begin:right].rstrip())
    return Definition((offset, offset + len(short)), (begin, begin + tail))


def _long_inside(text: str, left: int, right: int, start: int, end: int) -> Definition | None:
    """Read "SF (long form)"."""
    before = text[left:right].rstrip()
    words = _WORDS.findall(before)
    if not words or text[left:right][-1:] not in (" ", words[-1][-1:]):
        return None
    short = words[-1]
    if not _is_short_form(short) or short.islower():
        return None
    begin = _long_form_start(short, text, start, end)
    if begin is None or text[start:begin].strip():
        return None
    offset = left + len(before) - len(short)
    return Definition((offset, offset + len(short)), (begin, start + len(text[start:end].rstrip())))


def _is_short_form(short: str) -> bool:
    """Tell whether the string can be a short form: 2 to 16 characters, a letter, a capital or a digit with letters."""
    if not 2 <= len(short) <= 16 or not _SHORT.fullmatch(short):
        return False
    letters = [char for char in short if char.isalpha()]
    capitals = sum(char.isupper() for char in letters)
    return len(letters) >= 2 and capitals >= 1 and (capitals >= 2 or len(short) <= 6) and not short.istitle()


def _long_form_start(short: str, text: str, left: int, right: int) -> int | None:
    """Return where the long form of `short` begins in `text[left:right]`, reading both from their ends."""
    core = short[:-1] if short.endswith("s") and short[:-1].isupper() else short
    letters = [char.lower() for char in core if char.isalnum()]
    start = _initials_start(letters, text, left, right)
    if start is not None and _plausible(short, text[start:right].strip()):
        return start
    words = list(_WORDS.finditer(text, left, right))
    window = min(len(letters) + 5, len(letters) * 2)
    floor = words[-window].start() if len(words) > window else (words[0].start() if words else right)
    position = right - 1
    for index in range(len(letters) - 1, -1, -1):
        first = index == 0
        while position >= floor and not _fits(text, position, floor, letters[index], first):
            position -= 1
        if position < floor:
            return None
        position -= 1
    start = position + 1
    return start if _plausible(short, text[start:right].strip()) else None


def _initials_start(letters: list[str], text: str, left: int, right: int) -> int | None:
    """Return where the last words begin whose initials are the letters, one each, parts of compounds counted."""
    parts = list(_PARTS.finditer(text, left, right))[-len(letters) :]
    initials = [part.group()[0].lower() for part in parts]
    return parts[0].start() if initials == letters else None


def _fits(text: str, position: int, floor: int, letter: str, first: bool) -> bool:
    if text[position].lower() != letter:
        return False
    return not first or position == floor or not text[position - 1].isalnum()


def _plausible(short: str, long: str) -> bool:
    words = long.replace("-", " ").split()
    if not words or len(long) <= len(short) or long.split()[0].lower() in _STOP:
        return False
    if short.lower() in (word.strip(".,;:").lower() for word in long.split()):
        return False
    return not any(mark in long for mark in ";:.!?") and len(words) <= 2 * len(short) + 2
