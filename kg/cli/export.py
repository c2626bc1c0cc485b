"""`kg export`: the graph in another form."""

from pathlib import Path

from kg.cli.stored import opened
from kg.cli.voice import UsageError, Voice, write_bytes
from kg.export.formats import FORMATS
from kg.whole import replaced


def run(voice: Voice, *, format_: str, out: Path | None, graph: Path) -> int:
    """Write the graph to a file, whole or not at all, or to stdout."""
    render = FORMATS.get(format_)
    if render is None:
        raise UsageError(f"there is no export format {format_!r}; there are {', '.join(sorted(FORMATS))}")
    with opened(graph) as store:
        data = render(store).encode()
    if out is None:
        write_bytes(data)
        return 0
    with replaced(out) as file:
        file.write(data)
    voice.say(f"{out}: {len(data):,} bytes")
    return 0
