"""How far a long command is, on stderr: a bar on a terminal, else a line now and then."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from threading import Event, Thread

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


@contextmanager
def waiting(voice: Voice, what: str, patience: float = _PATIENCE, pause: float = _PAUSE) -> Iterator[None]:
    """Show that a block is at work whose steps cannot be counted: nothing for two seconds, then for how long.

    `patience` are the seconds before anything is shown, `pause` those between two lines where there is no terminal.
    """
    if voice.quiet:
        yield
        return
    ended = Event()
    teller = Thread(target=_tell_time, args=(voice, what, ended, patience, pause), daemon=True)
    teller.start()
    try:
        yield
    finally:
        ended.set()
        teller.join()


def _tell_time(voice: Voice, what: str, ended: Event, patience: float, pause: float) -> None:
    start = time.monotonic()
    if ended.wait(patience):
        return
    with _turning(what) if sys.stderr.isatty() else nullcontext():
        while True:
            if not sys.stderr.isatty():
                voice.say(f"{what}: {time.monotonic() - start:.0f} s")
            if ended.wait(pause):
                return


@contextmanager
def _turning(what: str) -> Iterator[None]:
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), SpinnerColumn("line"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        bar.add_task(what, total=None)
        yield
