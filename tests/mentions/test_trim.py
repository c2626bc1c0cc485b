"""Spans as a learned tagger gives them, and the pieces of them that name something."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kg.mentions.find import known_names
from kg.mentions.gazetteer import Gazetteer
from kg.mentions.trim import Trimmed, trimmed
from kg.model import ConceptType
from kg.naming.resolve import resolver_of
from tests.vocabulary.made import catalogue, entry

MODEL, HARDWARE, TECHNIQUE, DATASET, SOFTWARE, TASK, METRIC = ConceptType
KNOWN = {
    MODEL: "BERT|OPT-175B|BLOOM|GPT-3|GPT-4|Llama 2|CNN|large language model",
    HARDWARE: "A100|H100|GPU|CPU|TPU v4|Jetson AGX Orin",
    TECHNIQUE: "LoRA|quantization|sparse attention",
    DATASET: "ImageNet|CIFAR-10|CIFAR-100|GLUE|MNIST",
    SOFTWARE: "PyTorch|TensorFlow|vLLM",
    TASK: "image classification|object detection|visual question answering",
    METRIC: "inference latency|latency|accuracy|top-1 accuracy|mean absolute error|MAE|BLEU|ROUGE|precision|recall|speedup|throughput",
}  # fmt: skip
CATALOGUE = catalogue(*(entry(label, kind=kind) for kind, labels in KNOWN.items() for label in labels.split("|")))
GAZETTEER = Gazetteer(CATALOGUE, resolver_of(CATALOGUE))


def pieces(span: str, kind: ConceptType, before: str = "", after: str = "") -> list[Trimmed]:
    text = f"{before}{span}{after}"
    return trimmed(text, len(before), len(before) + len(span), kind, known_names(text, GAZETTEER))


def words(span: str, kind: ConceptType) -> list[str]:
    return [span[piece.start : piece.end] for piece in pieces(span, kind)]


# Praise and quotes


@pytest.mark.parametrize(
    ("span", "kind", "name"),
    [
        ("novel weighting scheme", TECHNIQUE, "weighting scheme"),
        ("a new shell sorting", TASK, "shell sorting"),
        ('"split trees"', TECHNIQUE, "split trees"),
        ("`tidal sorter'", TECHNIQUE, "tidal sorter"),
        ("-attempt correctness", METRIC, "attempt correctness"),
        ("our image classification", TASK, "image classification"),
        ("novel", TECHNIQUE, "novel"),
    ],
)
def test_praise_and_quotes_are_no_part_of_a_name(span: str, kind: ConceptType, name: str) -> None:
    assert words(span, kind) == [name]


# Words in front of the name

LED = [
    (METRIC, "high inference latency", "inference latency"),
    (METRIC, "higher inference latency", "inference latency"),
    (METRIC, "significantly lower latency", "latency"),
    (METRIC, "the best top-1 accuracy", "top-1 accuracy"),
    (METRIC, "2.5x lower latency", "latency"),
    (METRIC, "3.1% accuracy", "accuracy"),
    (METRIC, "~2x speedup", "speedup"),
    (METRIC, "reductions in the latency", "latency"),
    (METRIC, "improvement of throughput", "throughput"),
    (METRIC, "competitive shell score", "shell score"),
    (MODEL, "the BERT", "BERT"),
    (MODEL, "our vanilla BERT", "BERT"),
    (MODEL, "widely-used BERT", "BERT"),
    (MODEL, "state-of-the-art Wren-7B", "Wren-7B"),
    (MODEL, "several pre-trained Wren-7B", "Wren-7B"),
    (HARDWARE, "an A100", "A100"),
    (HARDWARE, "8 A100", "A100"),
    (HARDWARE, "modern Wren chips", "Wren chips"),
    (SOFTWARE, "the open-source vLLM", "vLLM"),
    (SOFTWARE, "original TensorFlow", "TensorFlow"),
    (DATASET, "the challenging ImageNet", "ImageNet"),
    (DATASET, "benchmarks: CIFAR-10", "CIFAR-10"),
    (DATASET, "datasets ShellBench", "ShellBench"),
    (DATASET, "real-world ShellBench", "ShellBench"),
]
KEPT = [
    (METRIC, "inference latency"),
    (METRIC, "average precision"),
    (METRIC, "mean shell error"),
    (METRIC, "standard deviation"),
    (METRIC, "total reward"),
    (METRIC, "first token time"),
    (METRIC, "overall precision"),
    (MODEL, "large language models"),  # known as a whole
    (MODEL, "small language model"),
    (MODEL, "Wren-7B"),
    (MODEL, "wren of the shore"),
    (HARDWARE, "GPU"),
    (HARDWARE, "Jetson AGX Orin"),
    (DATASET, "shells of the beach"),
    (TASK, "high inference latency"),  # tasks and techniques keep their words
    (TECHNIQUE, "efficient sorting"),
    (TECHNIQUE, "vanilla sparse attention"),
    (MODEL, "the"),
    (METRIC, "lower"),
    (HARDWARE, "ours"),
]
TAILED = [
    (SOFTWARE, "vanilla PyTorch implementation", "PyTorch"),
    (SOFTWARE, "PyTorch implementations", "PyTorch"),
    (SOFTWARE, "Wren implementation", "Wren"),
    (METRIC, "shell score improvement", "shell score"),
    (METRIC, "BLEU gains", "BLEU"),
    (METRIC, "shell score,", "shell score"),
    (METRIC, "shell score respectively", "shell score"),
    (METRIC, "accuracy)", "accuracy"),
    (MODEL, "Wren-7B's success", "Wren-7B"),
    (MODEL, "Wren-7B models", "Wren-7B"),
    (MODEL, "Wren-7B language models", "Wren-7B"),
    (MODEL, "Llama 2 with LoRA", "Llama 2"),
    (MODEL, "BERT on ImageNet", "BERT"),
    (METRIC, "top-1 accuracy on ImageNet", "top-1 accuracy"),
    (HARDWARE, "H100 under load", "H100"),
    (HARDWARE, "WrenX9 accelerator boards", "WrenX9"),
    (METRIC, "Mean Absolute Error (MAE", "Mean Absolute Error"),
    (METRIC, "Mean Absolute Error (MAE)", "Mean Absolute Error"),
    (METRIC, "shell score (SS", "shell score"),
    (DATASET, "MNIST (handwritten", "MNIST"),
    (MODEL, "WrenNet(x", "WrenNet"),
    (TASK, "shell sorting (SS", "shell sorting"),
    (TECHNIQUE, "shell sorting)", "shell sorting"),
    (TASK, "the notion of fairness", "fairness"),
    (TASK, "Smith's shell sorting", "shell sorting"),
    (TECHNIQUE, "Wren’s shell sorting", "shell sorting"),
]
ONE = [*LED, *TAILED]


@pytest.mark.parametrize(("kind", "span", "name"), ONE, ids=[f"{kind}: {span}" for kind, span, _ in ONE])
def test_the_words_around_a_name_are_cut(kind: ConceptType, span: str, name: str) -> None:
    assert words(span, kind) == [name]


@pytest.mark.parametrize(("kind", "span"), KEPT, ids=[f"{kind}: {span}" for kind, span in KEPT])
def test_words_of_the_name_stay(kind: ConceptType, span: str) -> None:
    assert pieces(span, kind) == [Trimmed(0, len(span), kind)]


# Several names in one span

APART = [
    (HARDWARE, "A100/H100", ["A100", "H100"]),
    (HARDWARE, "A100 and H100", ["A100", "H100"]),
    (HARDWARE, "A100 + H100", ["A100", "H100"]),
    (HARDWARE, "CPU/GPU", ["CPU", "GPU"]),
    (HARDWARE, "the A100 and 8 H100", ["A100", "H100"]),
    (MODEL, "OPT-175B/BLOOM", ["OPT-175B", "BLOOM"]),
    (MODEL, "OPT-175B, BLOOM and GPT-3", ["OPT-175B", "BLOOM", "GPT-3"]),
    (MODEL, "OPT-175B, BLOOM, and GPT-3", ["OPT-175B", "BLOOM", "GPT-3"]),
    (MODEL, "GPT-4 - GPT-3", ["GPT-4", "GPT-3"]),
    (MODEL, "BERT or Wren-7B", ["BERT", "Wren-7B"]),
    (MODEL, "WREN and FinchNet2", ["WREN", "FinchNet2"]),
    (MODEL, "vanilla BERT and the WREN", ["BERT", "WREN"]),
    (SOFTWARE, "TensorFlow, PyTorch", ["TensorFlow", "PyTorch"]),
    (SOFTWARE, "TensorFlow; PyTorch", ["TensorFlow", "PyTorch"]),
    (METRIC, "BLEU / ROUGE", ["BLEU", "ROUGE"]),
    (METRIC, "precision and recall", ["precision", "recall"]),
    (METRIC, "lower latency and higher throughput", ["latency", "throughput"]),
    (DATASET, "CIFAR-10, CIFAR-100, and ImageNet", ["CIFAR-10", "CIFAR-100", "ImageNet"]),
    (TASK, "image classification and object detection", ["image classification", "object detection"]),
    (TECHNIQUE, "shell sorting and beach combing", ["shell sorting", "beach combing"]),
]
WHOLE = [
    (MODEL, "shells and birds"),
    (MODEL, "wren/finch"),
    (MODEL, "Jack and Jill"),
    (TECHNIQUE, "sorting and combing"),
    (TECHNIQUE, "mix and match sorting"),
    (TASK, "vision and language navigation"),
    (TASK, "A100/H100"),
]


@pytest.mark.parametrize(("kind", "span", "names"), APART, ids=[f"{kind}: {span}" for kind, span, _ in APART])
def test_joined_names_come_apart(kind: ConceptType, span: str, names: list[str]) -> None:
    assert words(span, kind) == names
    assert {piece.type for piece in pieces(span, kind)} == {kind}


@pytest.mark.parametrize(("kind", "span"), WHOLE, ids=[f"{kind}: {span}" for kind, span in WHOLE])
def test_joined_words_that_are_one_thing_stay(kind: ConceptType, span: str) -> None:
    assert words(span, kind) == [span]


def test_a_known_name_with_a_joint_in_it_stays_whole() -> None:
    both = catalogue(entry("ResNet/VGG", kind=MODEL), entry("ResNet", kind=MODEL), entry("VGG", kind=MODEL))
    text = "ResNet/VGG"
    assert trimmed(text, 0, len(text), MODEL, known_names(text, Gazetteer(both, resolver_of(both)))) == [
        Trimmed(0, len(text), MODEL)
    ]


# A data set in front of its task

SPLIT = [
    ("ImageNet classification", [("ImageNet", DATASET), ("classification", TASK)]),
    ("CIFAR-10 image classification", [("CIFAR-10", DATASET), ("image classification", TASK)]),
    ("GLUE tasks", [("GLUE", DATASET), ("tasks", TASK)]),
]
UNSPLIT = ["ImageNet-classification", "BERT classification", "shell classification", "classification on ImageNet"]


@pytest.mark.parametrize(("span", "expected"), SPLIT, ids=[span for span, _ in SPLIT])
def test_a_data_set_in_front_of_a_task_is_a_mention(span: str, expected: list[tuple[str, ConceptType]]) -> None:
    assert [(span[piece.start : piece.end], piece.type) for piece in pieces(span, TASK)] == expected


@pytest.mark.parametrize("span", UNSPLIT)
def test_other_names_in_front_of_a_task_stay(span: str) -> None:
    assert words(span, TASK) == [span]


def test_a_technique_keeps_the_data_set_in_its_name() -> None:
    assert words("ImageNet pretraining", TECHNIQUE) == ["ImageNet pretraining"]


def test_a_task_that_is_known_as_a_whole_keeps_its_data_set() -> None:
    both = catalogue(entry("ImageNet", kind=DATASET), entry("ImageNet classification", kind=TASK))
    text = "ImageNet classification"
    hits = known_names(text, Gazetteer(both, resolver_of(both)))
    assert trimmed(text, 0, len(text), TASK, hits) == [Trimmed(0, len(text), TASK)]


# One known name among ordinary words

INSIDE = [
    (MODEL, "frozen GPT-3 weights", "GPT-3"),
    (MODEL, "deep CNN", "deep CNN"),  # short capitals may be a class of things
    (MODEL, "a CNN", "CNN"),
    (MODEL, "tuned BLOOM", "BLOOM"),
    (HARDWARE, "clustered H100", "H100"),
    (HARDWARE, "GPU cluster", "GPU cluster"),
    (HARDWARE, "Wren GPU", "Wren GPU"),
    (SOFTWARE, "patched vLLM", "vLLM"),
    (SOFTWARE, "Patched vLLM", "Patched vLLM"),  # a capital may be part of a name
    (METRIC, "BLEU curve", "BLEU curve"),
]


@pytest.mark.parametrize(("kind", "span", "name"), INSIDE, ids=[f"{kind}: {span}" for kind, span, _ in INSIDE])
def test_a_proper_name_among_ordinary_words_is_taken(kind: ConceptType, span: str, name: str) -> None:
    assert words(span, kind) == [name]


# In a text

PLACED = [
    ("We see ", " here", 7),
    ("", "", 0),
    ("A100 and ", " and H100", 9),
    ("The ImageNet ", ".", 13),
]


@pytest.mark.parametrize(("before", "after", "start"), PLACED, ids=[before or "alone" for before, *_ in PLACED])
def test_the_text_around_the_span_plays_no_part(before: str, after: str, start: int) -> None:
    [piece] = pieces("high inference latency", METRIC, before, after)
    assert (piece.start, piece.end, piece.type) == (start + 5, start + 22, METRIC)


def test_a_name_that_only_begins_in_the_span_does_not_count() -> None:
    text = "high inference latency"
    [piece] = trimmed(text, 0, 14, METRIC, known_names(text, GAZETTEER))
    assert text[piece.start : piece.end] == "inference"


WORD = st.sampled_from(
    [
        "high", "the", "lower", "2.5x", "8", "up to", "A100", "H100", "BERT", "OPT-175B", "Wren-7B", "inference latency", "latency",
        "ImageNet", "classification", "PyTorch", "implementation", "Mean Absolute Error", "(MAE", "(MAE)", ")", "(", "/", "and", "or",
        ",", "+", "-", ";", "on", "Smith's", "3)", "é", "reductions in", "average", "precision", "C++", "'s gain", "",
    ]
)  # fmt: skip
SPANS = (
    st.lists(WORD, min_size=1, max_size=7).map(" ".join)
    | st.lists(WORD, min_size=1, max_size=7).map("".join)
    | st.text(min_size=1, max_size=20)
)


def check(text: str, start: int, end: int, kind: ConceptType) -> None:
    last = start
    for piece in trimmed(text, start, end, kind, known_names(text, GAZETTEER)):
        assert last <= piece.start < piece.end <= end
        assert piece.type in (kind, DATASET)
        last = piece.end


@example(span="ImageNet (MAE", before="", after="", kind=TASK)
@example(span="A100/H100", before="", after="", kind=HARDWARE)
@example(span=")", before="(", after="", kind=TASK)
@example(span="()", before="", after="()", kind=MODEL)
@given(span=SPANS, before=SPANS | st.just(""), after=SPANS | st.just(""), kind=st.sampled_from(ConceptType))
def test_pieces_lie_in_the_span_in_order_and_apart(span: str, before: str, after: str, kind: ConceptType) -> None:
    check(before + span + after, len(before), len(before) + len(span), kind)


@given(span=SPANS, kind=st.sampled_from(ConceptType))
def test_the_pieces_depend_on_the_span_alone(span: str, kind: ConceptType) -> None:
    alone = words(span, kind)
    padded = [f". {span} ."[piece.start : piece.end] for piece in pieces(span, kind, ". ", " .")]
    assert padded == alone


@given(
    name=st.sampled_from([label for labels in KNOWN.values() for label in labels.split("|")]),
    kind=st.sampled_from(ConceptType),
)
def test_a_known_name_is_never_cut(name: str, kind: ConceptType) -> None:
    assert pieces(name, kind) == [Trimmed(0, len(name), kind)]


@given(span=SPANS, kind=st.sampled_from([MODEL, HARDWARE, DATASET, SOFTWARE, METRIC]))
def test_a_piece_that_was_cut_stays_as_it_is(span: str, kind: ConceptType) -> None:
    """Trimming is done once, so it has to reach its end: a known name or a name without its leading words."""
    for name in words(span, kind):
        again = words(name, kind)
        assert again
        assert all(part in name for part in again)
