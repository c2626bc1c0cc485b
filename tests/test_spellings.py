"""Folded spellings: no offset moves, and every way to write a label is one that the automaton finds."""

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.ontology import Ontology
from kg.spellings import fold, forms, plain
from kg.text import label_key, singular

FOLDED = [
    ("Low-Rank_Adaptation", "low rank adaptation"),
    ("low‑rank", "low rank"),
    ("low–rank—x", "low rank x"),
    ("A\tB\nC", "a b c"),
    ("A\u00a0B", "a b"),
    ("CIFAR-10", "cifar 10"),
    ("İstanbul", "istanbul"),
    ("STRASSE", "strasse"),
    ("ﬁne", "ﬁne"),
    ("C++/C#", "c++/c#"),
    ("Llama 3.1", "llama 3.1"),
    ("a  b", "a  b"),
    ("", ""),
]


@pytest.mark.parametrize(("text", "folded"), FOLDED, ids=[text for text, _ in FOLDED])
def test_a_text_is_folded(text, folded):
    assert fold(text) == folded


@given(st.text(max_size=80))
def test_no_offset_moves(text):
    folded = fold(text)
    assert len(folded) == len(text)
    assert not re.search(r"[-_\t\n‐-―]", folded)
    assert fold(folded) == folded or not text.isascii()


@given(st.text(max_size=30), st.text(max_size=30))
def test_a_text_is_folded_character_by_character(before, behind):
    joined = fold(before + "|" + behind)
    assert len(fold(before)) == joined.index("|", len(before))


PLAIN = [
    ("Low-Rank Adaptation", "LowRankAdaptation"),
    ("k_NN", "kNN"),
    ("GPT‑4 Turbo", "GPT4Turbo"),
    ("a\tb", "ab"),
    ("C++", "C++"),
    ("", ""),
]


@pytest.mark.parametrize(("label", "expected"), PLAIN, ids=[label for label, _ in PLAIN])
def test_what_has_to_agree_has_no_separators(label, expected):
    assert plain(label) == expected
    assert plain(expected) == expected


FORMS = [
    ("CIFAR-10", {"cifar 10", "cifar10"}),
    ("CIFAR10", {"cifar 10", "cifar10"}),
    ("GPT 4", {"gpt 4", "gpt4"}),
    ("data set", {"data set", "dataset"}),
    ("data sets", {"data set", "dataset"}),
    ("Dataset", {"dataset"}),
    ("open source", {"open source", "opensource"}),
    ("x y", {"x y"}),
    ("multi-head attention", {"multi head attention", "multihead attention"}),
    ("memory", {"memory", "memorie"}),
    ("memories", {"memory", "memorie"}),
    ("key", {"key"}),
    ("neural networks", {"neural network", "neuralnetwork"}),
    ("k-NN", {"k nn", "knn"}),
    ("Llama-3.1 8B", {"llama 3.1 8b", "llama3.1 8b", "llama 3.1 8 b"}),
    ("ResNet-50-D", {"resnet 50 d", "resnet50d"}),
    ("H100s", {"h100s", "h 100s", "h 100 s"}),
    ("F1", {"f1", "f 1"}),
    ("Sobol indices", {"sobol index", "sobolindex"}),
    ("C++", {"c++"}),
    ("10", set()),
    ("3.5", set()),
    ("1,000", set()),
    ("a", set()),
    ("", set()),
]


@pytest.mark.parametrize(("label", "expected"), FORMS, ids=[label or "empty" for label, _ in FORMS])
def test_a_label_has_forms(label, expected):
    assert forms(label) == expected


@given(st.text(alphabet="abY -_10.s", max_size=24))
def test_forms_are_folded_and_stand_for_the_label(label):
    for form in forms(label):
        assert fold(form) == form
        assert len(form) > 1
        assert not re.fullmatch(r"[\d.,]+", form)
        assert set(re.sub("ie$", "y", form)) <= set(fold(label)) | {" ", "y"}, "nothing comes from nowhere"


@given(st.sampled_from(["cifar", "yolo", "gpt", "b"]), st.integers(0, 999), st.integers(0, 999))
def test_two_numbers_have_no_form_in_common(name, one, other):
    assert (not forms(f"{name}-{one}") & forms(f"{name} {other}")) == (one != other)


NUMBERS = re.compile(r"\d+(?:\.\d+)?")


@given(st.lists(st.sampled_from(["llama", "3", "3.1", "8b", "b1", "v2", "net"]), min_size=1, max_size=4))
def test_no_form_joins_two_numbers(words):
    label = " ".join(words)
    assert {tuple(NUMBERS.findall(form)) for form in forms(label)} <= {tuple(NUMBERS.findall(label))}


@pytest.mark.parametrize("label", ["Llama-2-7B", "WRN-28-10", "AYA-23-8B"])
def test_no_form_without_hyphens_joins_two_numbers(label):
    assert {tuple(NUMBERS.findall(form)) for form in forms(label)} == {tuple(NUMBERS.findall(label))}


@given(st.lists(st.sampled_from(["deep", "image", "graph", "network", "T5", "3D"]), min_size=1, max_size=4))
def test_hyphens_spaces_and_case_give_one_form_at_least(words):
    spelled = [" ".join(words), "-".join(words), "_".join(words), " ".join(words).upper(), "‑".join(words)]
    assert set.intersection(*(forms(each) for each in spelled)) or len("".join(words)) < 2


@given(st.sampled_from(["network", "memory", "batch", "GPU", "index", "matrix"]))
def test_a_plural_has_the_form_of_its_word(word):
    plurals = {"memory": "memories", "batch": "batches", "index": "indices", "matrix": "matrices"}
    assert forms(plurals.get(word, f"{word}s")) & forms(word)


@pytest.fixture(scope="module")
def shipped() -> Ontology:
    return Ontology.load()


def test_every_label_that_ships_is_found_by_its_forms(shipped):
    spellings = shipped.spellings
    for label, _ in random.Random(30).sample(list(shipped.labels()), 3000):
        key = label_key(label)
        assert all(key in spellings[form] for form in forms(label))
        if not re.fullmatch(r"[\d.,]*", fold(label)) and len(label) > 1:
            assert key in spellings[fold(singular(label))]


def test_every_form_leads_to_labels_that_are_there(shipped):
    spellings = shipped.spellings
    assert list(spellings) == sorted(spellings)
    for form in random.Random(31).sample(list(spellings), 3000):
        keys = spellings[form]
        assert keys == tuple(sorted({*keys}))
        assert all(shipped.by_key(key) for key in keys)
