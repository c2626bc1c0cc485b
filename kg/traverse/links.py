"""Who is connected with whom, as numbers: claims by their ends, papers by what they name."""

from array import array
from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from kg.model import Predicate

PREDICATES = tuple(Predicate)
CODES = {predicate: code for code, predicate in enumerate(PREDICATES)}
"""The number of each predicate in the columns."""

Numbers = Sequence[int]


@dataclass(frozen=True, slots=True)
class Groups:
    """Numbers in groups: group `n` is `items[starts[n]:starts[n + 1]]`."""

    starts: Numbers
    items: Numbers

    @classmethod
    def of(cls, keys: Iterable[int], count: int, items: Iterable[int] | None = None) -> "Groups":
        """Return items (default: 0, 1, ...) in `count` groups by their keys; within a group their order stays."""
        keys = array("I", keys)
        sizes = array("I", bytes(4 * (count + 1)))
        for key in keys:
            sizes[key + 1] += 1
        starts = array("I", accumulate(sizes))
        free, placed = array("I", starts), array("I", bytes(4 * len(keys)))
        for item, key in zip(range(len(keys)) if items is None else items, keys, strict=True):
            placed[free[key]] = item
            free[key] += 1
        return cls(starts, placed)

    def __getitem__(self, group: int) -> Numbers:
        return self.items[self.starts[group] : self.starts[group + 1]]

    def size(self, group: int) -> int:
        """Return how many numbers a group has."""
        return self.starts[group + 1] - self.starts[group]


@dataclass(frozen=True, slots=True)
class Links:
    """The claims of a graph as columns by number of claim, and the groups that they make.

    `outward` and `inward` are the claims by subject and by object, `making` those by the paper that makes them,
    `naming` the papers by the node that they name. `by_iri` are the claims in order of IRI.
    """

    subjects: Numbers
    objects: Numbers
    predicates: Numbers
    positions: Numbers
    by_iri: Numbers
    outward: Groups
    inward: Groups
    making: Groups
    naming: Groups

    def degree(self, node: int) -> int:
        """Return how many ends of claims a node is."""
        return self.outward.size(node) + self.inward.size(node)

    def maker(self, claim: int) -> int:
        """Return the number of the paper that makes a claim: claims stand in order of paper."""
        return bisect_right(self.making.starts, claim) - 1

    def around(self, node: int, predicates: Collection[int] | None = None) -> set[int]:
        """Return the nodes that claims (of some predicates) connect with a node, in either direction."""
        out, inward = self.outward[node], self.inward[node]
        if predicates is not None:
            out = [claim for claim in out if self.predicates[claim] in predicates]
            inward = [claim for claim in inward if self.predicates[claim] in predicates]
        found = set(map(self.objects.__getitem__, out))
        found.update(map(self.subjects.__getitem__, inward))
        found.discard(node)
        return found

    def claims(
        self, subject: int | None = None, predicates: Collection[int] | None = None, obj: int | None = None
    ) -> list[int]:
        """Return the claims with this subject, one of these predicates and this object; None stands for any."""
        found = self._with_ends(subject, obj)
        if predicates is None:
            return list(found)
        return [claim for claim in found if self.predicates[claim] in predicates]

    def _with_ends(self, subject: int | None, obj: int | None) -> Iterable[int]:
        if subject is None:
            return range(len(self.subjects)) if obj is None else self.inward[obj]
        if obj is None:
            return self.outward[subject]
        if self.outward.size(subject) <= self.inward.size(obj):
            return [claim for claim in self.outward[subject] if self.objects[claim] == obj]
        return [claim for claim in self.inward[obj] if self.subjects[claim] == subject]
