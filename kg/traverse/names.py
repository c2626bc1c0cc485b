"""From a name as a person types it to nodes: labels and other names, their beginnings and words, and near spellings."""

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import accumulate

from kg.model import Concept
from kg.text import label_key, singular
from kg.traverse.rows import Rows
from kg.traverse.spelling import near

_WORD = re.compile(r"\w+")


class How(IntEnum):
    """How a name was found, the surest first."""

    LABEL = 0
    ALIAS = 1
    BEGINNING = 2
    ALIAS_BEGINNING = 3
    WORDS = 4
    SPELLING = 5


@dataclass(frozen=True, slots=True)
class Match:
    """A node that a name may mean, how it was found, and how many ends of claims it is."""

    node: Concept
    how: How
    degree: int


@dataclass(frozen=True, slots=True)
class NameTable:
    """The keys of all names, sorted, a line each; the node of each line, and 1 where it is no label but an alias."""

    text: bytes
    starts: Sequence[int]
    nodes: Sequence[int]
    marks: Sequence[int]

    @classmethod
    def of(cls, labels: Iterable[str], aliases: Iterable[tuple[str, int]]) -> "NameTable":
        """Return the table of the labels of nodes by number, and of aliases with the number of their node."""
        rows = {(key, node): 1 for alias, node in aliases if (key := label_key(alias))}
        rows.update(((key, node), 0) for node, label in enumerate(labels) if (key := label_key(label)))
        ordered = sorted((_utf8(key), mark, node) for (key, node), mark in rows.items())
        return cls(
            b"\n" + b"".join(line + b"\n" for line, _, _ in ordered),
            array("Q", accumulate((len(line) + 1 for line, _, _ in ordered), initial=1)),
            array("I", [node for _, _, node in ordered]),
            bytes(mark for _, mark, _ in ordered),
        )

    def __len__(self) -> int:
        return len(self.nodes)

    def key(self, row: int) -> bytes:
        """Return the key of a row."""
        return self.text[self.starts[row] : self.starts[row + 1] - 1]

    def rows(self, key: bytes) -> range:
        """Return the rows of a key, labels first."""
        every = range(len(self))
        return range(bisect_left(every, key, key=self.key), bisect_right(every, key, key=self.key))

    def beginning(self, key: bytes) -> range:
        """Return the rows whose keys begin so."""
        every = range(len(self))
        start = bisect_left(every, key, key=self.key)
        return range(start, bisect_right(every, key, lo=start, key=lambda row: self.key(row)[: len(key)]))

    def at(self, place: int) -> int:
        """Return the row in which a place of the text lies."""
        return bisect_right(self.starts, place) - 1


class Names:
    """An index of labels and other names over the nodes of a graph.

    `degree` tells how connected a node is: of several nodes with one name the most connected comes first.
    """

    def __init__(self, table: NameTable, nodes: Rows[Concept], degree: Callable[[int], int]) -> None:
        self._table, self._nodes, self._degree = table, nodes, degree

    def exact(self, name: str) -> int | None:
        """Return the most connected node with this label, else with this alias; None where there is none."""
        key = _key(name)
        rows = self._table.rows(key) if key else range(0)
        found = min(rows, key=lambda row: (self._table.marks[row], *self.order(self._table.nodes[row])), default=None)
        return None if found is None else self._table.nodes[found]

    def search(self, text: str, limit: int, fits: Callable[[int], bool]) -> tuple[Match, ...]:
        """Return the nodes that `text` may mean and that fit, the surest first, then the most connected."""
        best: dict[int, How] = {}
        for found in (self._whole, self._begun, self._worded, self._spelled):
            if len(best) >= limit:
                break
            for node, how in found(text):
                if fits(node):
                    best[node] = min(how, best.get(node, how))
        ranked = sorted(best, key=lambda node: (best[node], *self.order(node)))
        return tuple(Match(self._nodes[node], best[node], self._degree(node)) for node in ranked[:limit])

    def order(self, node: int) -> tuple[int, str, int]:
        """Return what nodes are sorted by: the most connected first, then by label and IRI."""
        return -self._degree(node), self._nodes[node].label, node

    def _whole(self, text: str) -> Iterator[tuple[int, How]]:
        key = _key(text)
        yield from self._named(self._table.rows(key) if key else range(0), How.LABEL, How.ALIAS)

    def _begun(self, text: str) -> Iterator[tuple[int, How]]:
        key = _key(text)
        yield from self._named(self._table.beginning(key) if key else range(0), How.BEGINNING, How.ALIAS_BEGINNING)

    def _worded(self, text: str) -> Iterator[tuple[int, How]]:
        """Yield the nodes whose labels have words that begin with each word of the text, in any order."""
        words = [singular(word) for word in _WORD.findall(text.casefold())]
        longest = _key(max(words, key=len, default=""))
        place = self._table.text.find(longest) if longest else -1
        while place >= 0:
            row = self._table.at(place)
            if not self._table.marks[row] and _begin(words, self._nodes[self._table.nodes[row]].label):
                yield self._table.nodes[row], How.WORDS
            place = self._table.text.find(longest, self._table.starts[row + 1])

    def _spelled(self, text: str) -> Iterator[tuple[int, How]]:
        for place in near(_key(text), self._table.text):
            yield self._table.nodes[self._table.at(place)], How.SPELLING

    def _named(self, rows: Iterable[int], label: How, alias: How) -> Iterator[tuple[int, How]]:
        return ((self._table.nodes[row], alias if self._table.marks[row] else label) for row in rows)


def _key(text: str) -> bytes:
    return _utf8(label_key(text))


def _utf8(key: str) -> bytes:
    return key.encode("utf-8", "surrogatepass")


def _begin(words: Iterable[str], label: str) -> bool:
    own = _WORD.findall(label.casefold())
    return all(any(each.startswith(word) for each in own) for word in words)
