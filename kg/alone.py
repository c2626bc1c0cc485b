"""One writer of a folder at a time, and processes that end with the one that made them."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import IO

from kg.errors import StoreError

try:
    import fcntl as _fcntl
except ImportError:  # Windows: there the lock of the store alone keeps two writers apart
    _locks: ModuleType | None = None
else:
    _locks = _fcntl

LOCK = "build.lock"
_DIES_WITH_PARENT = 1  # PR_SET_PDEATHSIG of Linux
_KILL = 9
_held: set[Path] = set()  # by this process: the system grants a lock twice to one process


@contextmanager
def alone(folder: Path) -> Iterator[bool]:
    """Hold a folder for writing, and tell whether its last holder ended well; the folder is made.

    The lock ends with the process, however that ends. A file of the folder keeps its number until the block ends
    without an error; so what a killed holder left is known by it.
    Raises StoreError where another process holds the folder, and where the folder cannot be written.
    """
    place = folder.resolve() / LOCK
    if place in _held:
        raise StoreError(folder, busy(str(os.getpid())))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file, ended_well = _locked(folder, place)
    except OSError as error:
        reason = error.strerror or str(error)
        mend = "Give kg the right to write there, free some space, or name another folder with -o"
        raise StoreError(folder, f"nothing can be written here ({reason}). {mend}") from error
    _held.add(place)
    try:
        yield ended_well
        place.unlink(missing_ok=True)
    finally:
        _held.discard(place)
        file.close()


def _locked(folder: Path, place: Path) -> tuple[IO[bytes], bool]:
    """Return the open file of the lock, and whether no earlier holder left it behind."""
    while True:
        file = place.open("a+b")
        try:
            if _locks:
                _locks.lockf(file, _locks.LOCK_EX | _locks.LOCK_NB)
        except OSError as error:
            other = _number(file)
            file.close()
            raise StoreError(folder, busy(other)) from error
        if _is_at(file, place):
            break
        file.close()  # its holder has just ended and taken the file away
    left = _number(file)
    file.truncate(0)
    file.write(f"{os.getpid()}\n".encode())
    file.flush()
    return file, not left


def busy(process: str) -> str:
    """Return what to tell where a process, by its number if that is known, holds what is to be written."""
    if process == str(os.getpid()):
        return f"this process, {process}, is writing this graph already"
    who = f"another process, {process}," if process else "another process"
    end = f", or end it with `kill {process}`" if process else ""
    return f"{who} is writing this graph. Wait until it is done{end}"


def _number(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read(32).decode("ascii", "replace").strip()


def _is_at(file: IO[bytes], place: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file.fileno()), place.stat())
    except FileNotFoundError:
        return False


def holder(file: Path) -> str:
    """Return the number of the process that holds a lock on a file, where the system tells it (Linux), else nothing."""
    try:
        inode = str(file.stat().st_ino)
        rows = [line.split() for line in Path("/proc/locks").read_text(encoding="ascii").splitlines()]
    except (OSError, UnicodeDecodeError):
        return ""
    posix = (row for row in rows if len(row) > 5 and row[1] == "POSIX" and row[5].rpartition(":")[2] == inode)
    return next((row[4] for row in posix if int(row[4]) > 0), "")


def end_with(parent: int) -> None:
    """Let this process be killed when its parent, the process with this number, ends (Linux; else nothing is done).

    A worker of a build that was killed would otherwise wait for ever, or write files that a later build wrote.
    """
    if sys.platform != "linux":
        return
    import ctypes

    ctypes.CDLL(None).prctl(_DIES_WITH_PARENT, _KILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)
