"""The paper's edge to each concept: what the paper does with it."""

import re
from dataclasses import dataclass

from kg.claims.subjects import Thing, evidence
from kg.context import Context
from kg.iris import paper_node
from kg.linear import LinearModel
from kg.model import Claim, Predicate

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


@dataclass(frozen=True, slots=True)
class Role:
    """A thing with the features of its contexts and the probability of each role."""

    thing: Thing
    features: dict[str, float]
    shares: dict[str, float]

    @property
    def best(self) -> Predicate:
        """The likeliest role."""
        return Predicate(max(sorted(self.shares), key=self.shares.__getitem__))


def role_features(context: Context, thing: Thing) -> dict[str, float]:
    """Return the features of a linked thing for the choice of its role."""
    kind = str(thing.concept.type)[:3]
    features = context.features(thing.spans, kind)
    features[f"T={kind}"] = 1.0
    features["score"] = max(link.score for link in thing.links)
    if thing.introduced:
        features["introduced"] = 1.0
        features[f"introduced|T={kind}"] = 1.0
    for link in thing.links:
        features[f"by={link.mention.finder}"] = 1.0
    if thing.links[0].how.startswith(("label of", "alias of", "spelling of")):
        features["catalogue"] = 1.0
    return features


def roles(context: Context, found: tuple[Thing, ...], model: LinearModel) -> tuple[Role, ...]:
    """Return each thing with its role probabilities, in the order given."""
    judged = ((thing, role_features(context, thing)) for thing in found)
    return tuple(Role(thing, features, model.probabilities(features)) for thing, features in judged)


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
        round(role.shares[best], 4),
    )


def telling_sentence(context: Context, thing: Thing, role: Predicate) -> int:
    """Return the index of the sentence with the thing that has most cues of the role; the title only if no other."""
    pattern = _PATTERNS.get(role)
    sentences = sorted({context.sentence_of(context.tokens_of(span)[0]) for span in thing.spans})
    text = context.document.paper.text

    def worth(index: int) -> tuple[bool, int, int]:
        sentence = context.document.sentence_span(index).of(text)
        return index > 0, len(pattern.findall(sentence)) if pattern else 0, -index

    return max(sentences, key=worth)
