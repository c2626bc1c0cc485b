"""The paper's edge to each thing."""

import pytest

from kg.claims.roles import Role, role_claim, role_features, roles, telling_sentence
from kg.claims.subjects import Thing, things
from kg.iris import paper_node
from kg.model import Concept, Predicate
from tests.claims.made import BEACH, BOARD, HASHING, PAPER, ROLES, SAND, SORT, context, links


def all_things() -> tuple[Thing, ...]:
    return things(links(SORT, HASHING, BOARD, BEACH, SAND, introduced=(SORT,)))


BEST = [
    (SORT, Predicate.INTRODUCES),
    (HASHING, Predicate.USES),
    (BOARD, Predicate.RUNS_ON),
    (BEACH, Predicate.MENTIONS),
    (SAND, Predicate.MENTIONS),
]


@pytest.mark.parametrize(("node", "best"), BEST, ids=[node.label for node, _ in BEST])
def test_the_likeliest_role_is_the_role(node: Concept, best: Predicate) -> None:
    found = {role.thing.concept: role for role in roles(context(), all_things(), ROLES)}
    assert found[node].best is best
    assert sum(found[node].shares.values()) == pytest.approx(1.0, abs=1e-5)


def test_roles_stand_in_the_order_of_the_things() -> None:
    assert tuple(role.thing for role in roles(context(), all_things(), ROLES)) == all_things()


def test_equal_shares_give_the_first_role_in_order_of_name() -> None:
    assert Role(all_things()[0], {}, {"uses": 0.5, "addresses": 0.5}).best is Predicate.ADDRESSES


FEATURES = [
    (SORT, {"T=Mod", "introduced", "introduced|T=Mod", "by=test", "pos=title", "titlecolon"}, {"catalogue", "T=Tec"}),
    (HASHING, {"T=Tec", "by=test", "score"}, {"introduced", "pos=title", "catalogue"}),
]


@pytest.mark.parametrize(("node", "present", "absent"), FEATURES, ids=["SORT", "HASHING"])
def test_features_tell_type_finder_and_place(node: Concept, present: set[str], absent: set[str]) -> None:
    thing = next(t for t in all_things() if t.concept == node)
    found = role_features(context(), thing)
    assert present <= found.keys()
    assert not absent & found.keys()
    assert found["score"] == 0.9


def test_a_role_becomes_a_claim_of_the_paper() -> None:
    [board] = [role for role in roles(context(), all_things(), ROLES) if role.thing.concept == BOARD]
    claim = role_claim(context(), board)
    assert claim.subject == paper_node("p1", PAPER.title)
    assert (claim.predicate, claim.object, claim.rule) == (Predicate.RUNS_ON, BOARD, "role.model")
    assert claim.evidence.text == "ShellSort runs on a tide board."
    assert claim.confidence == pytest.approx(board.shares["runsOn"] * board.thing.score, abs=1e-4)
    assert claim.asserted


TELLING = [
    (SORT, Predicate.INTRODUCES, 2),
    (SORT, Predicate.RUNS_ON, 3),
    (HASHING, Predicate.USES, 2),
    (BEACH, Predicate.EVALUATED_ON, 4),
    (SORT, Predicate.OUTPERFORMS, 2),
]


@pytest.mark.parametrize(("node", "role", "sentence"), TELLING, ids=[f"{n.label} {r}" for n, r, _ in TELLING])
def test_the_sentence_with_most_cues_tells_best(node: Concept, role: Predicate, sentence: int) -> None:
    thing = next(t for t in all_things() if t.concept == node)
    assert telling_sentence(context(), thing, role) == sentence


def test_the_title_tells_only_where_nothing_else_does() -> None:
    [only] = things(links(SORT)[:1])
    assert telling_sentence(context(), only, Predicate.INTRODUCES) == 0
