"""The graph that a command asks, out of the folder that `kg build` wrote."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.cli.voice import UsageError
from kg.rdf.store import Store

STORE = "store"  # as in kg.export.folder, which would load all that a build needs


def there(folder: Path) -> Path:
    """Return the folder of a graph; raises UsageError where there is none."""
    if not (folder / STORE).is_dir():
        raise UsageError(
            f"{folder}: there is no graph here. Build one with `kg build SOURCE -o {folder}`,"
            " or name the folder of one with --graph"
        )
    return folder


@contextmanager
def opened(folder: Path) -> Iterator[Store]:
    """Lend the store of a folder for reading; raises UsageError where there is none."""
    with Store(there(folder) / STORE, read_only=True) as store:
        yield store
