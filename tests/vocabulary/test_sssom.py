import csv
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Graph, Namespace
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SKOS, XSD

from kg.iris import concept_iri
from kg.model import ConceptType
from kg.vocab import PREFIXES
from kg.vocabulary.mappings import Justification, Mapping
from kg.vocabulary.sssom import LICENSE, SLOTS, as_json, rdf, tsv

LEXICAL, TEXT, PERSON = Justification
QUANT, CACHE = (concept_iri(ConceptType.TECHNIQUE, label) for label in ("FlashQuant", "flash quant cache"))
BERT = concept_iri(ConceptType.MODEL, "BERT")
SSSOM, SEMAPV = Namespace("https://w3id.org/sssom/"), Namespace("https://w3id.org/semapv/vocab/")
LITERAL = Mapping(None, "Flash-Quant", QUANT, "FlashQuant", LEXICAL, 0.8125, "flashquant", "2 papers")
MERGE = Mapping(CACHE, 'the "cache"', QUANT, "FlashQuant", PERSON)
DENIED = Mapping(CACHE, "flash quant cache", BERT, "BERT", PERSON, negated=True)
ROWS = (MERGE, LITERAL, DENIED)


def parsed(text):
    """The metadata and the rows of a file, read as the standard says."""
    lines = text.split("\n")
    head = [line[1:] for line in lines if line.startswith("#")]
    body = lines[len(head) :]
    assert not any(line.startswith("#") for line in body)
    assert body[-1] == ""
    return head, list(csv.DictReader(body[:-1], delimiter="\t", strict=True))


def checked(text):
    """Assert the rules of SSSOM/TSV, canonical form, and return the rows."""
    head, rows = parsed(text)
    assert "\r" not in text
    assert not text.startswith("\ufeff")
    assert head[0].startswith("curie_map:")
    prefixes = {"skos", "semapv", *(line.split(":")[0].strip() for line in head if line.startswith("  "))}
    names = [line.split(":")[0] for line in head if not line.startswith(" ")]
    assert names[1:4] == ["mapping_set_id", "mapping_set_title", "license"]
    shared = dict(line.split(": ", 1) for line in head if not line.startswith((" ", "curie_map")))
    for row in rows:
        full = {**{slot: shared.get(slot, "") for slot in SLOTS}, **row}
        assert full["predicate_id"]
        assert re.fullmatch(
            "semapv:(LexicalMatching|ManualMappingCuration|BackgroundKnowledgeBasedMatching)",
            full["mapping_justification"],
        )
        assert full["object_id"]
        assert full["subject_type"] in ("rdfs literal", "skos concept")
        assert full["subject_label" if full["subject_type"] == "rdfs literal" else "subject_id"]
        for slot in ("subject_id", "object_id", "predicate_id", "mapping_justification"):
            assert not full[slot] or full[slot].split(":")[0] in prefixes
            assert "://" not in full[slot], "identifiers are CURIEs"
        assert full["predicate_modifier"] in ("", "Not")
        assert not full["confidence"] or 0 <= float(full["confidence"]) <= 1
    if rows:
        columns = list(rows[0])
        assert columns == [slot for slot in SLOTS if slot in columns], "in the order of the standard"
        assert all(any(row[column] for row in rows) for column in columns), "no empty column"
        assert rows == sorted(rows, key=lambda row: [row[column] for column in columns])
    return rows


def test_the_table_as_it_is():
    text = tsv(ROWS)
    number = re.search(r"mappings/([0-9a-f]{24})\n", text)[1]
    assert text == (
        "#curie_map:\n"
        "#  model: https://w3id.org/mlhw-kg/concept/model/\n"
        "#  technique: https://w3id.org/mlhw-kg/concept/technique/\n"
        f"#mapping_set_id: https://w3id.org/mlhw-kg/mappings/{number}\n"
        "#mapping_set_title: Names that kg merged\n"
        "#license: https://creativecommons.org/publicdomain/zero/1.0/\n"
        "#object_type: skos concept\n"
        "#mapping_tool: kg\n"
        "subject_id\tsubject_label\tpredicate_id\tpredicate_modifier\tobject_id\tobject_label\tmapping_justification"
        "\tsubject_type\tconfidence\tmatch_string\tcomment\n"
        "\tFlash-Quant\tskos:exactMatch\t\ttechnique:flashquant\tFlashQuant\tsemapv:LexicalMatching"
        "\trdfs literal\t0.813\tflashquant\t2 papers\n"
        "technique:flashquantcache\tflash quant cache\tskos:exactMatch\tNot\tmodel:bert\tBERT"
        "\tsemapv:ManualMappingCuration\tskos concept\t\t\t\n"
        'technique:flashquantcache\t"the ""cache"""\tskos:exactMatch\t\ttechnique:flashquant\tFlashQuant'
        "\tsemapv:ManualMappingCuration\tskos concept\t\t\t\n"
    )


