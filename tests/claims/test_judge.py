"""The judge of figures and comparisons: what it sees, which other ends it may take, and which readings it keeps."""

import numpy as np
import pytest

from kg.claims.extract import Reader, read_figures
from kg.claims.extract import extract as extract_claims
from kg.claims.figure_features import other_of
from kg.claims.figure_words import words_of
from kg.claims.judge import NO, YES, Candidates, by_rules, candidates, judged
from kg.claims.other_ends import RIVAL, SUBJECT
from kg.claims.roles import Role, roles
from kg.claims.statements import Told
from kg.claims.subjects import things
from kg.context import Context
from kg.iris import iri_of, own_kind
from kg.linear import LinearModel
from kg.model import Concept, ConceptType, Link, Paper, Predicate
from kg.parse import Document, parse_one
from tests.claims.made import concept, linear, links

WREN = concept("WrenSort", ConceptType.MODEL)
HERON = concept("Heronet", ConceptType.MODEL)
FINCH = concept("FinchKit", ConceptType.SOFTWARE)
LATENCY = concept("latency", ConceptType.METRIC)
ROLES = linear("introduces comparesWith mentions", introduced={"introduces": 9.0}, T__Sof={"comparesWith": 4.0})
NAMES = (WREN, HERON, FINCH, LATENCY)
SENTENCE = "WrenSort has 12% lower latency than Heronet, as FinchKit shows."


def made(sentence: str, *, owned: bool = True) -> tuple[Document, tuple[Link, ...], tuple[Role, ...]]:
    """A paper of two sentences with its links and roles."""
    paper = Paper("birds", "Sorting birds", f"We propose WrenSort. {sentence}")
    document = parse_one(paper)
    found = links(*NAMES, paper=paper, introduced=(WREN,) if owned else ())
    return document, found, roles(Context(document), things(found), ROLES)


def seen(sentence: str) -> Candidates:
    return candidates(*made(sentence))


def ends(told: Told) -> tuple[str, str]:
    _, _, claim = told
    return label(claim.subject), label(claim.object)


def label(node: Concept) -> str:
    return f"@{own_kind(node.iri)}" if own_kind(node.iri) else node.label


def judge(**weights: float) -> LinearModel:
    """A judge whose log odds of a yes are the sum of some weights; `start` is there always."""
    start = weights.pop("start", 0.0)
    index = {name: row for row, name in enumerate(weights)}
    shaped = np.array([[0.0, weight] for weight in weights.values()], dtype=np.float32).reshape(len(weights), 2)
    return LinearModel((NO, YES), index, shaped, np.array([0.0, start], dtype=np.float32))


# Other ends


def test_the_rules_come_first_as_they_read() -> None:
    paper = made(SENTENCE)
    read, found = by_rules(*paper), candidates(*paper)
    assert [ends(each) for each in read] == [("WrenSort", "Heronet")]
    assert found.told[: len(read)] == read
    assert len(found.told) == len(found.features)


def test_every_system_of_the_sentence_may_be_either_end() -> None:
    found = seen(SENTENCE)
    assert {(each[1].moved, *ends(each)) for each in found.told} == {
        ("", "WrenSort", "Heronet"),
        (SUBJECT, "FinchKit", "Heronet"),
        (RIVAL, "WrenSort", "FinchKit"),
        (RIVAL, "WrenSort", "@baseline"),
    }


def test_another_end_changes_nothing_else() -> None:
    first, *others = seen(SENTENCE).told
    for sentence, statement, claim in others:
        assert statement.origin == first[1]
        assert sentence == first[0]
        assert (claim.quantity, claim.evidence, claim.rule) == (first[2].quantity, first[2].evidence, first[2].rule)


def test_no_candidate_is_there_twice_and_none_is_compared_with_itself() -> None:
    found = seen("WrenSort is 3x faster and 2x smaller than Heronet and FinchKit, and better than Heronet.")
    claims = [claim for _, _, claim in found.told]
    assert len({iri_of(claim) for claim in claims}) == len(claims)
    assert all(claim.subject.iri != claim.object.iri for claim in claims)


