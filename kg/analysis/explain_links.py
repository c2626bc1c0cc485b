"""Why the mentions of a thing are linked to the node that they are, or to none."""

from collections.abc import Iterable, Iterator

from kg.analysis.explain_makers import held
from kg.analysis.explain_places import place
from kg.analysis.explain_reread import Reread
from kg.analysis.explain_scores import choice, constant, mixed
from kg.analysis.explain_senses import decided_by, senses
from kg.analysis.explained import Choice, Naming
from kg.linking.groups import Reading
from kg.linking.link import Judged, Ranker
from kg.model import Concept, Extraction, Link, Mention
from kg.neural.reading import Judgement
from kg.text import clean, label_key


def namings(again: Reread, stored: Extraction | None = None) -> Iterator[Naming]:
    """Yield what became of each thing that a paper names, in order of first mention.

    `stored` is what the graph holds of the paper.
    """
    links = {link.mention: link for link in again.named.links}
    finders = {(link.mention.span, link.concept.iri): link.mention.finder for link in (stored or again.named).links}
    for judged, seen in zip(again.judged, again.seen, strict=True):
        link = links.get(judged.members.mentions[0])
        key = (link.mention.span, link.concept.iri) if link else None
        note = held(link.mention.finder, finders, key) if link and key else ""
        yield _naming(again, judged, seen, link, note)


def _naming(again: Reread, judged: Judged, seen: Judgement | None, link: Link | None, note: str) -> Naming:
    members = judged.members
    ranker = again.engine.ranker
    readings = tuple(dict.fromkeys(again.readings[mention] for mention in members.mentions))
    concept = link.concept if link else None
    read_as = next((raw.concept for raw in again.read.links if raw.mention == members.mentions[0]), None)
    found = senses(again.engine.gazetteer.resolver, members, readings, read_as)
    return Naming(
        concept=concept,
        reason=judged.reason,
        path=tuple(_path(again, members.mentions, link)),
        senses=found,
        decided=decided_by(readings, found),
        score=judged.score,
        threshold=judged.threshold,
        keep=_keep(ranker, judged, seen),
        type=_type(ranker, judged, seen),
        by_catalogue=len({entry.concept.type for entry in members.entries}) == 1,
        places=tuple(place(again, mention) for mention in members.mentions),
        note=note,
    )


def _keep(ranker: Ranker, judged: Judged, seen: Judgement | None) -> Choice:
    """Return the choice whether a thing is worth a node."""
    shares = _yes(judged.score)
    if ranker.network is None or seen is None:
        return choice(shares, "yes", *mixed(ranker.keep, judged.features))
    weights = ranker.network.mixing.keep
    both = mixed(ranker.keep, judged.features, weights, _yes(seen.keep))
    return choice(shares, "yes", *both, constant("calibration", weights.bias))


def _yes(share: float) -> dict[str, float]:
    return {"yes": share, "no": round(1.0 - share, 6)}


def _type(ranker: Ranker, judged: Judged, seen: Judgement | None) -> Choice:
    """Return the choice of a thing's type."""
    weights = ranker.network.mixing.types if ranker.network else None
    both = mixed(ranker.types, judged.features, weights, seen.types if seen else None)
    return choice(judged.shares, judged.kind, *both)


def _path(again: Reread, mentions: Iterable[Mention], link: Link | None) -> Iterator[str]:
    """Yield the steps from the words of the text to the node, each once."""
    text = again.document.paper.text
    steps = (step for mention in mentions for step in _steps(mention.span.of(text), again.readings[mention]))
    yield from dict.fromkeys(steps)
    if link:
        yield f"{link.how} → {_shown(link.concept)}"


def _steps(surface: str, reading: Reading) -> Iterator[str]:
    if label_key(clean(surface).text) != label_key(reading.name):
        yield f"“{' '.join(surface.split())}” is read as “{reading.name}”"
    if reading.long_form:
        yield f"the text defines “{reading.name}” as “{reading.long_form}”"


def _shown(concept: Concept) -> str:
    return f"{concept.label} ({concept.type})"
