"""`kg show`, `kg path` and `kg neighbors`."""

import json
import shutil
from dataclasses import replace

import pytest

from kg.cli.claims import doubt, ends, figure, sentence, statement
from kg.cli.nearby import nearby
from kg.cli.show import chosen, of
from kg.cli.voice import Voice
from kg.cli.walked import walked
from kg.iris import iri_of, paper_iri
from kg.model import Bound, Claim, Mode, Predicate, Quantity
from kg.rdf.store import Store
from kg.traverse import Graph
from kg.traverse.kept import FILE
from kg.traverse.paths import Step
from tests.rdf.example import CLAIMS, EXAMPLE, FIRST, PAGE, PAPER, SELF, SWIFT, T4

# Showing


def test_a_concept_with_its_claims(kg, graph):
    result = kg("show", "swiftkv", "--graph", graph)
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0] == "SwiftKV"
    assert "  type       Technique" in lines
    assert "  labels     SwiftKVs" in lines
    assert "  papers     1" in lines
    heading = lines.index("outperforms (3)")
    assert lines[heading + 1 : heading + 4] == [
        "  → PageKV  1.50x speed",
        "      SwiftKV beats PageKV by 1.50x on a T4.",
        "      SwiftKV: faster caches, confidence 0.93",
    ]
    assert "  → RingKV  [hedged: may]" in lines
    assert "  → FlatKV  [denied]" in lines
    assert "  ← SwiftKV: faster caches" in lines


def test_a_concept_of_the_catalogue_has_what_is_above_it(kg, graph):
    shown = json.loads(kg("show", "T4", "--graph", graph, "--json").stdout)
    assert (shown["label"], shown["type"], shown["broader"]) == ("T4", "Hardware", ["GPU"])
    assert [paper["id"] for paper in shown["papers"]] == ["swift-kv"]


def test_json_of_a_concept(kg, graph):
    shown = json.loads(kg("show", SWIFT.iri, "--graph", graph, "--json").stdout)
    assert (shown["iri"], shown["label"], shown["labels"]) == (SWIFT.iri, "SwiftKV", ["SwiftKVs"])
    beats = next(claim for claim in shown["claims"] if claim["object"]["label"] == "PageKV")
    assert beats["figure"] == {
        "value": "1.50", "unit": "x", "mode": "Ratio", "bound": "Exact", "metric": "speed",
        "metric_iri": CLAIMS[1].quantity.metric_iri, "verbatim": "1.50x",
    }  # fmt: skip
    assert beats["sentence"] == PAPER.text[slice(*beats["span"])] == FIRST.text
    assert beats["iri"] == iri_of(CLAIMS[1])
    assert beats["paper"]["id"] == PAPER.id
    held = {claim["object"]["label"]: (claim["asserted"], claim["hedge"]) for claim in shown["claims"]}
    assert held["RingKV"] == (False, "may")
    assert held["FlatKV"] == (False, None)


@pytest.mark.parametrize("name", ["swift-kv", PAPER.title], ids=["id", "title"])
def test_a_paper_by_id_and_title(kg, graph, name):
    result = kg("show", name, "--graph", graph)
    assert result.exit_code == 0
    for words in ("2024-11-18", "https://example.org/swift-kv", "Zoe Young, Adam Old", "a.json, b.json"):
        assert words in result.stdout
    assert "  introduces    SwiftKV" in result.stdout
    assert "← SwiftKV" not in result.stdout
    assert "saved bytes" in result.stdout, "claims of the paper's contribution are the paper's"


def test_json_of_a_paper(kg, graph):
    shown = json.loads(kg("show", "swift-kv", "--graph", graph, "--json").stdout)
    assert shown["type"] == "Paper"
    assert shown["concepts"] == {"introduces": ["SwiftKV"]}
    assert shown["sources"] == ["a.json", "b.json"]
    assert len(shown["claims"]) == 3


