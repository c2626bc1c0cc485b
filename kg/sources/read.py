"""Papers out of anything that holds titles and abstracts. The format is told by content."""

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from kg.errors import SourceError
from kg.model import Paper, Problem
from kg.sources.dates import with_year
from kg.sources.decode import Report, Text
from kg.sources.formats import READERS
from kg.sources.locate import Given, locate
from kg.sources.merge import merge
from kg.sources.raw import Source, Stream
from kg.sources.sniff import sniff

_log = logging.getLogger(__name__)


def read(sources: Given | Iterable[Given], *, year: int | None = None, report: Report | None = None) -> Iterator[Paper]:
    """Return the distinct papers of the sources, sorted by id, whatever the order of the sources.

    A source is a file, a folder (every file in it but hidden ones), a glob, an http: or https: address,
    or `-` for standard input, plain or gzipped: a paper listing, JSON Lines, a JSON document, CSV, TSV or
    BibTeX. `year` completes the dates that name none. Each problem goes to `report`, by default to the
    log: an error, which cost a record, as a warning, a note as information.

    Raises SourceError at once for a name that stands for nothing; on the way for a source that was named
    and cannot be opened; at the end where not one of the sources could be read. A source that is of no
    use beside others that are is reported, and the others land.
    """
    return _read(locate(sources), year, report or _warn)


def inputs(sources: Given | Iterable[Given]) -> dict[str, str]:
    """Return the sha256 of the stored bytes of every file that the sources stand for, by the file's own name.

    Standard input and addresses can be read once only: they are in it where `sources` are those that
    `locate` returned and `read` has read. Different files of one name are numbered: `a.txt`, `a.txt (2)`.
    """
    found: dict[str, set[str]] = defaultdict(set)
    for source in locate(sources):
        if digest := source.digest():
            found[source.name].add(digest)
    return {
        name if number == 1 else f"{name} ({number})": digest
        for name in sorted(found)
        for number, digest in enumerate(sorted(found[name]), 1)
    }


def _warn(problem: Problem) -> None:
    where = f"{problem.source}:{problem.line}" if problem.line else problem.source
    _log.log(logging.WARNING if problem.error else logging.INFO, "%s: %s. %s", where, problem.message, problem.mend)


def _read(sources: tuple[Source, ...], year: int | None, report: Report) -> Iterator[Paper]:
    records = _records(sources, report)
    dated = (replace(paper, published=with_year(paper.published, year)) for paper in records) if year else records
    yield from merge(dated, report)


def _records(sources: tuple[Source, ...], report: Report) -> Iterator[Paper]:
    """Yield the records of all sources; raise where not one of them is of use."""
    refused: list[tuple[Source, SourceError]] = []
    for source in sources:
        try:
            with source.stream() as stream:
                try:
                    yield from _papers(source, stream, report)
                except SourceError as error:
                    refused.append((source, error))
        except SourceError as unopened:
            if source.named:
                raise
            refused.append((source, unopened))
    if refused and len(refused) == len(sources):
        raise refused[0][1]
    for source, refusal in refused:
        report(Problem(refusal.source, refusal.line, "read", refusal.message, refusal.mend, error=source.named))


def _papers(source: Source, stream: Stream, report: Report) -> Iterator[Paper]:
    """Yield the records of one source as they stand."""
    text = Text(stream, name=source.name, label=source.label, report=report)
    try:
        yield from READERS[sniff(text)](text)
    except SourceError:
        if stream.failure:  # why it is of no use
            raise SourceError(source.label, 0, *stream.failure) from None
        raise
    if stream.failure:
        text.problem(0, *stream.failure)
    elif not text.found and not text.errors:
        raise SourceError(source.label, 0, "holds no paper with an abstract", "Give titles with their abstracts")
    text.finish()
