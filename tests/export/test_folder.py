"""The folder that a build writes: the same inputs give the same bytes, whatever happened before."""

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import pytest
from rdflib import Graph as RdfGraph

from kg import pipeline
from kg.errors import SourceError
from kg.export import folder as folder_module
from kg.export import page
from kg.export.folder import OUTPUTS, REPORT, STORE, build_folder, replaced, report_json
from kg.model import BuildReport, Extraction, Paper
from kg.pipeline import Engine
from kg.rdf import bulk
from kg.rdf.store import Store
from kg.settings import Settings
from kg.tables.parquet import installed
from kg.tables.tables import TABLES
from kg.traverse import Graph
from kg.traverse.kept import FILE, is_sealed

ONE = Settings(workers=1)
PAPERS = {
    "a": (
        "FooNet: reading shells",
        "We propose FooNet, a neural network for shells. FooNet runs on an NVIDIA H100 GPU.",
    ),
    "b": (
        "BarSort: sorting shells",
        "We introduce BarSort. BarSort outperforms FooNet by 3.2% in accuracy on ImageNet.",
    ),
    "c": ("A study of the sea", "The sea was calm in the morning, and BERT could not tell why it was so calm."),
    "d": ("QuuxLM: small models", "We present QuuxLM, a language model. QuuxLM is 2.5x faster than BERT on GLUE."),
}
Bytes = dict[str, bytes]


def write(path: Path, ids: str, **changed: str) -> Path:
    """A file of JSON lines that holds these papers; `changed` are new abstracts."""
    rows = [{"id": i, "title": PAPERS[i][0], "abstract": changed.get(i, PAPERS[i][1])} for i in ids]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def build(given: Path | list[Path], out: Path, **options: bool) -> BuildReport:
    return build_folder(given, out, settings=ONE, **options)  # type: ignore[arg-type]


def contents(folder: Path) -> Bytes:
    return {name: (folder / name).read_bytes() for name in OUTPUTS}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Bytes:
    """What one build of the two listings in a fresh folder writes."""
    top = tmp_path_factory.mktemp("whole")
    build([write(top / "one.jsonl", "ab"), write(top / "two.jsonl", "bcd")], top / "out")
    return contents(top / "out")


@pytest.fixture
def one(tmp_path: Path) -> Path:
    return write(tmp_path / "in" / "one.jsonl", "ab")


@pytest.fixture
def two(tmp_path: Path) -> Path:
    return write(tmp_path / "in" / "two.jsonl", "bcd")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "out"


def sources(folder: Path) -> dict[str, tuple[str, ...]]:
    with Store(folder / STORE, read_only=True) as store:
        return {extraction.paper.id: extraction.paper.source for extraction in store.extractions()}


# What is written


def test_a_build_writes_its_files_and_nothing_else(one: Path, two: Path, out: Path, whole: Bytes) -> None:
    build([one, two], out)
    assert {path.name for path in out.iterdir()} == {STORE, REPORT, FILE, *OUTPUTS, *([TABLES] if installed() else [])}
    assert contents(out) == whole


def test_the_report_is_what_the_folder_holds(one: Path, out: Path) -> None:
    report = build(one, out)
    stored = json.loads((out / REPORT).read_bytes())
    assert stored == json.loads(report_json(report)) == json.loads(json.dumps(asdict(report)))
    assert report.inputs == {"one.jsonl": hashlib.sha256(one.read_bytes()).hexdigest()}
    assert report.outputs == {name: hashlib.sha256((out / name).read_bytes()).hexdigest() for name in OUTPUTS}
    assert (report.added, report.papers, report.failures) == (2, 2, ())


def test_the_turtle_is_the_graph_of_the_store_to_another_reader(one: Path, out: Path) -> None:
    report = build(one, out)
    assert len(RdfGraph().parse(out / "graph.ttl", format="turtle")) == report.triples


def test_the_records_are_the_papers_in_order(whole: Bytes) -> None:
    rows = [json.loads(line) for line in whole["extractions.jsonl"].decode().splitlines()]
    assert [row["id"] for row in rows] == ["a", "b", "c", "d"]
    assert all(
        relation["evidence"] in f"{row['title']}\n{row['abstract']}" for row in rows for relation in row["relations"]
    )
    assert [row["source"] for row in rows] == [["one.jsonl"], ["one.jsonl", "two.jsonl"], ["two.jsonl"], ["two.jsonl"]]


def test_the_page_has_the_title_of_the_settings(one: Path, out: Path) -> None:
    build(one, out)
    for title, written in (("Shells & 'more'", "Shells &amp; &#39;more&#39;"), ("Sand", "Sand")):
        build_folder(one, out, settings=Settings(workers=1, title=title))
        assert f"<title>{written}</title>" in (out / "graph.html").read_text(encoding="utf-8")


