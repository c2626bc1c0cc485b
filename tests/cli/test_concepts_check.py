"""The bodies of `kg concepts check`, `import` and `export`."""

import json
from pathlib import Path

import pytest

from kg.cli import concepts_check
from kg.cli.voice import UsageError, Voice
from kg.errors import OntologyError, SourceError
from kg.model import ConceptType
from kg.ontology import Ontology
from kg.vocabulary import in_force
from kg.vocabulary.in_force import REPLACES

BASE = "https://w3id.org/mlhw-kg/"
HEAD = f"@prefix kg: <{BASE}ontology#> .\n@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
VOICE = Voice()
TECHNIQUE = ConceptType.TECHNIQUE


def block(name, *labels):
    type_ = name.partition("/")[0]
    others = "".join(f'  skos:altLabel "{label}"@en ;\n' for label in labels[1:])
    return (
        f"<{BASE}concept/{name}> a skos:Concept, kg:{type_.capitalize()} ;\n"
        f'  skos:inScheme <{BASE}scheme/{type_}> ;\n{others}  skos:prefLabel "{labels[0]}"@en .\n'
    )


@pytest.fixture(autouse=True)
def shipped(tmp_path, monkeypatch):
    """A small catalogue in place of the one that ships."""
    folder = tmp_path / "ontology"
    (folder / "concepts").mkdir(parents=True)
    (folder / "kg.ttl").write_text(HEAD)
    words = block("technique/quant", "quantization", "quantisation") + block("model/llama", "Llama")
    (folder / "concepts" / "all.ttl").write_text(HEAD + words)
    monkeypatch.setattr(in_force, "default_path", lambda: folder)
    load = Ontology.load
    monkeypatch.setattr(Ontology, "load", lambda path=None: load(path or folder))
    return folder


@pytest.fixture
def graph(tmp_path):
    return tmp_path / "graph"


def words(tmp_path, text, name="words.csv"):
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    return file


def take(graph, file, type_=TECHNIQUE, *, replace=False, voice=VOICE):
    return concepts_check.import_(voice, file=file, type_=type_, graph=graph, replace=replace)


def check(graph, *paths, json=False, voice=VOICE):
    return concepts_check.check(voice, paths=paths, graph=graph, json=json)


def test_a_sound_catalogue_passes(graph, capsys):
    assert check(graph) == 0
    assert capsys.readouterr() == ("", "nothing is wrong\n")


def test_findings_are_listed(shipped, graph, capsys):
    file = shipped / "concepts" / "more.ttl"
    file.write_text(
        HEAD + block("technique/q", "quantisation way", "Quantisation") + block("model/l2", "Llama-2", "Llama 3")
    )
    assert check(graph) == 1
    out, err = capsys.readouterr()
    assert out.splitlines()[0].split() == ["kind", "where", "concept", "what", "to", "do"]
    assert [line.split()[0] for line in out.splitlines()[1:]] == ["clash", "wrong"]
    assert "more.ttl:7  model/l2" in out
    assert err == "2 findings (1 clash, 1 wrong merge)\n"


def test_findings_as_json(graph, tmp_path, capsys):
    file = words(tmp_path, HEAD + block("model/l2", "Llama-2", "Llama 3"), "own.ttl")
    assert check(graph, file, json=True) == 1
    (row,) = json.loads(capsys.readouterr().out)
    assert row["kind"] == "wrong merge"
    assert (row["file"], row["line"]) == (str(file), 3)
    assert row["iri"] == f"{BASE}concept/model/l2"


def test_json_of_nothing_is_an_empty_list(graph, capsys):
    assert check(graph, json=True, voice=Voice(quiet=True)) == 0
    assert capsys.readouterr() == ("[]\n", "")


def test_additions_are_checked_with_the_catalogue(graph, tmp_path, capsys):
    (graph / "vocabulary").mkdir(parents=True)
    (graph / "vocabulary" / "own.ttl").write_text(HEAD + block("technique/x", "way of X", "Quantizations"))
    assert check(graph) == 1
    (graph / "vocabulary" / REPLACES).touch()
    assert check(graph) == 0, "what it clashes with does not count any more"
    assert check(graph, graph / "vocabulary", shipped_of(tmp_path)) == 1, "named files are checked together"


def shipped_of(tmp_path):
    return tmp_path / "ontology"


def test_a_path_that_is_not_there(graph):
    with pytest.raises(OntologyError, match="Check the name"):
        check(graph, Path("absent.ttl"))


