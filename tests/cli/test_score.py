"""`kg score`."""

import json

import pytest

from kg.analysis.score import score
from kg.analysis.score_files import load_gold, load_predicted
from tests.cli.papers import PAPERS, WHOLE

GOLD = {
    **PAPERS[0],
    "concepts": [
        {"name": "Osprey", "type": "Technique", "mentions": ["Osprey"], "role": "introduces", "required": True},
        {"name": "Nowhere", "type": "Task", "mentions": ["Nowhere"], "role": "addresses", "required": True},
    ],
    "relations": [
        {
            "s": "Osprey",
            "p": "outperforms",
            "o": "FlashAttention",
            "value": "2.4",
            "evidence": "Osprey",
            "required": True,
        }
    ],
}


@pytest.fixture
def gold(tmp_path):
    file = tmp_path / "gold.jsonl"
    file.write_text(json.dumps(GOLD) + "\n", encoding="utf-8")
    return file


def test_a_file_of_extractions_is_scored(kg, gold, tmp_path):
    papers = tmp_path / "papers.jsonl"
    papers.write_text(WHOLE, encoding="utf-8")
    kg("extract", papers, "-o", tmp_path / "found.jsonl")
    result = kg("score", gold, tmp_path / "found.jsonl", "--errors", 1, "--papers")
    assert result.exit_code == 0
    assert result.stdout.startswith("1 paper, 0 not predicted\n")
    assert "missed concept: 1\n  osprey: Nowhere (Task)" in result.stdout
    assert result.stdout.count("\nosprey ") == 1
    values = json.loads(kg("score", gold, tmp_path / "found.jsonl", "--json").stdout)
    expected = score(load_gold(gold), load_predicted(tmp_path / "found.jsonl")).as_dict()
    assert {name: values[name] for name in expected} == expected
    assert set(values) - set(expected) == {"intervals", "calibration"}


def test_without_extractions_kg_reads_the_papers(kg, gold):
    values = json.loads(kg("score", gold, "--json", "--papers", "--errors", 1).stdout)
    assert values["papers_missing"] == []
    assert values["concept"]["hit"] == 1
    assert values["by_paper"]["osprey"]["concept"] == values["concept"]
    assert values["errors"]["missed concept"] == [{"paper": "osprey", "what": "Nowhere (Task)", "sentences": []}]


@pytest.mark.parametrize(
    ("text", "arguments", "code", "message"),
    [
        pytest.param(None, ["nope"], 2, "there is no such file", id="no gold"),
        pytest.param("", ["gold.jsonl", "nope"], 2, "there is no such file", id="no extractions"),
        pytest.param("", ["gold.jsonl", "--against", "nope"], 2, "nope: there is no such file", id="no other run"),
        pytest.param("", ["gold.jsonl", "--by", "typ"], 2, "there are type, predicate, venue,", id="no breakdown"),
        pytest.param("", ["gold.jsonl", "--by", "type,colour"], 2, "--by colour: there is no such", id="one of two"),
        pytest.param("", ["gold.jsonl", "--min-confidence", "2"], 2, "must lie between 0 and 1", id="no share"),
        pytest.param("", ["gold.jsonl", "--resamples", "-1"], 2, "--resamples", id="draws below none"),
        pytest.param("{", ["gold.jsonl"], 1, "gold.jsonl:1: this is no JSON", id="no JSON"),
        pytest.param(
            json.dumps({**GOLD, "abstract": None}), ["gold.jsonl"], 2, "a paper has no abstract", id="no abstract"
        ),
    ],
)
def test_score_errors(kg, tmp_path, text, arguments, code, message):
    (tmp_path / "gold.jsonl").write_text(text or "", encoding="utf-8")
    result = kg("score", *arguments)
    assert (result.exit_code, result.stdout) == (code, "")
    assert message in result.stderr


# With a file of extractions

