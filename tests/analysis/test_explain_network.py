"""A network that has its say beside the linear models: its opinion, its weight, and the sum of both."""

from dataclasses import replace
from math import log

import pytest

from kg.analysis.explain_scores import ENCODER, constant
from kg.analysis.explained import Opinion, Part
from kg.model import ConceptType, Predicate
from kg.neural.mixing import Mixing, Weights
from kg.neural.reading import Judgement
from tests.analysis.explaining import by_rules, explained

TEXT = "We present Osprel, a kernel for BERT inference. Osprel uses quantization and runs on an NVIDIA A100."
ROLES = [Predicate.USES, Predicate.INTRODUCES, Predicate.RUNS_ON, Predicate.MENTIONS]
SEEN = Judgement(
    0.9,
    {str(kind): 0.7 if kind is ConceptType.TECHNIQUE else 0.05 for kind in ConceptType},
    {str(role): share for role, share in zip(ROLES, (0.2, 0.5, 0.2, 0.1), strict=True)},
    {"uses": 0.8, "runsOn": 0.1},
)


class Seeing:
    """A network that says the same of every thing."""

    mixing = Mixing(Weights(0.6, 0.4, -0.2), Weights(0.5, 0.5), Weights(0.7, 0.3), Weights(0.9))

    def reading(self, document, marks=None):
        return self

    def judge(self, things):
        return [SEEN] * len(things)

    def relate(self, things):
        return {}


@pytest.fixture(scope="module")
def answer():
    plain, network = by_rules(), Seeing()
    return explained(
        TEXT,
        by=replace(plain, ranker=replace(plain.ranker, network=network), reader=replace(plain.reader, network=network)),
        title="Osprel: kernels for BERT",
    )


def total(choice):
    """The log-odds of a choice, by what each model says of it."""
    return sum(opinion.weight * opinion.margin for opinion in choice.opinions)


def odds(choice):
    return log(choice.share(choice.winner) / choice.share(choice.rival))


def test_the_keep_score_is_the_weighted_sum_of_its_opinions(answer):
    for each in answer.links:
        assert [opinion.provider for opinion in each.keep.opinions] == [ENCODER, "linear", "calibration"]
        assert [opinion.weight for opinion in each.keep.opinions] == [0.6, 0.4, 1.0]
        assert total(each.keep) == pytest.approx(odds(each.keep), abs=0.05)
        assert each.keep.opinions[0].margin == pytest.approx(log(9), abs=1e-6)


def test_the_type_is_the_weighted_sum_of_its_opinions(answer):
    for each in answer.links:
        assert [(opinion.provider, opinion.weight) for opinion in each.type.opinions] == [
            (ENCODER, 0.5),
            ("linear", 0.5),
        ]
        if min(each.type.share(each.type.winner), each.type.share(each.type.rival)) > 0.01:
            assert total(each.type) == pytest.approx(odds(each.type), abs=0.05)


def test_the_role_is_the_weighted_sum_of_its_opinions(answer):
    roles = [each for each in answer.claims if each.claim.rule == "role.model"]
    assert roles
    for each in roles:
        assert [opinion.weight for opinion in each.choice.opinions] == [0.7, 0.3]
        if each.choice.share(each.choice.rival) > 0.01:
            assert total(each.choice) == pytest.approx(odds(each.choice), abs=0.05)
        share = each.choice.share(each.claim.predicate)
        assert share * each.factor == pytest.approx(each.claim.confidence, abs=1e-4)


def test_the_relations_of_the_main_contribution_are_the_networks_own(answer):
    pairs = [each for each in answer.claims if each.claim.rule == "pair.uses" and len(each.choice.opinions) == 1]
    alone = [each for each in pairs if each.choice.opinions[0].provider == ENCODER]
    assert alone
    for each in alone:
        assert each.choice.share("uses") == pytest.approx(each.claim.confidence, abs=1e-4)
        assert each.choice.rival == "runsOn"


def test_a_constant_says_the_same_of_every_choice():
    assert constant("calibration", -0.2)("yes", "no") == Opinion(
        "calibration", 1.0, (), -0.2, (Part("calibration", -0.2),)
    )
