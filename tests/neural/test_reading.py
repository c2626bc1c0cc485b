"""What is known of a thing besides its vectors."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.neural.heads import PLACES, Heads, softmax
from kg.neural.reading import facts_of, place_of


def test_a_token_stands_in_a_part_of_the_paper() -> None:
    sentences = [(i, i + 1) for i in range(12)]
    assert [place_of(i, sentences) for i in range(12)] == [0, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 7]
    assert [place_of(i, sentences[:3]) for i in range(3)] == [0, 1, 7]
    assert place_of(0, sentences[:1]) == 0


@given(st.integers(1, 40))
def test_parts_come_in_order(total: int) -> None:
    places = [place_of(i, [(i, i + 1) for i in range(total)]) for i in range(total)]
    assert places == sorted(places)
    assert all(0 <= place < PLACES for place in places)


def test_facts_are_how_often_where_and_the_mean_of_the_marks() -> None:
    marks = np.array([[1, 0], [1, 0], [0, 1], [0, 0]], dtype=np.float32)
    sentences = [(0, 1), (1, 2), (2, 3), (3, 4)]
    facts, other = facts_of([[(0, 2), (3, 4)], [(2, 3)]], sentences, marks)
    assert facts[:2] == pytest.approx([np.log(2), 1.0])
    assert facts[2 : 2 + PLACES].tolist() == [1, 0, 0, 0, 0, 0, 0, 1]
    assert facts[2 + PLACES :].tolist() == [2 / 3, 0.0]
    assert other.tolist() == [0.0, 1.0, 0, 0, 1, 0, 0, 0, 0, 0, 0.0, 1.0]


def test_shares_sum_to_one_and_do_not_overflow() -> None:
    shares = softmax(np.array([[1000.0, 1000.0], [0.0, -1000.0]]))
    assert shares.tolist() == [[0.5, 0.5], [1.0, 0.0]]


def test_heads_pool_the_mentions_of_a_thing() -> None:
    """With weights that pass one number on, the largest, the mean and the first of the mentions come out."""
    width = 1
    wide = {"mention": (width, 1), "facts": (1, 1), "body": (4, 1), "keep": (1, 1), "types": (1, 2), "roles": (1, 2)}
    weights = {f"{name}.w": np.zeros(shape) for name, shape in {**wide, "relations": (1, 1)}.items()}
    weights |= {f"{name}.b": np.zeros(shape[1]) for name, shape in {**wide, "relations": (1, 1)}.items()}
    weights["mention.w"][:] = 1.0
    weights["body.w"][:] = [[1.0], [10.0], [100.0], [0.0]]
    weights["keep.w"][:] = 0.01
    heads = Heads(weights, ("a", "b"), ("c", "d"), ("e",), ("f",))
    mentions = heads.mentions(np.array([[5.0], [7.0], [6.0]]))
    found = heads.judge(heads.things([mentions[:2], mentions[2:]], np.zeros((2, 1))))
    expected = 1 / (1 + np.exp(-0.01 * np.array([7 + 60 + 500, 6 + 60 + 600])))
    assert found["keep"] == pytest.approx(expected, abs=1e-3)
    assert found["types"].tolist() == [[0.5, 0.5], [0.5, 0.5]]
    assert found["relations"].tolist() == [[0.5], [0.5]]
