"""Whether two abstracts are versions of one text."""

import re

_WORD = re.compile(r"\w+")
_SHARE = 0.1  # of the shorter text's triples of words; abstracts of different papers share about 0.01
_SHARE_OF_WORDS = 0.6  # of the words of a text too short for triples
_SHORT = 6  # words
_LENGTH = 20_000  # characters that are looked at


def alike(left: str, right: str) -> bool:
    """Tell whether the shorter abstract shares a tenth of its word triples with the other.

    The containment of word shingles (A. Broder, "On the resemblance and containment of documents", 1997).
    A text of a few words has to share more than half of them.
    """
    words = sorted((_WORD.findall(text[:_LENGTH].casefold()) for text in (left, right)), key=len)
    if not words[0]:
        return left.strip() == right.strip()
    size, share = (1, _SHARE_OF_WORDS) if len(words[0]) < _SHORT else (3, _SHARE)
    first, second = (_shingles(part, size) for part in words)
    return len(first & second) >= share * min(len(first), len(second))


def _shingles(words: list[str], size: int) -> set[tuple[str, ...]]:
    return {tuple(words[start : start + size]) for start in range(len(words) - size + 1)}