def test_a_text_does_not_steer_the_terminal(kg, graph, tmp_path):
    title = "Bad \x1b[2J\x9b0m title"
    evil = replace(PAPER, title=title, id="evil")
    with Store(tmp_path / "store") as store:
        store.replace(replace(EXAMPLE, paper=evil, links=(), claims=()))
    result = kg("show", "evil", "--graph", tmp_path)
    assert result.stdout.startswith("Bad \ufffd[2J\ufffd0m title\n")


@pytest.mark.parametrize("command", [["show", "SwiftVK"], ["path", "SwiftKV", "SwiftVK"], ["neighbors", "SwiftVK"]])
def test_an_unknown_name_gets_suggestions(kg, graph, command):
    result = kg(*command, "--graph", graph)
    assert result.exit_code == 1
    assert "no node named 'SwiftVK'" in result.stderr
    assert "Did you mean SwiftKV" in result.stderr


@pytest.mark.parametrize("command", [["show", "x"], ["path", "x", "y"], ["neighbors", "x"], ["query", "ASK {}"]])
def test_no_graph(kg, command):
    result = kg(*command)
    assert result.exit_code == 2
    assert result.stderr.startswith("kg: graph_out: there is no graph here. Build one with `kg build")


def test_a_damaged_graph(kg, tmp_path):
    (tmp_path / "store").mkdir()
    result = kg("show", "x", "--graph", tmp_path)
    assert result.exit_code == 1
    assert "no readable graph" in result.stderr


def test_nearby_holds_all_that_the_whole_graph_says_of_a_node(graph):
    with Store(graph / "store", read_only=True) as store:
        whole = Graph.of(store)
        for node in whole.nodes():
            for name in (node.iri, node.label):
                part = nearby(store, name)
                assert part.node(name) == whole.node(name)
                assert of(part, part.node(name)) == of(whole, whole.node(name))
        assert {paper.id for paper in nearby(store, "SwiftKV").papers()} == {"swift-kv"}
        assert len(nearby(store, "key-value caches")) == len(whole), "a form of the text alone needs the whole"


# Words


@pytest.mark.parametrize(
    ("quantity", "expected"),
    [
        pytest.param(None, "", id="none"),
        pytest.param(Quantity("1.7", "x", metric="speed"), "1.7x speed", id="times"),
        pytest.param(Quantity("12", "%", Mode.SHARE, metric="energy", condition="of A's energy"),
                     "12% energy (of A's energy)", id="share"),
        pytest.param(Quantity("3", "ms", bound=Bound.ABOUT), "about 3 ms", id="unit apart"),
        pytest.param(Quantity("4", "x", bound=Bound.UP_TO, condition="up to"), "up to 4x", id="bound said once"),
        pytest.param(Quantity("9", bound=Bound.AT_LEAST), "at least 9", id="no unit"),
        pytest.param(Quantity("1", mode=Mode.RANK, dataset="GLUE"), "rank 1 on GLUE", id="rank"),
        pytest.param(Quantity(metric="speed"), "speed", id="no value"),
    ],
)  # fmt: skip
def test_figures_in_words(quantity, expected):
    assert figure(quantity) == expected


def test_a_claim_in_words():
    assert [doubt(claim) for claim in CLAIMS[1:5]] == ["", "", "hedged: may", "denied"]
    assert statement(CLAIMS[1]) == "SwiftKV — outperforms → PageKV  1.50x speed"
    assert statement(CLAIMS[1], PAGE) == "← SwiftKV  1.50x speed"
    assert statement(CLAIMS[1], SWIFT) == "→ PageKV  1.50x speed"


def test_the_ends_are_found_in_the_sentence():
    graph = Graph.from_extractions([EXAMPLE])
    found = {FIRST.text[slice(*span)] for span in ends(graph, CLAIMS[1])}
    assert found == {"SwiftKV", "PageKV"}
    assert sentence(graph, CLAIMS[2]).plain == FIRST.text


