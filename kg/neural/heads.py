"""What is read off the token vectors: whether a thing is worth a node, its type, its role, its relations.

Each head is a small perceptron over pooled vectors of a thing's mentions. Evaluated in float64 and rounded, so that the
figures do not hang on the order in which a machine adds.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PLACES = 8  # parts of a paper: title, first sentence, five parts of the middle, last sentence
_DIGITS = 6


@dataclass(frozen=True, slots=True, eq=False)
class Heads:
    """Weights by name (`mention`, `body`, `keep`, ...: `<name>.w` of shape (in, out), `<name>.b`) and the classes."""

    weights: Mapping[str, "NDArray[np.float64]"]
    types: tuple[str, ...]
    roles: tuple[str, ...]
    relations: tuple[str, ...]
    stated: tuple[str, ...]

    def mentions(self, pooled: "NDArray[np.float64]") -> "NDArray[np.float64]":
        """Return a row for each mention, of shape (n, hidden); `pooled` are their vectors (n, 3 x width)."""
        with _one_thread():
            return _gelu(self._linear("mention", pooled))

    def things(self, mentions: Sequence["NDArray[np.float64]"], facts: "NDArray[np.float64]") -> "NDArray[np.float64]":
        """Return a row for each thing, of shape (n, body).

        `mentions` holds for each thing the rows of its mentions (k, hidden), `facts` (n, f) what is known of it else.
        """
        import numpy as np

        rows, starts = np.concatenate(mentions), np.cumsum([0, *(len(own) for own in mentions[:-1])])
        means = np.add.reduceat(rows, starts) / np.array([[len(own)] for own in mentions])
        pooled = np.concatenate([np.maximum.reduceat(rows, starts), means, rows[starts]], axis=1)
        with _one_thread():
            joined = np.concatenate([pooled, _gelu(self._linear("facts", facts))], axis=1)
            return _gelu(self._linear("body", joined))

    def judge(self, things: "NDArray[np.float64]") -> dict[str, "NDArray[np.float64]"]:
        """Return probabilities for rows of things: `keep` (n,), `types`, `roles` and `relations` (n, classes)."""
        with _one_thread():
            found = {
                "keep": _sigmoid(self._linear("keep", things))[:, 0],
                "types": softmax(self._linear("types", things)),
                "roles": softmax(self._linear("roles", things)),
                "relations": _sigmoid(self._linear("relations", things)),
            }
        return {name: values.round(_DIGITS) for name, values in found.items()}

    def relate(
        self,
        things: "NDArray[np.float64]",
        mentions: "NDArray[np.float64]",
        between: "NDArray[np.float64]",
        pairs: "NDArray[np.intp]",
        facts: "NDArray[np.float64]",
    ) -> "NDArray[np.float64]":
        """Return the probability of each relation of pairs, of shape (pairs, stated).

        `things` and `mentions` are rows, `between` (stretches, width) mean vectors of tokens. `pairs` (pairs, 5) are
        the numbers of two things, of the mention of each and of the stretch between; `facts` is what is known else.
        """
        # The product with all these side by side is the sum of the products with each; as one thing is in many
        # pairs, each is multiplied once.
        weights, begin, total = self.weights["pair.w"], 0, self.weights["pair.b"]
        with _one_thread():
            for rows, chosen in zip((things, things, mentions, mentions, between), pairs.T, strict=True):
                end = begin + rows.shape[1]
                total = total + (rows @ weights[begin:end])[chosen]
                begin = end
            total = total + facts @ weights[begin:]
            shares = _sigmoid(self._linear("stated", _gelu(total)))
        rounded: NDArray[np.float64] = shares.round(_DIGITS)
        return rounded

    def _linear(self, name: str, rows: "NDArray[np.float64]") -> "NDArray[np.float64]":
        product: NDArray[np.float64] = rows @ self.weights[f"{name}.w"] + self.weights[f"{name}.b"]
        return product


@cache
def _libraries() -> Any:
    import numpy as np  # noqa: F401 - what it multiplies with must be there to be found
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()


def _one_thread() -> Any:
    """Keep small products on one thread: more would only wait for each other, and might add in another order."""
    return _libraries().limit(limits=1, user_api="blas")


def _gelu(x: "NDArray[np.float64]") -> "NDArray[np.float64]":
    """Gaussian error linear unit, by its tanh form (Hendrycks and Gimpel, 2016)."""
    import numpy as np

    activated: NDArray[np.float64] = 0.5 * x * (1.0 + np.tanh(np.sqrt(2.0 / np.pi) * (x + 0.044715 * x * x * x)))
    return activated


def _sigmoid(x: "NDArray[np.float64]") -> "NDArray[np.float64]":
    import numpy as np

    shares: NDArray[np.float64] = 1.0 / (1.0 + np.exp(-x))
    return shares


def softmax(x: "NDArray[np.float64]") -> "NDArray[np.float64]":
    """Return the shares of the classes along the last axis."""
    import numpy as np

    powers = np.exp(x - x.max(axis=-1, keepdims=True))
    shares: NDArray[np.float64] = powers / powers.sum(axis=-1, keepdims=True)
    return shares


def read_heads(path: Path) -> Heads:
    """Return the heads that a file holds."""
    import numpy as np

    with np.load(path, allow_pickle=False) as archive:
        weights = {name: archive[name].astype(np.float64) for name in archive.files if "." in name}
        classes = [tuple(str(archive[name]).split("\n")) for name in ("types", "roles", "relations", "stated")]
    return Heads(weights, *classes)