HERON = {"name": "Heron", "type": "Technique", "mentions": ["Heron"], "role": "introduces", "required": True}
WILLOW = {"name": "Willow", "type": "Technique", "mentions": ["Willow"], "role": "uses", "required": True}
LINE = "Heron uses Willow at every step."
USES = {"s": "Heron", "p": "uses", "o": "Willow", "evidence": LINE, "required": True}
BASE = {"abstract": f"We present Heron. {LINE}", "concepts": [HERON, WILLOW], "relations": [USES]}
ANNOTATED = [
    BASE | {"id": "a", "title": "On Heron", "venue": "ACL"},
    BASE | {"id": "b", "title": "More on Heron", "relations": []},
]
UNSURE = {"s": "Willow", "p": "basedOn", "o": "Heron", "evidence": "Willow at every", "confidence": 0.3, "rule": "pair"}
FOUND = [
    ANNOTATED[0]
    | {
        "concepts": [HERON | {"score": 0.9, "how": "label", "role_confidence": 0.7}, WILLOW | {"type": "Model"}],
        "relations": [
            USES | {"confidence": 0.8, "rule": "words"},
            UNSURE,
            UNSURE | {"o": "Owl", "evidence": "Made up."},
        ],
    },
    ANNOTATED[1],
]


@pytest.fixture
def files(tmp_path):
    """The names of a file of annotated papers, of a run and of a perfect run."""
    for name, papers in (("gold.jsonl", ANNOTATED), ("found.jsonl", FOUND), ("best.jsonl", ANNOTATED)):
        (tmp_path / name).write_text("".join(json.dumps(paper) + "\n" for paper in papers), encoding="utf-8")
    return "gold.jsonl", "found.jsonl", "best.jsonl"


def blocks(text):
    """The parts of what is printed, each a list of lines, by the first word of the first line."""
    return {part.split()[0]: part.strip().split("\n") for part in text.split("\n\n")}


def test_the_rates_have_intervals(kg, files):
    found = blocks(kg("score", *files[:2]).stdout)
    assert list(found) == ["2", "precision", "by", "metric"]
    head, concept, typed, *_ = found["precision"]
    assert head.split()[:4] == ["precision", "95", "%", "recall"]
    assert concept.split() == ["concept", *["1.000", "1.000–1.000"] * 3, "4", "0", "0"]
    assert typed.split() == ["typed", *["0.750", "0.500–1.000"] * 3, "3", "1", "1"]


def test_without_draws_there_are_no_intervals(kg, files):
    result = kg("score", *files[:2], "--resamples", 0)
    assert "95 %" not in result.stdout
    assert "typed         0.750   0.750  0.750    3     1      1\n" in result.stdout
    assert json.loads(kg("score", *files[:2], "--resamples", 0, "--json").stdout)["intervals"] == {}


def test_types_and_predicates_are_shown_unless_something_else_is_asked_for(kg, files):
    plain = kg("score", *files[:2]).stdout
    assert ("by type" in plain, "by predicate" in plain, "F1 by" in plain) == (True, True, False)
    other = kg("score", *files[:2], "--by", "venue, rule", "--by", "how").stdout
    assert ("by type" in other, "by predicate" in other) == (False, False)
    assert "F1 by venue  papers  concept  typed   role  relation  quantity\nACL " in other
    assert "\nunknown           1    1.000  1.000  1.000     0.000     0.000\n" in other
    assert (
        "by rule  precision  right  false\npair         0.000      0      2\nwords        1.000      1      0\n"
        in other
    )
    assert (
        "by how   precision  right  false\nunknown      0.667      2      1\nlabel        1.000      1      0\n"
        in other
    )
    both = kg("score", *files[:2], "--by", "paper", "--papers").stdout
    assert both.count("F1 by paper") == 1
    assert "by type" in kg("score", *files[:2], "--papers").stdout


def test_each_mistake_comes_with_its_sentence(kg, files):
    text = kg("score", *files[:2], "--errors", 5).stdout
    assert f"wrong type: 1\n  a: Willow: Model, gold Technique\n      {LINE}\n" in text
    assert f"false relation: 2\n  a: Willow basedOn Heron\n      {LINE}\n  a: Willow basedOn Owl\n" in text
    assert "\n      Made up. (not in the text)\n" in text
    errors = json.loads(kg("score", *files[:2], "--errors", 1, "--json").stdout)["errors"]
    (wrong,) = errors["wrong type"]
    assert wrong["sentences"] == [{"text": LINE, "marks": [[11, 17]], "in_text": True}]
    assert len(errors["false relation"]) == 1


def test_of_many_sentences_the_first_are_shown(kg, tmp_path):
    often = BASE | {"id": "a", "title": "On Heron", "abstract": "Heron flies. Heron swims. Heron dives. Heron rests."}
    (tmp_path / "gold.jsonl").write_text(json.dumps(often), encoding="utf-8")
    (tmp_path / "none.jsonl").write_text("", encoding="utf-8")
    text = kg("score", "gold.jsonl", "none.jsonl", "--errors", 1).stdout
    assert "      On Heron\n      Heron flies.\n      Heron swims.\n      and 2 more sentences\n" in text


