"""Names that the paper itself gives to what it contributes: "X: title", "we propose X", "named X"."""

import re
from collections.abc import Iterator

_CHARS = r"(?:[\w+*^/-]|\.(?=\w))*"
_NAME = rf"[A-Za-z0-9]{_CHARS}(?:\s?[-–]\s?[A-Z0-9]{_CHARS})?(?:\([\d][\w+]*\))?"
_TITLE = re.compile(rf"^(?P<name>{_NAME}(?:\s[\w+*!.-]+){{0,3}}!?)(?:\s?[:–—]\s|\s-\s)")
_VERB = (
    r"(?:propose|proposes|introduce|introduces|introducing|present|presents|presenting|develop|develops|design|designs"
    r"|describe|release|build|contribute|offer|unveil|devise|proposed)"
)
_AFTER_VERB = re.compile(
    rf"\b{_VERB}\s(?:a\s|an\s|the\s|our\s)?(?:[a-z][\w-]*,?\s(?:and\s)?){{0,3}}?"
    rf"(?P<name>{_NAME})(?=[,;:(.]|\s(?:\(|a\b|an\b|the\b|which\b|that\b|to\b|for\b|as\b|with\b|based\b|—|–|-))"
)
_CALLED = re.compile(
    rf"\b(?:called|named|dubbed|termed|coined|namely|denoted as|referred to as|which we (?:call|name|term|dub)"
    rf"|[Ww]e (?:call|name|term|dub)(?: it| this)?)\s(?:as\s)?[\"']?(?P<name>{_NAME}(?:\s[A-Z]{_CHARS}){{0,4}})"
)
_OWN = re.compile(rf"\b(?:our|proposed)\s(?P<name>{_NAME})(?=\s|[,.;:)])")
_COIN_SHAPE = re.compile(r"[A-Z]\w*[A-Z0-9]|[a-z]+[A-Z]|[A-Z]\w+-[A-Z0-9]|\w*\d\w*[A-Z]|[A-Z][a-z]+$|[A-Z]\d")
_COMMON = frozenset(
    """
    a an the this that these those our we it in on for to of and or with by from as is are both two three first
    towards toward on how why what when is can do does are learning understanding improving revisiting rethinking
    beyond exploring efficient fast scalable robust deep neural introduction overview survey review new novel
    """.split()
)


def coined_names(text: str, title_end: int) -> Iterator[tuple[int, int]]:
    """Yield the clean offsets of names at the places that coin them; `title_end` ends the title."""
    title = _TITLE.match(text, 0, title_end)
    if title and _is_name(title["name"], whole=True):
        yield title.span("name")
    for pattern in (_AFTER_VERB, _CALLED, _OWN):
        for match in pattern.finditer(text, title_end):
            if _is_name(match["name"], whole=False):
                yield match.span("name")


def _is_name(name: str, *, whole: bool) -> bool:
    """Tell whether a string has the form of a name; a title's own prefix may be plain words in capitals."""
    words = name.split()
    if not words or words[0].lower() in _COMMON or len(name) < 2 or not any(char.isalpha() for char in name):
        return False
    if whole and len(words) <= 2:
        return all(word[0].isupper() or word[0].isdigit() or _COIN_SHAPE.search(word) for word in words)
    return all(_COIN_SHAPE.search(word) and (len(words) > 1 or not word.istitle()) for word in words)


def occurrences(text: str, name: str) -> Iterator[tuple[int, int]]:
    """Yield every place where a name stands as a whole word, in exactly this case."""
    start = text.find(name)
    while start >= 0:
        end = start + len(name)
        if not (start and text[start - 1].isalnum()) and not (end < len(text) and text[end].isalnum()):
            yield start, end
        start = text.find(name, end)
