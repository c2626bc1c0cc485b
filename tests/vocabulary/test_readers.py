"""Vocabularies of others: each form, what is broken in them, and what is no vocabulary at all."""

import gzip
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, parse, serialize

from kg.errors import SourceError
from kg.model import ConceptType
from kg.vocabulary.additions import turtle
from kg.vocabulary.readers.names import apart, is_short, spelled
from kg.vocabulary.readers.read import read_vocabulary

BASE = "https://w3id.org/mlhw-kg/"
HEAD = f"""@prefix kg: <{BASE}ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix ex: <http://example.org/> .
"""
TECHNIQUE = ConceptType.TECHNIQUE


@pytest.fixture
def read(tmp_path):
    """A function that writes text or bytes to a file and reads it as a vocabulary."""

    def run(content, name="words.txt", **options):
        file = tmp_path / name
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_vocabulary(file, **options)

    return run


def rows(vocabulary):
    return {entry.concept.label: entry for entry in vocabulary.entries}


def messages(vocabulary, *, error):
    return [problem.message for problem in vocabulary.problems if problem.error is error]


SKOS = (
    HEAD
    + """
ex:scheme a skos:ConceptScheme ; skos:prefLabel "Words"@en .
ex:quant a skos:Concept ; skos:prefLabel "quantization"@en, "Quantisierung"@de ; skos:altLabel "quantisation"@en .
ex:int8 a skos:Concept ; skos:prefLabel "INT8 quantization"@en ; skos:broader ex:quant ; skos:altLabel "8-bit"@en .
ex:prune a skos:Concept ; skos:prefLabel "pruning"@en ; skos:narrower ex:magnitude ; skos:hiddenLabel "prunning" .
ex:magnitude a skos:Concept ; skos:prefLabel "magnitude pruning"@en ; skos:closeMatch <http://other.org/m> .
"""
)


@pytest.mark.parametrize("form", [RdfFormat.TURTLE, RdfFormat.N_TRIPLES, RdfFormat.RDF_XML, RdfFormat.JSON_LD])
def test_every_serialization_of_skos_gives_the_same(read, form):
    data = serialize(parse(input=SKOS, format=RdfFormat.TURTLE), format=form)
    found = rows(read(data, default_type=TECHNIQUE))
    assert sorted(found) == ["INT8 quantization", "magnitude pruning", "pruning", "quantization"]
    assert found["quantization"].concept.iri == f"{BASE}concept/technique/quantization"
    assert found["quantization"].alt_labels == ("quantisation",), "no German beside English"
    assert found["quantization"].facts == (("exactMatch", "http://example.org/quant"),)
    assert found["INT8 quantization"].broader == (f"{BASE}concept/technique/quantization",)
    assert found["magnitude pruning"].broader == (f"{BASE}concept/technique/pruning",), "skos:narrower, turned round"
    assert found["pruning"].alt_labels == ("prunning",)
    assert ("closeMatch", "http://other.org/m") in found["magnitude pruning"].facts


def test_labels_of_another_language_are_taken_where_there_are_none_in_english(read):
    text = HEAD + 'ex:a a skos:Concept ; skos:prefLabel "Netz"@de, "réseau"@fr ; skos:altLabel "Netzwerk"@de, "net" .'
    entry = read(text, default_type=TECHNIQUE).entries[0]
    assert entry.labels == ("Netz", "Netzwerk", "net")


def test_of_several_preferred_labels_the_others_are_aliases(read):
    text = HEAD + 'ex:a a skos:Concept ; skos:prefLabel "net b"@en, "net a"@en-GB, "net c" .'
    assert read(text, default_type=TECHNIQUE).entries[0].labels == ("net b", "net a", "net c")


