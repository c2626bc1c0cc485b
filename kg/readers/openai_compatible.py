"""An OpenAI-compatible endpoint as a reader of whole papers: answers out of the cache, else over the network."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import Any, TypeVar

from kg.errors import ReaderError
from kg.model import Extraction, Paper, Problem
from kg.naming.resolve import Resolver
from kg.parse import Document
from kg.readers.assemble import assemble
from kg.readers.cache import Answer, Cache
from kg.readers.client import Client
from kg.readers.stated import SUMMARY, Left, told
from kg.settings import Settings

Read = TypeVar("Read")
_OUT = "It is left out"
_Job = tuple[Paper, "Future[ReaderError | None]"]


@dataclass(frozen=True, slots=True, eq=False)
class Endpoint:
    """A model behind an address, and the answers that it has given.

    `parallel` is how many requests are under way at once. `left` counts, by the id of a paper, what its answer holds
    and the text does not.
    """

    client: Client
    cache: Cache
    parallel: int
    left: dict[str, Left] = field(default_factory=dict)

    def is_cached(self, paper: Paper) -> bool:
        """Tell whether a paper needs no request."""
        return self.cache.load(self.client.model, paper.text) is not None

    def answer(self, paper: Paper, connection: Any = None) -> Answer:
        """Return the answer to a paper; raises ReaderError where there is none to be had."""
        kept = self.cache.load(self.client.model, paper.text)
        return kept or self.cache.save(paper.text, self.client.ask(paper.text, connection))

    def extraction(self, document: Document, resolver: Resolver, settings: Settings) -> Extraction:
        """Return what the answer says and the text bears out; raises ReaderError where there is no answer."""
        made, left = assemble(document, self.answer(document.paper), resolver, settings.min_confidence)
        self.left[document.paper.id] = left
        return made

    def each(
        self, papers: Sequence[Paper], read: Callable[[Paper], Read], report: Callable[[Problem], object]
    ) -> Iterator[Read | Problem]:
        """Yield, in order, what `read` makes of each paper once its answer is there, else the problem.

        What answers said that the text does not is reported as notes: one for a paper, and at the end their sum.
        Raises OSError where an answer cannot be kept.
        """
        total = Left()
        for paper, error in self.fetched(papers):
            yield Problem(paper.id, 0, "extract", error.message, error.mend) if error else read(paper)
            left = self.left.pop(paper.id, Left())
            total.update(left)
            if left:
                report(Problem(paper.id, 0, "extract", f"the text does not bear out {told(left)}", _OUT, error=False))
        if total:
            report(
                Problem(self.client.model, 0, SUMMARY, f"the texts do not bear out {told(total)}", _OUT, error=False)
            )

    def fetched(self, papers: Sequence[Paper]) -> Iterator[tuple[Paper, ReaderError | None]]:
        """Yield each paper, in order, once its answer is in the cache, with the error where it will not be.

        Raises OSError where an answer cannot be kept. Whoever stops early ends the requests.
        """
        jobs: list[_Job] = [(paper, Future()) for paper in papers]
        queue: SimpleQueue[_Job] = SimpleQueue()
        for job in jobs:
            queue.put(job)
        connections = [self.client.connection() for _ in range(min(self.parallel, len(jobs)))]
        with self.client.running() as stopping:
            for connection in connections:  # daemons: a request under way holds up no exit
                Thread(target=self._work, args=(queue, stopping, connection), daemon=True).start()
            for paper, future in jobs:
                yield paper, future.result()

    def _work(self, queue: "SimpleQueue[_Job]", stopping: Event, connection: AbstractContextManager[Any]) -> None:
        with connection as http:
            while not stopping.is_set():
                try:
                    paper, future = queue.get_nowait()
                except Empty:
                    return
                try:
                    future.set_result(self._error(paper, http))
                except OSError as error:
                    future.set_exception(error)
                finally:
                    if not future.done():
                        future.cancel()  # a fault of ours must not let the other side wait for ever

    def _error(self, paper: Paper, connection: Any) -> ReaderError | None:
        try:
            self.answer(paper, connection)
        except ReaderError as error:
            return error
        return None
