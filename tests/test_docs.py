"""What the README and the docs say is true."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_command

from kg.cli.app import app
from kg.model import Predicate
from kg.ontology import default_path
from kg.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "ontology" / "README.md", *(ROOT / "docs").rglob("*.md")]


def fenced(kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", README, re.DOTALL)


@pytest.mark.slow
def test_the_six_lines_of_the_readme_print_what_it_shows() -> None:
    done = subprocess.run([sys.executable, "-c", fenced("python")[0]], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    assert done.stdout == fenced("text")[0]


def test_the_commands_of_the_readme_exist() -> None:
    commands = set(get_command(app).commands)
    used = set(re.findall(r"^kg ([a-z]+)", "\n".join(fenced("console")), re.MULTILINE))
    assert used
    assert used <= commands


def test_the_query_of_the_readme_has_rows(tmp_path: Path) -> None:
    import kg

    store = kg.Store()
    kg.build(kg.read(ROOT / "examples" / "papers.jsonl"), store)
    assert list(store.query(fenced("sparql")[0]))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
        if not target.startswith(("http://", "https://")):
            assert (page.parent / target).exists(), target


def test_every_command_and_setting_is_documented() -> None:
    commands = (ROOT / "docs" / "reference" / "cli.md").read_text(encoding="utf-8")
    settings = (ROOT / "docs" / "reference" / "settings.md").read_text(encoding="utf-8")
    for name in get_command(app).commands:
        assert f"kg {name}" in commands
    for name in Settings.__slots__:
        assert f"`{name}`" in settings


def test_every_predicate_is_described_in_the_vocabulary() -> None:
    schema = (default_path() / "kg.ttl").read_text(encoding="utf-8")
    for predicate in Predicate:
        assert re.search(rf"kg:{predicate}\b", schema)


def test_the_readme_figures_name_their_command() -> None:
    assert "kg score" in README
    assert "benchmarks/build_speed.py" in README
    assert "@@" not in README
