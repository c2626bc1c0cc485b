"""From a trained network to the files that `kg.neural` reads: an int8 encoder, its inputs, its heads, its pieces."""

import logging
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from kg.training.network.attention import fuse_attention
from kg.training.network.examples import MARKS, RELATIONS, ROLES, TYPES
from kg.training.network.module import HEADS, Block, Network
from kg.training.network.pairs import STATED

_HEADS = ("mention", "facts", "body", "keep", "types", "roles", "relations", "pair", "stated")


class _Plain(nn.Module):
    """The encoder, written out in the operations that onnxruntime fuses and quantizes."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.norm, self.blocks = network.encoder.norm, network.encoder.blocks

    def forward(self, summed: Tensor) -> Tensor:
        x: Tensor = self.norm(summed)
        for block in self.blocks:
            assert isinstance(block, Block)
            batch, length, width = x.shape
            heads = block.attend(x).view(batch, length, 3, HEADS, width // HEADS).permute(2, 0, 3, 1, 4)
            scores = heads[0] @ heads[1].transpose(-1, -2) / (width // HEADS) ** 0.5
            joined = (torch.softmax(scores, -1) @ heads[2]).transpose(1, 2).reshape(batch, length, width)
            x = block.first_norm(x + block.out(joined))
            x = block.second_norm(x + block.down(functional.gelu(block.up(x))))
        return x


def export(network: Network, pieces: list[str], folder: Path) -> None:
    """Write the four files of a network to a folder that exists; the same network gives the same bytes."""
    network.eval()
    _write_encoder(network, folder / "encoder.onnx")
    words, scales = _rows_in_int8(network.encoder.words.weight.detach().numpy())
    np.savez_compressed(
        folder / "inputs.npz",
        words=words,
        scales=scales,
        places=network.encoder.places.weight.detach().numpy(),
        shapes=network.encoder.shapes.weight.detach().numpy(),
        marks=network.marks.weight.detach().numpy().T,
        names=np.array("\n".join(MARKS)),
    )
    classes = {"types": TYPES, "roles": ROLES, "relations": RELATIONS, "stated": STATED}
    weights: dict[str, NDArray[np.float16]] = {}  # half precision is enough for heads, and half the bytes
    for name in _HEADS:
        layer = getattr(network, name)
        weights[f"{name}.w"] = layer.weight.detach().numpy().T.astype(np.float16)
        weights[f"{name}.b"] = layer.bias.detach().numpy().astype(np.float16)
    listed = {name: np.array("\n".join(values)) for name, values in classes.items()}
    np.savez_compressed(folder / "heads.npz", **weights, **listed)  # type: ignore[arg-type]  # names are no keywords of it
    (folder / "pieces.txt").write_text("\n".join(pieces) + "\n", encoding="utf-8", newline="\n")


def _rows_in_int8(rows: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    scales = (np.abs(rows).max(axis=1) / 127.0 + 1e-12).astype(np.float32)
    return np.round(rows / scales[:, None]).astype(np.int8), scales


def write_plain(network: Network, path: Path) -> None:
    """Write the encoder as it is, with the weights in float."""
    sample = torch.zeros(1, 16, network.encoder.norm.normalized_shape[0])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of an exporter that is on its way out, and whose files can be quantized
        torch.onnx.export(
            _Plain(network).eval(),
            (sample,),
            str(path),
            dynamo=False,
            input_names=["inputs"],
            output_names=["vectors"],
            dynamic_axes={name: {1: "pieces"} for name in ("inputs", "vectors")},
            opset_version=17,
        )


@contextmanager
def _without_advice() -> Iterator[None]:
    """Keep what onnxruntime would advise on the root logger from people who cannot follow it."""

    def unwanted(record: logging.LogRecord) -> bool:
        return "pre-processing" not in record.getMessage()

    root = logging.getLogger()
    root.addFilter(unwanted)
    try:
        yield
    finally:
        root.removeFilter(unwanted)


def _write_encoder(network: Network, path: Path) -> None:
    """Write the encoder with int8 weights, one scale a channel.

    Weights take seven bits: with eight, processors without VNNI would saturate and give other figures.
    """
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    with tempfile.TemporaryDirectory() as scratch, _without_advice():
        plain = Path(scratch) / "plain.onnx"
        write_plain(network, plain)
        quantize_dynamic(str(plain), str(path), per_channel=True, reduce_range=True, weight_type=QuantType.QInt8)
        onnx.save(fuse_attention(onnx.load(str(path)), HEADS), str(path))
