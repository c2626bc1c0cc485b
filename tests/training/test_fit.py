"""Logistic regression that forgets what only few papers have."""

from pathlib import Path

import numpy as np
import pytest

from kg.linear import read_model, write_model
from kg.training.fit import fit

ROWS = [{"hot": 1.0, f"paper{i}": 1.0} for i in range(6)] + [{"cold": 1.0, f"paper{i}": 1.0} for i in range(6)]
LABELS = ["summer"] * 6 + ["winter"] * 6
PAPERS = [str(i) for i in range(6)] * 2


def test_the_model_learns_what_many_papers_say() -> None:
    model = fit(ROWS, LABELS, PAPERS, penalty=10.0)
    assert model.classes == ("summer", "winter")
    assert model.probabilities({"hot": 1.0})["summer"] > 0.9
    assert model.probabilities({"cold": 1.0})["winter"] > 0.9


@pytest.mark.parametrize(("least", "kept"), [(1, {"hot", "cold", "rare"}), (2, {"hot", "cold"}), (6, {"hot", "cold"})])
def test_a_feature_of_too_few_papers_is_dropped(least: int, kept: set[str]) -> None:
    rows = [{**row, "rare": 1.0} if i == 0 else row for i, row in enumerate(ROWS)]
    index = set(fit(rows, LABELS, PAPERS, least=least).index)
    assert {name for name in index if not name.startswith("paper")} == kept


def test_papers_count_and_not_rows() -> None:
    """Six rows of one paper do not make a feature."""
    halves = ["one"] * 6 + ["two", "three"] * 3
    assert {"hot", "cold"} & set(fit(ROWS, LABELS, halves, least=2).index) == {"cold"}


def test_a_feature_without_weight_is_not_kept() -> None:
    rows = [{**row, "always": 1.0, "zero": 0.0} for row in ROWS]
    assert "zero" not in fit(rows, LABELS, PAPERS).index


def test_three_classes_have_a_column_each() -> None:
    rows = [{name: 1.0} for name in "abc" for _ in range(5)]
    model = fit(
        rows, [label for label in ("x", "y", "z") for _ in range(5)], [str(i % 5) for i in range(15)], penalty=9.0
    )
    assert model.weights.shape == (3, 3)
    for name, label in zip("abc", "xyz", strict=True):
        shares = model.probabilities({name: 1.0})
        assert max(shares, key=shares.__getitem__) == label


def test_weights_of_rows_shift_the_balance() -> None:
    rows = [{"same": 1.0}] * 10
    labels = ["yes", "no"] * 5
    papers = [str(i) for i in range(10)]
    heavy = fit(rows, labels, papers, weights=[5.0 if label == "yes" else 1.0 for label in labels])
    assert fit(rows, labels, papers).probabilities({"same": 1.0})["yes"] == pytest.approx(0.5, abs=0.01)
    assert heavy.probabilities({"same": 1.0})["yes"] > 0.75


def test_the_order_of_rows_changes_nothing() -> None:
    one = fit(ROWS, LABELS, PAPERS)
    other = fit(ROWS[::-1], LABELS[::-1], PAPERS[::-1])
    assert one.index == other.index
    assert np.allclose(one.weights, other.weights, atol=1e-3)


def test_a_softer_penalty_gives_larger_weights() -> None:
    assert (
        np.abs(fit(ROWS, LABELS, PAPERS, penalty=5.0).weights).max() > np.abs(fit(ROWS, LABELS, PAPERS).weights).max()
    )


def test_labels_that_are_all_the_same_make_a_model_that_always_says_so(tmp_path: Path) -> None:
    model = fit(ROWS, ["yes"] * 12, PAPERS, classes=("no", "yes"))
    assert model.classes == ("no", "yes")
    assert model.probabilities({"hot": 1.0})["yes"] > 0.99
    write_model(tmp_path / "model.npz", model)
    assert read_model(tmp_path / "model.npz").probabilities({"hot": 1.0}) == model.probabilities({})


def test_without_rows_the_first_class_is_said() -> None:
    model = fit([], [], [], classes=("none", "uses"))
    assert model.probabilities({"hot": 1.0})["none"] > 0.99