def test_a_title_with_marks_is_no_reason_to_write_again(one: Path, out: Path) -> None:
    settings = Settings(workers=1, title='<Shells> & "more"')
    build_folder(one, out, settings=settings)
    old = stamps(out)
    build_folder(one, out, settings=settings)
    assert {name: (out / name).stat().st_mtime_ns for name in OUTPUTS} == old


# The same bytes


def test_files_in_another_order_and_place_give_the_same_bytes(tmp_path: Path, out: Path, whole: Bytes) -> None:
    other = [write(tmp_path / "x" / "two.jsonl", "dcb"), write(tmp_path / "y" / "one.jsonl", "ba")]
    build(other, out)
    assert contents(out) == whole


def test_one_after_the_other_gives_the_same_bytes(one: Path, two: Path, out: Path, whole: Bytes) -> None:
    build(two, out)
    report = build(one, out)
    assert (report.added, report.changed, report.papers) == (1, 1, 4)  # a is new, b has another source
    assert contents(out) == whole


def test_a_paper_of_two_listings_built_apart_keeps_both_sources(one: Path, two: Path, out: Path) -> None:
    build(one, out)
    build(two, out)
    assert sources(out) == {
        "a": ("one.jsonl",),
        "b": ("one.jsonl", "two.jsonl"),
        "c": ("two.jsonl",),
        "d": ("two.jsonl",),
    }


def stamps(folder: Path) -> dict[str, int]:
    for name in OUTPUTS:
        os.utime(folder / name, ns=(1, 1))
    return {name: (folder / name).stat().st_mtime_ns for name in OUTPUTS}


def test_with_nothing_changed_no_output_is_written(one: Path, two: Path, out: Path, whole: Bytes) -> None:
    first = build([one, two], out)
    old = stamps(out)
    again = build([two, one], out)
    assert {name: (out / name).stat().st_mtime_ns for name in OUTPUTS} == old
    assert (again.unchanged, again.added, again.changed) == (4, 0, 0)
    assert again.outputs == first.outputs
    assert contents(out) == whole


@pytest.mark.parametrize("name", OUTPUTS)
def test_an_output_that_was_lost_or_edited_is_written_anew(
    name: str, one: Path, two: Path, out: Path, whole: Bytes
) -> None:
    build([one, two], out)
    (out / name).write_text("edited", encoding="utf-8")
    build([one, two], out)
    assert contents(out) == whole
    (out / name).unlink()
    build([one, two], out)
    assert contents(out) == whole


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b"{}", b'{"outputs": {}}', b"\xff"])
def test_a_damaged_report_does_no_harm(damage: bytes, one: Path, two: Path, out: Path, whole: Bytes) -> None:
    build([one, two], out)
    (out / REPORT).write_bytes(damage)
    report = build([one, two], out)
    assert json.loads((out / REPORT).read_bytes())["papers"] == report.papers == 4
    assert contents(out) == whole


# Changed, removed, fresh


def test_a_changed_text_takes_the_place_of_the_old_one(one: Path, two: Path, out: Path, whole: Bytes) -> None:
    write(two, "bcd", d="We present QuuxLM. It is slower than ALBERT.")
    build([one, two], out)
    assert contents(out) != whole
    write(two, "bcd")
    report = build([one, two], out)
    assert (report.changed, report.unchanged) == (1, 3)
    assert contents(out) == whole


def test_earlier_papers_stay_unless_pruned(one: Path, two: Path, out: Path, tmp_path: Path) -> None:
    build([one, two], out)
    assert build(one, out).papers == 4
    report = build(one, out, prune=True)
    assert (report.papers, report.removed) == (2, 2)
    build(one, tmp_path / "new")
    assert contents(out) == contents(tmp_path / "new")
    assert sources(out) == {"a": ("one.jsonl",), "b": ("one.jsonl",)}


def test_a_listing_that_drops_a_paper_does_not_remove_it(one: Path, out: Path) -> None:
    build(one, out)
    write(one, "a")
    assert build(one, out).papers == 2
    assert build(one, out, prune=True).papers == 1


def test_fresh_starts_over_and_touches_nothing_else(one: Path, two: Path, out: Path, tmp_path: Path) -> None:
    build([one, two], out)
    (out / "notes.txt").write_text("mine", encoding="utf-8")
    report = build(one, out, fresh=True)
    assert (report.papers, report.added) == (2, 2)
    build(one, tmp_path / "new")
    assert contents(out) == contents(tmp_path / "new")
    assert (out / "notes.txt").read_text(encoding="utf-8") == "mine"


def test_a_source_that_is_not_there_leaves_the_folder_as_it_was(one: Path, two: Path, out: Path, whole: Bytes) -> None:
    build([one, two], out)
    for options in ({}, {"fresh": True}, {"prune": True}):
        with pytest.raises(SourceError):
            build(out / "none.jsonl", out, **options)
        assert contents(out) == whole