def test_a_result_without_a_rival_gets_other_subjects_alone() -> None:
    found = seen("On Heronet, WrenSort reaches a latency of 3 ms.")
    assert {each[2].predicate for each in found.told} == {Predicate.ACHIEVES}
    assert {each[1].moved for each in found.told} == {"", SUBJECT}


def test_who_does_worse_stays_who_does_worse() -> None:
    found = seen("WrenSort lags behind Heronet, as FinchKit shows.")
    assert ends(found.told[0]) == ("Heronet", "WrenSort")
    assert ("FinchKit", "WrenSort") in [ends(each) for each in found.told if each[1].moved == RIVAL]


@pytest.mark.parametrize(
    "sentence", ["WrenSort does not beat Heronet, as FinchKit shows.", "WrenSort may beat Heronet."]
)
def test_what_is_denied_or_hedged_keeps_its_ends(sentence: str) -> None:
    assert [ends(each) for each in seen(sentence).told] == [("WrenSort", "Heronet")]


def test_a_paper_without_a_figure_has_no_candidates() -> None:
    found = seen("Sand is fine.")
    assert found == Candidates((), ()) or (found.told, found.features) == ((), ())
    assert judged(found, judge(start=3.0)) == ()


# Features


def test_no_name_is_a_feature() -> None:
    for sentence in (SENTENCE, "WrenSort lags behind QuailNet by 3x on Heronet.", "It beats Heronet (41 ms)."):
        for features in seen(sentence).features:
            told = " ".join(features).lower()
            assert not any(name in told for name in ("wrensort", "heronet", "finchkit", "quailnet", "birds"))


FEATURES = [
    "rule: figure.adjective", "predicate: outperforms", "unit: %", "unit: %, rule: figure.adjective", "size: 4",
    "metric: linked", "metric: … latency", "good is low", "subject: main contribution", "rival: other Model",
    "subject: main contribution, rival: other Model", "subject before", "rival behind", "sentence: last",
    "candidates of the figure: 4", "figures of the sentence: 1", "systems of the sentence: 3", "“has” before, 1",
    "“lower” behind, 1", "“lower <Metric>” behind", "rival after “than”", "rival followed by “,”",
]  # fmt: skip


@pytest.mark.parametrize("name", FEATURES)
def test_a_figure_is_seen_with_its_ends_its_metric_and_the_words_around_it(name: str) -> None:
    assert seen(SENTENCE).features[0][name] == 1.0


def test_shares_and_scores_are_features_as_they_are() -> None:
    document, found, judged_roles = made(SENTENCE)
    features = candidates(document, found, judged_roles).features[0]
    wren = next(role for role in judged_roles if role.thing.concept == WREN)
    assert features["subject: paper introduces it"] == wren.shares["introduces"] > 0.9
    assert features["subject: link score"] == 0.9
    assert features["log odds of the rule"] > 0


def test_what_was_moved_has_its_features_twice() -> None:
    found = seen(SENTENCE)
    for (_, statement, _), features in zip(found.told, found.features, strict=True):
        assert ("moved, rule: figure.adjective" in features) is bool(statement.moved)
        assert (f"moved {statement.moved}" in features) is bool(statement.moved)
    moved = next(f for (_, s, c), f in zip(found.told, found.features, strict=True) if c.object == FINCH)
    assert moved["rival of the rule: other Model, now: other Software"] == 1.0


def test_a_hedge_is_a_feature() -> None:
    assert "negated or hedged" in seen("WrenSort may reduce latency by 12% compared to Heronet.").features[0]


