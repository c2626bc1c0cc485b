"""Definitions of short forms: "long form (SF)" and "SF (long form)"."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.mentions.abbreviations import definitions

LONG_FIRST = [
    ("We train a large language model (LLM) on it.", "LLM", "large language model"),
    ("Many large language models (LLMs) fail here.", "LLMs", "large language models"),
    ("They use low-rank adaptation (LoRA) twice.", "LoRA", "low-rank adaptation"),
    ("a mixture-of-experts (MoE) layer", "MoE", "mixture-of-experts"),
    ("a Mixture of Experts (MoE) layer", "MoE", "Mixture of Experts"),
    ("on a graphics processing unit (GPU)", "GPU", "graphics processing unit"),
    ("on field-programmable gate arrays (FPGAs)", "FPGAs", "field-programmable gate arrays"),
    ("of chain-of-thought (CoT) prompts", "CoT", "chain-of-thought"),
    ("the key-value (KV) cache", "KV", "key-value"),
    ("with reinforcement learning from human feedback (RLHF)", "RLHF", "reinforcement learning from human feedback"),
    ("for 3D Gaussian splatting (3DGS) scenes", "3DGS", "3D Gaussian splatting"),
    ("a compute-in-memory (CIM) macro", "CIM", "compute-in-memory"),
    ("by natural language inference (NLI) [3]", "NLI", "natural language inference"),
    ("uses post-training quantization [PTQ] only", "PTQ", "post-training quantization"),
    ("the multi-head latent attention (MLA; ours) block", "MLA", "multi-head latent attention"),
    ("a finite state machine (FSM, or automaton)", "FSM", "finite state machine"),
    ("and singular value decomposition ( SVD ) too", "SVD", "singular value decomposition"),
    ("The Sparse Bird Index (SBI) is small.", "SBI", "Sparse Bird Index"),
    ("We call it hidden Markov tuning (HMT).", "HMT", "hidden Markov tuning"),
    ("on the unified wren benchmark (UWB-2)", "UWB-2", None),
    ("as electrocardiogram (ECG) traces", "ECG", "electrocardiogram"),
    ("in high-bandwidth memory (HBM)", "HBM", "high-bandwidth memory"),
    ("by stochastic gradient descent (SGD)", "SGD", "stochastic gradient descent"),
    ("a vision transformer (ViT)", "ViT", "vision transformer"),
    ("their deep Q-network (DQN)", "DQN", "deep Q-network"),
    ("by proximal policy optimization (PPO)", "PPO", "proximal policy optimization"),
    ("for in-context learning (ICL)", "ICL", "in-context learning"),
    ("of variational autoencoders (VAEs)", "VAEs", "variational autoencoders"),
]
SHORT_FIRST = [
    ("Here LSTM (long short-term memory) is old.", "LSTM", "long short-term memory"),
    ("BERT (bidirectional encoder representations from transformers) reads.", "BERT",
     "bidirectional encoder representations from transformers"),
    ("Our HSPI (hardware and software platform inference) tells.", "HSPI", "hardware and software platform inference"),
    ("Older CNNs (convolutional neural networks) see.", "CNNs", "convolutional neural networks"),
    ("with DRAM (dynamic random access memory) rows", "DRAM", "dynamic random access memory"),
    ("the NPU (neural processing unit) runs it", "NPU", "neural processing unit"),
    ("a RAG (retrieval-augmented generation) chain", "RAG", "retrieval-augmented generation"),
    ("by PPO (proximal policy optimization), we", "PPO", "proximal policy optimization"),
]  # fmt: skip
NEGATIVE = [
    "It gains 3.2% (Table 2) on it.",
    "It was shown before (Smith et al., 2020).",
    "It is fast (see Figure 3) and small.",
    "It runs on two boards (e.g., an old one).",
    "The older network (ours) is small.",
    "We test three models (small, medium, large).",
    "This holds (a) here and (b) there.",
    "It grows (however) with n.",
    "a speedup (2.5x) over it",
    "of the wren (ABC) song",
    "of it (XYZ)",
    "the unit of graphics (PU)",
    "some models (LLM) fail",
    "We call it the Wren (Wren).",
    "the language model language model(",
    "the (LLM)",
    "(LLM) large language model",
    "in 2019 (2020)",
    "Results: language models; (LM)",
    "the accuracy (Acc.) is low",
]


def found(text: str) -> list[tuple[str, str]]:
    return [(text[slice(*d.short)], text[slice(*d.long)]) for d in definitions(text)]


@pytest.mark.parametrize(("text", "short", "long"), LONG_FIRST, ids=[short for _, short, _ in LONG_FIRST])
def test_a_short_form_after_its_long_form(text: str, short: str, long: str | None) -> None:
    assert found(text) == ([(short, long)] if long else [])


@pytest.mark.parametrize(("text", "short", "long"), SHORT_FIRST, ids=[short for _, short, _ in SHORT_FIRST])
def test_a_short_form_before_its_long_form(text: str, short: str, long: str) -> None:
    assert found(text) == [(short, long)]


@pytest.mark.parametrize("text", NEGATIVE)
def test_other_brackets_define_nothing(text: str) -> None:
    assert found(text) == []


def test_several_definitions_come_in_order() -> None:
    text = "We join graph neural networks (GNNs) with a hidden Markov model (HMM) by Wasserstein distance (WD)."
    assert [short for short, _ in found(text)] == ["GNNs", "HMM", "WD"]


def test_a_definition_stands_in_one_line() -> None:
    assert found("A large language\nmodel (LLM) reads") == []
    assert found("On large data\nA large language model (LLM) reads") == [("LLM", "large language model")]


@given(st.text("aAbL lm(LM)[],;s\n-1", max_size=60))
def test_a_definition_lies_in_the_text_and_its_parts_apart(text: str) -> None:
    last = 0
    for definition in definitions(text):
        (short, short_end), (long, long_end) = definition.short, definition.long
        assert 0 <= short < short_end <= len(text)
        assert 0 <= long < long_end <= len(text)
        assert short_end <= long or long_end <= short
        assert text[short] != " " != text[long]
        assert min(short, long) >= last
        last = min(short, long)


@given(
    st.lists(
        st.sampled_from(["amber", "birch", "cedar", "delta", "ember", "finch", "grove", "heron"]),
        min_size=2,
        max_size=6,
    )
)
def test_the_initials_of_any_words_define_them(words: list[str]) -> None:
    short = "".join(word[0] for word in words).upper()
    assert found(f"{' '.join(words)} ({short})") == [(short, " ".join(words))]
