"""Problems of the sources, for people: errors one by one, notes as a number."""

from collections.abc import Iterable, Sequence

from kg.cli.voice import UsageError, Voice
from kg.errors import KgError, SourceError
from kg.model import Problem
from kg.readers.stated import SUMMARY
from kg.sources.locate import locate
from kg.sources.raw import Source

_SHOWN = 20


class StrictError(KgError):
    """`--strict` met a failure."""


def line(problem: Problem) -> str:
    """Return a problem as `file:line: message. mend`."""
    where = f"{problem.source}:{problem.line}" if problem.line else problem.source
    return f"{where}: {problem.message}. {problem.mend}"


def tell(problems: Iterable[Problem], voice: Voice, *, rest: str = "-v shows them") -> None:
    """Tell the errors, of very many the first ones, and how many notes there are; all of them where verbose."""
    errors = [problem for problem in problems if problem.error]
    notes = [problem for problem in problems if not problem.error]
    for problem in notes:
        if problem.stage == SUMMARY and not voice.verbose:
            voice.say(line(problem))
    for problem in errors if voice.verbose else errors[:_SHOWN]:
        voice.error(line(problem))
    if len(errors) > _SHOWN and not voice.verbose:
        voice.error(f"and {len(errors) - _SHOWN} more failures; {rest}")
    if voice.verbose:
        for problem in notes:
            voice.say(line(problem))
    elif notes:
        voice.say(f"{counted(len(notes), 'note')}; -v shows {'it' if len(notes) == 1 else 'them'}")


def counted(number: int, noun: str) -> str:
    """Return `1 note`, `2 notes`, `1,200 notes`.

    >>> counted(1, "paper"), counted(1200, "paper")
    ('1 paper', '1,200 papers')
    """
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def located(names: Sequence[str]) -> tuple[Source, ...]:
    """Return the sources of the names; one that stands for nothing is wrong usage."""
    try:
        return locate(names)
    except SourceError as error:
        raise UsageError(str(error)) from error
