"""How probabilities of network and linear models become one."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.neural.mixing import Mixing, Weights, read_mixing, write_mixing

SHARE = st.floats(0.0, 1.0)
WEIGHT = st.floats(0.0, 1.5)
CLASSES = st.dictionaries(st.sampled_from("abcd"), st.floats(0.0, 1.0), min_size=1)


def test_a_mixing_is_read_as_it_was_written(tmp_path: Path) -> None:
    mixing = Mixing(Weights(0.4, 0.5, -0.1), Weights(1.0, 0.3), Weights(0.2, 1.4), Weights(0.7, 0.0, 0.6))
    write_mixing(tmp_path / "mixing.json", mixing)
    assert read_mixing(tmp_path / "mixing.json") == mixing
    before = (tmp_path / "mixing.json").read_bytes()
    write_mixing(tmp_path / "mixing.json", mixing)
    assert (tmp_path / "mixing.json").read_bytes() == before


def test_the_default_is_the_network_alone() -> None:
    assert Weights().odds([0.8], [0.1])[0] == 0.8
    assert Weights().shares([{"a": 0.75, "b": 0.25}], [{"a": 0.0, "b": 1.0}]) == [{"a": 0.75, "b": 0.25}]


def test_a_linear_model_has_its_say() -> None:
    mixed = Weights(0.5, 0.5)
    assert mixed.odds([0.8], [0.8])[0] == 0.8
    assert mixed.odds([0.8], [0.2])[0] == 0.5
    assert Weights(1.0, 0.0, 2.0).odds([0.5], [0.9])[0] == pytest.approx(0.8808)


@given(SHARE, SHARE, SHARE, WEIGHT, WEIGHT, st.floats(-1.0, 1.0))
def test_the_more_the_network_says_the_more_comes_out(
    low: float, high: float, linear: float, a: float, b: float, bias: float
) -> None:
    weights = Weights(a, b, bias)
    low, high = sorted((low, high))
    assert 0.0 <= weights.odds([low], [linear])[0] <= weights.odds([high], [linear])[0] <= 1.0
    assert weights.odds([linear], [low])[0] <= weights.odds([linear], [high])[0]


@given(CLASSES, CLASSES, WEIGHT, WEIGHT)
def test_shares_are_of_the_classes_of_the_network_and_sum_to_one(
    network: dict[str, float], linear: dict[str, float], a: float, b: float
) -> None:
    [shares] = Weights(a, b).shares([network], [linear])
    assert shares.keys() == network.keys()
    assert sum(shares.values()) == pytest.approx(1.0, abs=0.001)


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_certainty_is_never_believed_whole(share: float) -> None:
    assert 0.0 < Weights(0.5).odds([share], [0.5])[0] < 1.0
