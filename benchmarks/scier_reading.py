"""Mentions and relations of SciER as kg's learned parts read them, and the choices that a part of the papers decides.

A span is proposed by the network's tags, by the random field, or by both scores added. The network judges what is
proposed, as it does in kg. One logistic regression weighs what they say; it and the thresholds are fitted on the
development papers, which nobody has learned from.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log

import numpy as np
import torch
from numpy.typing import NDArray
from scier_data import RELATIONS, TYPES, Named, Related, Span, meet
from scier_lessons import CLASSES, Ends, Page, Part, inside, lesson_of, parts_of
from scier_score import Tally, given_tally, mentions_tally, relations_tally
from scier_tags import FieldTagger, Floats, Tagged, decoded, plain_field
from torch import Tensor

from kg.linear import LinearModel
from kg.mentions.recognizer import Marks
from kg.training.fit import fit
from kg.training.network.batches import Batch, batch
from kg.training.network.module import Network

_THRESHOLDS = tuple(step / 50 for step in range(1, 46))
_LEAST = 1e-5  # a probability nearer to 0 or 1 than that is not believed
Shares = Mapping[Ends, NDArray[np.float64]]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A span with a type, what each says of it as log odds, and who finds it."""

    span: Span
    kind: str
    said: Mapping[str, float]


@dataclass(frozen=True, slots=True, eq=False)
class Opinion:
    """What is said of a paper before anything is chosen.

    `tags` are the network's, `field` the random field's. `related` has the probability of each relation of pairs of
    what is proposed, `related_given` of pairs of annotated mentions.
    """

    page: Page
    tags: Tagged
    field: Tagged
    proposals: tuple[Proposal, ...]
    related: Shares
    related_given: Shares


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """How proposals are weighed, and from which probability on mentions and relations are believed."""

    model: LinearModel
    mention: float
    relation: float
    relation_given: float


def consider(page: Page, marks: Marks, network: Network, field: FieldTagger) -> Opinion:
    """Return what a network and a random field say of a paper."""
    sentences, by_field = page.sheet.document.sentences, field.scores(page.sheet, marks)
    parts = list(parts_of(page))
    with torch.no_grad():
        vectors = [_vectors(network, page, part) for part in parts]
        by_tags = [torch.log_softmax(network.tag_scores(own), dim=1).numpy().astype(np.float64) for own in vectors]
        by_network = np.concatenate([*by_tags, np.zeros((0, CLASSES["tags"]))])
        tags, alone = decoded(by_network, plain_field(), sentences), decoded(by_field, field.field, sentences)
        both = decoded(by_network + by_field, field.field, sentences)
        spans = {span for said in (tags, alone, both) for span, _ in said.spans}
        proposals: list[Proposal] = []
        related: dict[Ends, NDArray[np.float64]] = {}
        given: dict[Ends, NDArray[np.float64]] = {}
        for part, own in zip(parts, vectors, strict=True):
            chosen = inside(spans, part)
            keep, kinds, met = _judged(network, page, part, own, chosen)
            related |= met
            given |= _judged(network, page, part, own, inside([span for span, _ in page.mentions], part))[2]
            for span, sure, row in zip(chosen, keep.tolist(), kinds, strict=True):
                proposals.extend(_proposals(span, sure, row, {"tags": tags, "field": alone, "both": both}))
    return Opinion(page, tags, alone, tuple(proposals), related, given)


def _vectors(network: Network, page: Page, part: Part) -> Tensor:
    """Return a vector for each token of a text."""
    read: Batch = batch([lesson_of(page, part, [])], CLASSES)
    vectors = network.vectors(read.ids, read.shapes, read.marks, read.mask)
    return vectors.reshape(-1, vectors.shape[-1])[read.first]


def _judged(
    network: Network, page: Page, part: Part, vectors: Tensor, spans: Sequence[Span]
) -> tuple[Floats, Floats, dict[Ends, NDArray[np.float64]]]:
    """Return for each span whether it is worth keeping and the share of each type; for each pair its relations."""
    if not spans:
        return np.zeros(0), np.zeros((0, len(TYPES))), {}
    lesson = lesson_of(page, part, spans)
    read = batch([lesson], CLASSES)
    scores = network.judge(vectors, read.things, read.pairs)
    ends = [(spans[pair.met.subject], spans[pair.met.other]) for pair in lesson.pairs]
    related = dict(zip(ends, torch.sigmoid(scores["stated"]).numpy().astype(np.float64), strict=True))
    return torch.sigmoid(scores["keep"]).numpy(), torch.softmax(scores["types"], dim=1).numpy(), related


