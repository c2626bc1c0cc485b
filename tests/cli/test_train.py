"""`kg train` as it is typed."""

import logging
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kg.cli.app import app
from kg.cli.train import _Telling
from kg.cli.voice import Voice
from tests.training.made import write


def typed(*words: str | Path) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["train", *map(str, words)])
    return result.exit_code, result.output


def test_wrong_usage_is_one_line(tmp_path: Path) -> None:
    gold = write(tmp_path / "gold.jsonl", 2)
    code, said = typed(gold, "--adapt", "5")
    assert code == 2
    assert said.strip().splitlines()[-1].startswith("kg: --adapt goes with --papers")
    (tmp_path / "own.toml").write_text("epoch = 2\n", encoding="utf-8")
    code, said = typed(gold, "--config", tmp_path / "own.toml")
    assert code == 2
    assert "kg: setting epoch: is no setting of the training" in said


def test_too_few_papers_end_it_with_one(tmp_path: Path) -> None:
    pytest.importorskip("sklearn", reason="needs the extra train")
    code, said = typed(write(tmp_path / "gold.jsonl", 2), "--no-network", "-o", tmp_path / "weights")
    assert code == 1
    assert "2 annotated papers are too few to learn from; 10 is the least. Annotate more with `kg annotate`" in said


def test_listings_without_abstracts_are_refused(tmp_path: Path) -> None:
    pytest.importorskip("sklearn", reason="needs the extra train")
    (tmp_path / "papers.jsonl").write_text('{"title": "Of shells"}\n', encoding="utf-8")
    gold = write(tmp_path / "gold.jsonl", 12)
    code, said = typed(gold, "--no-network", "--papers", tmp_path / "papers.jsonl", "-o", tmp_path / "weights")
    assert code == 2
    assert "the listings hold no abstract to learn from" in said


def test_what_training_logs_is_told_on_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    logger = logging.getLogger("kg.training.some")
    logger.info("before")
    with _Telling(Voice()):
        logger.info("step %d of %d", 1, 2)
    logger.info("after")
    told = capsys.readouterr()
    assert (told.out, told.err) == ("", "step 1 of 2\n")
    with _Telling(Voice(quiet=True)):
        logger.info("nothing")
    assert capsys.readouterr().err == ""
