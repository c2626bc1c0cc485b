"""`kg concepts find` and `show`: as a table, as JSON, and what is told of names that stand for nothing."""

import inspect
import json

import pytest

from kg.cli import concepts_find
from kg.cli.concepts_find import find, short, show
from kg.cli.voice import UsageError, Voice
from kg.errors import UnknownNode
from kg.iris import BASE
from kg.model import ConceptType, Iri
from kg.vocabulary import decisions
from kg.vocabulary.additions import turtle
from tests.rdf.example import SWIFT
from tests.vocabulary.made import concept, entry

MODEL, HARDWARE = ConceptType.MODEL, ConceptType.HARDWARE
OWN = (
    entry("caching"),
    entry("KV cache", "key value store", broader=("caching",)),
    entry("paged cache", "PagedKV", broader=("KV cache",), year="2023"),
    entry("T4", kind=HARDWARE, maker="NVIDIA"),
    entry("Wren", kind=MODEL, maker="Aviary", exactMatch="https://a.example/wren"),
    entry("Wren-2", "Wren two", kind=MODEL, broader=("Wren",)),
    entry("Orion", kind=HARDWARE),
    entry("Orion", kind=MODEL),
    entry("ant", "adaptive", case_sensitive=True),
    entry("differential privacy", "DP", contextLabel="DP", cue=("noise", "privacy")),
    entry("data parallelism", "DP", contextLabel="DP", cue="workers"),
)


