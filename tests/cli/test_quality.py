"""`kg quality`: the record of what kg scores, shown and made."""

import hashlib
import json

import pytest

from kg import pipeline, quality
from kg.analysis.quality_page import page
from kg.quality import RECORD as NAME
from kg.quality import Record, shipped
from tests.rdf.measured import RECORD

SENTENCE = "We present Osprey, a sparse attention kernel. Osprey is 2.4x faster than FlashAttention on an NVIDIA A100."


def annotated(name, **more):
    concepts = [
        {"name": "Osprey", "type": "Technique", "role": "introduces", "required": True, "mentions": ["Osprey"]},
        {"name": "FlashAttention", "type": "Technique", "role": "comparesWith", "required": True, "mentions": []},
    ]
    relation = {
        "s": "Osprey",
        "p": "outperforms",
        "o": "FlashAttention",
        "metric": "speed",
        "value": "2.4",
        "unit": "x",
    }
    return {
        "id": name,
        "title": f"Osprey at work: part {name}",
        "abstract": SENTENCE,
        "concepts": concepts,
        "relations": [relation | {"evidence": SENTENCE.split(". ")[1], "required": True}],
    } | more


@pytest.fixture
def gold(tmp_path):
    """Two annotated papers, one of them learned from, and settings that read fast."""
    (tmp_path / "kg.toml").write_text("fast = true\nworkers = 1\n")
    path = tmp_path / "gold.jsonl"
    path.write_text("".join(json.dumps(annotated(name)) + "\n" for name in ("one", "two")), encoding="utf-8")
    (tmp_path / "learned.jsonl").write_text(json.dumps(annotated("two")) + "\n", encoding="utf-8")
    return path


def test_without_papers_the_record_that_ships_is_shown(kg):
    result = kg("quality")
    assert result.exit_code == 0
    record = shipped()
    for measured in record.gold:
        assert f"kg {record.reading.version} on {measured.name}: {measured.papers:,} papers" in result.stdout
    assert result.stdout.splitlines()[2].split() == ["measure", "precision", "recall", "f1", "interval", "of", "f1"]
    last = result.stdout.splitlines()[-1]
    assert last.startswith(("measured with the code,", "this kg differs from the measured one in: "))
    assert Record.from_json(kg("quality", "--json", "-q").stdout) == record


def test_annotated_papers_are_read_and_scored(kg, gold):
    result = kg("quality", gold, "-q")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "on gold.jsonl: 2 papers\n" in result.stdout
    assert result.stdout.endswith("measured with the code, the weights, the catalogue and the settings of this kg\n")


def test_the_record_and_the_page_are_written(kg, gold):
    command = (
        "quality",
        gold,
        "--learned-from",
        gold.with_name("learned.jsonl"),
        "-o",
        "made/q.json",
        "--page",
        "q.md",
    )
    result = kg(*command)
    assert (result.exit_code, result.stdout) == (0, "")
    assert "made/q.json: 1 file of annotated papers" in result.stderr
    text = gold.with_name("made").joinpath("q.json").read_text(encoding="utf-8")
    record = Record.from_json(text)
    (measured,) = record.gold
    assert (measured.name, measured.papers, measured.seen) == ("gold.jsonl", 2, 1)
    assert measured.sha256 == hashlib.sha256(gold.read_bytes()).hexdigest()
    assert record.learned_from == "learned.jsonl"
    assert record.reading.fast
    assert measured.measures["concept"].hit >= 2
    assert str(gold.parent) not in text
    written = gold.with_name("q.md").read_text(encoding="utf-8")
    assert written == page(record)
    assert "kg quality gold.jsonl --learned-from learned.jsonl" in written
    kg(*command)
    assert gold.with_name("made").joinpath("q.json").read_text(encoding="utf-8") == text


def test_several_files_stand_one_after_the_other(kg, gold):
    found = json.loads(kg("quality", gold, gold.with_name("learned.jsonl"), "--json", "-q").stdout)
    assert [each["name"] for each in found["gold"]] == ["gold.jsonl", "learned.jsonl"]
    assert [each["seen"] for each in found["gold"]] == [None, None]


@pytest.mark.parametrize("arguments", [["nowhere.jsonl"], ["gold.jsonl", "--learned-from", "nowhere.jsonl"]])
def test_a_file_that_is_absent_is_wrong_usage(kg, gold, arguments):
    result = kg("quality", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "kg: nowhere.jsonl: there is no such file. Check the name\n"


@pytest.mark.parametrize("text", ["", json.dumps(annotated("one", abstract=None)) + "\n"])
def test_papers_that_cannot_be_read_are_wrong_usage(kg, gold, text):
    gold.write_text(text)
    result = kg("quality", gold)
    assert result.exit_code == 2
    assert "every line must be an annotated paper with its abstract, and there must be one" in result.stderr


def test_a_line_that_is_no_annotated_paper_is_named(kg, gold):
    gold.write_text('{"id": "one"}\n')
    result = kg("quality", gold)
    assert result.exit_code == 1
    assert "gold.jsonl:1: the paper has no title" in result.stderr


def test_a_paper_that_kg_fails_on_is_told(kg, gold, monkeypatch):
    whole = pipeline.extract

    def torn(paper, **options):
        if paper.id == "two":
            raise RuntimeError("torn")
        return whole(paper, **options)

    monkeypatch.setattr(pipeline, "extract", torn)
    result = kg("quality", gold)
    assert result.exit_code == 1
    assert result.stderr.startswith("two: RuntimeError: torn.")
    assert "2 papers" in result.stdout


@pytest.fixture
def ships(tmp_path, monkeypatch):
    """A function that makes kg ship a record, or none."""
    (tmp_path / "weights").mkdir()
    monkeypatch.setattr(quality, "files", lambda package: tmp_path)

    def ship(record):
        quality.shipped.cache_clear()
        if record is not None:
            (tmp_path / "weights" / NAME).write_text(record.to_json(), encoding="utf-8")

    yield ship
    quality.shipped.cache_clear()


def test_a_kg_without_a_record_says_so(kg, ships):
    ships(None)
    result = kg("quality")
    assert result.exit_code == 2
    assert result.stderr == "kg: this kg ships no record of its quality; name a file of annotated papers\n"


def test_what_differs_from_the_measured_kg_is_named(kg, ships):
    ships(RECORD)
    result = kg("quality")
    assert result.stdout.startswith("kg 1.2 on herons.jsonl: 20 papers, 0 of them learned from\n")
    assert "relation      0.800   0.500  0.615  0.520 to 0.700" in result.stdout
    assert "metric 0.900   evidence 1.000" in result.stdout
    assert "calibration error of relation 0.110" in result.stdout
    assert result.stdout.endswith("this kg differs from the measured one in: version, weights, catalogue\n")


def test_the_page_of_the_record_that_ships_can_be_made_again(kg, ships, tmp_path):
    ships(RECORD)
    assert kg("quality", "--page", "q.md").exit_code == 0
    assert (tmp_path / "q.md").read_text(encoding="utf-8") == page(RECORD)