def test_a_file_of_our_own_form_comes_back_as_it_was(read):
    text = (
        HEAD
        + f"""
<{BASE}concept/hardware/a100> a skos:Concept, kg:Hardware ; skos:inScheme <{BASE}scheme/hardware> ;
  skos:prefLabel "A100"@en ; skos:altLabel "Ampere A100"@en ; skos:broader <{BASE}concept/hardware/gpu> ;
  kg:caseSensitive true ; kg:maker "NVIDIA" ; kg:year 2020 .
"""
    )
    (entry,) = read(text).entries
    assert entry.concept.iri == f"{BASE}concept/hardware/a100"
    assert entry.broader == (f"{BASE}concept/hardware/gpu",), "it may stand in another file"
    assert entry.case_sensitive
    assert entry.facts == (("maker", "NVIDIA"), ("year", "2020"))
    assert read(turtle([entry])).entries == (entry,)


def test_a_broken_statement_costs_itself(read):
    text = HEAD + 'ex:a skos:prefLabel oops .\nex:b a skos:Concept ; skos:prefLabel "bee net" .\n'
    found = read(text, default_type=TECHNIQUE)
    assert list(rows(found)) == ["bee net"]
    assert [(problem.line, problem.source) for problem in found.problems] == [(4, "words.txt")]


def test_a_concept_without_a_label_is_a_problem(read):
    found = read(HEAD + 'ex:a a skos:Concept .\nex:b skos:prefLabel "bee net" .\n', default_type=TECHNIQUE)
    assert list(rows(found)) == ["bee net"]
    assert messages(found, error=True) == ["http://example.org/a: it has no label"]


def test_types_of_the_file_count_before_the_default(read):
    text = HEAD + 'ex:a a kg:Model, skos:Concept ; skos:prefLabel "A net" .\nex:b a skos:Concept ; skos:prefLabel "B" .'
    text += '\nex:c a skos:Concept ; skos:prefLabel "C way" .'
    found = read(text, default_type=TECHNIQUE)
    assert [(entry.concept.label, entry.concept.type) for entry in found.entries] == [
        ("A net", ConceptType.MODEL),
        ("C way", TECHNIQUE),
    ]
    assert list(found.or_else) == [f"{BASE}concept/technique/cway"], "only its type is assumed"
    without = read(text)
    assert [entry.concept.label for entry in without.entries] == ["A net"]
    assert messages(without, error=True) == [
        "http://example.org/b: it has no type",
        "http://example.org/c: it has no type",
    ]


def test_a_file_without_types_asks_for_one(read):
    with pytest.raises(SourceError, match="--type: Model, Hardware"):
        read(SKOS)


CSO = """<https://cso.kmi.open.ac.uk/topics/{}>,<http://cso.kmi.open.ac.uk/schema/cso#{}>,<https://cso.kmi.open.ac.uk/topics/{}>
"""


def test_the_dump_of_cso(read):
    text = (
        CSO.format("semantics", "superTopicOf", "semantic_web")
        + CSO.format("semantic_web", "superTopicOf", "owl_ontology")
        + CSO.format("semantic_web_technology", "relatedEquivalent", "semantic_web")
        + CSO.format("semantic_web_technology", "preferentialEquivalent", "semantic_web")
        + CSO.format("web_%28semantic%29", "relatedEquivalent", "semantic_web_technology")
        + CSO.format("semantic_web", "contributesTo", "nothing_of_ours")
        + '"<https://cso.kmi.open.ac.uk/topics/semantics>","<http://www.w3.org/2000/01/rdf-schema#label>",'
        '"""Semantics""@en ."\n'
    )
    found = rows(read(text, default_type=TECHNIQUE))
    assert sorted(found) == ["Semantics", "owl ontology", "semantic web"]
    web = found["semantic web"]
    assert web.alt_labels == ("semantic web technology", "web (semantic)")
    assert web.broader == (found["Semantics"].concept.iri,)
    assert web.facts == (("exactMatch", "https://cso.kmi.open.ac.uk/topics/semantic_web"),)
    assert found["owl ontology"].broader == (web.concept.iri,)


