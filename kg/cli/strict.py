"""`--strict`: the first failure of a source ends the command before anything is written."""

import io
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import replace
from typing import IO

from kg.cli.problems import StrictError, line
from kg.model import Problem
from kg.sources.raw import Source
from kg.sources.read import read


def refuse(problem: Problem) -> None:
    """Raise StrictError for a problem that cost a record or a paper."""
    if problem.error:
        raise StrictError(line(problem))


def checked(sources: Sequence[Source]) -> tuple[Source, ...]:
    """Read the sources once and return them to be read again; raises StrictError at the first failure.

    What can be read only once (standard input, an address) is kept in memory for the second time.
    """
    kept = tuple(source if source.again else _kept(source) for source in sources)
    for _ in read(kept, report=refuse):
        pass
    return kept


def _kept(source: Source) -> Source:
    """Return the source with its bytes in memory."""
    with source.opener() as raw:
        data = raw.read()

    def opener() -> nullcontext[IO[bytes]]:
        return nullcontext(io.BytesIO(data))

    return replace(source, opener=opener, again=True)
