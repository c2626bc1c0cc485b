"""What a threshold keeps."""

import pytest

from kg.analysis.score import judge, score
from kg.analysis.score_curve import THRESHOLDS, confident, curve
from tests.analysis.annotated import FASTER, GOLD, HERON, WILLOW, made_up, paper, relation, spoiled

FALSE = relation("Willow", "uses", "Heron", confidence=0.3)
FOUND = paper([HERON | {"score": 0.9}, WILLOW | {"score": 0.5}], [FASTER | {"confidence": 0.8}, FALSE])


def test_a_higher_threshold_trades_recall_for_precision():
    points = {
        point.threshold: (
            point.measures["relation"].precision,
            point.measures["relation"].recall,
            point.measures["typed"].recall,
        )
        for point in curve(judge([GOLD], [FOUND]))
    }
    assert tuple(points) == THRESHOLDS == (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
    assert points[0.0] == points[0.3] == (0.5, 1.0, 1.0)
    assert points[0.4] == points[0.5] == (1.0, 1.0, 1.0)
    assert points[0.8] == (1.0, 1.0, 0.5)
    assert points[0.9] == (0.0, 0.0, 0.5)


@pytest.mark.parametrize("seed", range(5))
def test_each_point_is_the_score_of_what_is_kept(seed):
    gold = made_up(25, seed)
    found = spoiled(gold, seed)
    for point in curve(judge(gold, found), (0.0, 0.35, 0.9)):
        measures = score(gold, confident(found, point.threshold)).measures
        assert {name: point.measures[name] for name in ("relation", "quantity")} == {
            name: measures[name] for name in ("relation", "quantity")
        }
        concepts = [
            one
            | {
                "concepts": [
                    each for each in one["concepts"] if (each["score"] or 0) >= point.threshold or each["score"] is None
                ]
            }
            for one in found
        ]
        assert point.measures["typed"] == score(gold, concepts).measures["typed"]


@pytest.mark.parametrize("seed", range(5))
def test_the_lowest_threshold_keeps_everything(seed):
    gold = made_up(25, seed)
    papers = judge(gold, spoiled(gold, seed))
    (point,) = curve(papers, (0.0,))
    measures = score(gold, spoiled(gold, seed)).measures
    assert point.measures == {name: measures[name] for name in ("typed", "relation", "quantity")}


def test_hits_only_fall():
    gold = made_up(25)
    hits = [point.measures["relation"].hit for point in curve(judge(gold, spoiled(gold, 0)))]
    assert hits == sorted(hits, reverse=True)
    assert hits[0] > hits[-1] > 0, "those that state no confidence stay"


def test_only_relations_that_are_unsure_go():
    rows = [{"s": "a", "p": "uses", "confidence": value} for value in (0.2, 0.5, 1, None, "high")]
    kept = confident([{"concepts": [{"name": "a", "score": 0.1}], "relations": [*rows, {"s": "b", "p": "uses"}]}], 0.5)
    assert kept[0]["concepts"] == [{"name": "a", "score": 0.1}]
    assert [row.get("confidence", "none") for row in kept[0]["relations"]] == [0.5, 1, None, "high", "none"]


def test_a_paper_that_is_not_predicted_is_missed_at_each_threshold():
    for point in curve(judge([GOLD], [])):
        assert point.measures["relation"].row() == {
            "precision": 0.0, "recall": 0.0, "f1": 0.0, "hit": 0, "miss": 1, "alarm": 0,
        }  # fmt: skip


def test_a_point_as_plain_values():
    (point,) = curve(judge([GOLD], [FOUND]), (0.4,))
    values = point.as_dict()
    assert list(values) == ["threshold", "typed", "relation", "quantity"]
    assert values["relation"]["f1"] == 1.0
