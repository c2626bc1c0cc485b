"""Scores: hand-made cases, and the same numbers as the reference scorer on whole files."""

import runpy
from pathlib import Path

import pytest

from kg.analysis.score import MEASURES, Tally, by_rule, judge, score, summed, summed_by
from kg.analysis.score_files import load_gold
from kg.analysis.score_marks import Mistake
from tests.analysis.annotated import (
    FASTER,
    GOLD,
    HERON,
    WILLOW,
    concept,
    counts,
    made_up,
    paper,
    relation,
    spoiled,
)


def kinds(result):
    return [note.mistake for _, note in result.mistakes]


def test_a_perfect_prediction_has_no_mistake():
    result = score([GOLD], [GOLD])
    assert {name: result.measures[name].f1 for name in MEASURES} == dict.fromkeys(MEASURES, 1.0)
    assert result.mistakes == ()
    assert (result.metric, result.evidence, result.papers, result.missing) == (1.0, 1.0, 1, ())


def test_a_paper_that_is_not_predicted_is_missed():
    result = score([GOLD], [])
    assert result.missing == ("p1",)
    assert counts(result, "concept") == (0, 2, 0)
    assert counts(result, "relation") == (0, 1, 0)
    assert counts(result, "quantity") == (0, 1, 0)
    assert (result.metric, result.evidence) == (None, None)
    assert kinds(result) == [Mistake.MISSED_CONCEPT] * 2 + [Mistake.MISSED_RELATION, Mistake.MISSED_QUANTITY]


def test_a_paper_is_told_by_title_or_by_id():
    assert score([GOLD], [GOLD | {"id": "other", "title": "a {TITLE}"}]).missing == ()
    assert score([GOLD], [GOLD | {"title": "Something else"}]).missing == ()
    assert score([GOLD], [GOLD | {"id": None, "title": None}]).missing == ("p1",)


@pytest.mark.parametrize(
    ("found", "expected", "mistake"),
    [
        pytest.param([concept("herons")], (1, 0, 0), None, id="plural and case do not count"),
        pytest.param([concept("bird", mentions=["Heron"])], (1, 0, 0), None, id="a mention is enough"),
        pytest.param([concept("Stork")], (0, 1, 1), Mistake.FALSE_CONCEPT, id="false alarm"),
        pytest.param(
            [concept("Heron"), concept("H", mentions=["Heron"])], (1, 0, 1), Mistake.SECOND_NODE, id="second node"
        ),
        pytest.param([concept("optional")], (0, 1, 0), None, id="optional counts neither way"),
    ],
)
def test_concepts(found, expected, mistake):
    gold = paper([HERON, concept("optional", required=False)])
    result = score([gold], [paper(found)])
    assert counts(result, "concept") == expected
    assert mistake is None or mistake in kinds(result)


@pytest.mark.parametrize(
    ("found", "typed", "role", "mistake"),
    [
        pytest.param(concept("Heron", "Technique", "introduces"), (1, 0, 0), (1, 0, 0), None, id="right"),
        pytest.param(concept("Heron", "Model", "introduces"), (1, 0, 0), (1, 0, 0), None, id="other allowed type"),
        pytest.param(concept("Heron", "Task", "introduces"), (0, 1, 1), (0, 1, 1), Mistake.WRONG_TYPE, id="wrong type"),
        pytest.param(concept("Heron", "Model", "uses"), (1, 0, 0), (0, 1, 1), Mistake.WRONG_ROLE, id="wrong role"),
    ],
)
def test_types_and_roles(found, typed, role, mistake):
    result = score([paper([HERON | {"alt_types": ["Model"]}])], [paper([found])])
    assert (counts(result, "typed"), counts(result, "role")) == (typed, role)
    assert kinds(result) == ([mistake] if mistake else [])


def test_a_wrong_type_is_missed_in_one_type_and_false_in_the_other():
    result = score([paper([HERON])], [paper([concept("Heron", "Task", "introduces")])])
    assert result.by_type == {"Task": Tally(alarm=1), "Technique": Tally(miss=1)}


