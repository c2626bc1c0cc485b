"""Relations of pairs that need no figure."""

from dataclasses import replace

import pytest

from kg.claims.patterns import Pair, find, pair_features, pairs, stated
from kg.claims.roles import Role, roles
from kg.claims.subjects import things
from kg.context import Context
from kg.iris import contribution
from kg.model import Claim, Concept, Predicate
from kg.neural.mixing import Mixing, Weights
from kg.neural.reading import Judgement
from kg.parse import Document
from tests.claims.made import BEACH, BOARD, HASHING, PAPER, ROLES, SAND, SORT, context, linear, links
from tests.claims.marked import marked

ALL = (SORT, HASHING, BOARD, BEACH, SAND)
RELATIONS = linear(
    "none runsOn uses",
    role__uses={"uses": 4.0},
    role__runsOn={"runsOn": 4.0},
    role__mentions={"none": 4.0},
    gap__0so={"uses": 3.0},
)


def found(*introduced: Concept) -> tuple[Role, ...]:
    return roles(context(), things(links(*ALL, introduced=introduced)), ROLES)


def ends(*introduced: Concept) -> list[tuple[str, str, int | None]]:
    return [
        (pair.subject.label, pair.thing.concept.label, pair.sentence) for pair in pairs(context(), found(*introduced))
    ]


def test_the_main_contribution_pairs_with_everything() -> None:
    assert ends(SORT) == [
        ("ShellSort", "pebble hashing", 2),
        ("ShellSort", "tide board", 3),
        ("ShellSort", "BeachSort", None),
        ("ShellSort", "Sand", None),
    ]


def test_another_contribution_pairs_with_its_sentence_mates_but_not_with_the_main_one() -> None:
    assert [pair for pair in ends(SORT, BEACH) if pair[0] == "BeachSort"] == [("BeachSort", "pebble hashing", 4)]


def test_without_a_name_the_unnamed_contribution_pairs_with_everything() -> None:
    made = list(pairs(context(), found()))
    assert {pair.subject for pair in made} == {contribution("p1", PAPER.title)}
    assert [pair.thing.concept for pair in made] == [*ALL[:3], BEACH, SAND]
    assert all(pair.speaker is None and pair.is_main and pair.sentence is None for pair in made)


def features(subject: Concept, thing: Concept, *introduced: Concept) -> dict[str, float]:
    several = found(*introduced)
    [pair] = [p for p in pairs(context(), several) if (p.subject, p.thing.concept) == (subject, thing)]
    [role] = [r for r in several if r.thing.concept == thing]
    return pair_features(context(), pair, role)


PRESENT = [
    (HASHING, {"pair=Mod>Tec", "main=True", "together=so", "btw=souses", "role&pair=usesMod>Tec"}),
    (BOARD, {"pair=Mod>Har", "btw=soruns", "btw2=soruns_on", "gap=1so", "role&pair=runsOnMod>Har"}),
    (SAND, {"pair=Mod>Dat", "main=True"}),
]


@pytest.mark.parametrize(("thing", "present"), PRESENT, ids=[thing.label for thing, _ in PRESENT])
def test_features_tell_both_ends_and_the_words_between(thing: Concept, present: set[str]) -> None:
    assert present <= features(SORT, thing, SORT).keys()


def test_things_apart_have_no_words_between() -> None:
    assert not any(name.startswith(("btw", "gap", "together")) for name in features(SORT, SAND, SORT))


def test_the_nearest_mentions_count() -> None:
    assert {"gap=0so", "btw=souses"} <= features(BEACH, HASHING, SORT, BEACH).keys()


def claims(threshold: float, *introduced: Concept) -> list[Claim]:
    return list(find(context(), found(*introduced), RELATIONS, threshold))


def triples(several: list[Claim]) -> set[tuple[str, Predicate, str]]:
    return {(claim.subject.label, claim.predicate, claim.object.label) for claim in several}


def test_a_pair_above_the_threshold_is_a_claim_with_its_sentence() -> None:
    made = claims(0.5, SORT)
    assert triples(made) == {
        ("ShellSort", Predicate.USES, "pebble hashing"),
        ("ShellSort", Predicate.RUNS_ON, "tide board"),
    }
    assert {claim.evidence.text for claim in made} == {
        "We propose ShellSort, a sorter that uses pebble hashing.",
        "ShellSort runs on a tide board.",
    }
    assert {claim.rule for claim in made} == {"pair.uses", "pair.runsOn"}
    assert all(0.5 <= claim.confidence <= 1.0 for claim in made)


def test_each_subject_keeps_its_own_sentence() -> None:
    of_beach = [claim for claim in claims(0.5, SORT, BEACH) if claim.subject == BEACH]
    assert triples(of_beach) == {("BeachSort", Predicate.USES, "pebble hashing")}
    assert of_beach[0].evidence.text.startswith("We test BeachSort too")