def test_the_older_dump_of_cso(read):
    text = "semantics;klink:broaderGeneric;semantic web\nsemantic web;rdfs:label;semantic web\n"
    found = rows(read(text, default_type=TECHNIQUE))
    assert found["semantic web"].broader == (found["semantics"].concept.iri,)
    assert found["semantic web"].facts == ()


def test_a_short_row_of_cso_is_a_problem(read):
    found = read(CSO.format("a_way", "superTopicOf", "b_way") + "<https://x>,<y>\n", default_type=TECHNIQUE)
    assert len(found.entries) == 2
    assert [(problem.line, problem.message) for problem in found.problems] == [
        (2, "this row has 2 columns instead of 3")
    ]


def test_a_list_of_labels(read):
    text = 'Label\nprivacy risks\n"education, graduate"\nfuzzy inference system (fis)\nbacteroides (class)\n\nz\n802.15.4\n'
    found = read(text, default_type=ConceptType.TASK)
    assert sorted(rows(found)) == [
        "bacteroides (class)",
        "education, graduate",
        "fuzzy inference system",
        "privacy risks",
    ]
    assert rows(found)["fuzzy inference system"].alt_labels == ("FIS",)
    assert messages(found, error=True) == []
    assert len(messages(found, error=False)) == 4, "a character and a number, and that nothing is left of either"


def test_a_table_with_more_columns(read):
    text = (
        "label,type,aliases,broader,facts,colour\n"
        "Llama,model,,,maker=Meta,red\n"
        "Llama 2,Model,LLaMA-2|Llama II,Llama,year=2023|maker=Meta|caseSensitive=true|odd,\n"
        "Thing,Planet,,,,\n"
    )
    found = read(text)
    two = rows(found)["Llama 2"]
    assert two.alt_labels == ("Llama II",), "a label key that it has already adds nothing"
    assert two.broader == (f"{BASE}concept/model/llama",)
    assert two.facts == (("maker", "Meta"), ("year", "2023"))
    assert two.case_sensitive
    assert messages(found, error=True) == ["'Planet' is no type"]
    assert messages(found, error=False) == ["kg does not know the columns colour", "'odd' is no fact"]


@pytest.mark.parametrize("mark", [";", "\t"])
def test_other_delimiters(read, mark):
    assert rows(read(f"Type{mark}Label\nTask{mark}image coding\n"))["image coding"].concept.type is ConceptType.TASK


METHODS = [
    {
        "name": "CPE", "full_name": "Conditional Positional Encoding", "introduced_year": 2000,
        "collections": [{"collection": "Position Embeddings", "area": "General"}],
    },
    {
        "name": "DenseNet", "full_name": "Densely Connected Network.", "introduced_year": 2016,
        "collections": [{"collection": "Convolutional Neural Networks", "area": "Computer Vision"}],
    },
    {"name": "DenseNet Block", "full_name": None, "collections": [{"collection": "Image Model Blocks"}]},
]  # fmt: skip


def test_methods_of_papers_with_code(read):
    found = rows(read(json.dumps(METHODS)))
    assert found["DenseNet"].concept.type is ConceptType.MODEL
    assert found["DenseNet"].alt_labels == ("Densely Connected Network",)
    assert found["DenseNet"].facts == (("year", "2016"),)
    assert found["CPE"].concept.type is TECHNIQUE
    assert found["CPE"].facts == (), "2000 is what the list has where it knows no year"
    assert found["DenseNet Block"].concept.type is TECHNIQUE


def test_broken_records_cost_themselves(read):
    found = read(json.dumps([*METHODS, {"full_name": "x"}, 7, {"name": 3}, {"name": "OK way", "collections": "?"}]))
    assert len(found.entries) == 4
    assert messages(found, error=True) == [f"record {number} has no name" for number in (4, 5, 6)]


