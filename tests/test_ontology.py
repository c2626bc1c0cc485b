import shutil
from pathlib import Path

import pytest

from kg import ontology
from kg.errors import OntologyError
from kg.iris import BASE
from kg.model import ConceptType
from kg.ontology import Entry, Ontology, default_path, digest
from kg.text import label_key

HEAD = """@prefix kg: <https://w3id.org/mlhw-kg/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<https://w3id.org/mlhw-kg/scheme/model> a skos:ConceptScheme ; skos:prefLabel "Models"@en .
"""
C = f"{BASE}concept/model/"
MODELS = f"""{HEAD}
<{C}llama> a skos:Concept, kg:Model ; skos:prefLabel "LLaMA"@en .
<{C}llama-3> a skos:Concept, kg:Model ; skos:prefLabel "Llama 3"@en ; skos:altLabel "Llama-3"@en, "LLaMA three"@en ;
  skos:broader <{C}llama> ; kg:maker "Meta" ; kg:year 2024 .
<{C}llama-3.1> a skos:Concept, kg:Model ; skos:prefLabel "Llama 3.1"@en ; skos:broader <{C}llama-3> .
<{C}ant> a skos:Concept, kg:Model ; skos:prefLabel "ANT"@en ; kg:caseSensitive true .
"""
TASKS = f"""{HEAD}
<{BASE}concept/task/llama> a skos:Concept, kg:Task ; skos:prefLabel "herding"@en ; skos:altLabel "LLaMA"@en .
"""


def write(folder, **files):
    (folder / "concepts").mkdir(parents=True, exist_ok=True)
    (folder / "kg.ttl").write_text(HEAD, encoding="utf-8")
    for name, text in files.items():
        (folder / "concepts" / f"{name}.ttl").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def small(tmp_path):
    return Ontology.load(write(tmp_path, models=MODELS, tasks=TASKS))


def test_an_entry_holds_all_that_the_file_states(small):
    entry = small.concepts[f"{C}llama-3"]
    assert entry.concept.label == "Llama 3"
    assert entry.concept.type is ConceptType.MODEL
    assert entry.alt_labels == ("LLaMA three", "Llama-3")
    assert entry.labels == ("Llama 3", "LLaMA three", "Llama-3")
    assert entry.broader == (f"{C}llama",)
    assert entry.facts == (("maker", "Meta"), ("year", "2024"))
    assert not entry.case_sensitive
    assert small.concepts[f"{C}ant"].case_sensitive
    assert small.concepts[f"{C}ant"].facts == ()


def test_schemes_are_no_concepts_and_concepts_stand_in_order(small):
    assert list(small.concepts) == sorted(small.concepts)
    assert len(small.concepts) == 5


def test_a_key_finds_the_entries_of_several_types_the_preferred_label_first(small):
    assert [entry.concept.type for entry in small.by_key(label_key("LLAMA"))] == [ConceptType.MODEL, ConceptType.TASK]
    assert [entry.concept.iri for entry in small.by_key(label_key("llama 3"))] == [f"{C}llama-3"]
    assert small.by_key("nothing") == ()


def test_labels_go_with_their_entries(small):
    pairs = list(small.labels())
    assert ("LLaMA three", small.concepts[f"{C}llama-3"]) in pairs
    assert len(pairs) == sum(len(entry.labels) for entry in small.concepts.values())


def test_ancestors_stand_nearest_first(small):
    assert small.ancestors(f"{C}llama-3.1") == (f"{C}llama-3", f"{C}llama")
    assert small.ancestors(f"{C}llama") == ()
    assert small.ancestors("urn:unknown") == ()
    assert small.narrower(f"{C}llama") == (f"{C}llama-3",)
    assert small.narrower(f"{C}ant") == ()


def test_a_diamond_names_each_ancestor_once(tmp_path):
    rows = "".join(
        f'<{C}{name}> a kg:Model ; skos:prefLabel "{name}"'
        + "".join(f" ; skos:broader <{C}{up}>" for up in ups)
        + " .\n"
        for name, ups in {"a": "", "b": "a", "c": "a", "d": "bc"}.items()
    )
    assert Ontology.load(write(tmp_path, models=HEAD + rows)).ancestors(f"{C}d") == (f"{C}b", f"{C}c", f"{C}a")


