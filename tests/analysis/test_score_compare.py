"""Two runs over the same papers."""

import pytest

from kg.analysis.intervals import Interval
from kg.analysis.score import MEASURES, judge, summed
from kg.analysis.score_compare import compare
from tests.analysis.annotated import GOLD, HERON, made_up, paper, relation, spoiled

OTHER = paper(GOLD["concepts"], [*GOLD["relations"], relation("Willow", "uses", "Heron")])


def test_a_run_does_not_differ_from_itself():
    papers = judge([GOLD], [GOLD])
    result = compare(papers, papers, resamples=20)
    assert list(result.measures) == list(MEASURES)
    for each in result.measures.values():
        assert (each.f1, each.other, each.gain) == (1.0, 1.0, 0.0)
        assert (each.interval, each.not_better) == (Interval(0.0, 0.0), 1.0)
    assert result.papers == ()


def test_a_run_that_makes_a_mistake_less():
    result = compare(judge([GOLD], [GOLD]), judge([GOLD], [OTHER]), resamples=20)
    assert result.measures["relation"].gain == pytest.approx(1 / 3)
    assert result.measures["relation"].not_better == 0.0
    assert [(each.paper, each.mistakes["relation"], each.size) for each in result.papers] == [("p1", -1, 1)]


def test_the_papers_that_changed_most_come_first():
    gold = [paper([HERON], id=name, title=f"On {name}") for name in "abc"]
    worse = [gold[0], paper([HERON | {"role": "uses"}], id="b", title="On b")]
    result = compare(judge(gold, worse), judge(gold, gold), resamples=0)
    assert [(each.paper, dict(each.mistakes)) for each in result.papers] == [
        ("c", {"concept": 1, "typed": 1, "role": 1, "relation": 0, "quantity": 0}),
        ("b", {"concept": 0, "typed": 0, "role": 2, "relation": 0, "quantity": 0}),
    ]
    assert {(each.interval, each.not_better) for each in result.measures.values()} == {(None, None)}


@pytest.mark.parametrize("seed", range(4))
def test_the_changes_of_the_papers_sum_up_to_that_of_the_score(seed):
    gold = made_up(30, seed)
    ours, theirs = judge(gold, spoiled(gold, seed)), judge(gold, spoiled(gold, seed + 100))
    result = compare(ours, theirs, resamples=200)
    for name in MEASURES:
        mine, other = summed(ours).measures[name], summed(theirs).measures[name]
        assert sum(each.mistakes[name] for each in result.papers) == mine.miss + mine.alarm - other.miss - other.alarm
        each = result.measures[name]
        assert (each.f1, each.other) == (mine.f1, other.f1)
        assert each.interval.low <= each.gain <= each.interval.high


def test_plain_values():
    values = compare(judge([GOLD], [GOLD]), judge([GOLD], [OTHER]), resamples=10).as_dict()
    assert values["measures"]["relation"] == {
        "f1": 1.0,
        "other": 0.6667,
        "difference": 0.3333,
        "interval": [0.3333, 0.3333],
        "not_better": 0.0,
    }
    assert values["papers"] == [
        {"paper": "p1", "mistakes": {"concept": 0, "typed": 0, "role": 0, "relation": -1, "quantity": 0}}
    ]
    bare = compare(judge([GOLD], [GOLD]), judge([GOLD], [OTHER]), resamples=0).as_dict()
    assert (bare["measures"]["relation"]["interval"], bare["measures"]["relation"]["not_better"]) == (None, None)