def test_import_writes_a_file_of_the_graph(graph, tmp_path, capsys):
    file = words(tmp_path, "label,aliases\nmixture of depths,depth routing\nQuantization,quantising\nz,\n")
    assert take(graph, file) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert "concepts    1 new, 1 joined, 0 skipped" in err
    assert "aliases     2" in err
    assert "2 notes; -v shows them" in err
    made = in_force.in_force(graph)
    assert made.by_key("depthrouting")[0].concept.iri == f"{BASE}concept/technique/mixtureofdepth"
    assert made.by_key("quantising")[0].concept.label == "quantization"
    assert check(graph) == 0


def test_import_again_replaces_what_it_wrote(graph, tmp_path):
    take(graph, words(tmp_path, "label\nfirst way\nsecond way\n"))
    take(graph, words(tmp_path, "label\nsecond way\n"))
    made = in_force.in_force(graph)
    assert made.by_key("firstway") == ()
    assert made.by_key("secondway")
    assert [file.name for file in in_force.additions(graph)] == ["words.ttl"]


def test_imports_join_each_other(graph, tmp_path):
    take(graph, words(tmp_path, "label\nfirst way\n"))
    take(graph, words(tmp_path, "label,aliases\nFirst ways,way one\n", "more.csv"))
    assert in_force.in_force(graph).by_key("wayone")[0].concept.label == "first way"


def test_import_in_place_of_the_catalogue(graph, tmp_path, capsys):
    take(graph, words(tmp_path, "label\nQuantization\n"), replace=True)
    assert in_force.replaced(graph)
    assert [entry.concept.label for entry in in_force.in_force(graph).concepts.values()] == ["Quantization"]
    assert "1 new, 0 joined" in capsys.readouterr().err
    take(graph, words(tmp_path, "label\nquantization tool\n", "more.csv"))
    assert "The catalogue that ships is not used. Delete" in capsys.readouterr().err


def test_broken_records_are_told_and_the_others_land(graph, tmp_path, capsys):
    assert take(graph, words(tmp_path, "label,type\nsome way,Planet\nother way,Task\n")) == 1
    err = capsys.readouterr().err
    assert "words.csv:2: 'Planet' is no type. Write one of" in err
    assert "1 new, 0 joined, 1 skipped" in err
    assert in_force.in_force(graph).by_key("otherway")


def test_import_without_a_type_is_wrong_usage(graph, tmp_path):
    with pytest.raises(UsageError, match="--type"):
        take(graph, words(tmp_path, "label\nsome way\n"), None)
    assert not graph.exists(), "nothing is written"


def test_import_of_what_is_no_vocabulary_writes_nothing(graph, tmp_path):
    with pytest.raises(SourceError, match="web page"):
        take(graph, words(tmp_path, "<html>"))
    with pytest.raises(UsageError, match="no such file"):
        take(graph, tmp_path / "absent.csv")
    assert not graph.exists()


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("CSO.3.5.csv", "cso.3.5"),
        ("methods.json.gz", "methods"),
        ("My Words!.ttl", "my-words"),
        ("模型.ttl", "imported"),
    ],
)
def test_the_name_of_the_file_that_is_written(graph, tmp_path, name, stem):
    take(graph, words(tmp_path, "label\nsome way\n", name) if not name.endswith(".gz") else gzipped(tmp_path / name))
    assert [file.stem for file in in_force.additions(graph)] == [stem]


def gzipped(file):
    import gzip

    file.write_bytes(gzip.compress(b"label\nsome way\n"))
    return file


@pytest.mark.parametrize("form", ["skos", "csv", "jsonl"])
def test_export_to_a_file_and_to_stdout(graph, tmp_path, form, capfdbinary):
    take(graph, words(tmp_path, "label\nsome way\n"), voice=Voice(quiet=True))
    out = tmp_path / "out"
    assert concepts_check.export(VOICE, format_=form, out=out, graph=graph) == 0
    assert capfdbinary.readouterr().err == f"3 concepts in {out}\n".encode()
    assert concepts_check.export(VOICE, format_=form, out=None, graph=graph) == 0
    printed = capfdbinary.readouterr().out
    assert printed == out.read_bytes()
    assert b"concept/technique/someway" in printed
    assert b"concept/model/llama" in printed


@pytest.mark.parametrize("form", ["skos", "csv"])
def test_what_is_exported_can_be_imported(graph, tmp_path, form):
    out = tmp_path / f"out.{form}"
    concepts_check.export(VOICE, format_=form, out=out, graph=graph)
    assert take(tmp_path / "other", out, None, replace=True) == 0
    assert in_force.in_force(tmp_path / "other").concepts == in_force.in_force(graph).concepts
