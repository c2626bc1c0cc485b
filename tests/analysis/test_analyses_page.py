"""What docs/how-to/analyses.md says is true: its commands run, its script and its SQL too, its tables are those of kg."""

import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kg.analysis.directions import HEADS
from kg.cli.app import app
from kg.cli.commands_analyse import ANALYSES
from kg.tables.parquet import COLUMNS

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "how-to" / "analyses.md").read_text(encoding="utf-8")


def fenced(kind):
    return re.findall(rf"```{kind}\n(.*?)```", PAGE, re.DOTALL)


COMMANDS = re.findall(r"^kg (.+)$", "\n".join(fenced("sh")), re.MULTILINE)


@pytest.mark.slow
def test_the_commands_the_script_and_the_sql_of_the_page_run(tmp_path, monkeypatch, capsys):
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    for command in COMMANDS:
        result = CliRunner().invoke(app, shlex.split(command), prog_name="kg")
        assert result.exit_code == 0, (command, result.stderr)
        assert result.stdout or "no conflicts" in result.stderr
    for script in fenced("python"):
        exec(compile(script, "analyses.md", "exec"), {})  # the page is ours
    assert "top-1 accuracy 1 EfficientNet-B7 84.3%" in capsys.readouterr().out
    duckdb = pytest.importorskip("duckdb")
    for sql in fenced("sql"):
        assert duckdb.sql(sql).fetchall()


def test_the_page_shows_every_command():
    assert {command.__name__ for command, _ in ANALYSES} <= {command.split()[0] for command in COMMANDS}


def test_the_table_of_directions_is_that_of_kg():
    (row,) = re.findall(r"^\| (accuracy, .+?) \| (.+?) \|$", PAGE, re.MULTILINE)
    for better, words in zip((True, False), row, strict=True):
        assert words.split(", ") == [word for word, (higher, _) in HEADS.items() if higher is better]


def test_the_columns_of_the_page_are_those_of_the_tables():
    rows = re.findall(r"^\| `(\w+)(?:/\*)?\.parquet` \| .+? \| (.+) \|$", PAGE, re.MULTILINE)
    assert {name: columns.split(", ") for name, columns in rows} == {
        name: list(columns) for name, columns in COLUMNS.items()
    }
