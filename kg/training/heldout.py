"""What the learned parts say of papers that they have not learned from: for mixing them, and for the model card."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kg.claims.patterns import PLAIN
from kg.claims.roles import role_features
from kg.claims.subjects import Thing, main_contribution, things
from kg.context import Context
from kg.linking.link import group_features
from kg.mentions.gazetteer import Gazetteer
from kg.model import Span
from kg.neural.encoder import Network
from kg.neural.reading import Judgement
from kg.training.claims import annotation
from kg.training.concepts import Example, examples
from kg.training.gold import Record
from kg.training.network.examples import relations_of
from kg.training.network.pairs import is_own, pair_relations
from kg.training.train import Outside

Shares = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Case:
    """A decision of yes or no: the probabilities of a yes (None: not asked), the truth, and the class that it is of."""

    kind: str
    network: float | None
    linear: float | None
    truth: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice among classes: the share of each (None: not asked), and the right classes, the annotated one first."""

    network: Shares | None
    linear: Shares
    right: tuple[str, ...]


@dataclass(slots=True)
class HeldOut:
    """All decisions on held-out papers: what is worth a node, types, roles, relations.

    `relations` are of the main contribution (the network by the thing; in the linear model's place, by the pair),
    `pairs` of other things that share a sentence.
    """

    papers: int = 0
    keep: list[Case] = field(default_factory=list)
    types: list[Choice] = field(default_factory=list)
    roles: list[Choice] = field(default_factory=list)
    relations: list[Case] = field(default_factory=list)
    pairs: list[Case] = field(default_factory=list)

    def add(self, each: Outside, gazetteer: Gazetteer, network: Network | None) -> None:
        """Add what is said of one paper, by its ranker and role model and by a network, where there is one."""
        self.papers += 1
        context = Context(each.paper.document)
        found = examples(each.paper, each.mentions, gazetteer.resolver)
        judged = _judged(network, context, [example.members.spans for example in found])
        for example, seen in zip(found, judged, strict=True):
            self._add_group(each, group_features(context, example.members), example, seen)
        self._add_things(each, context, network)

    def _add_group(self, each: Outside, features: Shares, example: Example, seen: Judgement | None) -> None:
        concept = None if example.repeats else example.concept
        shares = each.ranker.types.probabilities(features)
        if concept is None or concept["required"]:
            score = each.ranker.keep.probabilities(features)["yes"]
            kind = concept["type"] if concept else max(sorted(shares), key=shares.__getitem__)
            self.keep.append(Case(kind, seen.keep if seen else None, score, concept is not None))
        if concept is not None and concept["required"]:
            right = (concept["type"], *concept.get("alt_types", ()))
            self.types.append(Choice(seen.types if seen else None, shares, right))

    def _add_things(self, each: Outside, context: Context, network: Network | None) -> None:
        forms, found = each.paper.by_form(), things(each.links)
        concepts = [annotation(each.paper, thing, forms) for thing in found]
        for thing, concept, seen in zip(
            found, concepts, _judged(network, context, [thing.spans for thing in found]), strict=True
        ):
            if concept is not None and concept["required"]:
                linear = each.roles.probabilities(role_features(context, thing))
                self.roles.append(Choice(seen.roles if seen else None, linear, (concept["role"],)))
        if network:
            self._add_relations(each, context, network, found, concepts)

    def _add_relations(
        self, each: Outside, context: Context, network: Network, found: Sequence[Thing],
        concepts: Sequence[Record | None],
    ) -> None:  # fmt: skip
        """Add what is said of relations, as if the annotated contributions had been found."""
        own = [thing for thing, concept in zip(found, concepts, strict=True) if is_own(concept)]
        main = main_contribution(each.paper.document.paper, own)
        speaker = next((number for number, thing in enumerate(found) if thing.concept.iri == main.iri), None)
        reading = network.reading(context.document)
        met = reading.relate([thing.spans for thing in found])
        for number, seen in enumerate(reading.judge([thing.spans for thing in found])):
            concept = concepts[number]
            if concept is not None:
                near = met.get((speaker, number), {}) if speaker is not None else {}
                for predicate, truth in relations_of(each.paper.record, concept).items():
                    share = seen.relations[predicate]
                    self.relations.append(Case(predicate, share, near.get(predicate, share), truth))
        for (subject, other), shares in met.items():
            if subject != speaker and other != speaker and concepts[subject] and concepts[other]:
                for predicate, truth in pair_relations(each.paper.record, concepts[subject], concepts[other]).items():
                    if predicate in PLAIN:
                        self.pairs.append(Case(predicate, shares[predicate], None, truth))


def _judged(
    network: Network | None, context: Context, spans: Sequence[tuple[Span, ...]]
) -> Sequence[Judgement] | Sequence[None]:
    return network.reading(context.document).judge(spans) if network else [None] * len(spans)


def held_out(papers: Sequence[Outside], gazetteer: Gazetteer) -> HeldOut:
    """Return what the linear parts say of papers, each by models that have not learned from it."""
    found = HeldOut()
    for each in papers:
        found.add(each, gazetteer, None)
    return found
