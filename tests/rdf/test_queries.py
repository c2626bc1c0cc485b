"""Each named query on three papers, with answers that were worked out by hand."""

import pytest

from kg.cli.query import short
from kg.rdf.named import named_queries
from kg.rdf.quality import encode
from kg.rdf.shapes import validate
from kg.rdf.store import Store
from tests.rdf.birds import CATALOGUE, EXTRACTIONS
from tests.rdf.measured import RECORD

BEATS = "Heron beats Egret by 2.5x in latency on Pond-1k with one A100."
BACK = "Egret beats Heron by 12-15x in latency."
REACHES = "It reaches an accuracy of 81.50% there."
TWO = "Heron reaches a top-1 accuracy of 79.0% and an accuracy of 77% on Pond-1k."
BUILDS = "Heron builds on Egret and uses it."
RUNS = "Egret runs on a T4 at 13 W within 3 GB."
GOOD = "Egret is as good as Stork, which is trained on Reeds."
USES = "We present Crane, which uses Heron on a GPU."
H, E, C = "Heron: quick nests", "Egret: the other bird", "Crane: a model"


@pytest.fixture(scope="module")
def store():
    with Store(ontology=CATALOGUE) as opened:
        opened.replace_all(EXTRACTIONS)
        opened.state_quality(encode(RECORD, RECORD.reading))
        yield opened


def rows(answer, columns=None):
    """The rows of an answer as the command line prints them; unbound is empty."""
    names = [variable.value for variable in answer.variables]
    wanted = columns.split() if columns else names
    return [
        " | ".join("" if row[name] is None else short(row[name].value) for name in wanted) for row in answer
    ]  # fmt: skip


