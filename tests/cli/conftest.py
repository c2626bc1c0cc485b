"""A small graph on disk, and a way to run the program in this process."""

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from kg.cli.app import app
from kg.rdf.store import Store
from tests.export.handmade import EXTRACTIONS
from tests.rdf.example import EXAMPLE
from tests.rdf.small_catalogue import CATALOGUE

Kg = Callable[..., Result]


@pytest.fixture(autouse=True)
def away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run in an empty folder, so that no kg.toml and no graph_out of the checkout counts."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def kg() -> Kg:
    """A function that runs `kg` with arguments and returns exit code, stdout and stderr."""

    def run(*arguments: object, stdin: str | bytes | None = None) -> Result:
        result = CliRunner().invoke(app, [str(each) for each in arguments], input=stdin, prog_name="kg")
        assert "Traceback" not in result.output
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return run


@pytest.fixture(scope="session")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a graph of three papers in our own words."""
    folder = tmp_path_factory.mktemp("graph")
    with Store(folder / "store", ontology=CATALOGUE) as store:
        store.replace_all([EXAMPLE, *EXTRACTIONS])
    return folder
