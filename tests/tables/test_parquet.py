"""The files of the tables: the same bytes however they came about, and nothing read that is old or torn."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from kg.alone import LOCK
from kg.errors import StoreError
from kg.rdf.store import Store
from kg.tables import ducked, parquet, tables
from kg.tables.ducked import ParquetTables
from kg.tables.parquet import COLUMNS, MANIFEST, is_current, is_whole, write
from kg.tables.rows import Want
from kg.tables.stored import StoredTables
from kg.tables.tables import TABLES, opened_tables, tables_of
from tests.tables.made import ACCURACY, CATALOGUE, HERON, IMAGES, OSPREY, achieves, beats, read, store_of

duckdb = pytest.importorskip("duckdb")

PAPERS = [
    read(f"paper {number}", beats(HERON, OSPREY), achieves(HERON, ACCURACY, f"{number}.50", IMAGES))
    for number in range(40)
]


def contents(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def put(folder, *papers):
    write(folder, store_of(*papers), sorted(papers, key=lambda each: each.paper.id))
    return contents(folder)


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    return put(tmp_path_factory.mktemp("whole"), *PAPERS)


def test_the_files_are_the_tables_and_their_manifest(whole):
    assert {name.partition("/")[0].partition(".")[0] for name in whole} == {*COLUMNS, "tables"}
    assert json.loads(whole[MANIFEST])["files"].keys() == whole.keys() - {MANIFEST}


def test_the_columns_are_those_that_are_promised(tmp_path, whole):
    put(tmp_path, *PAPERS[:3])
    for table, columns in COLUMNS.items():
        path = next(path for path in tmp_path.rglob("*.parquet") if table in str(path.relative_to(tmp_path)))
        rows = duckdb.sql(f"DESCRIBE SELECT * FROM read_parquet('{path}')").fetchall()
        assert {row[0]: row[1] for row in rows} == columns


def test_numbers_are_typed_and_text_is_kept(tmp_path):
    put(tmp_path, PAPERS[7])
    row = duckdb.sql(
        f"SELECT value, number, month FROM read_parquet('{tmp_path}/claims/*.parquet') WHERE number > 7.4"
    ).fetchall()
    assert [(row[0][0], float(row[0][1]), row[0][2])] == [("7.50", 7.5, None)]


def test_other_ways_to_the_same_papers_give_the_same_bytes(tmp_path, whole):
    assert put(tmp_path, *PAPERS[:10]) != whole
    changed = replace(PAPERS[3], paper=replace(PAPERS[3].paper, url="https://example.org/changed"))
    put(tmp_path, *PAPERS[:3], changed, *PAPERS[5:])
    assert put(tmp_path, *PAPERS) == whole


def test_only_partitions_with_a_change_are_written(tmp_path, monkeypatch):
    put(tmp_path, *PAPERS)
    copied = []
    real = parquet._copy
    monkeypatch.setattr(parquet, "_copy", lambda table, rows, to: copied.append(to.stem) or real(table, rows, to))
    put(tmp_path, *PAPERS)
    assert copied == []
    changed = replace(PAPERS[3], paper=replace(PAPERS[3].paper, url="https://example.org/changed"))
    put(tmp_path, *PAPERS[:3], changed, *PAPERS[4:])
    assert copied == [f"{parquet._part(changed):02}"]  # the table of papers alone


def test_files_of_papers_that_are_gone_go_too(tmp_path):
    put(tmp_path, *PAPERS)
    (tmp_path / "claims" / "03.json").write_text("left by a build that was killed")
    few = put(tmp_path, PAPERS[0])
    assert len(few) <= 1 + 1 + 2 * 3
    assert put(tmp_path / "new", PAPERS[0]) == few


def test_no_papers_make_tables_without_rows(tmp_path):
    put(tmp_path)
    empty = ParquetTables(tmp_path)
    assert (empty.papers(), empty.concepts(), empty.mentions(), empty.edges(), empty.claims(Want())) == (
        {},
        {},
        [],
        [],
        [],
    )


def test_a_lost_or_edited_file_is_noticed_and_written_anew(tmp_path, whole):
    put(tmp_path, *PAPERS)
    assert is_current(tmp_path)
    path = next((tmp_path / "claims").iterdir())
    path.write_bytes(b"edited")
    assert not is_current(tmp_path)
    assert put(tmp_path, *PAPERS) == whole
    path.unlink()
    assert not is_current(tmp_path)
    assert put(tmp_path, *PAPERS) == whole
    (tmp_path / MANIFEST).write_text("[]")
    assert not is_current(tmp_path)
    assert not is_whole(tmp_path)
    assert put(tmp_path, *PAPERS) == whole


def test_without_duckdb_old_tables_are_removed(tmp_path, monkeypatch):
    folder = tmp_path / "tables"
    put(folder, PAPERS[0])
    monkeypatch.setattr(parquet, "find_spec", lambda name: None)
    assert not is_current(folder)
    put(folder, PAPERS[0])
    assert not folder.exists()
    assert is_current(folder)


def test_a_number_that_is_too_large_stays_as_text(tmp_path):
    put(tmp_path, read("huge", achieves(HERON, ACCURACY, "999999999999999T")))
    (row,) = ParquetTables(tmp_path).claims(Want(figures=True))
    assert row.value == "999999999999999T"
    assert duckdb.sql(f"SELECT number FROM read_parquet('{tmp_path}/claims/*.parquet')").fetchall() == [(None,)]


def test_a_folder_whose_name_holds_a_quote_can_be_used(tmp_path):
    put(tmp_path / "it's", PAPERS[0])
    assert len(ParquetTables(tmp_path / "it's").claims(Want())) == 2


@pytest.mark.parametrize("damage", [b"", b"no parquet", None])
def test_damaged_tables_give_one_clear_error(tmp_path, damage):
    put(tmp_path, PAPERS[0])
    path = next((tmp_path / "claims").iterdir())
    path.unlink() if damage is None else path.write_bytes(damage)
    with pytest.raises(StoreError, match="run kg build again"):
        ParquetTables(tmp_path).claims(Want())


def test_a_table_that_cannot_be_written_gives_one_clear_error(tmp_path, monkeypatch):
    monkeypatch.setattr(parquet, "_copy", lambda table, rows, to: f"COPY (SELECT 1) TO '{tmp_path}/none/x.parquet'")
    with pytest.raises(StoreError, match="cannot be written"):
        put(tmp_path / "out", PAPERS[0])
    assert not is_whole(tmp_path / "out")
    assert not list((tmp_path / "out").rglob("*.json"))


# What is opened


@pytest.fixture
def folder(tmp_path):
    with Store(tmp_path / "store", ontology=CATALOGUE) as store:
        store.replace_all(PAPERS[:3])
        write(tmp_path / TABLES, store, PAPERS[:3])
    return tmp_path


def kind(folder: Path):
    with opened_tables(folder) as opened:
        assert len(opened.claims(Want())) == 6
        return type(opened)


def test_tables_are_read_where_a_build_finished_them(folder):
    assert kind(folder) is ParquetTables


def test_the_store_is_read_while_a_build_is_under_way(folder):
    (folder / LOCK).write_text("1")
    assert kind(folder) is StoredTables


def test_the_store_is_read_where_there_are_no_whole_tables(folder):
    (folder / TABLES / MANIFEST).unlink()
    assert kind(folder) is StoredTables


def test_the_store_is_read_without_duckdb(folder, monkeypatch):
    monkeypatch.setattr(tables, "installed", lambda: False)
    assert kind(folder) is StoredTables


def test_a_folder_without_a_graph_is_an_error(tmp_path):
    with pytest.raises(StoreError), opened_tables(tmp_path):
        pass


def test_what_an_analysis_is_given_may_be_a_store_or_tables():
    store = store_of(PAPERS[0])
    given = tables_of(store)
    assert isinstance(given, StoredTables)
    assert tables_of(given) is given
    given.close()
    assert len(store) > 0


def test_a_connection_asks_nobody_outside():
    names = ("autoinstall_known_extensions", "autoload_known_extensions", "threads")
    rows = (
        parquet.connect().execute("SELECT name, value FROM duckdb_settings() WHERE name IN (?, ?, ?)", names).fetchall()
    )
    assert dict(rows) == {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false", "threads": "1"}
    assert ducked.connect is parquet.connect
