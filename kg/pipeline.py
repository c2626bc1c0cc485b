"""The line: a paper in, an extraction out; and the build, which does that for many and keeps the store true."""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from multiprocessing import get_context
from pathlib import Path

from kg.alone import end_with
from kg.annotation.corrected import corrected
from kg.annotation.kept import Annotation
from kg.claims.extract import Reader, shipped_reader
from kg.claims.extract import extract as extract_claims
from kg.errors import ReaderError
from kg.fingerprints import engine_mark, fingerprint
from kg.linking.link import Ranker, link, shipped_ranker
from kg.mentions.find import find
from kg.mentions.gazetteer import Gazetteer
from kg.mentions.network import network_of
from kg.mentions.recognizer import Recognizer, shipped_recognizer
from kg.model import BuildReport, Extraction, Paper, Problem
from kg.neural.encoder import Network, shipped_folder
from kg.ontology import Ontology
from kg.own_weights import weights_folder
from kg.parse import parse_one
from kg.quality import reading
from kg.rdf.store import Store
from kg.readers.choose import endpoint_for, finder_for
from kg.readers.finders import Joined
from kg.readers.openai_compatible import Endpoint
from kg.settings import Settings
from kg.settling import settle
from kg.stating import state_quality
from kg.versions import versions

Progress = Callable[[str, int, int], None]
Ready = Callable[[list[Paper]], None]
_MANY = 120  # papers from which a second process pays for its start
_CHUNK = 8


@dataclass(frozen=True, slots=True, eq=False)
class Engine:
    """Everything that reading a paper needs, loaded once; the same engine gives the same extraction.

    Where there is an `endpoint`, it reads the papers; where the settings choose a finder, `recognizer` is joined by it.
    """

    settings: Settings
    ontology: Ontology
    gazetteer: Gazetteer
    recognizer: Recognizer | None
    ranker: Ranker
    reader: Reader
    endpoint: Endpoint | None = None

    def warm(self) -> None:
        """Load what is loaded at first use, and make what pays for many papers: who reads few has no need of it."""
        self.gazetteer.prepare()
        extract(Paper("warm", "A title", "We use one GPU."), engine=replace(self, endpoint=None))


@cache
def load_engine(settings: Settings | None = None, ontology: Ontology | None = None) -> Engine:
    """Return the engine for some settings and a catalogue (default: the one that ships)."""
    settings, ontology = settings or Settings(), ontology or Ontology.load()
    gazetteer = Gazetteer(ontology)
    weights = weights_folder(settings)
    recognizer, network = _learned(settings, gazetteer, weights)
    finder = finder_for(settings)
    if finder:
        recognizer = Joined(None, recognizer, finder)
    ranker, reader = shipped_ranker(weights), shipped_reader(weights)
    ranker, reader = replace(ranker, network=network), replace(reader, network=network)
    return Engine(settings, ontology, gazetteer, recognizer, ranker, reader, endpoint_for(settings))


def _learned(
    settings: Settings, gazetteer: Gazetteer, weights: Path | None
) -> tuple[Recognizer | None, Network | None]:
    """Return the recognizer and the network that the settings ask for."""
    if settings.fast:
        return None, None
    folder = shipped_folder(weights)
    return shipped_recognizer(weights), network_of(folder, gazetteer) if folder else None


def extract(paper: Paper, *, engine: Engine | None = None) -> Extraction:
    """Return all that kg reads out of one paper."""
    engine = engine or load_engine()
    document = parse_one(paper)
    if engine.endpoint:
        return engine.endpoint.extraction(document, engine.gazetteer.resolver, engine.settings)
    mentions = find(document, engine.gazetteer, engine.recognizer)
    links = link(
        document, mentions, engine.gazetteer.resolver, ranker=engine.ranker, threshold=engine.settings.min_link
    )
    claims = extract_claims(document, links, reader=engine.reader, threshold=engine.settings.min_confidence)
    return Extraction(paper, links, claims)


def build(
    papers: Iterable[Paper],
    store: Store,
    *,
    settings: Settings | None = None,
    ontology: Ontology | None = None,
    prune: bool = False,
    problems: Iterable[Problem] = (),
    inputs: dict[str, str] | None = None,
    progress: Progress | None = None,
    seen: Callable[[Extraction], None] | None = None,
    annotations: Mapping[str, Annotation] | None = None,
    ready: Ready | None = None,
) -> BuildReport:
    """Read papers into a store and return what was done; only new and changed papers are worked on.

    `prune` removes the papers that `papers` does not hold. `problems` and `inputs` of the reading are
    passed on into the report; `seen` is told of each extraction made. `annotations` are what people said of
    papers, by id: it counts instead of what kg reads. `ready` is told which papers will be worked on, before the
    first of them is, and may raise to stop the build. The store holds each paper whole or not at all, at any time.
    """
    settings, said, tell, clock = settings or Settings(), annotations or {}, progress or _silent, _Clock()
    given = {paper.id: paper for paper in papers}
    clock.mark("read")
    mark = engine_mark(settings, ontology)
    wanted = {name: fingerprint(paper, mark, said.get(name)) for name, paper in given.items()}
    known = store.papers()
    todo = [given[paper_id] for paper_id in sorted(wanted) if known.get(paper_id) != wanted[paper_id]]
    if ready:
        ready(todo)
    failures: list[Problem] = []
    made = _as_said(extractions(todo, settings, ontology, failures, tell), said, ontology)
    store.replace_all(_told(made, seen) if seen else made, fingerprints=wanted)
    clock.mark("extract and store")
    gone = sorted(known.keys() - given.keys()) if prune else []
    for paper_id in gone:
        store.remove(paper_id)
    clock.mark("prune")
    # always, since a build that was killed may have left names as its papers have them
    for changed in settle(store, ontology or Ontology.load(), _again(store, settings, ontology, said), tell):
        store.replace(changed, fingerprint=wanted.get(changed.paper.id) or known.get(changed.paper.id, ""))
        if seen:
            seen(changed)
    failed = {problem.source for problem in failures if problem.error}
    used = reading(settings, (ontology or Ontology.load()).sha256)
    stated = state_quality(store, used, mark, known.keys() - given.keys() | failed, said)
    clock.mark("settle names")
    done = [paper for paper in todo if paper.id not in failed]
    return BuildReport(
        **store.counts(),
        added=sum(paper.id not in known for paper in done),
        changed=sum(paper.id in known for paper in done),
        removed=len(gone),
        unchanged=len(given) - len(todo),
        problems=(*problems, *failures),
        timings=clock.seconds,
        versions=versions() | stated,
        inputs=inputs or {},
        outputs={},
    )


