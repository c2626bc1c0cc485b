"""The values that flow through kg hold what their docstrings promise."""

import dataclasses
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import model
from kg.model import (
    BuildReport,
    Claim,
    Concept,
    ConceptType,
    Evidence,
    Iri,
    Paper,
    Polarity,
    Predicate,
    Problem,
    Quantity,
    Span,
)

VALUES = [v for v in vars(model).values() if dataclasses.is_dataclass(v)]
ENUMS = [
    v for v in vars(model).values() if isinstance(v, type) and issubclass(v, StrEnum) and v.__module__ == model.__name__
]
spans = st.tuples(st.integers(0, 40), st.integers(1, 40)).map(lambda pair: Span(pair[0], pair[0] + pair[1]))


@pytest.mark.parametrize(("start", "end"), [(3, 3), (4, 3), (-1, 2), (-3, -1), (0, 0)])
def test_a_span_that_is_empty_or_outside_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match=f"not {start}..{end}"):
        Span(start, end)


@given(st.text(min_size=1), st.data())
def test_a_span_is_the_slice_of_its_text(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    assert Span(start, end).of(text) == text[start:end]
    assert len(Span(start, end).of(text)) == end - start


@given(spans, spans)
def test_overlap_and_cover_are_those_of_sets_of_characters(one: Span, other: Span) -> None:
    left, right = set(range(one.start, one.end)), set(range(other.start, other.end))
    assert one.overlaps(other) == bool(left & right) == other.overlaps(one)
    assert one.covers(other) == (right <= left)


@given(st.lists(spans))
def test_spans_sort_by_start_then_end(several: list[Span]) -> None:
    assert sorted(several) == sorted(several, key=lambda span: (span.start, span.end))


@given(st.text(), st.text())
def test_the_text_is_title_line_break_abstract(title: str, abstract: str) -> None:
    text = Paper("p", title, abstract).text
    assert text[: len(title)] == title
    assert text[len(title)] == "\n"
    assert text[len(title) + 1 :] == abstract


@pytest.mark.parametrize("kind", VALUES, ids=lambda kind: kind.__name__)
def test_every_value_is_frozen_and_slotted(kind: type) -> None:
    assert kind.__dataclass_params__.frozen  # type: ignore[attr-defined]
    assert "__slots__" in vars(kind)
    with pytest.raises((AttributeError, TypeError)):
        object.__new__(kind).extra = 1


def test_all_values_are_under_test() -> None:
    assert {"Span", "Paper", "Mention", "Concept", "Link", "Claim", "Extraction", "Problem"} <= {
        k.__name__ for k in VALUES
    }


@pytest.mark.parametrize("kind", ENUMS, ids=lambda kind: kind.__name__)
def test_a_member_is_its_value(kind: type[StrEnum]) -> None:
    assert len(list(kind)) == len(kind.__members__)  # no alias
    assert all(kind(member.value) is member and str(member) == member.value for member in kind)


def test_there_are_seven_kinds_of_concept() -> None:
    assert " ".join(ConceptType) == "Model Hardware Technique Dataset Software Task Metric"


def claim(polarity: Polarity, hedge: str | None) -> Claim:
    node = Concept(Iri("a"), "a", ConceptType.MODEL)
    evidence = Evidence(Iri("p"), Span(0, 1), "A")
    return Claim(node, Predicate.USES, node, evidence, "rule", polarity=polarity, hedge=hedge)


@pytest.mark.parametrize(
    ("polarity", "hedge", "expected"),
    [
        (Polarity.ASSERTED, None, True),
        (Polarity.ASSERTED, "may", False),
        (Polarity.NEGATED, None, False),
        (Polarity.NEGATED, "may", False),
    ],
)
def test_a_claim_is_asserted_unless_denied_or_hedged(polarity: Polarity, hedge: str | None, expected: bool) -> None:
    assert claim(polarity, hedge).asserted is expected


def test_values_are_equal_by_content_and_hashable() -> None:
    assert claim(Polarity.ASSERTED, None) == claim(Polarity.ASSERTED, None)
    assert len({claim(Polarity.ASSERTED, None), claim(Polarity.ASSERTED, None), claim(Polarity.NEGATED, None)}) == 2
    assert Quantity("1.5", "x") != Quantity("1.50", "x")


def test_only_errors_count_as_failures() -> None:
    note = Problem("a.txt", 3, "read", "an odd line", "nothing to do", error=False)
    bad = Problem("p1", 0, "extract", "it broke", "report it")
    report = BuildReport(1, 1, 0, 0, 0, 0, 0, 0, (note, bad, note), {}, {}, {}, {})
    assert report.failures == (bad,)
