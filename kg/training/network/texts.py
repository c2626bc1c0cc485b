"""Papers without annotations as the encoder adapts to them."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from kg.neural.pieces import Splitter, shapes_of
from kg.text import clean
from kg.training.network.adapt import LONGEST_TEXT, Text

_AT_ONCE = 256
_NO_WORD = -1


def texts_of(texts: Iterable[str], splitter: Splitter) -> Iterator[Text]:
    """Yield raw texts as pieces, each cut behind `LONGEST_TEXT` of them."""
    waiting = iter(texts)
    while some := [clean(text).text for text in islice(waiting, _AT_ONCE)]:
        for text, made in zip(some, splitter.tokenizer.encode_batch(some), strict=True):
            words: list[int | None] = made.word_ids
            shapes = shapes_of(text, words, made.offsets)
            numbers = [_NO_WORD if word is None else word for word in words]
            yield Text(
                np.array(made.ids[:LONGEST_TEXT], np.int32),
                np.array(shapes[:LONGEST_TEXT], np.int8),
                np.array(numbers[:LONGEST_TEXT], np.int16),
            )


def seen_in(texts: Iterable[Text]) -> set[int]:
    """Return the ids of the pieces that texts hold."""
    seen: set[int] = set()
    for text in texts:
        seen.update(text.ids.tolist())
    return seen


def renumbered(texts: Iterable[Text], kept: Sequence[int]) -> list[Text]:
    """Return texts with each id as its place in `kept`, which holds all ids that they have."""
    place: NDArray[np.int32] = np.zeros(max(kept) + 1, np.int32)
    place[list(kept)] = np.arange(len(kept), dtype=np.int32)
    return [Text(place[text.ids], text.shapes, text.words) for text in texts]
