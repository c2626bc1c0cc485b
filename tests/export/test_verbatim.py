"""A figure keeps its own text in every format that holds figures, whatever the store does to numbers."""

import io
import zipfile

import pytest

from kg.iris import concept_iri, paper_iri
from kg.model import Claim, Concept, ConceptType, Evidence, Extraction, Paper, Predicate, Quantity, Span
from tests.export.graphs import FORMS, exported, filled

VALUES = ("92.10", "+05.0", "1,140.50", "0.30")
WITHOUT = {"bibtex", "jsonld-context"}


@pytest.fixture(scope="module")
def store():
    text = "Heron reaches 92.10 % and +05.0 points and 1,140.50 ms and 0.30 s."
    paper = Paper("figures", "Heron", text)
    heron, time = (
        Concept(concept_iri(kind, name), name, kind)
        for name, kind in (("Heron", ConceptType.MODEL), ("time", ConceptType.METRIC))
    )
    proof = Evidence(paper_iri("figures"), Span(6, 6 + len(text)), text)
    claims = tuple(
        Claim(heron, Predicate.ACHIEVES, time, proof, "test", quantity=Quantity(value, "ms", verbatim=f"<{value}>"))
        for value in VALUES
    )
    return filled([Extraction(paper, (), claims)])


def plain(data):
    if not data.startswith(b"PK"):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


@pytest.mark.parametrize("name", [name for name in FORMS if name not in WITHOUT and name != "parquet"])
def test_the_text_of_a_figure_stays(store, name):
    data = plain(exported(store, name)).decode("latin-1")
    data = (
        data.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("\\u003C", "<")
        .replace("\\u003c", "<")
        .replace("\\u003E", ">")
        .replace("\\u003e", ">")
    )
    for value in VALUES:
        assert f"<{value}>" in data or f'"{value}"' in data, value
        assert value in data


def test_in_parquet_too(store, tmp_path):
    duckdb = pytest.importorskip("duckdb")
    with zipfile.ZipFile(io.BytesIO(exported(store, "parquet"))) as archive:
        archive.extractall(tmp_path)
    rows = duckdb.connect().execute(f"SELECT value, verbatim FROM '{tmp_path}/quantities.parquet'").fetchall()
    assert rows == [(value, f"<{value}>") for value in VALUES]
