"""How learned parts score on held-out papers: rates by class and how far probabilities can be believed."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.analysis.calibration import Calibration, binned
from kg.neural.mixing import Mixing, Weights
from kg.settings import Settings
from kg.training.heldout import Case, Choice, HeldOut, Shares

ALL = "all"
_UNDECIDED = 0.5


@dataclass(slots=True)
class Rates:
    """What was found rightly, not found, and found wrongly."""

    hit: int = 0
    miss: int = 0
    alarm: int = 0

    @property
    def precision(self) -> float:
        """The share of what is found that is right; 0 where nothing is found."""
        return self.hit / (self.hit + self.alarm) if self.hit + self.alarm else 0.0

    @property
    def recall(self) -> float:
        """The share of what is there that is found; 0 where nothing is there."""
        return self.hit / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.hit / (2 * self.hit + self.miss + self.alarm) if self.hit else 0.0

    @property
    def wanted(self) -> int:
        """How many there are to find."""
        return self.hit + self.miss


@dataclass(frozen=True, slots=True)
class Measure:
    """How one voice decides: rates by class and of `ALL`, and the expected calibration error."""

    rates: dict[str, Rates]
    error: float | None

    @property
    def total(self) -> Rates:
        """The rates of all classes together."""
        return self.rates[ALL]


@dataclass(frozen=True, slots=True)
class Decision:
    """One kind of decision as each voice makes it: `linear`, `network` (both may be absent) and `mixed`."""

    name: str
    voices: dict[str, Measure]
    threshold: float | None = None


def decisions(seen: HeldOut, mixing: Mixing | None) -> tuple[Decision, ...]:
    """Return the figures of all decisions; without a mixing the linear parts decide alone."""
    settings = Settings()
    made = (
        _of_cases("worth a node", seen.keep, mixing.keep if mixing else None, settings.min_link),
        _of_choices("type", seen.types, mixing.types if mixing else None),
        _of_choices("role", seen.roles, mixing.roles if mixing else None),
        _of_cases("relation", seen.relations, mixing.relations if mixing else None, settings.min_confidence),
    )
    return tuple(decision for decision in made if decision.voices)


def _of_cases(name: str, cases: Sequence[Case], weights: Weights | None, threshold: float) -> Decision:
    voices: dict[str, list[tuple[Case, float]]] = defaultdict(list)
    for case in cases:
        if case.linear is not None:
            voices["linear"].append((case, case.linear))
        if case.network is not None and weights:
            voices["network"].append((case, case.network))
            linear = _UNDECIDED if case.linear is None else case.linear
            voices["mixed"].append((case, weights.odds(case.network, linear)))
    return Decision(name, {voice: _measured(rows, threshold) for voice, rows in voices.items()}, threshold)


def _measured(rows: Iterable[tuple[Case, float]], threshold: float) -> Measure:
    rates: dict[str, Rates] = defaultdict(Rates)
    said = []
    for case, share in rows:
        yes = share >= threshold
        said.append((share, case.truth))
        for name in (case.kind, ALL):
            rates[name].hit += yes and case.truth
            rates[name].miss += case.truth and not yes
            rates[name].alarm += yes and not case.truth
    return Measure(dict(rates), Calibration(binned(said), 0).error)


def _of_choices(name: str, choices: Sequence[Choice], weights: Weights | None) -> Decision:
    voices: dict[str, list[tuple[Choice, Shares]]] = defaultdict(list)
    for choice in choices:
        voices["linear"].append((choice, choice.linear))
        if choice.network is not None and weights:
            voices["network"].append((choice, choice.network))
            voices["mixed"].append((choice, weights.shares(choice.network, choice.linear)))
    return Decision(name, {voice: _chosen(rows) for voice, rows in voices.items()})


def _chosen(rows: Iterable[tuple[Choice, Shares]]) -> Measure:
    """Return the figures of choices; any right class will do, and counts for the annotated one."""
    rates: dict[str, Rates] = defaultdict(Rates)
    said = []
    for choice, shares in rows:
        best = max(sorted(shares), key=shares.__getitem__)
        right = best in choice.right
        said.append((min(shares[best], 1.0), right))
        for name in (choice.right[0], ALL):
            rates[name].hit += right
            rates[name].miss += not right
        if not right:
            for name in (best, ALL):
                rates[name].alarm += 1
    return Measure(dict(rates), Calibration(binned(said), 0).error)
