"""Which two things of a paper may stand in a relation, and what is known of the pair besides vectors.

Training and reading must see the same pairs: both ask here.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log

Range = tuple[int, int]
_GAPS = (0, 1, 3, 6, 12, 24)  # tokens between the two, from which a bucket begins
_NO_BUCKET = (0.0,) * len(_GAPS)
PAIR_FACTS = 4 + len(_GAPS)


@dataclass(frozen=True, slots=True)
class Meeting:
    """Things `subject` and `other` (their numbers) where they stand nearest to each other in one sentence.

    `mentions` are the numbers of their mentions there, `ranges` the tokens of these, `title` is true in the title.
    """

    subject: int
    other: int
    mentions: tuple[int, int]
    ranges: tuple[Range, Range]
    title: bool

    @property
    def between(self) -> Range:
        """The tokens between the two; empty where they touch or overlap."""
        first, second = sorted(self.ranges)
        return first[1], max(first[1], second[0])


def meetings(things: Sequence[Sequence[Range]], sentences: Sequence[Range]) -> Iterator[Meeting]:
    """Yield each ordered pair of things that share a sentence, in order, where they stand nearest.

    `things` are the token ranges of the mentions of each thing, in order. A title counts where no other sentence does.
    """
    ends = [end for _, end in sentences]
    placed: dict[int, list[tuple[int, int, Range]]] = {}
    for number, ranges in enumerate(things):
        for mention, own in enumerate(ranges):
            placed.setdefault(min(bisect_right(ends, own[0]), len(ends) - 1), []).append((number, mention, own))
    nearest: dict[tuple[int, int], tuple[tuple[bool, int, int], Meeting]] = {}
    for sentence, members in placed.items():
        for number, mention, own in members:
            for other, partner, theirs in members:
                if other != number:
                    gap = max(theirs[0] - own[1], own[0] - theirs[1], 0)
                    worth = (sentence == 0, gap, sentence)
                    known = nearest.get((number, other))
                    if known is None or worth < known[0]:
                        met = Meeting(number, other, (mention, partner), (own, theirs), sentence == 0)
                        nearest[number, other] = worth, met
    for key in sorted(nearest):
        yield nearest[key][1]


def facts_of_pair(met: Meeting) -> list[float]:
    """Return what is known of a pair: their order, whether they meet in the title alone, the gap, and its bucket."""
    low, high = met.between
    gap = high - low
    facts = [1.0, float(met.ranges[0] < met.ranges[1]), float(met.title), log(1 + gap), *_NO_BUCKET]
    facts[4 + bisect_right(_GAPS, gap) - 1] = 1.0
    return facts
