"""SQLite, Parquet and CSV: other readers get back all that papers state."""

import csv
import io
import sqlite3
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings

from kg.errors import SettingsError
from kg.export import sqlite
from kg.export.csv_files import plain
from kg.export.source import Whole
from kg.export.tables import COLUMNS
from kg.export.values import CLAIM_FIELDS, _joined, several
from kg.model import (
    Bound,
    Claim,
    Concept,
    ConceptType,
    Evidence,
    Extraction,
    Link,
    Mention,
    Mode,
    Paper,
    Polarity,
    Predicate,
    Quantity,
    Span,
)  # fmt: skip
from tests.export.graphs import PAPERS, exported, filled
from tests.rdf.example import EXAMPLE
from tests.rdf.strategies import extractions


def opened(data: bytes) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.deserialize(data)
    connection.row_factory = sqlite3.Row
    return connection


def concept(rows, iri, label):
    kind = rows["types"].get(iri)
    return Concept(iri, label, ConceptType(kind) if kind in list(ConceptType) else None)


def rebuilt(tables) -> list[Extraction]:
    """The extractions, put together from the rows of the tables by a reader of its own."""
    tables["types"] = {row["concept"]: row["type"] for row in tables["concepts"]}
    return [paper_of(tables, row) for row in tables["papers"]]


def paper_of(tables, row):
    iri = row["paper"]
    lists = {
        field: tuple(
            each["value"]
            for each in sorted(
                (x for x in tables["lists"] if (x["paper"], x["field"]) == (iri, field)), key=lambda x: x["position"]
            )
        )
        for field in ("authors", "keywords", "organizations", "source")
    }
    single = {name: row[name] for name in ("id", "title", "abstract", "url", "published", "venue", "author_count")}
    links = sorted((x for x in tables["mentions"] if x["paper"] == iri), key=lambda x: x["position"])
    claims = sorted((x for x in tables["claims"] if x["paper"] == iri), key=lambda x: x["position"])
    return Extraction(
        Paper(**single, **lists), tuple(link_of(tables, x) for x in links), tuple(claim_of(tables, x) for x in claims)
    )


def link_of(tables, row):
    alias = None if row["alias_start"] is None else Span(row["alias_start"], row["alias_end"])
    kind = None if row["found_as"] is None else ConceptType(row["found_as"])
    mention = Mention(
        Span(row["start"], row["end"]), kind, row["finder"], row["finder_score"], alias, bool(row["introduced"])
    )
    return Link(mention, concept(tables, row["concept"], row["label"]), row["score"], row["how"])


def claim_of(tables, row):
    (proof,) = (x for x in tables["evidence"] if x["evidence"] == row["evidence"])
    figures = [x for x in tables["quantities"] if x["claim"] == row["claim"]]
    return Claim(
        concept(tables, row["subject"], row["subject_label"]),
        Predicate(row["predicate"]),
        concept(tables, row["object"], row["object_label"]),
        Evidence(proof["paper"], Span(proof["start"], proof["end"]), proof["text"]),
        row["rule"],
        row["confidence"],
        figure_of(tables, figures[0]) if figures else None,
        Polarity(row["polarity"]),
        row["hedge"],
    )


def figure_of(tables, row):
    datasets = sorted(
        (x for x in tables["quantity_datasets"] if x["claim"] == row["claim"]), key=lambda x: x["position"]
    )
    plain = {name: row[name] for name in ("value", "unit", "metric", "metric_iri", "dataset", "condition", "verbatim")}
    return Quantity(
        **plain,
        mode=None if row["mode"] is None else Mode(row["mode"]),
        bound=None if row["bound"] is None else Bound(row["bound"]),
        dataset_iris=tuple(x["dataset"] for x in datasets),
    )


def of_sqlite(data):
    with opened(data) as database:
        return {table: list(database.execute(f"SELECT * FROM {table} ORDER BY rowid")) for table in COLUMNS}


@pytest.fixture(scope="module")
def store():
    return filled()


@pytest.fixture(scope="module")
def database(store):
    return opened(exported(store, "sqlite"))


def test_sqlite_gives_every_extraction_back(store):
    assert rebuilt(of_sqlite(exported(store, "sqlite"))) == sorted(PAPERS, key=lambda each: each.paper.id)


@settings(max_examples=25)
@given(extractions())
def test_sqlite_gives_any_extraction_back(extraction):
    if extraction.paper.author_count is not None and abs(extraction.paper.author_count) >= 1 << 63:
        return  # SQLite has no such numbers
    out = io.BytesIO()
    sqlite.write(Whole(filled([extraction])), out)
    assert rebuilt(of_sqlite(out.getvalue())) == [extraction]


def test_each_id_is_there_once_and_each_reference_leads_somewhere(database):
    def one(query):
        return {row[0] for row in database.execute(query)}

    nodes = one("SELECT node FROM nodes")
    assert one("SELECT subject FROM claims UNION SELECT object FROM claims UNION SELECT concept FROM mentions") <= nodes
    assert one("SELECT evidence FROM claims") == one("SELECT evidence FROM evidence")
    assert one("SELECT claim FROM quantities") <= one("SELECT claim FROM claims")
    assert database.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


