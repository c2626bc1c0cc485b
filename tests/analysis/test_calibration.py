"""The expected calibration error, by hand and on papers."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.analysis.calibration import CONFIDENT, Bin, Calibration, binned, calibration
from kg.analysis.score import judge, summed
from tests.analysis.annotated import FASTER, GOLD, HERON, WILLOW, made_up, paper, relation, spoiled

predictions = st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=60)


def test_the_error_is_the_mean_gap_weighed_by_number():
    found = Calibration(binned([(0.95, True), (0.95, True), (0.95, False), (0.25, True)]), 0)
    assert [(each.low, each.number) for each in found.bins] == [(0.2, 1), (0.9, 3)]
    assert found.error == pytest.approx((3 * (0.95 - 2 / 3) + 1 * (1 - 0.25)) / 4)
    assert [each.gap for each in found.bins] == pytest.approx([0.75, 2 / 3 - 0.95])


@pytest.mark.parametrize(
    ("confidence", "low", "high"),
    [
        (0.0, 0.0, 0.1),
        (0.0999, 0.0, 0.1),
        (0.1, 0.1, 0.2),
        (0.3, 0.3, 0.4),
        (0.7, 0.7, 0.8),
        (0.999, 0.9, 1.0),
        (1.0, 0.9, 1.0),
    ],
)
def test_bins_of_equal_width(confidence, low, high):
    assert binned([(confidence, True)]) == (Bin(low, high, 1, confidence, 1.0),)


def test_the_number_of_bins_can_be_chosen():
    assert [(each.low, each.high) for each in binned([(0.2, True), (0.8, True)], 2)] == [(0.0, 0.5), (0.5, 1.0)]


def test_nothing_has_no_error():
    assert Calibration((), 3).error is None
    assert Calibration((), 3).as_dict() == {"error": None, "number": 0, "unstated": 3, "bins": []}


def test_what_is_sure_and_wrong_has_the_largest_error():
    assert Calibration(binned([(1.0, False)] * 4), 0).error == 1.0
    assert Calibration(binned([(1.0, True), (0.0, False)]), 0).error == 0.0


def test_confidence_that_is_honest_has_a_small_error():
    dice = random.Random(3)
    honest = [(share, dice.random() < share) for share in (dice.random() for _ in range(20_000))]
    boastful = [(min(1.0, share + 0.3), right) for share, right in honest]
    assert Calibration(binned(honest), 0).error < 0.02
    assert 0.2 < Calibration(binned(boastful), 0).error < 0.3


@given(predictions)
def test_the_error_is_a_share_and_no_prediction_is_lost(given_):
    found = Calibration(binned(given_), 0)
    assert found.number == len(given_)
    assert (found.error is None) == (not given_)
    assert 0 <= (found.error or 0) <= 1
    for each in found.bins:
        assert each.low - 1e-9 <= each.confidence <= each.high + 1e-9
        assert 0 <= each.right <= 1


# Of papers


def test_predictions_are_right_or_wrong_as_the_scorer_has_it():
    found = paper(
        [
            HERON | {"score": 0.9, "role_confidence": 0.6},
            WILLOW | {"type": "Task", "score": 0.4, "role_confidence": None},
        ],
        [
            FASTER | {"confidence": 0.8},
            FASTER | {"confidence": 0.1},
            relation("Willow", "uses", "Heron", confidence=0.3),
        ],
    )
    papers = judge([GOLD], [found])
    rows = {name: [(each.confidence, each.right) for each in calibration(papers, name).bins] for name in CONFIDENT}
    assert rows == {"typed": [(0.4, 0.0), (0.9, 1.0)], "role": [(0.6, 1.0)], "relation": [(0.3, 0.0), (0.8, 1.0)]}
    assert calibration(papers, "role").unstated == 1


def test_what_counts_neither_way_is_left_out():
    found = paper([concept | {"score": 0.5} for concept in GOLD["concepts"]])
    assert calibration(judge([GOLD], [found]), "typed").number == 2, "the third one is optional"


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("measure", CONFIDENT)
def test_every_false_alarm_is_in_a_bin_or_states_no_confidence(seed, measure):
    gold = made_up(30, seed)
    papers = judge(gold, spoiled(gold, seed))
    found, tally = calibration(papers, measure), summed(papers).measures[measure]
    right = sum(each.number * each.right for each in found.bins)
    assert found.number - right <= tally.alarm + 1e-9
    assert found.number + found.unstated == sum(1 for one in papers for _ in one.verdicts(measure))
    assert found.number > 0 < found.unstated


def test_the_table_is_plain_values():
    papers = judge([GOLD], [paper([HERON | {"score": 2 / 3}])])
    assert calibration(papers, "typed").as_dict() == {
        "error": 0.3333,
        "number": 1,
        "unstated": 0,
        "bins": [{"low": 0.6, "high": 0.7, "number": 1, "confidence": 0.6667, "right": 1.0, "gap": 0.3333}],
    }
