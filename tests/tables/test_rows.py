"""Rows: dates, numbers, and which claims fit a question."""

from decimal import Decimal

import pytest

from kg.model import Polarity, Predicate
from kg.tables.rows import Want, fits, month_of, year_of
from kg.tables.stored import StoredTables
from tests.tables.made import (
    ACCURACY,
    HERON,
    IMAGES,
    OSPREY,
    WORDS,
    achieves,
    beats,
    figure,
    introduces,
    read,
    store_of,
)

PAPER = read(
    "one",
    introduces(HERON),
    achieves(HERON, ACCURACY, "92.10", IMAGES),
    beats(HERON, OSPREY, "", figure("1.5-2", "x", "speed")),
    beats(OSPREY, HERON, polarity=Polarity.NEGATED),
    beats(HERON, OSPREY, "It may beat Osprey.", hedge="may"),
    published="2025-03-01",
)


@pytest.fixture(scope="module")
def tables():
    return StoredTables(store_of(PAPER))


@pytest.mark.parametrize(
    ("published", "month", "year"),
    [
        ("2024-11-18", "2024-11", "2024"),
        ("2024-11", "2024-11", "2024"),
        ("2024", None, "2024"),
        ("--11-18", None, None),
        ("2024-11-18T00:00", None, "2024"),
        ("soon", None, None),
        ("20245", None, None),
        ("", None, None),
        (None, None, None),
    ],
)
def test_the_period_of_a_date(published, month, year):
    assert (month_of(published), year_of(published)) == (month, year)


def test_a_row_has_the_figure_as_text_and_as_number(tables):
    _, measured, compared, *_ = tables.claims(Want(asserted=False))
    assert (measured.value, measured.number, measured.numbers) == ("92.10", Decimal("92.1"), (Decimal("92.1"),))
    assert (compared.value, compared.number) == ("1.5-2", Decimal(2))
    assert (measured.subject_label, measured.object_label, measured.month) == ("Heron", "accuracy", "2025-03")
    assert measured.datasets == (IMAGES.iri,)


def test_a_claim_without_a_figure_has_no_number(tables):
    first = tables.claims(Want(predicates=frozenset((Predicate.INTRODUCES,))))[0]
    assert (first.value, first.number, first.datasets, first.subject_label) == (None, None, (), "A paper on one")


def test_denied_and_hedged_claims_come_only_when_asked_for(tables):
    beats_only = frozenset((Predicate.OUTPERFORMS,))
    assert [row.asserted for row in tables.claims(Want(predicates=beats_only))] == [True]
    assert [row.asserted for row in tables.claims(Want(predicates=beats_only, asserted=False))] == [True, False, False]


@pytest.mark.parametrize(
    ("want", "number"),
    [
        (Want(), 3),
        (Want(figures=True), 2),
        (Want(subjects={HERON.iri}), 2),
        (Want(objects={HERON.iri}), 1),
        (Want(ends={HERON.iri}), 3),
        (Want(ends={OSPREY.iri}), 1),
        (Want(metrics={ACCURACY.iri}), 1),
        (Want(datasets={IMAGES.iri, WORDS.iri}), 1),
        (Want(datasets={WORDS.iri}), 0),
        (Want(papers=frozenset()), 0),
        (Want(predicates={"achieves"}, metrics={ACCURACY.iri}, figures=True), 1),
    ],
)
def test_which_claims_fit(tables, want, number):
    assert len(tables.claims(want)) == number
    assert all(fits(row, want) for row in tables.claims(want))
