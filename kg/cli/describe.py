"""`kg describe`: what the graph holds and how to ask it, for programs."""

from io import BytesIO
from pathlib import Path

from kg.cli.stored import opened
from kg.cli.voice import UsageError, Voice, write_bytes
from kg.rdf.description import Part, write
from kg.whole import replaced


def run(
    voice: Voice, *, void: bool, service: bool, examples: bool, shapes: bool, endpoint: str | None, out: Path | None,
    graph: Path,
) -> int:  # fmt: skip
    """Print the chosen parts of a description, or all of them."""
    wanted = {Part.VOID: void, Part.SERVICE: service, Part.EXAMPLES: examples, Part.SHAPES: shapes}
    parts = [part for part in Part if wanted[part]] or list(Part)
    written = BytesIO()
    with opened(graph) as store:
        try:
            write(store, written, parts=parts, endpoint=endpoint)
        except ValueError as error:
            raise UsageError(f"--endpoint {endpoint}: this is no address ({error})") from error
    if out is None:
        write_bytes(written.getvalue())
        return 0
    with replaced(out) as file:
        file.write(written.getvalue())
    voice.say(f"the description of {graph} is in {out}")
    return 0
