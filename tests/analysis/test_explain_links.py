"""Why a mention is linked or not: the path to the node, the senses, the scores, and what was proposed in its stead."""

from dataclasses import replace

import pytest

from kg.analysis import explain_reread
from kg.analysis.explain_places import place
from kg.analysis.explain_reread import reread
from kg.analysis.explained import Beaten
from kg.mentions.find import Draft, turn
from kg.model import ConceptType, Mention, Span
from kg.settings import Settings
from tests.analysis.explaining import FAST, MODEL, by_rules, engine, explained, naming, paper

SOFTWARE, TECHNIQUE = ConceptType.SOFTWARE, ConceptType.TECHNIQUE


def senses(found):
    return [(each.concept.label, each.possible, each.chosen, each.cues) for each in found.senses]


# The path from the words to the node

PATHS = [
    ("We like Heronet.", "Heronet", ("label of the catalogue → Heronet (Model)",)),
    ("We like nest graphs of twigs.", "nest graphs of twigs", (
        "alias of the catalogue: nest graphs of twigs → nest graph (Technique)",
    )),
    ("We like HERONET.", "HERONET", ("spelling of “Heronet” → Heronet (Model)",)),
    ("Heronet-3-8B flies.", "Heronet-3-8B", ("member of Heronet by the parts of its name → Heronet-3-8B (Model)",)),
    ("We propose WrenSort.", "WrenSort", ("named by the paper → WrenSort (Technique)",)),
    ("A finite state machine (FSM) runs.", "FSM", (
        "the text defines “FSM” as “finite state machine”",
        "label of the catalogue → finite state machine (Technique)",
    )),
    ("A twig tree parser (TTP) runs.", "TTP", (
        "the text defines “TTP” as “twig tree parser”",
        "defined in the text as “twig tree parser” → twig tree parser (Technique)",
    )),
]  # fmt: skip


@pytest.mark.parametrize(("text", "name", "path"), PATHS, ids=[row[1] for row in PATHS])
def test_the_path_leads_from_the_words_to_the_node(text, name, path):
    found = naming(explained(text, by=engine(TECHNIQUE=1.0)), name)
    assert found.path == path
    assert found.concept is not None
    assert found.path[-1].endswith(f"{found.concept.label} ({found.concept.type})")


def test_a_name_inside_a_longer_mention_is_said_to_be_read_so(monkeypatch):
    text = paper("We like WrenSort. Vanilla WrenSort models fail.").text
    names = ("WrenSort", "Vanilla WrenSort models")
    spans = (Span(text.index(name), text.index(name) + len(name)) for name in names)
    monkeypatch.setattr(explain_reread, "find", lambda *_: tuple(Mention(span, None, "test") for span in spans))
    found = naming(explained("We like WrenSort. Vanilla WrenSort models fail."), "WrenSort")
    assert [each.text for each in found.places] == list(names)
    assert found.path[0] == "“Vanilla WrenSort models” is read as “WrenSort”"


# Senses


def test_cues_decide_between_senses():
    found = naming(explained("We use DP with a privacy budget."), "DP")
    assert found.decided == "cues of the text"
    assert senses(found) == [
        ("differential privacy", True, True, ("privacy budget",)),
        ("Dirichlet process", False, False, ()),
    ]
    assert all(each.needs_context for each in found.senses)


def test_a_name_of_which_nothing_tells_the_sense_is_not_linked():
    answer = explained("We use DP here.")
    assert not answer.links
    found = naming(answer, "DP")
    assert found.concept is None
    assert found.reason == "ambiguous, and nothing in the text tells which is meant"
    assert found.decided == "nothing: the text has no cue of any of them"
    assert not any(each.possible or each.chosen for each in found.senses)
    assert found.path == ()


def test_a_definition_goes_before_cues():
    found = naming(explained("The Dirichlet process (DP) has a privacy budget."), "DP")
    assert found.decided == "the definition in the text"
    assert [each.concept.label for each in found.senses if each.chosen] == ["Dirichlet process"]
    (left,) = (each for each in found.senses if not each.possible)
    assert left.cues == ("privacy budget",)


