"""A vocabulary and random networks, small enough to be made for each run of the tests."""

from pathlib import Path
from string import ascii_lowercase, digits
from typing import TYPE_CHECKING

from kg.model import Paper
from kg.neural.pieces import Splitter, read_splitter
from kg.parse import Document, parse_one

if TYPE_CHECKING:
    from kg.training.network.module import Network

WORDS = "shell net sand wave on we use the a of board runs fast pooling propose ##s ##net ##ing".split()
MARKS = ".,;:-()[]%/\\{}$&*+=<>|'\"!?#_^~@"
PIECES = [
    "[PAD]", *(f"[unused{i}]" for i in range(99)), "[UNK]", "[CLS]", "[SEP]", "[MASK]",
    *MARKS, *digits, *ascii_lowercase, *(f"##{c}" for c in ascii_lowercase + digits), *WORDS,
]  # fmt: skip
TEXT = "We propose SandNet-7B (SNet), a network that runs fast on a Tide-100 board. It reaches 92.1% on BeachSet."


def write_pieces(folder: Path) -> Path:
    path = folder / "pieces.txt"
    path.write_text("\n".join(PIECES) + "\n", encoding="utf-8")
    return path


def splitter(folder: Path) -> Splitter:
    return read_splitter(write_pieces(folder))


def document(abstract: str = TEXT, title: str = "SandNet: of shells") -> Document:
    return parse_one(Paper("p", title, abstract))


def random_network(seed: int = 0, layers: int = 1) -> "Network":
    """A network whose weights are drawn; none of them is zero, so that each part has a say."""
    import torch

    from kg.training.network.fit import new_network
    from kg.training.network.module import Encoder

    torch.manual_seed(seed)
    network = new_network(Encoder(len(PIECES), layers=layers, dropout=0.0)).eval()
    with torch.no_grad():
        network.encoder.words.weight.normal_(std=0.3)
        network.encoder.places.weight.normal_(std=0.1)
        network.encoder.shapes.weight.normal_(std=0.1)
        network.marks.weight.normal_(std=0.1)
    return network
