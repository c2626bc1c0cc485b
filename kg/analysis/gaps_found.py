"""What papers name that the catalogue does not hold: a finding for each mention, read by one process or several."""

import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from multiprocessing import get_context

from kg.linking.link import Unlinked, decide
from kg.mentions.find import find
from kg.model import Concept, ConceptType, Link, Paper, Span
from kg.naming.resolve import Resolver
from kg.ontology import Ontology
from kg.parse import Document, parse_one
from kg.pipeline import Engine, load_engine
from kg.settings import Settings
from kg.text import clean, label_key

Progress = Callable[[str, int, int], None]
_MANY = 120  # papers from which a second process pays for its start
_CHUNK = 8


class Outcome(StrEnum):
    """What became of a mention that the catalogue does not hold."""

    LINKED = "linked"  # to a concept that only papers name
    AMBIGUOUS = "ambiguous"  # the catalogue has several senses of it, or one that nothing in the text speaks for
    DOUBTFUL = "doubtful"  # its score is below the threshold


@dataclass(frozen=True, slots=True)
class Finding:
    """One mention: its key, how it is written, its likely type, the concepts that it may mean, and its sentence."""

    key: str
    surface: str
    outcome: Outcome
    type: ConceptType | None
    candidates: tuple[str, ...]
    paper: str
    sentence: str


def findings(papers: Sequence[Paper], settings: Settings, ontology: Ontology, tell: Progress) -> Iterator[Finding]:
    """Yield the findings in all papers, in the order of the papers."""
    workers = settings.workers or (min(os.cpu_count() or 1, 8) if len(papers) > _MANY else 1)
    results = _in_processes(papers, settings, ontology, workers) if workers > 1 else _here(papers, settings, ontology)
    for done, found in enumerate(results, start=1):
        tell("extract", done, len(papers))
        yield from found


def of_paper(paper: Paper, engine: Engine) -> tuple[Finding, ...]:
    """Return the findings in one paper: minted concepts first, then what was not linked, each in order of place."""
    document = parse_one(paper)
    mentions = find(document, engine.gazetteer, engine.recognizer)
    resolver = engine.gazetteer.resolver
    decided = decide(document, mentions, resolver, ranker=engine.ranker, threshold=engine.settings.min_link)
    return (
        *(_minted(document, link) for link in decided.links if not is_held(link.concept, resolver)),
        *(found for left in decided.unlinked for found in _unlinked(document, left, resolver)),
    )


def is_held(concept: Concept, resolver: Resolver) -> bool:
    """Tell whether the catalogue holds a concept, or its grammar of names places it under one of its families."""
    known = concept.iri in resolver.ontology.concepts
    return known or any(match.concept.iri == concept.iri for match in resolver.find(concept.label))


def _minted(document: Document, link: Link) -> Finding:
    surface, sentence = _words(document, link.mention.span)
    key, own = label_key(link.concept.label), label_key(surface)
    written = surface if key == own else link.concept.label
    return Finding(key or own, written, Outcome.LINKED, link.concept.type, (), document.paper.id, sentence)


def _unlinked(document: Document, left: Unlinked, resolver: Resolver) -> Iterator[Finding]:
    """Yield the finding of a name that was left out, unless the catalogue has it and it is not worth a node here."""
    surface, sentence = _words(document, left.mention.span)
    outcome = Outcome.AMBIGUOUS if left.candidates else Outcome.DOUBTFUL
    key = label_key(surface)
    if key and (left.candidates or not resolver.find(surface)):
        yield Finding(key, surface, outcome, left.mention.type, left.candidates, document.paper.id, sentence)


def _words(document: Document, span: Span) -> tuple[str, str]:
    """Return a name as it reads, and the sentence that holds it, as it came but for line breaks."""
    text = document.paper.text
    sentence = document.sentence_span(document.sentence_at(span)).of(text)
    return " ".join(clean(span.of(text)).text.split()), " ".join(sentence.split())


def _here(papers: Sequence[Paper], settings: Settings, ontology: Ontology) -> Iterator[tuple[Finding, ...]]:
    engine = load_engine(settings, ontology) if papers else None
    return (of_paper(paper, engine) for paper in papers if engine)


def _in_processes(
    papers: Sequence[Paper], settings: Settings, ontology: Ontology, workers: int
) -> Iterator[tuple[Finding, ...]]:
    """Yield the findings of each paper, in order. On Linux the workers share the engine that is loaded here."""
    method = "fork" if sys.platform == "linux" else "spawn"
    if method == "fork":
        load_engine(settings, ontology).warm()
    with ProcessPoolExecutor(
        workers, get_context(method), initializer=_start_worker, initargs=(settings, ontology)
    ) as pool:
        yield from pool.map(_job, papers, chunksize=_CHUNK)


_engines: list[Engine] = []  # of a worker: its one engine, so that a job carries no more than its paper


def _start_worker(settings: Settings, ontology: Ontology) -> None:
    """Load the engine; leave an interrupt from the keyboard to the process that waits for this one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _engines[:] = [load_engine(settings, ontology)]


def _job(paper: Paper) -> tuple[Finding, ...]:
    return of_paper(paper, _engines[0])
