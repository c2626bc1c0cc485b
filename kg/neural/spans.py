"""From tag scores to mentions: BIO labels (Ramshaw and Marcus, 1995), token by token."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.model import ConceptType

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Recognized:
    """Tokens `first..last` (end exclusive) that a recognizer reads as a mention of `type`, with its probability."""

    first: int
    last: int
    type: ConceptType
    probability: float


def spans_of(
    shares: "NDArray[np.float64]", tags: tuple[str, ...], sentences: Sequence[Sequence[int]], ease: float = 0.0
) -> Iterator[Recognized]:
    """Yield the mentions in order.

    `shares` are probabilities of shape (tokens, tags), `sentences` the token indices of each sentence. `ease` is taken
    from the share of "no mention" before the likeliest tag is chosen: the more, the more doubtful spans come.
    """
    weighed = shares.copy()
    weighed[:, tags.index("O")] -= ease
    likeliest = [tags[int(row.argmax())] for row in weighed]
    for sentence in sentences:
        for inside in _runs(sentence, likeliest):
            yield _recognized(inside, shares, tags)


def _runs(sentence: Sequence[int], likeliest: Sequence[str]) -> Iterator[list[int]]:
    """Yield the tokens of each mention; one may begin with a tag that says it goes on: its begin was missed."""
    run: list[int] = []
    for token in sentence:
        place = likeliest[token][0]
        if run and place != "I":
            yield run
            run = []
        if place != "O":
            run.append(token)
    if run:
        yield run


def _recognized(inside: Sequence[int], shares: "NDArray[np.float64]", tags: tuple[str, ...]) -> Recognized:
    """Return the mention of some tokens: of the type that all of them together speak for."""
    votes: dict[str, float] = {}
    for column, tag in enumerate(tags):
        if tag != "O":
            votes[tag[2:]] = votes.get(tag[2:], 0.0) + sum(float(shares[i, column]) for i in inside)
    kind = max(sorted(votes), key=votes.__getitem__)
    probability = sum(1.0 - float(shares[i, tags.index("O")]) for i in inside) / len(inside)
    return Recognized(inside[0], inside[-1] + 1, ConceptType(kind), round(probability, 4))
