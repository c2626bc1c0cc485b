"""What several tests share: a tiny catalogue, the engine that ships, and the calm profile of hypothesis."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest

from kg.ontology import Ontology
from kg.settings import Settings

if TYPE_CHECKING:
    from kg.pipeline import Engine

# a run of the tests is repeatable; HYPOTHESIS_PROFILE=explore looks for new examples
hypothesis.settings.register_profile("kg", deadline=None, derandomize=True)
hypothesis.settings.register_profile("explore", deadline=None)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "kg"))

Row = tuple[str, str, str]
HEAD = """@prefix kg: <https://w3id.org/mlhw-kg/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""


def block(row: Row) -> str:
    """One concept as the catalogue writes it: "technique/ant", "ANT|adaptive type", "" or "exact"."""
    name, labels, mark = row
    preferred, *others = labels.split("|")
    lines = [
        f"<https://w3id.org/mlhw-kg/concept/{name}> a skos:Concept, kg:{name.partition('/')[0].capitalize()} ;",
        f"  skos:inScheme <https://w3id.org/mlhw-kg/scheme/{name.partition('/')[0]}> ;",
        *(f'  skos:altLabel "{other}"@en ;' for other in others),
        *(["  kg:caseSensitive true ;"] if mark == "exact" else []),
        f'  skos:prefLabel "{preferred}"@en .',
    ]
    return "\n".join(lines)


@pytest.fixture(scope="session")
def write_catalogue(tmp_path_factory: pytest.TempPathFactory) -> Callable[[list[Row]], Path]:
    """A function that writes rows as a folder of the catalogue's form and returns it."""

    def write(rows: list[Row]) -> Path:
        folder = tmp_path_factory.mktemp("ontology")
        (folder / "concepts").mkdir()
        (folder / "kg.ttl").write_text(HEAD, encoding="utf-8")
        (folder / "concepts" / "all.ttl").write_text(HEAD + "\n".join(map(block, rows)), encoding="utf-8")
        return folder

    return write


@pytest.fixture(scope="session")
def catalogue(write_catalogue: Callable[[list[Row]], Path]) -> Callable[[list[Row]], Ontology]:
    """A function that makes an Ontology of rows."""
    return lambda rows: Ontology.load(write_catalogue(rows))


@pytest.fixture(scope="session")
def engine() -> "Engine":
    """The engine with the catalogue and the weights that ship."""
    from kg.pipeline import load_engine

    return load_engine(Settings(workers=1))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of shared material beside the checkout."""
    folder = Path(__file__).resolve().parents[2] / "shared"
    if not folder.is_dir():
        pytest.skip("the folder shared/ does not stand beside the checkout")
    return folder