# name, parameters, columns, rows
ANSWERS = [
    ("appears-with", {"concept": "Heron"}, "name papers other", ["Egret | 2 | technique:egret"]),
    ("appears-with", {"concept": "T4", "type": "model"}, "name papers", ["Crane | 1", "Stork | 1"]),
    ("appears-with", {"concept": "T4", "type": "model", "limit": 1}, "name papers", ["Crane | 1"]),
    ("best-per-metric", {"dataset": "pond 1k"}, "metric better value unit thing sentence", [
        f"accuracy | higher | 81.50 | % | Heron | {REACHES}", f"top-1 accuracy | higher | 79.0 | % | Heron | {TWO}",
    ]),
    ("built-on", {}, "thing origin confidence", ["Heron | Egret | 0.6"]),
    ("built-on", {"concept": "Egret"}, "thing origin", ["Heron | Egret"]),
    ("built-on", {"concept": "Crane"}, "thing origin", []),
    ("claims-about", {"concept": "Stork"}, "subject predicate object doubt issued sentence", [
        f"Egret | kg:comparableTo | Stork |  | 2024-06 | {GOOD}",
        "Heron | kg:outperforms | Stork | may | 2024-05-10 | It may beat Stork.",
        f"Stork | kg:trainedOn | Reeds |  | 2024-06 | {GOOD}",
    ]),
    ("claims-about", {"concept": "Stork", "since": "2024-06"}, "predicate", ["kg:comparableTo", "kg:trainedOn"]),
    ("claims-about", {"concept": "Heron", "predicate": "outperforms", "since": "2024-06-01"}, "predicate", []),
    ("claims-about", {"concept": "Heron", "predicate": "achieves"}, "object value unit confidence", [
        "accuracy | 81.50 | % | 0.9", "top-1 accuracy | 79.0 | % | 0.8", "accuracy | 77 | % | 0.75",
    ]),
    ("claims-by-month", {"concept": "Heron", "predicate": "uses"}, None, ["2023 | kg:uses | 2 | 1"]),
    ("claims-by-month", {"concept": "A100"}, None, ["2024-05 | kg:runsOn | 2 | 1"]),
    ("claims-of-paper", {"paper": "crane"}, "subject predicate object", [
        f"{C} | kg:introduces | Crane", "Crane | kg:uses | Heron", f"{C} | kg:uses | Heron", f"{C} | kg:runsOn | GPU",
        "Crane | kg:evaluatedOn | Reeds",
    ]),
    ("claims-of-paper", {"paper": E, "limit": 3}, "predicate value unit metric data doubt", [
        "kg:introduces |  |  |  |  | ", "kg:comparesWith |  |  |  |  | ", "kg:outperforms | 12-15 | x | latency |  | ",
    ]),
    ("compared-with", {"system": "Heron"}, "other relation papers example", [
        f"Egret | beats it | 1 | {E}", f"Egret | is beaten by it | 1 | {H}", f"Egret | its paper compares with it | 1 | {E}",
    ]),
    ("compared-with", {"system": "Stork"}, "other relation", ["Egret | does as well"]),
    ("compared-with", {"system": "Egret"}, "other relation", [
        "Heron | beats it", "Heron | is a rival in its own paper", "Heron | is beaten by it", "Stork | does as well",
    ]),
    ("comparisons-by-dataset", {"dataset": "Pond-1k"}, "data winner relation loser value sentence", [
        f"Pond-1k | Heron | kg:outperforms | Egret | 2.5 | {BEATS}",
    ]),
    ("comparisons-by-dataset", {"dataset": "Reeds"}, "winner", []),
    ("concept-types", {}, None, [
        "kg:Hardware | 3 | 3", "kg:Metric | 3 | 2", "kg:Dataset | 2 | 3", "kg:Model | 2 | 3", "kg:Technique | 2 | 3",
        "kg:Task | 1 | 1",
    ]),
    ("concepts-by-use", {}, "name papers", ["Heron | 3", "Egret | 2"]),
    ("concepts-by-use", {"type": "Dataset", "about": "GPU"}, "name papers", ["Reeds | 1"]),
    ("conflicting-figures", {"dataset": "Pond-1k"}, "thing metric value paper other_value other_paper unit", [
        f"Heron | accuracy | 77 | {E} | 81.50 | {H} | %",
    ]),
    ("conflicts", {}, "a b says metric paper against against_paper", [
        f"Egret | Heron | {BACK} | latency | {E} | {BEATS} | {H}",
    ]),
    ("conflicts", {"about": "Heron"}, "a b", ["Egret | Heron"]),
    ("conflicts", {"about": "Crane"}, "a b", []),
    ("energy-claims", {}, "metric value unit thing sentence", [f"power | 13 | W | Egret | {RUNS}"]),
    ("energy-claims", {"about": "Heron"}, "metric", []),
    ("evaluated-on", {}, "data papers", ["Pond-1k | 1"]),
    ("evaluated-on", {"about": "GPU"}, None, []),
    ("evaluations-of", {"system": "Heron"}, "on type papers example", [f"Pond-1k | kg:Dataset | 2 | {E}"]),
    ("evaluations-of", {"system": "Crane"}, "on papers", ["Reeds | 1"]),
    ("evidence", {"subject": "Heron", "object": "Egret"}, "predicate sentence start end value rule", [
        f"kg:basedOn | {BUILDS} | 152 | 186 |  | hand", f"kg:outperforms | {BEATS} | 49 | 111 | 2.5 | hand",
    ]),
    ("evidence", {"subject": "Egret", "object": "Crane"}, "predicate doubt", ["kg:outperforms | denied"]),
    ("evidence", {"subject": "Heron", "object": "Egret", "predicate": "uses"}, "doubt", []),
    ("figures-above", {"metric": "accuracy", "above": 78}, "number value object", [
        "81.5 | 81.50 | accuracy", "79 | 79.0 | top-1 accuracy",
    ]),
    ("figures-above", {"metric": "latency", "above": "2.5"}, "number value", ["15 | 12-15"]),
    ("figures-above", {"metric": "accuracy", "unit": "ms"}, "number", []),
    ("figures-in-unit", {"unit": "x"}, "number value thing object data condition", [
        "15 | 12-15 | Egret | Heron |  | ", "2.5 | 2.5 | Heron | Egret | Pond-1k | with one A100",
    ]),
    ("figures-in-unit", {"unit": "x", "above": 3}, "number", ["15"]),
    ("figures-of", {"system": "Heron"}, "relation object value mode bound data condition", [
        "kg:achieves | accuracy | 81.50 | kg:Absolute | kg:Exact | Pond-1k | ",
        "kg:achieves | top-1 accuracy | 79.0 | kg:Absolute | kg:Exact | Pond-1k | ",
        "kg:achieves | accuracy | 77 | kg:Absolute | kg:Exact | Pond-1k | ",
        "kg:outperforms | Egret | 2.5 | kg:Ratio | kg:Exact | Pond-1k | with one A100",
    ]),
    ("hardware-families", {}, None, ["GPU | 3 | 3", "A100 | 1 | 1", "T4 | 1 | 1"]),
    ("hardware-families", {"about": "Egret"}, None, ["GPU | 2 | 2", "A100 | 1 | 1", "T4 | 1 | 1"]),
    ("hardware-with-techniques", {"family": "GPU", "least": 1}, None, [
        "A100 | Egret | 1", "A100 | Heron | 1", "GPU | Heron | 1", "T4 | Egret | 1", "T4 | Heron | 1",
    ]),
    ("hardware-with-techniques", {"family": "A100", "least": 1}, None, ["A100 | Egret | 1", "A100 | Heron | 1"]),
    ("hardware-with-techniques", {"family": "GPU"}, None, []),
    ("introduced-by", {"about": "Heron"}, None, [
        f"Crane | kg:Model | {C} | 2023 | 0.97", f"Egret | kg:Technique | {E} | 2024-06 | 0.92",
        f"Heron | kg:Technique | {H} | 2024-05-10 | 0.9",
    ]),
    ("introduced-by", {"type": "Model", "about": "GPU"}, "name", ["Crane"]),
    ("introduced-by", {"about": "T4"}, "name", ["Egret"]),
    ("introduces-and-builds-on", {"paper": "heron"}, "role thing name type sentence", [
        f"builds on | Heron | Egret | kg:Technique | {BUILDS}",
        "introduces | the paper | Heron | kg:Technique | We present Heron for sorting.",
        f"uses | the paper | Egret | kg:Technique | {BUILDS}",
    ]),
    ("latency-claims", {}, "metric value unit thing", ["latency | 2.5 | x | Heron", "latency | 12-15 | x | Egret"]),
    ("latency-claims", {"about": "Egret"}, "value", ["12-15"]),
    ("leaderboard", {}, "data measure thing value number unit", [
        "Pond-1k | accuracy | Heron | 81.50 | 81.5 | %", "Pond-1k | accuracy | Heron | 77 | 77 | %",
        "Pond-1k | top-1 accuracy | Heron | 79.0 | 79 | %",
    ]),
    ("leaderboard", {"dataset": "Pond-1k", "metric": "top-1 accuracy"}, "value paper", [f"79.0 | {E}"]),
    ("leaderboard", {"dataset": "Reeds"}, "value", []),
    ("memory-claims", {}, "metric value unit thing", ["room | 3 | GB | Egret"]),
    ("most-used-techniques", {"about": "Heron"}, "technique papers", ["Egret | 1", "Heron | 1"]),
    ("most-used-techniques", {"about": "A100", "role": "introduces"}, "technique papers", ["Heron | 1"]),
    ("most-used-techniques", {"about": "Heron", "limit": 1}, "technique papers", ["Egret | 1"]),
    ("names-of", {"concept": "A100"}, None, ["label | A100", "maker | NVIDIA", "year | 2020", "family | GPU"]),
    ("names-of", {"concept": "graphics processor"}, None, ["label | GPU", "other name | graphics processor"]),
    ("negated-or-hedged-claims", {"concept": "Stork"}, "subject predicate object polarity hedge", [
        "Heron | kg:outperforms | Stork | kg:Asserted | may",
    ]),
    ("negated-or-hedged-claims", {"concept": "Crane"}, "sentence", ["Egret does not beat Crane."]),
    ("new-in-month", {"month": "2024-06"}, "name", []),
    ("new-in-month", {"month": "2024-06", "type": "Metric"}, "name papers example", [f"top-1 accuracy | 1 | {E}"]),
    ("new-in-month", {"month": "2024-05"}, "name papers", ["Egret | 1"]),
    ("new-in-month", {"month": "2023"}, "name papers", ["Heron | 1"]),
    ("outperforms", {"system": "Egret"}, "winner loser metric value unit data confidence paper sentence", [
        f"Egret | Heron | latency | 12-15 | x |  | 0.7 | {E} | {BACK}",
        f"Heron | Egret | latency | 2.5 | x | Pond-1k | 0.95 | {H} | {BEATS}",
    ]),
    ("outperforms", {"system": "Egret", "above": 2.5}, "winner", ["Egret"]),
    ("outperforms", {"system": "Stork"}, "winner", []),
    ("outperforms-with-figures", {"metric": "latency"}, "winner loser value confidence", ["Heron | Egret | 2.5 | 0.95", "Egret | Heron | 12-15 | 0.7"]),
    ("outperforms-with-figures", {"metric": "accuracy"}, "winner", []),
    ("papers-naming", {"concept": "GPU"}, "title issued name role", [
        f"{E} | 2024-06 | T4 | ", f"{H} | 2024-05-10 | A100 | kg:runsOn", f"{C} | 2023 | GPU | kg:runsOn",
    ]),
    ("papers-naming", {"concept": "Heron", "since": "2024-05-10"}, "title role", [
        f"{E} | kg:comparesWith", f"{H} | kg:introduces",
    ]),
    ("papers-of-organization", {"organization": "Marsh Institute"}, "title introduces url", [
        f"{E} | Egret | https://example.org/egret", f"{H} | Heron | https://example.org/heron",
    ]),
    ("runs-on-family", {"family": "GPU"}, "thing device confidence sentence", [
        f"Egret | T4 | 0.88 | {RUNS}", f"the paper | A100 | 0.85 | {BEATS}", f"Heron | A100 | 0.8 | {BEATS}",
        f"the paper | GPU | 0.7 | {USES}",
    ]),
    ("runs-on-family", {"family": "T4"}, "thing", ["Egret"]),
    ("runs-on-hardware", {"hardware": "A100"}, None, [f"A100 | GPU | paper:heron | {H} | 0.85"]),
    ("runs-on-hardware", {"hardware": "GPU"}, "device", ["GPU"]),
    ("speedups", {}, "number winner loser bound", ["15 | Egret | Heron | kg:Range"]),
    ("speedups", {"least": "2.5"}, "number", ["15", "2.5"]),
    ("speedups", {"least": 1, "metric": "accuracy"}, "number", []),
    ("task-solvers", {"task": "sorting"}, "thing for sentence", ["the paper | sorting | We present Heron for sorting."]),
    ("trained-on", {"dataset": "Reeds"}, "thing sentence", [f"Stork | {GOOD}"]),
    ("used-on-hardware", {"technique": "Heron"}, None, [
        f"A100 | {H} | 2024-05-10 | paper:heron", f"GPU | {C} | 2023 | paper:crane",
    ]),
    ("used-on-hardware", {"technique": "Heron", "family": "A100"}, "device", ["A100"]),
    ("users-of", {"concept": "Heron"}, "thing confidence issued sentence", [
        f"the paper | 0.84 | 2023 | {USES}", f"Crane | 0.83 | 2023 | {USES}",
    ]),
    ("users-of", {"concept": "Heron", "since": 2024}, "thing", []),
    ("versus", {"a": "Egret", "b": "Heron"}, "winner relation loser value data sentence", [
        f"Egret | kg:outperforms | Heron | 12-15 |  | {BACK}", f"Heron | kg:outperforms | Egret | 2.5 | Pond-1k | {BEATS}",
    ]),
    ("versus", {"a": "Crane", "b": "Egret"}, "winner loser doubt", ["Egret | Crane | denied"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "given", "columns", "expected"), ANSWERS, ids=[f"{row[0]} {' '.join(row[1])}" for row in ANSWERS]
)
def test_the_answers_are_those_of_the_papers(store, name, given, columns, expected):
    assert rows(store.named(name, **given), columns) == expected


def test_does_one_thing_outperform_another(store):
    assert bool(store.named("has-beaten", winner="Heron", loser="Egret"))
    assert not bool(store.named("has-beaten", winner="Heron", loser="Stork"))  # hedged


def test_the_graph_around_a_concept(store):
    found = {tuple(short(term.value) for term in triple) for triple in store.named("edges-around", concept="Crane")}
    assert found == {
        ("paper:crane", "kg:introduces", "model:crane"),
        ("model:crane", "kg:uses", "technique:heron"),
        ("model:crane", "kg:evaluatedOn", "dataset:reed"),
        ("paper:crane", "rdfs:label", C),
        ("model:crane", "rdfs:label", "Crane"),
        ("technique:heron", "rdfs:label", "Heron"),
        ("dataset:reed", "rdfs:label", "Reeds"),
    }


def test_every_query_has_an_answer_here():
    asked = {name for name, *_, expected in ANSWERS if expected} | {"has-beaten", "edges-around", "quality"}
    assert asked == set(named_queries())


def test_the_papers_conform(store):
    assert validate(store).violations == ()
