"""`kg train` from beginning to end, on made-up papers and a start with random weights."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.annotation.standoff import stand_off
from kg.cli.train import run
from kg.cli.voice import UsageError, Voice
from kg.errors import SettingsError, SourceError
from kg.fingerprints import engine_mark
from kg.model import Paper, Predicate
from kg.ontology import Ontology
from kg.own_weights import LINEAR, OPTIONAL
from kg.pipeline import extract, load_engine
from kg.settings import Settings
from tests.training.made import annotated, write
from tests.training.started import write_start

pytestmark = pytest.mark.slow
pytest.importorskip("sklearn", reason="needs the extra train")
NEW = Paper(
    "new",
    "ShellZNet: sorting of shells",
    "Shells are many on every beach. We propose ShellZNet, a network that uses wave pooling. "
    "ShellZNet runs on a Tide-900 board. We evaluate ShellZNet on BeachSet-77. The code will follow in spring.",
)
NETWORK = {"encoder.onnx", "inputs.npz", "heads.npz", "pieces.txt", "mixing.json"}
CARDS = {"DATA_CARD.md", "MODEL_CARD.md"}


def train(gold: Path, out: Path, **options: object) -> int:
    given = dict.fromkeys(("config", "papers", "adapt", "seed")) | {"no_network": False, "workers": 1} | options
    return run(Voice(quiet=True), gold=[gold], out=out, **given)  # type: ignore[arg-type]


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.fixture(scope="module", autouse=True)
def ontology(catalogue: Callable[[list[tuple[str, str, str]]], Ontology]) -> Ontology:
    return catalogue([("technique/wave-pooling", "wave pooling", ""), ("task/sorting", "sorting", "")])


@pytest.fixture(autouse=True)
def _small_catalogue(monkeypatch: pytest.MonkeyPatch, ontology: Ontology) -> None:
    monkeypatch.setattr("kg.cli.train.Ontology.load", lambda: ontology)


@pytest.fixture(scope="module")
def gold(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("gold") / "gold.jsonl", 12)


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("torch", reason="a network needs the extra train")
    pytest.importorskip("onnx", reason="a network needs the extra train")
    folder = tmp_path_factory.mktemp("config")
    start = write_start(folder / "start")
    text = f'layers = 1\nepochs = 1\nfolds_run = 1\nstart = "{start.as_posix()}"\nnote = "Made up."\n'
    (folder / "own.toml").write_text(text, encoding="utf-8")
    return folder / "own.toml"


@pytest.fixture(scope="module")
def listing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("listing") / "papers.jsonl"
    rows = [
        {"id": f"made-{n}", "title": annotated(n)["title"], "abstract": annotated(n)["abstract"], "published": "2023"}
        for n in range(12)
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_the_linear_parts_alone(gold: Path, tmp_path: Path, ontology: Ontology) -> None:
    assert train(gold, tmp_path / "weights", no_network=True) == 0
    assert set(contents(tmp_path / "weights")) == {*LINEAR, *OPTIONAL, *CARDS}
    assert "On 12 papers" in (tmp_path / "weights" / "MODEL_CARD.md").read_text(encoding="utf-8")
    settings = Settings(weights=str(tmp_path / "weights"), workers=1)
    found = extract(NEW, engine=load_engine(settings, ontology))
    roles = {c.object.label: c.predicate for c in found.claims}
    assert roles["Tide-900"] is Predicate.RUNS_ON
    assert {link.concept.label for link in found.links} >= {"ShellZNet", "wave pooling", "BeachSet-77"}
    assert [path.name for path in tmp_path.iterdir()] == ["weights"]  # nothing is left beside


@pytest.fixture(scope="module")
def trained(gold: Path, config: Path, ontology: Ontology, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("trained") / "weights"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kg.cli.train.Ontology.load", lambda: ontology)
        assert train(gold, out, config=config) == 0
    return out


def test_all_weights_are_there_and_are_read(trained: Path, ontology: Ontology) -> None:
    assert set(contents(trained)) == {*LINEAR, *OPTIONAL, *CARDS, *(f"network/{name}" for name in NETWORK)}
    settings = Settings(weights=str(trained), workers=1, min_link=0.0)
    engine = load_engine(settings, ontology)
    assert engine.ranker.network is not None
    found = extract(NEW, engine=engine)
    assert {link.concept.label for link in found.links} >= {"ShellZNet", "wave pooling"}


def test_the_cards_say_what_happened(trained: Path) -> None:
    card = (trained / "MODEL_CARD.md").read_text(encoding="utf-8")
    assert "Start of the encoder: start, sha256" in card
    assert "### Relation" in card
    assert "| layers | 1 |" in card
    assert str(trained.parent) not in card
    assert "Made up." in (trained / "DATA_CARD.md").read_text(encoding="utf-8")


def test_the_same_seed_gives_the_same_bytes_and_another_seed_does_not(
    trained: Path, gold: Path, config: Path, tmp_path: Path
) -> None:
    train(gold, tmp_path / "again", config=config, workers=2)
    assert contents(tmp_path / "again") == contents(trained)
    train(gold, tmp_path / "other", config=config, seed=2)
    changed = {name for name, data in contents(tmp_path / "other").items() if data != contents(trained)[name]}
    assert {"network/encoder.onnx", "network/heads.npz", "MODEL_CARD.md"} <= changed
    assert not changed & {*LINEAR, *OPTIONAL}


def test_unlabelled_papers_cut_the_vocabulary_and_adapt_the_encoder(
    gold: Path, config: Path, listing: Path, tmp_path: Path
) -> None:
    stood_off = tmp_path / "bare.jsonl"
    stood_off.write_text("".join(json.dumps(stand_off(annotated(n))) + "\n" for n in range(12)), encoding="utf-8")
    own = tmp_path / "own.toml"
    own.write_text(config.read_text(encoding="utf-8") + "adapt_steps = 2\n", encoding="utf-8")
    assert train(stood_off, tmp_path / "weights", config=own, papers=[str(listing)]) == 0  # the listing has the text
    card = (tmp_path / "weights" / "MODEL_CARD.md").read_text(encoding="utf-8")
    assert "Adapted to 12 unlabelled papers in 2 steps" in card
    assert "Unlabelled papers: `papers.jsonl`, sha256" in card
    assert "| 2023 | 12 |" in (tmp_path / "weights" / "DATA_CARD.md").read_text(encoding="utf-8")
    pieces = (tmp_path / "weights" / "network" / "pieces.txt").read_text(encoding="utf-8").split()
    assert "board" in pieces
    assert "##ing" in pieces
    assert "fast" not in pieces
    again = train(gold, tmp_path / "again", config=own, papers=[str(listing)])
    assert again == 0
    assert (
        contents(tmp_path / "again")["network/encoder.onnx"] == contents(tmp_path / "weights")["network/encoder.onnx"]
    )


def test_without_a_network_an_old_one_goes(trained: Path, gold: Path, tmp_path: Path) -> None:
    from shutil import copytree

    copytree(trained, tmp_path / "weights")
    (tmp_path / "weights" / "notes.txt").write_text("mine", encoding="utf-8")
    train(gold, tmp_path / "weights", no_network=True)
    assert set(contents(tmp_path / "weights")) == {*LINEAR, *OPTIONAL, *CARDS, "notes.txt"}


def test_own_weights_change_the_mark_by_their_content(trained: Path, tmp_path: Path) -> None:
    from shutil import copytree

    copy = copytree(trained, tmp_path / "copy")
    marks = [engine_mark(Settings(weights=str(folder))) for folder in (trained, copy)]
    assert marks[0] == marks[1] != engine_mark(Settings())
    (copy / "network" / "mixing.json").write_bytes(b"{}")
    assert engine_mark(Settings(weights=str(copy))) != marks[0]


def test_too_few_papers_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="9 annotated papers are too few"):
        train(write(tmp_path / "gold.jsonl", 9), tmp_path / "weights", no_network=True)
    assert not (tmp_path / "weights").exists()


def test_what_is_no_gold_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="Check the name"):
        train(tmp_path / "none.jsonl", tmp_path / "weights", no_network=True)
    (tmp_path / "papers.jsonl").write_text('{"title": "A title", "abstract": "Shells."}\n', encoding="utf-8")
    with pytest.raises(SourceError, match="holds no annotated papers"):
        train(tmp_path / "papers.jsonl", tmp_path / "weights", no_network=True)
    record = annotated(0)
    record["concepts"][0]["role"] = "eats"
    (tmp_path / "gold.jsonl").write_text(json.dumps(record) + "\n", encoding="utf-8")
    with pytest.raises(SourceError, match=r"gold\.jsonl:1: .*no known type and role"):
        train(tmp_path / "gold.jsonl", tmp_path / "weights", no_network=True)


WRONG = [
    ({"adapt": 5.0}, UsageError, "--adapt goes with --papers"),
    ({"adapt": 5.0, "papers": ["x"], "no_network": True}, UsageError, "not with --no-network"),
    ({"config": Path("none.toml")}, SettingsError, "cannot be read"),
]


@pytest.mark.parametrize(("options", "kind", "message"), WRONG, ids=[message for *_, message in WRONG])
def test_wrong_usage_is_told_before_anything_is_learned(
    options: dict[str, object], kind: type[Exception], message: str, gold: Path, tmp_path: Path
) -> None:
    with pytest.raises(kind, match=message):
        train(gold, tmp_path / "weights", **options)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("missing", ["torch", "sklearn"])
def test_a_library_that_is_missing_is_named_with_the_extra(
    missing: str, gold: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def absent(name: str) -> object:
        raise ModuleNotFoundError(f"No module named {missing!r}", name=missing) if "command" in name else 0

    real = __import__("importlib").import_module
    monkeypatch.setattr("kg.cli.train.import_module", lambda name: absent(name) if "command" in name else real(name))
    with pytest.raises(
        UsageError, match=rf"needs {missing}, which is not installed\. Run: pip install 'kg-papers\[train\]'"
    ):
        train(gold, tmp_path / "weights")