@pytest.mark.parametrize(
    ("found", "relation_counts"),
    [
        pytest.param(relation("Heron", "outperforms", "Willow"), (1, 0, 0), id="the same"),
        pytest.param(relation("@paper", "outperforms", "Willow"), (1, 0, 0), id="the paper is what it introduces"),
        pytest.param(relation("Willow", "outperforms", "Heron"), (0, 1, 1), id="the other way round"),
        pytest.param(relation("Heron", "comparableTo", "Willow"), (0, 1, 1), id="another predicate"),
        pytest.param(relation("Heron", "outperforms", None), (0, 1, 1), id="no object is a baseline"),
        pytest.param(relation("@paper", "comparesWith", "Willow"), (0, 1, 0), id="only repeats the role"),
        pytest.param(relation("Stork", "outperforms", "Willow"), (0, 1, 1), id="an end that nobody annotated"),
    ],
)
def test_relations(found, relation_counts):
    assert counts(score([GOLD], [paper(GOLD["concepts"], [found])]), "relation") == relation_counts


def test_a_baseline_needs_no_name():
    gold = paper([HERON], [relation("Heron", "outperforms", "@baseline")])
    assert counts(score([gold], [paper([HERON], [relation("Heron", "outperforms", "")])]), "relation") == (1, 0, 0)


def test_relations_that_differ_in_the_figure_alone_count_once():
    two = [FASTER, FASTER | {"value": "2.0"}]
    result = score([paper([HERON, WILLOW], two)], [paper([HERON, WILLOW], [FASTER, FASTER])])
    assert counts(result, "relation") == (1, 0, 0)
    assert counts(result, "quantity") == (1, 1, 0)


@pytest.mark.parametrize(
    ("more", "expected", "metric"),
    [
        pytest.param({"value": "1.7", "metric": "speeds"}, (1, 0, 0), 1.0, id="same value, same metric"),
        pytest.param({"value": "1.70x", "metric": "energy"}, (1, 0, 0), 0.0, id="same number, other metric"),
        pytest.param({"value": "1.8", "metric": "speed"}, (0, 1, 1), None, id="other value"),
        pytest.param({"value": None}, (0, 1, 0), None, id="no value"),
        pytest.param({"value": "many"}, (0, 1, 0), None, id="a value without a number"),
    ],
)
def test_quantities(more, expected, metric):
    found = paper(GOLD["concepts"], [relation("Heron", "outperforms", "Willow") | more])
    result = score([GOLD], [found])
    assert counts(result, "quantity") == expected
    assert result.metric == metric


def test_evidence_that_is_not_in_the_text():
    found = paper(GOLD["concepts"], [FASTER, FASTER | {"evidence": "Made up."}, FASTER | {"evidence": ""}])
    assert score([GOLD], [found]).evidence == 0.5
    assert score([GOLD | {"abstract": ""}], [found]).evidence is None


def test_each_paper_alone():
    judged = judge([GOLD, paper(id="p2", title="Another")], [GOLD])
    assert [one.id for one in judged] == ["p1", "p2"]
    assert judged[0].counts() == [(2, 0, 0)] * 3 + [(1, 0, 0)] * 2
    assert judged[1].counts() == [(0, 0, 0)] * 5
    assert summed([judged[0]]).measures["concept"].f1 == 1.0
    assert summed([judged[1]]).missing == ("p2",)


# Breaking down


@pytest.mark.parametrize("seed", range(6))
def test_the_papers_sum_up_to_the_score(seed):
    gold = made_up(40, seed)
    judged = judge(gold, spoiled(gold, seed))
    sums = [
        [sum(column) for column in zip(*rows, strict=True)]
        for rows in zip(*(one.counts() for one in judged), strict=True)
    ]
    result = summed(judged)
    assert sums == [list(counts(result, name)) for name in MEASURES]
    assert min(map(min, sums)) > 0


