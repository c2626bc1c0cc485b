"""Names as they are compared, and which concept stands for which."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.analysis.score_names import align, content_words, forms, normalized, numbers


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Sparse Autoencoders", "sparse autoencoder", id="case and plural"),
        pytest.param("LSTMs", "lstm", id="plural of an abbreviation"),
        pytest.param("loss", "loss", id="ss is no plural"),
        pytest.param("GPS", "gps", id="three letters are no plural"),
        pytest.param("FP-16 / INT8", "fp 16 int8", id="punctuation"),
        pytest.param("C++ and C#", "c++ and c#", id="plus and hash stay"),
        pytest.param("$\\times$ {Big} ~x", "big x", id="LaTeX"),
        pytest.param("Überlagerung", "überlagerung", id="letters beyond ASCII"),
        pytest.param("STRASSE straße", "strasse strasse", id="folded, not lowered"),
        pytest.param("  ", "", id="nothing"),
    ],
)
def test_normalized(text, expected):
    assert normalized(text) == expected


@given(st.text())
def test_case_spaces_and_dashes_never_count(text):
    assert normalized(text) == normalized(f"  {text.casefold()} - ")


@given(st.text(alphabet="ab cs-", max_size=12))
def test_a_normalized_name_has_single_spaces_alone(text):
    found = normalized(text)
    assert found == " ".join(found.split())
    assert set(found) <= set("abcs ")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the energy of A's chip", {"energy", "chip"}),
        ("Speed", {"speed"}),
        ("", set()),
        (None, set()),
        (3, {"3"}),
    ],
)
def test_content_words(text, expected):
    assert content_words(text) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("1.69", (1.69,)),
        ("1.690x", (1.69,)),
        ("41-137", (41.0, 137.0)),
        ("41–137x", (41.0, 137.0)),
        ("24,000", (24000.0,)),
        (3, (3.0,)),
        ("many", ()),
        ("", ()),
    ],
)
def test_numbers(value, expected):
    assert numbers(value) == expected


def test_forms_of_a_concept():
    assert forms({"name": "Heron", "mentions": ["Herons", "the {Heron}", "…"]}) == {"heron", "the heron"}
    assert forms({"name": "Heron"}) == forms({"name": "Heron", "mentions": None}) == {"heron"}


def named(name, *mentions):
    return {"name": name, "mentions": [name, *mentions]}


def test_a_concept_is_told_by_its_name_or_a_mention():
    heron = named("Heron", "HRN")
    found = align([heron], [named("bird", "HRN"), named("Stork")])
    assert found.gold_of == {"bird": heron, "Stork": None}
    assert found.second == frozenset()


def test_the_very_name_goes_before_a_mention():
    heron, gold = named("Heron", "network"), [named("Heron", "network")]
    found = align(gold, [named("other", "network"), named("Heron")])
    assert found.gold_of == {"Heron": heron, "other": heron}
    assert found.second == {"other"}


def test_a_taken_concept_leaves_the_next_that_fits():
    gold = [named("Heron", "bird"), named("Stork", "long legs")]
    found = align(gold, [named("Heron"), named("both", "bird", "long legs")])
    assert found.gold_of["both"] == gold[1]
    assert found.second == frozenset()


def test_of_two_annotated_concepts_with_one_form_the_first_has_it():
    gold = [named("Heron", "bird"), named("Stork", "bird")]
    assert align(gold, [named("bird")]).gold_of["bird"] == gold[0]


names = st.lists(st.sampled_from(["Heron", "Stork", "Linnet", "Osprey", "Crane"]), unique=True)


@given(names, names)
def test_equal_names_meet_and_others_do_not(gold, found):
    alignment = align([named(name) for name in gold], [named(name) for name in found])
    assert {name for name, match in alignment.gold_of.items() if match} == set(gold) & set(found)
    assert not alignment.second
