"""Which direction is better: what the catalogue says, what the table says, and what nobody says."""

import pytest

from kg.analysis.directions import HEADS, direction
from kg.analysis.measured import Measures, condition, figure, once_a_paper, unit_of
from kg.iris import BASE
from kg.model import Bound, Iri, Mode
from kg.ontology import Ontology
from kg.tables.names import Names
from kg.tables.rows import Want
from kg.tables.stored import StoredTables
from tests.tables import made
from tests.tables.made import ACCURACY, HERON, IMAGES, LATENCY, ODDITY, WORDS, achieves, beats, read, store_of

TABLES = StoredTables(store_of(read("one", introduces := made.introduces(HERON), names=[ACCURACY, LATENCY, ODDITY])))
NAMES = Names(TABLES)


@pytest.mark.parametrize(
    ("metric", "phrase", "better"),
    [
        (ACCURACY, "accuracy", True),
        (LATENCY, "latency", False),
        (ODDITY, "oddity", None),
        (None, "pass@1 accuracy", True),
        (None, "End-to-end Latency", False),
        (None, "FLOPs", False),
        (None, "number of parameters", False),
        (None, "training throughput", True),
        (None, "accuracy of what", None),
        (None, "incurring computational overhead", None),
        (None, "", None),
        (None, "@", None),
    ],
    ids=str,
)
def test_which_direction_is_better(metric, phrase, better):
    assert direction(metric and metric.iri, phrase, TABLES.concepts(), NAMES) is better


@pytest.mark.parametrize("word", HEADS)
def test_the_table_agrees_with_the_catalogue(word):
    better, slug = HEADS[word]
    entry = Ontology.load().concepts[Iri(f"{BASE}concept/metric/{slug}")]
    assert entry.values("higherIsBetter") == (str(better).lower(),)


def rows(*said, names=()):
    tables = StoredTables(store_of(read("p", *said, names=[ACCURACY, *names])))
    return Measures(tables, Names(tables)), tables.claims(Want())


def test_a_metric_is_the_concept_or_the_words():
    speed = made.figure("2", "x", "odd speed", mode=Mode.RATIO)
    by_words = made.figure("2", "x", "top-1 accuracies", mode=Mode.RATIO)
    measures, found = rows(
        achieves(HERON, ACCURACY, "1"),
        beats(HERON, "it", "", speed),
        beats(HERON, "it", "", by_words),
        beats(HERON, "them"),
    )
    metrics = [measures.metric(row) for row in found]
    assert [metric and (metric.label, metric.iri) for metric in metrics] == [
        ("accuracy", ACCURACY.iri), ("odd speed", None), ("accuracy", ACCURACY.iri), None,
    ]  # fmt: skip
    assert metrics[1].better is True


def test_data_sets_are_named_in_order():
    measures, found = rows(
        achieves(HERON, ACCURACY, "1", WORDS, IMAGES), achieves(HERON, ACCURACY, "2"), names=[WORDS, IMAGES]
    )
    assert measures.dataset(found[0]) == (f"{IMAGES.iri} {WORDS.iri}", "ImageSea, WordSea")
    assert measures.dataset(found[1]) == ("", "")
    assert measures.label("https://example.org/none") == "https://example.org/none"


@pytest.mark.parametrize(
    ("given", "written", "unit"),
    [
        ({"unit": "milliseconds"}, "3 milliseconds", "ms"),
        ({"unit": "x", "bound": Bound.UP_TO}, "up to 3x", "x"),
        ({"unit": "%", "bound": Bound.ABOUT}, "about 3%", "%"),
        ({"unit": "", "mode": Mode.RANK}, "rank 3", ""),
        ({"unit": "furlongs", "bound": None}, "3 furlongs", "furlongs"),
    ],
    ids=str,
)
def test_figures_and_units(given, written, unit):
    _, (row,) = rows(achieves(HERON, ACCURACY, "3", **given))
    assert (figure(row), unit_of(row)) == (written, unit)


def test_conditions_do_not_repeat_the_bound():
    _, found = rows(
        achieves(HERON, ACCURACY, "3", bound=Bound.UP_TO, condition="up to; on T4"),
        achieves(HERON, ACCURACY, "4"),
        beats(HERON, "it"),
    )
    assert [condition(row) for row in found] == ["on T4", "", ""]
    assert figure(found[2]) == ""


def test_what_a_paper_says_twice_counts_once_the_surest():
    _, found = rows(
        achieves(HERON, ACCURACY, "3", said="One.", confidence=0.5), achieves(HERON, ACCURACY, "3", said="Two.", confidence=0.8),
        achieves(HERON, ACCURACY, "3", said="Three.", confidence=0.8),
    )  # fmt: skip
    assert [row.sentence for row in once_a_paper([((row.subject,), row) for row in found])] == ["Two."]
