"""What becomes of the errors of a disk and of a store: one clear error that says how to mend it."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pyoxigraph import Store as Oxigraph

from kg.alone import busy, holder
from kg.errors import StoreError

_REBUILD = (
    "Build it again from its sources with `kg build SOURCE... --fresh`; graph.ttl, graph.html and extractions.jsonl"
    " are still there as they were written last"
)
_SPACE = "Free some, then run the same command again; what was there before still stands"
_MENDS = {
    errno.ENOSPC: f"the disk is full. {_SPACE}",
    errno.EDQUOT: f"your share of the disk is used up. {_SPACE}",
    errno.EFBIG: "a file may not grow as large as it has to. Raise the limit (ulimit -f), then run it again",
    errno.EROFS: "this disk can only be read. Name another folder with -o",
    errno.EACCES: "kg may not write here. Give it the right to, or name another folder with -o",
    errno.EPERM: "kg may not write here. Give it the right to, or name another folder with -o",
}
_WORDS = {  # of Oxigraph, whose errors have no number
    "No space left": errno.ENOSPC,
    "quota exceeded": errno.EDQUOT,
    "File too large": errno.EFBIG,
    "Read-only file system": errno.EROFS,
    "Permission denied": errno.EACCES,
    "Operation not permitted": errno.EPERM,
}
_OF_STORE = ("Corruption", "IO error", "Not implemented", "Invalid argument", "Background error")


@contextmanager
def clear_errors(path: Path | None) -> Iterator[None]:
    """Make a StoreError of what the disk or the store under `path` raises inside the block; others pass."""
    try:
        yield
    except (OSError, RuntimeError) as error:
        told = explained(error, path) if path else None
        if told is None:
            raise
        raise told from error


def explained(error: BaseException, path: Path) -> StoreError | None:
    """Return what an error of the disk or of a store means, or None where it is neither."""
    if not isinstance(error, (OSError, RuntimeError)):
        return None
    number, text = getattr(error, "errno", None), str(error)
    number = number or next((code for words, code in _WORDS.items() if words in text), None)
    if number in _MENDS:
        return StoreError(path, _MENDS[number])
    if _is_lock(text):
        return StoreError(path, busy(holder(path / "LOCK")))
    if getattr(error, "errno", None) is None and text.startswith(_OF_STORE):
        return StoreError(path, f"this is no readable graph: its store is damaged ({_short(text)}). {_REBUILD}")
    return None


def open_store(path: Path | None, *, read_only: bool) -> Oxigraph:
    """Open the store of a folder, which is made where it is written, or one in memory; raises StoreError."""
    if path is None:
        return Oxigraph()
    if read_only and not path.is_dir():
        raise StoreError(path, "there is no graph here; build one with `kg build`")
    if _is_gutted(path):
        raise StoreError(path, f"this is no readable graph: its store lacks the file CURRENT. {_REBUILD}")
    try:
        if read_only:
            return Oxigraph.read_only(str(path))
        path.mkdir(parents=True, exist_ok=True)
        return Oxigraph(str(path))
    except (OSError, RuntimeError) as error:
        raise explained(error, path) or StoreError(path, f"this is no readable graph ({error})") from error


def _is_gutted(path: Path) -> bool:
    """Tell whether a folder holds data of a store but not the file that says which: a new store would erase them."""
    return path.is_dir() and not (path / "CURRENT").exists() and any(path.glob("*.sst"))


def _is_lock(text: str) -> bool:
    return "LOCK" in text or "lock hold" in text


def _short(text: str) -> str:
    """Return the telling part of a message of the store: without what it says twice."""
    return text.partition("  ")[0].replace("Corruption: ", "").replace("IO error: ", "")[:160]
