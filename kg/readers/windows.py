"""A text in parts that a model can take in: whole sentences, as many as fit."""

from collections.abc import Callable, Iterator

from kg.parse import Document


def windows(document: Document, limit: int, size: Callable[[str], int]) -> Iterator[tuple[int, int]]:
    """Yield ranges `(start, end)` of the cleaned text, in order, that hold all its sentences.

    Each holds whole sentences of at most `limit` in `size` together. A sentence that is longer by itself is cut
    between tokens.
    """
    text = document.clean.text
    start = end = used = 0
    for first, last in _pieces(document, limit, size):
        length = size(text[first:last])
        if used and used + length > limit:
            yield start, end
            used = 0
        if not used:
            start = first
        end = last
        used += max(length, 1)
    if used:
        yield start, end


def _pieces(document: Document, limit: int, size: Callable[[str], int]) -> Iterator[tuple[int, int]]:
    """Yield the range of each sentence, of parts of it where it is too long."""
    text, starts, end_of = document.clean.text, document.starts, document.end_of
    for first, last in document.sentences:
        while first < last:
            stop = last
            while stop - first > 1 and size(text[starts[first] : end_of(stop - 1)]) > limit:
                stop = first + (stop - first) // 2
            yield starts[first], end_of(stop - 1)
            first = stop
