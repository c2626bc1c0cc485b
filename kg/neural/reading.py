"""What the network sees in one paper, and its judgements of things when asked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from math import log
from typing import TYPE_CHECKING

from kg.model import Span
from kg.neural.heads import PLACES, Heads
from kg.neural.pairing import Range, facts_of_pair, meetings
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
    _mentions: dict[Range, "NDArray[np.float64]"] = field(default_factory=dict, init=False, repr=False)
    _things: dict[tuple[Range, ...], "NDArray[np.float64]"] = field(default_factory=dict, init=False, repr=False)

    def judge(self, things: Sequence[Sequence[Span]]) -> list[Judgement]:
        """Return the judgement of each thing, given as the spans of its mentions (at least one each)."""
        keys = [tuple(spans) for spans in things]
        new = [key for key in dict.fromkeys(keys) if key not in self._judged]  # linking and claims ask for the same
        self._judged.update(zip(new, self._judge(new), strict=True))
        return [self._judged[key] for key in keys]

    def _judge(self, things: Sequence[Sequence[Span]]) -> list[Judgement]:
        if not things:
            return []
        found = self.heads.judge(self._rows_of(self._ranges(things)))
        kept = found["keep"].tolist()
        classes = ("types", self.heads.types), ("roles", self.heads.roles), ("relations", self.heads.relations)
        shares = [[dict(zip(names, row, strict=True)) for row in found[head].tolist()] for head, names in classes]
        return [Judgement(*each) for each in zip(kept, *shares, strict=True)]

    def relate(self, things: Sequence[Sequence[Span]]) -> dict[tuple[int, int], dict[str, float]]:
        """Return the probability of each relation of the first thing of a pair to the second; by their numbers.

        Only things that share a sentence make a pair.
        """
        import numpy as np

        ranges = [own[:MENTIONS] for own in self._ranges(things)]
        met = list(meetings(ranges, self.document.sentences))
        if not met:
            return {}
        rows = self._rows_of(ranges)
        mentions, stretches = _numbered(own for each in met for own in each.ranges), _numbered(e.between for e in met)
        pairs = [
            (each.subject, each.other, *map(mentions.__getitem__, each.ranges), stretches[each.between]) for each in met
        ]
        shares = self.heads.relate(
            rows,
            np.array([self._mentions[own] for own in mentions]),
            self._means(list(stretches)),
            np.array(pairs),
            np.array([facts_of_pair(each) for each in met]),
        )
        return {
            (each.subject, each.other): dict(zip(self.heads.stated, row, strict=True))
            for each, row in zip(met, shares.tolist(), strict=True)
        }

    def _ranges(self, things: Sequence[Sequence[Span]]) -> list[tuple[Range, ...]]:
        return [tuple(self.document.tokens_of(span) for span in spans) for spans in things]

    def _rows_of(self, things: Sequence[tuple[Range, ...]]) -> "NDArray[np.float64]":
        """Return the rows of things, given as the token ranges of their mentions; each is made once."""
        import numpy as np

        new = [own for own in dict.fromkeys(things) if own not in self._things]
        if new:
            unread = [one for one in dict.fromkeys(chain.from_iterable(new)) if one not in self._mentions]
            if unread:
                self._mentions.update(zip(unread, self.heads.mentions(self._pooled(unread)), strict=True))
            mentions = [np.array([self._mentions[one] for one in own]) for own in new]
            facts = facts_of(new, self.document.sentences, self.marks)
            self._things.update(zip(new, self.heads.things(mentions, facts), strict=True))
        return np.array([self._things[own] for own in things])

    def _means(self, ranges: Sequence[Range]) -> "NDArray[np.float64]":
        """Return the mean vectors of stretches of tokens, zero where there are none."""
        import numpy as np

        sums = [np.add.reduce(self.vectors[first:last], axis=0, dtype=np.float64) for first, last in ranges]
        means: NDArray[np.float64] = np.array(sums) / [[max(last - first, 1)] for first, last in ranges]
        return means

    def _pooled(self, ranges: Sequence[Range]) -> "NDArray[np.float64]":
        """Return for each stretch the vectors of its first and its last token and the mean, in one row."""
        import numpy as np

        first, last = np.array(ranges).T
        ends = self.vectors[first].astype(np.float64), self.vectors[last - 1].astype(np.float64)
        return np.concatenate([*ends, self._means(ranges)], axis=1)


def facts_of(
    things: Sequence[Sequence[Range]], sentences: Sequence[Range], marks: "NDArray[np.float32]"
) -> "NDArray[np.float64]":
    """Return what is known of things besides their vectors: how often they stand, where, and their marks (mean).

    A thing is the token ranges of its mentions, of which the first `MENTIONS` count; `marks` are those of each token.
    The result has a row a thing.
    """
    import numpy as np

    told = [ranges[:MENTIONS] for ranges in things]
    counts = [len(ranges) for ranges in told]
    owner = np.repeat(np.arange(len(told)), counts)
    first, last = np.array(list(chain.from_iterable(told))).T
    where = np.zeros((len(told), PLACES))
    where[owner, [place_of(token, sentences) for token in first.tolist()]] = 1.0
    sums = np.concatenate([np.zeros((1, marks.shape[1])), np.cumsum(marks, axis=0, dtype=np.float64)])
    starts = np.cumsum([0, *counts[:-1]])
    seen = np.add.reduceat(sums[last] - sums[first], starts) / np.add.reduceat(last - first, starts)[:, None]
    often = [[log(count), 1.0] for count in counts]
    return np.concatenate([np.array(often), where, seen], axis=1)


def place_of(token: int, sentences: Sequence[tuple[int, int]]) -> int:
    """Return in which part of the paper a token stands: 0 title, 1 first sentence, 2 to 6 the middle, 7 the last."""
    total = len(sentences)
    number = next((i for i, (start, end) in enumerate(sentences) if start <= token < end), 0)
    if number < 2:
        return number
    return PLACES - 1 if number == total - 1 else 2 + min(4, 5 * (number - 2) // max(total - 3, 1))


def _numbered(things: Iterable[Range]) -> dict[Range, int]:
    return {each: number for number, each in enumerate(dict.fromkeys(things))}