def _proposals(span: Span, keep: float, kinds: Floats, tagged: Mapping[str, Tagged]) -> Iterator[Proposal]:
    """Yield a proposal of a span for each type: which is right is settled with all else."""
    for kind, share in zip(TYPES, kinds.tolist(), strict=True):
        said = {"keep": keep, "kind": share, "judged": keep * share}
        said |= {name: each.share(span, kind) for name, each in tagged.items()}
        found = {f"{name} finds it": 1.0 for name, each in tagged.items() if (span, kind) in each.spans}
        yield Proposal(span, kind, {name: _log_odds(value) for name, value in said.items()} | found)


def _log_odds(share: float) -> float:
    held = min(max(share, _LEAST), 1.0 - _LEAST)
    return log(held / (1.0 - held))


def choose(opinions: Sequence[Opinion]) -> Choice:
    """Return the choice that suits some annotated papers best; relations are judged with their types."""
    cases = [(each, opinion.page) for opinion in opinions for each in opinion.proposals]
    model = fit(
        [each.said for each, _ in cases],
        ["yes" if (each.span, each.kind) in page.mentions else "no" for each, page in cases],
        [page.sheet.article.id for _, page in cases],
        classes=("no", "yes"),
    )
    weighed = [list(_weighed(opinion, model)) for opinion in opinions]

    def of_mentions(least: float) -> Iterator[Tally]:
        for opinion, own in zip(opinions, weighed, strict=True):
            yield mentions_tally(opinion.page, _settled(own, least))

    mention = _best(of_mentions)
    found = [_settled(own, mention) for own in weighed]

    def of_relations(least: float) -> Iterator[Tally]:
        for opinion, own in zip(opinions, found, strict=True):
            yield relations_tally(opinion.page, own, _related(opinion.related, own, least), typed=True)

    def of_given(least: float) -> Iterator[Tally]:
        for opinion in opinions:
            yield given_tally(opinion.page, _related(opinion.related_given, opinion.page.mentions, least))

    return Choice(model, mention, _best(of_relations), _best(of_given))


def _best(tallies: Callable[[float], Iterable[Tally]]) -> float:
    """Return the threshold with the best F1, the middle one of several."""
    worth = {least: sum(tallies(least), Tally()).f1 for least in _THRESHOLDS}
    best = [least for least in _THRESHOLDS if worth[least] == max(worth.values())]
    return best[len(best) // 2]


def read(opinion: Opinion, choice: Choice) -> tuple[list[Named], list[Related]]:
    """Return the mentions of a paper and the relations between them, as ranges of the document's tokens."""
    mentions = _settled(_weighed(opinion, choice.model), choice.mention)
    return mentions, _related(opinion.related, mentions, choice.relation)


def read_given(opinion: Opinion, choice: Choice) -> list[Related]:
    """Return the relations between the annotated mentions of a paper."""
    return _related(opinion.related_given, opinion.page.mentions, choice.relation_given)


def _weighed(opinion: Opinion, model: LinearModel) -> Iterator[tuple[float, Named]]:
    shares = model.probabilities_of([each.said for each in opinion.proposals])
    for each, share in zip(opinion.proposals, shares, strict=True):
        yield share["yes"], (each.span, each.kind)


def _settled(weighed: Iterable[tuple[float, Named]], least: float) -> list[Named]:
    """Return what is probable enough, the likeliest of those that overlap."""
    kept: list[Named] = []
    for share, (span, kind) in sorted(weighed, key=lambda each: (-each[0], each[1])):
        if share >= least and not any(meet(span, other) for other, _ in kept):
            kept.append((span, kind))
    return sorted(kept)


def _related(shares: Shares, mentions: Sequence[Named], least: float) -> list[Related]:
    """Return the likeliest relation of each two mentions, in one of both directions, if it is probable enough."""
    spans = {span for span, _ in mentions}
    best: dict[tuple[Span, ...], tuple[float, Related]] = {}
    for (one, other), row in shares.items():
        share, name = float(row.max()), RELATIONS[int(row.argmax())]
        both = tuple(sorted((one, other)))
        if {one, other} <= spans and share >= max(least, best.get(both, (0.0,))[0]):
            best[both] = share, (one, other, name)
    return sorted(related for _, related in best.values())
