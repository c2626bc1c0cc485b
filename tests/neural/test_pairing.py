"""Which things meet, and where they stand nearest."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.neural.pairing import PAIR_FACTS, Meeting, Range, facts_of_pair, meetings

SENTENCES = [(0, 5), (5, 15), (15, 30)]  # the first is the title


def met(*things: list[Range]) -> dict[tuple[int, int], Meeting]:
    return {(each.subject, each.other): each for each in meetings(things, SENTENCES)}


def test_things_of_one_sentence_meet_both_ways() -> None:
    found = met([(6, 7)], [(10, 12)], [(16, 17)])
    assert list(found) == [(0, 1), (1, 0)]
    assert found[0, 1].ranges == ((6, 7), (10, 12))
    assert found[1, 0].ranges == ((10, 12), (6, 7))
    assert found[0, 1].between == found[1, 0].between == (7, 10)


def test_the_nearest_mentions_of_a_sentence_count() -> None:
    found = met([(5, 6), (16, 17)], [(14, 15), (19, 20)])
    assert found[0, 1].mentions == (1, 1)
    assert found[0, 1].between == (17, 19)


def test_the_title_counts_where_nothing_else_does() -> None:
    both = met([(0, 1), (5, 6)], [(1, 2), (13, 14)])
    assert (both[0, 1].title, both[0, 1].mentions) == (False, (1, 1))
    title = met([(0, 1), (5, 6)], [(1, 2), (20, 21)])
    assert (title[0, 1].title, title[0, 1].mentions) == (True, (0, 0))


@pytest.mark.parametrize(
    ("one", "other", "between"),
    [((5, 7), (7, 8), (7, 7)), ((5, 8), (6, 7), (8, 8)), ((9, 10), (6, 8), (8, 9)), ((5, 7), (6, 9), (7, 7))],
)
def test_nothing_is_between_what_touches_or_overlaps(one: Range, other: Range, between: Range) -> None:
    found = met([one], [other])
    assert found[0, 1].between == found[1, 0].between == between


def test_facts_tell_order_and_gap() -> None:
    found = met([(5, 6)], [(9, 10)])
    there, back = facts_of_pair(found[0, 1]), facts_of_pair(found[1, 0])
    assert len(there) == PAIR_FACTS
    assert (there[1], back[1]) == (1.0, 0.0)
    assert list(there[4:]) == list(back[4:]) == [0, 0, 1, 0, 0, 0]


ranges = st.tuples(st.integers(0, 28), st.integers(1, 3)).map(lambda pair: (pair[0], min(sum(pair), 30)))


@given(st.lists(st.lists(ranges, min_size=1, max_size=4).map(sorted), max_size=5))
def test_pairs_are_ordered_and_meet_in_one_sentence(things: list[list[Range]]) -> None:
    found = list(meetings(things, SENTENCES))
    keys = [(each.subject, each.other) for each in found]
    assert keys == sorted(set(keys))
    for each in found:
        assert each.subject != each.other
        assert (each.other, each.subject) in keys
        assert each.ranges == (things[each.subject][each.mentions[0]], things[each.other][each.mentions[1]])
        assert len({next(i for i, (a, b) in enumerate(SENTENCES) if a <= own[0] < b) for own in each.ranges}) == 1
        low, high = each.between
        assert 0 <= low <= high <= 30
