from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.entries import read as read_files
from kg.errors import OntologyError
from kg.iris import concept_iri
from kg.model import Concept, ConceptType, Iri
from kg.ontology import Entry, Ontology, default_path
from kg.vocabulary.additions import add, joined, read, turtle
from tests.vocabulary.made import SMALL, concept, entry

TECHNIQUE = ConceptType.TECHNIQUE

# Turtle


def test_turtle_has_the_form_of_the_shipped_files():
    given_ = [
        entry("tiled attention", "blockwise attention", "Tiling", broader=("attention",), case_sensitive=True),
        entry("attention", maker="Ours", year="2017", cue=("query", "keys"), exactMatch="http://example.org/a b"),
    ]
    assert turtle(given_) == (
        "@prefix kg: <https://w3id.org/mlhw-kg/ontology#> .\n"
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        "\n"
        '<https://w3id.org/mlhw-kg/scheme/technique> a skos:ConceptScheme ; skos:prefLabel "Techniques"@en .\n'
        "\n"
        "<https://w3id.org/mlhw-kg/concept/technique/attention> a skos:Concept, kg:Technique ;\n"
        "  skos:inScheme <https://w3id.org/mlhw-kg/scheme/technique> ;\n"
        '  skos:prefLabel "attention"@en ;\n'
        "  skos:exactMatch <http://example.org/a%20b> ;\n"
        '  kg:cue "keys", "query" ;\n'
        '  kg:maker "Ours" ;\n'
        "  kg:year 2017 .\n"
        "\n"
        "<https://w3id.org/mlhw-kg/concept/technique/tiledattention> a skos:Concept, kg:Technique ;\n"
        "  skos:inScheme <https://w3id.org/mlhw-kg/scheme/technique> ;\n"
        '  skos:prefLabel "tiled attention"@en ;\n'
        '  skos:altLabel "blockwise attention"@en, "Tiling"@en ;\n'
        "  skos:broader <https://w3id.org/mlhw-kg/concept/technique/attention> ;\n"
        "  kg:caseSensitive true .\n"
    )


def test_the_whole_catalogue_is_written_and_read_back(tmp_path):
    shipped = Ontology.load()
    path = tmp_path / "all.ttl"
    path.write_text(turtle(reversed(shipped.concepts.values())), encoding="utf-8")
    assert read_files([path]) == shipped.concepts


def test_the_shipped_file_of_hardware_comes_out_as_it_is():
    """The files that a script keeps in order are written byte for byte."""
    file = default_path() / "concepts" / "hardware.ttl"
    entries = [each for each in Ontology.load().concepts.values() if each.concept.type is ConceptType.HARDWARE]
    ours, theirs = turtle(entries).splitlines(), file.read_text("utf-8").splitlines()
    same = sum(one == other for one, other in zip(ours, theirs, strict=False))
    assert len(ours) == len(theirs)
    assert same > 0.95 * len(theirs)


def test_nothing_is_a_file_without_concepts():
    assert turtle([]).splitlines() == turtle(SMALL.concepts.values()).splitlines()[:2]


def test_a_concept_without_a_type_has_no_place():
    with pytest.raises(ValueError, match="has no type"):
        turtle([Entry(Concept(Iri("urn:x"), "x", None))])


LABELS = st.text(min_size=1, max_size=12)
FACTS = st.tuples(st.sampled_from(["cue", "maker", "unit", "year", "higherIsBetter", "parameters"]), LABELS)


@st.composite
def some_entry(draw):
    kind, label = draw(st.sampled_from(ConceptType)), draw(LABELS)
    others = tuple(sorted(draw(st.sets(LABELS, max_size=3)) - {label}))
    facts = tuple(sorted(draw(st.sets(FACTS, max_size=3))))
    return Entry(Concept(concept_iri(kind, label), label, kind), others, (), draw(st.booleans()), facts)


@given(st.lists(some_entry(), max_size=4, unique_by=lambda each: each.concept.iri))
def test_any_entries_are_written_and_read_back(tmp_path_factory, entries):
    path = tmp_path_factory.mktemp("turtle") / "some.ttl"
    text = turtle(entries)
    path.write_bytes(text.encode())
    assert list(read(path).values()) == sorted(entries, key=lambda each: each.concept.iri)
    assert turtle(entries[::-1]) == text


# Adding


@pytest.fixture
def path(tmp_path):
    return tmp_path / "graph" / "vocabulary" / "technique.ttl"