def test_the_type_decides_where_the_catalogue_has_the_name_twice():
    for kinds, kind in (({"SOFTWARE": 1.0}, SOFTWARE), ({"MODEL": 1.0}, MODEL)):
        found = naming(explained("Osprey is fast.", by=engine(**kinds)), "Osprey")
        assert found.decided == "the type, where cues leave several"
        assert found.concept.type is kind
        assert [(each.concept.type, each.chosen) for each in found.senses] == [
            (kind, True),
            (SOFTWARE if kind is MODEL else MODEL, False),
        ]
        assert not found.by_catalogue
        assert found.type.winner == kind


def test_a_name_that_the_catalogue_does_not_know_says_so():
    found = naming(explained("We propose WrenSort."), "WrenSort")
    assert (found.senses, found.decided) == ((), "the catalogue does not know the name")


def test_where_there_is_one_sense_there_is_nothing_to_decide():
    assert naming(explained("We like Heronet."), "Heronet").decided == ""


# Scores


def test_the_catalogue_may_leave_no_choice_of_type():
    found = naming(explained("We like Heronet.", by=engine(TASK=9.0)), "Heronet")
    assert found.by_catalogue
    assert found.concept.type is MODEL
    assert (found.type.winner, found.type.rival) == ("Model", "Task")
    assert found.type.opinions[0].margin == pytest.approx(-9.0)


def test_a_score_below_the_threshold_is_the_reason():
    answer = explained("We like Heronet.", by=engine(keep=-2.0))
    found = naming(answer, "Heronet")
    assert answer.links == ()
    assert found.reason == f"its score of {found.score} is below {found.threshold:.2f}"
    assert found.score < found.threshold
    assert found.keep.opinions[0].margin == pytest.approx(-2.0)


def test_the_threshold_is_that_of_the_type():
    strict = engine(settings=Settings(fast=True, workers=1, min_link=0.4))
    technique = naming(explained("We propose WrenSort.", by=strict), "WrenSort")
    model = naming(explained("We like Heronet.", by=strict), "Heronet")
    assert technique.threshold == 0.4
    assert model.threshold < 0.4


def test_the_parts_of_the_keep_score_sum_to_its_log_odds():
    for each in explained("We use BERT on a GPU. BERT runs in PyTorch.", by=by_rules()).links:
        (opinion,) = each.keep.opinions
        assert sum(part.value for part in opinion.parts) == pytest.approx(opinion.margin)
        assert dict(opinion.shares)["yes"] == pytest.approx(each.score, abs=1e-4)
        assert each.keep.share("yes") == each.score
        (kind,) = each.type.opinions
        assert sum(part.value for part in kind.parts) == pytest.approx(kind.margin)


# Places


def test_each_mention_has_its_sentence_and_its_finder():
    found = naming(explained("We propose WrenSort. It is fast. WrenSort wins."), "WrenSort")
    text = explained("We propose WrenSort. It is fast. WrenSort wins.").paper.text
    assert [each.sentence.of(text) for each in found.places] == ["We propose WrenSort.", "WrenSort wins."]
    assert [(each.finder, each.score, each.introduced) for each in found.places] == [("coined", 0.5, True)] * 2
    assert all(each.span.of(text) == each.text for each in found.places)


def test_the_same_span_by_a_less_sure_finder_is_not_taken():
    found = naming(explained("The Dirichlet process (DP) is old."), "DP")
    (place,) = (each for each in found.places if each.text == "DP")
    (beaten,) = place.beaten
    assert isinstance(beaten, Beaten)
    assert (beaten.finder, beaten.rank, beaten.span) == ("abbreviation", 3, place.span)
    assert beaten.why == "a surer finder goes first (gazetteer “DP”)"


def test_a_longer_span_by_a_less_sure_finder_is_not_taken():
    (place,) = naming(explained("The Heronet-2-7B Instruct sings."), "Heronet-2-7B").places
    (beaten,) = place.beaten
    assert (place.finder, beaten.text, beaten.finder) == ("name", "Heronet-2-7B Instruct", "gazetteer")


