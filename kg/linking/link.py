"""Each group of mentions to one concept, with a score and a reason."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.context import Context, context_of
from kg.iris import concept_iri
from kg.linear import LinearModel, judged, load_model
from kg.linking.groups import Group, group
from kg.linking.heads import heads
from kg.model import Concept, ConceptType, Link, Mention
from kg.naming.resolve import Resolver
from kg.neural.encoder import Network
from kg.ontology import Entry, Ontology
from kg.parse import Document
from kg.text import cleaned

_EASE = {
    ConceptType.HARDWARE: 0.1, ConceptType.DATASET: 0.1, ConceptType.SOFTWARE: 0.1, ConceptType.MODEL: 0.05,
}  # fmt: skip
"""How far below the threshold names of these types are linked: so recall and precision balance (cross-validated)."""


@dataclass(frozen=True, slots=True, eq=False)
class Ranker:
    """What decides: `keep` whether a thing is worth a node, `types` of which type it is; a network may have its say."""

    keep: LinearModel
    types: LinearModel
    network: Network | None = None


def shipped_ranker(folder: Path | None = None) -> Ranker:
    """Return the ranker whose weights ship with the package, or stand in a folder."""
    return Ranker(load_model("concepts", folder), load_model("types", folder))


@dataclass(frozen=True, slots=True)
class Unlinked:
    """A mention that names no node, with the reason and the labels of the concepts that it may have meant."""

    mention: Mention
    reason: str
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Linking:
    """What became of the mentions of a paper, each in order of span."""

    links: tuple[Link, ...]
    unlinked: tuple[Unlinked, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """What is decided on one group, and by what: its features, its score against `threshold`, the share of each type.

    `reason` says why it is not linked; it is empty where it is.
    """

    members: Group
    features: dict[str, float]
    score: float
    shares: dict[str, float]
    kind: ConceptType
    threshold: float
    reason: str


def link(
    document: Document,
    mentions: tuple[Mention, ...],
    resolver: Resolver,
    *,
    ranker: Ranker | None = None,
    threshold: float = 0.35,
) -> tuple[Link, ...]:
    """Return the links of a paper in order of span; `decide` also tells what was left out, and why."""
    return decide(document, mentions, resolver, ranker=ranker, threshold=threshold).links


def decide(
    document: Document,
    mentions: tuple[Mention, ...],
    resolver: Resolver,
    *,
    ranker: Ranker | None = None,
    threshold: float = 0.35,
) -> Linking:
    """Return what becomes of the mentions of a paper.

    A group scored below `threshold` is left out, and so is an ambiguous name that neither the paper's definition
    nor its context settles. A group that the catalogue knows, or that its grammar places under a family, gets that
    concept; any other a minted one whose IRI depends on type and label only.
    """
    ranker = ranker or shipped_ranker()
    context = context_of(document)
    links: list[Link] = []
    unlinked: list[Unlinked] = []
    groups = group(document.paper.text, mentions, resolver)
    for found in judge_all(context, groups, ranker, threshold):
        members = found.members
        if found.reason:
            senses = tuple(f"{entry.concept.label} ({entry.concept.type})" for entry in members.unclear)
            unlinked.extend(Unlinked(mention, found.reason, senses) for mention in members.mentions)
        else:
            concept, how = _concept(document.paper.text, members, found.kind, resolver.ontology)
            links.extend(Link(mention, concept, found.score, how) for mention in members.mentions)
    return Linking(
        tuple(sorted(links, key=lambda found: found.mention.span)),
        tuple(sorted(unlinked, key=lambda left: left.mention.span)),
    )


def judge_all(context: Context, groups: Sequence[Group], ranker: Ranker, threshold: float) -> Iterator[Judged]:
    """Yield what is decided on each group; `threshold` is that of types which have none of their own."""
    features = [group_features(context, members) for members in groups]
    keep, types = judged((ranker.keep, ranker.types), features)
    scores = [round(kept["yes"], 4) for kept in keep]
    if ranker.network:
        mixing, reading = ranker.network.mixing, ranker.network.reading(context.document)
        said = reading.judge([members.spans for members in groups])
        scores = mixing.keep.odds([each.keep for each in said], scores)
        types = mixing.types.shares([each.types for each in said], types)
    for members, own, score, shares in zip(groups, features, scores, types, strict=True):
        kind = _kind(members, shares)
        least = _from(threshold, kind)
        yield Judged(members, own, score, shares, kind, least, _doubt(members, score, least))


def _from(threshold: float, kind: ConceptType) -> float:
    """Return the score from which a type is linked; at a threshold of 1 all types are alike."""
    return threshold - _EASE.get(kind, 0.0) * min(1.0, (1.0 - threshold) / 0.6)


def _doubt(members: Group, score: float, threshold: float) -> str:
    """Return why a group is not linked; empty where it is."""
    if members.unclear and not any(mention.introduced for mention in members.mentions):
        return "ambiguous, and nothing in the text tells which is meant"
    return f"its score of {score} is below {threshold:.2f}" if score < threshold else ""


def group_features(context: Context, members: Group) -> dict[str, float]:
    """Return the features of a group: its context, what found it, and what the catalogue says of its name."""
    votes: dict[str, float] = {}
    for mention in members.mentions:
        if mention.type:
            votes[mention.type] = votes.get(mention.type, 0.0) + mention.score
    likely = max(sorted(votes), key=votes.__getitem__, default="None")
    features = context.features(members.spans, likely[:3])
    total = sum(votes.values()) or 1.0
    features.update({f"t:{kind[:3]}": votes[kind] / total for kind in votes})
    features[f"T={likely[:3]}"] = 1.0
    scores = [mention.score for mention in members.mentions if mention.finder == "recognizer"]
    features["recognized"] = max(scores, default=0.0)
    features["recognized mean"] = sum(scores) / len(scores) if scores else 0.0
    if scores and max(scores) > 0.9:
        features["recognized>.9"] = 1.0
    for mention in members.mentions:
        features[f"by={mention.finder}"] = 1.0
    flags = {
        "introduced": any(mention.introduced for mention in members.mentions),
        "defined": members.long_form is not None,
        "catalogue": any(not entry.general for entry in members.entries),
        "general": any(entry.general for entry in members.entries),
        "ambiguous": len(members.entries) > 1,
    }
    features.update({name: 1.0 for name, value in flags.items() if value})
    features.update(dict.fromkeys(heads(context.document, members.spans), 1.0))
    for entry in members.entries:
        mark = "q" if entry.general else "g"
        features[f"{mark}={entry.concept.type}"] = 1.0
        features[f"{mark}|T={entry.concept.type}{likely[:3]}"] = 1.0
    return features


def _kind(members: Group, shares: dict[str, float]) -> ConceptType:
    """Return the type: of the catalogue's entries where there are any, else of all, the likeliest."""
    known = {entry.concept.type for entry in members.entries}
    allowed = [kind for kind in ConceptType if not known or kind in known]
    return max(allowed, key=lambda kind: (shares.get(kind, 0.0), kind))


