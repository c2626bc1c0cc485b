"""Why a claim is made: the words that its rule went by, or the parts of what a model says."""

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from kg.analysis.explain_rules import READS
from kg.claims import confidences
from kg.model import Polarity
from tests.analysis.explaining import FAST, biased, by_rules, ends, engine, explained, figures, words

NEW = "We propose WrenSort. "
WE = "the sentence does not name the subject: words like “we” stand for WrenSort"
NOBODY = "the sentence names no rival: earlier methods are implied"
GOLDEN = [
    ("figure.adjective", "WrenSort is 1.7x faster than Heronet.",
     "subject WrenSort|figure 1.7x|cue faster|cue than|rival Heronet", ("the metric is implied: “speed”",)),
    ("figure.adjective", "WrenSort has 12% lower latency than Heronet.",
     "subject WrenSort|figure 12%|cue lower|metric latency|cue than|rival Heronet", ()),
    ("figure.by", "WrenSort reduces latency by 12% compared to Heronet.",
     "subject WrenSort|cue reduces|metric latency|cue by|figure 12%|cue compared to|rival Heronet", ()),
    ("figure.gain-of", "Compared to Heronet, WrenSort achieves a speedup of 3x.",
     "cue Compared to|rival Heronet|subject WrenSort|metric speedup|cue speedup of|figure 3x", ()),
    ("figure.gain", "WrenSort brings a 3x speedup over Heronet.",
     "subject WrenSort|figure 3x|cue speedup|metric speedup|cue over|rival Heronet", ()),
    ("figure.metric-of", "It reaches an accuracy of 92.1% on WrenBench.", "metric accuracy|figure 92.1%", (WE,)),
    ("figure.absolute", "WrenSort reaches 92.1% accuracy.", "subject WrenSort|figure 92.1%|metric accuracy", ()),
    ("words.beats", "WrenSort outperforms Heronet on WrenBench.",
     "subject WrenSort|cue outperforms|rival Heronet", ()),
    ("words.equals", "WrenSort is on par with Heronet.", "subject WrenSort|cue on par with|rival Heronet", ()),
    ("words.lags", "WrenSort lags behind Heronet.", "rival WrenSort|cue lags behind|subject Heronet",
     ("the sentence speaks of the one that does worse: the ends of the claim are the other way round",)),
    ("words.improves-weakly", "We reduce latency.", "cue reduce|metric latency", (WE, NOBODY)),
    ("words.kept", "WrenSort runs without loss of accuracy.", "subject WrenSort|cue without|metric accuracy", (NOBODY,)),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "sentence", "marked", "notes"), GOLDEN, ids=[row[1] for row in GOLDEN])
def test_a_rule_marks_the_words_that_it_went_by(rule, sentence, marked, notes):
    (found,) = figures(explained(NEW + sentence))
    assert found.claim.rule == rule
    assert found.reads == READS[rule]
    assert sorted(" ".join(each) for each in words(found)) == sorted(marked.split("|"))
    assert found.notes == notes
    assert found.measured
    assert found.claim.confidence == confidences.confidence(rule)


@pytest.mark.parametrize("row", GOLDEN, ids=[row[1] for row in GOLDEN])
def test_marks_stand_in_the_sentence_in_order(row):
    answer = explained(NEW + row[1])
    (found,) = figures(answer)
    assert [mark.span for mark in found.marks] == sorted(mark.span for mark in found.marks)
    for mark in found.marks:
        assert found.claim.evidence.span.covers(mark.span)
        assert mark.span.of(answer.paper.text) == mark.text


def test_a_hedge_is_marked():
    (found,) = figures(explained(f"{NEW}WrenSort may reduce latency by 12% compared to Heronet."))
    assert ("hedge", "may") in words(found)
    assert found.claim.hedge == "may"


def test_a_negation_is_marked():
    (found,) = figures(explained(f"{NEW}WrenSort does not outperform Heronet."))
    assert ("negation", "does not") in words(found)
    assert found.claim.polarity is Polarity.NEGATED


def test_a_question_mark_is_a_hedge():
    (found,) = figures(explained(f"{NEW}Does WrenSort outperform Heronet?"))
    assert ("hedge", "?") in words(found)
    assert found.claim.hedge == "?"


def test_the_phrase_of_an_unnamed_rival_is_marked():
    (found,) = figures(explained("We build a thing. Our method outperforms prior pruning methods by 3 points."))
    assert ends(found) == ("@paper", "outperforms", "prior pruning methods")
    assert ("rival", "prior pruning methods") in words(found)
    assert found.notes == (
        "the sentence does not name the subject: words like “we” stand for the paper's own contribution",
    )


def test_marks_point_into_the_text_as_it_came():
    answer = explained(rf"{NEW}WrenSort is 1.7$\times$ faster than \textbf{{Heronet}}.")
    (found,) = figures(answer)
    assert ("figure", r"1.7$\times$") in words(found)
    assert all(mark.span.of(answer.paper.text) == mark.text for mark in found.marks)


