"""How far a long command is, on stderr: a bar on a terminal, else a line now and then."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from kg.cli.voice import Voice

#: Called with the stage, how much of it is done, and how much there is.
Tell = Callable[[str, int, int], None]

_WORDS = {
    "extract": "reading papers", "settle": "settling names", "write": "writing files",
    "optimize": "optimizing the store",
}  # fmt: skip
_PATIENCE, _PAUSE = 2.0, 10.0


@contextmanager
def progress(voice: Voice, *, plain: bool = False) -> Iterator[Tell]:
    """Lend the function that a build tells how far it is; `plain` draws no bar, since a question may come between."""
    if voice.quiet:
        yield lambda stage, done, total: None
    elif sys.stderr.isatty() and not plain:
        with _bar() as tell:
            yield tell
    else:
        yield lines(voice.say)


def lines(say: Callable[[str], None], clock: Callable[[], float] = time.monotonic) -> Tell:
    """Return a function that says how far things are, first after two seconds, then every ten."""
    due = clock() + _PATIENCE

    def tell(stage: str, done: int, total: int) -> None:
        nonlocal due
        if clock() >= due:
            due = clock() + _PAUSE
            say(f"{_WORDS.get(stage, stage)}: {done:,} of {total:,}")

    return tell


@contextmanager
def _bar() -> Iterator[Tell]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading sources", total=None)

        def tell(stage: str, done: int, total: int) -> None:
            bar.update(task, description=_WORDS.get(stage, stage), completed=done, total=total)

        yield tell
