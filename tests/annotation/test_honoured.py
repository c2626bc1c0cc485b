"""What people said of papers counts in every build, and only the papers that it is about are read again."""

import json
from pathlib import Path

import pytest

from kg.annotation.form import write
from kg.annotation.kept import FILE, annotations_of
from kg.annotation.proposal import judged, proposal
from kg.annotation.standoff import stand_off
from kg.errors import SourceError
from kg.export.folder import OUTPUTS, STORE, build_folder
from kg.fingerprints import engine_mark, fingerprint
from kg.pipeline import build
from kg.rdf.shapes import validate
from kg.rdf.store import Store
from kg.settings import Settings
from tests.annotation.made import PAPER, RECORD
from tests.cli.papers import PAPERS

ONE = Settings(workers=1, fast=True)
OWL = {"id": "owl", "title": PAPER.title, "abstract": PAPER.abstract}


def listing(path: Path, *papers: dict) -> Path:
    path.write_text("".join(json.dumps(paper) + "\n" for paper in papers), encoding="utf-8")
    return path


def built(source: Path, out: Path, **options):
    return build_folder(source, out, settings=ONE, **options)


def contents(out: Path) -> dict[str, bytes]:
    return {name: (out / name).read_bytes() for name in OUTPUTS}


def records(out: Path) -> dict[str, dict]:
    rows = (out / "extractions.jsonl").read_text(encoding="utf-8").splitlines()
    return {each["id"]: each for each in map(json.loads, rows)}


@pytest.fixture
def source(tmp_path):
    return listing(tmp_path / "papers.jsonl", OWL, *PAPERS)


@pytest.fixture
def out(source, tmp_path):
    """The folder of a graph of three papers as kg reads them."""
    built(source, tmp_path / "graph")
    return tmp_path / "graph"


def test_only_the_annotated_paper_is_read_again(source, out):
    before = records(out)
    write(out / FILE, [RECORD])
    report = built(source, out)
    assert (report.added, report.changed, report.removed, report.unchanged) == (0, 1, 0, 2)
    after = records(out)
    assert {name for name in after if after[name] != before[name]} == {"owl"}
    assert {each["rule"] for each in after["owl"]["relations"]} == {"person"}
    assert len(after["owl"]["concepts"]) == len(RECORD["concepts"])


def test_again_nothing_is_to_do(source, out):
    write(out / FILE, [RECORD])
    built(source, out)
    first = contents(out)
    report = built(source, out)
    assert (report.changed, report.unchanged) == (0, 3)
    assert contents(out) == first


def test_it_is_the_same_as_building_from_nothing(source, out, tmp_path):
    write(out / FILE, [RECORD])
    built(source, out)
    grown = contents(out)
    built(source, out, fresh=True)
    assert contents(out) == grown, "--fresh starts over and keeps what people said"
    write(tmp_path / "other" / FILE, [RECORD])
    built(source, tmp_path / "other")
    assert contents(tmp_path / "other") == grown


def test_a_rejected_relation_stays_away_and_its_triple_too(source, out):
    said = judged(proposal(records(out)["linnet"]))
    gone = next(each for each in said["relations"] if each["p"] == "outperforms")
    said["relations"] = [each for each in said["relations"] if each is not gone]
    write(out / FILE, [said])
    for _ in range(2):
        built(source, out)
        with Store(out / STORE, read_only=True) as store:
            ask = f'ASK {{ ?s kg:outperforms ?o . ?s rdfs:label "{gone["s"]}" . ?o rdfs:label "{gone["o"]}" }}'
            assert not store.query(ask)


def test_without_the_annotation_the_graph_is_as_before(source, out):
    before = contents(out)
    write(out / FILE, [RECORD])
    built(source, out)
    assert contents(out) != before
    (out / FILE).unlink()
    assert built(source, out).changed == 1
    assert contents(out) == before


def test_annotations_without_text_give_the_same_graph(source, out, tmp_path):
    write(out / FILE, [RECORD])
    built(source, out)
    write(tmp_path / "bare" / FILE, [stand_off(RECORD)])
    built(source, tmp_path / "bare")
    assert contents(tmp_path / "bare") == contents(out)


def test_a_build_of_other_papers_leaves_the_annotated_one(source, out, tmp_path):
    write(out / FILE, [RECORD])
    built(source, out)
    before = contents(out)
    built(listing(tmp_path / "few.jsonl", PAPERS[0]), out)
    assert records(out)["owl"]["relations"] == json.loads(before["extractions.jsonl"].splitlines()[2])["relations"]


def test_an_annotation_of_another_text_is_told(source, out, tmp_path):
    write(out / FILE, [RECORD])
    new = OWL | {"abstract": "We present OwlQuant. It reaches 62.5% accuracy on MMLU."}
    report = built(listing(source, new, *PAPERS), out)
    (note,) = [problem for problem in report.problems if problem.source == "owl"]
    assert "the text has changed since a person annotated it" in note.message
    assert not report.failures
    assert len(records(out)["owl"]["relations"]) == 1


def test_a_broken_file_stops_the_build_before_anything_is_written(source, out):
    before = contents(out)
    (out / FILE).write_text('{"id": "owl"}\n', encoding="utf-8")
    with pytest.raises(SourceError, match=r"annotations\.jsonl:1: the paper has no title"):
        built(source, out)
    assert contents(out) == before


def test_the_corrected_graph_conforms_to_its_shapes(source, out):
    write(out / FILE, [RECORD])
    built(source, out)
    assert validate(out / "graph.ttl").violations == ()


def test_a_build_in_memory_honours_them_too(tmp_path, source, out):
    write(out / FILE, [RECORD])
    with Store() as store:
        build([PAPER], store, settings=ONE, annotations=annotations_of(out))
        rules = {claim.rule for claim in store.extraction("owl").claims}
        mark = engine_mark(ONE)
        assert store.papers()["owl"] == fingerprint(PAPER, mark, annotations_of(out)["owl"])
        assert store.papers()["owl"] != fingerprint(PAPER, mark)
    assert rules == {"person"}
