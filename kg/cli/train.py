"""`kg train`: from annotated papers to weights, with their cards."""

import hashlib
import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from kg.cli.annotated import Given, given_papers
from kg.cli.problems import located, tell
from kg.cli.voice import UsageError, Voice
from kg.errors import SourceError
from kg.model import Paper, Problem
from kg.ontology import Ontology
from kg.sources.read import inputs, read

_INSTALL = "pip install 'kg-papers[train]'"


def run(
    voice: Voice, *, gold: list[Path], out: Path, config: Path | None, papers: list[str] | None, adapt: float | None,
    no_network: bool, seed: int | None, workers: int | None,
) -> int:  # fmt: skip
    """Learn the weights and write them; return 1 where a record of the listings was lost."""
    if adapt is not None and (no_network or not papers):
        raise UsageError("--adapt goes with --papers, and not with --no-network: it adapts the network to papers")
    chosen = _part("network.config").read_config(config)
    if seed is not None:
        chosen = replace(chosen, seed=seed)
    command = _part("command")  # before the listings are read: what is missing is told at once
    trainer = None if no_network else _part("network.command")
    if trainer:
        trainer.start_folder(chosen.start)
    problems: list[Problem] = []
    listed, digests = _listed(papers or [], problems)
    texts = [listed[name].text for name in sorted(listed) if listed[name].abstract]
    if papers and not texts:
        raise UsageError("--papers: the listings hold no abstract to learn from")
    network = trainer.network_trainer(chosen, texts, adapt or 0.0) if trainer else None
    given = command.Given({file.name: _digest(file) for file in gold}, _annotated(gold, listed), listed, digests)
    with _Telling(voice):
        command.train_all(given, out, ontology=Ontology.load(), config=chosen, network=network, workers=workers or 2)
    tell(problems, voice)
    voice.say(f'{out}: use it with KG_WEIGHTS={out}, or weights = "{out}" in kg.toml')
    return 1 if any(problem.error for problem in problems) else 0


def _part(name: str) -> ModuleType:
    """Load a part of the training; UsageError where a library of the extra is missing."""
    try:
        return import_module(f"kg.training.{name}")
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("kg."):
            raise
        raise UsageError(f"kg train needs {error.name}, which is not installed. Run: {_INSTALL}") from error


def _listed(names: list[str], problems: list[Problem]) -> tuple[dict[str, Paper], dict[str, str]]:
    """Return the papers of listings by id, and the sha256 of each listing by its name."""
    if not names:
        return {}, {}
    sources = located(names)
    return {paper.id: paper for paper in read(sources, report=problems.append)}, inputs(sources)


def _annotated(gold: Sequence[Path], listed: Mapping[str, Paper]) -> Sequence[Mapping[str, Any]]:
    """Return the annotated papers of files; those without text have that of the listings."""
    given: Given = given_papers([str(file) for file in gold], None, listed.values())
    if given.broken:
        place, message = given.broken[0]
        raise SourceError(place, 0, message, "`kg annotate --check` lists all that is to mend")
    if not given.gold:
        raise SourceError(str(gold[0]), 0, "this file holds no annotated papers", "`kg annotate` makes them")
    return given.gold


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}. Check the name") from error


class _Telling(logging.Handler):
    """Tells what the training logs, while it runs."""

    def __init__(self, voice: Voice) -> None:
        super().__init__()
        self._voice = voice
        self._logger = logging.getLogger("kg.training")

    def emit(self, record: logging.LogRecord) -> None:
        self._voice.say(record.getMessage())

    def __enter__(self) -> "_Telling":
        self._before = self._logger.level, self._logger.propagate
        self._logger.addHandler(self)
        self._logger.setLevel(logging.INFO)
        self._logger.propagate = False
        return self

    def __exit__(self, *_: object) -> None:
        self._logger.removeHandler(self)
        self._logger.level, self._logger.propagate = self._before