def test_calibration(kg, files):
    text = kg("score", *files[:2], "--calibration").stdout
    assert "typed: confidence  number   mean  right  gap\n0.90–1.00               1  0.900  1.000  +0.100\n" in text
    assert "\n0.30–0.40                  2  0.300  0.000  -0.300\n" in text
    assert "expected calibration error: typed 0.100   role 0.300   relation 0.267\n" in text
    assert "confidence  number" not in kg("score", *files[:2]).stdout
    assert "calibration" not in kg("score", files[0], files[2]).stdout, "no confidence is stated"


def test_the_curve(kg, files):
    text = kg("score", *files[:2], "--curve").stdout
    rows = [line.split() for line in text.split("\n") if line.lstrip().startswith("0.") and len(line.split()) == 10]
    assert [row[0] for row in rows] == [f"0.{step}" for step in range(10)]
    assert [row[4:7] for row in rows][3:5] == [["0.333", "1.000", "0.500"], ["1.000", "1.000", "1.000"]]
    assert len(json.loads(kg("score", *files[:2], "--curve", "--json").stdout)["curve"]) == 10


def test_a_higher_confidence_trades_recall_for_precision(kg, files):
    rows = [
        json.loads(kg("score", *files[:2], "--json", "--min-confidence", share).stdout)["relation"]
        for share in (0, 0.5, 0.9)
    ]
    assert [(row["precision"], row["recall"]) for row in rows] == [(0.3333, 1.0), (1.0, 1.0), (0.0, 0.0)]


def test_what_kg_reads_obeys_the_confidence_as_well(kg, gold):
    alarms = [
        json.loads(kg("score", gold, "--json", "--min-confidence", share).stdout)["relation"]["alarm"]
        for share in (0, 1)
    ]
    assert alarms[0] > alarms[1]


def test_two_runs_are_compared(kg, files):
    text = kg("score", *files[:2], "--against", files[2]).stdout
    head, concept, *_, relation, _ = blocks(text)["F1"]
    assert head.split() == ["F1", "this", "other", "difference", "95", "%", "not", "better"]
    assert concept.split() == ["concept", "1.000", "1.000", "+0.000", "+0.000", "to", "+0.000", "1.000"]
    assert relation.split() == ["relation", "0.500", "1.000", "-0.500", "-0.500", "to", "+0.000", "1.000"]
    assert "mistakes more (+) or fewer (-)  concept  typed  role  relation  quantity\na " in text
    assert "+2" in text.split("mistakes more")[1]
    values = json.loads(kg("score", files[0], files[2], "--against", files[1], "--json").stdout)["against"]
    assert values["measures"]["relation"]["difference"] == 0.5
    assert values["papers"] == [
        {"paper": "a", "mistakes": {"concept": 0, "typed": -2, "role": -2, "relation": -2, "quantity": 0}}
    ]


def test_two_runs_without_draws(kg, files):
    found = blocks(kg("score", *files[:2], "--against", files[2], "--resamples", 0).stdout)
    assert found["F1"][0].split() == ["F1", "this", "other", "difference"]
    assert found["F1"][1].split() == ["concept", "1.000", "1.000", "+0.000"]


def test_of_many_papers_that_changed_the_first_are_shown(kg, tmp_path):
    many = [BASE | {"id": f"p{place:02}", "title": f"Heron {place}"} for place in range(13)]
    (tmp_path / "gold.jsonl").write_text("\n".join(map(json.dumps, many)), encoding="utf-8")
    (tmp_path / "none.jsonl").write_text("", encoding="utf-8")
    text = kg("score", "gold.jsonl", "none.jsonl", "--against", "gold.jsonl").stdout
    assert text.count("\np") == 10
    assert "\nand 3 more papers that changed; --json has them all\n" in text


def test_nothing_annotated(kg, tmp_path):
    (tmp_path / "gold.jsonl").write_text("", encoding="utf-8")
    result = kg("score", "gold.jsonl", "gold.jsonl", "--curve", "--calibration", "--by", "paper,rule", "--errors", 1)
    assert result.exit_code == 0
    assert result.stdout.startswith("0 papers, 0 not predicted\n")
    assert json.loads(kg("score", "gold.jsonl", "gold.jsonl", "--json").stdout)["intervals"] == {}


def test_quiet_is_quiet(kg, files):
    assert kg("score", *files[:2], "--curve", "-q").stderr == ""
