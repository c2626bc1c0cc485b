"""The graph that a command walks, out of the folder that `kg build` wrote."""

from pathlib import Path

from kg.cli.stored import there
from kg.cli.voice import Voice
from kg.traverse import Graph
from kg.traverse.kept import STORE, is_sealed

_LARGE = 20_000_000  # bytes of a store that takes more than a second or two to read


def walked(folder: Path, voice: Voice) -> Graph:
    """Return the graph of a folder; raises UsageError where there is none."""
    if not is_sealed(there(folder)) and _size(folder / STORE) > _LARGE:
        voice.say(f"reading the whole graph once, since {folder} was not left by `kg build` as it is now")
    return Graph.open(folder)


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.iterdir())
