"""Distributional classes of words: which words stand in the same company in papers of the field.

Two granularities (64 and 512 classes) made by `kg.training.classes` from counts of neighbouring words;
they let the learned parts know "throughput" where they have only seen "latency".
"""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files

UNKNOWN = (-1, -1)
_DIGIT = re.compile(r"\d")


@lru_cache(maxsize=1 << 17)
def word_key(word: str) -> str:
    """Return the form under which a word is looked up: lower case, every digit a 0; white space is one blank."""
    return " " if word.isspace() else _DIGIT.sub("0", word.lower())


@cache
def word_classes() -> Mapping[str, tuple[int, int]]:
    """Return word key -> (coarse class, fine class); a word key is lower case with every digit a 0."""
    rows = files("kg").joinpath("weights", "classes.tsv").read_text("utf-8").splitlines()
    split = (row.rsplit("\t", 2) for row in rows)
    return {word: (int(coarse), int(fine)) for word, coarse, fine in split}
