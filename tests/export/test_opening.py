from kg.export.opening import choose

CONCEPT, PAPER, METRIC = 0, 1, 2


def test_a_small_graph_comes_whole():
    assert choose([CONCEPT, PAPER, METRIC], [(1, 0)], paper=PAPER, metric=METRIC) == [0, 1, 2]


def test_shared_concepts_come_first_and_loose_nodes_stay_away():
    kinds = [CONCEPT] * 4 + [PAPER] * 4
    shared = [(paper, concept) for paper in range(4, 8) for concept in (0, 1)]
    chosen = choose(kinds, [*shared, (4, 2), (5, 3)], paper=PAPER, metric=METRIC, limit=6)
    assert chosen == [0, 1, 4, 5, 6]


def test_a_metric_needs_twice_the_papers_of_another_concept():
    kinds = [METRIC, CONCEPT, CONCEPT] + [PAPER] * 3
    edges = [(3, 0), (4, 0), (5, 0), (3, 1), (4, 1), (3, 2), (4, 2)]
    chosen = choose(kinds, edges, paper=PAPER, metric=METRIC, limit=4)
    assert chosen == [1, 2, 3, 4]


def test_a_loop_is_no_company():
    kinds = [CONCEPT, PAPER, CONCEPT]
    assert choose(kinds, [(0, 0), (1, 0)], paper=PAPER, metric=METRIC, limit=2) == []
