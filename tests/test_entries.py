"""One concept of the catalogue: what an entry says, how it is read from Turtle, and how it is written back."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, RdfFormat, serialize

from kg.entries import Entry, agrees, check_broader, fact_property, fact_term, read, read_unchecked
from kg.errors import OntologyError
from kg.iris import BASE
from kg.model import Concept, ConceptType, Iri
from kg.ontology import Ontology
from kg.text import label_key
from kg.vocab import KG, SKOS, XSD
from tests.vocabulary.made import SMALL, concept, entry

HEAD = f"@prefix kg: <{KG.iri}> .\n@prefix skos: <{SKOS.iri}> .\n"
C = f"{BASE}concept/model/"


def file_of(folder, text, name="some.ttl"):
    path = folder / name
    path.write_text(HEAD + text, encoding="utf-8")
    return path


def block(name, rest="", kind="Model"):
    return f'<{C}{name}> a skos:Concept, kg:{kind} ; skos:prefLabel "{name}"@en {rest} .\n'


# What an entry says


def test_labels_stand_preferred_first():
    assert entry("Wren", "a wren", "Bird").labels == ("Wren", "Bird", "a wren")
    assert entry("Wren").labels == ("Wren",)


def test_values_of_a_fact():
    bird = entry("Wren", maker="Aviary", cue=("song", "nest"), year="2020")
    assert bird.values("cue") == ("nest", "song")
    assert bird.values("maker") == ("Aviary",)
    assert bird.values("absent") == ()
    assert entry("Wren").values("cue") == ()


CASES = [
    (entry("low-rank adaptation", "LoRA"), "LoRA", None, "a name in two cases is a name in any"),
    (entry("low-rank adaptation", "LoRA"), "low-rank adaptation", None, "words need no case"),
    (entry("differential privacy", "DP"), "DP", {"DP"}, "a short acronym needs its case"),
    (entry("graph network", "GNs"), "GNs", {"GN", "GNs"}, "or its singular"),
    (entry("quantity", "QUANTS"), "QUANTS", None, "a long acronym needs none"),
    (entry("inception score", "IS", "is"), "IS", None, "unless it is written in another case, too"),
    (entry("k nearest", "k-NN"), "k-NN", None, "no acronym: it has a small letter"),
    (entry("H-100", "H100"), "H100", None, "one of the two spellings is no acronym"),
    (entry("H100"), "H100", {"H100"}, "a short acronym of letters and figures"),
    (entry("ANT", case_sensitive=True), "ANT", {"ANT"}, "the entry says so"),
    (entry("Adam optimizer", "Adam", case_sensitive=True), "Adam", {"Adam"}, "of each of its names"),
    (entry("Transformers", case_sensitive=True), "Transformers", {"Transformer", "Transformers"}, "and singulars"),
    (entry("Swift", contextLabel="Swift", cue="language"), "Swift", {"Swift"}, "a capital that needs context"),
    (entry("swift", contextLabel="swift", cue="bird"), "swift", None, "words that need context need no case"),
    (entry("Wren"), "absent", set(), "no label of this key"),
]


@pytest.mark.parametrize(("one", "label", "expected", "why"), CASES, ids=[why for *_, why in CASES])
def test_the_cases_that_a_name_has_to_agree_with(one, label, expected, why):
    assert one.cases(label_key(label)) == expected, why


AGREES = [
    ("DP", {"DP"}, True),
    ("D-P", {"DP"}, True),
    ("DPs", {"DP"}, True),
    ("dp", {"DP"}, False),
    ("Dp", {"DP"}, False),
    ("dp", None, True),
    ("", None, True),
    ("", {"DP"}, False),
    ("Transformers", {"Transformer"}, True),
    ("TRANSFORMER", {"Transformer"}, False),
    ("anything", set(), False),
]


@pytest.mark.parametrize(("name", "cases", "expected"), AGREES, ids=[f"{n} {c}" for n, c, _ in AGREES])
def test_a_name_agrees_with_its_cases(name, cases, expected):
    assert agrees(name, None if cases is None else frozenset(cases)) is expected


@given(st.sampled_from(sorted(SMALL.concepts)))
def test_every_label_agrees_with_its_own_cases(iri):
    one = SMALL.concepts[iri]
    for label in one.labels:
        assert agrees(label, one.cases(label_key(label)))


def test_every_label_that_ships_agrees_with_its_own_cases():
    assert [
        label
        for label, one in Ontology.load().labels()
        if not agrees(label, one.cases(label_key(label))) or one.concept.type is None
    ] == []


# Properties and terms


@pytest.mark.parametrize("name", ["exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch"])
def test_a_mapping_is_a_link_of_skos(name):
    assert fact_property(name) == NamedNode(f"{SKOS.iri}{name}")
    assert fact_term(name, "https://example.org/x") == NamedNode("https://example.org/x")


def test_other_facts_are_of_kg():
    assert fact_property("maker") == NamedNode(KG.maker)
    assert fact_term("maker", "Aviary") == Literal("Aviary")
    assert fact_term("year", "2024") == Literal("2024", datatype=NamedNode(XSD.integer))
    assert fact_term("higherIsBetter", "true") == Literal("true", datatype=NamedNode(XSD.boolean))


# From a file and back

TEXTS = st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=20)
FACTS = st.one_of(
    st.tuples(st.sampled_from(["maker", "cue", "memory", "contextLabel"]), TEXTS),
    st.tuples(st.just("year"), st.integers(1950, 2030).map(str)),
    st.tuples(st.just("higherIsBetter"), st.sampled_from(["true", "false"])),
    st.tuples(st.sampled_from(["exactMatch", "closeMatch"]), st.integers(0, 9).map(lambda n: f"https://a.example/{n}")),
)


@st.composite
def entries(draw):
    kind, label = draw(st.sampled_from(ConceptType)), draw(TEXTS)
    others = draw(st.lists(TEXTS, max_size=3))
    node = Concept(Iri(f"{BASE}concept/{kind.value.lower()}/made"), label, kind)
    return Entry(
        node,
        tuple(sorted({*others} - {label})),
        tuple(sorted({Iri(f"{BASE}concept/{kind.value.lower()}/{up}") for up in draw(st.lists(st.integers(0, 9)))})),
        draw(st.booleans()),
        tuple(sorted({*draw(st.lists(FACTS, max_size=4))})),
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("turtle")


@given(one=entries())
def test_an_entry_comes_back_from_its_statements(folder, one):
    path = folder / "one.ttl"
    serialize(one.triples(), output=path, format=RdfFormat.TURTLE)
    assert read_unchecked([path]) == {one.concept.iri: one}


def test_statements_of_an_entry():
    one = entry("Wren-2", "Wren two", kind=ConceptType.MODEL, broader=("Wren",), case_sensitive=True, year="2024")
    found = sorted(f"{triple.predicate.value.rpartition('#')[2]} {triple.object}" for triple in one.triples())
    assert found == [
        'altLabel "Wren two"@en',
        f"broader <{concept('Wren', ConceptType.MODEL).iri}>",
        'caseSensitive "true"^^<http://www.w3.org/2001/XMLSchema#boolean>',
        "inScheme <https://w3id.org/mlhw-kg/scheme/model>",
        'prefLabel "Wren-2"@en',
        "type <http://www.w3.org/2004/02/skos/core#Concept>",
        f"type <{KG.Model}>",
        'year "2024"^^<http://www.w3.org/2001/XMLSchema#integer>',
    ]


def test_a_node_without_a_type_has_no_scheme():
    bare = Entry(Concept(Iri(f"{C}x"), "x", None))
    assert [str(triple.predicate) for triple in bare.triples()].count(f"<{SKOS.inScheme}>") == 0
    assert len(list(bare.triples())) == 2


def test_one_concept_may_stand_in_two_files(tmp_path):
    one = file_of(tmp_path, block("a", '; skos:altLabel "x"@en'))
    two = file_of(tmp_path, f'<{C}a> skos:altLabel "y"@en, "a"@en ; kg:maker "Aviary" .', "two.ttl")
    (found,) = read([one, two]).values()
    assert found.labels == ("a", "x", "y"), "the preferred label is no other name"
    assert found.facts == (("maker", "Aviary"),)


def test_what_others_say_is_passed_over(tmp_path):
    path = file_of(
        tmp_path,
        block("a", '; skos:note "n" ; skos:definition "d"@en ; <https://a.example/p> "v" ; kg:cue "c"')
        + '<https://a.example/b> a kg:Model ; skos:prefLabel "b" .\n[] kg:maker "nobody" .',
    )
    (found,) = read([path]).values()
    assert found.facts == (("cue", "c"),)


def test_a_prefix_may_stand_for_the_address(tmp_path):
    path = file_of(tmp_path, f'@prefix m: <{C}> .\nm:a a kg:Model ; skos:prefLabel "a" ; skos:broader m:b .')
    with pytest.raises(OntologyError, match=r"line 1, model/a: its broader concept model/b is not there"):
        read([path])
    assert list(read_unchecked([path])) == [f"{C}a"]


BROKEN = [
    (block("a", "; skos:prefLabel"), "line 3"),
    ("\n" + block("a", kind="Planet"), r"line 4, model/a: a concept has one type of .*this one has 0"),
    (block("a", "; a kg:Task"), r"this one has 2"),
    (block("a", '; skos:prefLabel "other"@en'), r"line 3, model/a: a concept has one skos:prefLabel; this one has 2"),
    (block("a", '; kg:maker [ kg:year "1" ]'), "not a blank node"),
    (block("a", f"; skos:broader <{C}b>") + block("b", f"; skos:broader <{C}a>"), "goes round in a circle"),
    (block("a") + block("b", f"; skos:broader <{C}c>"), r"line 4, model/b: its broader concept model/c is not there"),
]
NAMES = ["syntax", "no-type", "two-types", "two-labels", "blank", "circle", "no-broader"]


@pytest.mark.parametrize(("text", "message"), BROKEN, ids=NAMES)
def test_a_broken_file_is_named_with_its_line(tmp_path, text, message):
    path = file_of(tmp_path, text)
    with pytest.raises(OntologyError, match=message) as caught:
        read([path])
    assert Path(caught.value.path) == path
    assert "Traceback" not in str(caught.value)


def test_the_file_that_names_a_concept_first_is_told(tmp_path):
    sound, broken = file_of(tmp_path, block("a"), "a.ttl"), file_of(tmp_path, block("b", "; a kg:Task"), "b.ttl")
    with pytest.raises(OntologyError) as caught:
        read([sound, broken])
    assert Path(caught.value.path) == broken


@pytest.mark.parametrize("make", [lambda path: path.mkdir(), lambda path: None], ids=["folder", "absent"])
def test_what_cannot_be_read_is_an_error_with_its_name(tmp_path, make):
    make(tmp_path / "x.ttl")
    with pytest.raises(OntologyError, match=r"x\.ttl"):
        read([tmp_path / "x.ttl"])


def test_text_that_is_no_utf8_is_an_error_with_its_name(tmp_path):
    path = tmp_path / "latin.ttl"
    path.write_bytes((HEAD + block("a")).replace('"a"', '"\xe4"').encode("latin-1"))
    with pytest.raises(OntologyError, match=r"latin\.ttl"):
        read([path])


# Circles


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=14))
def test_a_circle_is_found_wherever_it_is(pairs):
    made = {Iri(f"{C}{n}"): Entry(Concept(Iri(f"{C}{n}"), str(n), ConceptType.MODEL)) for n in range(8)}
    for low, up in pairs:
        one = made[Iri(f"{C}{low}")]
        made[one.concept.iri] = Entry(one.concept, (), (*one.broader, Iri(f"{C}{up}")))
    above = {n: {up for low, up in pairs if low == n} for n in range(8)}
    for _ in range(8):
        above = {n: ups | {far for up in ups for far in above[up]} for n, ups in above.items()}
    on_circle = {Iri(f"{C}{n}") for n, ups in above.items() if n in ups}
    found = []
    try:
        check_broader(made, lambda iri, message: found.append((iri, message)) or OntologyError("x", iri, message))
    except OntologyError:
        assert found[0][0] in on_circle
        assert "circle" in found[0][1]
    else:
        assert on_circle == set()


def test_a_long_way_up_is_no_circle():
    """Depth is no matter: the way is followed without recursion."""
    made = {
        Iri(f"{C}{n}"): Entry(Concept(Iri(f"{C}{n}"), str(n), ConceptType.MODEL), (), (Iri(f"{C}{n + 1}"),))
        for n in range(3000)
    }
    last = Iri(f"{C}3000")
    made[last] = Entry(Concept(last, "3000", ConceptType.MODEL))
    check_broader(made, lambda iri, message: OntologyError("x", iri, message))
