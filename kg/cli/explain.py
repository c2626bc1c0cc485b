"""`kg explain`: why a name is linked, a claim is made, or a name is passed over."""

import json as jsonlib
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from pathlib import Path
from typing import Any

from kg.analysis.explain import explain
from kg.analysis.explain_words import in_words
from kg.analysis.explained import Explanation, Part
from kg.annotation.kept import Annotation, annotations_of
from kg.cli.claims import claim_json, node_json, paper_json
from kg.cli.explain_target import Target, target
from kg.cli.explain_text import tell
from kg.cli.problems import counted
from kg.cli.progress import progress
from kg.cli.stored import opened
from kg.cli.tables import console
from kg.cli.voice import Voice
from kg.fingerprints import engine_mark, fingerprint
from kg.iris import paper_iri
from kg.model import Claim, Concept, Extraction, Span
from kg.pipeline import load_engine
from kg.rdf.store import Store
from kg.readers.choose import ENDPOINT
from kg.settings import load_settings
from kg.traverse import Graph
from kg.vocabulary.catalogue import catalogue_of

_SHOWN = 5  # papers that people are shown where a concept stands in many


def run(voice: Voice, *, name: str, paper: list[str] | None, json: bool, graph: Path) -> int:
    """Print why the graph says what it says of a claim, a node or a paper; return 1 where a paper lacks the name."""
    with opened(graph) as store:
        wanted = target(store, name, tuple(paper or ()))
        papers = wanted.papers if json else wanted.papers[:_SHOWN]
        found = [each for each in _explained(voice, store, graph, wanted, papers) if not each[1].is_empty]
    if not found:
        held = "its text does" if len(papers) == 1 else "their texts do"
        voice.error(f"kg: {', '.join(papers)}: {held} not hold {name!r}")
        return 1
    if json:
        answer = {
            "asked": name,
            "node": node_json(wanted.node) if wanted.node else None,
            "papers": [_json(held, each) for held, each in found],
        }
        print(jsonlib.dumps(answer, indent=2, ensure_ascii=False))
    else:
        _print(found, len(wanted.papers) - len(papers), voice)
    return 0


def _print(found: list[tuple[Extraction, Explanation]], rest: int, voice: Voice) -> None:
    out = console()
    for _, each in found:
        tell(out, each)
    if rest:
        voice.say(f"{counted(rest, 'more paper')}: name one with --paper, or ask for all with --json")


def _explained(
    voice: Voice, store: Store, graph: Path, wanted: Target, papers: tuple[str, ...]
) -> Iterator[tuple[Extraction, Explanation]]:
    """Yield what the graph holds of each paper, and what is to be said of the target there."""
    settings, ontology = replace(load_settings(), workers=1), catalogue_of(graph)
    _warn(voice, store, papers, engine_mark(settings, ontology), annotations_of(graph))
    if settings.reader == ENDPOINT:
        voice.say(f"what {settings.reader_model} reads cannot be taken apart; kg's own reading is explained instead")
        settings = replace(settings, reader="kg")
    with progress(voice) as done:
        engine = load_engine(settings, ontology)
        for number, paper_id in enumerate(papers):
            if number:
                done("extract", number, len(papers))
            held = store.extraction(paper_id)
            yield held, wanted.of(explain(held.paper, engine=engine, stored=held, name=wanted.sought))


def _warn(voice: Voice, store: Store, papers: tuple[str, ...], mark: str, said: Mapping[str, Annotation]) -> None:
    """Say how many papers the graph holds as another engine read them: what is explained may then differ from it."""
    known = store.papers()
    marks = {paper_id: fingerprint(store.paper(paper_id), mark, said.get(paper_id)) for paper_id in papers}
    other = [paper_id for paper_id in papers if known[paper_id] != marks[paper_id]]
    if other:
        whose = f"paper {other[0]} was" if len(other) == 1 else f"{len(other)} of {len(papers)} papers were"
        voice.say(
            f"{whose} read with other settings, weights, vocabulary, annotations or code than are in force now, so"
            " what is explained may differ from the graph. `kg build` on the same folder brings it up to date"
        )


def _json(held: Extraction, explanation: Explanation) -> dict[str, Any]:
    """Return an explanation as plain JSON values; `held` is what the graph holds of the paper."""
    graph = Graph.from_extractions([held])
    given: dict[str, Any] = plain(replace(explanation, claims=(), lost_claims=()), graph)
    given["paper"] = paper_json(paper_iri(held.paper.id), held.paper)
    given["claims"] = [_claim_json(each, graph) for each in explanation.claims]
    given["lost_claims"] = [claim_json(graph, claim) for claim in explanation.lost_claims]
    return given


def _claim_json(statement: Any, graph: Graph) -> dict[str, Any]:
    given: dict[str, Any] = plain(statement, graph)
    return {**given.pop("claim"), **given}


def plain(value: Any, graph: Graph) -> Any:
    """Return a value as plain JSON values: a span is a pair, a feature comes with its meaning in words."""
    if isinstance(value, Span):
        return [value.start, value.end]
    if isinstance(value, Claim):
        return claim_json(graph, value)
    if isinstance(value, Concept):
        return node_json(value)
    if isinstance(value, Part):
        return {"name": value.name, "means": in_words(value.name), "value": round(value.value, 6)}
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: plain(getattr(value, each.name), graph) for each in fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple):
        return [plain(each, graph) for each in value]
    return value
