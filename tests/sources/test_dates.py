"""Dates in the lexical forms of XML Schema."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.sources.dates import parse_date, with_year, xsd_date


@pytest.mark.parametrize(
    ("value", "form"),
    [
        ("2024-11-18", "2024-11-18"),
        ("2024-11-18T05:00:00.000Z", "2024-11-18"),
        ("2024-11-18 05:00", "2024-11-18"),
        ("2024/1/8", "2024-01-08"),
        ("2024.01.08", "2024-01-08"),
        ("20241118", "2024-11-18"),
        ("2024-11", "2024-11"),
        ("2024", "2024"),
        ("2024.0", "2024"),
        (2024, "2024"),
        (2024.0, "2024"),
        ("--11-18", "--11-18"),
        ("Nov 18, 2024", "2024-11-18"),
        ("18 November 2024", "2024-11-18"),
        ("18-Nov-2024", "2024-11-18"),
        ("November 18th, 2024", "2024-11-18"),
        ("Nov. 2024", "2024-11"),
        ("Sept 25", "--09-25"),
        ("Mon, 2 Apr 2007 19:18:42 GMT", "2007-04-02"),
        ("2024-02-30", None),
        ("2024-13", None),
        ("2024-11/18", None),
        ("11/18/2024", None),  # month first or day first? not guessed
        ("November", None),
        ("18 Nov 19", None),
        ("Nob 18, 2024", None),
        ("soon", None),
        ("", None),
        (" 2024 ", "2024"),
        (99, None),
        (10**12, None),
        (float("inf"), None),
        (True, None),
        (None, None),
        ([2024], None),
        ("2" * 100_000, None),
    ],
    ids=lambda value: str(value)[:30],
)
def test_a_date_is_as_precise_as_it_is_given(value: object, form: str | None) -> None:
    assert parse_date(value) == form


@given(st.dates(min_value=dt.date(1000, 1, 1), max_value=dt.date(2999, 12, 31)))
def test_every_iso_date_stays_itself(date: dt.date) -> None:
    assert parse_date(date.isoformat()) == date.isoformat()
    assert parse_date(date.strftime("%d %b ") + f"{date.year:04}") == date.isoformat()
    assert parse_date(xsd_date(None, date.month, date.day)) == f"--{date.month:02}-{date.day:02}"


@given(st.none() | st.integers(), st.none() | st.integers(-1, 14), st.none() | st.integers(-1, 33))
def test_parts_make_a_date_or_nothing(year: int | None, month: int | None, day: int | None) -> None:
    form = xsd_date(year, month, day)

    assert form is None or parse_date(form) == form


@pytest.mark.parametrize(
    ("date", "year", "dated"),
    [
        ("--09-25", 2024, "2024-09-25"),
        ("--09-25", None, "--09-25"),
        ("--02-29", 2024, "2024-02-29"),
        ("--02-29", 2023, "--02-29"),
        ("2021-09-25", 2024, "2021-09-25"),
        (None, 2024, None),
    ],
)
def test_the_callers_year_fills_the_gap_alone(date: str | None, year: int | None, dated: str | None) -> None:
    assert with_year(date, year) == dated
