"""`kg export`: the graph in another form."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from kg.cli.stored import opened
from kg.cli.voice import UsageError, Voice, write_bytes
from kg.export.folder import replaced
from kg.export.formats import FORMATS
from kg.rdf import turtle
from kg.rdf.store import Store


def _ttl(store: Store) -> bytes:
    out = BytesIO()
    turtle.write(store, out)
    return out.getvalue()


def _encoded(render: Callable[[Store], str]) -> Callable[[Store], bytes]:
    return lambda store: render(store).encode()


#: Each form under its name: the store's graph as bytes.
WRITERS: dict[str, Callable[[Store], bytes]] = {
    name: _encoded(render) for name, render in FORMATS.items()
} | {"ttl": _ttl}  # fmt: skip


def run(voice: Voice, *, format_: str, out: Path | None, graph: Path) -> int:
    """Write the graph to a file, whole or not at all, or to stdout."""
    render = WRITERS.get(format_)
    if render is None:
        raise UsageError(f"there is no export format {format_!r}; there are {', '.join(sorted(WRITERS))}")
    with opened(graph) as store:
        data = render(store)
    if out is None:
        write_bytes(data)
        return 0
    with replaced(out) as file:
        file.write(data)
    voice.say(f"{out}: {len(data):,} bytes")
    return 0
