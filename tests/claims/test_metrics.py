"""What a figure measures: the phrase, the unit that fits, which way is better; and the clauses of a sentence."""

import itertools

import pytest

from kg.claims.metrics import Measured, fits, high_is_good, is_metric, low_is_good, nearest_linked, phrase_between
from kg.claims.sentences import clauses, contains
from tests.claims.marked import sentence

LOW = ["latency", "peak memory", "error rate", "training time", "energy", "number of parameters", "WER", "test loss"]
HIGH = ["accuracy", "throughput", "energy efficiency", "memory bandwidth", "F1 score", "speed", "memory reduction"]


@pytest.mark.parametrize("phrase", [phrase for phrase in LOW if phrase != "error rate"])
def test_less_is_better(phrase: str) -> None:
    assert low_is_good(phrase)
    assert not high_is_good(phrase)


@pytest.mark.parametrize("phrase", HIGH)
def test_more_is_better(phrase: str) -> None:
    assert high_is_good(phrase)
    assert not low_is_good(phrase)


@pytest.mark.parametrize("phrase", [*LOW, *HIGH, "robustness", "generalization"])
def test_metric_words(phrase: str) -> None:
    assert is_metric(phrase)


@pytest.mark.parametrize("phrase", ["shells", "the view", "SandSet", ""])
def test_other_words(phrase: str) -> None:
    assert not is_metric(phrase)


FITS = [
    ("ms", "latency"),
    ("FPS", "frame rate"),
    ("%", "accuracy"),
    ("GB", "memory"),
    ("W", "power"),
    ("mJ", "energy"),
    ("hours", "training time"),
    ("tokens/s", "throughput"),
    ("TOPS/W", "energy efficiency"),
    (None, "mAP"),
    ("dB", "PSNR"),
]
NO_FIT = [("FPS", "accuracy"), ("ms", "mAP"), ("%", "latency"), ("GB", "recall"), ("W", "F1"), ("%", "frame rate")]


@pytest.mark.parametrize(("unit", "phrase"), FITS, ids=[f"{unit} {phrase}" for unit, phrase in FITS])
def test_units_that_fit(unit: str | None, phrase: str) -> None:
    assert fits(unit, phrase)


@pytest.mark.parametrize(("unit", "phrase"), NO_FIT, ids=[f"{unit} {phrase}" for unit, phrase in NO_FIT])
def test_units_that_do_not_fit(unit: str, phrase: str) -> None:
    assert not fits(unit, phrase)


PHRASES = [
    ("the peak memory of it", "memory of it"),
    ("tail latency on {D Sand}", "tail latency"),
    ("recall compared to all", "recall"),
    ("recall, and more", "recall"),
    ("{Q word recall} by far", "word recall"),
    ("overall {Q recall}", "recall"),
    ("recall of {M Bar}", "recall"),
    ("inference speed while small", "inference speed"),
]


@pytest.mark.parametrize(("text", "phrase"), PHRASES, ids=[case[0] for case in PHRASES])
def test_phrases(text: str, phrase: str) -> None:
    view = sentence(text)
    measured = phrase_between(view, 0, len(view.text))
    assert measured is not None
    assert measured.phrase == phrase


@pytest.mark.parametrize(
    "text", ["on all", "{M Bar} is", "3 of 4", ", so", "one two three four five six seven eight nine"]
)
def test_no_phrase(text: str) -> None:
    view = sentence(text)
    assert phrase_between(view, 0, len(view.text)) is None


def test_a_linked_metric_behind_the_phrase_does_not_count() -> None:
    view = sentence("recall on all with little {Q latency}")
    assert phrase_between(view, 0, len(view.text)) == Measured("recall")


def test_the_nearest_linked_metric() -> None:
    view = sentence("{Q recall} is here and {Q latency} there")
    near = nearest_linked(view, len(view.text), 0, len(view.text))
    assert near is not None
    assert near.phrase == "latency"
    assert near.iri is not None
    assert nearest_linked(view, 0, 12, 20) is None


CLAUSES = [
    ("it is small", ["it is small"]),
    ("it is small; it is fast", ["it is small; ", "it is fast"]),
    ("it is small while it is fast", ["it is small while ", "it is fast"]),
    ("it is small, but fast", ["it is small, but ", "fast"]),
    ("it is small, achieving much", ["it is small, ", "achieving much"]),
    ("it improves A and reduces B", ["it improves A and ", "reduces B"]),
    ("it is small, we think", ["it is small, ", "we think"]),
    ("it is small, which helps", ["it is small, which ", "helps"]),
    ("A and B are here", ["A and B are here"]),
    ("higher A and lower B", ["higher A and lower B"]),
    ("CRR: 97.8%", ["CRR: 97.8%"]),
]


@pytest.mark.parametrize(("text", "expected"), CLAUSES, ids=[case[0] for case in CLAUSES])
def test_clauses(text: str, expected: list[str]) -> None:
    found = clauses(text)
    assert [text[clause.start : clause.end] for clause in found] == expected


@pytest.mark.parametrize("text", [case[0] for case in CLAUSES])
def test_clauses_cover_the_sentence(text: str) -> None:
    found = clauses(text)
    assert found[0].start == 0
    assert found[-1].end == len(text)
    assert all(first.end == second.start for first, second in itertools.pairwise(found))


def test_contains() -> None:
    assert contains("shells by the sea", ("sea", "sand"))
    assert not contains("shells", ("sea", "sand"))