def _concept(text: str, members: Group, kind: ConceptType, ontology: Ontology) -> tuple[Concept, str]:
    entry = next((entry for entry in members.entries if entry.concept.type is kind), None)
    if entry is not None and entry.concept.iri not in ontology.concepts:
        families = (ontology.concepts[up].concept.label for up in entry.broader)
        return entry.concept, f"member of {', '.join(families)} by the parts of its name"
    if entry is not None:
        return entry.concept, _reason(text, members, entry)
    label = _label(text, members)
    how = "named by the paper" if any(m.introduced for m in members.mentions) else "read in the text"
    if members.long_form:
        how = f"defined in the text as “{members.long_form}”"
    return Concept(concept_iri(kind, label), label, kind), how


def _reason(text: str, members: Group, entry: Entry) -> str:
    surfaces = {cleaned(mention.span.of(text)) for mention in members.mentions}
    if entry.concept.label in surfaces:
        return "label of the catalogue"
    alias = next((label for label in entry.alt_labels if label in surfaces), None)
    return f"alias of the catalogue: {alias}" if alias else f"spelling of “{entry.concept.label}”"


def _label(text: str, members: Group) -> str:
    """Return the label of a minted concept: the short name of what the paper introduces, else the long form."""
    surfaces = Counter(cleaned(mention.span.of(text)).strip() for mention in members.mentions)
    introduced = any(mention.introduced for mention in members.mentions)
    if members.long_form and not introduced:
        return members.long_form
    names = {s: n for s, n in surfaces.items() if s != members.long_form} or dict(surfaces)
    return " ".join(min(names, key=lambda s: (-names[s], len(s), s)).split())