# Killed half way


class Killed(BaseException):
    """What ends a process from outside."""


@pytest.fixture
def kill_reading(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    whole_extract = pipeline.extract

    def extract(paper: Paper, *, engine: Engine | None = None) -> Extraction:
        if paper.id == "c":
            raise Killed
        return whole_extract(paper, engine=engine)

    monkeypatch.setattr(bulk, "_CHUNK", 1)
    monkeypatch.setattr(pipeline, "extract", extract)
    yield
    monkeypatch.undo()


def test_a_build_killed_while_reading_resumes(
    one: Path, two: Path, out: Path, whole: Bytes, kill_reading: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Killed):
        build([one, two], out)
    assert sources(out).keys() == {"a", "b"}
    assert not (out / "graph.ttl").exists()
    monkeypatch.undo()
    report = build([one, two], out)
    assert (report.unchanged, report.added) == (2, 2)
    assert contents(out) == whole


STEPS = [(folder_module.turtle, "write"), (folder_module, "record"), (page, "render"), (folder_module, "report_json")]


@pytest.mark.parametrize(("module", "name"), STEPS, ids=["turtle", "records", "page", "report"])
def test_a_build_killed_while_writing_resumes(
    module: object, name: str, one: Path, two: Path, out: Path, whole: Bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(one, out)
    before = contents(out)

    def killed(*given: object, **named: object) -> None:
        raise Killed

    monkeypatch.setattr(module, name, killed)
    with pytest.raises(Killed):
        build([one, two], out)
    monkeypatch.undo()
    assert all(data in (before[file], whole[file]) for file, data in contents(out).items())  # whole, old or new
    assert not [path for path in out.iterdir() if path.name.startswith(".")]
    report = build([one, two], out)
    assert (report.unchanged, report.papers) == (4, 4)
    assert contents(out) == whole


def test_a_paper_that_fails_leaves_its_earlier_reading(
    one: Path, two: Path, out: Path, whole: Bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    build([one, two], out)

    def extract(paper: Paper, *, engine: Engine | None = None) -> Extraction:
        raise ValueError("too hard")

    monkeypatch.setattr(pipeline, "extract", extract)
    write(two, "bcd", d="We present QuuxLM. It is slower than ALBERT.")
    report = build([one, two], out)
    assert [(failure.source, failure.stage) for failure in report.failures] == [("d", "extract")]
    assert contents(out) == whole


# One file


def test_a_file_is_replaced_only_when_all_is_written(tmp_path: Path) -> None:
    path = tmp_path / "new" / "file.txt"
    with replaced(path) as stream:
        stream.write(b"first")
        assert not path.exists()
    assert path.read_bytes() == b"first"
    with pytest.raises(Killed):
        _write_half(path)
    assert path.read_bytes() == b"first"
    assert list(path.parent.iterdir()) == [path]


def _write_half(path: Path) -> None:
    with replaced(path) as stream:
        stream.write(b"sec")
        raise Killed


# The copy for walking


def test_a_build_leaves_a_copy_that_counts_and_says_what_the_store_says(one: Path, two: Path, out: Path) -> None:
    build([one, two], out)
    assert is_sealed(out)
    with Store(out / STORE, read_only=True) as store:
        whole = Graph.of(store)
    assert Graph.open(out).claims() == whole.claims()
    assert Graph.open(out).nodes() == whole.nodes()


def test_the_copy_counts_after_a_build_that_changes_nothing_and_after_one_that_does(
    one: Path, two: Path, out: Path
) -> None:
    build([one], out)
    before = len(Graph.open(out).papers())
    build([one], out)
    assert is_sealed(out)
    build([one, two], out)
    assert is_sealed(out)
    assert len(Graph.open(out).papers()) > before


def test_a_build_makes_the_copy_that_an_older_one_did_not(one: Path, out: Path) -> None:
    build([one], out)
    (out / FILE).unlink()
    build([one], out)
    assert is_sealed(out)


def test_a_fresh_build_has_a_copy_of_its_own_store(one: Path, two: Path, out: Path) -> None:
    build([one, two], out)
    build([one], out, fresh=True)
    assert is_sealed(out)
    assert len(Graph.open(out).papers()) == 2


def test_what_is_made_again_takes_the_place_of_what_was_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder_module._Recent, "_MOST", 1)
    first, settled, other = (
        Extraction(Paper(name, title, "Sand is fine."), (), ())
        for name, title in (("a", "As it was read"), ("a", "As it was settled"), ("b", "Too many to hold"))
    )
    recent = folder_module._Recent()
    with Store() as store:
        for each in (first, other, settled):
            recent.add(each)
            store.replace(each)
        assert list(recent.all_of(store)) == [settled, other]
