"""The quality record: its file, the one that ships, and what decides whether it speaks for a reading."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import fingerprints, quality
from kg.analysis.quality_page import page
from kg.errors import SourceError
from kg.fingerprints import engine_mark
from kg.ontology import Ontology
from kg.quality import RECORD as NAME
from kg.quality import Figure, Measured, Reading, Record, Row, reading, shipped, weights_digest
from kg.settings import Settings
from kg.versions import own_version
from tests.rdf.measured import GOLD, READING, RECORD

PAGE = Path(__file__).resolve().parents[1] / "docs" / "quality.md"

rates = st.floats(0, 1)
figures = st.builds(Figure, rates, st.none() | rates, st.none() | rates)
counts = st.integers(0, 9)
rows = st.builds(Row, figures, figures, figures, counts, counts, counts)
tables = st.dictionaries(st.text(max_size=4), rows, max_size=2)
shares = st.dictionaries(st.sampled_from(["metric", "evidence"]), figures)
golds = st.builds(
    Measured, st.text(max_size=5), counts, st.text(max_size=5), st.none() | counts, tables, tables, tables, shares, shares
)  # fmt: skip
records = st.builds(
    Record,
    st.builds(
        Reading,
        st.text(max_size=3),
        st.text(max_size=3),
        st.text(max_size=3),
        rates,
        rates,
        st.booleans(),
        st.text(max_size=3),
    ),
    st.text(max_size=3),
    st.none() | st.text(max_size=3),
    st.lists(golds, max_size=2).map(tuple),
)


@given(records)
def test_a_record_comes_back_from_its_file(record: Record) -> None:
    text = record.to_json()
    again = Record.from_json(text)
    assert again == record
    assert (again.to_json(), again.id) == (text, record.id)


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", "null", json.dumps({"gold": 3}), RECORD.to_json().replace('"low"', '"lowest"'),
     RECORD.to_json().replace('"seen"', '"saw"'), RECORD.to_json().replace('"f1"', '"f2"')],
)  # fmt: skip
def test_what_is_no_record_is_named(text: str) -> None:
    with pytest.raises(SourceError, match=r"^mine\.json: this is no record of quality .*kg quality GOLD -o FILE"):
        Record.from_json(text, "mine.json")


@pytest.mark.parametrize(
    ("changes", "differing"),
    [
        ({}, ()),
        ({"version": "9.9"}, ("version",)),
        ({"weights": "x"}, ("weights",)),
        ({"catalogue": "x", "fast": True}, ("catalogue", "fast")),
        ({"min_link": 0.5, "min_confidence": 0.0}, ("min_link", "min_confidence")),
    ],
)
def test_readings_differ_in_what_decides_what_is_read(changes: dict[str, object], differing: tuple[str, ...]) -> None:
    other = replace(READING, **changes)  # type: ignore[arg-type]
    assert READING.differences(other) == other.differences(READING) == differing


def test_a_reading_is_of_this_kg() -> None:
    found = reading(Settings(min_link=0.7, fast=True, workers=3), "some catalogue")
    assert found == Reading(own_version(), weights_digest(), "some catalogue", 0.7, 0.3, True, "kg")


@pytest.fixture
def weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of weights of our own in place of the one that ships."""
    folder = tmp_path / "weights"
    folder.mkdir()
    (folder / "roles.npz").write_bytes(b"1")
    monkeypatch.setattr(quality, "files", lambda package: tmp_path)
    quality.shipped.cache_clear()
    yield folder
    quality.shipped.cache_clear()


def test_the_digest_of_the_weights_is_of_names_and_contents_without_the_record(weights: Path) -> None:
    first = weights_digest()
    (weights / NAME).write_text("anything")
    assert weights_digest() == first
    (weights / "roles.npz").write_bytes(b"2")
    second = weights_digest()
    (weights / "roles.npz").rename(weights / "types.npz")
    third = weights_digest()
    (weights / "encoder").mkdir()
    (weights / "encoder" / "model.onnx").write_bytes(b"3")
    assert len({first, second, third, weights_digest()}) == 4


def test_there_may_be_no_record(weights: Path) -> None:
    assert shipped() is None


def test_a_record_that_ships_broken_is_an_error(weights: Path) -> None:
    (weights / NAME).write_text("{")
    with pytest.raises(SourceError, match=r"quality\.json: this is no record"):
        shipped()


def test_the_record_that_ships_is_read(weights: Path) -> None:
    (weights / NAME).write_text(RECORD.to_json(), encoding="utf-8")
    assert shipped() == RECORD
    assert shipped() is shipped()


def test_a_new_record_makes_no_paper_to_be_read_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for folder in ("annotation", "claims", "linking", "mentions", "naming", "neural", "weights/network"):
        (tmp_path / folder).mkdir(parents=True)
    monkeypatch.setattr(fingerprints, "files", lambda package: tmp_path)
    before = engine_mark(Settings(), Ontology.empty())
    (tmp_path / "weights" / NAME).write_text("new")
    assert engine_mark(Settings(), Ontology.empty()) == before
    (tmp_path / "weights" / "roles.npz").write_text("new")
    assert engine_mark(Settings(), Ontology.empty()) != before


# What is committed


def test_the_record_that_ships_is_a_measurement() -> None:
    record = shipped()
    assert record is not None
    assert record.gold
    for gold in record.gold:
        assert gold.papers > 0
        assert "/" not in gold.name
        assert set(gold.measures) == set(GOLD.measures)
        for row in gold.measures.values():
            for figure in (row.precision, row.recall, row.f1):
                assert figure.low is not None
                assert figure.high is not None
                assert 0 <= figure.low <= figure.value <= figure.high <= 1


def test_the_page_that_is_committed_shows_the_record_that_ships() -> None:
    record = shipped()
    assert record is not None
    assert PAGE.read_text(encoding="utf-8") == page(record), "run: kg quality --page docs/quality.md"
