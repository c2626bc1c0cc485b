"""The mixing is fitted on what both models say of papers that they have not seen."""

from kg.neural.mixing import Weights
from kg.training.mixing import fit_odds, fit_shares

SURE, UNSURE = 0.9, 0.5


def odds(network: float, linear: float, right: int, wrong: int) -> list[tuple[float, float, bool]]:
    return [(network, linear, True)] * right + [(network, linear, False)] * wrong


def test_who_is_right_is_listened_to() -> None:
    weights = fit_odds([*odds(SURE, 0.1, 9, 1), *odds(0.1, SURE, 1, 9)])
    assert weights.network > weights.linear
    assert weights.odds(SURE, 0.1) > 0.8


def test_who_says_nothing_has_no_weight() -> None:
    assert fit_odds([*odds(SURE, UNSURE, 9, 1), *odds(0.1, UNSURE, 1, 9)]).linear == 0.0


def test_too_much_certainty_is_taken_back() -> None:
    weights = fit_odds([*odds(0.99, UNSURE, 7, 3), *odds(0.01, UNSURE, 3, 7)])
    assert 0.6 < weights.odds(0.99, UNSURE) < 0.8


def test_a_bias_mends_what_is_always_too_low() -> None:
    weights = fit_odds([*odds(0.3, UNSURE, 5, 5), *odds(0.2, UNSURE, 4, 6)])
    assert weights.bias > 0 or weights.network < 1


def test_shares_are_fitted_alike() -> None:
    good, bad = {"a": 0.8, "b": 0.2}, {"a": 0.2, "b": 0.8}
    weights = fit_shares([(good, bad, ["a"])] * 9 + [(bad, good, ["b"])] * 9)
    assert weights.network > weights.linear
    assert weights.shares([good], [bad])[0]["a"] > 0.8


def test_any_right_class_will_do() -> None:
    one = {"a": 0.4, "b": 0.4, "c": 0.2}
    weights = fit_shares([(one, one, ["a", "b"])] * 5)
    assert weights.network + weights.linear > 1.0  # the more certain, the better


def test_the_same_rows_give_the_same_weights() -> None:
    rows = odds(0.7, 0.6, 6, 4)
    assert fit_odds(rows) == fit_odds(rows)
    assert isinstance(fit_odds(rows), Weights)
