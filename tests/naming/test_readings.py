"""Shorter readings of a name: what may fall away, what may not, and what it costs."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.naming.readings import BRANDS, bracketed, shorter

MAKERS = frozenset({"nvidia", "geforce", "meta", "google", "google deepmind", "texas instruments", "01.ai"})


def readings(name, makers=MAKERS):
    return [reading for reading, _, _ in shorter(name, makers)]


BRACKETS = [
    ("Low-Rank Adaptation (LoRA)", ("Low-Rank Adaptation", "LoRA")),
    ("LoRA (low-rank adaptation)", ("LoRA", "low-rank adaptation")),
    ("graph network(GN)", ("graph network", "GN")),
    ("A100 (80GB)", ("A100", "80GB")),
    ("(LoRA)", None),
    ("A (B) C", None),
    ("A ()", None),
    ("X (Y (Z))", None),
    ("plain name", None),
    ("", None),
    ("unclosed (one", None),
]


@pytest.mark.parametrize(("name", "expected"), BRACKETS, ids=[name for name, _ in BRACKETS])
def test_brackets_stand_behind_a_name(name, expected):
    assert bracketed(name) == expected


SHORTER = [
    ("the NVIDIA GeForce RTX 4090", ["NVIDIA GeForce RTX 4090", "GeForce RTX 4090", "RTX 4090"]),
    ("an RTX 4090", ["RTX 4090"]),
    ("a single A100", ["A100"]),
    ("the original Transformer", ["Transformer"]),
    ("vanilla Transformer", ["Transformer"]),
    ("pre-trained BERT", ["BERT"]),
    ("pretrained BERT", ["BERT"]),
    ("an open-source pretrained LLaMA", ["LLaMA"]),
    ("Meta Llama 3", ["Llama 3"]),
    ("META Llama 3", ["Llama 3"]),
    ("google deepmind Gemini", ["Gemini"]),
    ("Texas Instruments MSP430", ["MSP430"]),
    ("7B Llama 2", ["Llama 2 7B"]),
    ("the 7-billion-parameter Llama", ["Llama 7-billion-parameter"]),
    ("8x7B Mixtral", ["Mixtral 8x7B"]),
    ("40GB A100", ["A100 40GB"]),
    ("the 80 GB NVIDIA A100", ["NVIDIA A100 80 GB", "A100 80 GB"]),
    ("meta-llama/Llama-2-7b-hf", ["Llama-2-7b-hf"]),
    ("Qwen/Qwen2-7B", ["Qwen2-7B"]),
    ("Low-Rank Adaptation (LoRA)", ["Low-Rank Adaptation", "LoRA"]),
    ("area of chips", ["chip area"]),
    ("generation of code", ["code generation"]),
    ("segmentation of medical images", ["medical image segmentation"]),
    ("recognition of named entity spans", []),
    ("A100", []),
    ("NVIDIA", []),
    ("NVIDIA GeForce", ["GeForce"]),
    ("7B", []),
    ("3D U-Net", []),
    ("foo/bar", []),
    ("two A100", []),
    ("theory", []),
    ("another one", []),
    ("", []),
]


@pytest.mark.parametrize(("name", "expected"), SHORTER, ids=[name for name, _ in SHORTER])
def test_a_name_has_shorter_readings(name, expected):
    assert readings(name) == expected


def test_makers_are_those_that_are_given():
    assert readings("Foo Labs Bar", frozenset({"foo labs"})) == ["Bar"]
    assert readings("Foo Labs Bar", frozenset({"foo"})) == ["Labs Bar"]
    assert readings("Foo Labs Bar", frozenset()) == []


def test_a_step_that_anyone_would_take_has_no_reason_to_tell():
    assert list(shorter("the LLaMA", MAKERS)) == [("LLaMA", "", 0.02)]
    assert list(shorter("Meta LLaMA", MAKERS)) == [("LLaMA", "LLaMA without its maker", 0.05)]
    assert list(shorter("openai/whisper", MAKERS)) == [("whisper", "whisper without its publisher", 0.05)]


def test_brands_are_in_lower_case():
    assert all(brand == brand.lower() for brand in BRANDS)
    assert {"nvidia", "amd", "intel", "google"} <= BRANDS


@pytest.mark.parametrize("name", ["Texas Instruments MSP430", "Hugging Face Transformers"])
def test_brands_of_two_words_fall_away(name):
    assert readings(name, BRANDS) == [name.split()[2]]


WORDS = st.lists(
    st.sampled_from("the a NVIDIA GeForce Meta 7B 40GB single (LoRA) Llama RTX 4090 of chips Google DeepMind".split()),
    max_size=7,
).map(" ".join)


@given(WORDS)
def test_a_reading_says_nothing_new(name):
    for reading, how, loss in shorter(name, MAKERS):
        assert reading != name
        assert not Counter(reading.lower()) - Counter(f"{name.lower()} ")
        assert 0 < loss <= 0.1
        assert not how or how.startswith(reading) or "turned" in how


@given(st.text(max_size=40))
def test_any_text_can_be_read(name):
    for reading, _, loss in shorter(name, BRANDS):
        assert isinstance(reading, str)
        assert loss > 0


@given(WORDS)
def test_readings_come_to_an_end(name):
    """Reading the shortest reading again stops: each is shorter, or has its size behind."""
    seen = set()
    while (found := readings(name)) and name not in seen:
        seen.add(name)
        name = found[-1]
    assert len(seen) < 12
