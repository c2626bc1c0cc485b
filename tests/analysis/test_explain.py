"""Whole papers: everything in the examples can be explained, and a graph of another making is told apart."""

from dataclasses import replace
from math import log
from pathlib import Path

import pytest

from kg.analysis.explain import explain, of_claims, of_name, of_node
from kg.analysis.explain_makers import NEW, held, maker, why_lost
from kg.analysis.explain_reread import heirs_of
from kg.annotation.corrected import PERSON
from kg.iris import concept_iri, iri_of
from kg.linking.merging import merged
from kg.model import ConceptType, Extraction, Paper
from kg.pipeline import extract
from kg.settings import Settings
from kg.sources.read import read
from tests.analysis.explaining import by_rules, engine, explained, naming, paper

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "papers.jsonl"
PAPERS = tuple(read([EXAMPLES]))
TEXT = "We propose WrenSort. WrenSort is 1.7x faster than Heronet on the RAVEN-9. The DP is old."


# Every link and every claim


@pytest.mark.parametrize("example", PAPERS, ids=lambda each: each.id)
def test_every_link_and_claim_of_the_examples_can_be_explained(example: Paper, request: pytest.FixtureRequest):
    shipped = request.getfixturevalue("engine")
    made, answer = extract(example, engine=shipped), explain(example, engine=shipped)
    assert (answer.lost_links, answer.lost_claims, answer.unmarked) == ((), (), ())
    check_links(made, answer)
    check_claims(made, answer)


def check_links(made: Extraction, answer):
    linked = {(place.span, each.concept, each.path[-1]) for each in answer.links for place in each.places}
    assert linked == {
        (link.mention.span, link.concept, f"{link.how} → {link.concept.label} ({link.concept.type})")
        for link in made.links
    }
    scores = {place.span: each.score for each in answer.links for place in each.places}
    assert scores == {link.mention.span: link.score for link in made.links}
    for each in (*answer.links, *answer.unlinked):
        assert bool(each.reason) == (each.concept is None)
        assert [sense.concept for sense in each.senses if sense.chosen] in ([each.concept], [])
        check_choice(each.keep)
        check_choice(each.type)
        for place in each.places:
            assert place.sentence.covers(place.span)
            assert place.span.of(answer.paper.text) == place.text
            for beaten in place.beaten:
                assert beaten.span.overlaps(place.span)
                assert beaten.why


def check_choice(choice):
    """The parts of each model's opinion sum to its margin, and the margins, weighted, to the log-odds of the choice."""
    for opinion in choice.opinions:
        assert sum(part.value for part in opinion.parts) == pytest.approx(opinion.margin)
    shares = [choice.share(choice.winner), choice.share(choice.rival)]
    if min(shares) > 0.02:
        total = sum(opinion.weight * opinion.margin for opinion in choice.opinions)
        assert total == pytest.approx(log(shares[0] / shares[1]), abs=0.05)


def check_claims(made: Extraction, answer):
    assert [each.claim for each in answer.claims] == list(made.claims)
    for each in answer.claims:
        assert each.iri == iri_of(each.claim)
        assert each.note == ""
        for mark in each.marks:
            assert each.claim.evidence.span.covers(mark.span)
        if each.choice:
            share = each.choice.share(each.choice.winner)
            assert share * each.factor == pytest.approx(each.claim.confidence, abs=1e-4)
            check_choice(each.choice)
        else:
            assert {"figure", "cue", "metric"} & {mark.what for mark in each.marks}


def test_the_same_paper_gives_the_same_answer():
    assert explain(PAPERS[0], engine=by_rules()) == explain(PAPERS[0], engine=by_rules())


def test_an_empty_text_has_nothing_to_explain():
    answer = explained("", title="T")
    assert answer.is_empty
    assert not explained("We like Heronet.").is_empty


# Parts of an answer


def test_a_node_with_its_links_and_claims():
    answer = explained(TEXT)
    heronet = naming(answer, "Heronet").concept
    part = of_node(answer, heronet.iri)
    assert [each.concept for each in part.links] == [heronet]
    assert part.unlinked == ()
    assert part.claims
    assert all(heronet in (each.claim.subject, each.claim.object) for each in part.claims)
    assert len(part.claims) < len(answer.claims)


def test_a_name_linked_or_not():
    answer = explained(TEXT)
    for name in ("Heronet", "heronet", concept_iri(ConceptType.MODEL, "Heronet")):
        assert of_name(answer, name) == of_node(answer, naming(answer, "Heronet").concept.iri), name
    left = of_name(answer, "DP")
    assert (left.links, left.claims) == ((), ())
    assert [each.reason for each in left.unlinked] == ["ambiguous, and nothing in the text tells which is meant"]


def test_a_name_goes_by_its_spellings_in_the_text():
    answer = explained("We like nest graphs of twigs. The nest graph is old.")
    both = of_name(answer, "nest graphs of twigs")
    assert [place.text for place in both.links[0].places] == ["nest graphs of twigs", "nest graph"]
    assert of_name(answer, "nest graph").links == both.links


def test_a_name_that_is_not_there_leaves_nothing():
    assert of_name(explained(TEXT), "BERT").is_empty


