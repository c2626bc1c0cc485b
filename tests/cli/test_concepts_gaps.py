"""`kg concepts gaps`: its body over sources and over a graph, in each form."""

import csv
import io
import json
import shutil

import pytest

from kg.cli.concepts_gaps import gaps
from kg.cli.voice import UsageError, Voice
from kg.model import ConceptType
from kg.vocabulary.additions import turtle
from tests.cli.papers import lines
from tests.vocabulary.made import entry

PAPERS = [
    {"id": f"p{number}", "title": title, "abstract": f"{text} It outperforms BERT by 2% on GSM8K."}
    for number, title, text in (
        (1, "Birds of the wood", "We propose WrenSort."),
        (2, "Nests and how to find them", "We introduce WrenSort."),
        (3, "On the colours of an egg", "We propose FinchSort."),
    )
]


@pytest.fixture
def sources(tmp_path):
    file = tmp_path / "papers.jsonl"
    file.write_text(lines(*PAPERS), encoding="utf-8")
    return [str(file)]


@pytest.fixture(autouse=True)
def everything(monkeypatch):
    """Link every name that the rules find, in this process."""
    for name, value in (("FAST", "1"), ("MIN_LINK", "0"), ("WORKERS", "1")):
        monkeypatch.setenv(f"KG_{name}", value)


@pytest.fixture
def run(capsys, tmp_path):
    """A function that runs the body and returns what it printed, with its exit code."""

    def ask(sources, form="json", *, voice=None, code=0, **options):
        given = {"limit": 50, "min_papers": 2, "type_": None, "graph": tmp_path / "none", **options}
        capsys.readouterr()
        assert gaps(voice or Voice(), sources=sources, format_=form, **given) == code
        return capsys.readouterr()

    return ask


def test_a_table_shows_phrase_numbers_and_an_example(run, sources):
    out = run(sources, "table").out.splitlines()
    assert out[0].split() == "phrase type papers mentions what became of it nearest example".split()
    assert out[1].split()[0] == "WrenSort"
    assert "2 linked" in out[1]
    assert out[1].endswith("p1: We propose WrenSort.")


def test_json_has_every_field(run, sources):
    (row,) = json.loads(run(sources).out)
    assert list(row) == [
        "label", "type", "papers", "mentions", "linked", "ambiguous", "doubtful", "candidates", "nearest", "examples",
    ]  # fmt: skip
    assert row["examples"] == [
        {"paper": "p1", "sentence": "We propose WrenSort."},
        {"paper": "p2", "sentence": "We introduce WrenSort."},
    ]


def test_csv_has_a_column_for_each_example(run, sources):
    head, row = csv.reader(io.StringIO(run(sources, "csv").out))
    assert head[0] == "phrase"
    assert len(row) == len(head)
    assert dict(zip(head, row, strict=True))["example 2"] == "p2: We introduce WrenSort."
    assert row[-1] == ""


def test_a_bar_does_not_end_a_cell_of_markdown(run, tmp_path):
    file = tmp_path / "odd.jsonl"
    file.write_text(lines({**PAPERS[0], "abstract": "We propose WrenSort, a | for birds."}), encoding="utf-8")
    head, rule, *rows = run([str(file)], "md", min_papers=1).out.splitlines()
    bars = head.count("|")
    assert rule.count("|") == bars
    assert rows
    assert all(row.replace("\\|", "").count("|") == bars for row in rows)


@pytest.mark.parametrize("form", ["table", "json", "csv", "md"])
def test_nothing_found_is_no_error(run, sources, form):
    captured = run(sources, form, min_papers=99)
    assert "WrenSort" not in captured.out
    assert "0 phrases of 3 papers" in captured.err


def test_limit_and_type_narrow_the_queue(run, sources):
    everything = json.loads(run(sources, min_papers=1).out)
    captured = run(sources, min_papers=1, limit=1)
    assert json.loads(captured.out) == everything[:1]
    assert f"{len(everything) - 1} more behind them, --limit shows them" in captured.err
    kind = ConceptType(everything[0]["type"])
    assert json.loads(run(sources, min_papers=1, type_=kind).out) == [row for row in everything if row["type"] == kind]


def test_quiet_says_nothing(run, sources):
    assert run(sources, voice=Voice(quiet=True)).err == ""


def test_the_vocabulary_of_the_graph_counts(run, sources, tmp_path):
    folder = tmp_path / "mine"
    (folder / "vocabulary").mkdir(parents=True)
    (folder / "vocabulary" / "own.ttl").write_text(turtle([entry("WrenSort")]), encoding="utf-8")
    assert "WrenSort" not in run(sources, graph=folder).out
    assert "WrenSort" in run(sources).out


def test_without_sources_the_papers_of_the_graph_are_read(run, graph, tmp_path):
    folder = tmp_path / "mine"
    shutil.copytree(graph, folder)
    labels = {row["label"] for row in json.loads(run([], min_papers=1, graph=folder).out)}
    assert "SwiftKV" in labels


def test_without_sources_and_graph_it_is_wrong_usage(run):
    with pytest.raises(UsageError, match="there is no graph here"):
        run([])


def test_an_absent_source_is_wrong_usage(run):
    with pytest.raises(UsageError):
        run(["nowhere.jsonl"])


def test_a_broken_record_is_told_and_the_others_count(run, sources, tmp_path):
    torn = tmp_path / "torn.jsonl"
    torn.write_text('{"id": "torn", "title": "Torn in hal\n', encoding="utf-8")
    captured = run([*sources, str(torn)], code=1)
    assert "torn.jsonl" in captured.err
    assert "WrenSort" in captured.out
