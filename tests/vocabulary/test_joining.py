"""How a vocabulary of others joins the catalogue: what is one thing, what is apart, what is left out."""

from dataclasses import replace

import pytest

from kg.iris import concept_iri
from kg.model import Concept, ConceptType
from kg.ontology import Entry, Ontology
from kg.vocabulary.in_force import REPLACES, additions, in_force, replaced, sources
from kg.vocabulary.joining import join
from kg.vocabulary.lint import check
from kg.vocabulary.readers.record import Vocabulary

BASE = "https://w3id.org/mlhw-kg/concept/"
MODEL, TECHNIQUE, TASK = ConceptType.MODEL, ConceptType.TECHNIQUE, ConceptType.TASK


def entry(label, *others, kind=TECHNIQUE, slug=None, broader=(), facts=()):
    iri = f"{BASE}{kind.value.lower()}/{slug}" if slug else concept_iri(kind, label)
    return Entry(Concept(iri, label, kind), tuple(sorted(others)), tuple(broader), facts=tuple(facts))


def ontology(*entries):
    return Ontology.empty().changed({each.concept.iri: each for each in entries}, "x")


def joined(known, *entries, sure=True):
    every = frozenset(ConceptType)
    or_else = {} if sure else {each.concept.iri: every - {each.concept.type} for each in entries}
    return join("words.csv", Vocabulary(entries, (), or_else), ontology(*known))


QUANT = entry("quantization", "quantisation", slug="quant")


def test_a_new_concept_is_taken_in():
    found = joined([QUANT], entry("pruning", "weight pruning"))
    assert (found.new, found.joined, found.aliases, found.skipped) == (1, 0, 1, 0)
    assert found.entries == (entry("pruning", "weight pruning"),)


@pytest.mark.parametrize("label", ["Quantization", "quantisation", "quantizations"])
def test_a_concept_that_is_there_gets_its_iri_and_only_what_is_new(label):
    came_from = ("exactMatch", "http://example.org/q")
    found = joined([QUANT], entry(label, "quantising", "Quantization", facts=[came_from, ("year", "1948")]))
    (only,) = found.entries
    assert only.concept == QUANT.concept
    assert only.alt_labels == ("quantising",)
    assert only.facts == (came_from,)
    assert (found.new, found.joined, found.aliases) == (0, 1, 1)


def test_a_concept_that_adds_nothing_is_not_written():
    found = joined([QUANT], entry("quantization"))
    assert found.entries == ()
    assert found.joined == 1


def test_another_type_stays_apart_where_the_file_is_sure():
    found = joined([QUANT], entry("quantization", kind=TASK))
    assert [each.concept.type for each in found.entries] == [TASK]
    assert "technique/quant has this name too" in found.problems[0].message
    assert not found.problems[0].error


def test_another_type_is_the_same_where_the_file_is_not_sure():
    found = joined([QUANT], entry("quantization", "quantising", kind=TASK), sure=False)
    assert [each.concept for each in found.entries] == [QUANT.concept]


def test_a_label_of_another_concept_is_left_out():
    found = joined([QUANT], entry("int8 arithmetic", "Quantisation", "byte arithmetic"))
    assert found.entries[0].alt_labels == ("byte arithmetic",)
    assert "technique/quant" in found.problems[0].message


def test_a_label_that_two_concepts_of_the_file_claim_is_left_out_of_both():
    found = joined([], entry("a way", "the way"), entry("b way", "The Way", "a ways"))
    assert [each.alt_labels for each in found.entries] == [(), ()]


def test_a_short_form_with_another_meaning_gives_way_to_the_long_form():
    known = entry("conditional positional encoding", "CPE")
    found = joined([known], entry("CPE", "collaborative preference embedding"))
    (only,) = found.entries
    assert only.labels == ("collaborative preference embedding",)
    assert only.concept.iri == concept_iri(TECHNIQUE, "collaborative preference embedding")


def test_a_short_form_that_is_the_name_of_another_thing_gives_way_too():
    known = entry("CPE", "conditional positional encoding")
    fresh = entry("CPE", "collaborative preference embedding")
    assert known.concept.iri == fresh.concept.iri
    found = joined([known], fresh)
    assert [each.labels for each in found.entries] == [("collaborative preference embedding",)]


def test_an_iri_that_the_file_states_says_what_is_meant():
    known = entry("CPE", "conditional positional encoding", slug="cpe-1")
    found = joined([known], entry("CPE", "conditioned encoding", slug="cpe-1"))
    assert [each.concept for each in found.entries] == [known.concept]
    assert found.entries[0].alt_labels == ("conditioned encoding",)


def test_an_iri_that_means_something_else_by_now_is_not_taken():
    known = replace(entry("old name"), concept=Concept(entry("old name").concept.iri, "new name", TECHNIQUE))
    found = joined([known], entry("old name"))
    assert found.entries == ()
    assert found.skipped == 1


def test_a_short_form_with_the_same_long_form_is_the_same():
    known = entry("conditional positional encoding", "CPE")
    found = joined([known], entry("CPE", "Conditional Positional Encodings", "cond. pos. enc."))
    assert [each.concept for each in found.entries] == [known.concept]


