"""What words bring to the scores of tokens: one row of sums a word, made when the word is first seen.

A feature such as `-1:s=Xx` is a component (`s=Xx`) seen from a step away. All that a component brings at all steps
is one row; what a word brings is the sum of the rows of its components.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Generic, TypeVar

from kg.mentions.field import Field

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from kg.mentions.field import Floats

REACH = 3
"""How far a token looks to both sides."""
_PLACES = 2 * REACH + 1
_STEPS = {str(step): REACH + step for step in range(-REACH, REACH + 1) if step}
_MOST = 1 << 15  # words that are remembered: 30 MB
Key = TypeVar("Key", bound=Hashable)
Facts = tuple[int, int, int, int]


class Components:
    """What each component brings at each step, for each label; row 0, of zeros, is that of an unknown one."""

    def __init__(self, field: Field) -> None:
        import numpy as np

        self.rows: dict[str, int] = {}
        rows, places = [], []
        for name in field.rows:
            step, _, component = name.partition(":")
            place = _STEPS.get(step)
            rows.append(self.rows.setdefault(name if place is None else component, len(self.rows) + 1))
            places.append(REACH if place is None else place)
        self.sums: Floats = np.zeros((len(self.rows) + 1, _PLACES, len(field.labels)))
        self.sums[rows, places] = field.weights[:-1]

    def added(self, several: Sequence[Iterable[str]]) -> "Floats":
        """Return the sum of what some components bring, for each list of components."""
        import numpy as np

        rows = [[0, *(self.rows.get(name, 0) for name in names)] for names in several]
        starts = np.cumsum([0, *map(len, rows[:-1])])
        return np.add.reduceat(self.sums[list(chain.from_iterable(rows))], starts, axis=0)


class Rows(Generic[Key]):
    """What words, or other keys, bring at each step, for each label; and numbers that are known of each."""

    def __init__(
        self, components: Components, names: Callable[[Key], Iterable[str]], facts: Callable[[Key], Facts]
    ) -> None:
        import numpy as np

        self._components, self._names, self._facts = components, names, facts
        self._known: dict[Key, int] = {}
        self.sums: Floats = np.zeros((0, *components.sums.shape[1:]))
        self.facts: NDArray[np.intp] = np.zeros((0, 4), dtype=np.intp)

    def around(self, inside: "NDArray[np.bool_]", keys: Sequence[Key], outside: Key) -> "NDArray[np.intp]":
        """Return the rows of tokens, of the shape of `inside` with `REACH` more on both sides.

        `keys` are those of the tokens that are inside, in order; all other places have the row of `outside`.
        """
        import numpy as np

        rows = self._rows_of([outside, *keys])
        table = np.full((inside.shape[0], inside.shape[1] + 2 * REACH), rows[0])
        table[:, REACH:-REACH][inside] = rows[1:]
        return table

    def summed(self, around: "NDArray[np.intp]") -> "Floats":
        """Return for each token the sum of what those around it bring."""
        length = around.shape[1] - 2 * REACH
        total: Floats = self.sums[around[:, :length], 0]
        for place in range(1, _PLACES):
            total += self.sums[around[:, place : place + length], place]
        return total

    def _rows_of(self, keys: Sequence[Key]) -> list[int]:
        if len(self._known) > _MOST:
            self._known = {}  # their rows are written over
        known = self._known
        new = [key for key in dict.fromkeys(keys) if key not in known]
        if new:
            self._learn(new)
        return [known[key] for key in keys]

    def _learn(self, new: list[Key]) -> None:
        import numpy as np

        start, end = len(self._known), len(self._known) + len(new)
        if end > len(self.sums):
            more = max(end, 2 * len(self.sums), 1024) - len(self.sums)
            self.sums = np.concatenate([self.sums, np.zeros((more, *self.sums.shape[1:]))])
            self.facts = np.concatenate([self.facts, np.zeros((more, 4), dtype=np.intp)])
        self.sums[start:end] = self._components.added([self._names(key) for key in new])
        self.facts[start:end] = [self._facts(key) for key in new]
        self._known.update(zip(new, range(start, end), strict=True))
