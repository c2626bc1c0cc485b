"""The reference pages are those of this program: `kg --help` as a page, and a page with every setting.

`KG_WRITE_DOCS=1 python -m pytest tests/test_docs_cli.py` writes the page of the command line anew.
"""

import os
import re
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kg.cli.app import EVERY, app
from kg.cli.commands_change import WATCH
from kg.cli.concepts import CONCEPTS
from kg.settings import Settings, load_settings

GROUPS = {"concepts": CONCEPTS, "watch": WATCH}
REFERENCE = Path(__file__).parent.parent / "docs" / "reference"
CLI, SETTINGS = REFERENCE / "cli.md", REFERENCE / "settings.md"
HEAD = """# The command line

Made from `kg --help` by `tests/test_docs_cli.py`; don't edit it here.

Results go to stdout, everything else to stderr. Exit codes: 0 done, 1 the data had failures or something was not
found, 2 wrong usage, 130 stopped by Ctrl-C. A setting that has an option here can also stand in
[`kg.toml`](settings.md).
"""


def help_of(*command: str) -> str:
    result = CliRunner().invoke(app, [*command, "--help"], prog_name="kg", env={"COLUMNS": "80"})
    assert result.exit_code == 0
    return "\n".join(line.rstrip() for line in result.stdout.strip("\n").split("\n"))


def page() -> str:
    """The page of the command line, from the help of each command."""
    parts = [HEAD, f"```text\n{help_of()}\n```\n"]
    for command, _ in EVERY:
        parts.append(f"## kg {command.__name__}\n\n```text\n{help_of(command.__name__)}\n```\n")
    for group, commands in GROUPS.items():
        parts.append(f"## kg {group}\n\n```text\n{help_of(group)}\n```\n")
        for _, name, _ in commands:
            parts.append(f"### kg {group} {name}\n\n```text\n{help_of(group, name)}\n```\n")
    return "\n".join(parts)


def test_the_page_of_the_command_line_is_up_to_date():
    if os.environ.get("KG_WRITE_DOCS"):
        CLI.write_text(page(), encoding="utf-8")
    assert CLI.read_text(encoding="utf-8") == page(), "run: KG_WRITE_DOCS=1 python -m pytest tests/test_docs_cli.py"


@pytest.mark.parametrize("command", [function.__name__ for function, _ in EVERY])
def test_every_help_has_an_example_that_is_a_command(command):
    example = re.search(r"Example: (kg .+)", help_of(command))
    assert example
    assert example[1].startswith(f"kg {command} ")


@pytest.mark.parametrize(
    ("group", "command"), [(group, name) for group, commands in GROUPS.items() for _, name, _ in commands]
)
def test_every_help_of_a_group_has_an_example_that_is_a_command(group, command):
    example = re.search(r"Example: (kg .+)", help_of(group, command))
    assert example
    assert f"{example[1]} ".startswith(f"kg {group} {command} ")


@pytest.mark.parametrize("field", fields(Settings), ids=lambda field: field.name)
def test_every_setting_is_explained(field):
    text = SETTINGS.read_text(encoding="utf-8")
    row = re.search(rf"^\| `{field.name}` \| `([^`]+)` \| (.+) \|$", text, re.MULTILINE)
    assert row, f"docs/reference/settings.md has no row for {field.name}"
    default = str(field.default).lower() if isinstance(field.default, bool) else str(field.default) or '""'
    assert row[1] == default
    assert len(row[2]) > 20


def test_no_setting_is_explained_that_is_none():
    rows = re.findall(r"^\| `(\w+)` \|", SETTINGS.read_text(encoding="utf-8"), re.MULTILINE)
    assert rows == [field.name for field in fields(Settings)]


def test_the_file_of_the_page_is_the_defaults(tmp_path):
    block = re.search(r"```toml\n(.*?)```", SETTINGS.read_text(encoding="utf-8"), re.DOTALL)
    (tmp_path / "kg.toml").write_text(block[1], encoding="utf-8")
    assert tomllib.loads(block[1]) == {field.name: field.default for field in fields(Settings)}
    assert load_settings(tmp_path / "kg.toml", {}) == Settings()
