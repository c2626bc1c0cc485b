"""The parts of a score: they sum to the margin, stand in order of size, and leave room for another model."""

from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.analysis.explain_scores import choice, linear, whole
from kg.analysis.explained import Choice, Opinion, Part
from kg.linear import START, LinearModel, load_model
from tests.analysis.explaining import biased
from tests.test_linear import BIRDS, models, names

values = st.floats(-3, 3, width=32)
MILD = st.dictionaries(names, values, max_size=6)


@given(models(), MILD)
def test_the_contributions_sum_to_the_scores_behind_the_probabilities(model: LinearModel, features) -> None:
    shares = model.probabilities(features)
    scores = {name: sum(parts.values()) for name, parts in model.contributions(features).items()}
    assert tuple(scores) == model.classes
    for one in model.classes:
        for other in model.classes:
            if min(shares[one], shares[other]) > 0.01:
                assert scores[one] - scores[other] == pytest.approx(log(shares[one] / shares[other]), abs=2e-3)


@given(models(), MILD)
def test_every_known_feature_has_its_part_and_no_other(model: LinearModel, features) -> None:
    for parts in model.contributions(features).values():
        assert set(parts) == {START, *(name for name in features if name in model.index)}


@given(models(), MILD, st.data())
def test_the_parts_of_an_opinion_sum_to_its_margin(model: LinearModel, features, data) -> None:
    winner = data.draw(st.sampled_from(model.classes))
    found = choice(model.probabilities(features), winner, linear(model, features))
    (opinion,) = found.opinions
    assert sum(part.value for part in opinion.parts) == pytest.approx(opinion.margin, abs=1e-6)
    sizes = [abs(part.value) for part in opinion.parts]
    assert sizes == sorted(sizes, reverse=True)
    assert dict(opinion.shares) == dict(found.shares)


def test_a_choice_by_hand():
    shares = BIRDS.probabilities({"sings": 3.0, "small": 1.0, "unknown": 9.0})
    found = choice(shares, "lark", linear(BIRDS, {"sings": 3.0, "small": 1.0, "unknown": 9.0}))
    assert (found.winner, found.rival) == ("lark", "wren")
    assert found.share("lark") == shares["lark"]
    assert found.share(None) == 0.0
    (opinion,) = found.opinions
    assert (opinion.provider, opinion.weight, opinion.margin) == ("linear", 1.0, 1.0)
    assert opinion.parts == (Part("sings", 3.0), Part("small", -2.0), Part(START, 0.0))


def test_the_bias_of_a_class_is_the_start():
    (opinion,) = choice({"a": 0.9, "b": 0.1}, "a", linear(biased(("a", "b"), {"a": 2.0, "b": -1.0}), {})).opinions
    assert opinion.parts == (Part(START, 3.0),)


def test_the_rival_is_the_likeliest_other_class_even_where_it_is_likelier():
    assert choice({"a": 0.2, "b": 0.5, "c": 0.3}, "a").rival == "b"
    assert choice({"a": 0.2, "b": 0.5, "c": 0.3}, "b").rival == "c"


def test_ties_go_by_name():
    assert choice({"b": 0.4, "a": 0.4, "c": 0.2}, "c").rival == "a"
    assert [name for name, _ in choice({"b": 0.5, "a": 0.5}, "a").shares] == ["a", "b"]


def test_a_single_class_has_no_rival():
    found = choice({"only": 1.0}, "only", linear(biased(("only",), {"only": 2.0}), {}))
    assert found.rival is None
    assert found.opinions[0].margin == 2.0


def test_another_model_stands_beside_the_linear_one():
    """What a neural encoder is: it cannot be taken apart, so its log-odds are its one part."""
    encoder = whole("encoder", {"lark": 0.6, "wren": 0.3}, 0.4)
    found: Choice = choice({"lark": 0.8, "wren": 0.2}, "lark", linear(BIRDS, {"sings": 1.0}, 0.6), encoder)
    assert [(each.provider, each.weight) for each in found.opinions] == [("linear", 0.6), ("encoder", 0.4)]
    assert found.shares == (("lark", 0.8), ("wren", 0.2))
    own = found.opinions[1]
    assert own.shares == (("lark", 0.6), ("wren", 0.3))
    assert own.margin == pytest.approx(log(2))
    assert own.parts == (Part("encoder", own.margin),)


def test_a_class_that_a_model_does_not_know_counts_as_next_to_nothing():
    (opinion,) = choice({"a": 0.9, "b": 0.1}, "a", whole("encoder", {"a": 1.0})).opinions
    assert opinion.margin == pytest.approx(log(1e6))
    assert whole("encoder", {"a": 1.0})("a", None) == Opinion(
        "encoder", 1.0, (("a", 1.0),), 0.0, (Part("encoder", 0.0),)
    )


@pytest.mark.parametrize("name", ["concepts", "types", "roles", "relations"])
def test_the_shipped_models_can_be_taken_apart(name):
    model = load_model(name)
    features = dict.fromkeys(sorted(model.index)[::40], 1.0)
    shares = model.probabilities(features)
    winner = max(sorted(shares), key=shares.__getitem__)
    (opinion,) = choice(shares, winner, linear(model, features)).opinions
    assert sum(part.value for part in opinion.parts) == pytest.approx(opinion.margin)
    assert opinion.margin >= 0
