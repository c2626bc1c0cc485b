"""`kg concepts merge, split, rename, undo, add, mappings`: their bodies on a small graph of its own vocabulary."""

import inspect
import json
import shutil

import pytest

from kg.cli import concepts_edit
from kg.cli.concepts_edit import Known, add, mappings, merge, rename, split, undo
from kg.cli.voice import UsageError, Voice
from kg.errors import OntologyError, UnknownNode
from kg.model import ConceptType
from kg.vocabulary.additions import turtle
from kg.vocabulary.decisions import HEADER, read
from tests.rdf.example import PAGE, SWIFT
from tests.vocabulary.made import concept, entry

TECHNIQUE, HARDWARE = ConceptType.TECHNIQUE, ConceptType.HARDWARE
OWN = (
    entry("caching"),
    entry("KV cache", "key value store", broader=("caching",)),
    entry("paged cache", "PagedKV", broader=("caching",)),
    entry("T4", kind=HARDWARE, maker="NVIDIA"),
    entry("Orion", kind=HARDWARE),
    entry("Orion", kind=ConceptType.MODEL),
)


@pytest.fixture
def folder(graph, tmp_path):
    """A copy of the graph whose vocabulary is its own, so that the shipped one plays no part."""
    mine = tmp_path / "mine"
    shutil.copytree(graph, mine)
    (mine / "vocabulary").mkdir()
    (mine / "vocabulary" / "REPLACES").touch()
    (mine / "vocabulary" / "own.ttl").write_text(turtle(OWN), encoding="utf-8")
    return mine


@pytest.fixture
def bare(tmp_path):
    """A folder without a graph: the vocabulary comes first."""
    (tmp_path / "bare" / "vocabulary").mkdir(parents=True)
    (tmp_path / "bare" / "vocabulary" / "REPLACES").touch()
    return tmp_path / "bare"


def decided(folder):
    return [decision.row.split("\t") for decision in read(folder / "decisions.tsv")]


def do_merge(folder, loser, winner, *, across_types=False):
    return merge(Voice(), loser=loser, winner=winner, across_types=across_types, graph=folder)


def do_add(folder, label, kind=TECHNIQUE, **options):
    given = {"alias": None, "broader": None, "fact": None, "context": False, **options}
    return add(Voice(), label=label, type_=kind, graph=folder, **given)


# Merge


def test_a_name_that_papers_gave_becomes_one_of_the_catalogue(folder, capsys):
    assert do_merge(folder, "PageKV", "paged cache") == 0
    assert decided(folder) == [["merge", "technique/pagekv", "PageKV", "paged cache", "technique/pagedcache"]]
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == (
        "PageKV (technique/pagekv) becomes paged cache (technique/pagedcache). "
        "The next kg build honours it; kg concepts undo takes it back\n"
    )
    assert Known(folder).concept("PageKV").label == "paged cache", "from now on the name means the winner"


@pytest.mark.parametrize(
    "name", [SWIFT.iri, "technique/swiftkv", "technique:swiftkv", "SwiftKV", "swift-kv", "swiftKVs"]
)
def test_a_concept_can_be_named_in_many_ways(folder, name):
    assert Known(folder).concept(name) == SWIFT


def test_the_grammar_of_names_counts(folder):
    assert Known(folder).concept("NVIDIA T4 GPU").label == "T4"


def test_two_that_only_papers_name(folder):
    do_merge(folder, "PageKV", "SwiftKV")
    assert decided(folder) == [["merge", "technique/pagekv", "PageKV", "SwiftKV", "technique/swiftkv"]]
    catalogue = Known(folder).catalogue
    assert catalogue.concepts[SWIFT.iri].labels == ("SwiftKV", "PageKV")
    assert PAGE.iri not in catalogue.concepts


def test_a_merged_one_can_be_merged_on_before_the_next_build(folder):
    do_merge(folder, "PageKV", "SwiftKV")
    do_merge(folder, PAGE.iri, "paged cache")
    assert decided(folder)[1] == ["merge", "technique/swiftkv", "SwiftKV", "paged cache", "technique/pagedcache"]
    assert Known(folder).catalogue.by_key("pagekv")[0].concept.label == "paged cache"


