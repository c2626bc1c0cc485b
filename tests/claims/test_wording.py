"""What a figure measures is called as a reader would call it."""

import pytest

from kg.claims.metrics import Measured
from kg.claims.sentences import Named
from kg.claims.wording import worded
from kg.iris import concept_iri
from kg.model import Concept, ConceptType, Predicate
from tests.claims.marked import claims, sentence

CALLED = [
    ("{M TideNet!} brings a gain of 2% in general tasks.", "performance"),
    ("{M TideNet!} brings a 3% performance boost on compositionality benchmarks.", "performance"),
    ("{M TideNet!} outperforms {M WaveNet} by 2.9% on {D Sand}.", "performance"),
    ("{M TideNet!} outperforms {M WaveNet} by 2.1%, resulting in an {Q accuracy} of 64%.", "accuracy"),
    ("{M TideNet!} reaches 74% {Q accuracy}, which is 3.1% better than {M WaveNet}.", "accuracy"),
    ("In terms of {Q recall}, {M TideNet!} outperforms {M WaveNet} by 19%.", "recall"),
    ("{M TideNet!} is 3x smaller than {M WaveNet}.", "size"),
    ("{M TideNet!} is 3x cheaper than {M WaveNet}.", "cost"),
    ("{M TideNet!} accelerates their recurrent layers by up to 3x.", "speedup"),
    ("{M TideNet!} brings speedups of 3x.", "speedup"),
    ("{M TideNet!} improves {Q word recall} by 3%.", "word recall"),
    ("{M TideNet!} shows a healthy gain of 5.7% over {M WaveNet}.", "performance"),
    ("{M TideNet!} brings a marked improvement of over 10% on {D Sand}.", "performance"),
    ("{M TideNet!} fits 25x larger models than {M WaveNet}.", "model size"),
    ("{M TideNet!} allows 10x larger batches than {M WaveNet}.", "batch size"),
    ("{M TideNet!} reads 4x longer sequences than {M WaveNet}.", "sequence length"),
    ("{M TideNet!} is 2.7 times more likely to find it than {M WaveNet}.", "likelihood"),
    ("We see latency speedup of up to 3.7x, {Q cost} savings of 6.7x for {M TideNet!}.", "latency"),
    ("{M TideNet!} has a 4.07x {Q energy efficiency} over {M WaveNet}.", "energy efficiency"),
    ("{M TideNet!} brings over 11x inference speedup on {M WaveNet}.", "inference speedup"),
    ("{M TideNet!} can be accelerated by 1.62x with an {Q accuracy} drop of only 7%.", "speedup"),
    ("{M TideNet!} speeds up convolutions by 2.2x.", "speedup"),
    ("{M TideNet!} accelerates {M WaveNet} by over 60% {Q throughput}.", "throughput"),
    ("{M TideNet!} gives a 2.5x acceleration in real-hardware inference.", "acceleration"),
    ("{M TideNet!} improves the efficiency of scaling by more than 4x.", "efficiency"),
    ("{M TideNet!} achieves a +3.61% accuracy gain over {M WaveNet}.", "accuracy"),
    ("{M TideNet!} needs 30% fewer parameters than {M WaveNet}.", "parameters"),
    ("{M TideNet!} has an energy-efficiency gain (about 55x) compared to {M WaveNet}.", "energy-efficiency"),
    ("{M TideNet!} improves the {Q accuracy} of 16 small classifiers by 1%.", "accuracy"),
    ("{M TideNet!} leads to consistent improvements of up to 5 points.", "performance"),
    ("{M TideNet!} needs little {Q energy}: 57% less on average than {M WaveNet}.", "energy"),
    ("{M TideNet!} is 24x {Q smaller} than {M WaveNet}.", "size"),
]


@pytest.mark.parametrize(("text", "metric"), CALLED, ids=[text[:50] for text, _ in CALLED])
def test_the_metric_of_a_gain(text, metric):
    gain = next(claim for claim in claims(text) if claim.predicate == "outperforms" and claim.quantity)
    assert gain.quantity.metric == metric


@pytest.mark.parametrize(
    ("phrase", "label", "called"),
    [
        ("test accuracies", "accuracy", "test accuracy"),
        ("speedups", "speedup", "speedup"),
        ("speed-ups", "speedup", "speedup"),
        ("fewer parameters", "parameter count", "fewer parameters"),
        ("R2=0.8", "R2", "R2"),
        ("FLOPs", "FLOPs", "FLOPs"),
        ("AP", "average precision", "AP"),
    ],
)
def test_several_of_a_linked_metric_are_one(phrase, label, called):
    concept = Concept(concept_iri(ConceptType.METRIC, label), label, ConceptType.METRIC)
    measured = Measured(phrase, Named(0, len(phrase), concept, introduced=False))
    found = worded(sentence("{M TideNet!} wins."), measured, None, Predicate.OUTPERFORMS, 0)
    assert (found.phrase, found.iri) == (called, concept.iri)


