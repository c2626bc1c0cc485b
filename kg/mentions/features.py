"""What the mention recognizer sees of each token: generic features of form, place and neighbourhood."""

import re
from collections.abc import Mapping, Sequence

_DIGIT = re.compile(r"\d")
_SHAPE = (re.compile(r"[A-Z]"), re.compile(r"[a-z]"), re.compile(r"\d"))
_RUN = re.compile(r"(.)\1+")


def word_key(word: str) -> str:
    """Return the form under which a word is looked up: lower case, every digit a 0."""
    return _DIGIT.sub("0", word.lower())


def shape(word: str) -> str:
    """Return the word's shape with runs folded: `LLaMA-7B` gives `XxX-dX`."""
    for pattern, mark in zip(_SHAPE, "Xxd", strict=True):
        word = pattern.sub(mark, word)
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
    shapes = [shape(word) for word in words]
    groups = [clusters.get(key, (-1, -1)) for key in keys]
    place = "title" if sentence == 0 else "first" if sentence == 1 else "last" if sentence == sentences - 1 else "body"
    return [_token(index, keys, shapes, groups, marks, words, place) for index in range(len(words))]


def _token(
    i: int,
    keys: list[str],
    shapes: list[str],
    groups: list[tuple[int, int]],
    marks: Sequence[Sequence[str]],
    words: Sequence[str],
    place: str,
) -> list[str]:
    key, word = keys[i], words[i]
    row = [
        "b", "w=" + key, "s=" + shapes[i], "p3=" + key[:3], "x3=" + key[-3:], "x2=" + key[-2:], "x4=" + key[-4:],
        f"c={groups[i][0]}", f"f={groups[i][1]}", "pl=" + place, "s|pl=" + shapes[i] + place,
    ]  # fmt: skip
    if any(char.isupper() for char in word[1:]):
        row.append("inner")
    if word[0].isupper():
        row.append("cap" if i else "cap0")
    row.extend("m=" + mark for mark in marks[i])
    for step in (-3, -2, -1, 1, 2, 3):
        at = i + step
        if not 0 <= at < len(keys):
            row.append(f"{step}:edge")
            continue
        row.append(f"{step}:f={groups[at][1]}")
        if abs(step) <= 2:
            row.append(f"{step}:w={keys[at]}")
            row.append(f"{step}:c={groups[at][0]}")
            row.append(f"{step}:s={shapes[at]}")
            row.extend(f"{step}:m={mark}" for mark in marks[at])
        if abs(step) == 1:
            row.append(f"{step}:x3={keys[at][-3:]}")
            row.append(f"{step}:fc={groups[at][1]}|{groups[i][0]}")
            row.append(f"{step}:cs={groups[at][0]}|{shapes[i]}")
    if i:
        row.append(f"ww={keys[i - 1]}_{key}")
    if i + 1 < len(keys):
        row.append(f"ww+={key}_{keys[i + 1]}")
    return row