def test_of_two_figures_each_claim_marks_its_own():
    found = figures(explained(f"{NEW}WrenSort is 1.7x faster and 12% smaller than Heronet."))
    assert [dict(words(each))["figure"] for each in found] == ["1.7x", "12%"]


def test_every_rule_has_words():
    """A rule that is new to kg.claims says here what it reads."""
    folder = Path(confidences.__file__).parent
    source = "".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.py")))
    named = set(re.findall(r"\"((?:figure|words)\.[a-z-]+)\"", source)) - {"words.state"}  # the beginning of one
    assert named - set(READS) == set()
    assert set(confidences._PRECISION) <= set(READS)


def test_a_rule_that_was_not_counted_is_a_guess():
    (found,) = figures(explained(f"{NEW}WrenSort is slower than Heronet."))
    assert found.claim.rule == "words.worse-than"
    assert found.measured == confidences.is_measured("words.worse-than")
    assert not confidences.is_measured("words.unheard-of")
    assert confidences.confidence("words.unheard-of") == 0.5


# The judge of figures

FINCH = "We propose WrenSort. WrenSort has 12% lower latency than Heronet, as Heronet-2-7B shows."


def judge(rival):
    """A judge that likes one kind of rival, whoever the rule takes."""
    made = biased(("no", "yes"), {"yes": -1.0})
    return replace(made, index={rival: 0}, weights=np.array([[0.0, 4.0]], dtype=np.float32))


def test_a_judge_gives_its_choice_and_parts_beside_the_rule():
    answer = explained(FINCH, by=engine(judge=judge("rival followed by “,”")))
    found = next(each for each in answer.claims if ends(each) == ("WrenSort", "outperforms", "Heronet"))
    assert (found.choice.winner, found.choice.rival) == ("yes", "no")
    assert found.choice.share("yes") == pytest.approx(found.claim.confidence, abs=1e-4)
    assert [part.name for part in found.choice.opinions[0].parts] == ["rival followed by “,”", "(start)"]
    assert found.precision == confidences.confidence("figure.adjective")
    assert found.reads == READS["figure.adjective"]
    assert found.threshold == FAST.min_confidence
    assert ("figure", "12%") in words(found)


def test_another_end_than_the_rule_takes_is_noted():
    answer = explained(FINCH, by=engine(judge=judge("rival followed by “shows”")))
    (found,) = (each for each in answer.claims if each.claim.rule == "figure.adjective")
    assert ends(found) == ("WrenSort", "outperforms", "Heronet-2-7B")
    assert "the rule takes another rival: Heronet" in found.notes
    assert ("rival", "Heronet-2-7B") in words(found)


def test_without_a_judge_there_is_no_choice_and_no_other_end():
    (found,) = figures(explained(FINCH))
    assert (found.choice, found.precision) == (None, None)
    assert ends(found) == ("WrenSort", "outperforms", "Heronet")


# Models

TEXT = "We present Osprel, a kernel for BERT inference. Osprel uses quantization and runs on an NVIDIA A100."


@pytest.fixture(scope="module")
def answer():
    return explained(TEXT, by=by_rules(), title="Osprel: kernels for BERT")


def test_there_are_roles_and_relations_of_a_model(answer):
    rules = {each.claim.rule for each in answer.claims}
    assert "role.model" in rules
    assert any(rule.startswith("pair.") for rule in rules)


def test_a_models_claim_has_the_confidence_that_it_shows(answer):
    for each in answer.claims:
        share = each.choice.share(each.claim.predicate)
        assert share * each.factor == pytest.approx(each.claim.confidence, abs=1e-4)
        assert each.choice.winner == each.claim.predicate
        assert each.choice.rival != each.claim.predicate
        assert each.measured


def test_the_parts_of_a_claim_sum_to_its_margin(answer):
    for each in answer.claims:
        (opinion,) = each.choice.opinions
        assert sum(part.value for part in opinion.parts) == pytest.approx(opinion.margin)
        ahead = each.choice.share(each.choice.winner) - each.choice.share(each.choice.rival)
        assert opinion.margin * ahead >= 0


def test_a_role_is_kept_whatever_its_share_and_a_relation_from_the_threshold(answer):
    for each in answer.claims:
        assert each.threshold == (0.0 if each.claim.rule == "role.model" else FAST.min_confidence)
        assert each.claim.confidence >= each.threshold


def test_a_role_marks_its_concept(answer):
    for each in answer.claims:
        if each.claim.rule == "role.model":
            assert {mark.what for mark in each.marks} == {"object"}
            assert each.notes == ()


def test_a_relation_marks_its_ends_or_says_that_one_is_left_out(answer):
    for each in answer.claims:
        if each.claim.rule != "role.model":
            marked = {mark.what for mark in each.marks}
            assert "object" in marked
            assert ("subject" in marked) != bool(each.notes)


def test_a_relation_of_the_unnamed_contribution_says_whose_it_is():
    text = "In this work we use quantization to run BERT on an NVIDIA A100 GPU."
    answer = explained(text, by=by_rules(), title="On small models")
    left_out = [note for each in answer.claims for note in each.notes]
    assert set(left_out) == {"the sentence does not name the subject, the paper's own contribution"}
