"""The catalogue of a graph: what ships, what its user added, what its user decided, in this order."""

import json
import subprocess
import sys

import pytest

from kg import ontology
from kg.errors import OntologyError
from kg.iris import concept_iri
from kg.model import ConceptType
from kg.naming.resolve import resolver_of
from kg.ontology import Ontology
from kg.vocabulary import decisions, in_force
from kg.vocabulary.additions import FOLDER, turtle
from kg.vocabulary.catalogue import catalogue_of
from kg.vocabulary.in_force import REPLACES
from tests.vocabulary.made import by_label, concept, entry

MODEL = ConceptType.MODEL


@pytest.fixture
def cache(tmp_path, monkeypatch):
    """An empty cache of the user's."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    yield tmp_path / "cache" / "kg-papers"
    ontology._load.cache_clear()


@pytest.fixture
def shipped(cache, tmp_path, monkeypatch):
    """A small catalogue in place of the one that ships."""
    folder = tmp_path / "ontology"
    (folder / "concepts").mkdir(parents=True)
    (folder / "kg.ttl").write_text("", encoding="utf-8")
    words = (
        entry("attention"),
        entry("flash attention", "FA", broader=("attention",)),
        entry("flash attention 2", broader=("flash attention",)),
        entry("LoRA", "low-rank adaptation", cue="weights"),
        entry("Wren", "small bird", kind=MODEL, maker="Aviary"),
    )
    (folder / "concepts" / "all.ttl").write_text(turtle(words), encoding="utf-8")
    monkeypatch.setattr(in_force, "default_path", lambda: folder)
    load = Ontology.load
    monkeypatch.setattr(Ontology, "load", lambda path=None: load(path or folder))
    return folder


@pytest.fixture
def graph(shipped, tmp_path):
    return tmp_path / "graph"


def add(graph, *entries, name="own"):
    folder = graph / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.ttl").write_text(turtle(entries), encoding="utf-8")


def replace_all(graph):
    (graph / FOLDER).mkdir(parents=True, exist_ok=True)
    (graph / FOLDER / REPLACES).touch()


def decide(graph, *given):
    graph.mkdir(parents=True, exist_ok=True)
    for each in given:
        decisions.append(graph / decisions.FILE, each)


def labels(found):
    return sorted(each.concept.label for each in found.concepts.values())


SHIPPED = ["LoRA", "Wren", "attention", "flash attention", "flash attention 2"]


# Nothing of its own


def test_a_graph_without_a_folder_has_the_catalogue_that_ships(graph):
    assert catalogue_of(graph) is Ontology.load()
    assert not graph.exists(), "nothing is made"


def test_the_real_one_as_well(tmp_path):
    """One object for all: its index and what resolvers remember of it are made once."""
    found = catalogue_of(tmp_path / "absent")
    assert found is Ontology.load()
    assert resolver_of(found) is resolver_of(catalogue_of(tmp_path / "other"))


@pytest.mark.parametrize("make", [
    lambda graph: graph.mkdir(),
    lambda graph: (graph / FOLDER).mkdir(parents=True),
    lambda graph: (graph / "store").mkdir(parents=True),
    lambda graph: (graph.mkdir(), (graph / decisions.FILE).write_text("", encoding="utf-8")),
    lambda graph: (graph.mkdir(), (graph / decisions.FILE).write_text(f"# none\n{decisions.HEADER}\n", encoding="utf-8")),
    lambda graph: ((graph / FOLDER).mkdir(parents=True), (graph / FOLDER / "notes.txt").touch()),
], ids=["empty", "no-files", "store", "empty-decisions", "comment", "other-file"])  # fmt: skip
def test_a_folder_that_says_nothing_changes_nothing(graph, make):
    make(graph)
    assert catalogue_of(graph) is Ontology.load()


# Additions


def test_what_was_added_counts(graph):
    add(graph, entry("swift attention", "SA", broader=("attention",)))
    found = catalogue_of(graph)
    assert labels(found) == sorted([*SHIPPED, "swift attention"])
    assert [each.concept.label for each in found.by_key("sa")] == ["swift attention"]
    assert found.ancestors(concept("swift attention").iri) == (concept("attention").iri,)
    assert concept("swift attention").iri in found.narrower(concept("attention").iri)
    assert found.spellings["swift attention"] == ("swiftattention",)


def test_more_names_of_a_concept_that_ships(graph):
    add(graph, entry("LoRA", "rank adapters", cue="rank"))
    lora = by_label(catalogue_of(graph), "LoRA")
    assert lora.alt_labels == ("low-rank adaptation", "rank adapters")
    assert lora.values("cue") == ("rank", "weights")


def test_files_are_joined_by_name_in_any_order(graph, tmp_path):
    one, other = entry("swift attention", "SA"), entry("swift attention", "fast attention", maker="us")
    add(graph, one, name="a")
    add(graph, other, name="b")
    found = by_label(catalogue_of(graph), "swift attention")
    assert found.labels == ("swift attention", "SA", "fast attention")
    add(tmp_path / "second", other, name="b")
    add(tmp_path / "second", one, name="a")
    assert catalogue_of(tmp_path / "second").sha256 == catalogue_of(graph).sha256


def test_the_catalogue_that_ships_stays_as_it_was(graph):
    before = dict(Ontology.load().concepts)
    add(graph, entry("LoRA", "rank adapters"))
    catalogue_of(graph)
    assert Ontology.load().concepts == before
    assert Ontology.load().by_key("rankadapter") == ()


def test_an_addition_that_is_broken_is_named(graph):
    add(graph, entry("swift attention", broader=("absent thing",)))
    with pytest.raises(OntologyError, match=r"own\.ttl.*absentthing.*kg concepts check"):
        catalogue_of(graph)
    (graph / FOLDER / "own.ttl").write_text("this is no Turtle", encoding="utf-8")
    with pytest.raises(OntologyError, match=r"own\.ttl: line 1"):
        catalogue_of(graph)


# Instead of the catalogue that ships


def test_an_own_vocabulary_stands_alone(graph):
    add(graph, entry("nest building", "NB"))
    replace_all(graph)
    found = catalogue_of(graph)
    assert labels(found) == ["nest building"]
    assert resolver_of(found).find("LoRA") == ()
    assert [match.concept.label for match in resolver_of(found).find("nest-building")] == ["nest building"]


def test_an_empty_vocabulary_holds_nothing(graph):
    replace_all(graph)
    found = catalogue_of(graph)
    assert found.concepts == {}
    assert found.sha256 != Ontology.load().sha256


def test_what_shipped_counts_again_without_the_mark(graph):
    replace_all(graph)
    catalogue_of(graph)
    (graph / FOLDER / REPLACES).unlink()
    assert catalogue_of(graph) is Ontology.load()


# Decisions


def test_a_merge_counts(graph):
    decide(graph, decisions.merge(concept("flash attention 2"), concept("flash attention")))
    found = catalogue_of(graph)
    assert labels(found) == ["LoRA", "Wren", "attention", "flash attention"]
    assert [match.concept.label for match in resolver_of(found).find("flash attention 2")] == ["flash attention"]


def test_a_split_counts(graph):
    decide(graph, decisions.split(concept("flash attention"), "FA"))
    found = catalogue_of(graph)
    assert "FA" not in by_label(found, "flash attention").labels
    assert [each.concept.label for each in found.by_key("fa")] == ["FA"]


def test_a_new_label_counts(graph):
    decide(graph, decisions.rename(concept("LoRA"), "rank adaptation"))
    found = catalogue_of(graph)
    renamed = found.concepts[concept("LoRA").iri]
    assert renamed.labels == ("rank adaptation", "LoRA", "low-rank adaptation")


def test_decisions_come_after_additions(graph):
    add(graph, entry("swift attention", "SA"))
    decide(graph, decisions.merge(concept("swift attention"), concept("flash attention")))
    found = catalogue_of(graph)
    assert "swift attention" not in labels(found)
    assert {"swift attention", "SA", "FA"} <= set(by_label(found, "flash attention").labels)


def test_decisions_count_for_an_own_vocabulary(graph):
    add(graph, entry("nest building", "NB"), entry("nesting"))
    replace_all(graph)
    decide(graph, decisions.merge(concept("nesting"), concept("nest building")))
    assert labels(catalogue_of(graph)) == ["nest building"]


def test_a_concept_that_no_catalogue_holds_can_be_decided_on(graph):
    decide(graph, decisions.merge(concept("osprey cache"), concept("osprey caching")))
    made = catalogue_of(graph).concepts[concept_iri(ConceptType.TECHNIQUE, "osprey caching")]
    assert made.labels == ("osprey caching", "osprey cache")


def test_a_broken_line_is_named(graph):
    decide(graph, decisions.rename(concept("LoRA"), "rank adaptation"))
    path = graph / decisions.FILE
    path.write_text(f"{path.read_text(encoding='utf-8')}melt\ta\tb\tc\td\n", encoding="utf-8")
    with pytest.raises(OntologyError, match=r"decisions\.tsv: line 3: 'melt' is none of merge, split, rename"):
        catalogue_of(graph)


def test_a_decision_taken_back_leaves_no_trace(graph):
    decide(graph, decisions.rename(concept("LoRA"), "rank adaptation"))
    assert catalogue_of(graph) is not Ontology.load()
    decisions.drop_last(graph / decisions.FILE)
    assert catalogue_of(graph) is Ontology.load()


# The digest


def test_whatever_counts_changes_the_digest(graph):
    seen = [catalogue_of(graph).sha256]
    for step in (
        lambda: add(graph, entry("swift attention")),
        lambda: add(graph, entry("swift attention", "SA")),
        lambda: add(graph, entry("nesting"), name="more"),
        lambda: (graph / FOLDER / "more.ttl").rename(graph / FOLDER / "most.ttl"),
        lambda: decide(graph, decisions.rename(concept("LoRA"), "rank adaptation")),
        lambda: decide(graph, decisions.rename(concept("LoRA"), "LoRA")),
        lambda: replace_all(graph),
    ):
        step()
        seen.append(catalogue_of(graph).sha256)
    assert len({*seen}) == len(seen)
    assert all(len(each) == 64 for each in seen)


def test_the_order_of_decisions_counts(tmp_path, shipped):
    one, other = decisions.rename(concept("LoRA"), "A x"), decisions.rename(concept("attention"), "B x")
    decide(tmp_path / "a", one, other)
    decide(tmp_path / "b", other, one)
    assert catalogue_of(tmp_path / "a").sha256 != catalogue_of(tmp_path / "b").sha256
    assert catalogue_of(tmp_path / "a").concepts == catalogue_of(tmp_path / "b").concepts


def test_a_comment_does_not_change_the_digest(graph):
    decide(graph, decisions.rename(concept("LoRA"), "rank adaptation"))
    before = catalogue_of(graph).sha256
    path = graph / decisions.FILE
    path.write_text(f"# why\n\n{path.read_text(encoding='utf-8')}", encoding="utf-8")
    assert catalogue_of(graph).sha256 == before


def test_a_change_of_what_ships_changes_the_digest(graph, shipped):
    add(graph, entry("swift attention"))
    before = catalogue_of(graph).sha256
    (shipped / "concepts" / "more.ttl").write_text(turtle([entry("nesting")]), encoding="utf-8")
    assert catalogue_of(graph).sha256 != before
    assert "nesting" in labels(catalogue_of(graph))


def test_the_place_of_the_graph_plays_no_part(tmp_path, shipped):
    for name in ("a", "b"):
        add(tmp_path / name, entry("swift attention"))
        decide(tmp_path / name, decisions.rename(concept("LoRA"), "rank adaptation"))
    one, other = catalogue_of(tmp_path / "a"), catalogue_of(tmp_path / "b")
    assert (one.sha256, one.concepts) == (other.sha256, other.concepts)


# The cache


def kept(cache):
    return sorted(file.name for file in cache.glob("catalogue-*.bin"))


def test_a_catalogue_of_its_own_is_remembered(graph, cache):
    Ontology.load()
    assert len(kept(cache)) == 1
    add(graph, entry("swift attention"))
    first = catalogue_of(graph)
    assert len(kept(cache)) == 2
    again = catalogue_of(graph)
    assert (again.concepts, again.sha256, again.spellings) == (first.concepts, first.sha256, first.spellings)
    assert len(kept(cache)) == 2


def test_what_is_remembered_is_never_out_of_date(graph, cache):
    add(graph, entry("swift attention", "SA"))
    catalogue_of(graph)
    add(graph, entry("swift attention", "SWA"))
    assert catalogue_of(graph).by_key("sa") == ()
    assert catalogue_of(graph).by_key("swa") != ()
    decide(graph, decisions.split(concept("swift attention"), "SWA"))
    assert [each.concept.label for each in catalogue_of(graph).by_key("swa")] == ["SWA"]


def test_another_process_finds_the_same(graph, shipped):
    add(graph, entry("swift attention", "SA"))
    decide(graph, decisions.rename(concept("LoRA"), "rank adaptation"))
    script = """
import json, sys
from pathlib import Path
from kg.ontology import Ontology
from kg.vocabulary import in_force
folder, graph = map(Path, sys.argv[1:])
in_force.default_path = lambda: folder
load = Ontology.load
Ontology.load = lambda path=None: load(path or folder)
from kg.vocabulary.catalogue import catalogue_of
found = catalogue_of(graph)
print(json.dumps([found.sha256, sorted(found.concepts), sorted(found.spellings)]))
"""
    done = subprocess.run(
        [sys.executable, "-c", script, str(shipped), str(graph)], capture_output=True, text=True, check=True
    )
    here = catalogue_of(graph)
    assert json.loads(done.stdout) == [here.sha256, sorted(here.concepts), sorted(here.spellings)]
