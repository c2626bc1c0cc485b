"""Names of a small catalogue in a text: case, boundaries, spellings, the longest one."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.mentions.gazetteer import Gazetteer
from kg.model import ConceptType
from kg.ontology import Ontology

EXAMPLES = Path(__file__).parents[2] / "examples"
ROWS = [
    ("technique/ant", "ANT|adaptive numerical type", ""),
    ("technique/flat", "FLAT", ""),
    ("software/help", "HELP", "exact"),
    ("software/transformers", "Transformers", "exact"),
    ("model/transformer", "Transformer|transformer model", ""),
    ("model/llama", "Llama", ""),
    ("model/llama-2", "Llama 2", ""),
    ("model/llama-2-7b", "Llama-2-7B", ""),
    ("technique/lora", "LoRA|low-rank adaptation", ""),
    ("technique/flashattention", "FlashAttention", ""),
    ("technique/attention", "attention", ""),
    ("technique/sparse-attention", "sparse attention", ""),
    ("dataset/cifar-10", "CIFAR-10", ""),
    ("dataset/gsm8k", "GSM8K", ""),
    ("dataset/shell-base", "shell base", ""),
    ("hardware/gpu", "GPU|graphics processing unit", ""),
    ("hardware/h100", "H100|NVIDIA H100", ""),
    ("hardware/memory", "memory", ""),
    ("metric/accuracy", "accuracy", ""),
    ("metric/perplexity", "perplexity", ""),
    ("task/node-classification", "node classification", ""),
    ("dataset/squad", "SQuAD", ""),
    ("model/heron", "Heron", ""),
    ("software/heron", "Heron", ""),
    ("software/cpp", "C++", ""),
    ("task/fine-tuning", "fine-tuning", ""),
]


@pytest.fixture(scope="module")
def gazetteer(catalogue: Callable[[list[tuple[str, str, str]]], Ontology]) -> Gazetteer:
    return Gazetteer(catalogue(ROWS))


FOUND = [
    ("ANT is used.", ["ANT"]),
    ("Several ANTs are used.", ["ANTs"]),
    ("We use FLAT here.", ["FLAT"]),
    ("They use HELP here.", ["HELP"]),
    ("The Transformers library", ["Transformers"]),
    ("transformers are old", ["transformers"]),
    ("an adaptive numerical type", ["adaptive numerical type"]),
    ("Adaptive Numerical Types", ["Adaptive Numerical Types"]),
    ("Llama is a model", ["Llama"]),
    ("LLaMA is a model", ["LLaMA"]),
    ("Llama-based ones", ["Llama"]),
    ("(Llama)", ["Llama"]),
    ("Llama, or Llama.", ["Llama", "Llama"]),
    ("Llama-2 is newer", ["Llama-2"]),
    ("Llama2 is newer", ["Llama2"]),
    ("Llama 2 is newer", ["Llama 2"]),
    ("LLaMA-2-7B is small", ["LLaMA-2-7B"]),
    ("Llama 2 7B is small", ["Llama 2 7B"]),
    ("Low-Rank Adaptation", ["Low-Rank Adaptation"]),
    ("low rank adaptation", ["low rank adaptation"]),
    ("low‑rank adaptations", ["low‑rank adaptations"]),
    ("Flash Attention helps", ["Attention"]),
    ("FlashAttention helps", ["FlashAttention"]),
    ("with sparse attention only", ["sparse attention"]),
    ("CIFAR10 and CIFAR-10", ["CIFAR10", "CIFAR-10"]),
    ("CIFAR 10", ["CIFAR 10"]),
    ("GSM8K and GSM-8K", ["GSM8K", "GSM-8K"]),
    ("the shellbase", ["shellbase"]),
    ("two Shell-Bases", ["Shell-Bases"]),
    ("GPUs, GPU", ["GPUs", "GPU"]),
    ("graphics processing units", ["graphics processing units"]),
    ("an NVIDIA H100 board", ["NVIDIA H100"]),
    ("two memories", ["memories"]),
    ("accuracies differ", ["accuracies"]),
    ("SQUAD and SQuAD", ["SQUAD", "SQuAD"]),
    ("Node Classification", ["Node Classification"]),
    ("in C++ code", ["C++"]),
    ("finetuning or fine tuning", ["finetuning", "fine tuning"]),
]
ABSENT = [
    "an ant walks",
    "Ant walks",
    "a flat line",
    "Flat lines",
    "it may help us",
    "Help comes",
    "helps",
    "Llama-3 is newer",
    "it is Llama-3.1",
    "Llamas3",
    "Llama+ is ours",
    "LlamaIndex reads",
    "aLlama",
    "CIFAR-100",
    "CIFAR-10.1",
    "CIFAR-10+",
    "GSM",
    "H1000",
    "XH100",
    "memorize it",
    "inattention",
    "gpu's",
]


def names(gazetteer: Gazetteer, text: str) -> list[str]:
    return [text[hit.start : hit.end] for hit in gazetteer.find(text)]


@pytest.mark.parametrize(("text", "expected"), FOUND, ids=[text for text, _ in FOUND])
def test_a_name_is_found_under_its_spellings(gazetteer: Gazetteer, text: str, expected: list[str]) -> None:
    assert names(gazetteer, text) == expected


@pytest.mark.parametrize("text", ABSENT)
def test_other_words_are_no_names(gazetteer: Gazetteer, text: str) -> None:
    assert names(gazetteer, text) == []


def concepts(gazetteer: Gazetteer, text: str) -> list[str]:
    return [entry.concept.iri.rpartition("concept/")[2] for hit in gazetteer.find(text) for entry in hit.entries]


def test_case_tells_a_library_from_a_model(gazetteer: Gazetteer) -> None:
    assert concepts(gazetteer, "many transformers") == ["model/transformer"]
    assert "software/transformers" in concepts(gazetteer, "the Transformers")


def test_a_name_of_two_concepts_gives_both(gazetteer: Gazetteer) -> None:
    [hit] = gazetteer.find("We use Heron.")
    assert hit.types == (ConceptType.MODEL, ConceptType.SOFTWARE)


def test_types_do_not_repeat(catalogue: Callable[[list[tuple[str, str, str]]], Ontology]) -> None:
    both = Gazetteer(catalogue([("model/a1", "Wren", ""), ("model/b1", "wren", "")]))
    [hit] = both.find("wren")
    assert (len(hit.entries), hit.types) == (2, (ConceptType.MODEL,))


def test_an_empty_catalogue_finds_nothing() -> None:
    assert Gazetteer(Ontology.empty()).find("Llama on a GPU") == []


WORDS = [label for _, labels, _ in ROWS for label in labels.split("|")] + ["the", "ant", "İ", "ß", "-3", ".", "s", "+"]


@given(words=st.lists(st.sampled_from(WORDS), max_size=8), glue=st.sampled_from(["", " ", "-", "\n"]))
def test_hits_are_in_order_apart_and_name_their_entries(gazetteer: Gazetteer, words: list[str], glue: str) -> None:
    text = glue.join(words)
    last = 0
    for hit in gazetteer.find(text):
        assert last <= hit.start < hit.end <= len(text)
        assert hit.entries
        last = hit.end


@pytest.fixture(scope="module")
def prepared(catalogue: Callable[[list[tuple[str, str, str]]], Ontology]) -> Gazetteer:
    made = Gazetteer(catalogue(ROWS))
    made.prepare()
    return made


@given(
    words=st.lists(st.sampled_from([*WORDS, "es", "S", "ES", "ſ", "_", " ", "²"]), max_size=8),
    glue=st.sampled_from(["", " ", "-", "_"]),
)
def test_the_first_texts_are_read_as_the_automaton_reads(prepared: Gazetteer, words: list[str], glue: str) -> None:
    text = glue.join(words)
    assert Gazetteer(prepared._ontology).find(text) == prepared.find(text)


def test_the_shipped_catalogue_is_read_the_same_with_and_without_the_automaton() -> None:
    papers = [json.loads(row) for row in (EXAMPLES / "papers.jsonl").read_text("utf-8").splitlines()]
    texts = [f"{paper['title']}\n{paper['abstract']}" for paper in papers]
    first, then = Gazetteer(Ontology.load()), Gazetteer(Ontology.load())
    then.prepare()
    for text in texts:
        assert sorted(first._candidates(text)) == sorted(then._candidates(text))


def test_the_automaton_is_made_when_many_characters_were_read(
    catalogue: Callable[[list[tuple[str, str, str]]], Ontology],
) -> None:
    made = Gazetteer(catalogue(ROWS))
    text = "We use FLAT here. " * 1500
    assert names(made, text) == ["FLAT"] * 1500
    assert made._automaton is None
    assert names(made, text) == ["FLAT"] * 1500
    assert made._automaton is not None


@pytest.mark.parametrize("label", [label for _, labels, _ in ROWS for label in labels.split("|")])
def test_every_label_is_found_as_itself(gazetteer: Gazetteer, label: str) -> None:
    assert names(gazetteer, f"Here {label} stands") == [label]
