"""Croissant and RO-Crate: the rules of the two, and mlcroissant where it is there."""

import hashlib
import io
import json

import pytest

from kg.errors import KgError, StoreError
from kg.export.folder import build_folder
from kg.export.formats import export
from kg.rdf.store import Store
from kg.settings import Settings


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("cards")
    papers = [
        {
            "id": "p1",
            "title": "FooNet",
            "abstract": "We propose FooNet. FooNet runs on a GPU.",
            "published": "2024-11-18",
        }
    ]
    (made / "papers.json").write_text(json.dumps(papers), encoding="utf-8")
    build_folder(made / "papers.json", made / "graph", settings=Settings(workers=1, fast=True))
    return made / "graph"


def card(folder, name):
    out = io.BytesIO()
    with Store(folder / "store", read_only=True) as store:
        export(store, name, out, folder=folder)
    return json.loads(out.getvalue())


@pytest.mark.parametrize("name", ["croissant", "ro-crate"])
def test_files_are_named_with_size_and_digest(folder, name):
    made = card(folder, name)
    rows = made["distribution"] if name == "croissant" else [row for row in made["@graph"] if row["@type"] == "File"]
    assert {row["@id"] for row in rows} == {"graph.ttl", "graph.html", "extractions.jsonl", "description.ttl"}
    for row in rows:
        data = (folder / row["@id"]).read_bytes()
        assert row["sha256"] == hashlib.sha256(data).hexdigest()
        assert row["contentSize"].removesuffix(" B") == str(len(data))
    assert card(folder, name) == made


def test_a_crate_describes_itself_and_its_root(folder):
    rows = {row["@id"]: row for row in card(folder, "ro-crate")["@graph"]}
    assert rows["ro-crate-metadata.json"]["about"] == {"@id": "./"}
    assert rows["ro-crate-metadata.json"]["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.2"}
    root = rows["./"]
    assert all(root[name] for name in ("name", "description", "datePublished", "license"))
    assert root["datePublished"] == "2024-11-18"
    assert {part["@id"] for part in root["hasPart"]} <= rows.keys()
    assert all(result["@id"] in rows for result in rows["#build"]["result"])


def test_croissant_fields_come_out_of_a_file_that_is_there(folder):
    made = card(folder, "croissant")
    files = {row["@id"] for row in made["distribution"]}
    (records,) = made["recordSet"]
    first = json.loads((folder / "extractions.jsonl").read_text("utf-8").split("\n")[0])
    for each in records["field"]:
        assert each["source"]["fileObject"]["@id"] in files
        assert each["source"]["extract"]["column"] in first


def test_mlcroissant_takes_it_and_reads_the_papers(folder):
    mlcroissant = pytest.importorskip("mlcroissant")
    export(Store(folder / "store", read_only=True), "croissant", folder / "croissant.json", folder=folder)
    dataset = mlcroissant.Dataset(str(folder / "croissant.json"))
    assert [row["papers/id"] for row in dataset.records("papers")] == [b"p1"]


def test_a_folder_without_files_has_no_card(tmp_path):
    with pytest.raises(StoreError, match="run `kg build`"):
        export(Store(), "croissant", io.BytesIO(), folder=tmp_path)
    with pytest.raises(KgError, match="describes the folder of a graph"):
        export(Store(), "ro-crate", io.BytesIO())