def proposals(*rows):
    return tuple(Draft(start, end, rank, finder, None, 0.5) for start, end, rank, finder in rows)


RIVALS = [
    ((0, 4, 1, "name"), (2, 9, 2, "gazetteer"), "a surer finder goes first"),
    ((0, 9, 2, "gazetteer"), (0, 4, 2, "gazetteer"), "the longer span goes first"),
    ((0, 4, 2, "gazetteer"), (2, 6, 2, "gazetteer"), "the earlier span goes first"),
    ((0, 4, 3, "abbreviation"), (0, 4, 3, "coined"), "the same span"),
]


@pytest.mark.parametrize(("winner", "loser", "why"), RIVALS, ids=[row[2] for row in RIVALS])
def test_why_a_proposal_lost(winner, loser, why):
    """The reason is the first in which the two differ, in the order in which overlaps are settled."""
    again = reread(paper("Heronet wins here.", "Nothing"), engine())
    shift = len("Nothing\n")
    first, second = proposals(*((start + shift, end + shift, *rest) for start, end, *rest in (winner, loser)))
    assert turn(first) < turn(second)
    mention = Mention(again.document.clean.raw_span(first.start, first.end), None, first.finder)
    made = replace(again, drafts=(first, second), readings={mention: next(iter(again.readings.values()))})
    (beaten,) = place(made, mention).beaten
    assert beaten.why.startswith(f"{why} ({first.finder} “")
    assert (beaten.finder, beaten.rank) == (second.finder, second.rank)


def test_a_proposal_that_nothing_went_before_opens_inside_another():
    again = reread(paper("Heronet wins here.", "Nothing"), engine())
    first, second = proposals((8, 12, 3, "coined"), (10, 14, 1, "name"))
    mention = Mention(again.document.clean.raw_span(first.start, first.end), None, first.finder)
    made = replace(again, drafts=(second, first), readings={mention: next(iter(again.readings.values()))})
    assert [each.why for each in place(made, mention).beaten] == ["it opens inside the mention before it"]


# Names that are no mention


def test_a_word_inside_a_longer_name_is_part_of_it():
    (left,) = explained("We like nest graphs of twigs.", name="twigs").unmarked
    assert (left.text, left.why) == ("twigs", "it is part of “nest graphs of twigs”")
    assert left.beaten == ()


def test_a_word_that_no_finder_takes_says_so():
    answer = explained("We like a pebble. Pebble!", name="PEBBLE")
    assert [(each.text, each.why) for each in answer.unmarked] == [
        ("pebble", "no finder takes it for a name"),
        ("Pebble", "no finder takes it for a name"),
    ]
    text = answer.paper.text
    assert [each.sentence.of(text) for each in answer.unmarked] == ["We like a pebble.", "Pebble!"]


def test_a_proposal_inside_a_longer_name_comes_with_what_beat_it():
    answer = explained("The Heronet-2-7B Instruct sings.", name="Heronet-2-7B Instruct")
    (left,) = answer.unmarked
    assert left.why == "it is part of “Heronet-2-7B”"
    assert [each.finder for each in left.beaten] == ["gazetteer"]


def test_a_mention_of_its_own_is_not_among_them():
    assert explained("We like Heronet.", name="Heronet").unmarked == ()


@pytest.mark.parametrize("name", ["heron", "eronet", "", " ", "?", "pebbles"])
def test_a_text_without_the_word_has_no_place(name):
    assert explained("We like Heronet. A pebble?", name=name).unmarked == ()


def test_spans_point_into_the_text_as_it_came():
    answer = explained(r"We like \textbf{nest graphs of twigs} at 98\% of speed. \textbf{Heronet} wins.", name="speed")
    text = answer.paper.text
    for found in [found for each in answer.links for found in each.places]:
        assert found.span.of(text) == found.text
        assert found.sentence.covers(found.span)
    (left,) = answer.unmarked
    assert left.span.of(text) == "speed"


def test_settings_decide_what_is_linked():
    assert engine().settings is FAST
    assert explained("We like Heronet.", by=engine(settings=Settings(fast=True, min_link=1.0))).links == ()