def test_one_short_form_of_two_things_is_neither(read):
    other = {"name": "CPE", "full_name": "Collaborative Preference Embedding", "collections": []}
    found = read(json.dumps([*METHODS, other]))
    assert {"Conditional Positional Encoding", "Collaborative Preference Embedding"} < set(rows(found))
    assert not any("CPE" in entry.labels for entry in found.entries)
    assert len(messages(found, error=False)) == 2


def test_the_title_of_a_paper_is_no_name(read):
    found = read(json.dumps([{"name": "Net A", "full_name": "Net A: A Way to Code", "collections": []}]))
    assert found.entries[0].labels == ("Net A",)


def test_the_same_method_twice_is_one_concept(read):
    again = {"name": "Densenet", "full_name": "Dense Network", "collections": METHODS[1]["collections"]}
    assert rows(read(json.dumps([*METHODS, again])))["DenseNet"].alt_labels == (
        "Dense Network",
        "Densely Connected Network",
    )


DATASETS = [
    {
        "url": "https://paperswithcode.com/dataset/cifar-10", "name": "CIFAR-10", "homepage": "https://example.org",
        "full_name": "Canadian Institute for Advanced Research, 10 classes", "introduced_date": "2009-01-01",
        "modalities": ["Images", "RGB-D", "Time series"], "tasks": [{"task": "Image Classification", "url": "…"}],
        "variants": ["CIFAR-10", "cifar10", "CIFAR-10, 40 Labels", "CIFAR-10C", None], "num_papers": 9, "data_loaders": [],
    },
    {"name": "X set", "full_name": "", "introduced_date": None, "variants": None, "modalities": None},
]  # fmt: skip


def test_data_sets_of_papers_with_code(read):
    found = rows(read(json.dumps(DATASETS)))
    assert sorted(found) == ["CIFAR-10", "CIFAR-10, 40 Labels", "CIFAR-10C", "X set"]
    cifar = found["CIFAR-10"]
    assert cifar.concept.type is ConceptType.DATASET
    assert cifar.alt_labels == ("Canadian Institute for Advanced Research, 10 classes",)
    assert cifar.facts == (("modality", "RGB-D"), ("modality", "image"), ("modality", "time series"), ("year", "2009"))
    assert found["CIFAR-10C"].broader == (cifar.concept.iri,), "a variant is a node of its own"
    assert found["X set"].alt_labels == ()


def test_an_alias_with_other_numbers_is_left_out(read):
    record = {"name": "Net-50", "full_name": "Net 101", "collections": []}
    found = read(json.dumps([record]))
    assert found.entries[0].labels == ("Net-50",)
    assert "another version or size" in messages(found, error=False)[0]


def test_gzip_is_opened(read):
    assert rows(read(gzip.compress(json.dumps(METHODS).encode()), "m.json.gz")) == rows(read(json.dumps(METHODS)))


def test_a_byte_order_mark_is_no_part_of_the_text(read):
    assert list(rows(read("\ufefflabel\nspeech coding\n", default_type=TECHNIQUE))) == ["speech coding"]


HOSTILE = [
    ("empty", b"", "the file is empty"),
    ("blank", b" \n\t\n", "the file is empty"),
    ("page", b"<!DOCTYPE html><html><body>not found</body></html>", "a web page"),
    ("page as xml", b'<?xml version="1.0"?>\n<html xmlns="http://www.w3.org/1999/xhtml"/>', "a web page"),
    ("cut json", json.dumps(METHODS)[:-40].encode(), "the JSON ends too early"),
    ("no json", b'{"name": oops}', "this is no JSON"),
    ("other json", b'[{"title": "A paper", "abstract": "."}]', "no vocabulary that kg knows"),
    ("json number", b"[1, 2]", "no vocabulary that kg knows"),
    ("empty list", b"[]", "no vocabulary that kg knows"),
    ("deep json", b"[" * 100_000, "JSON"),
    ("latin-1", "label\ncaf\u00e9 net\n".encode("latin-1"), "no UTF-8 text"),
    ("utf-16", "label\nnet\n".encode("utf-16"), "no UTF-8 text"),
    ("cut gzip", gzip.compress(b"label\n" + b"net\n" * 999)[:30], "damaged"),
    ("zip", b"PK\x03\x04 and so on", "zip archive"),
    ("no skos", b"@prefix ex: <http://e.org/> .\nex:a ex:b ex:c .\n", "no subject is a skos:Concept"),
    ("no skos xml", b'<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>', "skos:Concept"),
    ("broken xml", b'<?xml version="1.0"?><rdf:RDF><oops', "words.txt"),
    ("prose", b"A paper about nets.\nIt has two lines.\n", "no vocabulary that kg knows"),
    ("papers", b"title,abstract\nA,B\n", "no vocabulary that kg knows"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "words"), [row[1:] for row in HOSTILE], ids=[row[0] for row in HOSTILE])
