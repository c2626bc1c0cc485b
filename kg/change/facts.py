"""What changed between two graphs, as people speak of it: papers, concepts, claims and their figures."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, fields

from kg.change.compare import compare
from kg.change.sides import Side
from kg.errors import SourceError
from kg.iris import BASE
from kg.model import Claim, Concept, Extraction, Iri, Paper, Quantity
from kg.rdf.decode import decode
from kg.rdf.terms import PAPER_GRAPHS
from kg.text import label_key

_PAPERS = f"{BASE}paper/"


@dataclass(frozen=True, slots=True)
class ChangedPaper:
    """A paper of both graphs; `parts` are the fields that differ, and `concepts`, `claims` or `scores`.

    Where a paper of one title has another id (another source names it better), `id` is among the parts.
    """

    old: Paper
    new: Paper
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NamedConcept:
    """A concept, and those of the papers that differ which name it."""

    concept: Concept
    papers: tuple[Paper, ...]


@dataclass(frozen=True, slots=True)
class Stated:
    """A claim and the paper that makes it."""

    claim: Claim
    paper: Paper


@dataclass(frozen=True, slots=True)
class ChangedClaim:
    """A claim with the same ends, metric and data set in the same paper, but another figure or another stance."""

    old: Claim
    new: Claim
    paper: Paper


@dataclass(frozen=True, slots=True)
class Diff:
    """All that is new, gone or changed; papers in order of id, concepts of label, claims of paper and place."""

    papers_new: tuple[Paper, ...]
    papers_gone: tuple[Paper, ...]
    papers_changed: tuple[ChangedPaper, ...]
    concepts_new: tuple[NamedConcept, ...]
    concepts_gone: tuple[NamedConcept, ...]
    claims_new: tuple[Stated, ...]
    claims_gone: tuple[Stated, ...]
    claims_changed: tuple[ChangedClaim, ...]

    def __bool__(self) -> bool:
        """Tell whether anything differs."""
        return any(getattr(self, field.name) for field in fields(self))


def diff(old: Side, new: Side) -> Diff:
    """Return what changed from one graph to the other; only papers that differ are decoded.

    A claim that merely stands elsewhere in the text, or was found with another confidence, is the same claim.
    Raises SourceError where a graph holds a paper in part.
    """
    found = _Found()
    for changed in compare(old, new):
        if changed.name.startswith(PAPER_GRAPHS):
            found.add(_extraction(old, changed.name, changed.old), _extraction(new, changed.name, changed.new))
    return found.diff(old, new)


def _extraction(side: Side, name: str, lines: frozenset[str]) -> Extraction | None:
    try:
        return decode(side.triples(lines)) if lines else None
    except ValueError as error:
        mend = "Compare whole graphs: the folders that kg build wrote, or what kg export makes of all of them"
        raise SourceError(name, 0, f"what a graph states of this paper is not whole ({error})", mend) from error


class _Found:
    """What has been found so far."""

    def __init__(self) -> None:
        self.new: list[Extraction] = []
        self.gone: dict[str, list[Extraction]] = defaultdict(list)
        self.changed: list[ChangedPaper] = []
        self.claims_new: list[Stated] = []
        self.claims_gone: list[Stated] = []
        self.claims_changed: list[ChangedClaim] = []
        self.named_before: dict[Concept, list[Paper]] = defaultdict(list)
        self.named_after: dict[Concept, list[Paper]] = defaultdict(list)

    def add(self, old: Extraction | None, new: Extraction | None) -> None:
        """Take in a paper that differs; of papers that one side lacks the titles are compared at the end."""
        if old and new:
            self.changed.append(ChangedPaper(old.paper, new.paper, _parts(old, new)))
            self._claims(old, new)
        elif new:
            self.new.append(new)
        elif old:
            self.gone[label_key(old.paper.title)].append(old)
        for extraction, named in ((old, self.named_before), (new, self.named_after)):
            for concept in _concepts(extraction) if extraction else ():
                named[concept].append(extraction.paper)  # type: ignore[union-attr]

    def _pair(self) -> tuple[list[Paper], list[Paper]]:
        """Return the papers that are new and gone, without those that have but another id."""
        new = []
        for extraction in self.new:
            before = self.gone[label_key(extraction.paper.title)]
            old = before.pop(0) if before else None
            if old:
                self.changed.append(ChangedPaper(old.paper, extraction.paper, _parts(old, extraction)))
            else:
                new.append(extraction.paper)
            self._claims(old, extraction)
        gone = [extraction for several in self.gone.values() for extraction in several]
        for extraction in gone:
            self._claims(extraction, None)
        return new, [extraction.paper for extraction in gone]

    def _claims(self, old: Extraction | None, new: Extraction | None) -> None:
        before, after = old.claims if old else (), new.claims if new else ()
        gone, come = _without(before, after), _without(after, before)
        paper = (new or old).paper  # type: ignore[union-attr]
        waiting: dict[tuple[object, ...], list[Claim]] = defaultdict(list)
        for claim in gone:
            waiting[_about(claim)].append(claim)
        for claim in come:
            partners = waiting[_about(claim)]
            if partners:
                self.claims_changed.append(ChangedClaim(partners.pop(0), claim, paper))
            else:
                self.claims_new.append(Stated(claim, paper))
        left = {id(claim) for claims in waiting.values() for claim in claims}
        self.claims_gone += [Stated(claim, paper) for claim in gone if id(claim) in left]

    def diff(self, old: Side, new: Side) -> Diff:
        """Return all of it; a concept is new where the old graph, in whichever paper, does not name it."""
        papers_new, papers_gone = self._pair()
        return Diff(
            _by_id(papers_new),
            _by_id(papers_gone),
            tuple(sorted(self.changed, key=lambda each: each.new.id)),
            _unnamed(self.named_after, old),
            _unnamed(self.named_before, new),
            tuple(sorted(self.claims_new, key=_place)),
            tuple(sorted(self.claims_gone, key=_place)),
            tuple(sorted(self.claims_changed, key=lambda each: _place(Stated(each.new, each.paper)))),
        )


def _unnamed(named: dict[Concept, list[Paper]], side: Side) -> tuple[NamedConcept, ...]:
    """Return the concepts that a side does not name, each once."""
    known = side.names({concept.iri for concept in named})
    merged: dict[Iri, NamedConcept] = {}
    for concept in sorted(named, key=lambda each: (each.iri, -len(named[each]), each.label)):
        if concept.iri not in known:
            before = merged.get(concept.iri)
            papers = (*before.papers, *named[concept]) if before else tuple(named[concept])
            merged[concept.iri] = NamedConcept(before.concept if before else concept, _by_id(papers))
    return tuple(sorted(merged.values(), key=lambda each: (each.concept.label, each.concept.iri)))


def _concepts(extraction: Extraction) -> dict[Concept, None]:
    """Return the concepts that a paper names: those of its links and of the ends of its claims."""
    ends = (end for claim in extraction.claims for end in (claim.subject, claim.object))
    every = (*(link.concept for link in extraction.links), *ends)
    by_iri: dict[Iri, Concept] = {}
    for concept in every:
        if concept.type is not None:
            by_iri.setdefault(concept.iri, concept)
    return dict.fromkeys(by_iri.values())


def _parts(old: Extraction, new: Extraction) -> tuple[str, ...]:
    parts = [each.name for each in fields(Paper) if getattr(old.paper, each.name) != getattr(new.paper, each.name)]
    if {concept.iri for concept in _concepts(old)} != {concept.iri for concept in _concepts(new)}:
        parts.append("concepts")
    if Counter(map(_content, old.claims)) != Counter(map(_content, new.claims)):
        parts.append("claims")
    return tuple(parts or ["scores"])


def _without(claims: Iterable[Claim], others: Iterable[Claim]) -> list[Claim]:
    """Return the claims that the others do not say as well, each as often as it is said more often."""
    said = Counter(map(_content, others))
    left = []
    for claim in claims:
        if said[_content(claim)]:
            said[_content(claim)] -= 1
        else:
            left.append(claim)
    return left


def _content(claim: Claim) -> tuple[object, ...]:
    """Return what a claim says: its ends, its figure and its stance, wherever it stands."""
    quantity = claim.quantity or Quantity()
    figure = (quantity.value, quantity.unit, quantity.mode, quantity.bound, quantity.condition)
    return (*_about(claim), *figure, claim.polarity, claim.hedge)


def _about(claim: Claim) -> tuple[object, ...]:
    """Return what a claim is about: its ends, its metric and its data set."""
    quantity = claim.quantity or Quantity()
    metric = quantity.metric_iri or quantity.metric
    return (
        _end(claim.subject.iri),
        claim.predicate,
        _end(claim.object.iri),
        metric,
        quantity.dataset_iris or quantity.dataset,
    )


def _end(iri: Iri) -> str:
    """Return an end of a claim; of a paper and its own nodes what is left without the paper's id."""
    if not iri.startswith(_PAPERS):
        return iri
    return iri.partition("#")[2]


def _place(stated: Stated) -> tuple[object, ...]:
    claim = stated.claim
    return stated.paper.id, claim.evidence.span, claim.subject.label, claim.predicate, claim.object.label, repr(claim)


def _by_id(papers: Iterable[Paper]) -> tuple[Paper, ...]:
    return tuple(sorted(papers, key=lambda paper: paper.id))