def test_two_types_need_a_word(folder):
    with pytest.raises(UsageError, match=r"PageKV is a Technique and T4 a Hardware\. .*--across-types"):
        do_merge(folder, "PageKV", "T4")
    assert decided(folder) == []
    assert do_merge(folder, "PageKV", "T4", across_types=True) == 0
    assert len(decided(folder)) == 1


def test_one_and_the_same_are_not_merged(folder):
    with pytest.raises(UsageError, match="are one concept already"):
        do_merge(folder, "key value store", "KV caches")


def test_differing_numbers_are_told(folder, capsys):
    do_add(folder, "Llama 2", ConceptType.MODEL)
    do_add(folder, "Llama 3", ConceptType.MODEL)
    do_merge(folder, "paged cache", "KV cache")
    assert "the numbers in" not in capsys.readouterr().err
    do_merge(folder, "Llama 2", "Llama 3")
    assert "the numbers in “Llama 2” and “Llama 3” differ; two versions are two things" in capsys.readouterr().err


def test_a_name_of_several_concepts(folder):
    with pytest.raises(UsageError, match=r"names several concepts: hardware/orion \(Orion\), model/orion \(Orion\)"):
        do_merge(folder, "Orion", "T4")
    do_merge(folder, "hardware/orion", "T4")
    assert decided(folder)[0][1] == "hardware/orion"


@pytest.mark.parametrize("name", ["SwiftVK", "technique/swiftvk", "key value stor"])
def test_an_unknown_name_gets_suggestions(folder, name):
    with pytest.raises(UnknownNode, match=r"Did you mean .*(SwiftKV|technique/swiftkv|key value store)"):
        do_merge(folder, name, "T4")


def test_the_preferred_label_goes_before_other_names(folder):
    do_add(folder, "PagedKV", ConceptType.MODEL, context=True, fact=["cue=pages"])
    assert Known(folder).concept("PagedKV").type is ConceptType.MODEL


# Split, rename, undo


def test_a_name_leaves(folder, capsys):
    assert split(Voice(), concept="KV cache", name="key value  store", type_=None, graph=folder) == 0
    assert decided(folder) == [["split", "technique/kvcache", "KV cache", "key value store", ""]]
    assert "“key value  store” leaves KV cache (technique/kvcache)" in capsys.readouterr().err
    assert Known(folder).concept("key value store").label == "key value store"


def test_a_name_leaves_for_another_type(folder):
    split(Voice(), concept="KV cache", name="key value store", type_=ConceptType.SOFTWARE, graph=folder)
    assert Known(folder).concept("key value store").type is ConceptType.SOFTWARE


@pytest.mark.parametrize(
    ("name", "why"), [("kv-cache", "Rename it first"), ("tile", "has no name “tile”"), ("--", "is no label")]
)
def test_what_cannot_leave(folder, name, why):
    with pytest.raises(UsageError, match=why):
        split(Voice(), concept="KV cache", name=name, type_=None, graph=folder)
    assert not (folder / "decisions.tsv").exists()


def test_another_label(folder, capsys):
    assert rename(Voice(), concept="SwiftKV", label="Swift KV cache", graph=folder) == 0
    assert "SwiftKV (technique/swiftkv) is called Swift KV cache; the IRI stays" in capsys.readouterr().err
    known = Known(folder)
    assert known.concept("SwiftKV") == known.concept("swift kv caches")
    assert known.concept("SwiftKV").iri == SWIFT.iri


def test_a_label_of_another_concept(folder):
    with pytest.raises(UsageError, match="Merge the two, or take another label"):
        rename(Voice(), concept="SwiftKV", label="paged caches", graph=folder)


def test_the_last_decision_is_taken_back(folder, capsys):
    do_merge(folder, "PageKV", "SwiftKV")
    rename(Voice(), concept="KV cache", label="key-value cache", graph=folder)
    assert undo(Voice(), graph=folder) == 0
    assert "taken back: rename of KV cache (technique/kvcache) and “key-value cache”" in capsys.readouterr().err
    assert len(decided(folder)) == 1
    undo(Voice(), graph=folder)
    assert (folder / "decisions.tsv").read_text("utf-8") == f"{HEADER}\n"
    with pytest.raises(UsageError, match="no decision to take back"):
        undo(Voice(), graph=folder)


