from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.rdf.quantities import UNITS, numbers
from kg.rdf.terms import decimal, score
from kg.vocab import QUDT_UNIT, UNIT


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("92.10", ["92.10"]),
        ("1,140", ["1140"]),
        ("29.7K", ["29700"]),
        ("2 M", ["2000000"]),
        ("-3.5", ["-3.5"]),
        ("−3.5", ["-3.5"]),
        ("+5", ["5"]),
        (".5", ["0.5"]),
        ("41-137", ["41", "137"]),
        ("2–5", ["2", "5"]),
        ("2 to 5", ["2", "5"]),
        ("-1--2", ["-1", "-2"]),
        ("1/9", []),
        ("1,14", []),
        ("several", []),
        ("10^6", []),
        ("", []),
        ("٣", []),
    ],
)
def test_numbers_of_a_reported_value(value, found):
    assert list(numbers(value)) == [Decimal(number) for number in found]


@given(st.text(max_size=20))
def test_any_text_gives_at_most_two_numbers(value):
    assert len(numbers(value)) <= 2


@given(st.decimals(-(10**9), 10**9, allow_nan=False, places=3))
def test_a_plain_number_is_read_exactly(number):
    assert numbers(f"{number:f}") == (number,)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_float_reads_back_from_its_decimal(value):
    literal = score(value)
    assert float(literal.value) == value
    assert "e" not in literal.value.lower()


@pytest.mark.parametrize(
    ("number", "text"), [("92.10", "92.1"), ("100", "100"), ("1E+3", "1000"), ("-0.0", "0"), ("0.50", "0.5")]
)
def test_a_decimal_is_canonical(number, text):
    assert decimal(Decimal(number)).value == text


def test_spellings_of_a_unit_share_its_iri():
    assert UNITS["x"] == UNITS["times"] == UNIT.Times
    assert UNITS["FPS"] == UNITS["fps"] == QUDT_UNIT["FRAME-PER-SEC"]
    assert UNITS["FLOPs"] != UNITS["FLOPS"], "a count and a rate"


def test_every_unit_of_the_vocabulary_has_a_spelling():
    assert set(UNITS.values()) == {*UNIT.values(), *QUDT_UNIT.values()}
