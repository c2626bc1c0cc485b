"""Two graphs side by side: the named graphs in which they differ."""

from collections.abc import Iterator
from dataclasses import dataclass

from kg.change.sides import Block, Side


@dataclass(frozen=True, slots=True)
class Changed:
    """A named graph that differs: what it stated and what it states, as lines of N-Triples; empty where it is not."""

    name: str
    old: frozenset[str]
    new: frozenset[str]

    @property
    def gone(self) -> list[str]:
        """The lines that it states no more, sorted."""
        return sorted(self.old - self.new)

    @property
    def come(self) -> list[str]:
        """The lines that it did not state before, sorted."""
        return sorted(self.new - self.old)


def compare(old: Side, new: Side) -> Iterator[Changed]:
    """Yield the named graphs that differ, in order of name; both sides are gone through once.

    What has one digest on both sides is not looked at.
    """
    before, after = old.blocks(), new.blocks()
    left, right = next(before, None), next(after, None)
    while left or right:
        first = min(block.name for block in (left, right) if block)
        here = left if left and left.name == first else None
        there = right if right and right.name == first else None
        if not (here and there and here.digest and here.digest == there.digest):
            changed = Changed(first, _lines(here), _lines(there))
            if changed.old != changed.new:
                yield changed
        left = next(before, None) if here else left
        right = next(after, None) if there else right


def _lines(block: Block | None) -> frozenset[str]:
    return block.lines() if block else frozenset()
