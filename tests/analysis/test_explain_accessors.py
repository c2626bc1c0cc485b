"""What reading a paper shows of itself for explanations, and that it changes nothing of what is read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.claims import comparisons, hedges
from kg.claims.judge import with_roles
from kg.claims.roles import roles
from kg.claims.subjects import things
from kg.context import Context
from kg.linking.groups import group, readings
from kg.linking.link import decide, judge_all
from kg.linking.senses import Cues
from kg.mentions.find import drafts, find, turn
from kg.model import Mention, Polarity, Span
from kg.parse import parse_one
from tests.analysis.explaining import CATALOGUE, by_rules, engine, paper
from tests.vocabulary.made import by_label

TEXTS = [
    "We propose WrenSort. WrenSort is 1.7x faster than Heronet on the RAVEN-9.",
    "The Dirichlet process (DP) is old. DP is bayesian. Heronet-2-7B Instruct uses it.",
    r"We use \textbf{nest graphs of twigs}. The twig tree parser (TTP) may reduce latency by 98\%.",
]


@pytest.fixture(params=TEXTS)
def document(request):
    return parse_one(paper(request.param))


# Mentions


def test_every_mention_is_one_of_the_drafts(document):
    every = drafts(document, engine().gazetteer, None)
    spans = {(document.clean.raw_span(draft.start, draft.end), draft.finder) for draft in every}
    for mention in find(document, engine().gazetteer, None):
        assert (mention.span, mention.finder) in spans


def test_drafts_stand_in_the_order_of_their_turns(document):
    every = drafts(document, engine().gazetteer, None)
    assert list(every) == sorted(every, key=turn)
    assert [draft.rank for draft in every] == sorted(draft.rank for draft in every)


def test_the_first_draft_is_always_kept(document):
    first = drafts(document, engine().gazetteer, None)[0]
    kept = {mention.span for mention in find(document, engine().gazetteer, None)}
    assert document.clean.raw_span(first.start, first.end) in kept


# Linking


@pytest.mark.parametrize("by", [engine(), engine(keep=-5.0), by_rules()], ids=["all", "none", "shipped"])
def test_judging_a_group_says_what_deciding_does(document, by):
    mentions = find(document, by.gazetteer, None)
    linking = decide(document, mentions, by.gazetteer.resolver, ranker=by.ranker, threshold=0.4)
    links = {link.mention: link for link in linking.links}
    reasons = {left.mention: left.reason for left in linking.unlinked}
    for members in group(document.paper.text, mentions, by.gazetteer.resolver):
        [judged] = judge_all(Context(document), [members], by.ranker, 0.4)
        for mention in members.mentions:
            if mention in links:
                assert (judged.reason, judged.score, judged.kind) == (
                    "",
                    links[mention].score,
                    links[mention].concept.type,
                )
            else:
                assert judged.reason == reasons[mention]


READ_AS = [
    ("vanilla WrenSort", "WrenSort"),
    ("WrenSort models", "WrenSort"),
    ("existing standard WrenSort", "WrenSort"),
    ("WrenSort", "WrenSort"),
    ("Heronet", "Heronet"),
    ("proposed method", "proposed method"),
]


@pytest.mark.parametrize(("surface", "name"), READ_AS, ids=[row[0] for row in READ_AS])
def test_a_mention_is_read_as_the_name_inside_it(surface, name):
    text = f"T\nWe like {surface} and WrenSort."
    mentions = tuple(
        Mention(Span(start, start + len(words)), None, "test")
        for words, start in ((surface, text.index(surface)), ("WrenSort", text.rindex("WrenSort")))
    )
    found = readings(text, mentions, engine().gazetteer.resolver)
    assert tuple(found) == mentions
    assert found[mentions[0]].name == name
    assert found[mentions[1]].name == "WrenSort"


def test_a_reading_has_the_definition_the_sense_and_the_cues():
    document = parse_one(paper("The Dirichlet process (DP) is bayesian."))
    mentions = find(document, engine().gazetteer, None)
    short = next(mention for mention in mentions if mention.alias_of)
    reading = readings(document.paper.text, mentions, engine().gazetteer.resolver)[short]
    assert (reading.name, reading.long_form) == ("DP", "Dirichlet process")
    (entry,) = reading.sense.entries
    assert entry.concept.label == "Dirichlet process"
    assert reading.cues.found(entry) == ("bayesian", "Dirichlet process")


@given(
    st.lists(st.sampled_from(["a privacy budget", "private", "bayesian", "privacy", "noise", "differential privacy"]))
)
def test_the_cues_found_are_as_many_as_are_counted(words):
    cues = Cues(" ".join(words))
    for entry in CATALOGUE.concepts.values():
        assert len(cues.found(entry)) == cues.count(entry)
    found = cues.found(by_label(CATALOGUE, "differential privacy"))
    assert ("privacy budget" in found) == ("a privacy budget" in words)


# Claims


def test_each_claim_of_a_rule_comes_with_its_sentence_and_statement(document):
    by = engine()
    mentions = find(document, by.gazetteer, None)
    linking = decide(document, mentions, by.gazetteer.resolver, ranker=by.ranker, threshold=0.4)
    found = roles(Context(document), things(linking.links), by.reader.roles)
    links = with_roles(linking.links, found)
    rows = list(comparisons.read(document, links))
    assert [claim for _, _, claim in rows] == list(comparisons.find(document, links))
    for sentence, statement, claim in rows:
        assert claim.evidence.span == document.sentence_span(sentence.index)
        assert claim.rule == statement.reading.rule
        assert 0 <= statement.at <= len(sentence.text)


HEDGED = [
    ("X may outperform Y", "outperform", [("may", False)]),
    ("X does not outperform Y", "outperform", [("does not", True)]),
    ("X could not possibly outperform Y", "outperform", [("could not", True), ("possibly", False)]),
    ("X may win, but it outperforms Y", "outperforms", []),
    ("X outperforms Y and may win", "outperforms", []),
    ("X fails to outperform Y", "outperform", [("fails to", True)]),
    ("If X might outperform Y", "outperform", [("If", False), ("might", False)]),
]


@pytest.mark.parametrize(("text", "at", "cues"), HEDGED, ids=[row[0] for row in HEDGED])
def test_the_cues_of_doubt_stand_where_they_are_judged(text, at, cues):
    position = text.index(at)
    assert [(text[start:end], negates) for start, end, negates in hedges.places(text, position)] == cues
    polarity, hedge = hedges.judge(text, position)
    assert (polarity is Polarity.NEGATED) == any(negates for _, negates in cues)
    assert hedge == next((word.lower() for word, negates in reversed(cues) if not negates), None)


WORDS = st.lists(
    st.sampled_from(["X", "may", "not", "does", "only", "fails", "to", "win,", "but", "would", "while", "if", "never"]),
    max_size=14,
)


@given(WORDS)
def test_judging_and_placing_agree(words):
    text = f"{' '.join(words)} outperforms Y"
    position = text.index("outperforms")
    placed = list(hedges.places(text, position))
    polarity, hedge = hedges.judge(text, position)
    assert (polarity is Polarity.NEGATED) == any(negates for *_, negates in placed)
    assert (hedge is None) == all(negates for *_, negates in placed)
    assert all(0 <= start < end <= position for start, end, _ in placed)
