"""The values that flow through kg. Frozen, slotted, hashable; tuples, not lists.

Every offset counts Python characters (Unicode code points) and points into `Paper.text`,
which is the text exactly as it came in. This module imports nothing of kg.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

Iri = NewType("Iri", str)


class ConceptType(StrEnum):
    """The seven kinds of concept; the value is the local name of the class in `ontology/kg.ttl`."""

    MODEL = "Model"
    HARDWARE = "Hardware"
    TECHNIQUE = "Technique"
    DATASET = "Dataset"
    SOFTWARE = "Software"
    TASK = "Task"
    METRIC = "Metric"


class Predicate(StrEnum):
    """Roles (paper -> concept) and relations (concept -> concept); the value is the local name of the property."""

    INTRODUCES = "introduces"
    USES = "uses"
    RUNS_ON = "runsOn"
    EVALUATED_ON = "evaluatedOn"
    TRAINED_ON = "trainedOn"
    COMPARES_WITH = "comparesWith"
    ADDRESSES = "addresses"
    MEASURES = "measures"
    MENTIONS = "mentions"
    OUTPERFORMS = "outperforms"
    COMPARABLE_TO = "comparableTo"
    ACHIEVES = "achieves"
    BASED_ON = "basedOn"
    PART_OF = "partOf"


class Mode(StrEnum):
    """How a figure compares: the reading of its value."""

    ABSOLUTE = "Absolute"  # 92.1 % accuracy, 3 ms
    RATIO = "Ratio"  # 1.69x faster
    DIFFERENCE_RELATIVE = "DifferenceRelative"  # 12 % less memory
    DIFFERENCE_POINTS = "DifferencePoints"  # 3.2 percentage points more
    DIFFERENCE_ABSOLUTE = "DifferenceAbsolute"  # 0.4 perplexity less
    SHARE = "Share"  # 79 % of the energy of A, keeps 98 % of A's accuracy
    RANK = "Rank"  # first place


class Bound(StrEnum):
    """How exactly a figure is stated."""

    EXACT = "Exact"
    UP_TO = "UpTo"
    AT_LEAST = "AtLeast"
    ABOUT = "About"
    RANGE = "Range"


class Polarity(StrEnum):
    """Whether the sentence asserts the claim or denies it."""

    ASSERTED = "Asserted"
    NEGATED = "Negated"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open range of characters of a paper's text: `0 <= start < end`."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a span needs 0 <= start < end, not {self.start}..{self.end}")

    def of(self, text: str) -> str:
        """Return the slice of `text` that the span covers."""
        return text[self.start : self.end]

    def overlaps(self, other: "Span") -> bool:
        """Tell whether the two spans share a character."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: "Span") -> bool:
        """Tell whether `other` lies inside this span."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper as its sources give it. Nothing here is guessed.

    `published` is an XSD lexical form: `2024-11-18` (date), `2024-11` (gYearMonth), `2024` (gYear)
    or `--11-18` (gMonthDay, where the source names no year). `source` names every listing that
    holds the paper, sorted: the file's own name, never its folder, so that the graph does not
    depend on where the file lies.
    """

    id: str
    title: str
    abstract: str
    url: str | None = None
    published: str | None = None
    authors: tuple[str, ...] = ()
    venue: str | None = None
    source: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    organizations: tuple[str, ...] = ()
    author_count: int | None = None

    @property
    def text(self) -> str:
        """Title, newline, abstract: what every span points into."""
        return f"{self.title}\n{self.abstract}"


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of the text that names something. Kept mentions of one paper do not overlap.

    `finder` says who found it (`gazetteer`, `abbreviation`, `coined`, `name`, `phrase`, ...).
    `alias_of` is the span of the long form where the text itself defines this name.
    `introduced` is true where the sentence coins the name ("we propose X").
    """

    span: Span
    type: ConceptType | None
    finder: str
    score: float = 1.0
    alias_of: Span | None = None
    introduced: bool = False


@dataclass(frozen=True, slots=True)
class Concept:
    """A node. `type` is None only for a paper's own nodes (the paper, its contribution, a baseline)."""

    iri: Iri
    label: str
    type: ConceptType | None


@dataclass(frozen=True, slots=True)
class Link:
    """A mention and the concept that it names, `0 <= score <= 1`, with the reason in `how`."""

    mention: Mention
    concept: Concept
    score: float
    how: str


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure and what it is a figure of; every field is optional.

    `value` is the number as a plain string (`1.69`, a range `41-137`), `unit` as in the gold
    guidelines (`x`, `%`, `points`, `ms`, ...), `verbatim` the words of the text that carry it.
    `metric` and `dataset` are phrases; `metric_iri` and `dataset_iris` are there where they are linked.
    """

    value: str | None = None
    unit: str | None = None
    mode: Mode | None = None
    bound: Bound | None = None
    metric: str | None = None
    metric_iri: Iri | None = None
    dataset: str | None = None
    dataset_iris: tuple[Iri, ...] = ()
    condition: str | None = None
    verbatim: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """The exact sentence: `text == paper.text[span.start:span.end]`, never empty."""

    paper: Iri
    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement of one paper: a role, a relation or a figure, with its sentence.

    `rule` names what made it, `hedge` is the cue ("may") where the text does not commit itself.
    """

    subject: Concept
    predicate: Predicate
    object: Concept
    evidence: Evidence
    rule: str
    confidence: float = 1.0
    quantity: Quantity | None = None
    polarity: Polarity = Polarity.ASSERTED
    hedge: str | None = None

    @property
    def asserted(self) -> bool:
        """Tell whether the text commits itself to the claim: neither negated nor hedged."""
        return self.polarity is Polarity.ASSERTED and self.hedge is None


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that kg reads out of one paper; `decode(encode(x)) == x`. Links stand in order of span."""

    paper: Paper
    links: tuple[Link, ...]
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something about an input that a person should know.

    `stage` is where it arose (`read`, `extract`, `store`). An error costs a record or a paper and makes
    the command exit with 1; a note (page furniture, an odd line that was skipped) does not.
    """

    source: str
    line: int
    stage: str
    message: str
    mend: str
    error: bool = True


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did: printed by the command line, asserted by tests, stored as `build.json`.

    `timings` are seconds by stage, `inputs` and `outputs` map a file's name to its sha256.
    """

    papers: int
    added: int
    changed: int
    removed: int
    unchanged: int
    concepts: int
    claims: int
    triples: int
    problems: tuple[Problem, ...]
    timings: dict[str, float]
    versions: dict[str, str]
    inputs: dict[str, str]
    outputs: dict[str, str]

    @property
    def failures(self) -> tuple[Problem, ...]:
        """The problems that cost a record or a paper."""
        return tuple(problem for problem in self.problems if problem.error)
