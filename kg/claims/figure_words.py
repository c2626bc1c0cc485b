"""The words of a sentence as the judge of figures sees them: without the names of things."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.claims.sentences import Sentence

_WORD = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)*|[^\sA-Za-z]")
_NAMEY = re.compile(r".+[A-Z]", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Word:
    """A word or mark of a sentence, in offsets of the sentence; `key` is what stands for it."""

    start: int
    end: int
    key: str


def words_of(sentence: Sentence) -> tuple[Word, ...]:
    """Return the words of a sentence: a linked name as its type, a figure as `<figure>`, other names as `<name>`."""
    spans = [(named.start, named.end, f"<{named.concept.type}>") for named in sentence.named]
    spans += [(figure.start, figure.end, "<figure>") for figure in sentence.figures]
    found: list[Word] = []
    position = 0
    for start, end, key in sorted(spans):
        if start >= position:
            found += _plain(sentence.text, position, start)
            found.append(Word(start, end, key))
            position = end
    return (*found, *_plain(sentence.text, position, len(sentence.text)))


def _plain(text: str, start: int, end: int) -> Iterator[Word]:
    """Yield the words of a stretch without names: in small letters, a number as `0`, a capital inside as `<name>`."""
    for match in _WORD.finditer(text, start, end):
        word = match.group()
        key = "<name>" if _NAMEY.match(word) else "0" if word.isdigit() else word.lower()
        yield Word(match.start(), match.end(), key)