def test_a_claim_alone():
    answer = explained(TEXT)
    wanted = answer.claims[1]
    part = of_claims(answer, lambda iri: iri == wanted.iri)
    assert (part.claims, part.links, part.unlinked) == ((wanted,), (), ())


# Against a graph


def test_the_graph_as_kg_makes_it_has_no_note():
    made = extract(paper(TEXT), engine=engine())
    answer = explain(made.paper, engine=engine(), stored=made)
    assert {each.note for each in (*answer.links, *answer.unlinked, *answer.claims)} == {""}
    assert (answer.lost_links, answer.lost_claims) == ((), ())


def test_what_the_graph_lacks_is_new():
    made = extract(paper(TEXT), engine=engine())
    answer = explain(made.paper, engine=engine(), stored=replace(made, links=(), claims=()))
    assert {each.note for each in (*answer.links, *answer.claims)} == {NEW}
    assert {each.note for each in answer.unlinked} == {""}


def test_what_kg_no_longer_makes_is_lost():
    made = extract(paper(TEXT), engine=engine())
    answer = explain(made.paper, engine=engine(keep=-9.0), stored=made)
    assert answer.lost_links == made.links
    assert {claim.rule for claim in answer.lost_claims} >= {"role.model"}
    heronet = next(link.concept for link in made.links if link.concept.label == "Heronet")
    part = of_node(answer, heronet.iri)
    assert [link.concept for link in part.lost_links] == [heronet]
    assert [each.reason.split(" of ")[0] for each in part.unlinked] == ["its score"], "and why kg no longer links it"
    assert all(heronet in (claim.subject, claim.object) for claim in part.lost_claims)
    assert of_name(answer, "Heronet").lost_links == part.lost_links
    gone = iri_of(answer.lost_claims[0])
    assert of_claims(answer, lambda iri: iri == gone).lost_claims == answer.lost_claims[:1]


def test_what_a_person_said_is_told_apart():
    made = extract(paper(TEXT), engine=engine())
    said = replace(
        made,
        links=tuple(replace(link, mention=replace(link.mention, finder=PERSON)) for link in made.links),
        claims=tuple(replace(claim, rule=PERSON, confidence=1.0) for claim in made.claims),
    )
    answer = explain(made.paper, engine=engine(), stored=said)
    assert {each.note for each in (*answer.links, *answer.claims)} == {
        "in the graph by other means: a person said so, in annotations.jsonl"
    }
    assert (answer.lost_links, answer.lost_claims) == ((), ())


MAKERS = [
    (PERSON, "a person said so, in annotations.jsonl"),
    ("reader.lark-7b", "the reader lark-7b said so; what it went by is not known"),
    ("words.beats", ""),
    ("gazetteer", ""),
]


@pytest.mark.parametrize(("mark", "words"), MAKERS)
def test_who_made_it(mark, words):
    assert maker(mark) == words
    assert why_lost(mark) == (words or "kg as it is now does not make it; the graph is out of date")


def test_what_the_graph_has_by_another_rule_says_so():
    assert held("words.than", {"a": "words.beats"}, "a") == "in the graph by other means: words.beats"
    assert held("words.than", {"a": "words.than"}, "a") == ""
    assert held("words.than", {"a": "words.than"}, "b") == NEW


# Names that all papers settled on

LONG = "hierarchical window scheduling cache"


def settled():
    """A paper that defines HWSC by its long form, and the graph's side of it once another paper uses the short one."""
    made = extract(paper(f"We use a {LONG} (HWSC). HWSC is 2x faster than Heronet."), engine=engine(TECHNIQUE=1.0))
    kind = ConceptType.TECHNIQUE
    return made, merged(made, {concept_iri(kind, LONG): concept_iri(kind, "HWSC")})


def test_the_heirs_are_read_off_the_reasons_of_the_links():
    made, stored = settled()
    kind = ConceptType.TECHNIQUE
    assert heirs_of(made) == {}
    assert heirs_of(stored) == {concept_iri(kind, LONG): concept_iri(kind, "HWSC")}


def test_settled_names_are_those_of_the_graph():
    made, stored = settled()
    assert made.claims != stored.claims
    answer = explain(made.paper, engine=engine(TECHNIQUE=1.0), stored=stored)
    assert [each.claim for each in answer.claims] == list(stored.claims)
    assert (answer.lost_links, answer.lost_claims) == ((), ())
    assert {each.note for each in (*answer.links, *answer.claims)} == {""}
    found = naming(answer, "HWSC")
    assert found.concept.iri == concept_iri(ConceptType.TECHNIQUE, "HWSC")
    assert found.path[-1].startswith(f"short for “{LONG}”, as papers define it; defined in the text as “{LONG}”")


def test_a_settled_claim_keeps_its_marks():
    made, stored = settled()
    before = explain(made.paper, engine=engine(TECHNIQUE=1.0))
    after = explain(made.paper, engine=engine(TECHNIQUE=1.0), stored=stored)
    assert [each.marks for each in before.claims] == [each.marks for each in after.claims]
    assert [each.iri for each in before.claims] != [each.iri for each in after.claims]


def test_the_threshold_of_claims_is_that_of_the_settings():
    strict = engine(settings=Settings(fast=True, workers=1, min_confidence=0.6))
    for each in explained(TEXT, by=strict).claims:
        assert each.threshold in (0.0, 0.6)
