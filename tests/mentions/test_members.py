"""Members of known families in running text that no catalogue holds: each as long as its name goes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.mentions.find import find, known_names
from kg.mentions.gazetteer import Gazetteer
from kg.mentions.members import members
from kg.model import ConceptType, Paper
from kg.naming.resolve import resolver_of
from kg.parse import parse_one
from tests.vocabulary.made import catalogue, entry

MODEL, HARDWARE, DATASET = ConceptType.MODEL, ConceptType.HARDWARE, ConceptType.DATASET
CATALOGUE = catalogue(
    entry("Qwen", kind=MODEL, maker="Alibaba"),
    entry("Llama", kind=MODEL, maker="Meta"),
    entry("Llama 3", kind=MODEL, broader=("Llama",)),
    entry("Llama 3 70B", kind=MODEL, broader=("Llama 3",)),
    entry("BERT", kind=MODEL),
    entry("BERT-Base", kind=MODEL, broader=("BERT",)),
    entry("ResNet", kind=MODEL),
    entry("ResNet-50", kind=MODEL, broader=("ResNet",)),
    entry("YOLO", kind=MODEL),
    entry("YOLOv8", kind=MODEL, broader=("YOLO",)),
    entry("YOLOv8s", kind=MODEL, broader=("YOLOv8",)),
    entry("GPT-4", kind=MODEL),
    entry("transformer", kind=MODEL),
    entry("GPU", kind=HARDWARE),
    entry("NVIDIA A100", "A100", kind=HARDWARE, broader=("GPU",), maker="NVIDIA"),
    entry("Jetson AGX Orin", kind=HARDWARE, maker="NVIDIA"),
    entry("MMLU", kind=DATASET),
    entry("CIFAR-10", kind=DATASET),
    entry("accuracy", kind=ConceptType.METRIC),
    entry("pass@k", kind=ConceptType.METRIC),
    entry("quantization"),
)
RESOLVER = resolver_of(CATALOGUE)
GAZETTEER = Gazetteer(CATALOGUE, RESOLVER)


def names(text: str) -> dict[str, str]:
    """The names in a text, each with the concept that it is."""
    return {
        text[hit.start : hit.end]: hit.entries[0].concept.iri.rpartition("/")[2] for hit in known_names(text, GAZETTEER)
    }


FOUND = [
    (
        "We fine-tune Qwen9-VL-7B on two Jetson AGX Orin 64GB boards.",
        {"Qwen9-VL-7B": "qwen9vl7b", "Jetson AGX Orin 64GB": "jetsonagxorin64gb"},
    ),
    ("Qwen9-VL-7B-Instruct follows.", {"Qwen9-VL-7B-Instruct": "qwen9vl7binstruct"}),
    ("Qwen9 7B is small.", {"Qwen9 7B": "qwen9-7b"}),
    ("Qwen9 7B Instruct is small.", {"Qwen9 7B Instruct": "qwen9-7binstruct"}),
    ("Qwen9 (7B) is small.", {"Qwen9 (7B)": "qwen9-7b"}),
    ("Qwen-9B, Qwen-19B.", {"Qwen-9B": "qwen9b", "Qwen-19B": "qwen19b"}),
    ("(Qwen9-7B)", {"Qwen9-7B": "qwen9-7b"}),
    ("Llama 3 8B Instruct", {"Llama 3 8B Instruct": "llama3-8binstruct"}),
    ("Llama-3-70B", {"Llama-3-70B": "llama3-70b"}),
    ("Llama 3 70B Chat", {"Llama 3 70B Chat": "llama3-70bchat"}),
    ("Llama 3 alone", {"Llama 3": "llama3"}),
    ("Llama-9.5-8B beats Llama.", {"Llama-9.5-8B": "llama9.5-8b", "Llama": "llama"}),
    ("BERT Large and BERT-Base", {"BERT Large": "bertlarge", "BERT-Base": "bertbase"}),
    ("ResNet-77 and ResNet-50", {"ResNet-77": "resnet77", "ResNet-50": "resnet50"}),
    ("YOLOv19n, YOLOv8s", {"YOLOv19n": "yolov19n", "YOLOv8s": "yolov8s"}),
    ("GPT-4 Turbo and GPT-4", {"GPT-4 Turbo": "gpt4turbo", "GPT-4": "gpt4"}),
    ("Mixed: A100 80GB, A100-40GB", {"A100 80GB": "nvidiaa100-80gb", "A100-40GB": "nvidiaa100-40gb"}),
    ("An A100 (40 GB) runs.", {"A100 (40 GB)": "nvidiaa100-40gb"}),
    ("MMLU-2.0 is hard.", {"MMLU-2.0": "mmlu2.0"}),
    ("By pass@7 we win.", {"pass@7": "pass7"}),
    ("It has W3A7 and INT5.", {"W3A7": "w3a7", "INT5": "int5"}),
    ("Use Qwen9-7B.", {"Qwen9-7B": "qwen9-7b"}),
    ("Use Qwen9-7B-", {"Qwen9-7B": "qwen9-7b"}),
]


@pytest.mark.parametrize(("text", "expected"), FOUND, ids=[text for text, _ in FOUND])
def test_members_are_read_as_long_as_their_names_go(text: str, expected: dict[str, str]) -> None:
    assert names(text) == expected


SHORT = [
    ("ResNet, 50 epochs", ["ResNet"]),
    ("We train ResNet, 50 epochs in all.", ["ResNet"]),
    ("BERT 12 layers", ["BERT"]),
    ("BERT 12 layers deep", ["BERT"]),
    ("Qwen 9 epochs", ["Qwen"]),
    ("ResNet (50 epochs)", ["ResNet"]),
    ("BERT. 7B parameters are many.", ["BERT"]),
    ("BERT\n7B", ["BERT"]),
    ("Qwen 50% smaller", ["Qwen"]),
    ("Llama, 8B parameters", ["Llama"]),
    ("Llama with 8B parameters", ["Llama"]),
    ("MMLU 5 shots", ["MMLU"]),
    ("A100 64 GPUs", ["A100", "GPUs"]),
    ("A100 12 hours", ["A100"]),
    ("A100 16 layers", ["A100"]),
    ("A100 30% of the time", ["A100"]),
    ("GPU 80GB", ["GPU"]),  # a class of things has no members of 80 GB
    ("transformer 7B", ["transformer"]),
    ("transformer-12", []),
    ("accuracy 95", ["accuracy"]),
    ("quantization 8B", ["quantization"]),
    ("BERT large gains", ["BERT"]),  # a size word of a name is capitalized
    ("BERT Prose", ["BERT"]),
    ("Qwen Tools", ["Qwen"]),
    ("CIFAR-10, 100 epochs", ["CIFAR-10"]),
    ("Zebra9-7B on Wren 8B", []),
    ("xQwen9-7B", []),
    ("50 epochs of 7B", []),
]


@pytest.mark.parametrize(("text", "expected"), SHORT, ids=[text for text, _ in SHORT])
def test_figures_of_the_sentence_are_no_part_of_a_name(text: str, expected: list[str]) -> None:
    assert list(names(text)) == expected


def test_a_name_that_the_catalogue_holds_needs_no_grammar() -> None:
    text = "ResNet-50 and CIFAR-10"
    hits = GAZETTEER.find(text)
    assert members(text, hits, RESOLVER) == []
    assert known_names(text, GAZETTEER) == hits


def test_members_hang_under_their_family() -> None:
    text = "Llama 3 8B and A100 80GB"
    found = {text[hit.start : hit.end]: hit.entries[0].broader for hit in known_names(text, GAZETTEER)}
    above = {name: [iri.rpartition("concept/")[2] for iri in iris] for name, iris in found.items()}
    assert above == {"Llama 3 8B": ["model/llama3"], "A100 80GB": ["hardware/nvidiaa100"]}


def test_members_are_added_to_the_hits_that_they_hold() -> None:
    """The shorter readings are told too; the longest one goes first where they are set apart."""
    text = "Llama 3 8B"
    hits = GAZETTEER.find(text)
    added = members(text, hits, RESOLVER)
    assert [text[hit.start : hit.end] for hit in hits] == ["Llama 3"]
    assert [text[hit.start : hit.end] for hit in added] == ["Llama 3 8B"]
    assert [text[hit.start : hit.end] for hit in known_names(text, GAZETTEER)] == ["Llama 3 8B"]


def test_one_digit_is_one_node() -> None:
    found = names("Qwen9-7B, Qwen8-7B, Qwen9-8B, Qwen9.1-7B, Qwen9-7B-Chat, Qwen9-1.7B")
    assert len(set(found.values())) == len(found) == 6


def test_mentions_of_a_paper_hold_its_members() -> None:
    paper = Paper(
        "p", "On boards", "We fine-tune \\textbf{Qwen9-VL-7B} on two Jetson AGX Orin 64GB boards and BERT 12 layers."
    )
    found = [(m.span.of(paper.text), m.type) for m in find(parse_one(paper), GAZETTEER, None)]
    assert found == [
        ("Qwen9-VL-7B", MODEL),
        ("Jetson AGX Orin 64GB", HARDWARE),
        ("BERT", MODEL),
    ]


PIECES = st.sampled_from(
    ["Qwen9", "-VL", "-7B", " 7B", "Llama 3", " (8B)", " Instruct", "A100", " 80GB", " 64", "BERT", " 12 layers", ",", " ", "é", "/16", "."]
)  # fmt: skip


@given(pieces=st.lists(PIECES, max_size=10))
def test_names_of_any_text_are_apart_and_name_something(pieces: list[str]) -> None:
    text = "".join(pieces)
    last = 0
    for hit in known_names(text, GAZETTEER):
        assert last <= hit.start < hit.end <= len(text)
        assert hit.entries
        assert text[hit.start : hit.end].strip() == text[hit.start : hit.end]
        last = hit.end


@given(pieces=st.lists(PIECES, max_size=10))
def test_a_member_is_what_its_name_resolves_to(pieces: list[str]) -> None:
    text = "".join(pieces)
    for hit in members(text, GAZETTEER.find(text), RESOLVER):
        wanted = {match.concept.iri for match in RESOLVER.find(text[hit.start : hit.end])}
        assert {entry_.concept.iri for entry_ in hit.entries} == wanted


@given(pieces=st.lists(PIECES, max_size=10))
def test_the_grammar_only_makes_names_longer(pieces: list[str]) -> None:
    text = "".join(pieces)
    longer = known_names(text, GAZETTEER)
    for hit in GAZETTEER.find(text):
        assert any(each.start < hit.end and hit.start < each.end for each in longer)
