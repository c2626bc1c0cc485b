"""Everything about one run, put together."""

import json

import pytest

from kg.analysis.intervals import intervals
from kg.analysis.score import MEASURES, Tally, judge, summed
from kg.analysis.score_report import BREAKDOWNS, report
from tests.analysis.annotated import GOLD, made_up, paper, spoiled

GOLDS = [one | {"venue": "ACL" if place % 2 else "ICML"} for place, one in enumerate(made_up(12))]
FOUND = spoiled(GOLDS, 0)
PAPERS = judge(GOLDS, FOUND)


def test_what_is_always_there():
    result = report(PAPERS)
    assert result.score == summed(PAPERS)
    assert list(result.intervals.values()) == intervals([one.counts() for one in PAPERS])
    assert set(result.calibrations) == {"typed", "role", "relation"}
    assert (result.groups, result.rules, result.points, result.against) == ({}, {}, (), None)


def test_the_plain_values_begin_with_those_of_the_score():
    values = report(PAPERS).as_dict()
    assert {name: values[name] for name in summed(PAPERS).as_dict()} == summed(PAPERS).as_dict()
    assert list(values)[-2:] == ["intervals", "calibration"]
    assert set(values["intervals"]) == set(MEASURES)
    low, high = values["intervals"]["typed"]["f1"]
    assert low < values["typed"]["f1"] < high
    assert json.loads(json.dumps(values)) == values


def test_without_draws_there_are_no_intervals():
    assert report(PAPERS, resamples=0).as_dict()["intervals"] == {}
    assert report(()).as_dict()["intervals"] == {}


@pytest.mark.parametrize("name", BREAKDOWNS)
def test_every_breakdown_has_its_values(name):
    values = report(PAPERS, by=[name], resamples=0).as_dict()
    assert values[f"by_{name}"]


def test_breakdowns_by_groups_and_by_rules():
    values = report(PAPERS, by=["venue", "paper", "rule", "how"], resamples=0).as_dict()
    assert {name: one["papers"] for name, one in values["by_venue"].items()} == {"ACL": 6, "ICML": 6}
    assert list(values["by_paper"]) == [one["id"] for one in GOLDS]
    assert set(values["by_rule"]) == {"x", "y", "unknown"}
    assert set(values["by_how"]) == {"a", "b"}
    assert set(values["by_rule"]["x"]) == {"precision", "right", "false"}
    assert sum(row["false"] for row in values["by_rule"].values()) == values["relation"]["alarm"]
    assert sum(row["right"] for row in values["by_how"].values()) == values["typed"]["hit"]


def test_rules_carry_tallies():
    found = paper(GOLD["concepts"], [GOLD["relations"][0] | {"rule": "words.than"}])
    assert report(judge([GOLD], [found]), by=["rule"]).rules == {"rule": {"words.than": Tally(hit=1)}}


def test_the_curve_tells_how_far_it_is():
    told = []
    result = report(PAPERS, with_curve=True, resamples=0, progress=lambda *row: told.append(row))
    assert told == [("trying thresholds", step, 10) for step in range(1, 11)]
    assert [row["threshold"] for row in result.as_dict()["curve"]] == [step / 10 for step in range(10)]
    assert len(report(PAPERS, with_curve=True, resamples=0).points) == 10


def test_another_run_is_compared():
    values = report(PAPERS, others=judge(GOLDS, GOLDS), resamples=50).as_dict()["against"]
    assert values["measures"]["concept"]["other"] == 1.0
    assert values["measures"]["concept"]["not_better"] == 1.0
    assert values["papers"]
