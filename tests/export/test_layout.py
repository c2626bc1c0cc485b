from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.export.layout import place

GOLDEN = [(39, -33), (89, -65), (-14, 84), (-124, -5), (16, 84)]
RING = [*pairwise(range(12)), (11, 0)]


def gap(a, b):
    return ((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) ** 0.5


@given(st.integers(0, 30), st.lists(st.tuples(st.integers(0, 29), st.integers(0, 29)), max_size=60))
def test_every_node_has_one_place_in_whole_numbers(count, pairs):
    edges = [(a, b) for a, b in pairs if a < count and b < count]
    places = place(count, edges)
    assert len(places) == count
    assert all(type(value) is int for spot in places for value in spot)
    assert place(count, [(b, a) for a, b in reversed(edges)]) == places


def test_nodes_keep_apart():
    places = place(12, RING, spacing=60)
    assert min(gap(a, b) for a, b in combinations(places, 2)) > 20


def test_neighbours_stand_closer_than_others():
    clusters = [*combinations(range(8), 2), *combinations(range(8, 16), 2), (0, 8)]
    places = place(16, clusters)
    near = [gap(places[a], places[b]) for a, b in combinations(range(8), 2)]
    far = [gap(places[a], places[b]) for a in range(1, 8) for b in range(9, 16)]
    assert sum(near) / len(near) < 0.7 * sum(far) / len(far)


def test_leaves_stand_around_their_neighbour():
    star = [(0, leaf) for leaf in range(1, 30)]
    places = place(30, star, spacing=60)
    assert len(set(places)) == 30
    assert all(20 < gap(places[0], spot) < 120 for spot in places[1:])


@pytest.mark.parametrize(
    ("count", "edges", "places"),
    [
        pytest.param(0, [], 0, id="nothing"),
        pytest.param(1, [], 1, id="one"),
        pytest.param(2, [(0, 1)], 2, id="a pair"),
        pytest.param(1, [(0, 0)], 1, id="a loop"),
    ],
)
def test_small_graphs(count, edges, places):
    assert len(set(place(count, edges))) == places


def test_the_places_are_those_of_every_machine():
    assert place(5, [(0, 1), (1, 2), (2, 3), (3, 0), (0, 2), (2, 4)], rounds=20) == GOLDEN


def test_a_large_graph_takes_far_nodes_by_cells():
    count = 700
    places = place(count, [(i, (i * 7 + 1) % count) for i in range(count)] + [(i, i // 2) for i in range(1, count)])
    assert len(set(places)) > 0.98 * count
