"""How a finder of mentions joins those that ship: as the learned recognizer does."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from kg.mentions.recognizer import Marks, Recognized, Recognizer
from kg.model import ConceptType
from kg.parse import Document
from kg.readers.windows import windows


@dataclass(frozen=True, slots=True)
class Found:
    """The characters `start..end` of a text, read as a mention of `type`, with the probability 0 to 1."""

    start: int
    end: int
    type: ConceptType
    probability: float


class Finder(Protocol):
    """What a model has to offer: it takes texts of at most `limit` in `size` and finds mentions in them."""

    @property
    def limit(self) -> int:
        """How long a text may be."""

    def size(self, text: str) -> int:
        """Return how long a text is, as the model counts."""

    def spans(self, text: str) -> Iterable[Found]:
        """Yield the mentions in a text, in its offsets."""


@dataclass(frozen=True, slots=True, eq=False)
class Joined(Recognizer):
    """A recognizer (None: by itself) joined by another finder.

    What the finder says counts like the recognizer's own: in the order of the finders, and for the ranker, which
    has learned how far to trust a recognized span.
    """

    recognizer: Recognizer | None
    finder: Finder

    def find(self, document: Document, marks: Marks) -> Iterator[Recognized]:
        """Yield the mentions that either finds, in order; a span that both find has the greater probability."""
        own = self.recognizer.find(document, marks) if self.recognizer else ()
        best: dict[tuple[int, int], Recognized] = {}
        for found in (*own, *in_document(document, self.finder)):
            known = best.get((found.first, found.last))
            if known is None or found.probability > known.probability:
                best[found.first, found.last] = found
        yield from (best[place] for place in sorted(best))


def in_document(document: Document, finder: Finder) -> Iterator[Recognized]:
    """Yield what a finder finds in a document, as whole tokens of one sentence."""
    text, starts = document.clean.text, document.starts
    ends = [document.end_of(token) for token in range(len(starts))]
    lasts = [last for _, last in document.sentences]
    for low, high in windows(document, finder.limit, finder.size):
        for found in finder.spans(text[low:high]):
            start, end = _stripped(text, low + max(found.start, 0), min(low + found.end, high))
            if start < end:
                first, last = bisect_right(ends, start), bisect_left(starts, end)
                if first < last and bisect_right(lasts, first) == bisect_right(lasts, last - 1):
                    yield Recognized(first, last, found.type, round(min(max(found.probability, 0.0), 1.0), 4))


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end