NOTHING = [
    "{M TideNet!} outperforms {M WaveNet} in dealing with high tides.",
    "{M TideNet!} performs better quantitatively than {M WaveNet}.",
    "The results show the advantages of our new method over {M WaveNet}.",
    "{M TideNet!} outperforms {M WaveNet} in various applications.",
]


@pytest.mark.parametrize("text", NOTHING, ids=[text[:50] for text in NOTHING])
def test_adverbs_places_and_methods_are_no_measures(text):
    assert [claim.quantity and claim.quantity.metric for claim in claims(text)] == [None]


def test_two_figures_of_two_clauses_have_one_metric_each():
    text = "{M TideNet!} beats {M WaveNet} with 2x faster {Q speed} and the {Q energy} is reduced by 1.6x."
    told = [(c.quantity.value, c.quantity.metric) for c in claims(text) if c.quantity]
    assert told == [("2", "speed"), ("1.6", "energy")]


def test_a_metric_before_within_is_what_is_kept():
    (kept,) = claims("With {M TideNet!} the {Q accuracy} is within 1.2% of the original values.")
    assert kept.quantity.metric == "accuracy"


def test_a_metric_goes_before_a_unit_that_is_one():
    (result,) = claims("{M TideNet!} has a {Q throughput} of 30 {Q tokens/s}.")
    assert result.quantity.metric == "throughput"


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("{M TideNet!} achieves new state-of-the-art performances of 138.2%.", "performance"),
        ("We observed average telemetry delays of 200ms for {M TideNet!}.", "telemetry delays"),
        ("{M TideNet!} obtains 99+% in-domain test {Q accuracy}.", "accuracy"),
        ("{M TideNet!} achieves 67.4% {Q AP} / 29.4 {Q fps}.", "AP"),
        ("{M TideNet!} has 57.88% {Q normalized discounted cumulative gain}.", "normalized discounted cumulative gain"),
    ],
)
def test_the_metric_of_a_result(text, metric):
    result = next(claim for claim in claims(text) if claim.predicate == "achieves")
    assert result.quantity.metric == metric


def test_a_share_that_is_solved_is_of_the_problems():
    (solved,) = claims("{M TideNet!} resolves 57.4% of the issues from {D Sand}.")
    assert solved.quantity.metric == "issues"


def test_a_score_without_a_metric_has_none():
    (score,) = claims("{M TideNet!} reaches 80.2% on {D Sand}.")
    assert score.quantity.metric is None


def test_a_metric_that_another_figure_names_has_its_node():
    gain = next(
        claim
        for claim in claims("{M TideNet!} outperforms {M WaveNet} by 2.1%, resulting in an {Q accuracy} of 64%.")
        if claim.predicate == "outperforms"
    )
    assert gain.quantity.metric_iri.endswith("metric/accuracy")


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        (
            "{M TideNet!} outperforms {M WaveNet} by 7.33% in NDCG@10, 4.65% in Recall@10, and 8.42% in {Q recall}.",
            [("7.33", "NDCG@10"), ("4.65", "Recall@10"), ("8.42", "recall")],
        ),
        (
            "{M TideNet!} outperforms {M WaveNet} by 70+% in {Q accuracy} and 16+% in {Q recall}.",
            [("70", "accuracy"), ("16", "recall")],
        ),
        (
            "Compared to baselines, {M TideNet!} also achieves 19% better {Q accuracy} and 9% lower test loss.",
            [("19", "accuracy"), ("9", "test loss")],
        ),
        ("{M TideNet!} obtains a 357{\\texttimes} energy reduction.", [("357", "energy")]),
    ],
)
def test_all_figures_of_a_list_are_gains(text, figures):
    found = claims(text)
    assert {claim.predicate for claim in found} == {"outperforms"}
    assert [(claim.quantity.value, claim.quantity.metric) for claim in found] == figures


def test_a_number_with_a_plus_is_a_least_one():
    (figure,) = claims("{M TideNet!} reaches 99+% {Q accuracy}.")
    assert (figure.quantity.value, figure.quantity.bound) == ("99", "AtLeast")
    assert figure.quantity.verbatim == "99+%"
