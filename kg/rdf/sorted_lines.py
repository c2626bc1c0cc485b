"""Lines in order, each once, of any number: what does not fit into memory is sorted in pieces on disk."""

import heapq
from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from tempfile import SpooledTemporaryFile, TemporaryFile
from typing import IO, Any, cast

from pyoxigraph import Quad, RdfFormat, Triple, serialize

_LINES = 400_000  # that are sorted in memory at once: some 150 MB
_SMALL = 1 << 26  # bytes that stay in memory
_CHUNK = 20_000


def in_order(lines: Iterable[bytes], piece: int = _LINES) -> Iterator[bytes]:
    """Return the lines, which end with a line feed, in order and each once; `piece` are sorted in memory at once.

    All of `lines` is read before the first one is given.
    """
    waiting = iter(lines)
    pieces: list[Iterable[bytes]] = []
    while some := list(islice(waiting, piece)):
        whole = len(some) < piece  # the last of them
        some = sorted(set(some))
        pieces.append(some if whole else _on_disk(some))
    return _merged(pieces)


def _merged(pieces: list[Iterable[bytes]]) -> Iterator[bytes]:
    if len(pieces) == 1 and isinstance(pieces[0], list):  # all was small enough: nothing to merge
        yield from pieces[0]
        return
    try:
        for line, _ in groupby(heapq.merge(*pieces)):
            yield line
    finally:
        for piece in pieces:
            if not isinstance(piece, list):
                cast("IO[bytes]", piece).close()


def _on_disk(lines: list[bytes]) -> IO[bytes]:
    file = TemporaryFile()  # noqa: SIM115 - it is gone as soon as nobody reads it
    file.writelines(lines)
    file.seek(0)
    return file


def spooled(lines: Iterable[bytes] = ()) -> IO[bytes]:
    """Return a file for what is written now and read later; it begins with `lines`, and is in memory while small."""
    file = cast("IO[bytes]", SpooledTemporaryFile(_SMALL))  # noqa: SIM115 - who asked for it closes it
    waiting = iter(lines)
    while some := list(islice(waiting, _CHUNK)):  # in parts, since it looks at its size after each
        file.writelines(some)
    file.seek(0)
    return file


def lines_of(statements: Iterable[Triple] | Iterable[Quad], form: RdfFormat = RdfFormat.N_TRIPLES) -> Iterator[bytes]:
    """Yield triples as lines of N-Triples, or quads as N-Quads, each with its line feed."""
    waiting: Iterator[Any] = iter(statements)
    while some := list(islice(waiting, _CHUNK)):
        yield from (serialize(some, format=form) or b"").splitlines(keepends=True)
