"""A paper read once more, with all that stands between its text and what is read out of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from kg.claims.extract import extract
from kg.claims.judge import candidates
from kg.claims.patterns import Pair, pairs
from kg.claims.roles import Role, roles
from kg.claims.sentences import Sentence
from kg.claims.statements import Statement
from kg.claims.subjects import things
from kg.context import Context
from kg.iris import iri_of
from kg.linear import Features
from kg.linking.groups import Reading, group, readings
from kg.linking.link import Judged, Linking, decide, judge_all
from kg.linking.merging import merged, merged_from
from kg.mentions.find import Draft, drafts, find
from kg.model import Extraction, Iri, Link, Mention, Paper, Span
from kg.neural.encoder import Network
from kg.neural.reading import Judgement
from kg.parse import Document, parse_one
from kg.pipeline import Engine


@dataclass(frozen=True, slots=True, eq=False)
class Reread:
    """The stages of reading one paper.

    `read` is what they lead to, `named` the same with the names that the graph has settled on, item by item.
    `seen` is what the network says of each group, `asked` of each linked thing; None where there is no network.
    `heirs` are the nodes that took the place of others there. `told` has, by a claim's IRI in `read`, the sentence
    and what a rule has read in it, `figures` what the judge of figures, where there is one, went by.
    """

    engine: Engine
    document: Document
    context: Context
    drafts: tuple[Draft, ...]
    readings: Mapping[Mention, Reading]
    judged: tuple[Judged, ...]
    seen: tuple[Judgement | None, ...]
    linking: Linking
    asked: Mapping[Iri, Judgement | None]
    roles: Mapping[Iri, Role]
    pairs: Mapping[tuple[Iri, Iri], Pair]
    told: Mapping[Iri, tuple[Sentence, Statement]]
    read: Extraction
    named: Extraction
    heirs: Mapping[Iri, Iri]
    figures: Mapping[Iri, Features]


def reread(paper: Paper, engine: Engine, stored: Extraction | None = None) -> Reread:
    """Return the stages of reading a paper with an engine; `stored` is what the graph holds of the paper."""
    document = parse_one(paper)
    context = Context(document)
    resolver, least = engine.gazetteer.resolver, engine.settings
    mentions = find(document, engine.gazetteer, engine.recognizer)
    groups = group(paper.text, mentions, resolver)
    linking = decide(document, mentions, resolver, ranker=engine.ranker, threshold=least.min_link)
    linked = things(linking.links)
    found = roles(context, linked, engine.reader.roles, engine.reader.network)
    seen = _seen(engine.ranker.network, document, [members.spans for members in groups])
    asked = _seen(engine.reader.network, document, [thing.spans for thing in linked])
    claims = extract(document, linking.links, reader=engine.reader, threshold=least.min_confidence)
    read = Extraction(paper, linking.links, claims)
    heirs = heirs_of(stored) if stored else {}
    return Reread(
        engine=engine,
        document=document,
        context=context,
        drafts=drafts(document, engine.gazetteer, engine.recognizer),
        readings=readings(paper.text, mentions, resolver),
        judged=tuple(judge_all(context, groups, engine.ranker, least.min_link)),
        seen=seen,
        asked={thing.concept.iri: one for thing, one in zip(linked, asked, strict=True)},
        linking=linking,
        roles={role.thing.concept.iri: role for role in found},
        pairs={
            (pair.subject.iri, pair.thing.concept.iri): pair for pair in pairs(context, found, engine.reader.network)
        },
        told=_told(document, linking.links, found),
        read=read,
        named=merged(read, heirs),
        heirs=heirs,
        figures=_figures(document, linking.links, found) if engine.reader.figures else {},
    )


def _seen(network: Network | None, document: Document, things: list[tuple[Span, ...]]) -> tuple[Judgement | None, ...]:
    """Return what a network, if there is one, says of things by the spans of their mentions."""
    return tuple(network.reading(document).judge(things)) if network else (None,) * len(things)


def heirs_of(stored: Extraction) -> dict[Iri, Iri]:
    """Return which node took the place of which when the names of all papers were settled, by the links' reasons."""
    moved = ((merged_from(link.concept, link.how), link.concept.iri) for link in stored.links)
    return {before: after for before, after in moved if before is not None}


def _told(
    document: Document, links: tuple[Link, ...], found: tuple[Role, ...]
) -> dict[Iri, tuple[Sentence, Statement]]:
    told: dict[Iri, tuple[Sentence, Statement]] = {}
    for sentence, statement, claim in candidates(document, links, found).told:
        told.setdefault(iri_of(claim), (sentence, statement))
    return told


def _figures(document: Document, links: tuple[Link, ...], found: tuple[Role, ...]) -> dict[Iri, Features]:
    features: dict[Iri, Features] = {}
    every = candidates(document, links, found)
    for (_, _, claim), own in zip(every.told, every.features, strict=True):
        features.setdefault(iri_of(claim), own)
    return features