def test_a_higher_threshold_keeps_fewer_and_none_is_no_claim() -> None:
    sizes = [len(claims(threshold, SORT)) for threshold in (0.0, 0.2, 0.5, 0.999)]
    assert sizes == sorted(sizes, reverse=True)
    assert (sizes[0], sizes[-1]) == (8, 0)


def test_a_paper_without_things_has_no_pair() -> None:
    assert list(pairs(context(), ())) == []
    assert isinstance(next(iter(pairs(context(), found()))), Pair)


class Seeing:
    """A network that knows of one relation of each thing, and of each pair that meets."""

    mixing = Mixing(relations=Weights(1.0, 0.5), pairs=Weights(1.0))

    def __init__(self, met: dict[str, float]) -> None:
        self.met = met

    def reading(self, _: Document) -> "Seeing":
        return self

    def judge(self, several: list[object]) -> list[Judgement]:
        shares = {"uses": 0.9, "runsOn": 0.1, "introduces": 0.0, "mentions": 0.0}
        return [Judgement(0.9, {"Model": 1.0}, shares, {"uses": 0.8})] * len(several)

    def relate(self, several: list[object]) -> dict[tuple[int, int], dict[str, float]]:
        return {(a, b): self.met for a in range(len(several)) for b in range(len(several)) if a != b}


def by_network(met: dict[str, float], *introduced: Concept) -> list[tuple[Pair, dict[str, float]]]:
    network, several = Seeing(met), found(*introduced)
    told = [replace(role, stated={"uses": 0.8}) for role in several]
    roles_of = {role.thing.concept.iri: role for role in told}
    made = [(pair, roles_of[pair.thing.concept.iri]) for pair in pairs(context(), tuple(told), network)]
    return [
        (pair, shares)
        for (pair, _), shares in zip(made, stated(context(), made, RELATIONS, network.mixing), strict=True)
    ]


def test_a_network_judges_all_that_share_a_sentence() -> None:
    made = by_network({"uses": 0.5}, SORT)
    subjects = {pair.subject for pair, _ in made}
    assert subjects == {SORT, HASHING, BEACH, BOARD} - {BOARD}  # the board meets the main contribution alone
    assert {(p.subject, p.thing.concept) for p, _ in made if p.subject != SORT} == {(HASHING, BEACH), (BEACH, HASHING)}


def test_the_main_contribution_is_judged_by_thing_and_by_pair() -> None:
    sure, unsure = (dict(by_network({"uses": met}, SORT)[0][1]) for met in (0.9, 0.5))
    assert unsure["uses"] == pytest.approx(
        0.8 * 0.9, abs=1e-3
    )  # what is undecided adds nothing; the link's score counts
    assert sure["uses"] == pytest.approx(0.9 * 12 / 13, abs=1e-3)  # odds of 4, times the root of 9


def test_other_pairs_are_judged_where_they_meet_and_only_on_relations_without_a_figure() -> None:
    shares = [shares for pair, shares in by_network({"uses": 0.7, "outperforms": 0.9}, SORT) if not pair.is_main]
    assert shares == [{"uses": pytest.approx(0.7 * 0.81, abs=1e-3)}] * 2
    claims = find(context(), found(SORT), RELATIONS, 0.5, Seeing({"uses": 0.7}))
    assert {(c.subject, c.object) for c in claims if c.subject != SORT} == {(HASHING, BEACH), (BEACH, HASHING)}


def test_what_shares_no_sentence_says_nothing_of_a_pair() -> None:
    [[pair, shares]] = [row for row in by_network({"uses": 0.9}, SORT) if row[0].thing.concept == SAND]
    assert pair.is_main
    assert shares


EVALUATED = linear("evaluatedOn none", together__so={"evaluatedOn": 9.0}, together__os={"evaluatedOn": 9.0})
TRAINING = [
    ("{M TideNet!} is trained on {D Sand}.", Predicate.TRAINED_ON),
    ("We fine-tune {M TideNet!} on the large {D Sand}.", Predicate.TRAINED_ON),
    ("{M TideNet!} is fine-tuned with the {D Sand} data set.", Predicate.TRAINED_ON),
    ("After pre-training on {D Sand}, {M TideNet!} wins.", Predicate.TRAINED_ON),
    ("With {D Sand} pre-training, {M TideNet!} wins.", Predicate.TRAINED_ON),
    ("{M TideNet!} is trained by us and evaluated on {D Sand}.", Predicate.EVALUATED_ON),
    ("{M TideNet!} reads the {D Sand} training set.", Predicate.EVALUATED_ON),
    ("{M TideNet!} is trained on {H Sand}.", Predicate.EVALUATED_ON),  # no data set
]


@pytest.mark.parametrize(("text", "predicate"), TRAINING, ids=[text for text, _ in TRAINING])
def test_a_data_set_of_which_training_is_said_is_trained_on(text: str, predicate: Predicate) -> None:
    document, several = marked(text)
    seen = Context(document)
    made = find(seen, roles(seen, things(several), ROLES), EVALUATED, 0.5)
    assert {claim.predicate for claim in made if claim.object.label == "Sand"} == {predicate}