def test_views_answer_the_usual_questions(database):
    (edge,) = database.execute("SELECT * FROM edges WHERE subject = 'SwiftKV' AND predicate = 'outperforms'")
    assert (edge["object"], edge["value"], edge["unit"], edge["title"]) == (
        "PageKV",
        "1.50",
        "x",
        "SwiftKV: faster caches",
    )
    assert edge["sentence"] == "SwiftKV beats PageKV by 1.50x on a T4."
    (spread,) = database.execute("SELECT low, high, value FROM figures WHERE unit = '%'")
    assert tuple(spread) == (41.0, 137.0, "41-137")
    assert database.execute("SELECT count(*) FROM claims WHERE NOT asserted").fetchone()[0] == 3


def test_families_go_up_the_whole_way(catalogue):
    ontology = catalogue([("hardware/gpu", "GPU", ""), ("hardware/t4", "T4", "")])
    base = "https://w3id.org/mlhw-kg/concept/hardware/"
    database = opened(exported(filled(ontology=ontology), "sqlite"))
    database.execute("INSERT INTO broader VALUES (?, ?), (?, ?)", (f"{base}t4", f"{base}gpu", f"{base}gpu", "x"))
    found = {row[1] for row in database.execute("SELECT * FROM families WHERE concept = ?", (f"{base}t4",))}
    assert found == {f"{base}t4", f"{base}gpu", "x"}


def test_an_index_is_used(database):
    plan = " ".join(row[3] for row in database.execute("EXPLAIN QUERY PLAN SELECT * FROM claims WHERE subject = 'x'"))
    assert "USING INDEX" in plan


# Parquet


@pytest.fixture(scope="module")
def parquet(store, tmp_path_factory):
    pytest.importorskip("duckdb")
    folder = tmp_path_factory.mktemp("parquet")
    with zipfile.ZipFile(io.BytesIO(exported(store, "parquet"))) as archive:
        archive.extractall(folder)
    return folder


def test_parquet_holds_the_same_rows(store, parquet):
    import duckdb

    ours = of_sqlite(exported(store, "sqlite"))
    for table, columns in COLUMNS.items():
        read = duckdb.connect().execute(f"SELECT * FROM '{parquet}/{table}.parquet'")
        assert [column[0] for column in read.description] == list(columns)
        assert [tuple(row) for row in read.fetchall()] == [tuple(row) for row in ours[table]]


def test_pandas_reads_parquet(parquet):
    pandas = pytest.importorskip("pandas")
    pytest.importorskip("pyarrow")
    frame = pandas.read_parquet(Path(parquet) / "quantities.parquet")
    assert list(frame["verbatim"].dropna()) == ["1.50x", "1.7x"]


def test_without_duckdb_one_error_names_the_extra(store, tmp_path, monkeypatch):
    monkeypatch.setattr("kg.export.parquet.installed", lambda: False)
    with pytest.raises(SettingsError, match=r"pip install 'kg-papers\[analysis\]'"):
        exported(store, "parquet")


# CSV


def test_csv_has_a_line_a_claim_and_a_node(store):
    with zipfile.ZipFile(io.BytesIO(exported(store, "csv"))) as archive:
        read = {
            name: list(csv.DictReader(io.StringIO(archive.read(name).decode(), newline="")))
            for name in archive.namelist()
        }
    assert read.keys() == {"nodes.csv", "edges.csv"}
    assert len(read["edges.csv"]) == sum(len(each.claims) for each in PAPERS)
    nodes = {row["node"]: row for row in read["nodes.csv"]}
    for row in read["edges.csv"]:
        assert {row["subject"], row["object"]} <= nodes.keys()
    (beats,) = (row for row in read["edges.csv"] if row["verbatim"] == "1.50x")
    assert (nodes[beats["subject"]]["label"], beats["asserted"], beats["value"], beats["hedge"]) == (
        "SwiftKV",
        "true",
        "1.50",
        "",
    )
    assert (beats["subject_label"], nodes[beats["object"]]["label"]) == ("SwiftKV", beats["object_label"])
    assert list(beats) == ["claim", "subject", "subject_label", "object", "object_label", *CLAIM_FIELDS]


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("+1+cmd|' /C x'!A0", "'+1+cmd|' /C x'!A0"),
        ("-x\n(y)", "'-x\n(y)"),
        ("\t=1", "'\t=1"),
        ("'=1", "''=1"),
        ("-3.2 points", "-3.2 points"),
        ("+05.0", "+05.0"),
        ("a = b", "a = b"),
        ("'s own", "'s own"),
        (-3.5, -3.5),
        ("", ""),
    ],
)
def test_csv_holds_no_formula(text, cell):
    assert plain(text) == cell


def test_hostile_labels_are_no_formula_in_the_files():
    paper = replace(EXAMPLE.paper, title="=1+1", abstract=EXAMPLE.paper.abstract)
    made = exported(filled([replace(EXAMPLE, paper=paper, links=(), claims=())]), "csv")
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert ",'=1+1,Paper," in archive.read("nodes.csv").decode()


def test_a_cell_of_several_is_read_back():
    values = ["a|b", "c\\", "\\|", "plain"]
    (cell,) = _joined("aliases", values, "Model").values()
    assert sorted(several(cell)) == sorted(values)
    assert several("a|b") == ["a", "b"]
