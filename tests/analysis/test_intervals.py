"""The bootstrap over papers: against a slow one written out, and what must hold of any."""

import random
import statistics
from dataclasses import astuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.analysis import intervals as module
from kg.analysis.intervals import Interval, Rates, intervals, paired
from kg.analysis.score import Tally

DICE = random.Random(7)
PAPERS = [[(DICE.randrange(9), DICE.randrange(4), DICE.randrange(5)), (DICE.randrange(3), 1, 1)] for _ in range(60)]
BETTER = [[(hit + 1, max(miss - 1, 0), alarm) for hit, miss, alarm in paper] for paper in PAPERS]

one_paper = st.lists(st.tuples(*[st.integers(0, 9)] * 3), min_size=2, max_size=2)
some_papers = st.lists(one_paper, min_size=1, max_size=8)


def by_hand(papers, measure, rate, draws=1500):
    """The percentile interval as the book has it, one paper at a time."""
    dice = random.Random(1)
    found = []
    for _ in range(draws):
        drawn = [paper[measure] for paper in dice.choices(papers, k=len(papers))]
        found.append(getattr(Tally(*map(sum, zip(*drawn, strict=True))), rate))
    cuts = statistics.quantiles(found, n=40, method="inclusive")
    return cuts[0], cuts[-1]


@pytest.mark.parametrize("measure", [0, 1])
@pytest.mark.parametrize("rate", ["precision", "recall", "f1"])
def test_the_interval_is_that_of_a_slow_bootstrap(measure, rate):
    found = getattr(intervals(PAPERS)[measure], rate)
    assert (found.low, found.high) == pytest.approx(by_hand(PAPERS, measure, rate), abs=0.015)


def test_the_interval_holds_the_rate_of_all_papers():
    for measure, rates in enumerate(intervals(PAPERS)):
        whole = Tally(*map(sum, zip(*(paper[measure] for paper in PAPERS), strict=True)))
        for rate in ("precision", "recall", "f1"):
            within = getattr(rates, rate)
            assert within.low < getattr(whole, rate) < within.high


def test_more_papers_make_narrower_intervals():
    few, many = intervals(PAPERS)[0].f1, intervals(PAPERS * 16)[0].f1
    assert (many.high - many.low) == pytest.approx((few.high - few.low) / 4, rel=0.25)


def test_equal_papers_vary_in_nothing():
    assert intervals([[(3, 1, 0)]] * 5) == [Rates(Interval(1.0, 1.0), Interval(0.75, 0.75), Interval(6 / 7, 6 / 7))]


def test_the_rates_of_nothing_are_zero_as_those_of_a_tally():
    assert intervals([[(0, 0, 0)], [(0, 0, 0)]]) == [Rates(*[Interval(0.0, 0.0)] * 3)]


@pytest.mark.parametrize(("papers", "resamples"), [([], 10), ([[(1, 1, 1)]], 0)], ids=["no papers", "no draws"])
def test_nothing_to_draw(papers, resamples):
    assert intervals(papers, resamples=resamples) == []
    assert paired(papers, papers, resamples=resamples) == []


@given(some_papers)
def test_intervals_are_shares_in_order(papers):
    for rates in intervals(papers, resamples=50):
        for low, high in astuple(rates):
            assert 0 <= low <= high <= 1


def test_the_same_seed_gives_the_same_interval_and_another_does_not():
    assert intervals(PAPERS) == intervals(PAPERS)
    assert intervals(PAPERS) != intervals(PAPERS, seed=1)


def test_draws_that_do_not_fit_into_memory_at_once_are_the_same(monkeypatch):
    whole = intervals(PAPERS, resamples=101)
    monkeypatch.setattr(module, "_AT_ONCE", 60 * 7)
    assert intervals(PAPERS, resamples=101) == whole


# Pairs


def test_a_run_is_not_better_than_itself():
    for each in paired(PAPERS, PAPERS):
        assert (each.interval, each.not_above) == (Interval(0.0, 0.0), 1.0)


def test_what_is_better_in_every_paper_is_better_in_every_draw():
    for each in paired(BETTER, PAPERS):
        assert each.not_above == 0.0
        assert each.interval.low > 0


def test_a_gain_of_chance_is_seen_as_such():
    """A run that gains in one paper and loses in another alike."""
    mixed = [paper if place % 2 else better for place, (paper, better) in enumerate(zip(PAPERS, BETTER, strict=True))]
    other = [better if place % 2 else paper for place, (paper, better) in enumerate(zip(PAPERS, BETTER, strict=True))]
    for each in paired(mixed, other):
        assert each.interval.low < 0 < each.interval.high
        assert 0.05 < each.not_above < 0.95


@given(some_papers)
def test_the_other_way_round_the_difference_is_the_opposite(papers):
    others = papers[::-1]
    for one, back in zip(paired(papers, others, resamples=50), paired(others, papers, resamples=50), strict=True):
        assert (one.interval.low, one.interval.high) == pytest.approx((-back.interval.high, -back.interval.low))
        assert one.not_above + back.not_above >= 1.0 - 1e-9


def test_pairs_are_drawn_together():
    """Two runs with the same mistakes but one: the difference varies far less than either."""
    hardly = [[(hit, miss, alarm) for hit, miss, alarm in paper] for paper in PAPERS]
    hardly[0] = [(hit + 1, miss, alarm) for hit, miss, alarm in hardly[0]]
    gain, own = paired(hardly, PAPERS)[0].interval, intervals(PAPERS)[0].f1
    assert gain.high - gain.low < (own.high - own.low) / 5
