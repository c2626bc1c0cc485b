"""Families: which concepts have members, and how the members that a catalogue holds say others are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Concept, ConceptType, Iri
from kg.naming.families import Families, Style, kind_of
from kg.naming.parts import SIZE, TUNING, VARIANT, VERSION, Part
from kg.ontology import Entry, Ontology
from kg.text import label_key
from tests.vocabulary.made import by_label, catalogue, concept, entry

MODEL, HARDWARE, DATASET = ConceptType.MODEL, ConceptType.HARDWARE, ConceptType.DATASET
SOFTWARE, TECHNIQUE, METRIC, TASK = (
    ConceptType.SOFTWARE, ConceptType.TECHNIQUE, ConceptType.METRIC, ConceptType.TASK,
)  # fmt: skip

BIRDS = catalogue(
    entry("language model", kind=MODEL),
    entry("Wren", "Wren LM", kind=MODEL, broader=("language model",)),
    entry("Wren-2", kind=MODEL, broader=("Wren",)),
    entry("Wren-2-7B", kind=MODEL, broader=("Wren-2",)),
    entry("Wren-2-Song-7B", kind=MODEL, broader=("Wren-2",)),
    entry("KITE", kind=MODEL),
    entry("KITEv3", kind=MODEL, broader=("KITE",)),
    entry("KITEv3n", kind=MODEL, broader=("KITEv3",)),
    entry("Owl", kind=MODEL),
    entry("Owl-V2", kind=MODEL, broader=("Owl",)),
    entry("Owl-Base", kind=MODEL, broader=("Owl",)),
    entry("gull", kind=MODEL),
    entry("gull-2", kind=MODEL, broader=("gull",)),
    entry("bird net", kind=MODEL),
    entry("Heron", "heron network", kind=MODEL),
    entry("Snow Owl", kind=MODEL),
    entry("Talon", kind=HARDWARE, maker="Aviary"),
    entry("Talon T4", kind=HARDWARE, broader=("Talon",)),
    entry("chip", kind=HARDWARE),
    entry("EGG", kind=DATASET),
    entry("EGG2014", kind=DATASET, broader=("EGG",)),
    entry("Nest", kind=DATASET),
    entry("Nest-10", kind=DATASET, broader=("Nest",)),
    entry("Fly", kind=SOFTWARE),
    entry("beak score", kind=METRIC),
    entry("BEK", kind=METRIC),
    entry("mBek", kind=METRIC),
    entry("bird song", kind=TASK),
    entry("Singing", kind=TASK),
    entry("FlyRA"),
    entry("nesting"),
)
FAMILIES = Families(BIRDS)
V9, AT9 = Part(VERSION, "9"), Part(VERSION, "@9")


def family(label, kind=MODEL):
    return by_label(BIRDS, label, kind)


def first(label, *parts, kind=MODEL):
    return next(FAMILIES.labels(family(label, kind), parts))


TAKES = [
    ("Wren", MODEL, True, "a proper name"),
    ("language model", MODEL, False, "a class of models"),
    ("bird net", MODEL, False, "a name of words"),
    ("gull", MODEL, True, "the catalogue holds a member"),
    ("gull-2", MODEL, False, "a member in lower case that has none of its own"),
    ("Heron", MODEL, False, "another of its names is words"),
    ("Talon", HARDWARE, True, "a product: it has a maker"),
    ("Talon T4", HARDWARE, True, "its family has a maker"),
    ("chip", HARDWARE, False, "nobody makes it"),
    ("EGG", DATASET, True, "a proper name"),
    ("Fly", SOFTWARE, True, "a proper name"),
    ("FlyRA", TECHNIQUE, True, "a proper name"),
    ("nesting", TECHNIQUE, False, "a word"),
    ("beak score", METRIC, False, "words, and no @ before the number"),
    ("BEK", METRIC, True, "an acronym"),
    ("mBek", METRIC, True, "a mean"),
    ("bird song", TASK, False, "tasks have no members"),
    ("Singing", TASK, False, "tasks have no members"),
]


@pytest.mark.parametrize(("label", "kind", "takes", "why"), TAKES, ids=[f"{k}:{n}" for n, k, _, _ in TAKES])
def test_a_family_is_a_proper_name(label, kind, takes, why):
    assert FAMILIES.takes(family(label, kind), (V9,)) is takes, why


def test_any_metric_has_members_at_a_rank():
    assert FAMILIES.takes(family("beak score", METRIC), (AT9,))
    assert not FAMILIES.takes(family("beak score", METRIC), (AT9, V9)), "each part has to be a rank"


STYLES = [
    ("Snow Owl", Style(prefix="", glued=False, letters=False)),
    ("KITE", Style(prefix="v", glued=True, letters=True, suffixed=True)),
    ("Owl", Style(prefix="V", glued=False, letters=False)),
    ("Heron", Style(prefix="", glued=False, letters=False)),
]


@pytest.mark.parametrize(("label", "style"), STYLES, ids=[label for label, _ in STYLES])
def test_members_say_how_others_are_written(label, style):
    assert FAMILIES.style(family(label).concept.iri) == style


def test_an_unknown_family_has_a_plain_style():
    assert FAMILIES.style(Iri("https://w3id.org/mlhw-kg/concept/model/absent")).prefix == ""
    assert FAMILIES.words(Iri("https://w3id.org/mlhw-kg/concept/model/absent")) == frozenset()


def test_members_at_any_depth_add_words():
    assert FAMILIES.words(family("Wren").concept.iri) == {"song"}
    assert FAMILIES.words(family("Wren-2").concept.iri) == {"song"}
    assert FAMILIES.words(family("Wren-2-7B").concept.iri) == frozenset()
    assert FAMILIES.words(family("language model").concept.iri) == {"wren", "song"}
    assert FAMILIES.words(family("Owl").concept.iri) == {"base"}


LABELS = [
    ("Wren", MODEL, (V9,), "Wren-9"),
    ("Wren", MODEL, (V9, Part(SIZE, "13B")), "Wren-9-13B"),
    ("Wren", MODEL, (V9, Part(VARIANT, "Song"), Part(SIZE, "13B"), Part(TUNING, "Chat")), "Wren-9-Song-13B-Chat"),
    ("Heron", MODEL, (Part(SIZE, "b"),), "Heron-Base"),
    ("Snow Owl", MODEL, (V9,), "Snow Owl 9"),
    ("Snow Owl", MODEL, (Part(SIZE, "13B"),), "Snow Owl 13B"),
    ("KITE", MODEL, (Part(VERSION, "v9"),), "KITEv9"),
    ("KITE", MODEL, (V9,), "KITE9"),
    ("KITE", MODEL, (Part(VERSION, "v9"), Part(SIZE, "n")), "KITEv9n"),
    ("KITE", MODEL, (Part(SIZE, "n"),), "KITE-N"),
    ("KITEv3", MODEL, (Part(SIZE, "m"),), "KITEv3m"),
    ("Owl", MODEL, (Part(VERSION, "v9"),), "Owl-V9"),
    ("Owl", MODEL, (V9, Part(SIZE, "l")), "Owl-9-Large"),
    ("Talon", HARDWARE, (Part(VERSION, "9"), Part(SIZE, "16GB")), "Talon 9 16GB"),
    ("Talon T4", HARDWARE, (Part(SIZE, "Ti"),), "Talon T4 Ti"),
    ("EGG", DATASET, (Part(VERSION, "15"),), "EGG2015"),
    ("EGG", DATASET, (Part(VERSION, "2015"),), "EGG2015"),
    ("Nest", DATASET, (Part(VERSION, "15"),), "Nest-15"),
    ("Nest", DATASET, (Part(SIZE, "5K"),), "Nest-5K"),
    ("Fly", SOFTWARE, (Part(VERSION, "2.0"),), "Fly 2.0"),
    ("FlyRA", TECHNIQUE, (Part(VERSION, "2"),), "FlyRA-2"),
]


@pytest.mark.parametrize(
    ("label", "kind", "parts", "expected"), LABELS, ids=[f"{kind}:{expected}" for _, kind, _, expected in LABELS]
)
def test_a_member_has_a_label(label, kind, parts, expected):
    assert first(label, *parts, kind=kind) == expected


def test_a_version_letter_behind_a_word_is_seen():
    small = catalogue(entry("Heron", kind=MODEL), entry("HeronV2", kind=MODEL, broader=("Heron",)))
    families, heron = Families(small), by_label(small, "Heron", MODEL)
    assert next(families.labels(heron, (Part(VERSION, "v9"),))) == "HeronV9"
    assert families.style(heron.concept.iri).prefix == "V"


def test_billions_are_no_size_letter():
    assert not FAMILIES.style(family("Wren").concept.iri).letters
    assert first("Wren", Part(SIZE, "b")) == "Wren-Base"


@pytest.mark.parametrize(
    ("tuning", "twin"),
    [("Instruct", "it"), ("Coder", "Code"), ("Exp", "Experimental")],
    ids=["instruct", "code", "exp"],
)
def test_a_catalogue_may_hold_a_member_under_another_word(tuning, twin):
    labels = list(FAMILIES.labels(family("Wren"), (V9, Part(TUNING, tuning))))
    assert labels[0] == f"Wren-9-{tuning}"
    assert f"Wren-9-{twin}" in labels


def test_a_catalogue_may_hold_a_member_with_letters_or_words_of_size():
    labels = set(FAMILIES.labels(family("Wren"), (Part(SIZE, "b"),)))
    assert {"Wren-Base", "Wren-B"} <= labels
    labels = set(FAMILIES.labels(family("KITE"), (Part(VERSION, "v9"), Part(SIZE, "n"))))
    assert {"KITEv9n", "KITEv9-Nano", "KITE9n"} <= labels


def test_each_entry_has_a_type():
    assert kind_of(family("Talon", HARDWARE)) is HARDWARE
    assert kind_of(Entry(Concept(concept("x").iri, "x", None))) is TECHNIQUE


def test_an_empty_catalogue_has_families_all_the_same():
    families = Families(Ontology.empty())
    assert families.takes(entry("Wren", kind=MODEL), (V9,))
    assert next(families.labels(entry("Wren", kind=MODEL), (V9, Part(SIZE, "7B")))) == "Wren-9-7B"


PARTS = st.tuples(
    st.sampled_from(["2", "9", "v9", "2.5"]).map(lambda text: Part(VERSION, text)),
    st.sampled_from(["7B", "13B", "b", "l", "n"]).map(lambda text: Part(SIZE, text)),
    st.sampled_from(["Instruct", "Chat"]).map(lambda text: Part(TUNING, text)),
)


@given(st.sampled_from(["Wren", "KITE", "Owl", "gull"]), PARTS, st.integers(1, 3))
def test_all_other_labels_keep_the_numbers_of_the_first(label, parts, count):
    labels = list(FAMILIES.labels(family(label), parts[:count]))
    digits = "".join(filter(str.isdigit, labels[0]))
    assert labels[0].startswith(label)
    assert all("".join(filter(str.isdigit, other)) == digits for other in labels)
    assert len({label_key(other) for other in labels}) <= 8


@given(st.sampled_from(["Wren", "KITE", "Owl", "gull"]), PARTS, PARTS)
def test_other_parts_make_another_label(label, one, other):
    """A version with and without its letter may be one; anything else is another member."""
    keys = [label_key(first(label, *parts)) for parts in (one, other)]
    plain = [tuple(Part(part.rank, part.text.removeprefix("v")) for part in parts) for parts in (one, other)]
    assert (keys[0] == keys[1]) <= (plain[0] == plain[1])
    assert (one == other) <= (keys[0] == keys[1])