def test_the_other_end_is_the_rival_or_the_metric() -> None:
    (_, beats, _), *_ = seen(SENTENCE).told
    (_, reaches, _), *_ = seen("WrenSort reaches a latency of 3 ms.").told
    (_, unnamed, _), *_ = seen("WrenSort outperforms prior methods.").told
    assert (other_of(beats), other_of(reaches), other_of(unnamed)) == (HERON, LATENCY, None)


def test_words_stand_in_order_without_names_and_numbers() -> None:
    (sentence, _, _), *_ = seen("WrenSort, in 2 TestBeds, is 1.7x faster than the Heronet baseline.").told
    keys = [word.key for word in words_of(sentence)]
    assert keys == [
        "<Model>", ",", "in", "0", "<name>", ",", "is", "<figure>", "faster", "than", "the", "<Model>", "baseline", ".",
    ]  # fmt: skip
    assert all(word.start < word.end for word in words_of(sentence))


# Choice


def test_without_a_judge_the_rules_alone_decide() -> None:
    paper = made(SENTENCE)
    assert read_figures(*paper) == by_rules(*paper)


def test_the_probability_is_the_confidence() -> None:
    [(_, _, claim)] = judged(seen(SENTENCE), judge(start=1.0, **{"moved rival": -9.0, "moved subject": -9.0}))
    assert claim.confidence == pytest.approx(0.7311, abs=1e-4)


def test_an_unlikely_reading_of_a_rule_is_kept_for_the_threshold_to_cut() -> None:
    [(_, _, claim)] = judged(seen(SENTENCE), judge(start=-1.0, **{"moved rival": -9.0, "moved subject": -9.0}))
    assert claim.confidence == pytest.approx(0.2689, abs=1e-4)


def test_what_no_rule_has_made_counts_only_where_it_is_likely() -> None:
    kept = [ends(each) for each in judged(seen(SENTENCE), judge(start=-0.1))]
    assert kept == [("WrenSort", "Heronet")]


def test_of_two_readings_of_a_figure_the_likelier_is_kept() -> None:
    kept = judged(seen(SENTENCE), judge(start=-2.0, **{"rival: other Software": 4.0}))
    assert [ends(each) for each in kept] == [("WrenSort", "FinchKit")]
    assert kept[0][1].moved == RIVAL


def test_readings_that_are_nearly_as_likely_are_kept_both() -> None:
    kept = judged(seen(SENTENCE), judge(start=2.0, **{"rival: implied": -9.0, "moved subject": -9.0}))
    assert [ends(each) for each in kept] == [("WrenSort", "Heronet"), ("WrenSort", "FinchKit")]


def test_figures_do_not_compete_with_each_other() -> None:
    strict = judge(start=1.0, **{"unit: x": -2.0, "moved rival": -9.0, "moved subject": -9.0})
    kept = judged(seen("WrenSort has 12% lower latency and 3x higher speed than Heronet."), strict)
    assert {claim.quantity.unit for _, _, claim in kept if claim.quantity} == {"%", "x"}


def test_the_threshold_cuts_by_the_judge() -> None:
    document, found, _ = made(SENTENCE)
    nothing = linear("none")
    reader = Reader(ROLES, nothing, figures=judge(start=0.0, **{"moved rival": -9.0, "moved subject": -9.0}))
    for threshold, number in ((0.4, 1), (0.6, 0)):
        claims = extract_claims(document, found, reader=reader, threshold=threshold)
        assert sum(claim.predicate is Predicate.OUTPERFORMS for claim in claims) == number


def test_claims_with_a_judge_are_in_order_and_each_only_once() -> None:
    document, found, _ = made(f"{SENTENCE} WrenSort beats Heronet by 3x in latency.")
    reader = Reader(ROLES, linear("none"), figures=judge(start=3.0))
    claims = [claim for claim in extract_claims(document, found, reader=reader) if claim.rule != "role.model"]
    assert len(claims) > 2
    assert [claim.evidence.span for claim in claims] == sorted(claim.evidence.span for claim in claims)
    assert len({iri_of(claim) for claim in claims}) == len(claims)
