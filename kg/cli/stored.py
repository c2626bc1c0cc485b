"""The graph that a command asks, out of the folder that `kg build` wrote."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.cli.voice import UsageError
from kg.export.folder import STORE
from kg.rdf.store import Store


@contextmanager
def opened(folder: Path) -> Iterator[Store]:
    """Lend the store of a folder for reading; raises UsageError where there is none."""
    if not (folder / STORE).is_dir():
        raise UsageError(
            f"{folder}: there is no graph here. Build one with `kg build SOURCE -o {folder}`,"
            " or name the folder of one with --graph"
        )
    with Store(folder / STORE, read_only=True) as store:
        yield store