def test_a_concept_is_added(path):
    new = entry("FlashQuant", "flash quantizer", broader=("attention",), maker="Ours")
    assert add(path, new, SMALL) == new
    assert read(path) == {new.concept.iri: new}
    second = entry("TileFire")
    add(path, second, SMALL)
    assert set(read(path).values()) == {new, second}
    assert list(path.parent.iterdir()) == [path]


def test_what_is_added_later_joins_what_stands_there(path):
    add(path, entry("FlashQuant", "FQuant", maker="Ours"), SMALL)
    stands = add(path, entry("FlashQuant", "flash quantizer", broader=("attention",), year="2025"), SMALL)
    assert stands == entry("FlashQuant", "FQuant", "flash quantizer", broader=("attention",), maker="Ours", year="2025")
    assert add(path, entry("FlashQuant"), SMALL) == stands
    assert read(path) == {stands.concept.iri: stands}


def test_adding_twice_gives_the_same_bytes(path):
    add(path, entry("FlashQuant", "FQuant"), SMALL)
    before = path.read_bytes()
    add(path, entry("FlashQuant", "FQuant"), SMALL)
    assert path.read_bytes() == before


def test_a_shipped_concept_gets_another_name(path):
    stands = add(path, entry("FlashAttention", "tilefire"), SMALL)
    assert stands.labels == ("FlashAttention", "tilefire")
    both = joined(SMALL.concepts[stands.concept.iri], stands)
    assert both.labels == ("FlashAttention", "FA", "flash attention", "tilefire")
    assert both.facts == (("maker", "Stanford"), ("year", "2022"))


@pytest.mark.parametrize(
    ("new", "message"),
    [
        (entry("FlashQuant", "FA"), "“FA”: is a name of FlashAttention (Technique) as well"),
        (entry("blockwise attentions"), "is a name of tiled attention (Technique) as well"),
        (entry("LoRA", "long range", kind=ConceptType.MODEL), "“LoRA”: is a name of LoRA"),
        (entry("FlashQuant", broader=("nothing",)), "is not there. Add that one first"),
        (entry("attention", broader=("ring attention",)), "is the concept itself or below it"),
        (entry("attention", broader=("attention",)), "is the concept itself or below it"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_written(path, new, message):
    with pytest.raises(OntologyError) as caught:
        add(path, new, SMALL)
    assert message in str(caught.value)
    assert not path.exists()


def test_an_iri_of_another_concept_is_refused(path):
    taken = Entry(Concept(concept_iri(TECHNIQUE, "FlashAttention"), "tilefire", TECHNIQUE))
    with pytest.raises(OntologyError, match="its IRI is that of FlashAttention"):
        add(path, taken, SMALL)


def test_a_name_of_two_concepts_needs_context_and_a_cue(path):
    new = entry("dynamic programming", "DP")
    with pytest.raises(OntologyError, match="add --context and --fact cue=WORD"):
        add(path, new, SMALL)
    with pytest.raises(OntologyError, match="needs a cue as well"):
        add(path, new, SMALL, context=True)
    stands = add(path, entry("dynamic programming", "DP", cue="subproblem"), SMALL, context=True)
    assert stands.facts == (("contextLabel", "DP"), ("cue", "subproblem"))
    assert 'kg:contextLabel "DP" ;\n  kg:cue "subproblem" .' in path.read_text("utf-8")


def test_a_shipped_concept_whose_name_is_shared_takes_another_one(path):
    stands = add(path, entry("differential privacy", "DP", "private training"), SMALL)
    assert stands.facts == ()


@pytest.mark.parametrize(
    "text", ["<html>no</html>", "@prefix kg: <", '<https://w3id.org/mlhw-kg/concept/task/a> a "b" .']
)
def test_a_broken_file_is_told_and_left_alone(path, text):
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(OntologyError, match=r"technique\.ttl: "):
        add(path, entry("FlashQuant"), SMALL)
    assert path.read_text("utf-8") == text


def test_a_writer_that_fails_leaves_the_file_as_it_was(path, monkeypatch):
    add(path, entry("FlashQuant"), SMALL)
    before = path.read_bytes()

    def fail(*_):
        raise OSError("no space left")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="no space"):
        add(path, entry("TileFire"), SMALL)
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_joined_keeps_the_first_label():
    one, two = entry("FlashQuant", "FQ", year="2024"), entry("FlashQuant", maker="Ours", case_sensitive=True)
    other = Entry(Concept(two.concept.iri, "Flash-Quant", TECHNIQUE), (), (), True, two.facts)
    both = joined(one, other)
    assert both.concept == concept("FlashQuant")
    assert both.labels == ("FlashQuant", "FQ", "Flash-Quant")
    assert both.facts == (("maker", "Ours"), ("year", "2024"))
    assert both.case_sensitive
