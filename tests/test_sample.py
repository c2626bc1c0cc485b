"""The sample in graph_out/ is what the first listing of the examples builds today."""

import hashlib
from pathlib import Path

import pytest

from kg.export.folder import build_folder
from kg.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "graph_out" / "sample"


@pytest.mark.slow
def test_the_committed_sample_is_true(tmp_path: Path) -> None:
    """Run `make golden` after a wanted change, and review the diff."""
    report = build_folder(ROOT / "examples" / "papers.txt", tmp_path, settings=Settings(workers=1))
    assert report.failures == ()
    for name in ("graph.ttl", "graph.html"):
        kept = hashlib.sha256((SAMPLE / name).read_bytes()).hexdigest()
        assert report.outputs[name] == kept, f"{name} differs from graph_out/sample: run make golden"
