"""The catalogue in other forms: SKOS and the table come back the same; spaCy finds what the patterns say."""

import csv
import json
from io import StringIO

import pytest
import rdflib
import spacy

from kg.model import Concept, ConceptType
from kg.ontology import Entry, Ontology
from kg.vocabulary import exports
from kg.vocabulary.readers.read import read_vocabulary

BASE = "https://w3id.org/mlhw-kg/concept/"


def entry(name, *labels, broader=(), exact=False, facts=()):
    kind = ConceptType(name.partition("/")[0].capitalize())
    above = tuple(f"{BASE}{up}" for up in broader)
    return Entry(
        Concept(f"{BASE}{name}", labels[0], kind), tuple(sorted(labels[1:])), above, exact, tuple(sorted(facts))
    )


ENTRIES = [
    entry("hardware/gpu", "GPU", "graphics processing unit"),
    entry("hardware/h100", "H100", "Hopper, H100", broader=["hardware/gpu"], facts=[("maker", "NVIDIA"), ("year", "2022")]),
    entry("model/mamba", "Mamba", exact=True),
    entry("model/sam", "Segment Anything Model", "SAM"),
    entry("technique/sam", "sharpness-aware minimization", "SAM"),
    entry("technique/dp", "data parallelism", "DP", facts=[("contextLabel", "DP"), ("cue", "worker"), ("cue", "replica")]),
    entry("technique/kv", "key-value cache", "KV-cache", facts=[("exactMatch", "http://example.org/kv")]),
    entry("task/qa", 'the "open" question', "question-answering"),
    entry("task/summary", "summarization"),
    entry("technique/summary", "summarization", "summarizing"),
]  # fmt: skip


@pytest.fixture
def catalogue():
    return Ontology.empty().changed({each.concept.iri: each for each in ENTRIES}, "x")


def test_skos_is_read_by_others(catalogue):
    graph = rdflib.Graph().parse(data=exports.skos(catalogue), format="turtle")
    skos = rdflib.Namespace("http://www.w3.org/2004/02/skos/core#")
    assert {str(label) for label in graph.objects(None, skos.prefLabel)} >= {each.concept.label for each in ENTRIES}
    h100 = rdflib.URIRef(f"{BASE}hardware/h100")
    assert str(graph.value(h100, skos.broader)) == f"{BASE}hardware/gpu"
    assert len(set(graph.subjects(rdflib.RDF.type, skos.Concept))) == len(ENTRIES)


@pytest.mark.parametrize("write", [exports.skos, exports.table])
def test_what_is_written_comes_back(catalogue, tmp_path, write):
    file = tmp_path / "words"
    file.write_text(write(catalogue), encoding="utf-8")
    found = read_vocabulary(file)
    assert [problem for problem in found.problems if problem.error] == []
    assert {each.concept.iri: each for each in found.entries} == catalogue.concepts


def test_the_table_has_a_row_for_each_concept(catalogue):
    rows = list(csv.DictReader(StringIO(exports.table(catalogue))))
    assert tuple(rows[0]) == exports.COLUMNS == ("iri", "label", "type", "aliases", "broader", "facts")
    by_label = {row["label"]: row for row in rows}
    assert by_label["H100"]["facts"] == "maker=NVIDIA|year=2022"
    assert by_label["Mamba"]["facts"] == "caseSensitive=true"
    assert by_label["key-value cache"]["aliases"] == "KV-cache"
    assert len(rows) == len(ENTRIES)


@pytest.mark.parametrize("write", [exports.skos, exports.table, exports.patterns])
def test_an_empty_catalogue_can_be_written(write):
    assert "concept/" not in write(Ontology.empty())


@pytest.fixture
def find(catalogue, tmp_path):
    """A function that returns the entities which spaCy's ruler finds with the patterns."""
    file = tmp_path / "patterns.jsonl"
    file.write_text(exports.patterns(catalogue), encoding="utf-8")
    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler").from_disk(file)
    return lambda text: [(span.text, span.label_, span.ent_id_.removeprefix(BASE)) for span in nlp(text).ents]


SENTENCES = [
    ("We train on an H100 with a key-value cache.", [("H100", "HARDWARE", "hardware/h100"), ("key-value cache", "TECHNIQUE", "technique/kv")]),
    ("Kv-Cache on an h100", [("Kv-Cache", "TECHNIQUE", "technique/kv"), ("h100", "HARDWARE", "hardware/h100")]),
    ("graphics Processing UNIT", [("graphics Processing UNIT", "HARDWARE", "hardware/gpu")]),
    ("Mamba, but no mamba", [("Mamba", "MODEL", "model/mamba")]),
    ("a GPU, no gpu", [("GPU", "HARDWARE", "hardware/gpu")]),
    ("SAM could be two things", []),
    ("DP needs its context", []),
    ("DATA parallelism", [("DATA parallelism", "TECHNIQUE", "technique/dp")]),
    ("Sharpness-Aware Minimization", [("Sharpness-Aware Minimization", "TECHNIQUE", "technique/sam")]),
    ("summarization of two types, summarizing of one", [("summarizing", "TECHNIQUE", "technique/summary")]),
    ('the "open" question', [('the "open" question', "TASK", "task/qa")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "found"), SENTENCES, ids=[text for text, _ in SENTENCES])
def test_spacy_finds_by_the_patterns(find, text, found):
    assert find(text) == found


def test_patterns_are_lines_of_json_without_doubles(catalogue):
    lines = exports.patterns(catalogue).splitlines()
    rows = [json.loads(line) for line in lines]
    assert all(set(row) == {"label", "pattern", "id"} for row in rows)
    assert len(lines) == len(set(lines))


def test_patterns_are_the_same_each_time(catalogue):
    assert exports.patterns(catalogue) == exports.patterns(catalogue)
    assert exports.skos(catalogue) == exports.skos(catalogue)


@pytest.mark.slow
def test_the_catalogue_that_ships_becomes_patterns(tmp_path):
    file = tmp_path / "patterns.jsonl"
    file.write_text(exports.patterns(Ontology.load()), encoding="utf-8")
    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler").from_disk(file)
    found = {span.text: span.label_ for span in nlp("We compare ResNet-50 on ImageNet with an A100 GPU.").ents}
    assert found["ImageNet"] == "DATASET"
    assert found["ResNet-50"] == "MODEL"
