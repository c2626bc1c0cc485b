"""Sorting more lines than the memory should hold."""

import heapq
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

_AT_ONCE = 1_000_000


def sorted_lines(lines: Iterable[str], *, at_once: int = _AT_ONCE) -> Iterator[str]:
    """Yield lines sorted by code point, each once; no more than `at_once` of them are held at a time.

    The lines hold no line feed. What does not fit stands in a temporary folder until the last line is taken.
    """
    waiting = iter(lines)
    first = sorted(islice(waiting, at_once))
    if len(first) < at_once:
        yield from _distinct(first)
        return
    with TemporaryDirectory(prefix="kg-") as folder, ExitStack() as stack:
        parts = [_written(first, Path(folder) / "0")]
        while chunk := sorted(islice(waiting, at_once)):
            parts.append(_written(chunk, Path(folder) / str(len(parts))))
        files = [stack.enter_context(part.open(encoding="utf-8", newline="\n")) for part in parts]
        yield from _distinct(heapq.merge(*map(_read, files)))


def _written(lines: list[str], path: Path) -> Path:
    with path.open("w", encoding="utf-8", newline="\n") as out:
        out.writelines(f"{line}\n" for line in lines)
    return path


def _read(file: Iterable[str]) -> Iterator[str]:
    return (line.removesuffix("\n") for line in file)


def _distinct(lines: Iterable[str]) -> Iterator[str]:
    last = None
    for line in lines:
        if line != last:
            yield line
        last = line
