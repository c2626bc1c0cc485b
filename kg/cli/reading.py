"""Reading papers without a store, with their failures: what `kg extract` and `kg score` share."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kg.cli.consent import refuse_to_send
from kg.cli.progress import Tell
from kg.cli.strict import refuse
from kg.model import Extraction, Paper, Problem
from kg.pipeline import extractions as read_papers
from kg.settings import Settings


@dataclass(slots=True)
class Reading:
    """Papers being read; `problems` are those of the sources and of the papers so far.

    `agreed` says that a person has been asked about papers that are sent away to be read.
    """

    settings: Settings
    strict: bool = False
    problems: list[Problem] = field(default_factory=list)
    agreed: bool = False

    def report(self, problem: Problem) -> None:
        """Take note of a problem; where strict, a failure ends the command."""
        if self.strict:
            refuse(problem)
        self.problems.append(problem)

    def extractions(self, papers: Sequence[Paper], tell: Tell) -> Iterator[Extraction]:
        """Yield what is read out of each paper, in order; UsageError where that would send papers without leave."""
        if not self.agreed:
            refuse_to_send(self.settings, papers)
        failures: list[Problem] = []
        for extraction in read_papers(list(papers), self.settings, None, failures, tell):
            self._take(failures)
            yield extraction
        self._take(failures)

    def _take(self, failures: list[Problem]) -> None:
        while failures:
            self.report(failures.pop(0))

    @property
    def failed(self) -> bool:
        """Tell whether a record or a paper was lost."""
        return any(problem.error for problem in self.problems)
