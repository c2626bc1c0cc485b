"""What holds for every format: one graph, one file; in a folder, an archive or a stream; whole or not at all."""

import io
import json
import zipfile

import pytest

from kg.cli.commands_exchange import _FORMATS as IN_HELP
from kg.errors import KgError
from kg.export.formats import FORMATS, export
from kg.export.page import render as page
from kg.traverse import Graph
from tests.export.graphs import FORMS, PAPERS, exported, filled
from tests.export.handmade import HOSTILE


@pytest.fixture(scope="module")
def store():
    return filled()


@pytest.mark.parametrize("name", FORMS)
def test_the_order_of_papers_does_not_change_a_byte(store, name):
    assert exported(store, name) == exported(filled(reversed(PAPERS)), name) != b""


@pytest.mark.parametrize("name", FORMS)
def test_a_file_holds_what_a_stream_gets(store, name, tmp_path):
    out = tmp_path / f"graph.{FORMATS[name].ending or 'zip'}"
    assert export(store, name, out) == (out,)
    assert out.read_bytes() == exported(store, name)


@pytest.mark.parametrize("name", [name for name in FORMS if FORMATS[name].files])
def test_a_folder_holds_what_the_archive_holds(store, name, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("stays", encoding="utf-8")
    files = export(store, name, tmp_path / "out")
    with zipfile.ZipFile(io.BytesIO(exported(store, name))) as archive:
        assert {file.name: file.read_bytes() for file in files} == {
            each: archive.read(each) for each in archive.namelist()
        }
    assert {each.name for each in (tmp_path / "out").iterdir()} == {"mine.txt", *(file.name for file in files)}


@pytest.mark.parametrize("name", FORMS)
def test_an_empty_graph_is_exported(name):
    assert isinstance(exported(filled([]), name), bytes)


def test_an_unknown_format_names_the_formats(store):
    with pytest.raises(KgError, match=r"no export format 'xls'; there are bibtex, croissant, csv"):
        export(store, "xls", io.BytesIO())


def test_a_format_says_what_it_is_for_and_the_help_names_it():
    assert ", ".join(sorted(FORMATS)) == IN_HELP
    for form in FORMATS.values():
        assert len(form.about) > 5
        assert sum(each is not None for each in (form.write, form.files, form.card)) == 1
        assert bool(form.ending) != bool(form.files)


def test_jsonl_has_one_paper_a_line(store):
    records = [json.loads(line) for line in exported(store, "jsonl").decode().split("\n")[:-1]]
    assert [record["id"] for record in records] == ["hostile", "swift-kv", "willow"]
    assert records[0]["title"] == HOSTILE.title


def test_html_is_the_page(store):
    assert exported(store, "html").decode() == page(Graph.from_extractions(PAPERS))


def test_a_failure_leaves_the_old_file(store, tmp_path, monkeypatch):
    out = tmp_path / "graph.nt"
    out.write_text("as it was", encoding="utf-8")

    def full(self):
        yield from self.store.triples()
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("kg.export.source.Whole.triples", full)
    with pytest.raises(OSError, match="No space"):
        export(store, "nt", out)
    assert out.read_text("utf-8") == "as it was"
    assert [each.name for each in tmp_path.iterdir()] == ["graph.nt"]
