"""`kg export` of parts and `kg import`: what is given out comes in again."""

import inspect
import io
import json
import re
import shlex
import sqlite3
import zipfile
from importlib import import_module
from pathlib import Path
from shutil import copytree

import pytest
import rdflib

from kg.cli.commands_exchange import EXCHANGES
from kg.export.folder import build_folder
from kg.rdf.store import Store
from kg.settings import Settings
from tests.cli.papers import WHOLE
from tests.export.graphs import PAPERS

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "export.md"
BASE = "https://w3id.org/mlhw-kg/"


@pytest.mark.parametrize("declared", [row[0] for row in EXCHANGES], ids=lambda declared: declared.__name__)
def test_a_body_takes_what_its_command_declares(declared):
    module = {"import": "import_"}.get(declared.__name__, declared.__name__)
    run = inspect.signature(import_module(f"kg.cli.{module}").run)
    assert set(run.parameters) == set(inspect.signature(declared).parameters) - {"ctx", "quiet", "verbose"} | {"voice"}
    assert run.return_annotation is int


# Parts


def titles(text):
    return {
        str(title) for title in rdflib.Graph().parse(data=text, format="nt").objects(predicate=rdflib.DCTERMS.title)
    }


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--around", "T4"], {"SwiftKV: faster caches"}),
        (["--around", "swift-kv"], {"SwiftKV: faster caches"}),
        (["--since", "2024-06"], {"SwiftKV: faster caches"}),
        (["--type", "Model"], {"Willow pruning for Lark-7B"}),
        (["--around", "GPU", "--since", "2024"], {"Willow pruning for Lark-7B"}),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_part_has_its_papers(kg, graph, options, expected):
    result = kg("export", "nt", "--graph", graph, *options)
    assert result.exit_code == 0
    assert titles(result.stdout) == expected


def test_a_query_chooses_claims(kg, graph, tmp_path):
    (tmp_path / "hedged.rq").write_text("SELECT ?claim { ?claim kg:hedge ?hedge }", encoding="utf-8")
    by_file = kg("export", "jsonl", "--graph", graph, "--query", tmp_path / "hedged.rq")
    by_stdin = kg(
        "export", "jsonl", "--graph", graph, "--query", "-", stdin="SELECT ?s { ?claim kg:hedge ?h ; rdf:subject ?s }"
    )
    assert by_file.stdout == by_stdin.stdout
    records = [json.loads(line) for line in by_file.stdout.strip().split("\n")]
    assert all(not record["relations"] and record["unasserted"] for record in records)


def test_a_named_query_chooses_claims(kg, graph):
    result = kg("export", "csv", "--graph", graph, "-n", "outperforms", "--with", "system=SwiftKV")
    with zipfile.ZipFile(io.BytesIO(result.stdout_bytes)) as archive:
        edges = archive.read("edges.csv").decode().strip().split("\n")[1:]
    assert len(edges) == 1
    assert ",outperforms," in edges[0]


