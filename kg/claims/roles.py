"""The paper's edge to each concept: what the paper does with it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from kg.claims.subjects import Thing, evidence, main_contribution
from kg.context import Context
from kg.iris import paper_node
from kg.linear import LinearModel
from kg.model import Claim, Concept, Paper, Predicate
from kg.neural.encoder import Network

_CUES = {
    Predicate.INTRODUCES: r"\b(?:propos|introduc|present|develop|design|contribut|novel|call|name|dub|releas|buil[dt])",
    Predicate.USES: r"\b(?:us(?:es?|ed|ing)\b|leverag|employ|utiliz|appl|integrat|combin|adopt|bas(?:ed|es) on"
    r"|via|with)",
    Predicate.RUNS_ON: r"\b(?:on|run|deploy|implement|execut|hardware|platform|device)",
    Predicate.EVALUATED_ON: r"\b(?:evaluat|experiment|benchmark|test|result|dataset|across|demonstrat|show)",
    Predicate.TRAINED_ON: r"\b(?:train|fine-tun|pretrain|pre-train)",
    Predicate.COMPARES_WITH: r"\b(?:compar|outperform|surpass|than|over|exceed|baseline|prior|existing|state-of)",
    Predicate.ADDRESSES: r"\b(?:address|solv|problem|challeng|task|for|tackl|mitigat|improv)",
    Predicate.MEASURES: r"\d|\b(?:improv|reduc|achiev|higher|lower|increas)",
}
_PATTERNS = {role: re.compile(cue, re.IGNORECASE) for role, cue in _CUES.items()}


@dataclass(frozen=True)
class Role:
    """A thing with the features of its contexts and the probability of each role.

    `stated` is how likely a network holds each relation of the main contribution to it; None where none was asked.
    """

    thing: Thing
    features: dict[str, float]
    shares: dict[str, float]
    stated: dict[str, float] | None = None

    @cached_property
    def best(self) -> Predicate:
        """The likeliest role."""
        return Predicate(max(sorted(self.shares), key=self.shares.__getitem__))


def role_features(context: Context, thing: Thing) -> dict[str, float]:
    """Return the features of a linked thing for the choice of its role."""
    kind = str(thing.concept.type)[:3]
    features = context.features(thing.spans, kind)
    features[f"T={kind}"] = 1.0
    features["score"] = thing.score
    if thing.introduced:
        features["introduced"] = 1.0
        features[f"introduced|T={kind}"] = 1.0
    for link in thing.links:
        features[f"by={link.mention.finder}"] = 1.0
    if thing.links[0].how.startswith(("label of", "alias of", "spelling of")):
        features["catalogue"] = 1.0
    return features


def roles(
    context: Context, found: tuple[Thing, ...], model: LinearModel, network: Network | None = None
) -> tuple[Role, ...]:
    """Return each thing with its role probabilities, in the order given; a network, where there is one, has its say."""
    features = [role_features(context, thing) for thing in found]
    linear = model.probabilities_of(features)
    if network is None:
        return tuple(Role(thing, own, shares) for thing, own, shares in zip(found, features, linear, strict=True))
    seen = network.reading(context.document).judge([thing.spans for thing in found])
    mixed = network.mixing.roles.shares([each.roles for each in seen], linear)
    return tuple(
        Role(thing, own, shares, dict(each.relations))
        for thing, own, shares, each in zip(found, features, mixed, seen, strict=True)
    )


def main_of(paper: Paper, found: Sequence[Role]) -> Concept:
    """Return the paper's main contribution, by name where one of the things that it introduces surely is that."""
    introduced = [role.thing for role in found if role.best is Predicate.INTRODUCES]
    shares = {role.thing.concept.iri: role.shares.get(Predicate.INTRODUCES, 0.0) for role in found}
    return main_contribution(paper, introduced, shares)


def role_claim(context: Context, role: Role) -> Claim:
    """Return the claim that the paper has this role to the thing, with the sentence that shows it best."""
    paper = context.document.paper
    best = role.best
    sentence = telling_sentence(context, role.thing, best)
    return Claim(
        paper_node(paper.id, paper.title),
        best,
        role.thing.concept,
        evidence(context, sentence),
        "role.model",
        round(role.shares[best] * role.thing.score, 4),  # right only where the link is
    )


def telling_sentence(context: Context, thing: Thing, role: Predicate) -> int:
    """Return the index of the sentence with the thing that has most cues of the role; the title only if no other."""
    sentences = sorted({context.sentence_of(context.tokens_of(span)[0]) for span in thing.spans})
    if len(sentences) == 1:
        return sentences[0]
    text = context.document.paper.text

    def worth(index: int) -> tuple[bool, int, int]:
        sentence = context.document.sentence_span(index).of(text)
        return index > 0, _cues(sentence, role), -index

    return max(sentences, key=worth)


@lru_cache(maxsize=1 << 8)  # the things of a paper share its sentences
def _cues(sentence: str, role: Predicate) -> int:
    """Return how many cues of a role a sentence holds."""
    pattern = _PATTERNS.get(role)
    return len(pattern.findall(sentence)) if pattern else 0
