"""The encoder: one pass over a paper gives a vector for each token.

A six-layer transformer (Vaswani et al., "Attention is all you need", 2017; the start was MiniLM, Wang et al., 2020),
adapted to abstracts of the field, fine-tuned on annotated papers and quantized to int8 with one scale a channel. It
runs on onnxruntime, one paper at a time: int8 scales depend on the whole input, so a batch would make a paper's
figures depend on its neighbours.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.neural.heads import Heads, read_heads
from kg.neural.mixing import Mixing, read_mixing
from kg.neural.pieces import LONGEST, Pieces, Splitter, read_splitter
from kg.neural.reading import Reading
from kg.parse import Document

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FILES = ("encoder.onnx", "inputs.npz", "heads.npz", "pieces.txt", "mixing.json")  # of a network's folder
Marks = Mapping[int, Sequence[str]]
_SLOWER = ["SkipLayerNormFusion"]  # what it makes takes four times as long on a CPU as the parts that it joins


@dataclass(frozen=True, slots=True, eq=False)
class Inputs:
    """What is added up for each piece: int8 rows for ids with a scale each, float rows for place, shape and marks.

    Shapes: `words` (pieces, width), `scales` (pieces,), `places` (512, width), `shapes` (32, width), `marks`
    (marks, width). `names` are the marks' names, in order.
    """

    words: "NDArray[np.int8]"
    scales: "NDArray[np.float32]"
    places: "NDArray[np.float32]"
    shapes: "NDArray[np.float32]"
    marks: "NDArray[np.float32]"
    names: tuple[str, ...]


class Network:
    """Encoder, inputs, heads and mixing of a folder, each loaded when first asked for.

    `marks_of` says what the finders by rule see in a document. The last reading is kept, since each stage of the line
    asks for that of the paper which all are working on.
    """

    def __init__(self, folder: Path, marks_of: Callable[[Document], Marks]) -> None:
        self._folder = folder
        self._marks_of = marks_of
        self._last: Reading | None = None

    def reading(self, document: Document, marks: Marks | None = None) -> Reading:
        """Return what the network sees in a document; `marks` are those of `marks_of`, where they are at hand."""
        last = self._last
        if last is None or last.document is not document:
            last = self._read(document, self._marks_of(document) if marks is None else marks)
            self._last = last
        return last

    @cached_property
    def mixing(self) -> Mixing:
        """How its probabilities are mixed with those of the linear models."""
        return read_mixing(self._folder / "mixing.json")

    @cached_property
    def heads(self) -> Heads:
        """The classifiers on top."""
        return read_heads(self._folder / "heads.npz")

    @cached_property
    def _splitter(self) -> Splitter:
        return read_splitter(self._folder / "pieces.txt")

    @cached_property
    def _inputs(self) -> Inputs:
        import numpy as np

        with np.load(self._folder / "inputs.npz", allow_pickle=False) as archive:
            return Inputs(
                words=archive["words"],
                scales=archive["scales"],
                places=archive["places"],
                shapes=archive["shapes"],
                marks=archive["marks"],
                names=tuple(str(archive["names"]).split("\n")),
            )

    @cached_property
    def _session(self) -> Any:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # a build has a process a core; more threads would fight
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        path = str(self._folder / "encoder.onnx")
        return onnxruntime.InferenceSession(
            path, options, providers=["CPUExecutionProvider"], disabled_optimizers=_SLOWER
        )

    def _read(self, document: Document, marks: Marks) -> Reading:
        import numpy as np

        pieces = self._splitter.pieces(document)
        flags = flags_of(pieces, marks, self._inputs.names)
        vectors = [
            self._session.run(["vectors"], {"inputs": self._embedded(pieces, flags, start, end)})[0][0]
            for start, end in windows(document, pieces)
        ]
        return Reading(document, np.concatenate(vectors)[pieces.first], flags[pieces.first], self.heads)

    def _embedded(self, pieces: Pieces, flags: "NDArray[np.float32]", start: int, end: int) -> "NDArray[np.float32]":
        """Return the sum of the inputs of a window, of shape (1, pieces, width)."""
        import numpy as np

        inputs = self._inputs
        ids = pieces.ids[start:end]
        total = inputs.words[ids] * inputs.scales[ids][:, None]
        total += inputs.places[: end - start]
        total += inputs.shapes[pieces.shapes[start:end]]
        for number in np.flatnonzero(flags[start:end].any(axis=0)):  # few marks occur; a product sums in any order
            total[flags[start:end, number] > 0] += inputs.marks[number]
        embedded: NDArray[np.float32] = total[None]
        return embedded


def flags_of(pieces: Pieces, marks: Marks, names: tuple[str, ...]) -> "NDArray[np.float32]":
    """Return which marks each piece has, of shape (pieces, marks): those of its token."""
    import numpy as np

    column = {name: i for i, name in enumerate(names)}
    flags = np.zeros((len(pieces.ids), len(names)), dtype=np.float32)
    ends = [*pieces.first[1:], len(pieces.ids) - 1]
    for token, found in marks.items():
        low = int(pieces.first[token])
        high = max(int(ends[token]), low + 1)
        for name in found:
            if name in column:
                flags[low:high, column[name]] = 1.0
    return flags


def windows(document: Document, pieces: Pieces, longest: int = LONGEST) -> Iterator[tuple[int, int]]:
    """Yield ranges of pieces that the encoder reads one by one: all at once, or cut where sentences begin."""
    total = len(pieces.ids)
    starts = [int(pieces.first[start]) for start, _ in document.sentences] if total > longest else []
    begin = 0
    while total - begin > longest:
        cut = max((start for start in starts if begin < start <= begin + longest), default=begin + longest)
        yield begin, cut
        begin = cut
    yield begin, total


@cache
def shipped_folder(weights: Path | None = None) -> Path | None:
    """Return the network's folder in that of the weights (default: those that ship); None where it is not whole."""
    if weights:
        return weights / "network" if all((weights / "network" / name).is_file() for name in FILES) else None
    with as_file(files("kg").joinpath("weights", "network")) as folder:
        return folder if all((folder / name).is_file() for name in FILES) else None