def test_a_baseline_is_marked_by_its_phrase(graph):
    with Store(graph / "store", read_only=True) as store:
        whole = Graph.of(store)
    claim = next(claim for claim in whole.claims() if claim.object.label == "older ones")
    assert [claim.evidence.text[slice(*span)] for span in ends(whole, claim)] == ["older ones"]


# Paths


def test_a_path_with_its_sentences(kg, graph):
    result = kg("path", "T4", "PageKV", "--graph", graph)
    assert result.exit_code == 0
    assert result.stdout.splitlines()[:3] == [
        "1. T4 · SwiftKV · PageKV",
        "  SwiftKV — runsOn → T4",
        "      SwiftKV beats PageKV by 1.50x on a T4.",
    ]


def test_json_of_a_path(kg, graph):
    (found,) = json.loads(kg("path", "T4", "PageKV", "--graph", graph, "--json").stdout)
    assert [node["label"] for node in found["nodes"]] == ["T4", "SwiftKV", "PageKV"]
    assert [[claim["predicate"] for claim in step["claims"]] for step in found["steps"]] == [
        ["runsOn"],
        ["outperforms"],
    ]
    assert found["steps"][0]["source"] == T4.iri


@pytest.mark.parametrize("options", [["--cutoff", 1], []], ids=["too short", "not connected"])
def test_no_path(kg, graph, options):
    other = "PageKV" if options else "Lark-7B"
    result = kg("path", "T4", other, *options, "--graph", graph)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "no path of at most" in result.stderr
    assert json.loads(kg("path", "T4", other, *options, "--graph", graph, "--json", "-q").stdout) == []


def test_limit_of_paths(kg, tmp_path):
    with Store(tmp_path / "store") as store:
        named = Claim(SELF, Predicate.COMPARES_WITH, PAGE, FIRST, "role", 0.9)
        store.replace(replace(EXAMPLE, claims=(*CLAIMS, named)))
    many = kg("path", "swift-kv", "PageKV", "--graph", tmp_path).stdout
    one = kg("path", "swift-kv", "PageKV", "--graph", tmp_path, "--limit", 1).stdout
    assert many.startswith("1. SwiftKV: faster caches · PageKV\n")
    assert "\n2. SwiftKV: faster caches · SwiftKV · PageKV\n" in many
    assert "\n2. " not in one
    assert many.startswith(one)


def test_the_surest_claim_of_a_step():
    hedged = Claim(SWIFT, Predicate.OUTPERFORMS, PAGE, FIRST, "r", 1.0, Quantity("2"), hedge="may")
    bare = Claim(SWIFT, Predicate.USES, PAGE, FIRST, "r", 0.9)
    with_figure = Claim(SWIFT, Predicate.OUTPERFORMS, PAGE, FIRST, "r", 0.3, Quantity("2"))
    assert Step(SWIFT, PAGE, (hedged, bare, with_figure)).surest is with_figure
    assert Step(SWIFT, PAGE, (hedged, bare)).surest is bare


# Neighbours


def test_neighbours_of_one_step(kg, graph):
    found = json.loads(kg("neighbors", "SwiftKV", "--graph", graph, "--json").stdout)
    assert {each["label"]: each["by"] for each in found} == {
        "PageKV": ["outperforms"],
        "RingKV": ["outperforms"],
        "FlatKV": ["outperforms"],
        "T4": ["runsOn"],
        "SwiftKV: faster caches": ["← introduces"],
    }
    assert {each["steps"] for each in found} == {1}
    assert {each["label"]: each["confidence"] for each in found}["PageKV"] == 0.93
    table = kg("neighbors", "SwiftKV", "--graph", graph).stdout
    assert table.splitlines()[0].split() == ["steps", "name", "type", "connected", "by"]
    assert "T4" in table
    assert "outperforms (confidence 0.93)" in table


def test_neighbours_of_two_steps_come_after_those_of_one(kg, graph):
    found = json.loads(kg("neighbors", "T4", "--depth", 2, "--graph", graph, "--json").stdout)
    assert [each["steps"] for each in found] == [1, 2, 2, 2, 2]
    assert found[0]["label"] == "SwiftKV"
    assert all((each["by"], each["confidence"]) == ([], None) for each in found[1:])


