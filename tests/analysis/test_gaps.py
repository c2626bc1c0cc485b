"""The queue of what the catalogue lacks: what counts as a gap, how gaps are grouped and ranked, and the nearest concept."""

import random

import pytest

from kg.analysis.gaps import gaps, nearest_of
from kg.analysis.gaps_found import Outcome, is_held, of_paper
from kg.model import ConceptType, Paper
from kg.naming.resolve import resolver_of
from kg.pipeline import load_engine
from kg.settings import Settings
from tests.vocabulary.made import catalogue, concept, entry

MODEL, TASK = ConceptType.MODEL, ConceptType.TASK
OWN = catalogue(
    entry("HeronNet", kind=MODEL, maker="Birds"),
    entry("HeronNet-2", kind=MODEL, broader=("HeronNet",)),
    entry("graph attention network", kind=MODEL),
    entry("graph attention", "GA", contextLabel="GA", cue="edges"),
    entry("genetic algorithm", "GA", contextLabel="GA", cue="fitness"),
    entry("attention"),
    entry("perching benchmark", kind=ConceptType.DATASET),
)
KEEP = Settings(fast=True, min_link=0.0, workers=1)  # every name is linked, by rules alone
DROP = Settings(fast=True, min_link=1.0, workers=1)  # none is


def paper(number, abstract, title="Birds of the wood"):
    return Paper(f"p{number}", title, abstract)


COINED = (
    paper(1, "We propose WrenSort. WrenSort is fast. It beats HeronNet."),
    paper(2, "We propose WrenSORT. It is unlike HeronNet-7B. We propose FinchSort."),
    paper(3, "We propose WrenSort, too. We propose FinchSort."),
    paper(4, "The GA is small. We propose OwlNet."),
    paper(5, "A GA helps. We present WrenSort."),
)


def found(papers=COINED, settings=KEEP, **options):
    return gaps(papers, settings=settings, ontology=OWN, **options)


def rows(answer):
    return {gap.label: gap for gap in answer.rows}


def test_coined_names_are_gaps_most_papers_first():
    answer = found(min_papers=1)
    assert [gap.label for gap in answer.rows][:2] == ["WrenSort", "FinchSort"]
    assert answer.papers == 5
    wren = answer.rows[0]
    assert (wren.papers, wren.mentions, wren.linked, wren.doubtful) == (4, 5, 5, 0)


def test_spellings_of_one_key_are_one_gap():
    labels = [gap.label for gap in found(min_papers=1).rows]
    assert "WrenSORT" not in labels


def test_what_the_catalogue_holds_or_makes_is_no_gap():
    labels = rows(found(min_papers=1))
    assert not any(label.startswith("HeronNet") for label in labels)


def test_an_ambiguous_name_comes_with_its_senses():
    (gap,) = (gap for gap in found().rows if gap.ambiguous)
    assert (gap.label, gap.papers, gap.ambiguous, gap.linked) == ("GA", 2, 2, 0)
    assert gap.candidates == ("genetic algorithm (Technique)", "graph attention (Technique)")
    assert gap.type is ConceptType.TECHNIQUE


def test_a_name_that_scores_too_low_is_doubtful_unless_the_catalogue_has_it():
    labels = rows(found(settings=DROP, min_papers=1))
    assert labels["WrenSort"].doubtful == labels["WrenSort"].mentions
    assert "HeronNet" not in labels
    assert "HeronNet-7B" not in labels


def test_few_papers_are_left_out_and_the_rest_is_counted():
    everything = found(min_papers=1)
    assert {gap.label for gap in found(min_papers=2).rows} == {gap.label for gap in everything.rows if gap.papers >= 2}
    first = found(min_papers=1, limit=1)
    assert first.rows == everything.rows[:1]
    assert first.left == len(everything.rows) - 1
    assert found(min_papers=99).rows == ()


@pytest.mark.parametrize("kind", [None, *ConceptType])
def test_one_type_can_be_asked_for(kind):
    everything = found(min_papers=1).rows
    assert found(min_papers=1, kind=kind).rows == tuple(gap for gap in everything if kind in (None, gap.type))


def test_examples_are_whole_sentences_of_three_papers():
    wren = found().rows[0]
    assert [each.paper for each in wren.examples] == ["p1", "p2", "p3"]
    assert wren.examples[1].sentence == "We propose WrenSORT."


def test_examples_are_on_one_line():
    (gap,) = (
        gap for gap in found([paper(1, "We propose WrenSort,\na  sort.")], min_papers=1).rows if "Wren" in gap.label
    )
    assert gap.examples[0].sentence == "We propose WrenSort, a sort."


def test_the_order_of_papers_does_not_count():
    mixed = list(COINED)
    for seed in range(5):
        random.Random(seed).shuffle(mixed)
        assert found(mixed, min_papers=1) == found(min_papers=1)


def test_the_number_of_processes_does_not_count():
    several = Settings(fast=True, min_link=0.0, workers=2)
    assert found(settings=several, min_papers=1) == found(min_papers=1)


def test_progress_is_told_for_each_paper():
    told = []
    found(progress=lambda stage, done, total: told.append((stage, done, total)))
    assert told == [("extract", number, 5) for number in range(1, 6)]


def test_no_papers_are_no_gaps():
    assert found(()) == gaps((), ontology=OWN)
    assert found(()).rows == ()
    assert found(()).papers == 0


def test_a_finding_knows_its_sentence_and_type():
    engine = load_engine(KEEP, OWN)
    (finding, *_) = of_paper(COINED[0], engine)
    assert (finding.key, finding.surface, finding.outcome) == ("wrensort", "WrenSort", Outcome.LINKED)
    assert (finding.paper, finding.sentence) == ("p1", "We propose WrenSort.")
    assert finding.type is not None


def test_the_long_form_and_the_short_one_are_one_gap():
    text = "We study nest sorting by beak (NSB). NSB is slow, and NSB is old."
    keys = {finding.key for finding in of_paper(paper(1, text), load_engine(KEEP, OWN))}
    assert len(keys & {"nsb", "nestsortingbybeak"}) == 1


@pytest.mark.parametrize(
    ("label", "kind", "held"),
    [("HeronNet", MODEL, True), ("HeronNet-7B", MODEL, True), ("HeronNet", TASK, False), ("WrenNet", MODEL, False)],
)
def test_what_is_held(label, kind, held):
    assert is_held(concept(label, kind), resolver_of(OWN)) is held


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        pytest.param("graph attention", "graph attention (Technique)", id="the same name goes first"),
        pytest.param("graph attention models", "graph attention (Technique)", id="a generic noun more"),
        pytest.param("sliding graph attention", "graph attention (Technique)", id="its end"),
        pytest.param("hard attention mechanism", "attention (Technique)", id="its end, without the noun"),
        pytest.param("attention", "attention (Technique)", id="a word"),
        pytest.param("perching", None, id="a word is not taken for a longer name"),
        pytest.param("graph", None, id="nor for the beginning of one"),
        pytest.param("GA", None, id="a name of several concepts is near to none"),
        pytest.param("models", None, id="nothing but a generic noun"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_the_nearest_concept(phrase, expected):
    assert nearest_of(OWN)(phrase) == expected


def test_a_longer_name_of_the_catalogue_is_near_without_its_noun():
    only = catalogue(entry("graph attention network", kind=MODEL))
    assert nearest_of(only)("graph attention") == "graph attention network (Model)"


def test_a_preferred_label_is_nearer_than_another_concepts_alias():
    two = catalogue(entry("aardvark search", "tree search"), entry("tree search", kind=TASK))
    assert nearest_of(two)("wide tree search") == "tree search (Task)"
