"""Logistic regression over named features, fitted by scikit-learn, kept as a `LinearModel`."""

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from kg.linear import LinearModel

Row = Mapping[str, float]
_NEVER = 9.0


def fit(
    rows: Sequence[Row],
    labels: Sequence[str],
    papers: Sequence[str],
    *,
    weights: Sequence[float] | None = None,
    penalty: float = 0.15,
    least: int = 4,
    classes: Sequence[str] = (),
) -> LinearModel:
    """Return the model of `labels` given `rows`; a feature counts only if at least `least` papers have it.

    That bound keeps out weights that would serve one paper alone. `penalty` is scikit-learn's C. Where the labels are
    all the same, the model always says so; it then knows `classes` too, the first of which it says without any label.
    """
    if len(set(labels)) < 2:
        return _constant([*labels[:1], *classes])
    support: Counter[str] = Counter()
    for _, name in {(paper, name) for row, paper in zip(rows, papers, strict=True) for name in row}:
        support[name] += "\n" not in name  # a surface over two lines; names are kept one a line
    index = {name: i for i, name in enumerate(sorted(name for name, n in support.items() if n >= least))}
    matrix = _matrix(rows, index)
    model = LogisticRegression(C=penalty, max_iter=500)
    model.fit(matrix, list(labels), sample_weight=None if weights is None else list(weights))
    return _linear(model, index)


def _constant(classes: Sequence[str]) -> LinearModel:
    """Return the model that says the first of some classes, whatever it is given."""
    names = tuple(sorted(set(classes)))
    bias = np.array([0.0 if name == classes[0] else -_NEVER for name in names], dtype=np.float32)
    return LinearModel(names, {}, np.zeros((0, len(names)), dtype=np.float32), bias)


def _matrix(rows: Sequence[Row], index: Mapping[str, int]) -> csr_matrix:
    data: list[float] = []
    columns: list[int] = []
    ends = [0]
    for row in rows:
        known = sorted((index[name], value) for name, value in row.items() if name in index)
        columns.extend(column for column, _ in known)
        data.extend(value for _, value in known)
        ends.append(len(columns))
    return csr_matrix((np.array(data), np.array(columns), np.array(ends)), shape=(len(rows), len(index)))


def _linear(model: LogisticRegression, index: Mapping[str, int]) -> LinearModel:
    classes = tuple(str(name) for name in model.classes_)
    coefficients, bias = model.coef_, model.intercept_
    if len(classes) == 2:  # scikit-learn keeps one row for two classes: the second against the first
        coefficients = np.vstack([np.zeros_like(coefficients), coefficients])
        bias = np.array([0.0, float(bias[0])])
    used = np.abs(coefficients).max(axis=0) > 1e-4
    kept = [name for name, i in index.items() if used[i]]
    rows = np.array([coefficients[:, index[name]] for name in kept], dtype=np.float32).reshape(-1, len(classes))
    return LinearModel(classes, {name: i for i, name in enumerate(kept)}, rows, bias.astype(np.float32))
