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

    def judge(
        self, mentions: Sequence["NDArray[np.float64]"], facts: "NDArray[np.float64]"
    ) -> dict[str, "NDArray[np.float64]"]:
        """Return probabilities for things: `keep` (n,), `types`, `roles` and `relations` (n, classes).

        `mentions` holds for each thing its pooled mentions (k, 3 x width), `facts` (n, f) what is known of it else.
        """
        with _one_thread():
            return self._judge(mentions, facts)

    def _judge(
        self, mentions: Sequence["NDArray[np.float64]"], facts: "NDArray[np.float64]"
    ) -> dict[str, "NDArray[np.float64]"]:
        _, body = self._bodies(mentions, facts)
        found = {
            "keep": _sigmoid(self._linear("keep", body))[:, 0],
            "types": softmax(self._linear("types", body)),
            "roles": softmax(self._linear("roles", body)),
            "relations": _sigmoid(self._linear("relations", body)),
        }
        return {name: values.round(_DIGITS) for name, values in found.items()}

    def relate(
        self,
        mentions: Sequence["NDArray[np.float64]"],
        facts: "NDArray[np.float64]",
        pairs: Sequence[tuple[int, int, int, int]],
        between: "NDArray[np.float64]",
        of_pairs: "NDArray[np.float64]",
    ) -> "NDArray[np.float64]":
        """Return the probability of each relation of pairs, of shape (pairs, stated).

        `mentions` and `facts` are those of the things, `pairs` the numbers of two things and of the mention of each
        (among its own), `between` (pairs, width) the mean vector between them, `of_pairs` what is known of them else.
        """
        import numpy as np

        with _one_thread():
            hidden, body = self._bodies(mentions, facts)
            begins = np.cumsum([0, *(len(rows) for rows in mentions)])
            left, right, first, second = np.array(pairs).T
            near = hidden[begins[left] + first], hidden[begins[right] + second]
            joined = np.concatenate([body[left], body[right], *near, between, of_pairs], axis=1)
            shares = _sigmoid(self._linear("stated", _gelu(self._linear("pair", joined))))
        rounded: NDArray[np.float64] = shares.round(_DIGITS)
        return rounded

    def _bodies(
        self, mentions: Sequence["NDArray[np.float64]"], facts: "NDArray[np.float64]"
    ) -> tuple["NDArray[np.float64]", "NDArray[np.float64]"]:
        """Return a row for each mention, and one for each thing."""
        import numpy as np

        ends = np.cumsum([len(rows) for rows in mentions])
        hidden = _gelu(self._linear("mention", np.concatenate(list(mentions))))
        pooled = []
        for end, rows in zip(ends, mentions, strict=True):
            own = hidden[end - len(rows) : end]
            pooled.append(np.concatenate([own.max(axis=0), own.mean(axis=0), own[0]]))
        joined = np.concatenate([np.array(pooled), _gelu(self._linear("facts", facts))], axis=1)
        return hidden, _gelu(self._linear("body", joined))

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
