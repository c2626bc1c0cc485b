"""What rises and falls, by a measure that is checked by hand."""

from math import sqrt

import pytest

from kg.analysis.trends import Period, shares, trends
from kg.model import Polarity
from tests.tables.made import A100, CACHING, HERON, OSPREY, PRUNING, beats, introduces, read, store_of


def dated(number, month, *named, said=()):
    return read(f"p{number:02}", *said, names=named, published=f"{month}-10")


def papers(*rows):
    """Papers from (month, how many, what they name)."""
    made = []
    for month, many, *named in rows:
        made += [dated(len(made) + place, month, *named) for place in range(many)]
    return store_of(*made)


RISING = papers(("2024-01", 6), ("2024-01", 1, PRUNING), ("2024-03", 6, PRUNING, CACHING), ("2024-03", 1))


def row(found, label):
    return next(each for each in found.rows if each.label == label)


def test_the_periods_are_all_between_the_first_and_the_last():
    found = trends(RISING)
    assert (found.periods, found.papers, found.middle) == (("2024-01", "2024-02", "2024-03"), (7, 0, 7), "2024-02")
    by_year = trends(papers(("2021-05", 1), ("2024-01", 1)), by=Period.YEAR)
    assert (by_year.periods, by_year.papers) == (("2021", "2022", "2023", "2024"), (1, 0, 0, 1))
    assert trends(papers(("2023-11", 1), ("2024-02", 1))).periods == ("2023-11", "2023-12", "2024-01", "2024-02")


def test_the_measure_is_the_z_of_two_proportions():
    found = row(trends(RISING), "pruning")
    assert (found.papers, found.early, found.late) == ((1, 0, 6), 1, 6)
    before, after, pooled = 1.5 / 8, 6.5 / 8, 8 / 16
    assert found.z == round((after - before) / sqrt(pooled * (1 - pooled) * (1 / 8 + 1 / 8)), 3)
    assert found.ratio == round(2.115, 3)
    assert found.course == "rising"


def test_what_goes_down_falls_and_what_stays_is_steady():
    store = papers(("2024-01", 7, PRUNING, A100), ("2024-02", 7, A100))
    found = trends(store)
    assert {each.label: each.course for each in found.rows} == {"pruning": "falling", "A100": "steady"}
    assert row(found, "A100").z == 0


def test_the_largest_change_comes_first_and_few_papers_do_not_count():
    found = trends(RISING)
    assert [each.label for each in found.rows] == ["caching", "pruning"]
    assert trends(RISING, min_papers=7).rows[0].label == "pruning"
    assert trends(RISING, min_papers=8).rows == ()
    assert len(trends(RISING, limit=1).rows) == 1


def test_a_type_can_be_chosen_and_claims_have_trends():
    store = store_of(
        *[dated(number, "2024-01", said=[beats(HERON, OSPREY), beats(HERON, OSPREY)]) for number in range(3)]
    )
    assert {each.type for each in trends(store, type="Model").rows} == {"Model"}
    (claims,) = trends(store, type="claim").rows
    assert (claims.label, claims.type, claims.papers, claims.iri) == ("outperforms", "claim", (3,), None)


@pytest.mark.parametrize("held", [{"polarity": Polarity.NEGATED}, {"hedge": "may"}])
def test_claims_that_are_held_back_have_no_trend(held):
    store = store_of(*[dated(number, "2024-01", said=[beats(HERON, OSPREY, **held)]) for number in range(3)])
    assert trends(store, type="claim").rows == ()


def test_papers_without_such_a_date_are_counted_apart():
    store = store_of(
        read("a", introduces(HERON), published="2024"),
        read("b", published="--05-01"),
        read("c", published="2024-02"),
        read("d"),
    )
    assert (trends(store).undated, trends(store).papers) == (3, (1,))
    assert (trends(store, by=Period.YEAR).undated, trends(store, by=Period.YEAR).papers) == (2, (2,))


@pytest.mark.parametrize(
    ("since", "until", "periods"),
    [
        ("2024-02", None, ("2024-03",)),
        (None, "2024-02", ("2024-01",)),
        ("2024", "2024", ("2024-01", "2024-02", "2024-03")),
        ("2024-01-10", "2024-03-09", ("2024-01",)),
        ("2024-01-11", "2024-03-10", ("2024-03",)),
        ("2025", None, ()),
        (None, "2023", ()),
    ],
)
def test_the_time_can_be_limited(since, until, periods):
    found = trends(RISING, since=since, until=until)
    assert found.periods == periods
    assert found.undated == 0


def test_in_one_period_nothing_changes():
    found = trends(papers(("2024-01", 4, PRUNING)))
    assert [(each.z, each.ratio, each.course) for each in found.rows] == [(0.0, 0.0, "steady")]


def test_no_dated_paper_gives_no_trend():
    found = trends(store_of(read("a", introduces(HERON))))
    assert (found.periods, found.rows, found.middle, found.undated) == ((), (), "", 1)


def test_shares_are_of_the_papers_of_a_period():
    found = trends(RISING)
    assert shares(row(found, "caching"), found) == [0.0, 0.0, 6 / 7]


def test_the_counts_are_those_of_sparql():
    rows = RISING.query(
        "SELECT ?label (COUNT(DISTINCT ?paper) AS ?n) WHERE { ?paper schema:mentions ?c . ?c skos:prefLabel ?label } GROUP BY ?label"
    )
    assert {each["label"].value: int(each["n"].value) for each in rows} == {
        each.label: sum(each.papers) for each in trends(RISING, min_papers=1).rows
    }