@pytest.mark.parametrize(
    ("options", "code", "message"),
    [
        (["nt", "--around", "Nobody"], 1, "the graph has no node named 'Nobody'"),
        (["nt", "--query", "a.rq", "-n", "outperforms"], 2, "give one query"),
        (["nt", "--with", "system=x"], 2, "give its name with -n"),
        (["nt", "-n", "nobody"], 2, "there is no query named 'nobody'"),
        (["nt", "-n", "outperforms"], 2, "outperforms takes system"),
        (["nt", "--query", "absent.rq"], 2, "absent.rq: "),
        (["nt", "--since", "last year"], 2, "--since last year: this is no date; give 2024"),
        (["nt", "--since", "2199"], 1, "no claim is in this part of the graph"),
        (["nt", "--type", "Bird"], 2, "'Bird' is not one of"),
        (["nt", "--around", "T4", "--type", "Software"], 1, "no claim is in this part of the graph"),
        (["croissant", "--around", "T4"], 2, "a part has none"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_part_that_cannot_be(kg, graph, options, code, message):
    result = kg("export", *options, "--graph", graph)
    assert (result.exit_code, result.stdout) == (code, "")
    assert message in " ".join(result.stderr.split())


def test_several_files_go_into_a_folder(kg, graph, tmp_path):
    result = kg("export", "kgx", "--graph", graph, "-o", tmp_path / "kgx")
    assert {each.name for each in (tmp_path / "kgx").iterdir()} == {"nodes.tsv", "edges.tsv"}
    assert result.stderr.count("bytes") == 2


def test_a_screen_gets_no_archive(kg, graph, monkeypatch):
    monkeypatch.setattr("kg.cli.export.sys.stdout", type("Screen", (io.StringIO,), {"isatty": lambda self: True})())
    result = kg("export", "sqlite", "--graph", graph)
    assert result.exit_code in (0, 2)  # the runner has its own stdout


# Importing


@pytest.fixture
def built(tmp_path):
    """The folder of a graph that kg built, by rules alone."""
    (tmp_path / "papers.jsonl").write_text(WHOLE, encoding="utf-8")
    build_folder(tmp_path / "papers.jsonl", tmp_path / "built", settings=Settings(workers=1, fast=True))
    return tmp_path / "built"


def contents(folder):
    return {name: (folder / name).read_bytes() for name in ("graph.ttl", "graph.html", "extractions.jsonl")}


@pytest.mark.parametrize("name", ["ttl", "nq", "trig", "kgx"])
def test_what_is_exported_comes_in_again(kg, graph, tmp_path, name):
    file = tmp_path / ("kgx" if name == "kgx" else f"graph.{name}")
    kg("export", name, "--graph", graph, "-o", file)
    result = kg("import", file, "-o", tmp_path / "new", "--fast")
    assert result.exit_code == 0
    assert "papers    3 (3 new, 0 changed, 0 unchanged)" in result.stdout
    with Store(tmp_path / "new" / "store", read_only=True) as store:
        assert list(store.extractions()) == sorted(PAPERS, key=lambda each: each.paper.id)
    before = contents(tmp_path / "new")
    again = kg("import", file, "-o", tmp_path / "new", "--fast", "--json")
    report = json.loads(again.stdout)
    assert (report["added"], report["changed"], report["unchanged"]) == (0, 0, 3)
    assert contents(tmp_path / "new") == before


def test_a_graph_of_kg_takes_its_own_files_without_a_change(kg, built):
    before = contents(built)
    result = kg("import", built / "graph.ttl", "-o", built, "--fast")
    assert result.exit_code == 0
    assert "0 new, 0 changed" in result.stdout
    assert contents(built) == before


def test_a_merge_keeps_both_and_a_build_after_it_changes_nothing(kg, graph, built, tmp_path):
    kg("export", "nq", "--graph", graph, "-o", tmp_path / "other.nq")
    assert kg("import", tmp_path / "other.nq", "-o", built, "--fast").exit_code == 0
    merged = contents(built)
    with Store(built / "store", read_only=True) as store:
        ids = set(store.papers())
    assert {"swift-kv", "willow", "hostile"} < ids
    result = kg("build", tmp_path / "papers.jsonl", "-o", built, "--fast")
    assert result.exit_code == 0
    assert contents(built) == merged


def test_what_does_not_fit_is_told_and_the_rest_is_taken(kg, graph, tmp_path):
    kg("export", "nq", "--graph", graph, "-o", tmp_path / "other.nq")
    text = (tmp_path / "other.nq").read_text("utf-8")
    (tmp_path / "other.nq").write_text("broken\n" + text, encoding="utf-8")
    result = kg("import", tmp_path / "other.nq", tmp_path / "papers.bad", "-o", tmp_path / "new", "--fast")
    assert (result.exit_code, result.stdout) == (2, ""), "a name that is wrong stops it before it begins"
    result = kg("import", tmp_path / "other.nq", "-o", tmp_path / "new", "--fast")
    assert result.exit_code == 1
    assert re.search(r"other\.nq:1: .*Mend the syntax on this line", result.stderr)
    assert "3 new" in result.stdout
    assert "failures  1 failure, listed in" in result.stdout


def test_a_file_that_is_no_graph_costs_no_other(kg, graph, tmp_path):
    (tmp_path / "odd.txt").write_text("x", encoding="utf-8")
    kg("export", "nq", "--graph", graph, "-o", tmp_path / "other.nq")
    result = kg("import", tmp_path / "odd.txt", tmp_path / "other.nq", "-o", tmp_path / "new", "--fast")
    assert result.exit_code == 1
    assert "odd.txt: kg cannot tell what this is. Name it .ttl" in result.stderr
    assert "3 new" in result.stdout


# The page


def examples():
    """The commands of the page, as words."""
    blocks = re.findall(r"```sh\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    return [shlex.split(line[2:])[1:] for block in blocks for line in block.split("\n") if line.startswith("$ kg ")]


@pytest.mark.parametrize("words", examples(), ids=" ".join)
def test_every_command_of_the_page_runs(kg, graph, tmp_path, words):
    """The names that the page asks for stand for those of this graph."""
    copytree(graph, tmp_path / "graph_out")
    if words[0] == "import":
        kg("export", "nq", "-o", tmp_path / "other.nq")
    (tmp_path / "hedged.rq").write_text("SELECT ?claim { ?claim kg:hedge ?hedge }", encoding="utf-8")
    names = {"BERT": "SwiftKV", "Hardware": "Technique", "2024-06": "2024-05"}
    result = kg(*(names.get(word, word.replace("BERT", "SwiftKV")) for word in words))
    assert result.exit_code == 0, result.stderr


@pytest.mark.parametrize("query", re.findall(r"```sql\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL))
def test_every_query_of_the_page_runs(kg, graph, tmp_path, query):
    kg("export", "sqlite", "--graph", graph, "-o", tmp_path / "graph.sqlite")
    with sqlite3.connect(tmp_path / "graph.sqlite") as database:
        database.execute(query).fetchall()
    database.close()


def test_the_page_names_every_format():
    from kg.export.formats import FORMATS

    text = PAGE.read_text("utf-8")
    assert [name for name in FORMATS if f"| `{name}` |" not in text] == []
