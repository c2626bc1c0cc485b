"""The copy of a graph that stands beside its store, so that one look at a large graph need not read it whole.

`kg build` writes it into the folder of the graph. It counts while it carries the seal of the store as it is now: the
names and sizes of the store's files, of which every change makes others. Where it does not, or where it is no file of
this version of kg, it is made anew of the store.
"""

import mmap
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from kg.traverse.names import NameTable
from kg.traverse.packed import FORM, read, write
from kg.traverse.parts import Parts
from kg.whole import replaced

FILE = "graph.index"
STORE = "store"
_SEAL = 64
_OPEN = b"0" * _SEAL


def save(parts: Parts, names: NameTable, folder: Path) -> None:
    """Write the copy of a graph into its folder; it does not count before it is sealed."""
    with replaced(folder / FILE) as out:
        out.write(_OPEN)
        write(parts, names, out)


def seal(folder: Path, state: str | None = None) -> None:
    """Say that the copy is that of the store in a `state`, by default as it is now; the store has to be closed."""
    with suppress(FileNotFoundError), (folder / FILE).open("r+b") as file:
        file.write((state or state_of(folder)).encode())


def is_sealed(folder: Path) -> bool:
    """Tell whether the folder has a copy that is that of its store."""
    try:
        with (folder / FILE).open("rb") as file:
            head = file.read(_SEAL + len(FORM))
    except OSError:
        return False
    return head == state_of(folder).encode() + FORM


def load(folder: Path) -> tuple[Parts, NameTable] | None:
    """Return the graph of the copy, None where there is none that counts; its parts are read when they are used."""
    if not is_sealed(folder):
        return None
    try:
        with (folder / FILE).open("rb") as file:
            data = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        return read(data[_SEAL:], str(folder / FILE))
    except (OSError, ValueError, KeyError, TypeError):
        return None  # a damaged copy is as good as none: the store has all


def state_of(folder: Path) -> str:
    """Return a digest of which files a folder's store has, and how large they are; writing to a store changes them."""
    store = folder / STORE
    found = sorted(
        f"{file.name} {file.stat().st_size}"
        for file in (store.iterdir() if store.is_dir() else ())
        if file.suffix in (".sst", ".log") or file.name.startswith("MANIFEST-")
    )
    with suppress(OSError):  # of each store that is made, another
        found.append((store / "IDENTITY").read_text())
    return sha256("\n".join(found).encode()).hexdigest()
