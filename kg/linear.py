"""Linear classifiers over named features: multinomial logistic regression, evaluated without its trainer.

A model is a text-and-numbers archive (`.npz`): names of features and classes, one weight each pair. It is
readable, small and gives the same figures on every machine and with any number of threads.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import as_file, files
from itertools import repeat
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Features = Mapping[str, float]
START = "(start)"
"""The part of a score that no feature brings: the bias of the class."""


@dataclass(frozen=True, slots=True, eq=False)
class LinearModel:
    """Weights of shape (features, classes) and biases of shape (classes,)."""

    classes: tuple[str, ...]
    index: Mapping[str, int]
    weights: "NDArray[np.float32]"
    bias: "NDArray[np.float32]"

    def probabilities(self, features: Features) -> dict[str, float]:
        """Return class -> probability (softmax), rounded to six places so that machines agree."""
        return self.probabilities_of([features])[0]

    def probabilities_of(self, several: Sequence[Features]) -> list[dict[str, float]]:
        """Return what `probabilities` returns of each; all at once takes a fraction of the time."""
        [found] = judged((self,), several)
        return found

    def contributions(self, features: Features) -> dict[str, dict[str, float]]:
        """Return class -> the parts that its score is the sum of: each feature that the model knows, and `START`.

        The probabilities are the softmax of these scores.
        """
        start = {name: {START: float(bias)} for name, bias in zip(self.classes, self.bias, strict=True)}
        for feature, value in sorted(features.items()):
            row = self.index.get(feature)
            if row is not None:
                for name, weight in zip(self.classes, self.weights[row], strict=True):
                    start[name][feature] = float(weight) * value
        return start


def judged(models: tuple[LinearModel, ...], several: Sequence[Features]) -> list[list[dict[str, float]]]:
    """Return the probabilities that each of some models gives each of several things."""
    import numpy as np

    if not several:
        return [[] for _ in models]
    stack = _stacked(models)
    rows, values, starts = stack.known(several)
    sums = stack.bias + np.add.reduceat(stack.weights[rows] * values[:, None], starts, axis=0)
    found = []
    end = 0
    for model in models:
        scores = sums[:, end : (end := end + len(model.classes))]
        exponents = np.exp(scores - scores.max(axis=1, keepdims=True))
        shares = np.round(exponents / exponents.sum(axis=1, keepdims=True), 6)
        found.append([dict(zip(model.classes, row, strict=True)) for row in shares.tolist()])
    return found


@dataclass(frozen=True, slots=True, eq=False)
class _Stack:
    """Models side by side: the row of each feature that one of them knows; the last row, of zeros, is for the rest."""

    index: Mapping[str, int]
    weights: "NDArray[np.float64]"
    bias: "NDArray[np.float64]"

    def known(self, several: Sequence[Features]) -> tuple["NDArray[np.intp]", "NDArray[np.float64]", list[int]]:
        """Return the rows and values of all features, one thing behind the other, and where those of each begin.

        The rows of a thing are in order, so that its sum does not depend on the order of the features.
        """
        import numpy as np

        nothing, get = len(self.index), self.index.get
        rows: list[int] = []
        values: list[float] = []
        starts: list[int] = []
        for features in several:
            starts.append(len(rows))
            rows.append(nothing)  # each has a row at least
            values.append(0.0)
            rows.extend(map(get, features, repeat(nothing)))
            values.extend(features.values())
        owners = np.repeat(np.arange(len(several)), np.diff([*starts, len(rows)]))
        places = np.array(rows)
        order = np.lexsort((places, owners))
        return places[order], np.array(values, dtype=np.float64)[order], starts


@lru_cache(maxsize=16)
def _stacked(models: tuple[LinearModel, ...]) -> _Stack:
    import numpy as np

    names = sorted(set().union(*(model.index for model in models)))
    index = {name: row for row, name in enumerate(names)}
    parts = [np.zeros((len(names) + 1, len(model.classes))) for model in models]
    for part, model in zip(parts, models, strict=True):
        part[[index[name] for name in model.index]] = model.weights[list(model.index.values())]
    return _Stack(index, np.hstack(parts), np.hstack([model.bias.astype(np.float64) for model in models]))


def has_model(name: str, folder: Path | None = None) -> bool:
    """Tell whether there is a model of a name in a folder, else among those that ship."""
    return (folder / f"{name}.npz").is_file() if folder else files("kg").joinpath("weights", f"{name}.npz").is_file()


@cache
def load_model(name: str, folder: Path | None = None) -> LinearModel:
    """Return the model of a name (`concepts`, `roles`, `figures`, ...): of a folder, else the one that ships."""
    if folder:
        return read_model(folder / f"{name}.npz")
    with as_file(files("kg").joinpath("weights", f"{name}.npz")) as path:
        return read_model(path)


def read_model(path: Path) -> LinearModel:
    """Return the model that a file holds."""
    import numpy as np

    with np.load(path, allow_pickle=False) as archive:
        names = str(archive["features"]).split("\n")[: len(archive["weights"])]  # a constant model knows none
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
