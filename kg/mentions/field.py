"""A linear-chain conditional random field, read from CRFsuite's file and evaluated with numpy.

The same labels and probabilities as CRFsuite gives, without a string for each feature of each token: what
a word brings to the scores is looked up as a whole. Rabiner, "A tutorial on hidden Markov models and selected
applications in speech recognition", Proceedings of the IEEE 1989, has the recursions.
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.intp]

_HEADER = struct.Struct("<4sI4sIIIIIIIII")
_TABLE = struct.Struct("<4sIIIII")
_STRING = struct.Struct("<II")
_FEATURES = 12  # bytes before the first feature
_RESCALED = 16  # steps after which sums are scaled: they neither overflow nor vanish before


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """Labels, attributes with their rows of `weights` (the last row, of zeros, is no attribute's), transitions."""

    labels: tuple[str, ...]
    rows: Mapping[str, int]
    weights: "Floats"
    transitions: "Floats"

    @property
    def nothing(self) -> int:
        """The row of what is no attribute."""
        return len(self.rows)


def read_field(path: Path) -> Field:
    """Return the field that a file of CRFsuite holds; raises ValueError where it is none."""
    import numpy as np

    data = path.read_bytes()
    if len(data) < _HEADER.size or data[:4] != b"lCRF":
        raise ValueError(f"{path} is no model of CRFsuite")
    *_, features, labels, attributes, _, _ = _HEADER.unpack_from(data)
    names, known = _names(data, labels), _names(data, attributes)
    count = struct.unpack_from("<I", data, features + 8)[0]
    form = np.dtype([("kind", "<u4"), ("source", "<u4"), ("label", "<u4"), ("weight", "<f8")])
    found = np.frombuffer(data, form, count, features + _FEATURES)
    weights = np.zeros((len(known) + 1, len(names)))
    transitions = np.zeros((len(names), len(names)))
    for kind, table in enumerate((weights, transitions)):
        own = found[found["kind"] == kind]
        table[own["source"], own["label"]] = own["weight"]
    return Field(names, {name: row for row, name in enumerate(known)}, weights, transitions)


def _names(data: bytes, start: int) -> tuple[str, ...]:
    """Return the strings of a constant database by number."""
    *_, count, places = _TABLE.unpack_from(data, start)
    found = []
    for place in struct.unpack_from(f"<{count}I", data, start + places):
        _, size = _STRING.unpack_from(data, start + place)
        found.append(data[start + place + 8 : start + place + 7 + size].decode())
    return tuple(found)


def best(field: Field, scores: "Floats", sizes: "Ints") -> "Ints":
    """Return the likeliest labels of each sentence: numbers of shape (sentences, tokens).

    `scores` are of shape (sentences, tokens, labels); those behind the size of a sentence play no part.
    """
    import numpy as np

    count, length, _ = scores.shape
    reached = np.empty_like(scores)
    reached[:, 0] = scores[:, 0]
    moves = field.transitions[:, None]
    for step in range(1, length):
        ways = reached[:, step - 1].T[:, :, None] + moves  # axes: label before, sentence, label
        np.add(ways.max(axis=0), scores[:, step], out=reached[:, step])
    into = field.transitions.T
    labels = np.empty((count, length), dtype=np.intp)
    last = sizes - 1
    for step in range(length - 1, -1, -1):
        worth = reached[:, step]
        if step < length - 1:
            worth = np.where((step < last)[:, None], worth + into[labels[:, step + 1]], worth)
        worth.argmax(axis=1, out=labels[:, step])
    return labels


def shares(field: Field, scores: "Floats", sizes: "Ints") -> "Floats":
    """Return the probability of each label of each token, of the shape of `scores`."""
    import numpy as np

    length = scores.shape[1]
    moves = np.exp(field.transitions)
    here = np.exp(scores - scores.max(axis=2, keepdims=True))
    ahead, behind = np.empty_like(here), np.ones_like(here)
    ahead[:, 0] = here[:, 0]
    for step in range(1, length):
        np.multiply(ahead[:, step - 1] @ moves, here[:, step], out=ahead[:, step])
        if step % _RESCALED == 0:
            ahead[:, step] /= ahead[:, step].sum(axis=1, keepdims=True)
    inside = (np.arange(length) < sizes[:, None] - 1)[:, :, None]
    for step in range(length - 2, -1, -1):
        come = (here[:, step + 1] * behind[:, step + 1]) @ moves.T
        if step % _RESCALED == 0:
            come /= come.sum(axis=1, keepdims=True)
        np.copyto(behind[:, step], come, where=inside[:, step])
    both: Floats = ahead * behind
    both /= both.sum(axis=2, keepdims=True)
    return both
