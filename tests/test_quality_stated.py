"""What a build states in the graph of how good its reading is."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from kg import pipeline, stating
from kg.export.folder import build_folder
from kg.model import Paper
from kg.ontology import Ontology
from kg.pipeline import build
from kg.quality import Reading, Record, reading
from kg.rdf.shapes import validate
from kg.rdf.store import Store
from kg.settings import Settings
from tests.cli.papers import PAPERS, WHOLE
from tests.rdf.measured import RECORD

FAST = Settings(workers=1, fast=True)
GIVEN = [Paper(each["id"], each["title"], each["abstract"]) for each in PAPERS]
ASKED = """SELECT ?same (GROUP_CONCAT(?name; SEPARATOR=" ") AS ?names) WHERE {
  { SELECT * WHERE { ?graph kg:asMeasured ?same . OPTIONAL { ?graph kg:differsIn ?name } } ORDER BY ?name }
} GROUP BY ?same"""


@pytest.fixture(autouse=True)
def measured(monkeypatch: pytest.MonkeyPatch) -> Reading:
    """The reading that the record in force was measured with: this very kg, reading fast."""
    found = reading(FAST, Ontology.load().sha256)
    monkeypatch.setattr(stating, "shipped", lambda: replace(RECORD, reading=found))
    return found


def standing(store: Store) -> list[tuple[str, list[str]]]:
    return [(row["same"].value, row["names"].value.split() if row["names"] else []) for row in store.query(ASKED)]


def built(papers: Iterable[Paper] = GIVEN, settings: Settings = FAST, store: Store | None = None) -> Store:
    store = store or Store()
    build(papers, store, settings=settings)
    return store


def test_a_build_that_reads_as_measured_says_so() -> None:
    store = built()
    assert standing(store) == [("true", [])]
    assert validate(store).conforms


@pytest.mark.parametrize(
    ("settings", "names"),
    [
        (replace(FAST, min_confidence=0.5), ["min_confidence"]),
        (replace(FAST, min_link=0.5, min_confidence=0.5), ["min_confidence", "min_link"]),
        (replace(FAST, title="Another", workers=2), []),
    ],
)
def test_other_settings_are_named(settings: Settings, names: list[str]) -> None:
    assert standing(built(settings=settings)) == [("false" if names else "true", names)]


@pytest.mark.slow
def test_a_build_that_is_not_fast_is_another_reading() -> None:
    assert standing(built(GIVEN[:1], Settings(workers=1))) == [("false", ["fast"])]


def test_another_catalogue_is_named() -> None:
    store, other = Store(ontology=Ontology.empty()), Ontology.empty()
    build(GIVEN, store, settings=FAST, ontology=other)
    assert standing(store) == [("false", ["catalogue"])]


def test_other_weights_are_named(monkeypatch: pytest.MonkeyPatch, measured: Reading) -> None:
    monkeypatch.setattr(stating, "shipped", lambda: replace(RECORD, reading=replace(measured, weights="others")))
    assert standing(built()) == [("false", ["weights"])]


def test_papers_that_were_read_otherwise_are_named() -> None:
    store = built(GIVEN[:1], replace(FAST, min_confidence=0.9))
    built(GIVEN[1:], store=store)
    assert standing(store) == [("false", ["papers"])]
    built(store=store)
    assert standing(store) == [("true", [])]


def test_papers_that_were_read_alike_in_an_earlier_build_count_as_measured() -> None:
    store = built(GIVEN[1:], store=built(GIVEN[:1]))
    assert standing(store) == [("true", [])]


def test_a_paper_that_fails_keeps_what_was_read_of_it_before(monkeypatch: pytest.MonkeyPatch) -> None:
    store = built(settings=replace(FAST, min_link=0.9))

    def torn(paper: Paper, **options: object) -> None:
        raise RuntimeError("torn")

    monkeypatch.setattr(pipeline, "extract", torn)
    built(GIVEN[:1], store=store)
    assert standing(store) == [("false", ["papers"])]


def test_papers_that_people_corrected_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "corrected", lambda extraction, annotation, ontology: extraction)
    said = {name: SimpleNamespace(digest="said") for name in (GIVEN[0].id, "no such paper")}
    store = Store()
    build(GIVEN, store, settings=FAST, annotations=said)  # type: ignore[arg-type]
    assert standing(store) == [("false", ["annotations"])]
    build(GIVEN, store, settings=FAST)
    assert standing(store) == [("true", [])]


def test_a_graph_without_papers_states_nothing() -> None:
    store = built()
    report = build([], store, settings=FAST, prune=True)
    assert (report.papers, report.triples) == (0, 0)
    assert "quality" not in report.versions


def test_without_a_record_nothing_is_stated(monkeypatch: pytest.MonkeyPatch) -> None:
    store = built()
    monkeypatch.setattr(stating, "shipped", lambda: None)
    report = build(GIVEN, store, settings=FAST)
    assert standing(store) == []
    assert "quality" not in report.versions


def test_the_report_names_the_record(measured: Reading) -> None:
    report = build(GIVEN, Store(), settings=FAST)
    assert report.versions["quality"] == replace(RECORD, reading=measured).id


def test_order_and_steps_change_no_byte() -> None:
    whole = set(built().triples())
    assert set(built(GIVEN[::-1]).triples()) == whole
    assert set(built(store=built(GIVEN[:1])).triples()) == whole


# The folder


def folder(path: Path, text: str = WHOLE) -> dict[str, str]:
    source = path / "papers.jsonl"
    source.write_text(text, encoding="utf-8")
    return build_folder(source, path / "out", settings=FAST).outputs


def test_a_new_record_changes_the_turtle_and_reads_no_paper_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, measured: Reading
) -> None:
    before = folder(tmp_path)
    assert folder(tmp_path) == before
    newer: Record = replace(RECORD, reading=measured, engine="another")
    gold = replace(RECORD.gold[0], papers=19)
    monkeypatch.setattr(stating, "shipped", lambda: replace(newer, gold=(gold,)))
    source = tmp_path / "papers.jsonl"
    report = build_folder(source, tmp_path / "out", settings=FAST)
    assert (report.added, report.changed, report.unchanged) == (0, 0, 2)
    assert report.outputs["graph.ttl"] != before["graph.ttl"]
    assert report.outputs["graph.html"] == before["graph.html"]
    assert "kg:paperCount 19" in (tmp_path / "out" / "graph.ttl").read_text(encoding="utf-8")
    again = build_folder(source, tmp_path / "out2", settings=FAST)
    assert again.outputs == report.outputs
