"""Distributional word classes: `python -m kg.training.classes PAPERS…`.

Words that stand in the same company get the same class: positive pointwise mutual information of a
word with its two neighbours on either side, reduced by a truncated singular value decomposition, then
k-means. Levy and Goldberg, "Neural word embedding as implicit matrix factorization", NeurIPS 2014.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix, csr_matrix, hstack
from scipy.sparse.linalg import svds
from sklearn.cluster import MiniBatchKMeans

from kg.sources.read import read
from kg.wordclasses import word_key

WORDS = 20_000
CONTEXTS = 3_000
DIMENSIONS = 100
SIZES = (64, 512)
_LEAST = 8
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*[A-Za-z0-9+]|[A-Za-z]|\d+(?:\.\d+)?|[^\w\s]")


def word_classes_of(texts: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """Return word key -> its class in each granularity, for the most frequent words of some texts."""
    documents = [[word_key(word) for word in _WORD.findall(text)] for text in texts]
    counts = Counter(word for document in documents for word in document)
    ranked = sorted(counts, key=lambda word: (-counts[word], word))
    words = [word for word in ranked[:WORDS] if counts[word] >= _LEAST]
    vectors = _vectors(_neighbours(documents, words))
    labels = [
        MiniBatchKMeans(min(size, len(words)), random_state=0, n_init=2, batch_size=4096, max_iter=60)
        .fit(vectors)
        .labels_
        for size in SIZES
    ]
    return {word: tuple(int(column[i]) for column in labels) for i, word in enumerate(words)}


def _neighbours(documents: list[list[str]], words: list[str]) -> csr_matrix:
    """Return counts of shape (words, 4 x contexts): what stands two and one places before and after."""
    index = {word: i for i, word in enumerate(words)}
    stream = np.array([index.get(w, -1) for d in documents for w in [*d, "\n", "\n"]], dtype=np.int32)
    width = min(CONTEXTS, len(words))
    blocks = []
    for offset in (-2, -1, 1, 2):
        other = np.roll(stream, -offset)
        both = (stream >= 0) & (other >= 0) & (other < width)
        ones = np.ones(int(both.sum()), dtype=np.float32)
        blocks.append(coo_matrix((ones, (stream[both], other[both])), shape=(len(words), width)).tocsr())
    return csr_matrix(hstack(blocks))


def _vectors(counts: csr_matrix) -> NDArray[np.float64]:
    """Return unit vectors of shape (words, dimensions)."""
    rows = np.asarray(counts.sum(axis=1)).ravel() + 1
    columns = np.asarray(counts.sum(axis=0)).ravel() + 1
    total = float(counts.sum())
    cells = counts.tocoo()
    information = np.log(cells.data * total / (rows[cells.row] * columns[cells.col] ** 0.75 * total**0.25))
    kept = information > 0
    matrix = coo_matrix((information[kept], (cells.row[kept], cells.col[kept])), shape=counts.shape).tocsr()
    size = min(DIMENSIONS, min(matrix.shape) - 1)
    left, strengths, _ = svds(matrix, k=size, random_state=0)
    vectors: NDArray[np.float64] = left * np.sqrt(strengths)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9
    return vectors


def write_classes(classes: dict[str, tuple[int, ...]], path: Path) -> None:
    """Write one line a word: the word and its classes, separated by tabs."""
    rows = ("\t".join([word, *map(str, classes[word])]) for word in sorted(classes) if "\t" not in word)
    path.write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")


if __name__ == "__main__":
    papers = read(sys.argv[1:], report=lambda problem: None)
    found = word_classes_of(f"{paper.title} . {paper.abstract}" for paper in papers)
    write_classes(found, Path(__file__).parent.parent / "weights" / "classes.tsv")
