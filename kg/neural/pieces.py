"""A document as the encoder's input: word pieces, the shape of each word, and where each token begins.

Word pieces: Wu et al., "Google's neural machine translation system", 2016, with the uncased vocabulary of BERT.
Since that vocabulary folds case, the shape of a word (capitals, digits, a blank before it) is an input of its own.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.parse import Document

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SHAPES = 32  # number of shape ids
LONGEST = 512  # pieces that the encoder reads at once
MASK = 103  # the id of [MASK]; ids up to it are marks, not words
_MARKS = {".": 10, ",": 10, "-": 11, "(": 12, ")": 13, "%": 14, ":": 15}


@dataclass(frozen=True, slots=True, eq=False)
class Pieces:
    """Ids and shapes of the pieces, both of shape (pieces,), and for each token the index of its first piece.

    The first and the last piece are the marks of start and end.
    """

    ids: "NDArray[np.int64]"
    shapes: "NDArray[np.int64]"
    first: "NDArray[np.int64]"


@lru_cache(maxsize=1 << 15)
def shape_of(word: str, spaced: bool) -> int:
    """Return the shape id of a word, `0 <= id < SHAPES`; `spaced` says whether white space stands before it."""
    if word.isdigit():
        kind = 1
    elif word.isalpha():
        kind = _letters(word)
    elif word.isalnum():
        kind = 7 if word.isupper() else 8 if word.islower() else 9
    else:
        kind = _MARKS.get(word, 0)
    return 2 * kind + spaced


def _letters(word: str) -> int:
    if word.islower():
        return 2
    if word.isupper():
        return 4 if len(word) > 1 else 5
    return 3 if word[1:].islower() else 6


@dataclass(frozen=True, slots=True, eq=False)
class Splitter:
    """Cuts documents into pieces; `tokenizer` is one of the library `tokenizers`."""

    tokenizer: Any

    def pieces(self, document: Document) -> Pieces:
        """Return the pieces of a document's cleaned text, however long it is."""
        import numpy as np

        text = document.clean.text
        made = self.tokenizer.encode(text)
        shapes = shapes_of(text, made.word_ids, made.offsets)
        first = _first_pieces(list(document.starts), made.offsets)
        return Pieces(np.array(made.ids), np.array(shapes), np.array(first, dtype=np.int64))


def shapes_of(text: str, words: list[int | None], offsets: list[tuple[int, int]]) -> list[int]:
    """Return the shape of each piece: that of the whole word that it belongs to, 0 for the marks of start and end."""
    ranges: dict[int, tuple[int, int]] = {}
    for word, (start, end) in zip(words, offsets, strict=True):
        if word is not None:
            known = ranges.get(word)
            ranges[word] = (start, end) if known is None else (known[0], end)
    shapes = {
        word: shape_of(text[start:end], start > 0 and text[start - 1].isspace())
        for word, (start, end) in ranges.items()
    }
    return [0 if word is None else shapes[word] for word in words]


def _first_pieces(starts: list[int], offsets: list[tuple[int, int]]) -> list[int]:
    """Return for each token the first piece that ends behind its start; the last piece for trailing white space."""
    last = len(offsets) - 1
    found = []
    place = min(1, last)
    for start in starts:
        while place < last - 1 and offsets[place][1] <= start:
            place += 1
        found.append(place)
    return found


def read_splitter(path: Path) -> Splitter:
    """Return the splitter of a vocabulary: a text file with one piece a line, its id the line's number from 0."""
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

    vocabulary = {piece: i for i, piece in enumerate(path.read_text(encoding="utf-8").split("\n")) if piece}
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]", max_input_chars_per_word=100))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    ends = [(mark, vocabulary[mark]) for mark in ("[SEP]", "[CLS]")]
    tokenizer.post_processor = processors.BertProcessing(*ends)
    return Splitter(tokenizer)