@pytest.fixture
def cache(tmp_path, monkeypatch):
    """An empty cache of the user's, so that small catalogues do not push the one that ships out of it."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def folder(cache, tmp_path):
    """The folder of a graph that has not been built, with a vocabulary of its own."""
    own = tmp_path / "mine" / "vocabulary"
    own.mkdir(parents=True)
    (own / "REPLACES").touch()
    (own / "own.ttl").write_text(turtle(OWN), encoding="utf-8")
    return tmp_path / "mine"


@pytest.fixture
def found(folder, capsys):
    """A function that finds names and returns what was printed on stdout and stderr."""

    def run(*names, json=False, voice=None):
        assert find(voice or Voice(), names=list(names), json=json, graph=folder) == 0
        return capsys.readouterr()

    return run


@pytest.fixture
def shown(folder, capsys):
    def run(name, *, json=False):
        assert show(Voice(), concept=name, json=json, graph=folder) == 0
        return capsys.readouterr()

    return run


# Find


def test_a_table_of_names(found):
    out, err = found("Wren", "NVIDIA T4 GPU")
    rows = [line.split("  ") for line in out.splitlines()]
    assert [[cell.strip() for cell in row if cell] for row in rows] == [
        ["name", "concept", "type", "iri", "how", "score"],
        ["Wren", "Wren", "Model", "model/wren", "label", "1.00"],
        ["NVIDIA T4 GPU", "T4", "Hardware", "hardware/t4", "T4 GPU without its maker", "0.85"],
    ]
    assert err == ""


NAMED = [
    ("paged-caches", "technique/pagedcache", "spelling of paged cache", 0.98),
    ("PagedKV", "technique/pagedcache", "alias of paged cache", 0.95),
    ("Wren (2)", "model/wren2", "spelling of Wren-2", 0.98),
    ("Aviary Wren 2", "model/wren2", "Wren 2 without its maker", 0.93),
    ("Wren 9 7B", "model/wren9-7b", "member of Wren", 0.8),
    ("\\emph{Wren}", "model/wren", "label", 1.0),
]


@pytest.mark.parametrize(("name", "iri", "how", "score"), NAMED, ids=[name for name, *_ in NAMED])
def test_json_of_a_name(found, name, iri, how, score):
    (row,) = json.loads(found(name, json=True).out)
    assert row["query"] == name
    (match,) = row["matches"]
    assert match["iri"] == f"{BASE}concept/{iri}"
    assert (match["how"], match["score"]) == (how, score)
    assert list(match) == ["iri", "label", "type", "how", "score"]


def test_a_name_of_two_things_has_two_rows(found):
    assert [line.split()[:3] for line in found("Orion").out.splitlines()[1:]] == [
        ["Orion", "Orion", "Hardware"],
        ["Orion", "Orion", "Model"],
    ]
    (row,) = json.loads(found("Orion", json=True).out)
    assert [match["type"] for match in row["matches"]] == ["Hardware", "Model"]


def test_names_stand_in_the_order_given_and_twice_if_asked_twice(found):
    rows = json.loads(found("T4", "Wren", "T4", "nothing", json=True).out)
    assert [row["query"] for row in rows] == ["T4", "Wren", "T4", "nothing"]
    assert rows[0]["matches"] == rows[2]["matches"]
    assert rows[3]["matches"] == []


WHY = [
    (
        "DP",
        "DP: means several things, so it is linked only where the paper defines it or speaks of one: "
        "data parallelism (Technique), differential privacy (Technique)\n",
    ),
    ("ANT", "ANT: is a name only in another case: ant, adaptive\n"),
    ("eagle", "eagle: is no name of the catalogue\n"),
    ("", ": is no name of the catalogue\n"),
]


@pytest.mark.parametrize(("name", "told"), WHY, ids=[name or "empty" for name, _ in WHY])
def test_why_a_name_stands_for_nothing(found, name, told):
    assert found(name) == ("", told)


def test_what_is_found_is_printed_and_what_is_not_is_told(found):
    out, err = found("Wren", "eagle")
    assert len(out.splitlines()) == 2
    assert err.startswith("eagle: ")


def test_quiet_leaves_out_what_is_told(found):
    assert found("eagle", voice=Voice(quiet=True)) == ("", "")


def test_json_tells_nothing_beside_itself(found):
    out, err = found("eagle", "DP", json=True)
    assert [row["matches"] for row in json.loads(out)] == [[], []]
    assert err == ""


def test_a_name_that_steers_a_terminal_is_made_harmless(found):
    out, err = found("Wren\x1b[31m", "eagle\x07")
    assert "\x1b" not in out + err
    assert "\x07" not in out + err


def test_names_of_other_letters_are_printed_as_they_are(found, folder):
    path = folder / "vocabulary" / "more.ttl"
    path.write_text(turtle([entry("Fréchet distance", "距離")]), encoding="utf-8")
    assert '"label": "Fréchet distance"' in found("距離", json=True).out


def test_decisions_count(found, folder):
    decisions.append(folder / decisions.FILE, decisions.merge(concept("KV cache"), concept("caching")))
    assert found("key value store").out.splitlines()[1].split()[3:5] == ["caching", "Technique"]


def test_without_a_graph_the_catalogue_that_ships_is_asked(tmp_path, capsys):
    assert find(Voice(), names=["BERT"], json=True, graph=tmp_path / "none") == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert [match["label"] for match in row["matches"]] == ["BERT"]
    assert not (tmp_path / "none").exists()


def test_through_the_program(kg, folder):
    done = kg("concepts", "find", "Wren 2", "eagle", "--json", "--graph", folder)
    assert done.exit_code == 0
    assert [len(row["matches"]) for row in json.loads(done.stdout)] == [1, 0]
    assert kg("concepts", "find", "eagle", "--graph", folder).exit_code == 0, "nothing found is no failure"
    assert kg("concepts", "find", "--graph", folder).exit_code == 2, "a name is wanted"


def test_a_broken_vocabulary_is_one_line(kg, folder):
    (folder / "vocabulary" / "own.ttl").write_text("this is no Turtle", encoding="utf-8")
    done = kg("concepts", "find", "Wren", "--graph", folder)
    assert done.exit_code == 1
    assert "own.ttl: line 1" in done.stderr
    assert done.stderr.count("\n") == 1


# Show


def test_what_the_catalogue_says_of_a_concept(shown):
    lines = [line.split(maxsplit=1) for line in shown("paged cache").out.splitlines()]
    assert lines == [
        ["technique/pagedcache"],
        ["label", "paged cache"],
        ["type", "Technique"],
        ["aliases", "PagedKV"],
        ["broader", "KV cache"],
        ["above", "KV cache, caching"],
        ["year", "2023"],
    ]


def test_what_is_empty_has_no_line_but_stands_in_json(shown):
    assert "aliases" not in shown("caching").out
    row = json.loads(shown("caching", json=True).out)
    assert row == {
        "iri": concept("caching").iri, "label": "caching", "type": "Technique", "aliases": [], "broader": [],
        "above": [], "narrower": ["KV cache"], "case": "",
    }  # fmt: skip


def test_facts_stand_by_name(shown):
    row = json.loads(shown("differential privacy", json=True).out)
    assert row["cue"] == ["noise", "privacy"]
    assert row["contextLabel"] == ["DP"]
    assert list(row)[-2:] == ["contextLabel", "cue"]
    assert json.loads(shown("Wren", json=True).out)["exactMatch"] == ["https://a.example/wren"]


def test_a_name_that_counts_in_its_case_alone(shown):
    assert ["case", "exact"] in [line.split() for line in shown("ant").out.splitlines()]


@pytest.mark.parametrize("name", ["Wren-2", "wren 2", "Wren two", "model/wren2", f"{BASE}concept/model/wren2"])
def test_a_concept_is_named_in_many_ways(shown, name):
    assert shown(name).out.splitlines()[0].strip() == "model/wren2"


def test_a_name_of_several_concepts_is_wrong_usage(folder):
    with pytest.raises(UsageError, match=r"hardware/orion.*model/orion"):
        show(Voice(), concept="Orion", json=False, graph=folder)
    assert show(Voice(), concept="model/orion", json=False, graph=folder) == 0


def test_a_name_that_is_not_there(folder):
    with pytest.raises(UnknownNode, match="Did you mean caching"):
        show(Voice(), concept="cachin", json=False, graph=folder)


def test_a_concept_that_only_papers_name(graph, capsys):
    assert show(Voice(), concept="SwiftKV", json=True, graph=graph) == 0
    row = json.loads(capsys.readouterr().out)
    assert (row["iri"], row["label"]) == (SWIFT.iri, "SwiftKV")


def test_show_through_the_program(kg, folder):
    done = kg("concepts", "show", "Wren", "--graph", folder)
    assert done.exit_code == 0
    assert "Aviary" in done.stdout
    assert kg("concepts", "show", "Orion", "--graph", folder).exit_code == 2
    absent = kg("concepts", "show", "eagle", "--graph", folder)
    assert absent.exit_code == 1
    assert absent.stdout == ""


# Both


@pytest.mark.parametrize(
    ("iri", "expected"),
    [(f"{BASE}concept/model/wren", "model/wren"), (f"{BASE}paper/x", f"{BASE}paper/x"), ("urn:x", "urn:x")],
)
def test_a_short_address(iri, expected):
    assert short(Iri(iri)) == expected


@pytest.mark.parametrize("body", [concepts_find.find, concepts_find.show])
def test_bodies_take_names_and_give_an_exit_code(body):
    given = inspect.signature(body)
    assert all(each.kind is each.KEYWORD_ONLY for name, each in given.parameters.items() if name != "voice")
    assert given.return_annotation is int
