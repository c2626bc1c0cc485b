"""`kg diff` and `kg watch` as they are typed."""

import csv
import io
import json
import shutil
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

from kg.alone import alone
from kg.rdf.store import Store
from tests.change.made import every, files, under, with_value
from tests.rdf.example import EXAMPLE
from tests.rdf.small_catalogue import CATALOGUE

QUERY = "SELECT ?paper ?title { ?paper a fabio:ResearchPaper ; dcterms:title ?title }"
_LATER = under("later", "Later caches")
LATER = replace(_LATER, paper=replace(_LATER.paper, published="2025-06-01"))


@pytest.fixture
def old(graph, tmp_path):
    shutil.copytree(graph, tmp_path / "old")
    return tmp_path / "old"


@pytest.fixture
def new(graph, tmp_path):
    """The graph with another figure, a paper more and a paper less."""
    shutil.copytree(graph, tmp_path / "new")
    with Store(tmp_path / "new" / "store", ontology=CATALOGUE) as store:
        store.replace_all([with_value(EXAMPLE, 1, "1.70"), LATER])
        store.remove("willow")
    return tmp_path / "new"


# kg diff


def test_a_table_shows_what_changed_and_the_numbers_are_told_beside_it(kg, old, new):
    result = kg("diff", old, new)
    assert result.exit_code == 0
    assert "changed figures" in result.stdout
    assert "up to" not in result.stdout.split("\n")[2]
    assert "1.50x speed" in result.stdout
    assert "1.70x speed" in result.stdout
    assert result.stderr.startswith("papers: 1 new, 1 gone, 1 changed; ")


def test_the_paper_itself_is_not_named_where_its_title_stands_beside(kg, old, new):
    rows = list(csv.DictReader(io.StringIO(kg("diff", old, new, "--format", "csv").stdout)))
    claims = [row["claim"] for row in rows if row["paper"] == "Later caches"]
    assert any(claim.startswith("the paper — introduces → SwiftKV") for claim in claims)


def test_json_holds_papers_claims_and_figures_whole(kg, old, new):
    found = json.loads(kg("diff", old, new, "--format", "json").stdout)
    assert [paper["id"] for paper in found["papers_new"]] == ["later"]
    assert [paper["id"] for paper in found["papers_gone"]] == ["willow"]
    (changed,) = found["claims_changed"]
    assert (changed["old"]["quantity"]["value"], changed["new"]["quantity"]["value"]) == ("1.50", "1.70")


def test_markdown_is_a_digest_with_the_sentences(kg, old, new):
    text = kg("diff", old, new, "--format", "md", "--limit", "1").stdout
    assert text.startswith("# What changed\n")
    assert "- SwiftKV — outperforms → PageKV: **1.50x speed** is now **1.70x speed**" in text
    assert "  > SwiftKV beats PageKV by 1.50x on a T4. — SwiftKV: faster caches" in text
    assert "others" in text


def test_equal_graphs_say_so(kg, old):
    for form in ("table", "md"):
        result = kg("diff", old, old, "--format", form)
        assert result.exit_code == 0
        assert "nothing differs" in result.output


def test_a_patch_of_two_folders_makes_the_new_one_of_the_old(kg, old, new, tmp_path):
    patch = tmp_path / "p.rdfp"
    assert kg("diff", old, new, "--format", "rdfpatch", "-o", patch).exit_code == 0
    assert kg("diff", old, new, "--format", "rdfpatch").stdout_bytes == patch.read_bytes()
    result = kg("diff", old, "--apply", patch, "-o", tmp_path / "made")
    assert result.exit_code == 0, result.output
    assert "nothing differs" in kg("diff", tmp_path / "made", new).output
    assert (tmp_path / "made" / "graph.ttl").exists()
    assert "nothing differs" in kg("diff", old, old).output
    again = kg("diff", old, "--apply", patch, "-o", tmp_path / "made")
    assert again.exit_code == 1
    assert "there already" in again.stderr


def test_a_patch_for_another_graph_makes_nothing(kg, old, new, tmp_path):
    patch = tmp_path / "p.rdfp"
    kg("diff", old, new, "--format", "rdfpatch", "-o", patch)
    result = kg("diff", new, "--apply", patch, "-o", tmp_path / "made")
    assert result.exit_code == 1
    assert "made from another graph" in result.stderr
    assert not [path for path in tmp_path.iterdir() if "made" in path.name]


def test_folders_and_files_of_every_kind_are_compared(kg, old, new, tmp_path):
    with Store(new / "store", read_only=True) as store:
        ttl, nq = files(store, tmp_path / "files", "ttl", "nq")
    for file in (ttl, nq):
        assert "nothing differs" in kg("diff", new, file).output
        assert "papers: 1 new, 1 gone, 1 changed" in kg("diff", old, file).stderr
    patch = tmp_path / "p.rdfp"
    kg("diff", nq, old, "--format", "rdfpatch", "-o", patch)
    assert kg("diff", nq, "--apply", patch, "-o", tmp_path / "back.nq").exit_code == 0
    assert "nothing differs" in kg("diff", tmp_path / "back.nq", old).output