def test_a_broken_file_of_decisions_is_told(folder):
    (folder / "decisions.tsv").write_text("merge everything\n", encoding="utf-8")
    with pytest.raises(OntologyError, match=r"decisions\.tsv: line 1"):
        do_merge(folder, "PageKV", "SwiftKV")


# Add


def test_a_concept_before_any_graph(bare, capsys):
    assert do_add(bare, "FlashQuant", alias=["flash quantizer"], fact=["maker=Ours", "year=2025"]) == 0
    assert do_add(bare, "FlashQuant 2", broader=["flash quantizers"]) == 0
    path = bare / "vocabulary" / "technique.ttl"
    told = capsys.readouterr().err
    assert f"FlashQuant (technique/flashquant) stands in {path} with the names flash quantizer." in told
    catalogue = Known(bare).catalogue
    assert catalogue.concepts[concept("FlashQuant").iri].facts == (("maker", "Ours"), ("year", "2025"))
    assert catalogue.concepts[concept("FlashQuant 2").iri].broader == (concept("FlashQuant").iri,)


def test_another_name_of_a_concept_that_is_there(folder):
    do_add(folder, "kv caches", alias=["attention cache"])
    assert Known(folder).concept("attention cache").label == "KV cache"


def test_one_that_papers_name_keeps_its_iri(folder):
    do_add(folder, "SwiftKV", broader=["caching"])
    assert Known(folder).catalogue.concepts[SWIFT.iri].broader == (concept("caching").iri,)


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"fact": ["colour=red"]}, UsageError, r"NAME=VALUE, as maker=Meta\. The names are closeMatch, cue"),
        ({"fact": ["maker"]}, UsageError, "NAME=VALUE"),
        ({"fact": ["maker= "]}, UsageError, "NAME=VALUE"),
        ({"fact": ["year=soon"]}, UsageError, "a year of four digits"),
        ({"fact": ["higherIsBetter=yes"]}, UsageError, "true or false"),
        ({"fact": ["exactMatch=Q1"]}, UsageError, "an address that begins with http"),
        ({"broader": ["nothing at all"]}, UnknownNode, "no node named"),
        ({"alias": ["PagedKV"]}, OntologyError, "is a name of paged cache"),
        ({"alias": ["..."]}, UsageError, "is no label"),
    ],
)
def test_what_cannot_be_added(folder, options, error, message):
    before = sorted((folder / "vocabulary").iterdir())
    with pytest.raises(error, match=message):
        do_add(folder, "FlashQuant", **options)
    assert sorted((folder / "vocabulary").iterdir()) == before


# Mappings


def test_the_merges_as_a_table(folder, capfdbinary):
    do_merge(folder, "PageKV", "paged cache")
    capfdbinary.readouterr()
    assert mappings(Voice(), format_="tsv", graph=folder) == 0
    told = capfdbinary.readouterr()
    assert told.err == b""
    lines = told.out.decode().splitlines()
    assert lines[0] == "#curie_map:"
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    assert any(row[:2] == ["technique:pagekv", "PageKV"] for row in rows)
    assert any("SwiftKVs" in row and "semapv:LexicalMatching" in row for row in rows)


@pytest.mark.parametrize(("form", "start"), [("json", b"{"), ("ttl", b"@prefix")])
def test_the_merges_in_other_forms(folder, capfdbinary, form, start):
    mappings(Voice(), format_=form, graph=folder)
    out = capfdbinary.readouterr().out
    assert out.startswith(start)
    assert form != "json" or json.loads(out)["mappings"]


def test_a_form_that_there_is_not(folder):
    with pytest.raises(UsageError, match="the forms are tsv, json, ttl"):
        mappings(Voice(), format_="xml", graph=folder)


def test_no_merges_without_a_graph(bare):
    with pytest.raises(UsageError, match="there is no graph here"):
        mappings(Voice(), format_="tsv", graph=bare)


# What holds for all


@pytest.mark.parametrize("body", [merge, split, rename, undo, add, mappings], ids=lambda body: body.__name__)
def test_each_body_takes_a_voice_and_named_options(body):
    parameters = inspect.signature(body).parameters
    assert next(iter(parameters)) == "voice"
    assert all(each.kind is each.KEYWORD_ONLY for name, each in parameters.items() if name != "voice")
    assert "graph" in parameters
    assert body.__module__ == concepts_edit.__name__
