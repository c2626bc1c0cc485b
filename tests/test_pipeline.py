"""The line from paper to extraction, and the build that keeps a store true."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from shutil import copytree

import pytest

from kg import fingerprints, pipeline
from kg.fingerprints import engine_mark, fingerprint
from kg.iris import concept_iri
from kg.model import BuildReport, ConceptType, Extraction, Iri, Paper, Predicate, Problem
from kg.ontology import Ontology, default_path
from kg.parse import parse_one
from kg.pipeline import Engine, build, extract, load_engine
from kg.rdf.store import Store
from kg.settings import Settings

ONE = Settings(workers=1)
PAPERS = (
    Paper("a", "FooNet: reading shells", "We propose FooNet, a neural network. FooNet runs on an NVIDIA H100 GPU."),
    Paper(
        "b",
        "BarSort: sorting shells",
        "We introduce BarSort. BarSort outperforms FooNet by 3.2% in accuracy on ImageNet.",
    ),
    Paper("c", "Of the sea", "The sea was calm in the morning."),
    Paper("d", "QuuxLM: small models", "We present QuuxLM. QuuxLM is 2.5x faster than BERT on GLUE."),
)


def held(store: Store) -> dict[str, Extraction]:
    return {extraction.paper.id: extraction for extraction in store.extractions()}


def built(papers: Iterable[Paper], settings: Settings = ONE) -> tuple[BuildReport, dict[str, Extraction], bytes]:
    with Store() as store:
        report = build(papers, store, settings=settings)
        return report, held(store), b"\n".join(sorted(store.ntriples().split(b"\n")))


@pytest.fixture(scope="module")
def whole() -> tuple[BuildReport, dict[str, Extraction], bytes]:
    return built(PAPERS)


def test_a_paper_becomes_an_extraction(engine: Engine) -> None:
    found = extract(PAPERS[0], engine=engine)
    assert found.paper is PAPERS[0]
    foo = next(link.concept for link in found.links if link.concept.label == "FooNet")
    assert any(claim.predicate is Predicate.INTRODUCES and claim.object == foo for claim in found.claims)
    assert {link.mention.span.of(PAPERS[0].text) for link in found.links} >= {"FooNet", "NVIDIA H100 GPU"}


def test_without_an_engine_the_default_one_reads(engine: Engine) -> None:
    assert extract(PAPERS[1]) == extract(PAPERS[1], engine=engine)


@pytest.mark.parametrize(
    "paper", [Paper("e", "", ""), Paper("e", " ", "\n\n"), Paper("e", "T", "\\"), Paper("e", "é", "∑")]
)
def test_a_paper_of_next_to_nothing_is_read(paper: Paper, engine: Engine) -> None:
    assert extract(paper, engine=engine).paper == paper


def test_settings_decide_what_is_kept() -> None:
    strict = load_engine(Settings(min_link=0.99, min_confidence=1.0))
    loose = load_engine(Settings(min_link=0.0, min_confidence=0.0))
    few, many = extract(PAPERS[1], engine=strict), extract(PAPERS[1], engine=loose)
    assert len(few.links) < len(many.links)
    assert len(few.claims) < len(many.claims)


def test_fast_reads_by_rules_alone() -> None:
    found = extract(PAPERS[0], engine=load_engine(Settings(fast=True, min_link=0.0)))
    assert {link.mention.finder for link in found.links} <= {"gazetteer", "name", "coined", "abbreviation"}
    assert "FooNet" in {link.concept.label for link in found.links}


def test_an_engine_is_loaded_once_for_equal_settings() -> None:
    assert load_engine(Settings(workers=1)) is load_engine(Settings(workers=1))


def test_another_catalogue_gives_other_concepts(write_catalogue: Callable[[list[tuple[str, str, str]]], Path]) -> None:
    folder = write_catalogue([("hardware/shell-chip", "Shell Chip|NVIDIA H100 GPU", "")])
    found = extract(PAPERS[0], engine=load_engine(Settings(workers=1, min_link=0.0), Ontology.load(folder)))
    iris = {link.concept.iri for link in found.links}
    assert Iri("https://w3id.org/mlhw-kg/concept/hardware/shell-chip") in iris
    assert not any("hardware/nvidia-h100" in iri for iri in iris)


# Builds


def test_a_build_holds_each_paper_as_it_is_read(
    whole: tuple[BuildReport, dict[str, Extraction], bytes], engine: Engine
) -> None:
    report, extractions, _ = whole
    assert extractions == {paper.id: extract(paper, engine=engine) for paper in PAPERS}
    assert (report.papers, report.added, report.changed, report.unchanged, report.removed) == (4, 4, 0, 0, 0)
    assert report.problems == ()
    assert report.claims == sum(len(extraction.claims) for extraction in extractions.values())
    assert report.triples == len(whole[2].strip().split(b"\n"))
    assert set(report.timings) == {"read", "extract and store", "prune", "settle names"}
    assert report.versions["kg"]


@pytest.mark.parametrize("order", [PAPERS[::-1], (*PAPERS[2:], *PAPERS[:2])], ids=["backward", "turned"])
def test_the_order_of_papers_changes_nothing(
    order: tuple[Paper, ...], whole: tuple[BuildReport, dict[str, Extraction], bytes]
) -> None:
    _, extractions, triples = built(order)
    assert (extractions, triples) == whole[1:]


@pytest.mark.slow
def test_two_workers_read_what_one_reads(whole: tuple[BuildReport, dict[str, Extraction], bytes]) -> None:
    report, extractions, triples = built(PAPERS, Settings(workers=2))
    assert (extractions, triples) == whole[1:]
    assert report.added == 4


def test_a_paper_given_twice_counts_once(whole: tuple[BuildReport, dict[str, Extraction], bytes]) -> None:
    report, _, triples = built([*PAPERS, PAPERS[0]])
    assert (report.added, triples) == (4, whole[2])


def test_only_new_and_changed_papers_are_worked_on(monkeypatch: pytest.MonkeyPatch) -> None:
    worked = []

    def noted(paper: Paper, *, engine: Engine | None = None) -> Extraction:
        worked.append(paper.id)
        return Extraction(paper, (), ())

    monkeypatch.setattr(pipeline, "extract", noted)
    changed = replace(PAPERS[1], abstract="Another text.")
    with Store() as store:
        build(PAPERS[:3], store, settings=ONE)
        again = build(PAPERS[:3], store, settings=ONE)
        report = build([PAPERS[0], changed, PAPERS[3]], store, settings=ONE)
        assert worked == ["a", "b", "c", "b", "d"]
        assert (again.unchanged, again.added, again.changed) == (3, 0, 0)
        assert (report.unchanged, report.changed, report.added, report.removed) == (1, 1, 1, 0)
        assert sorted(held(store)) == ["a", "b", "c", "d"]
        assert held(store)["b"].paper == changed


def test_pruning_removes_what_the_papers_no_longer_hold(
    whole: tuple[BuildReport, dict[str, Extraction], bytes],
) -> None:
    with Store() as store:
        build([*PAPERS, Paper("z", "ZipNet: more", "We propose ZipNet on a TPU.")], store, settings=ONE)
        report = build(PAPERS, store, settings=ONE, prune=True)
        assert (report.removed, report.unchanged, report.papers) == (1, 4, 4)
        assert b"\n".join(sorted(store.ntriples().split(b"\n"))) == whole[2]


def test_a_changed_paper_gives_the_store_built_from_nothing(
    whole: tuple[BuildReport, dict[str, Extraction], bytes],
) -> None:
    with Store() as store:
        build([replace(paper, abstract=f"FooNet and {paper.abstract}") for paper in PAPERS], store, settings=ONE)
        report = build(PAPERS, store, settings=ONE)
        assert report.changed == 4
        assert b"\n".join(sorted(store.ntriples().split(b"\n"))) == whole[2]


def broken(paper: Paper) -> object:
    if paper.id == "b":
        raise RuntimeError("no such luck")
    return parse_one(paper)


def test_a_paper_that_fails_is_a_problem_and_the_rest_lands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "parse_one", broken)
    note = Problem("list.txt", 3, "read", "an odd line", "Nothing to do", error=False)
    with Store() as store:
        report = build(PAPERS, store, settings=ONE, problems=[note])
        assert sorted(held(store)) == ["a", "c", "d"]
        assert report.problems[0] is note
        [failure] = report.failures
        assert (failure.source, failure.stage, failure.message) == ("b", "extract", "RuntimeError: no such luck")
        assert (report.added, report.papers) == (3, 3)
        monkeypatch.undo()
        mended = build(PAPERS, store, settings=ONE)
        assert (mended.added, mended.unchanged, mended.failures) == (1, 3, ())


def test_progress_is_told_in_order() -> None:
    told: list[tuple[str, int, int]] = []
    with Store() as store:
        build(PAPERS[:3], store, settings=ONE, progress=lambda *step: told.append(step))
    assert told == [("extract", 1, 3), ("extract", 2, 3), ("extract", 3, 3)]


def test_nothing_given_is_nothing_done() -> None:
    report, extractions, _ = built([])
    assert (report.papers, report.triples, extractions) == (0, 0, {})


# What decides whether a paper is worked on again


def test_the_mark_stays_while_nothing_changes() -> None:
    assert engine_mark(Settings()) == engine_mark(Settings())
    assert engine_mark(Settings()) == engine_mark(Settings(workers=7, title="Another"))


@pytest.mark.parametrize("change", [{"min_link": 0.5}, {"min_confidence": 0.5}, {"fast": True}], ids=str)
def test_the_mark_changes_with_the_settings_that_decide(change: dict[str, float]) -> None:
    assert engine_mark(replace(Settings(), **change)) != engine_mark(Settings())  # type: ignore[arg-type]


def test_the_mark_changes_with_the_catalogue(tmp_path: Path) -> None:
    folder = tmp_path / "ontology"
    copytree(default_path(), folder)
    assert engine_mark(Settings(), Ontology.load(folder)) == engine_mark(Settings())
    with (folder / "concepts" / "tasks.ttl").open("a", encoding="utf-8") as file:
        file.write("# another line\n")
    assert engine_mark(Settings(), Ontology.load(folder)) != engine_mark(Settings())


def test_the_mark_changes_with_code_and_weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def copy(name: str, change: str | None = None) -> str:
        root = tmp_path / name
        copytree(Path(pipeline.__file__).parent, root, ignore=lambda _, names: [n for n in names if n == "__pycache__"])
        if change:
            with (root / change).open("ab") as file:
                file.write(b"\n# more\n")
        monkeypatch.setattr(fingerprints, "files", lambda package: root)
        return engine_mark(Settings())

    same = {copy("one"), copy("two")}
    assert len(same) == 1
    changed = [copy(f"c{i}", path) for i, path in enumerate(["text.py", "weights/roles.npz", "claims/roles.py"])]
    assert len({*same, *changed}) == 4


@pytest.mark.parametrize(
    "change",
    [
        {"id": "z"},
        {"title": "T"},
        {"abstract": "A"},
        {"source": ("x.txt",)},
        {"published": "2024"},
        {"authors": ("A B",)},
    ],
    ids=str,
)
def test_the_fingerprint_changes_with_the_paper(change: dict[str, str]) -> None:
    assert fingerprint(replace(PAPERS[0], **change), "mark") != fingerprint(PAPERS[0], "mark")  # type: ignore[arg-type]


def test_the_fingerprint_is_of_paper_and_mark_alone() -> None:
    assert fingerprint(replace(PAPERS[0]), "mark") == fingerprint(PAPERS[0], "mark")
    assert fingerprint(PAPERS[0], "mark") != fingerprint(PAPERS[0], "another")


def test_a_concept_of_two_papers_is_one(whole: tuple[BuildReport, dict[str, Extraction], bytes]) -> None:
    iris = {link.concept.iri for paper in "ab" for link in whole[1][paper].links if link.concept.label == "FooNet"}
    assert iris == {concept_iri(ConceptType.MODEL, "foonet")}
