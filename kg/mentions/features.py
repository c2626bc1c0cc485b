"""What the mention recognizer sees of each token: generic features of form, place and neighbourhood."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from string import ascii_lowercase, ascii_uppercase, digits
from typing import NamedTuple

from kg.wordclasses import word_key

_FOLDED = str.maketrans(ascii_uppercase + ascii_lowercase + digits, "X" * 26 + "x" * 26 + "d" * 10)
_DIGIT = re.compile(r"\d")
_RUN = re.compile(r"(.)\1+")


@lru_cache(maxsize=1 << 16)
def shape(word: str) -> str:
    """Return the word's shape with runs folded: `LLaMA-7B` gives `XxX-dX`."""
    word = word.translate(_FOLDED) if word.isascii() else _DIGIT.sub("d", word.translate(_FOLDED))
    return _RUN.sub(r"\1", word)[:8]


def token_features(
    words: Sequence[str],
    marks: Sequence[Sequence[str]],
    clusters: Mapping[str, tuple[int, int]],
    sentence: int,
    sentences: int,
) -> list[list[str]]:
    """Return the feature strings of each token of one sentence.

    `marks` are what the finders say of the token (gazetteer types, definitions, coined names),
    `clusters` the coarse and the fine distributional class of a word key.
    """
    keys = [word_key(word) for word in words]
    groups = [clusters.get(key, (-1, -1)) for key in keys]
    place = "title" if sentence == 0 else "first" if sentence == 1 else "last" if sentence == sentences - 1 else "body"
    parts = [
        _Parts(key, f"w={key}", f"f={fine}", f"c={coarse}", f"s={shape(word)}", f"x3={key[-3:]}", coarse, fine, own)
        for key, word, (coarse, fine), own in zip(keys, words, groups, marks, strict=True)
    ]
    return [_token(index, parts, words[index], place) for index in range(len(parts))]


class _Parts(NamedTuple):
    """What one token gives to its own features and to those of its neighbours, as strings made once."""

    key: str
    word: str
    fine: str
    coarse: str
    shape: str
    ending: str
    coarse_class: int
    fine_class: int
    marks: Sequence[str]


_STEPS = tuple((step, f"{step}:", abs(step)) for step in (-3, -2, -1, 1, 2, 3))


def _token(i: int, parts: list[_Parts], word: str, place: str) -> list[str]:
    own = parts[i]
    key = own.key
    row = [
        "b", own.word, own.shape, "p3=" + key[:3], own.ending, "x2=" + key[-2:], "x4=" + key[-4:],
        own.coarse, own.fine, "pl=" + place, "s|pl=" + own.shape[2:] + place,
    ]  # fmt: skip
    if any(char.isupper() for char in word[1:]):
        row.append("inner")
    if word[0].isupper():
        row.append("cap" if i else "cap0")
    row.extend("m=" + mark for mark in own.marks)
    for step, prefix, distance in _STEPS:
        at = i + step
        if not 0 <= at < len(parts):
            row.append(prefix + "edge")
            continue
        other = parts[at]
        row.append(prefix + other.fine)
        if distance <= 2:
            row += (prefix + other.word, prefix + other.coarse, prefix + other.shape)
            row.extend(prefix + "m=" + mark for mark in other.marks)
        if distance == 1:
            row.append(prefix + other.ending)
            row.append(f"{prefix}fc={other.fine_class}|{own.coarse_class}")
            row.append(f"{prefix}cs={other.coarse_class}|{own.shape[2:]}")
    if i:
        row.append(f"ww={parts[i - 1].key}_{key}")
    if i + 1 < len(parts):
        row.append(f"ww+={key}_{parts[i + 1].key}")
    return row
