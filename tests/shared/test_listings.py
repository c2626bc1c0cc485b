"""The four listings that lie beside the checkout, built whole."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.export.folder import OUTPUTS, STORE, build_folder
from kg.model import BuildReport, Extraction
from kg.rdf.store import Store
from kg.settings import Settings

pytestmark = pytest.mark.slow
PAPERS = 243


@pytest.fixture(scope="module")
def listings(shared: Path) -> list[Path]:
    found = sorted((shared / "seeds").glob("listing_*.txt"))
    assert len(found) == 4
    return found


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("listings")


@pytest.fixture(scope="module")
def report(listings: list[Path], out: Path) -> BuildReport:
    """The first build, with two workers."""
    return build_folder(listings, out, settings=Settings(workers=2))


@pytest.fixture(scope="module")
def extractions(report: BuildReport, out: Path) -> Iterator[list[Extraction]]:
    assert report.papers == PAPERS
    with Store(out / STORE, read_only=True) as store:
        yield list(store.extractions())


def test_no_paper_is_lost(report: BuildReport) -> None:
    assert (report.papers, report.added, report.failures) == (PAPERS, PAPERS, ())
    assert report.concepts > PAPERS * 5
    assert report.claims > PAPERS * 10


def test_every_mention_and_evidence_is_its_slice(extractions: list[Extraction]) -> None:
    for extraction in extractions:
        text = extraction.paper.text
        last = 0
        for link in extraction.links:
            assert last <= link.mention.span.start < link.mention.span.end <= len(text)
            assert link.mention.span.of(text) == link.mention.span.of(text).strip()
            last = link.mention.span.end
        for claim in extraction.claims:
            assert claim.evidence.text == text[claim.evidence.span.start : claim.evidence.span.end] != ""


def test_every_paper_has_a_concept_and_most_introduce_one(extractions: list[Extraction]) -> None:
    assert all(extraction.links for extraction in extractions)
    coins = [any(claim.predicate == "introduces" for claim in extraction.claims) for extraction in extractions]
    assert sum(coins) > 0.7 * PAPERS


def test_a_label_key_has_one_concept_of_each_type(extractions: list[Extraction]) -> None:
    """The same name and type never give two nodes, whatever the paper."""
    labels: dict[str, set[tuple[str, object]]] = {}
    for extraction in extractions:
        for link in extraction.links:
            labels.setdefault(link.concept.iri, set()).add((link.concept.label.casefold(), link.concept.type))
    kinds = {iri: {kind for _, kind in several} for iri, several in labels.items()}
    assert all(len(several) == 1 for several in kinds.values())


def sha256(folder: Path) -> dict[str, str]:
    return {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in OUTPUTS}


def test_one_worker_and_another_order_give_the_same_bytes(
    listings: list[Path], report: BuildReport, out: Path, tmp_path: Path
) -> None:
    again = build_folder(listings[::-1], tmp_path / "again", settings=Settings(workers=1))
    assert sha256(tmp_path / "again") == sha256(out) == report.outputs
    assert again.triples == report.triples


def test_nothing_new_is_nothing_done(listings: list[Path], report: BuildReport, out: Path) -> None:
    again = build_folder(listings, out, settings=Settings(workers=1))
    assert (again.unchanged, again.added, again.changed) == (PAPERS, 0, 0)
    assert again.outputs == report.outputs
