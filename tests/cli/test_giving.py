"""`kg export` and `kg validate`."""

import json
from shutil import copytree

import pytest
import rdflib
from rdflib.compare import isomorphic

from kg.cli.commands_exchange import export as declared
from kg.export.formats import FORMATS
from kg.rdf.store import Store

# Exporting


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_each_form_goes_to_stdout_or_to_a_file(kg, graph, tmp_path, name):
    if FORMATS[name].card:
        graph = copytree(graph, tmp_path / "graph")
        kg("export", "jsonl", "--graph", graph, "-o", graph / "extractions.jsonl")  # what a build would have written
    out = tmp_path / "deep" / f"graph.{FORMATS[name].ending or 'zip'}"
    shown, written = kg("export", name, "--graph", graph), kg("export", name, "--graph", graph, "-o", out)
    assert shown.exit_code == written.exit_code == 0
    assert shown.stdout_bytes == out.read_bytes()
    assert written.stdout == ""
    assert written.stderr.endswith(f"{out}: {out.stat().st_size:,} bytes\n")
    assert [each.name for each in out.parent.iterdir()] == [out.name], "no draft is left"


@pytest.mark.parametrize(("name", "form"), [("ttl", "turtle"), ("nt", "nt"), ("jsonld", "json-ld")])
def test_rdf_forms_hold_the_graph(kg, graph, name, form):
    with Store(graph / "store", read_only=True) as store:
        whole = store.to_rdflib()
    assert isomorphic(rdflib.Graph().parse(data=kg("export", name, "--graph", graph).stdout, format=form), whole)


def test_the_help_names_every_form(kg):
    text = " ".join(kg("export", "--help").stdout.split())
    assert f"One of {', '.join(sorted(FORMATS))}." in text
    assert declared.__name__ == "export"


def test_an_unknown_form(kg, graph):
    result = kg("export", "docx", "--graph", graph)
    assert result.exit_code == 2
    assert "there is no export format 'docx'; there are bibtex, croissant" in result.stderr


def test_a_file_that_cannot_be_written(kg, graph, tmp_path):
    (tmp_path / "file").write_text("as it was", encoding="utf-8")
    result = kg("export", "nt", "--graph", graph, "-o", tmp_path / "file" / "x.nt")
    assert result.exit_code == 1
    assert result.stderr.startswith("kg: ")
    assert (tmp_path / "file").read_text("utf-8") == "as it was"


# Validating


def test_a_graph_that_conforms(kg, graph):
    result = kg("validate", "--graph", graph)
    assert (result.exit_code, result.stdout) == (0, "the graph conforms to the shapes\n")
    assert json.loads(kg("validate", "--graph", graph, "--json").stdout) == {"conforms": True, "violations": []}


@pytest.fixture
def broken(kg, graph, tmp_path):
    """A Turtle file in which one claim has no predicate."""
    kg("export", "nt", "--graph", graph, "-o", tmp_path / "all.nt")
    lines = (tmp_path / "all.nt").read_text("utf-8").split("\n")
    torn = next(row for row in lines if "22-rdf-syntax-ns#predicate>" in row)
    file = tmp_path / "broken.ttl"
    file.write_text("\n".join(row for row in lines if row != torn), encoding="utf-8")
    return file, torn.split()[0].strip("<>")


def test_a_file_that_does_not_conform(kg, broken):
    file, claim = broken
    result = kg("validate", file)
    assert result.exit_code == 1
    assert result.stderr.strip().endswith(("violation", "violations"))
    assert f"claim:{claim.rpartition('/')[2]}" in result.stdout
    found = json.loads(kg("validate", file, "--json").stdout)
    assert found["conforms"] is False
    assert claim in {each["focus"] for each in found["violations"]}


@pytest.mark.parametrize(
    ("name", "code", "message"),
    [("nope.ttl", 2, "there is no such file"), ("bad.ttl", 1, "Mend the syntax on this line")],
)
def test_files_that_are_no_graph(kg, tmp_path, name, code, message):
    (tmp_path / "bad.ttl").write_text("<a> <b> .\n", encoding="utf-8")
    result = kg("validate", tmp_path / name)
    assert (result.exit_code, result.stdout) == (code, "")
    assert message in result.stderr