def test_a_name_of_several_things_is_left_out():
    known = [entry("data parallelism", "DP"), entry("dynamic programming", "DP")]
    found = joined(known, entry("DP"))
    assert found.entries == ()
    assert found.skipped == 1
    assert "dynamicprogramming" in found.problems[0].message


def test_a_name_that_needs_its_context_is_left_out_unless_another_label_agrees():
    known = replace(entry("data parallelism", "DP"), facts=(("contextLabel", "DP"), ("cue", "worker")))
    assert joined([known], entry("DP")).skipped == 1
    assert joined([known], entry("DP", "data parallelism")).joined == 1


def test_two_concepts_of_a_file_may_be_one_of_the_catalogue():
    one, two = entry("quantization", "q one"), entry("quantisation", "q two")
    found = joined([QUANT], one, two)
    assert [each.alt_labels for each in found.entries] == [("q one", "q two")]


def test_broader_concepts_follow_to_the_iri_of_the_catalogue():
    above = entry("Quantization")
    found = joined([QUANT], above, entry("INT8", broader=[above.concept.iri]))
    assert found.entries[0].broader == (QUANT.concept.iri,)


def test_broader_concepts_that_cannot_stay_are_left_out():
    task = entry("image coding", kind=TASK)
    absent = concept_iri(TECHNIQUE, "absent")
    found = joined([], task, entry("INT8", broader=[task.concept.iri, absent]))
    assert [each.broader for each in found.entries] == [(), ()]
    assert len(found.problems) == 2


def test_a_circle_is_opened():
    names = ["a way", "b way", "c way"]
    iris = [concept_iri(TECHNIQUE, name) for name in names]
    ring = [entry(name, broader=[iris[(place + 1) % 3]]) for place, name in enumerate(names)]
    found = joined([], *ring)
    assert sum(len(each.broader) for each in found.entries) == 2
    assert "circle" in found.problems[0].message


def test_progress_is_told():
    seen = []
    vocabulary = Vocabulary((entry("a way"), entry("b way")))
    join("x", vocabulary, Ontology.empty(), tell=lambda *each: seen.append(each))
    assert seen == [("joining concepts", 1, 2), ("joining concepts", 2, 2)]


def test_the_order_of_a_file_does_not_count():
    entries = [entry("a way", "x way"), entry("b way", "x way"), entry("quantization", "y way")]
    assert joined([QUANT], *entries).entries == joined([QUANT], *reversed(entries)).entries


HEAD = """@prefix kg: <https://w3id.org/mlhw-kg/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""


@pytest.fixture
def graph(tmp_path):
    """The folder of a graph with one file of additions, which adds a label and a concept."""
    (tmp_path / "vocabulary").mkdir()
    (tmp_path / "vocabulary" / "own.ttl").write_text(
        HEAD
        + f'<{BASE}technique/quant> a skos:Concept, kg:Technique ; skos:prefLabel "Quantising"@en .\n'
        + f'<{BASE}technique/int8> a skos:Concept, kg:Technique ; skos:prefLabel "INT8"@en ;\n'
        + f"  skos:broader <{BASE}technique/quant> .\n"
    )
    return tmp_path


def test_additions_join_what_ships(graph):
    shipped = ontology(QUANT)
    found = in_force(graph, shipped=shipped)
    assert found.concepts[QUANT.concept.iri].labels == ("quantization", "Quantising", "quantisation")
    assert found.by_key("int8")[0].broader == (QUANT.concept.iri,)
    assert found.sha256 != shipped.sha256


def test_a_folder_without_additions_changes_nothing(tmp_path):
    shipped = ontology(QUANT)
    assert in_force(tmp_path / "absent", shipped=shipped) is shipped
    assert additions(tmp_path) == ()


def test_the_digest_follows_the_additions(graph):
    before = in_force(graph, shipped=ontology(QUANT)).sha256
    assert in_force(graph, shipped=ontology(QUANT)).sha256 == before
    (graph / "vocabulary" / "own.ttl").write_text(HEAD)
    assert in_force(graph, shipped=ontology(QUANT)).sha256 != before


def test_a_vocabulary_may_stand_alone(graph):
    (graph / "vocabulary" / REPLACES).touch()
    assert replaced(graph)
    found = in_force(graph, shipped=ontology(QUANT))
    assert found.concepts[QUANT.concept.iri].labels == ("Quantising",)
    assert sources(graph) == additions(graph)


def test_a_file_may_be_left_out(graph):
    shipped = ontology(QUANT)
    assert in_force(graph, shipped=shipped, without=additions(graph)) is shipped


def test_what_an_import_makes_is_sound(tmp_path):
    from kg.vocabulary.additions import turtle

    above = entry("a way", "way of A")
    found = joined(
        [QUANT], above, entry("b way", "way of A", broader=[above.concept.iri]), entry("Quantization", "qq way")
    )
    for name, entries in (("base", [QUANT]), ("import", found.entries)):
        (tmp_path / f"{name}.ttl").write_text(turtle(entries))
    assert check([tmp_path]) == ()
