"""The vocabulary and the data files are found where kg is installed: from the checkout and from a wheel."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from kg.ontology import Ontology, default_path, digest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel of this checkout, unpacked."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "-w", folder, ROOT]
    done = subprocess.run(command, capture_output=True, text=True)
    if "No module named 'hatchling'" in done.stderr:
        pytest.skip("hatchling is not installed, so no wheel can be built")
    assert done.returncode == 0, done.stderr
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def run(site: Path, script: str, folder: Path) -> str:
    """Run a script with the unpacked wheel in front of everything, far from the checkout."""
    environment = {**os.environ, "PYTHONPATH": str(site)}
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=folder, env=environment, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_a_checkout_uses_its_own_ontology_folder() -> None:
    assert default_path() == ROOT / "ontology"


@pytest.mark.slow
def test_a_wheel_holds_the_ontology(unpacked: Path, tmp_path: Path) -> None:
    found = run(unpacked, "from kg.ontology import default_path; print(default_path())", tmp_path)
    assert Path(found) == unpacked / "kg" / "_ontology"
    assert digest(Path(found)) == digest(default_path())


@pytest.mark.slow
def test_a_wheel_reads_a_paper(unpacked: Path, tmp_path: Path) -> None:
    script = (
        "import kg; p = kg.Paper('p', 'FooNet: fast', 'We propose FooNet. FooNet runs on an NVIDIA H100 GPU.');"
        "x = kg.extract(p); print(sorted({l.concept.label for l in x.links})); print(kg.__file__)"
    )
    labels, place = run(unpacked, script, tmp_path).splitlines()
    assert "FooNet" in labels
    assert Path(place).is_relative_to(unpacked)


@pytest.mark.slow
def test_a_wheel_writes_the_page(unpacked: Path, tmp_path: Path) -> None:
    (tmp_path / "papers.jsonl").write_text('{"title": "FooNet", "abstract": "We propose FooNet, a network."}\n')
    script = "import sys; sys.argv = ['kg', '-q', 'build', 'papers.jsonl']; import kg.cli; kg.cli.main()"
    environment = {**os.environ, "PYTHONPATH": str(unpacked)}
    done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "FooNet" in (tmp_path / "graph_out" / "graph.html").read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_wheel_holds_every_data_file(unpacked: Path) -> None:
    """But the annotated papers, which only those who train the weights that ship need."""
    wanted = {p.relative_to(ROOT) for p in (ROOT / "kg").rglob("*") if p.is_file() and "__pycache__" not in p.parts}
    missing = {path for path in wanted if not (unpacked / path).is_file()}
    assert {path.parent for path in missing} == {Path("kg/training/annotations")}


def test_the_catalogue_is_large_and_of_seven_types() -> None:
    ontology = Ontology.load()
    assert len(ontology.concepts) >= 800
    assert len({entry.concept.type for entry in ontology.concepts.values()}) == 7
