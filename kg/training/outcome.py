"""What training leaves besides weights: for the cards."""

from dataclasses import dataclass

from kg.neural.mixing import Mixing
from kg.training.heldout import HeldOut


@dataclass(frozen=True, slots=True)
class Adaptation:
    """How an encoder was adapted: to how many unlabelled papers, in how many steps."""

    papers: int
    steps: int


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """What the training of the network leaves.

    `seen` is what was said of held-out papers, `start` names what it started from, with the sha256 of those weights.
    """

    seen: HeldOut
    mixing: Mixing
    pieces: int
    start: str
    start_sha256: str
    adaptation: Adaptation | None
