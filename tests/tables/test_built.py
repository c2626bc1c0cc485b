"""The tables that a build writes: the same bytes however the graph came about, current or written anew."""

import json
import os

import pytest

from kg.export.folder import build_folder
from kg.settings import Settings
from kg.tables import parquet
from kg.tables.rows import Want
from kg.tables.stored import StoredTables
from kg.tables.tables import TABLES, opened_tables
from tests.cli.papers import PAPERS, lines

pytest.importorskip("duckdb")

FAST = Settings(workers=1, fast=True)


def build(out, *papers, **options):
    listing = out.parent / "papers.jsonl"
    listing.write_text(lines(*papers), encoding="utf-8")
    return build_folder(listing, out, settings=FAST, **options)


def tables(out):
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in (out / TABLES).rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    out = tmp_path_factory.mktemp("whole") / "out"
    build(out, *PAPERS)
    return tables(out)


def test_another_way_to_the_same_papers_gives_the_same_tables(tmp_path, whole):
    out = tmp_path / "out"
    changed = {**PAPERS[0], "abstract": "Osprey is slower than Heron."}
    extra = {"id": "wren", "title": "Wren", "abstract": "Wren runs on a GPU."}
    for papers in ([changed], [changed, extra], [*PAPERS, extra]):
        build(out, *papers)
        assert tables(out) != whole
    build(out, *PAPERS, prune=True)
    assert tables(out) == whole


def test_with_nothing_changed_no_table_is_written(tmp_path, whole):
    out = tmp_path / "out"
    build(out, *PAPERS)
    for path in (out / TABLES).rglob("*.parquet"):
        os.utime(path, ns=(1, 1))
    build(out, *PAPERS)
    assert {path.stat().st_mtime_ns for path in (out / TABLES).rglob("*.parquet")} == {1}


def test_tables_that_were_lost_are_written_anew(tmp_path, whole):
    out = tmp_path / "out"
    build(out, *PAPERS)
    next((out / TABLES / "claims").iterdir()).unlink()
    build(out, *PAPERS)
    assert tables(out) == whole


def test_a_build_without_duckdb_leaves_no_tables_of_another_graph(tmp_path, monkeypatch):
    out = tmp_path / "out"
    build(out, *PAPERS)
    monkeypatch.setattr(parquet, "find_spec", lambda name: None)
    build(out, PAPERS[0], prune=True)
    assert not (out / TABLES).exists()
    with opened_tables(out) as opened:
        assert isinstance(opened, StoredTables)
        assert len(opened.papers()) == 1


def test_the_rows_are_those_of_the_records(tmp_path):
    out = tmp_path / "out"
    build(out, *PAPERS)
    records = [json.loads(line) for line in (out / "extractions.jsonl").read_text(encoding="utf-8").splitlines()]
    relations = {relation["iri"] for record in records for relation in (*record["relations"], *record["unasserted"])}
    with opened_tables(out) as opened:
        rows = opened.claims(Want(asserted=False))
    assert {row.claim for row in rows if row.subject != row.paper} == relations
    assert all(row.sentence in f"{record['title']}\n{record['abstract']}" for record in records for row in rows if row.paper_id == record["id"])  # fmt: skip
