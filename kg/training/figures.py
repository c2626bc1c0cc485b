"""How learned parts score on held-out papers: rates by class and how far probabilities can be believed."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.analysis.calibration import Calibration, binned
from kg.analysis.score import Tally
from kg.analysis.score_marks import Outcome
from kg.neural.mixing import UNDECIDED, Mixing, Weights
from kg.settings import Settings
from kg.training.heldout import Case, Choice, HeldOut, Shares

ALL = "all"


@dataclass(frozen=True, slots=True)
class Measure:
    """How one voice decides: rates by class and of `ALL`, and the expected calibration error."""

    rates: dict[str, Tally]
    error: float | None

    @property
    def total(self) -> Tally:
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
        _of_cases("relation of a pair", seen.pairs, mixing.pairs if mixing else None, settings.min_confidence),
    )
    return tuple(decision for decision in made if decision.voices)


def _of_cases(name: str, cases: Sequence[Case], weights: Weights | None, threshold: float) -> Decision:
    voices: dict[str, list[tuple[Case, float]]] = defaultdict(list)
    for case in cases:
        if case.linear is not None:
            voices["linear"].append((case, case.linear))
    asked = [(case, case.network) for case in cases if case.network is not None]
    if weights and asked:
        voices["network"] = asked
        linear = [UNDECIDED if case.linear is None else case.linear for case, _ in asked]
        mixed = weights.odds([share for _, share in asked], linear)
        voices["mixed"] = [(case, share) for (case, _), share in zip(asked, mixed, strict=True)]
    return Decision(name, {voice: _measured(rows, threshold) for voice, rows in voices.items()}, threshold)


def _measured(rows: Iterable[tuple[Case, float]], threshold: float) -> Measure:
    counts: Counter[tuple[str, Outcome]] = Counter()
    said = []
    for case, share in rows:
        yes = share >= threshold
        said.append((share, case.truth))
        if yes or case.truth:
            outcome = Outcome.HIT if yes and case.truth else Outcome.ALARM if yes else Outcome.MISS
            counts.update((name, outcome) for name in (case.kind, ALL))
    return Measure(_tallies(counts), Calibration(binned(said), 0).error)


def _tallies(counts: Counter[tuple[str, Outcome]]) -> dict[str, Tally]:
    """Return the tally of each class, and of all, where nothing was counted too."""
    names = {name for name, _ in counts} | {ALL}
    return {name: Tally(**{outcome.value: counts[name, outcome] for outcome in Outcome}) for name in names}


def _of_choices(name: str, choices: Sequence[Choice], weights: Weights | None) -> Decision:
    voices: dict[str, list[tuple[Choice, Shares]]] = defaultdict(list)
    for choice in choices:
        voices["linear"].append((choice, choice.linear))
    asked = [(choice, choice.network) for choice in choices if choice.network is not None]
    if weights and asked:
        voices["network"] = asked
        mixed = weights.shares([shares for _, shares in asked], [choice.linear for choice, _ in asked])
        voices["mixed"] = [(choice, shares) for (choice, _), shares in zip(asked, mixed, strict=True)]
    return Decision(name, {voice: _chosen(rows) for voice, rows in voices.items()})


def _chosen(rows: Iterable[tuple[Choice, Shares]]) -> Measure:
    """Return the figures of choices; any right class will do, and counts for the annotated one."""
    counts: Counter[tuple[str, Outcome]] = Counter()
    said = []
    for choice, shares in rows:
        best = max(sorted(shares), key=shares.__getitem__)
        right = best in choice.right
        said.append((min(shares[best], 1.0), right))
        counts.update((name, Outcome.HIT if right else Outcome.MISS) for name in (choice.right[0], ALL))
        if not right:
            counts.update((name, Outcome.ALARM) for name in (best, ALL))
    return Measure(_tallies(counts), Calibration(binned(said), 0).error)