def test_the_table_keeps_the_rules_of_the_standard():
    rows = checked(tsv(ROWS))
    assert [row["subject_label"] for row in rows] == ["Flash-Quant", "flash quant cache", 'the "cache"']


def test_what_all_rows_share_stands_once():
    text = tsv([LITERAL])
    assert "#subject_type: rdfs literal\n" in text
    (row,) = checked(text)
    assert "subject_type" not in row
    assert "subject_id" not in row, "no empty column"


def test_no_mappings_are_a_set_all_the_same():
    head, rows = parsed(tsv([]))
    assert (head[0], rows) == ("curie_map: {}", [])
    assert json.loads(as_json([]))["mappings"] == []
    assert len(Graph().parse(data=rdf([]))) == 3


def test_json_is_the_set_slot_by_slot():
    found = json.loads(as_json(ROWS))
    assert list(found) == ["curie_map", "mapping_set_id", "mapping_set_title", "license", "mappings"]
    assert found["mappings"][0] == {
        "subject_label": "Flash-Quant",
        "predicate_id": "skos:exactMatch",
        "object_id": "technique:flashquant",
        "object_label": "FlashQuant",
        "mapping_justification": "semapv:LexicalMatching",
        "subject_type": "rdfs literal",
        "object_type": "skos concept",
        "mapping_tool": "kg",
        "confidence": 0.813,
        "match_string": ["flashquant"],
        "comment": "2 papers",
    }


def test_rdf_says_the_same():
    graph = Graph().parse(data=rdf(ROWS), format="turtle")
    (made,) = graph.subjects(RDF.type, SSSOM.MappingSet)
    assert str(graph.value(made, DCTERMS.license)) == LICENSE
    axioms = list(graph.objects(made, SSSOM.mappings))
    assert len(axioms) == 3
    assert set(axioms) == set(graph.subjects(RDF.type, OWL.Axiom))
    literal = next(axiom for axiom in axioms if graph.value(axiom, SSSOM.subject_type) == RDFS.Literal)
    assert graph.value(literal, OWL.annotatedSource) is None
    assert str(graph.value(literal, OWL.annotatedTarget)) == QUANT
    assert graph.value(literal, OWL.annotatedProperty) == SKOS.exactMatch
    assert graph.value(literal, SSSOM.mapping_justification) == SEMAPV.LexicalMatching
    assert graph.value(literal, SSSOM.confidence).datatype == XSD.double
    assert str(graph.value(literal, RDFS.comment)) == "2 papers"
    denied = next(graph.subjects(SSSOM.predicate_modifier, SSSOM.NegatedPredicate))
    assert str(graph.value(denied, OWL.annotatedSource)) == CACHE


@pytest.mark.parametrize("write", [tsv, as_json, rdf])
def test_the_order_plays_no_part(write):
    assert write(ROWS) == write(ROWS[::-1])
    assert write(ROWS) != write(ROWS[:2])


@pytest.mark.parametrize(
    ("value", "text"), [(0.0, "0"), (1.0, "1"), (0.9, "0.9"), (0.4325, "0.433"), (0.43249, "0.432")]
)
def test_numbers_have_three_places(value, text):
    row = Mapping(None, "x", QUANT, "y", LEXICAL, value)
    assert parsed(tsv([row]))[1][0]["confidence"] == text


def test_each_prefix_is_that_of_the_vocabulary():
    for kind in ConceptType:
        iri = concept_iri(kind, "C++ and 10% of #1")
        text = tsv([Mapping(None, "x", iri, "y", TEXT)])
        prefix, _, name = parsed(text)[1][0]["object_id"].partition(":")
        assert f"{PREFIXES[prefix]}{name}" == iri


LABELS = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=15)
LABELS = LABELS.map(lambda text: " ".join(text.split()) or "x")
IRIS = st.builds(concept_iri, st.sampled_from(ConceptType), LABELS)


@given(
    st.lists(
        st.builds(
            Mapping,
            st.none() | IRIS,
            LABELS,
            IRIS,
            LABELS,
            st.sampled_from(Justification),
            st.none() | st.floats(0, 1),
            st.just(""),
            LABELS,
            st.booleans(),
        ),
        max_size=4,
    )
)
def test_any_labels_come_through(rows):
    found = checked(tsv(rows))
    assert sorted(row["subject_label"] for row in found) == sorted(row.subject_label for row in rows)
    graph = Graph().parse(data=rdf(rows), format="turtle")
    assert {str(o) for o in graph.objects(None, SSSOM.object_label)} == {row.object_label for row in rows}
    assert len(json.loads(as_json(rows))["mappings"]) == len(rows)
