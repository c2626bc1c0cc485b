"""Relations between concepts that need no figure: uses, basedOn, runsOn, evaluatedOn, trainedOn, addresses, partOf.

Candidates are pairs of a contribution of the paper and another thing; a linear model over the two
things' contexts and the words between them says which relation, if any, the text states. Where there is a network,
it says so instead, and of any two things that share a sentence.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kg.claims import hedges
from kg.claims.roles import Role, main_of, telling_sentence
from kg.claims.subjects import Thing, evidence
from kg.context import Context
from kg.linear import LinearModel
from kg.model import Claim, Concept, ConceptType, Polarity, Predicate
from kg.neural.encoder import Network
from kg.neural.mixing import UNDECIDED, Mixing

NONE = "none"
_DENIABLE = (Predicate.USES, Predicate.RUNS_ON, Predicate.TRAINED_ON, Predicate.BASED_ON)
PLAIN = frozenset((*_DENIABLE, Predicate.EVALUATED_ON, Predicate.ADDRESSES, Predicate.PART_OF))
"""The relations that need no figure."""
_LIKE_TRAINING = (Predicate.USES, Predicate.EVALUATED_ON)
_NEAR = 60  # characters between "trained" and the data set
_TRAINED = re.compile(
    r"\b(?:(?:pre|re)-?)?(?:train(?:ed|ing)?|tun(?:ed?|ing)|fine-?tun(?:ed?|ing)|learn(?:ed|ing)?)\s+"
    r"(?:(?!evaluat|test)[\w-]+\s+){0,2}?(?:on|with|using|from)\s+(?:(?!and\b|or\b|evaluat|test)[\w-]+\s+){0,3}$"
)
_TRAINS = re.compile(r"[\s-]*(?:pre-?train|fine-?tun|train)(?:ed|ing)\b(?!\s+(?:set|split|data))")
_REACH = 8  # words between two things that the model reads


@dataclass(frozen=True, slots=True)
class Pair:
    """A possible relation: `subject` (None for the unnamed contribution) to `thing`; `sentence` holds both, if any.

    `related` is how likely the network holds each relation; None where it was not asked, or they share no sentence.
    """

    subject: Concept
    speaker: Thing | None
    thing: Thing
    is_main: bool
    sentence: int | None
    related: Mapping[str, float] | None = None

    @property
    def score(self) -> float:
        """How sure the links of both ends are, 0 to 1."""
        return self.thing.score * (self.speaker.score if self.speaker and not self.is_main else 1.0)


def pairs(context: Context, found: tuple[Role, ...], network: Network | None = None) -> Iterator[Pair]:
    """Yield the candidates: the main contribution with everything, others with their sentence mates.

    Without a network only what the paper introduces is a subject.
    """
    main = main_of(context.document.paper, found)
    places = [_sentences(context, role.thing) for role in found]
    related = network.reading(context.document).relate([role.thing.spans for role in found]) if network else {}
    if main.type is None:
        for role in found:
            yield Pair(main, None, role.thing, True, None)
    for number, role in enumerate(found):
        speaker, is_main = role.thing, role.thing.concept.iri == main.iri
        if network is None and role.best is not Predicate.INTRODUCES:
            continue
        for other, partner in enumerate(found):
            if other == number or (not is_main and partner.thing.concept.iri == main.iri):
                continue
            shared = (places[number] & places[other]) - {0}
            if is_main or shared:
                said = related.get((number, other))
                yield Pair(speaker.concept, speaker, partner.thing, is_main, max(shared, default=None), said)


def _sentences(context: Context, thing: Thing) -> frozenset[int]:
    return frozenset(context.sentence_of(context.tokens_of(span)[0]) for span in thing.spans)


def pair_features(context: Context, pair: Pair, role: Role) -> dict[str, float]:
    """Return the features of a candidate; `role` is the role of its object."""
    features = dict(role.features)
    kind = str(pair.thing.concept.type)[:3]
    speaker = str(pair.subject.type)[:3] if pair.speaker else "@paper"
    features.update({f"role={name}": share for name, share in role.shares.items()})
    features.update({f"role|main={name}{pair.is_main}": share for name, share in role.shares.items()})
    features[f"pair={speaker}>{kind}"] = 1.0
    features[f"main={pair.is_main}"] = 1.0
    features[f"role&pair={role.best}{speaker}>{kind}"] = 1.0
    if pair.speaker and pair.sentence is not None:
        features.update(dict.fromkeys(_between(context, pair.speaker, pair.thing, pair.sentence), 1.0))
    return features


def _between(context: Context, left: Thing, right: Thing, sentence: int) -> list[str]:
    """Return the words between the nearest mentions of the two things in a sentence, with their order."""
    start, end = context.document.sentences[sentence]
    ranges = [[context.tokens_of(span) for span in thing.spans] for thing in (left, right)]
    inside = [[r for r in side if start <= r[0] < end] for side in ranges]
    _, a, b = min(((abs(a[0] - b[0]), a, b) for a in inside[0] for b in inside[1]), default=(0, (0, 0), (0, 0)))
    order = "so" if a < b else "os"
    words = context.keys[min(a[1], b[1]) : max(a[0], b[0])]
    names = [f"together={order}", f"gap={min(len(words), 12) // 3}{order}"]
    if len(words) <= _REACH:
        names += [f"btw={order}{word}" for word in words]
        names += [f"btw2={order}{x}_{y}" for x, y in pairwise(words)]
    else:
        names += [f"btw<={order}{word}" for word in words[:2]] + [f"btw>={order}{word}" for word in words[-2:]]
    return names


def stated(
    context: Context, several: Sequence[tuple[Pair, Role]], model: LinearModel, mixing: Mixing | None = None
) -> list[dict[str, float]]:
    """Return how likely each relation of candidates is stated, and both ends are what they seem.

    Each candidate comes with the role of its object. The linear model says so, asked once for all, where there is no
    `mixing` of a network's judgements.
    """
    if mixing is None:
        return model.probabilities_of([pair_features(context, pair, role) for pair, role in several])
    asked = [_asked(pair, role) for pair, role in several]
    mixed: dict[bool, Iterator[float]] = {}
    for is_main, weights in ((True, mixing.relations), (False, mixing.pairs)):
        both = [shares for main, own in asked if main is is_main for shares in own.values()]
        mixed[is_main] = iter(weights.odds([share for share, _ in both], [other for _, other in both]))
    return [
        {name: round(next(mixed[is_main]) * pair.score, 4) for name in own}
        for (is_main, own), (pair, _) in zip(asked, several, strict=True)
    ]


def _asked(pair: Pair, role: Role) -> tuple[bool, dict[str, tuple[float, float]]]:
    """Return what the network says of each relation, and what it says beside that; and if it says so of the main one.

    It judges the object by all its mentions, as far as the main contribution is the subject, and both ends by where
    they meet; where they do not, the one judgement stands for both.
    """
    met = pair.related or {}
    if pair.is_main and role.stated is not None:
        return True, {name: (share, met.get(name, share)) for name, share in role.stated.items()}
    return False, {name: (share, UNDECIDED) for name, share in met.items() if name in PLAIN}


def find(
    context: Context, found: tuple[Role, ...], model: LinearModel, threshold: float, network: Network | None = None
) -> Iterator[Claim]:
    """Yield the relations whose probability reaches the threshold."""
    by_concept = {role.thing.concept.iri: role for role in found}
    possible = [(pair, by_concept[pair.thing.concept.iri]) for pair in pairs(context, found, network)]
    mixing = network.mixing if network else None
    for (pair, _), shares in zip(possible, stated(context, possible, model, mixing), strict=True):
        for name, share in sorted(shares.items()):
            if name != NONE and share >= threshold:
                predicate = Predicate(name)
                sentence = pair.sentence
                if sentence is None:
                    sentence = telling_sentence(context, pair.thing, predicate)
                predicate = _of_training(context, pair.thing, sentence, predicate)
                proof = evidence(context, sentence)
                polarity = _polarity(context, pair.thing, sentence) if predicate in _DENIABLE else Polarity.ASSERTED
                yield Claim(
                    pair.subject, predicate, pair.thing.concept, proof, f"pair.{name}", round(share, 4), None, polarity
                )


def _of_training(context: Context, thing: Thing, sentence: int, predicate: Predicate) -> Predicate:
    """Return `trainedOn` where a sentence says that of the data set which a model reads as used or evaluated on.

    Too few annotated papers have it for a model to learn it; the words say it plainly.
    """
    if predicate not in _LIKE_TRAINING or thing.concept.type is not ConceptType.DATASET:
        return predicate
    text, places = _in_sentence(context, thing, sentence)
    before = any(_TRAINED.search(text, max(0, start - _NEAR), start) for start, _ in places)
    behind = any(_TRAINS.match(text, end) for _, end in places)
    return Predicate.TRAINED_ON if before or behind else predicate


def _in_sentence(context: Context, thing: Thing, sentence: int) -> tuple[str, list[tuple[int, int]]]:
    """Return the cleaned text of a sentence, and where in it a thing is named."""
    document = context.document
    start, end = document.sentences[sentence]
    low = document.starts[start]
    text = document.clean.text[low : document.end_of(end - 1)]
    tokens = [found for found in map(context.tokens_of, thing.spans) if start <= found[0] < end]
    return text, [(document.starts[first] - low, document.end_of(last - 1) - low) for first, last in tokens]


def _polarity(context: Context, thing: Thing, sentence: int) -> Polarity:
    """Return whether a sentence denies what it says of a thing ("uses neither A nor B")."""
    text, places = _in_sentence(context, thing, sentence)
    return hedges.judge(text, places[0][0])[0] if places else Polarity.ASSERTED