def test_neighbours_by_predicate(kg, graph):
    found = kg("neighbors", "SwiftKV", "--predicate", "runsOn", "--graph", graph)
    assert [line.split()[1] for line in found.stdout.splitlines()[1:]] == ["T4"]
    none = kg("neighbors", "SwiftKV", "--predicate", "trainedOn", "--graph", graph)
    assert (none.exit_code, none.stderr) == (0, "nothing is connected to SwiftKV\n")
    wrong = kg("neighbors", "SwiftKV", "--predicate", "beats", "--graph", graph)
    assert wrong.exit_code == 2
    assert "there is no predicate 'beats'; there are introduces, uses" in wrong.stderr


# Hubs


@pytest.fixture
def hub(tmp_path):
    """A graph in which SwiftKV outperforms five things, and which five papers name."""
    with Store(tmp_path / "store") as store:
        for number in range(5):
            paper = replace(PAPER, id=f"p{number}")
            evidence = replace(FIRST, paper=paper_iri(paper.id))
            claims = (
                Claim(SWIFT, Predicate.OUTPERFORMS, PAGE, evidence, "r", 0.5 + number / 10),
                Claim(SWIFT, Predicate.RUNS_ON, T4, evidence, "r", 0.9),
            )
            store.replace(replace(EXAMPLE, paper=paper, claims=claims))
    return tmp_path


def test_of_many_claims_the_surest_are_shown(kg, hub):
    result = kg("show", "SwiftKV", "--graph", hub, "--limit", 2)
    assert "outperforms (5, 2 shown)" in result.stdout
    assert "  papers     5" in result.stdout.splitlines()
    assert result.stdout.count("             SwiftKV: faster caches") == 2
    assert result.stderr == "4 of 10 claims, the surest of each kind; --limit 0 shows all\n"
    shown = json.loads(kg("show", "SwiftKV", "--graph", hub, "--limit", 2, "--json", "-q").stdout)
    assert (shown["counts"], len(shown["claims"])) == ({"outperforms": 5, "runsOn": 5}, 4)
    surest = [claim["confidence"] for claim in shown["claims"] if claim["predicate"] == "outperforms"]
    assert surest == [0.8, 0.9]
    assert (shown["paper_count"], len(shown["papers"])) == (5, 2)


@pytest.mark.parametrize("limit", [0, 5, 20])
def test_no_limit_is_met(kg, hub, limit):
    result = kg("show", "SwiftKV", "--graph", hub, "--limit", limit)
    assert "outperforms (5)" in result.stdout
    assert result.stderr == ""


def test_the_surest_of_each_kind_in_their_order():
    figured = [replace(CLAIMS[1], confidence=0.1 * number) for number in range(5)]
    role = CLAIMS[0]
    assert chosen([*figured, role], 2) == (figured[3], figured[4], role)
    assert chosen([role, *figured], 0) == (role, *figured)


def test_neighbours_have_a_limit(kg, graph):
    result = kg("neighbors", "SwiftKV", "--graph", graph, "--limit", 2)
    assert len(result.stdout.splitlines()) == 3
    assert result.stderr == "2 of 5; --limit 0 lists all\n"
    every = kg("neighbors", "SwiftKV", "--graph", graph, "--limit", 0)
    assert (len(every.stdout.splitlines()), every.stderr) == (6, "")


def test_a_large_graph_without_its_copy_says_why_it_takes_longer(graph, monkeypatch, capsys, tmp_path):
    shutil.copytree(graph, tmp_path / "copy")
    (tmp_path / "copy" / FILE).unlink(missing_ok=True)
    monkeypatch.setattr("kg.cli.walked._LARGE", 1)
    walked(tmp_path / "copy", Voice())
    assert "reading the whole graph once" in capsys.readouterr().err
    walked(tmp_path / "copy", Voice())
    assert capsys.readouterr().err == ""
