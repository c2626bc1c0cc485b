"""Distributional classes of words: which words stand in the same company in papers of the field.

Two granularities (64 and 512 classes) made by `kg.training.classes` from counts of neighbouring words;
they let the learned parts know "throughput" where they have only seen "latency".
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

UNKNOWN = (-1, -1)


@cache
def word_classes() -> Mapping[str, tuple[int, int]]:
    """Return word key -> (coarse class, fine class); a word key is lower case with every digit a 0."""
    rows = files("kg").joinpath("weights", "classes.tsv").read_text("utf-8").splitlines()
    split = (row.rsplit("\t", 2) for row in rows)
    return {word: (int(coarse), int(fine)) for word, coarse, fine in split}
