"""Linear classifiers over named features: multinomial logistic regression, evaluated without its trainer.

A model is a text-and-numbers archive (`.npz`): names of features and classes, one weight each pair. It is
readable, small and gives the same figures on every machine and with any number of threads.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Features = Mapping[str, float]


@dataclass(frozen=True, slots=True, eq=False)
class LinearModel:
    """Weights of shape (features, classes) and biases of shape (classes,)."""

    classes: tuple[str, ...]
    index: Mapping[str, int]
    weights: "NDArray[np.float32]"
    bias: "NDArray[np.float32]"

    def probabilities(self, features: Features) -> dict[str, float]:
        """Return class -> probability (softmax), rounded to six places so that machines agree."""
        import numpy as np

        index = self.index
        known = sorted((index[name], value) for name, value in features.items() if name in index)
        scores = self.bias.astype(np.float64)
        if known:  # rows in order, so that the sum does not depend on the order of the features
            rows = [row for row, _ in known]
            values = np.array([value for _, value in known])
            scores = scores + (self.weights[rows].astype(np.float64) * values[:, None]).sum(axis=0)
        exponents = np.exp(scores - scores.max())
        shares = exponents / exponents.sum()
        return {name: round(float(share), 6) for name, share in zip(self.classes, shares, strict=True)}


@cache
def load_model(name: str) -> LinearModel:
    """Return the shipped model of that name (`concepts`, `types`, `roles`, `relations`)."""
    with as_file(files("kg").joinpath("weights", f"{name}.npz")) as path:
        return read_model(path)


def read_model(path: Path) -> LinearModel:
    """Return the model that a file holds."""
    import numpy as np

    with np.load(path, allow_pickle=False) as archive:
        names = str(archive["features"]).split("\n")
        classes = tuple(str(archive["classes"]).split("\n"))
        return LinearModel(classes, {name: i for i, name in enumerate(names)}, archive["weights"], archive["bias"])


def write_model(path: Path, model: LinearModel) -> None:
    """Write a model to a file; the same model gives the same bytes."""
    import numpy as np

    names = sorted(model.index, key=model.index.__getitem__)
    np.savez_compressed(
        path,
        features=np.array("\n".join(names)),
        classes=np.array("\n".join(model.classes)),
        weights=model.weights.astype(np.float32),
        bias=model.bias.astype(np.float32),
    )
