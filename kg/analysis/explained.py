"""What `explain` answers: plain values that say why a name is linked, or a claim is made, and what nearly was.

Every span points into the paper's text, and every text is the slice of its span.
"""

from dataclasses import dataclass

from kg.model import Claim, Concept, ConceptType, Iri, Link, Paper, Span


@dataclass(frozen=True, slots=True)
class Part:
    """What one feature adds to a margin: in favour of the winner, or of the rival where it is negative."""

    name: str
    value: float


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one model says on a choice; `weight` is how much it counts beside the others, 1 where it is alone.

    `margin` is the logarithm of how many times likelier it holds the winner than the rival; it is the sum of all
    `parts`, which stand in order of size. A model that cannot be taken apart gives its margin as one part.
    """

    provider: str
    weight: float
    shares: tuple[tuple[str, float], ...]
    margin: float
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """What was taken and what came next to it, with the probability of each class and the models behind them.

    `shares` stand in order of probability. `rival` is None where there was nothing else to take.
    """

    winner: str
    rival: str | None
    shares: tuple[tuple[str, float], ...]
    opinions: tuple[Opinion, ...]

    def share(self, name: str | None) -> float:
        """Return the probability of a class, 0 where there is none of that name."""
        return dict(self.shares).get(name or "", 0.0)


@dataclass(frozen=True, slots=True)
class Mark:
    """Words of a sentence that play a part: `what` is `subject`, `figure`, `cue`, ..."""

    what: str
    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Beaten:
    """A span that a finder proposed and that another one took the place of, with the reason."""

    span: Span
    text: str
    finder: str
    rank: int
    score: float
    type: ConceptType | None
    why: str


@dataclass(frozen=True, slots=True)
class Place:
    """One mention: where it stands, who found it with which score, and what it was kept instead of.

    `sentence` is the span of its sentence; `finder` scores 1 to 0; `introduced` is true where the sentence coins
    the name.
    """

    span: Span
    text: str
    sentence: Span
    finder: str
    score: float
    introduced: bool
    beaten: tuple[Beaten, ...]


@dataclass(frozen=True, slots=True)
class Sense:
    """A concept that a name may mean: how the name leads there, the cues of the text, and whether it was in the end.

    `possible` is true where the text allows it; `needs_context` where the name alone is not enough.
    """

    concept: Concept
    via: str
    needs_context: bool
    cues: tuple[str, ...]
    possible: bool
    chosen: bool


@dataclass(frozen=True, slots=True)
class Naming:
    """All mentions of one thing in a paper and what became of them.

    `concept` is the node that they are linked to, None where they are not; `reason` says why not. `path` leads from
    the words of the text to the node, step by step. `keep` is the choice whether it is worth a node (its score, to
    reach `threshold`), `type` that of its type, `by_catalogue` whether the catalogue leaves no choice of type.
    `note` says where the graph does not have the link, or has it by other means: a person, say.
    """

    concept: Concept | None
    reason: str
    path: tuple[str, ...]
    senses: tuple[Sense, ...]
    decided: str
    score: float
    threshold: float
    keep: Choice
    type: Choice
    by_catalogue: bool
    places: tuple[Place, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Unmarked:
    """A place where the text holds a name of which no mention was made, with the reason."""

    span: Span
    text: str
    sentence: Span
    why: str
    beaten: tuple[Beaten, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim, the words of its sentence that made it, and where its confidence comes from.

    `reads` says in words what the rule or the model does. `choice` is there where a model decided, else the
    confidence is the rule's precision on the annotated papers (`measured`), or a guess where that is not known.
    `notes` are what the sentence leaves to be implied. `note` as in `Naming`. A role's confidence is the share that
    `choice` gives it times `factor`, the score of the concept's link; elsewhere that is 1. Of a figure or a comparison
    `choice` says whether what the rule has read is right; `precision` is then how often the rule alone is, if known.
    """

    iri: Iri
    claim: Claim
    reads: str
    marks: tuple[Mark, ...]
    choice: Choice | None
    threshold: float
    measured: bool
    notes: tuple[str, ...]
    note: str = ""
    factor: float = 1.0
    precision: float | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a paper is in the graph as it is.

    `lost_links` and `lost_claims` are what the graph has and kg's own reading, as it is now, does not make: a person
    or another reader said so, or the graph is out of date. `unmarked` are places of a name that was asked for.
    """

    paper: Paper
    links: tuple[Naming, ...]
    unlinked: tuple[Naming, ...]
    claims: tuple[Statement, ...]
    lost_links: tuple[Link, ...] = ()
    lost_claims: tuple[Claim, ...] = ()
    unmarked: tuple[Unmarked, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing to say."""
        return not (self.links or self.unlinked or self.claims or self.lost_links or self.lost_claims or self.unmarked)