@pytest.mark.parametrize("seed", range(6))
def test_groups_sum_up_to_the_score(seed):
    gold = [one | {"venue": f"venue {place % 3}"} for place, one in enumerate(made_up(20, seed))]
    judged = judge(gold, spoiled(gold, seed))
    groups = summed_by(judged, "venue")
    for name in MEASURES:
        columns = zip(*(counts(group, name) for group in groups.values()), strict=True)
        assert tuple(map(sum, columns)) == counts(summed(judged), name)


def test_groups_come_from_the_annotation_then_the_extraction_else_are_unknown():
    gold = [paper(id=name, title=f"On {name}") for name in "abcd"]
    gold[0]["venue"] = "ICML"
    found = [gold[0] | {"venue": "other"}, gold[1] | {"venue": ["ACL", "EMNLP"]}, gold[2] | {"venue": ""}]
    groups = summed_by(judge(gold, found), "venue")
    assert {name: group.papers for name, group in groups.items()} == {"unknown": 2, "ACL, EMNLP": 1, "ICML": 1}
    assert next(iter(groups)) == "unknown", "the largest first"


def test_rules_are_right_or_false_and_never_missed():
    found = paper(
        GOLD["concepts"],
        [FASTER | {"rule": "words.than"}, relation("Willow", "uses", "Heron", rule="pair.uses"), FASTER],
    )
    assert by_rule(judge([GOLD], [found]), "relation") == {"pair.uses": Tally(alarm=1), "words.than": Tally(hit=1)}
    assert by_rule(judge([GOLD], [GOLD]), "typed") == {"unknown": Tally(hit=2)}
    assert by_rule(judge([GOLD], []), "relation") == {}


@pytest.mark.parametrize("seed", range(12))
def test_verdicts_are_what_the_scorer_counts(seed):
    """Each false alarm is a verdict; so is each hit, but relations that say the same as one another are one."""
    gold = made_up(30, seed)
    for one in judge(gold, spoiled(gold, seed)):
        tallies = summed([one]).measures
        for name in ("typed", "role", "relation"):
            right = [verdict.right for verdict in one.verdicts(name)]
            assert right.count(False) == tallies[name].alarm
            if name == "relation":
                assert bool(right.count(True)) == bool(tallies[name].hit)
            else:
                assert right.count(True) == tallies[name].hit


def test_rates_of_nothing_are_zero():
    assert (Tally().precision, Tally().recall, Tally().f1) == (0.0, 0.0, 0.0)
    assert Tally(1, 1, 0).row() == {"precision": 1.0, "recall": 0.5, "f1": 0.6667, "hit": 1, "miss": 1, "alarm": 0}


# The reference


@pytest.mark.parametrize("file", ["dev.jsonl", "train.jsonl"])
@pytest.mark.parametrize("seed", range(4))
def test_the_numbers_are_those_of_the_reference(shared: Path, file, seed):
    reference = runpy.run_path(str(shared / "gold" / "score.py"))
    gold = load_gold(shared / "gold" / file)[:150]
    found = spoiled(gold, seed)
    mistakes = {str(kind): [] for kind in Mistake}
    expected = reference["score"](gold, found, mistakes)
    result = score(gold, found)
    assert result.as_dict() == expected | {
        "by_type": {str(name): row for name, row in expected["by_type"].items()},
        "by_predicate": {str(name): row for name, row in expected["by_predicate"].items()},
    }
    ours = {str(kind): [] for kind in Mistake}
    for one, note in result.mistakes:
        evidence = "".join(note.forms)[:160]
        told = f"{note.what}: {evidence}" if note.mistake.value.endswith(" relation") else note.what
        ours[note.mistake].append((one.id, told))
    assert ours == mistakes
    assert [kind for kind, rows in mistakes.items() if not rows] == []


@pytest.mark.parametrize("seed", range(8))
def test_the_numbers_of_groups_of_papers_are_those_of_the_reference(shared: Path, seed):
    reference = runpy.run_path(str(shared / "gold" / "score.py"))["score"]
    gold = made_up(12, seed)
    found = spoiled(gold, seed)
    for one in judge(gold, found):
        expected = reference([one.gold], found)
        assert {name: summed([one]).as_dict()[name] for name in MEASURES} == {name: expected[name] for name in MEASURES}