def test_what_is_no_vocabulary_is_one_clear_error(read, content, words):
    with pytest.raises(SourceError, match=words) as caught:
        read(content, default_type=TECHNIQUE)
    assert "words.txt" in str(caught.value)
    assert caught.value.mend


def test_a_control_character_costs_its_label(read):
    found = read(b"label\nne\x00t\nnets\n", default_type=TECHNIQUE)
    assert list(rows(found)) == ["nets"]


SCALARS = st.none() | st.booleans() | st.integers() | st.text(max_size=9)
NAMES = st.sampled_from(["name", "full_name", "collections", "variants", "modalities", "introduced_year", "collection"])
JSON = st.recursive(
    SCALARS, lambda some: st.lists(some, max_size=4) | st.dictionaries(NAMES, some, max_size=5), max_leaves=20
)
LINES = st.sampled_from(
    ["label", "label,type", "<a>,<b#superTopicOf>,<c>", "@prefix", 'x,"', "A net,Model", "<a> <b> <c> .", "{", "\x00"]
)


@given(st.binary(max_size=60) | st.lists(JSON, max_size=4).map(json.dumps) | st.lists(LINES, max_size=6).map("\n".join))
def test_whatever_a_file_holds_it_is_read_or_refused(tmp_path_factory, content):
    file = tmp_path_factory.getbasetemp() / "any"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    try:
        found = read_vocabulary(file, default_type=TECHNIQUE)
    except SourceError:
        return
    assert turtle(found.entries)


def test_a_file_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(SourceError, match="cannot be read"):
        read_vocabulary(tmp_path / "absent.ttl")


def test_short_forms():
    assert spelled("partial differential equations (PDEs)") == ("partial differential equations", "PDEs")
    assert spelled("token merging (ToMe)") == ("token merging", "ToMe")
    for label in ("alcatel (co)", "Wasserstein GAN (Gradient)", "COCO (MS)", "f(x)"):
        assert spelled(label) == (label,)
    assert is_short("LoRA")
    assert not is_short("Adam optimizer")
    assert apart("CPE", ["CPE", "conditional encoding"], ["CPE", "collaborative embedding"])
    assert not apart("CPE", ["CPE"], ["CPE", "collaborative embedding"])
    assert not apart("Dropout", ["Dropout", "one thing"], ["Dropout", "other thing"]), "a word, no short form"


def test_the_methods_that_lie_beside_the_checkout(shared):
    found = read_vocabulary(shared / "external" / "pwc_methods" / "methods.json")
    kinds = {kind: sum(entry.concept.type is kind for entry in found.entries) for kind in ConceptType}
    assert len(found.entries) > 2200
    assert kinds[ConceptType.MODEL] > 700
    assert kinds[TECHNIQUE] > 1000
    assert not [problem for problem in found.problems if problem.error]


def test_the_labels_of_cso_that_lie_beside_the_checkout(shared):
    found = read_vocabulary(shared / "external" / "cso_concepts" / "concepts.csv", default_type=TECHNIQUE)
    assert len(found.entries) > 12_000, "14,612 labels, many of them spellings of one name"
    assert not [problem for problem in found.problems if problem.error]
