"""The quality record from annotated papers, and its page."""

from dataclasses import replace

import pytest

from kg.analysis.quality import measure, seen_in
from kg.analysis.quality_page import page, worst
from kg.analysis.score import MEASURES, score
from kg.quality import Figure, Record, Row
from tests.analysis.annotated import FASTER, GOLD, HERON, WILLOW, concept, paper
from tests.rdf.measured import GOLD as MEASURED
from tests.rdf.measured import PLAIN, READING, RECORD, WITH_INTERVALS

OTHER = paper([HERON, concept("Stork")], [], id="p2", title="Another title")
FOUND = [paper([HERON, WILLOW], [FASTER | {"confidence": 0.9}]), paper([HERON], [], id="p2", title="Another title")]


@pytest.fixture(scope="module")
def measured():
    return measure("two.jsonl", "e" * 64, [GOLD, OTHER], FOUND, seen=1)


def test_the_figures_are_those_of_the_scorer(measured):
    expected = score([GOLD, OTHER], FOUND)
    assert tuple(measured.measures) == MEASURES
    for name, row in measured.measures.items():
        tally = expected.measures[name]
        assert (row.hit, row.miss, row.alarm) == (tally.hit, tally.miss, tally.alarm)
        for rate in ("precision", "recall", "f1"):
            assert getattr(row, rate).value == pytest.approx(getattr(tally, rate), abs=5e-5)
    assert set(measured.by_type) == {str(name) for name in expected.by_type}
    assert set(measured.by_predicate) == {str(name) for name in expected.by_predicate}
    assert measured.shares == {"metric": Figure(1.0), "evidence": Figure(1.0)}
    assert (measured.papers, measured.name, measured.seen) == (2, "two.jsonl", 1)


def test_the_measures_have_intervals_around_their_rates(measured):
    recall = measured.measures["concept"].recall
    assert recall.low < recall.value < recall.high
    assert all(row.f1.low is None for row in measured.by_type.values())


def test_calibration_is_measured_where_confidence_is_stated(measured):
    assert measured.calibration == {"relation": Figure(0.1)}


def test_what_cannot_be_counted_is_left_out():
    bare = measure("one.jsonl", "e" * 64, [paper([HERON])], [paper([HERON])])
    assert (bare.shares, bare.calibration, bare.seen) == ({}, {}, None)


def test_the_same_papers_give_the_same_record(measured):
    assert measure("two.jsonl", "e" * 64, [GOLD, OTHER], FOUND, seen=1) == measured


def test_papers_that_were_learned_from_are_told_by_title_or_id():
    seen = [paper(id="x", title="A {TITLE}"), paper(id="p2", title="Reworded")]
    assert seen_in([GOLD, OTHER], seen) == 2
    assert seen_in([GOLD, OTHER], seen[:1]) == 1
    assert seen_in([GOLD, OTHER], []) == 0


# The page


def test_the_page_shows_every_figure():
    text = page(RECORD)
    assert text.startswith("# Quality\n")
    assert (
        "kg quality herons.jsonl --learned-from swans.jsonl -o kg/weights/quality.json --page docs/quality.md" in text
    )
    assert "kg 1.2 read the papers" in text
    assert "20 annotated papers (sha256 `cccccccccccccccc…`). The weights were learned from 0 of them.\n" in text
    assert "| relations | 0.800 <sub>0.710 to 0.880</sub> | 0.500 <sub>0.400 to 0.610</sub> |" in text
    assert "| Model | 0.750 | 0.600 | 0.667 | 6 | 4 | 2 |" in text
    assert "| share of figures found with the right metric | 0.900 |" in text
    assert "| relations | 0.110 |" in text
    assert "settings | min_link 0.4, min_confidence 0.3, fast false, reader kg |" in text
    assert text.endswith("|\n")


@pytest.mark.parametrize(
    ("seen", "words"),
    [(None, "Nobody said whether"), (3, "from 3 of them. **So the figures flatter"), (0, "learned from 0 of them.\n")],
)
def test_the_page_says_whether_the_papers_are_new(seen, words):
    assert words in page(Record(READING, "f", None, (replace(MEASURED, seen=seen),)))


def test_the_page_names_what_fails_most():
    text = page(RECORD)
    assert "- Lowest F1 by type: `Task` 0.62, `Model` 0.67.\n" in text
    assert "- Lowest F1 by predicate: `uses` 0.62.\n" in text, "partOf is annotated once"


def test_the_worst_are_few_and_annotated_often_enough():
    rare = Row(Figure(0.0), Figure(0.0), Figure(0.0), 0, 9, 0)
    rows = {f"t{number}": PLAIN for number in range(7)} | {"low": WITH_INTERVALS, "rare": rare}
    assert worst(rows) == ["low", "t0", "t1", "t2", "t3"]


def test_a_page_of_little_says_little():
    bare = replace(MEASURED, calibration={}, by_type={}, by_predicate={})
    text = page(replace(RECORD, learned_from=None, gold=(bare, replace(bare, name="swans.jsonl"))))
    assert "calibration" not in text
    assert "Lowest" not in text
    assert "kg quality herons.jsonl swans.jsonl -o" in text
    assert text.count("\n## ") == 2
