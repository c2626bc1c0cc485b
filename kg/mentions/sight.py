"""The features of `kg.mentions.features` as scores, a paper at a time.

What a word brings to itself and to its neighbours is one row of a table, made when the word is first seen; classes
and shapes of two neighbours meet in tables as well. A test holds that the scores are those of the features.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from kg.mentions.features import shape
from kg.mentions.field import Field
from kg.mentions.rows import REACH, Components, Rows
from kg.wordclasses import UNKNOWN, word_classes, word_key

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from kg.mentions.field import Floats, Ints

    Table = NDArray[np.intp]

PLACES = ("title", "first", "body", "last")
_OUTSIDE = ""  # stands for what is before and behind a sentence; no word is empty
_PAD = -2  # its classes: those of unknown words are -1


@dataclass(frozen=True, slots=True)
class Seen:
    """One sentence: its words, the marks of each, and where it stands (an index of `PLACES`)."""

    words: Sequence[str]
    marks: Sequence[Sequence[str]]
    place: int


def place_of(sentence: int, sentences: int) -> int:
    """Return where a sentence stands, as an index of `PLACES`."""
    return 0 if sentence == 0 else 1 if sentence == 1 else 3 if sentence == sentences - 1 else 2


class Sight:
    """The tables of one field; immutable but for the words that it remembers."""

    def __init__(self, field: Field, classes: Mapping[str, tuple[int, int]] | None = None) -> None:
        import numpy as np

        self._field = field
        self._classes = word_classes() if classes is None else classes
        kinds = _kinds(field)
        self._shapes = {form: number for number, form in enumerate(_shapes(kinds), start=1)}
        self._by_classes = {step: self._met(kinds[f"{step}:fc"], int, int) for step in (-1, 1)}
        self._by_shape = {step: self._met(kinds[f"{step}:cs"], int, self._shape_number) for step in (-1, 1)}
        self._by_place = self._with_place(kinds["s|pl"])
        self._place = np.array([field.rows.get(f"pl={place}", field.nothing) for place in PLACES])
        self._before, self._behind = kinds["ww"], kinds["ww+"]
        components = Components(field)
        self._words = Rows(components, self._of_word, self._facts)
        self._marks = Rows(components, _of_marks, lambda marks: (0, 0, 0, 0))

    def scores(self, sentences: Sequence[Seen]) -> tuple["Floats", "Ints"]:
        """Return the scores of each label, of shape (sentences, tokens, labels), and the sizes of the sentences.

        What stands behind the size of a sentence means nothing.
        """
        import numpy as np

        weights = self._field.weights
        sizes = np.array([len(seen.words) for seen in sentences])
        inside = np.arange(sizes.max()) < sizes[:, None]
        places = np.array([seen.place for seen in sentences])
        words = self._words.around(inside, [word for seen in sentences for word in seen.words], _OUTSIDE)
        marks = self._marks.around(inside, [tuple(own) for seen in sentences for own in seen.marks], ())
        total = self._words.summed(words) + self._marks.summed(marks)
        facts = self._words.facts[words]
        own, length = facts[:, REACH:-REACH], inside.shape[1]
        for step in (-1, 1):
            other = facts[:, REACH + step : REACH + step + length]
            total += weights[self._by_classes[step][other[..., 0], own[..., 1]]]
            total += weights[self._by_shape[step][other[..., 1], own[..., 2]]]
        total += weights[self._by_place[own[..., 2], places[:, None]]] + weights[self._place[places]][:, None]
        capital = weights[self._row("cap0")] - weights[self._row("cap")]
        total[:, 0] += own[:, 0, 3, None] * capital
        for pairs in self._pairs(sentences, inside):
            total += weights[pairs]
        return total, sizes

    def _row(self, name: str) -> int:
        return self._field.rows.get(name, self._field.nothing)

    def _pairs(self, sentences: Sequence[Seen], inside: "NDArray[np.bool_]") -> Iterable["Table"]:
        """Yield the rows of each token with the word before it, then with the word behind it."""
        import numpy as np

        nothing = self._field.nothing
        before: list[int] = []
        behind: list[int] = []
        for seen in sentences:
            if not seen.words:
                continue
            keys = list(map(word_key, seen.words))
            names = [f"{one}_{other}" for one, other in pairwise(keys)]
            before += [nothing, *(self._before.get(name, nothing) for name in names)]
            behind += [*(self._behind.get(name, nothing) for name in names), nothing]
        for rows in (before, behind):
            table = np.full(inside.shape, nothing)
            table[inside] = rows
            yield table

    def _of_word(self, word: str) -> list[str]:
        """Return what a token and its neighbours see of a word."""
        if word == _OUTSIDE:
            return ["edge"]
        key, form = word_key(word), shape(word)
        coarse, fine = self._classes.get(key, UNKNOWN)
        names = ["b", f"w={key}", f"s={form}", f"p3={key[:3]}", f"x3={key[-3:]}", f"x2={key[-2:]}", f"x4={key[-4:]}"]
        names += [f"c={coarse}", f"f={fine}"]
        if any(map(str.isupper, word[1:])):
            names.append("inner")
        if word[0].isupper():
            names.append("cap")
        return names

    def _facts(self, word: str) -> tuple[int, int, int, int]:
        """Return the numbers of a word's fine and coarse class and shape, and whether it begins with a capital."""
        if word == _OUTSIDE:
            return _PAD, _PAD, 0, 0
        coarse, fine = self._classes.get(word_key(word), UNKNOWN)
        return fine, coarse, self._shape_number(shape(word)), int(word[0].isupper())

    def _shape_number(self, form: str) -> int:
        return self._shapes.get(form, 0)

    def _met(self, names: Mapping[str, int], one: Callable[[str], int], other: Callable[[str], int]) -> "Table":
        """Return the row of each pair of numbers that a name, one `|` other, stands for; -1 and -2 come last."""
        found = [(name.partition("|"), row) for name, row in names.items()]
        return self._table([(one(left), other(right), row) for (left, _, right), row in found])

    def _with_place(self, names: Mapping[str, int]) -> "Table":
        found = []
        for rest, row in names.items():
            place = next(place for place in PLACES if rest.endswith(place))
            found.append((self._shape_number(rest.removesuffix(place)), PLACES.index(place), row))
        return self._table(found)

    def _table(self, entries: Sequence[tuple[int, int, int]]) -> "Table":
        import numpy as np

        most = max([len(self._shapes), *(max(pair) for pair in self._classes.values())], default=0) + 3
        table = np.full((most, most), self._field.nothing, dtype=np.intp)
        for left, right, row in entries:
            table[left, right] = row
        return table


def _kinds(field: Field) -> Mapping[str, dict[str, int]]:
    """Return the attributes by kind: what stands behind `=` in their names, with their rows."""
    kinds: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for name, row in field.rows.items():
        kind, _, value = name.partition("=")
        kinds[kind][value] = row
    return kinds


def _shapes(kinds: Mapping[str, Mapping[str, int]]) -> list[str]:
    """Return the shapes that a field knows together with a place or a class, in order."""
    with_class = {value.split("|", 1)[1] for step in (-1, 1) for value in kinds[f"{step}:cs"]}
    with_place = {value.removesuffix(place) for value in kinds["s|pl"] for place in PLACES if value.endswith(place)}
    return sorted(with_class | with_place)


def _of_marks(marks: tuple[str, ...]) -> list[str]:
    return [f"m={mark}" for mark in marks]
