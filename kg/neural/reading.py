"""What the network sees in one paper, and its judgements of things when asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import log
from typing import TYPE_CHECKING

from kg.model import Span
from kg.neural.heads import PLACES, Heads
from kg.neural.pairing import facts_of_pair, meetings
from kg.parse import Document

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MENTIONS = 12  # of one thing; the rest says little more


@dataclass(frozen=True, slots=True)
class Judgement:
    """Probabilities for one thing: worth a node, of a type, in a role; each relation of the contribution to it."""

    keep: float
    types: Mapping[str, float]
    roles: Mapping[str, float]
    relations: Mapping[str, float]


@dataclass(frozen=True, eq=False)
class Reading:
    """Token vectors (tokens, width) and marks (tokens, marks) of a document."""

    document: Document
    vectors: "NDArray[np.float32]"
    marks: "NDArray[np.float32]"
    heads: Heads
    _judged: dict[tuple[Span, ...], Judgement] = field(default_factory=dict, init=False, repr=False)

    def judge(self, things: Sequence[Sequence[Span]]) -> list[Judgement]:
        """Return the judgement of each thing, given as the spans of its mentions (at least one each)."""
        keys = [tuple(spans) for spans in things]
        new = [key for key in dict.fromkeys(keys) if key not in self._judged]  # linking and claims ask for the same
        self._judged.update(zip(new, self._judge(new), strict=True))
        return [self._judged[key] for key in keys]

    def _judge(self, things: Sequence[Sequence[Span]]) -> list[Judgement]:
        import numpy as np

        if not things:
            return []
        ranges = [[self.document.tokens_of(span) for span in spans] for spans in things]
        pooled = [np.array([self._pooled(*own) for own in group]) for group in ranges]
        facts = np.array([self._facts(group) for group in ranges])
        found = self.heads.judge(pooled, facts)
        return [
            Judgement(
                float(found["keep"][i]),
                _named(self.heads.types, found["types"][i]),
                _named(self.heads.roles, found["roles"][i]),
                _named(self.heads.relations, found["relations"][i]),
            )
            for i in range(len(things))
        ]

    def relate(self, things: Sequence[Sequence[Span]]) -> dict[tuple[int, int], dict[str, float]]:
        """Return the probability of each relation of the first thing of a pair to the second; by their numbers.

        Only things that share a sentence make a pair.
        """
        import numpy as np

        ranges = [[self.document.tokens_of(span) for span in spans][:MENTIONS] for spans in things]
        met = list(meetings(ranges, self.document.sentences))
        if not met:
            return {}
        pooled = [np.array([self._pooled(*own) for own in group]) for group in ranges]
        shares = self.heads.relate(
            pooled,
            np.array([self._facts(group) for group in ranges]),
            [(each.subject, each.other, *each.mentions) for each in met],
            np.array([self._mean(*each.between) for each in met]),
            np.array([facts_of_pair(each) for each in met]),
        )
        return {
            (each.subject, each.other): _named(self.heads.stated, row) for each, row in zip(met, shares, strict=True)
        }

    def _mean(self, first: int, last: int) -> "NDArray[np.float64]":
        """Return the mean vector of some tokens, zero where there are none."""
        import numpy as np

        rows = self.vectors[first:last].astype(np.float64)
        mean: NDArray[np.float64] = rows.mean(axis=0) if len(rows) else np.zeros(self.vectors.shape[1])
        return mean

    def _pooled(self, first: int, last: int) -> "NDArray[np.float64]":
        """Return the vectors of the first and the last token and the mean, in one row."""
        import numpy as np

        rows = self.vectors[first:last].astype(np.float64)
        joined: NDArray[np.float64] = np.concatenate([rows[0], rows[-1], rows.mean(axis=0)])
        return joined

    def _facts(self, ranges: Sequence[tuple[int, int]]) -> "NDArray[np.float64]":
        ranges = ranges[:MENTIONS]
        return facts_of(ranges, [place_of(first, self.document.sentences) for first, _ in ranges], self.marks)


def facts_of(
    ranges: Sequence[tuple[int, int]], places: Sequence[int], marks: "NDArray[np.float32]"
) -> "NDArray[np.float64]":
    """Return what is known of a thing besides its vectors: how often it stands, where, and its marks (mean)."""
    import numpy as np

    where = np.zeros(PLACES)
    where[list(places)] = 1.0
    rows = np.concatenate([marks[first:last] for first, last in ranges]).astype(np.float64)
    return np.concatenate([[log(len(ranges)), 1.0], where, rows.mean(axis=0)])


def place_of(token: int, sentences: Sequence[tuple[int, int]]) -> int:
    """Return in which part of the paper a token stands: 0 title, 1 first sentence, 2 to 6 the middle, 7 the last."""
    total = len(sentences)
    number = next((i for i, (start, end) in enumerate(sentences) if start <= token < end), 0)
    if number < 2:
        return number
    return PLACES - 1 if number == total - 1 else 2 + min(4, 5 * (number - 2) // max(total - 3, 1))


def _named(names: tuple[str, ...], shares: "NDArray[np.float64]") -> dict[str, float]:
    return {name: float(share) for name, share in zip(names, shares, strict=True)}