def _again(
    store: Store, settings: Settings, ontology: Ontology | None, said: Mapping[str, Annotation]
) -> Callable[[str], Extraction]:
    """Return what reads a paper of a store anew."""
    single = replace(settings, workers=1)

    def read(paper_id: str) -> Extraction:
        try:
            made = extract(store.paper(paper_id), engine=load_engine(single, ontology))
        except ReaderError:  # its answer is out of the cache and out of reach: what the graph holds still stands
            return store.extraction(paper_id)
        return next(_as_said([made], said, ontology))

    return read


def _as_said(
    made: Iterable[Extraction], said: Mapping[str, Annotation], ontology: Ontology | None
) -> Iterator[Extraction]:
    """Yield the extractions, those of papers that people have annotated as they said."""
    for extraction in made:
        annotation = said.get(extraction.paper.id)
        yield corrected(extraction, annotation, ontology or Ontology.load()) if annotation else extraction


class _Clock:
    """Seconds since the mark before, by name."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._last = time.perf_counter()

    def mark(self, name: str) -> None:
        now = time.perf_counter()
        self.seconds[name] = round(now - self._last, 3)
        self._last = now


def _silent(stage: str, done: int, total: int) -> None:
    """Show nothing."""


def extractions(
    papers: list[Paper], settings: Settings, ontology: Ontology | None, failures: list[Problem], tell: Progress
) -> Iterator[Extraction]:
    """Yield the extractions in the order of the papers, with one process or several.

    A paper that cannot be read is left out; the problem is added to `failures` before the next one comes.
    """
    total = len(papers)
    workers = settings.workers or (min(os.cpu_count() or 1, 8) if total > _MANY else 1)
    if workers > 1 and settings.reader == "kg":  # torch has threads of its own, which a fork would lose
        results = _in_processes(papers, settings, ontology, workers)
    else:
        engine = load_engine(settings, ontology) if papers else None
        results = (_attempt(paper, engine) for paper in papers)
        if engine and engine.endpoint:
            results = engine.endpoint.each(papers, lambda paper: _attempt(paper, engine), failures.append)
    for done, result in enumerate(results, start=1):
        tell("extract", done, total)
        if isinstance(result, Problem):
            failures.append(result)
        else:
            yield result


def _told(extractions: Iterator[Extraction], seen: Callable[[Extraction], None]) -> Iterator[Extraction]:
    for extraction in extractions:
        seen(extraction)
        yield extraction


def _attempt(paper: Paper, engine: Engine | None) -> Extraction | Problem:
    """Return the extraction, or the problem that kept kg from making one: one bad paper never stops a build."""
    try:
        return extract(paper, engine=engine)
    except Exception as error:  # noqa: BLE001 - the build loop, which records the failure
        return Problem(paper.id, 0, "extract", f"{type(error).__name__}: {error}", "Please report this paper")


def _in_processes(
    papers: list[Paper], settings: Settings, ontology: Ontology | None, workers: int
) -> Iterator[Extraction | Problem]:
    """Yield results of several processes in the order of the papers.

    On Linux the workers are forked, so that they share the engine that is loaded once, here; the store, which
    has threads of its own, is not touched in them. Elsewhere each worker starts afresh and loads its own.
    """
    single = replace(settings, workers=1)
    method = "fork" if sys.platform == "linux" else "spawn"
    if method == "fork":
        load_engine(single, ontology).warm()
    with ProcessPoolExecutor(
        workers, get_context(method), initializer=_start_worker, initargs=(single, ontology, os.getpid())
    ) as pool:
        yield from pool.map(_job, papers, chunksize=_CHUNK)


_engine_here: list[Engine] = []  # of a worker process: loaded when it starts


def _start_worker(settings: Settings, ontology: Ontology | None, parent: int) -> None:
    """Load the engine; leave an interrupt from the keyboard to the process that waits for this one, and end with it."""
    end_with(parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _engine_here[:] = [load_engine(settings, ontology)]


def _job(paper: Paper) -> Extraction | Problem:
    return _attempt(paper, _engine_here[0])
