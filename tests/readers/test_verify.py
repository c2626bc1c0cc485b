"""Whether names, sentences and figures stand in the text."""

import pytest

from kg.model import Bound, Mode, Paper, Predicate, Span
from kg.parse import parse_one
from kg.readers.verify import figure_in, mode_of, numbers, places, quoted, whole_sentence

TEXT = "GullNet+ reads GullNet logs.\nOn CIFAR-10 a GullNets model and {GullNet} win."

PLACES = [
    ("GullNet", 3),  # not inside GullNets
    ("GullNet+", 1),
    ("GullNets", 1),
    ("CIFAR", 1),
    ("CIFAR-10", 1),
    ("CIFAR-1", 0),
    ("gullnet", 0),
    ("Gull Net", 0),
    ("", 0),
    (" ", 0),
    ("{GullNet}", 1),
    ("a.*", 0),
]


@pytest.mark.parametrize(("form", "count"), PLACES, ids=[repr(form) for form, _ in PLACES])
def test_a_name_stands_where_it_is_written_so(form: str, count: int) -> None:
    found = list(places(TEXT, form))
    assert len(found) == count
    assert all(span.of(TEXT) == form for span in found)


def test_a_quote_may_part_its_words_otherwise() -> None:
    span = quoted(TEXT, "reads  GullNet logs. On CIFAR-10")
    assert span is not None
    assert span.of(TEXT) == "reads GullNet logs.\nOn CIFAR-10"
    assert quoted(TEXT, "reads GullNet log on") is None
    assert quoted(TEXT, "READS") is None
    assert quoted(TEXT, "READS", any_case=True) == Span(9, 14)
    assert quoted(TEXT, "") is None
    assert quoted(TEXT, " \n") is None


def test_a_quote_grows_to_its_sentence() -> None:
    document = parse_one(Paper("p", "A title", "One gull flies. Two gulls sit. Three sing."))
    text = document.paper.text
    inside, across = quoted(text, "gulls sit"), quoted(text, "flies. Two gulls")
    assert inside is not None
    assert across is not None
    assert whole_sentence(document, inside).of(text) == "Two gulls sit."
    assert whole_sentence(document, across) == across


FIGURES = [
    # sentence, value, unit stated -> value, unit, bound, verbatim
    ("It is 1.69x faster.", "1.69", "x", ("1.69", "x", Bound.EXACT, "1.69x")),
    ("It is 3.7times faster.", "3.7", "times", ("3.7", "x", Bound.EXACT, "3.7times")),
    ("It is 3.7$\\times$ faster.", "3.7", "x", ("3.7", "x", Bound.EXACT, "3.7$\\times$")),
    ("It saves up to 50\\% energy.", "50", "%", ("50", "%", Bound.UP_TO, "50\\%")),
    ("It saves up to 50% energy.", "50.0", None, ("50", "%", Bound.UP_TO, "50%")),
    ("It saves 41-137% energy.", "41-137", "%", ("41-137", "%", Bound.RANGE, "41-137%")),
    ("It is twice as fast.", "2", "x", ("2", "x", Bound.EXACT, "twice")),
    ("It is two orders of magnitude faster.", "2", "orders of magnitude", ("2", "orders of magnitude", Bound.EXACT, "two orders of magnitude")),
    ("It is 2x smaller and loses 2% accuracy.", "2", "%", ("2", "%", Bound.EXACT, "2%")),
    ("It is 2x smaller and loses 2% accuracy.", "2", "furlongs", ("2", "x", Bound.EXACT, "2x")),
    ("It has 1,024 knots in use.", "1024", "knots", ("1024", "knots", None, "1,024")),
    ("It has 12 knots in use.", "12", "miles", ("12", None, None, "12")),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "value", "unit", "wanted"), FIGURES, ids=range(len(FIGURES)))
def test_a_figure_is_read_in_the_words_of_the_text(
    sentence: str, value: str, unit: str | None, wanted: tuple[str, str | None, Bound | None, str]
) -> None:
    document = parse_one(Paper("p", "T", f"First comes 77%. {sentence}"))
    span = quoted(document.paper.text, sentence)
    assert span is not None
    found = figure_in(document, span, value, unit)
    assert found is not None
    assert (found.value, found.unit, found.bound, found.verbatim) == wanted
    assert found.verbatim in sentence


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        ("It is 1.69x faster.", "1.6"),
        ("It is 1.69x faster.", "169"),
        ("It is 1.69x faster.", "9"),
        ("It is 1.69x faster.", "77"),  # of another sentence
        ("It runs on an H100.", "100"),
        ("It beats ResNet-50.", "50"),
        ("It saves between 41 and 52 hours.", "41-53"),
        ("It is fast.", "fast"),
        ("It is fast.", "2"),
    ],
)
def test_a_figure_that_does_not_stand_there_is_none(sentence: str, value: str) -> None:
    document = parse_one(Paper("p", "T", f"First comes 77%. {sentence}"))
    span = quoted(document.paper.text, sentence)
    assert span is not None
    assert figure_in(document, span, value, "x") is None


def test_a_figure_outside_the_quote_is_none() -> None:
    document = parse_one(Paper("p", "T", "It is 3x faster and 4x smaller."))
    span = quoted(document.paper.text, "It is 3x faster")
    assert span is not None
    assert figure_in(document, span, "3", "x") is not None
    assert figure_in(document, span, "4", "x") is None


def test_numbers_of_a_value() -> None:
    assert numbers("1,024-2,048") == (1024.0, 2048.0)
    assert numbers(".5 %") == (0.5,)
    assert numbers("1.2.3.") == (1.2, 0.3)


@pytest.mark.parametrize(
    ("predicate", "unit", "mode"),
    [
        (Predicate.ACHIEVES, "%", Mode.ABSOLUTE),
        (Predicate.OUTPERFORMS, "x", Mode.RATIO),
        (Predicate.OUTPERFORMS, "orders of magnitude", Mode.RATIO),
        (Predicate.OUTPERFORMS, "%", Mode.DIFFERENCE_RELATIVE),
        (Predicate.COMPARABLE_TO, "points", Mode.DIFFERENCE_POINTS),
        (Predicate.OUTPERFORMS, "ms", Mode.DIFFERENCE_ABSOLUTE),
        (Predicate.OUTPERFORMS, None, Mode.DIFFERENCE_ABSOLUTE),
    ],
)
def test_the_mode_follows_from_the_unit(predicate: Predicate, unit: str | None, mode: Mode) -> None:
    assert mode_of(predicate, unit) is mode