def test_the_statements_of_a_concept_come_back_as_triples(small):
    found = {str(triple) for triple in small.triples([f"{C}llama-3.1", "urn:unknown"])}
    assert len(found) == 5  # with the scheme, which every concept of a type is in
    assert all(triple.startswith(f"<{C}llama-3.1>") for triple in found)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (f"{HEAD}\n<{C}x> a kg:Model ; skos:prefLabel .", "line 5"),
        (f'{HEAD}<{C}x> a skos:Concept ; skos:prefLabel "x" .', "line 4, model/x: a concept has one type of .*has 0"),
        (f'{HEAD}<{C}x> a kg:Model, kg:Task ; skos:prefLabel "x" .', "line 4, model/x: a concept has one type"),
        (f"{HEAD}<{C}x> a kg:Model .", "one skos:prefLabel; this one has 0"),
        (f'{HEAD}\n\n<{C}x> a kg:Model ; skos:prefLabel "x", "y" .', "line 6, model/x: .*this one has 2"),
        (
            f'{HEAD}<{C}x> a kg:Model ; skos:prefLabel "x" ; skos:broader <{C}y> .',
            "broader concept model/y is not there",
        ),
        (f'{HEAD}<{C}x> a kg:Model ; skos:prefLabel "x" ; skos:broader <{C}x> .', "round in a circle"),
        (
            f'{HEAD}<{C}x> a kg:Model ; skos:prefLabel "x" ; skos:broader <{C}y> .\n'
            f'<{C}y> a kg:Model ; skos:prefLabel "y" ; skos:broader <{C}x> .',
            "round in a circle",
        ),
        (f'{HEAD}<{C}x> a kg:Model ; skos:prefLabel "x" ; kg:maker [] .', "not a blank node"),
    ],
    ids=["syntax", "no-type", "two-types", "no-label", "two-labels", "no-broader", "self", "circle", "blank"],
)
def test_a_broken_file_is_named_with_its_line(tmp_path, text, message):
    with pytest.raises(OntologyError, match=message) as caught:
        Ontology.load(write(tmp_path, models=text))
    assert Path(caught.value.path).name == "models.ttl"


def test_a_folder_without_a_vocabulary_is_an_error(tmp_path):
    with pytest.raises(OntologyError, match=r"no kg\.ttl"):
        Ontology.load(tmp_path)
    with pytest.raises(OntologyError, match=r"no kg\.ttl"):
        digest(tmp_path / "absent")


def test_the_digest_tells_names_and_contents(tmp_path):
    first = write(tmp_path / "a", models=MODELS)
    same = write(tmp_path / "b", models=MODELS)
    renamed = write(tmp_path / "c", others=MODELS)
    changed = write(tmp_path / "d", models=MODELS + "\n")
    assert digest(first) == digest(same) == Ontology.load(first).sha256
    assert len({digest(first), digest(renamed), digest(changed)}) == 3


def test_a_changed_file_is_read_again(tmp_path):
    folder = write(tmp_path, models=MODELS)
    first = Ontology.load(folder)
    assert Ontology.load(folder) is first
    write(folder, models=MODELS.replace("Meta", "Meta AI"))
    assert ("maker", "Meta AI") in Ontology.load(folder).concepts[f"{C}llama-3"].facts


def test_an_empty_catalogue_knows_nothing():
    empty = Ontology.empty()
    assert empty.concepts == {}
    assert empty.by_key("x") == ()
    assert list(empty.labels()) == []


def test_a_wheel_carries_its_own_copy(tmp_path, monkeypatch):
    assert (default_path() / "kg.ttl").is_file()
    package = tmp_path / "kg"
    write(package / "_ontology", models=MODELS)
    monkeypatch.setattr(ontology, "__file__", str(package / "ontology.py"))
    assert default_path() == package / "_ontology"
    assert len(Ontology.load().concepts) == 4
    shutil.rmtree(package)


def test_the_shipped_catalogue_is_sound():
    shipped = Ontology.load()
    assert len(shipped.concepts) > 1000
    for iri, entry in shipped.concepts.items():
        assert isinstance(entry, Entry)
        assert iri.startswith(f"{BASE}concept/{entry.concept.type.value.lower()}/")
        assert iri not in shipped.ancestors(iri)
        assert all(shipped.concepts[up].concept.type is entry.concept.type for up in entry.broader)
