"""Names whose form alone says what they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.mentions.names import formal_names
from kg.model import ConceptType

MODEL, TECHNIQUE = ConceptType.MODEL, ConceptType.TECHNIQUE
SIZED = [
    "Llama-3.1-405B-Instruct", "Heron-7B", "Heron 7B", "Heron2-1.5B", "Heron-30B-A3B", "Heron-8x7B", "Heron-125M",
    "Heron-v1.5-13B", "Heron2.5-Coder-32B-Instruct", "Heron-7B-chat", "HeronLM-0.5B-it", "heron-7B", "Heron 2 7B",
    "Heron-3-8B-base",
]  # fmt: skip
FORMATS = [
    "W4A8", "W4A4KV4", "W8A16", "INT8", "INT-4", "UINT4", "FP16", "FP8 E4M3", "E5M2", "BF16", "bfloat16", "float16",
    "TF32", "NF4", "MXFP4", "NVFP4", "MXINT8",
]  # fmt: skip
NEGATIVE = [
    "a model with 7B parameters", "over 70B tokens", "of 405B", "by 2M", "the 7B one", "about 3.5M images", "W4", "INT",
    "FP", "32 bits", "E4", "an 8-bit one", "print8", "INT8ish", "in 2020", "plan B", "vitamin B12", "we use 13B models",
]  # fmt: skip


def found(text: str) -> list[tuple[str, ConceptType]]:
    return [(text[start:end], kind) for start, end, kind in formal_names(text)]


@pytest.mark.parametrize("name", SIZED)
def test_a_name_with_a_size_is_a_model(name: str) -> None:
    assert found(f"We run {name} here.") == [(name, MODEL)]


@pytest.mark.parametrize("name", FORMATS)
def test_a_numeric_format_is_a_technique(name: str) -> None:
    assert found(f"We store it in {name} here.") == [(name, TECHNIQUE)]


@pytest.mark.parametrize("text", NEGATIVE)
def test_other_figures_and_letters_are_no_names(text: str) -> None:
    assert found(text) == []


def test_plain_words_before_a_name_are_left_out() -> None:
    assert found("results of the Heron-7B and with Wren-13B") == [("Heron-7B", MODEL), ("Wren-13B", MODEL)]


@given(st.text("AbW48 -.xBMINTFP", max_size=50))
def test_a_name_lies_in_the_text_and_ends_at_a_word(text: str) -> None:
    for start, end, _ in formal_names(text):
        assert 0 <= start < end <= len(text)
        assert start == 0 or not text[start - 1].isalnum()
        assert end == len(text) or not text[end].isalnum()
