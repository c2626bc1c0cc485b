import pytest

from kg.annotation.figures import quantity
from kg.iris import concept_iri
from kg.model import Bound, Concept, ConceptType, Mode, Quantity

SPEED = Concept(concept_iri(ConceptType.METRIC, "speed"), "speed", ConceptType.METRIC)
MMLU = Concept(concept_iri(ConceptType.DATASET, "MMLU"), "MMLU", ConceptType.DATASET)
GSM = Concept(concept_iri(ConceptType.DATASET, "GSM8K"), "GSM8K", ConceptType.DATASET)
NODES = {"speed": SPEED, "MMLU": MMLU, "GSM8K": GSM}
SENTENCE = "It is up to 1.8$\\times$ faster and twice as small, and loses at least 0.3 points on MMLU."


def made(p="outperforms", known=(), sentence=SENTENCE, **fields):
    return quantity({"p": p, **fields}, sentence, known, NODES)


def test_no_field_no_figure():
    assert made() is None
    assert made(metric="", value=None) is None


def test_what_kg_had_read_is_kept_whole_where_the_person_left_it():
    known = Quantity("1.8", "x", Mode.RATIO, Bound.UP_TO, "speed", verbatim="1.8$\\times$")
    assert made(known=(Quantity("2", "x"), known), metric="speed", value="1.8", unit="x") is known
    assert made(known=(known,), metric="speed", value="1.8", unit="x", condition="on chips") != known
    assert made(known=(Quantity(),)) == Quantity(), "a claim that kg had read without a figure"


def test_the_words_of_the_value_are_found_in_the_sentence():
    found = made(value="1.8", unit="x", metric="speed")
    assert (found.verbatim, found.bound, found.metric_iri) == ("1.8$\\times$", Bound.UP_TO, SPEED.iri)
    assert made(value="2", unit="x").verbatim == "twice"
    assert made(value="0.3", unit="points").bound is Bound.AT_LEAST


def test_a_value_that_no_rule_reads_is_its_own_words():
    assert made(value="8", sentence="an 8 of 10").verbatim in ("8", "8 of 10")
    assert made(value="77").verbatim is None


@pytest.mark.parametrize(
    ("condition", "bound"),
    [("up to", Bound.UP_TO), ("Up to, on average", Bound.UP_TO), ("at least", Bound.AT_LEAST), ("about", Bound.ABOUT)],
)
def test_the_condition_says_how_exact_a_figure_is(condition, bound):
    assert made(value="77", condition=condition).bound is bound
    assert made(value="77", condition="on one chip").bound is Bound.EXACT


@pytest.mark.parametrize(
    ("predicate", "unit", "condition", "mode"),
    [
        ("achieves", "%", None, Mode.ABSOLUTE),
        ("achieves", "x", None, Mode.ABSOLUTE),
        ("outperforms", "x", None, Mode.RATIO),
        ("outperforms", "orders of magnitude", None, Mode.RATIO),
        ("outperforms", "points", None, Mode.DIFFERENCE_POINTS),
        ("outperforms", "%", None, Mode.DIFFERENCE_RELATIVE),
        ("outperforms", "%", "of A's energy", Mode.SHARE),
        ("comparableTo", "%", None, Mode.SHARE),
        ("outperforms", "ms", None, Mode.DIFFERENCE_ABSOLUTE),
        ("outperforms", None, None, Mode.DIFFERENCE_ABSOLUTE),
    ],
)
def test_how_a_figure_compares(predicate, unit, condition, mode):
    assert made(predicate, value="77", unit=unit, condition=condition).mode is mode


def test_a_metric_alone_has_neither_mode_nor_bound():
    assert made(metric="speed") == Quantity(metric="speed", metric_iri=SPEED.iri)


def test_data_sets_are_linked_in_the_order_of_their_names():
    found = made(value="77", dataset="GSM8K, mmlu, others")
    assert found.dataset == "GSM8K, mmlu, others"
    assert found.dataset_iris == (GSM.iri, MMLU.iri)


def test_a_name_of_another_type_is_no_metric():
    assert made(metric="MMLU").metric_iri is None
