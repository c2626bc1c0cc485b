from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.annotation.places import placed, places
from kg.model import Span


def spans(text, form):
    return [(span.start, span.end) for span in places(text, form)]


@pytest.mark.parametrize(
    ("text", "form", "expected"),
    [
        ("an LLM and LLMs", "LLM", [(3, 6)]),
        ("LLMs", "LLM", [(0, 3)]),
        ("GPT-4 beats GPT", "GPT", [(0, 3), (12, 15)]),
        ("W4A8FP8 and FP8", "FP8", [(12, 15)]),
        ("C++ and C", "C", [(0, 1), (8, 9)]),
        ("C++ and C", "C++", [(0, 3)]),
        ("a.b", ".", [(1, 2)]),
        ("anything", "", []),
        ("anything", "no", []),
        ("𝔸x 𝔸", "𝔸", [(3, 4)]),
    ],
)
def test_a_form_stands_where_it_is_a_word_else_wherever_it_stands(text, form, expected):
    assert spans(text, form) == expected


def of(*forms):
    return {"mentions": list(forms)}


def shown(text, *concepts):
    return [(span.of(text), index) for span, index in placed(text, concepts)]


def test_the_longest_form_wins():
    text = "speculative decoding and decoding"
    assert shown(text, of("decoding"), of("speculative decoding")) == [("speculative decoding", 1), ("decoding", 0)]


def test_who_would_have_no_place_gets_one_of_who_has_several():
    text = "LLM serving is hard; LLM serving is slow"
    assert shown(text, of("LLM serving"), of("LLM")) == [("LLM", 1), ("LLM serving", 0)]


def test_nobody_loses_the_only_place():
    assert shown("LLM serving is hard", of("LLM serving"), of("LLM")) == [("LLM serving", 0)]


def test_of_two_that_claim_one_form_the_first_has_it():
    assert shown("a GPU", of("GPU"), of("GPU")) == [("GPU", 0)]


def test_no_concepts_have_no_places():
    assert placed("a text", []) == ()
    assert placed("a text", [of(), of("")]) == ()


words = st.text(alphabet="ab -", max_size=4)


@given(st.text(alphabet="ab -", max_size=30), st.lists(st.builds(of, words, words), max_size=5))
def test_places_are_in_order_apart_and_of_the_form(text, concepts):
    found = placed(text, concepts)
    assert list(found) == sorted(found)
    for (one, _), (other, _) in pairwise(found):
        assert one.end <= other.start
    for span, index in found:
        assert isinstance(span, Span)
        assert span.of(text) in concepts[index]["mentions"]
