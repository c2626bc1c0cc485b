"""What the catalogue lacks: phrases that many papers use and it does not hold, as a queue to look through."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from kg.analysis.gaps_found import Finding, Outcome, Progress, findings
from kg.model import ConceptType, Paper
from kg.naming.parts import parse_tail
from kg.ontology import Entry, Ontology
from kg.settings import Settings
from kg.text import label_key

_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence that holds the phrase, and the id of its paper."""

    paper: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Gap:
    """One phrase that the catalogue does not hold.

    `label` is its most frequent spelling, `type` the likely type, None where nothing says. Of its `mentions`, `linked`
    got a concept that only papers name, `ambiguous` were left out since they may mean each of the `candidates` (or
    something else), and `doubtful` scored too low. `nearest` is the concept of the catalogue with the nearest name.
    """

    label: str
    type: ConceptType | None
    papers: int
    mentions: int
    linked: int
    ambiguous: int
    doubtful: int
    candidates: tuple[str, ...]
    nearest: str | None
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class Gaps:
    """The queue, most papers first, out of `papers` papers; `left` gaps stand behind its end."""

    papers: int
    rows: tuple[Gap, ...]
    left: int


def gaps(
    papers: Iterable[Paper],
    *,
    settings: Settings | None = None,
    ontology: Ontology | None = None,
    kind: ConceptType | None = None,
    min_papers: int = 2,
    limit: int | None = None,
    progress: Progress | None = None,
) -> Gaps:
    """Return the phrases that at least `min_papers` papers use and the catalogue does not hold.

    They are grouped by label key and ranked by the number of papers, then of mentions. `kind` keeps those of one
    likely type, `limit` the first ones. The same papers give the same answer in any order and with any number of
    `settings.workers`.
    """
    given, ontology = tuple(papers), ontology or Ontology.load()
    tell = progress or (lambda stage, done, total: None)
    groups: dict[str, _Group] = {}
    for finding in findings(given, settings or Settings(), ontology, tell):
        groups.setdefault(finding.key, _Group()).add(finding)
    frequent = {key: group for key, group in groups.items() if len(group.papers) >= min_papers}
    ranked = [
        group
        for _, group in sorted(frequent.items(), key=lambda item: (*item[1].rank, item[0]))
        if kind is None or group.type is kind
    ]
    kept = ranked[:limit]
    near = nearest_of(ontology) if kept else str
    return Gaps(len(given), tuple(group.gap(near) for group in kept), len(ranked) - len(kept))


@dataclass(slots=True)
class _Group:
    """What the papers say of one phrase so far."""

    papers: set[str] = field(default_factory=set)
    spellings: Counter[str] = field(default_factory=Counter)
    types: Counter[ConceptType] = field(default_factory=Counter)
    outcomes: Counter[Outcome] = field(default_factory=Counter)
    candidates: set[str] = field(default_factory=set)
    examples: dict[str, str] = field(default_factory=dict)

    def add(self, finding: Finding) -> None:
        self.papers.add(finding.paper)
        self.spellings[finding.surface] += 1
        self.outcomes[finding.outcome] += 1
        self.candidates.update(finding.candidates)
        if finding.type:
            self.types[finding.type] += 1
        self.examples.setdefault(finding.paper, finding.sentence)
        if len(self.examples) > _EXAMPLES:
            del self.examples[max(self.examples)]

    @property
    def rank(self) -> tuple[int, int]:
        return -len(self.papers), -self.outcomes.total()

    @property
    def type(self) -> ConceptType | None:
        return min(self.types, key=lambda kind: (-self.types[kind], kind), default=None)

    def gap(self, near: Callable[[str], str | None]) -> Gap:
        label = min(self.spellings, key=lambda name: (-self.spellings[name], name))
        return Gap(
            label=label,
            type=self.type,
            papers=len(self.papers),
            mentions=self.outcomes.total(),
            linked=self.outcomes[Outcome.LINKED],
            ambiguous=self.outcomes[Outcome.AMBIGUOUS],
            doubtful=self.outcomes[Outcome.DOUBTFUL],
            candidates=tuple(sorted(self.candidates)),
            nearest=near(label),
            examples=tuple(Example(paper, self.examples[paper]) for paper in sorted(self.examples)),
        )


def nearest_of(ontology: Ontology) -> Callable[[str], str | None]:
    """Return a function that gives the concept of a catalogue whose name is nearest to a phrase, or None.

    That is one with the same name but for generic nouns at the end ("graph attention", "graph attention network"), else
    one that the end of the phrase names ("sliding graph attention"). A single word is never taken for a longer name.
    """
    index: dict[str, Entry] = {}
    preferred = ((entry.concept.label, entry) for entry in ontology.concepts.values())
    labels = [*preferred, *ontology.labels()]
    for label, entry in (*labels, *((_bare(label), entry) for label, entry in labels if " " in _bare(label))):
        if label not in entry.values("contextLabel"):
            index.setdefault(label_key(label), entry)

    def nearest(phrase: str) -> str | None:
        words = _bare(phrase).split()
        keys = (label_key(" ".join(words[place:])) for place in range(len(words)))
        entry = next((index[key] for key in keys if key in index), None)
        return f"{entry.concept.label} ({entry.concept.type})" if entry else None

    return nearest


def _bare(phrase: str) -> str:
    """Return a phrase without the generic nouns at its end, but never without its first word."""
    words: Sequence[str] = phrase.split()
    while len(words) > 1 and _is_generic(words[-1].lower()):
        words = words[:-1]
    return " ".join(words)


@lru_cache(maxsize=1 << 15)
def _is_generic(word: str) -> bool:
    return any(parse_tail(kind, f" {word}") == () for kind in ConceptType)