def test_a_folder_without_store_is_compared_by_its_turtle(kg, old, tmp_path):
    with Store(old / "store", read_only=True) as store:
        files(store, tmp_path / "bare", "ttl")
    assert "nothing differs" in kg("diff", tmp_path / "bare", old).output


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["old"], "two graphs are compared"),
        (["old", "none"], "there is no such graph"),
        (["old", "empty"], "there is no graph here"),
        (["old", "old", "--apply", "p"], "a patch is applied like this"),
        (["old", "--apply", "p"], "a patch is applied like this"),
        (["old", "old", "-o", "x"], "-o goes with"),
    ],
)
def test_what_cannot_be_compared_is_wrong_usage(kg, old, tmp_path, arguments, told):
    (tmp_path / "empty").mkdir()
    result = kg("diff", *arguments)
    assert result.exit_code == 2
    assert told in result.stderr


def test_a_patch_that_is_not_there_is_told(kg, old):
    result = kg("diff", old, "--apply", "none.rdfp", "-o", "made")
    assert result.exit_code == 1
    assert "none.rdfp" in result.stderr


# kg watch


def test_a_saved_query_tells_what_came(kg, old):
    added = kg("watch", "add", "papers", "--query", QUERY, "--graph", old)
    assert added.exit_code == 0
    assert "papers has 3 rows now" in added.stderr
    assert kg("watch", "run", "--graph", old).stdout == "papers: 0 new\n"
    with Store(old / "store", ontology=CATALOGUE) as store:
        store.replace(LATER)
    result = kg("watch", "run", "--graph", old)
    assert result.stdout.startswith("papers: 1 new\n  2025-06-01  Later caches")
    entry = ET.parse(old / "watch" / "papers.atom").getroot().find("{http://www.w3.org/2005/Atom}entry")
    assert "Later caches" in entry.find("{http://www.w3.org/2005/Atom}title").text
    assert "Later caches" in (old / "watch" / "papers.md").read_text(encoding="utf-8")


def test_runs_as_json(kg, old):
    kg("watch", "add", "papers", "--query", QUERY, "--present", "--graph", old)
    assert json.loads(kg("watch", "run", "papers", "--json", "--graph", old).stdout) == [{"name": "papers", "new": []}]


def test_saved_queries_are_listed_and_forgotten(kg, old):
    assert "no saved query" in kg("watch", "list", "--graph", old).stderr
    kg("watch", "add", "rivals", "-n", "outperforms", "--set", "system=SwiftKV", "--graph", old)
    (row,) = json.loads(kg("watch", "list", "--format", "json", "--graph", old).stdout)
    assert row["query"] == "outperforms --system SwiftKV"
    assert kg("watch", "remove", "rivals", "--graph", old).exit_code == 0
    assert not (old / "watch").exists()
    assert kg("watch", "remove", "rivals", "--graph", old).exit_code == 1
    assert "no saved query" in kg("watch", "run", "--graph", old).stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "give one query"),
        (["--query", QUERY, "-n", "outperforms"], "give one query"),
        (["--query", QUERY, "--set", "a=b"], "only a named query has parameters"),
        (["-n", "outperforms", "--set", "system"], "--set KEY=VALUE"),
        (["-n", "none"], "there is no query named 'none'"),
        (["-n", "outperforms", "--set", "nothing=x"], "there is no parameter 'nothing'"),
        (["--query", "ASK { ?s ?p ?o }"], "only a SELECT can be watched"),
        (["--query", "SELECT"], "cannot be run"),
    ],
)
def test_what_cannot_be_saved_is_wrong_usage(kg, old, arguments, told):
    result = kg("watch", "add", "x", *arguments, "--graph", old)
    assert result.exit_code == 2
    assert told in result.stderr
    assert not (old / "watch").exists()


def test_a_query_that_fails_later_is_told_and_makes_the_exit_code_1(kg, old):
    kg("watch", "add", "rivals", "-n", "outperforms", "--set", "system=SwiftKV", "--graph", old)
    with Store(old / "store", ontology=CATALOGUE) as store:
        store.remove(EXAMPLE.paper.id)
    result = kg("watch", "run", "--graph", old)
    assert result.exit_code == 1
    assert "watch/rivals" in result.stderr
    assert "kg watch remove rivals" in result.stderr


def test_a_folder_that_is_being_built_is_left_alone(kg, old):
    with alone(old):
        result = kg("watch", "add", "papers", "--query", QUERY, "--graph", old)
    assert result.exit_code == 1
    assert "is writing this graph" in result.stderr


def test_there_has_to_be_a_graph(kg, tmp_path):
    for command in (["list"], ["run"], ["remove", "x"], ["add", "x", "--query", QUERY]):
        result = kg("watch", *command, "--graph", tmp_path / "none")
        assert result.exit_code == 2
        assert "there is no graph here" in result.stderr


def test_the_papers_of_the_fixture_are_three():
    assert len(every()) == 3
