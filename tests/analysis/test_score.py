"""Scores: hand-made cases, and the same numbers as the reference scorer on whole files."""

import json
import random
import runpy
from pathlib import Path

import pytest

from kg.analysis.score import MEASURES, Tally, load_gold, load_predicted, score, score_each
from kg.analysis.score_marks import Mistake
from kg.errors import SourceError

SENTENCE = "Heron is 1.7x faster than Willow on one GPU."


def concept(name, type_="Technique", role="uses", *, required=True, **more):
    return {"name": name, "type": type_, "role": role, "required": required, "mentions": [name], **more}


def relation(s, p, o, *, required=True, evidence=SENTENCE, **more):
    return {"s": s, "p": p, "o": o, "required": required, "evidence": evidence, **more}


def paper(concepts=(), relations=(), **more):
    return {
        "id": "p1",
        "title": "A title",
        "abstract": SENTENCE,
        "concepts": [*concepts],
        "relations": [*relations],
    } | more


HERON = concept("Heron", role="introduces")
WILLOW = concept("Willow", role="comparesWith")
FASTER = relation("Heron", "outperforms", "Willow", metric="speed", value="1.7", unit="x")
GOLD = paper([HERON, WILLOW, concept("GPU", "Hardware", "runsOn", required=False)], [FASTER])


def counts(result, name):
    tally = result.measures[name]
    return tally.hit, tally.miss, tally.alarm


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
    kinds = [kind for kind, _, _ in result.mistakes]
    assert kinds == [Mistake.MISSED_CONCEPT] * 2 + [Mistake.MISSED_RELATION, Mistake.MISSED_QUANTITY]


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
    assert mistake is None or mistake in {kind for kind, _, _ in result.mistakes}


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
    assert [kind for kind, _, _ in result.mistakes] == ([mistake] if mistake else [])


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
    other = paper(id="p2", title="Another")
    each = score_each([GOLD, other], [GOLD])
    assert list(each) == ["p1", "p2"]
    assert each["p1"].measures["concept"].f1 == 1.0
    assert each["p2"].missing == ("p2",)


def test_rates_of_nothing_are_zero():
    assert (Tally().precision, Tally().recall, Tally().f1) == (0.0, 0.0, 0.0)
    assert Tally(1, 1, 0).row() == {"precision": 1.0, "recall": 0.5, "f1": 0.6667, "hit": 1, "miss": 1, "alarm": 0}


# Files


def write(path, *records):
    path.write_text("\n".join(json.dumps(record) for record in records) + "\n", encoding="utf-8")
    return path


def test_files_are_read(tmp_path):
    assert load_gold(write(tmp_path / "gold.jsonl", GOLD)) == [GOLD]
    assert load_predicted(write(tmp_path / "found.jsonl", {"concepts": [], "relations": []})) == [
        {"concepts": [], "relations": []}
    ]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        pytest.param("\n{", 2, "no JSON", id="no JSON"),
        pytest.param("[1]", 1, "no JSON object", id="no object"),
        pytest.param('{"title": "t"}', 1, "the paper has no id", id="no id"),
        pytest.param('{"id": "i", "title": "t", "relations": []}', 1, "no list of concepts", id="no concepts"),
        pytest.param(
            '{"id": "i", "title": "t", "concepts": [3], "relations": []}', 1, "one of the concepts has no name", id="3"
        ),
        pytest.param(
            json.dumps(paper([concept(None)])), 1, "one of the concepts has no name", id="a name that is no text"
        ),
        pytest.param(
            json.dumps(paper([], [{"s": "a", "p": "uses", "evidence": "e"}])), 1, "relations has no required", id="rule"
        ),
    ],
)
def test_a_broken_gold_file_is_refused(tmp_path, text, line, message):
    file = tmp_path / "gold.jsonl"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match=message) as caught:
        load_gold(file)
    assert caught.value.line == line


def test_files_that_cannot_be_read(tmp_path):
    with pytest.raises(SourceError, match="No such file"):
        load_predicted(tmp_path / "none")
    (tmp_path / "latin").write_bytes(b"\xe9")
    with pytest.raises(SourceError, match="UTF-8"):
        load_predicted(tmp_path / "latin")


# The reference


def spoiled_concept(dice, concept):
    changes = {}
    if dice.random() < 0.2:
        changes["type"] = dice.choice(["Model", "Task", None])
    if dice.random() < 0.2:
        changes["role"] = dice.choice(["uses", "introduces"])
    if dice.random() < 0.2:
        changes |= {"name": dice.choice([*concept["mentions"], "nothing of the kind"]), "mentions": []}
    return concept | changes


def spoiled_relation(dice, relation, names):
    changes = {}
    if dice.random() < 0.3:
        changes["o"] = dice.choice([*names, "@baseline", None, "unheard of"])
    if dice.random() < 0.2:
        changes["s"] = dice.choice([*names, "@paper"])
    if dice.random() < 0.3:
        changes["value"] = dice.choice(["3", None, "41-137", "many"])
    if dice.random() < 0.2:
        changes["metric"] = dice.choice(["speed", None])
    if dice.random() < 0.1:
        changes["evidence"] = "made up"
    return relation | changes


def some(dice, items):
    """Most of the items, some of them twice."""
    kept = [item for item in items if dice.random() < 0.8]
    return kept + [dict(item) for item in kept if dice.random() < 0.2]


def spoiled(papers, seed):
    """Papers with names, types, roles, ends and figures changed, dropped and doubled at random."""
    dice = random.Random(seed)
    found = []
    for one in papers:
        names = [each["name"] for each in one["concepts"]]
        concepts = some(dice, [spoiled_concept(dice, each) for each in one["concepts"]])
        relations = some(dice, [spoiled_relation(dice, each, names) for each in one["relations"]])
        title = "unknown" if dice.random() < 0.1 else one["title"]
        found.append(one | {"title": title, "concepts": concepts, "relations": relations})
    return [one for one in found if dice.random() < 0.95]


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
    ours = {str(kind): [(one, what) for k, one, what in result.mistakes if k is kind] for kind in Mistake}
    assert ours == mistakes
    assert [kind for kind, rows in mistakes.items() if not rows] == []
