"""A part of a graph: around nodes, between nodes, of some types, by some predicates, of some time."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from kg.model import Extraction, Paper
from kg.traverse.convert import kind
from kg.traverse.links import CODES
from kg.traverse.parts import Parts, assemble
from kg.traverse.paths import distances, simple_paths

_PATHS = 100  # between two nodes


@dataclass(frozen=True, slots=True)
class Scope:
    """What a part of a graph may hold: kinds of nodes, predicates of claims, dates of papers; None for any.

    Dates are compared as far as both go: a paper of `2024` lies in `2024-03`, since it may be of that month.
    """

    types: Collection[str] | None = None
    predicates: Collection[str] | None = None
    since: str | None = None
    until: str | None = None

    @property
    def chooses_claims(self) -> bool:
        """Whether some claims are left out for what they are themselves."""
        return not (self.predicates is None and self.since is None and self.until is None)

    def claims(self, parts: Parts) -> Callable[[int], bool]:
        """Return what tells whether a claim fits."""
        codes = None if self.predicates is None else {CODES[name] for name in CODES if name in self.predicates}
        papers = self._papers(parts)
        predicates = parts.links.predicates
        return lambda claim: (codes is None or predicates[claim] in codes) and (papers is None or claim in papers)

    def holds(self, paper: Paper) -> bool:
        """Tell whether a paper is of this time; one without a date of a year is only where no time is asked for."""
        day = paper.published or ""
        if self.since is None and self.until is None:
            return True
        if not day[:4].isdigit():
            return False
        since, until = self.since or "", self.until or ""
        return day[: len(since)] >= since[: len(day)] and (not until or day[: len(until)] <= until[: len(day)])

    def _papers(self, parts: Parts) -> Collection[int] | None:
        """Return the claims of the papers of this time, None for all."""
        if self.since is None and self.until is None:
            return None
        fitting = [number for number, paper in enumerate(parts.papers) if self.holds(paper)]
        return {claim for number in fitting for claim in parts.links.making[number]}


def select(parts: Parts, scope: Scope, start: Collection[int], depth: int, ends: Collection[int], cutoff: int) -> Parts:
    """Return the part around `start` within `depth` steps and between each two of `ends`; all that fits with neither.

    The nodes that are asked for are in it whatever their type.
    """
    fits = scope.claims(parts)
    fixed = {*start, *ends}
    allowed = _allowed(parts, scope, fixed)

    def around(node: int) -> set[int]:
        return _around(parts, node, fits, allowed)

    keep = {near for node in start for near in distances(node, around, depth)}
    for a, b in combinations(sorted(ends), 2):
        keep.update(*simple_paths(a, b, around, parts.links.degree, cutoff=cutoff, limit=_PATHS))
    keep |= set(ends)
    if not fixed:
        keep = set(_all(parts, fits, allowed) if scope.chooses_claims else filter(allowed, range(len(parts.nodes))))
    return _restricted(parts, keep, fits)


def _allowed(parts: Parts, scope: Scope, fixed: Collection[int]) -> Callable[[int], bool]:
    types = scope.types
    if types is None:
        return lambda node: True
    return lambda node: node in fixed or kind(parts.nodes[node]) in types


def _around(parts: Parts, node: int, fits: Callable[[int], bool], allowed: Callable[[int], bool]) -> set[int]:
    links = parts.links
    found = {links.objects[claim] for claim in links.outward[node] if fits(claim)}
    found |= {links.subjects[claim] for claim in links.inward[node] if fits(claim)}
    return {each for each in found - {node} if allowed(each)}


def _all(parts: Parts, fits: Callable[[int], bool], allowed: Callable[[int], bool]) -> Iterator[int]:
    """Yield the ends of all claims that fit and whose ends are both allowed."""
    for ends in _ends(parts, filter(fits, range(len(parts.claims)))):
        if all(map(allowed, ends)):
            yield from ends


def _ends(parts: Parts, claims: Iterable[int]) -> Iterator[tuple[int, int]]:
    return ((parts.links.subjects[claim], parts.links.objects[claim]) for claim in claims)


def _restricted(parts: Parts, keep: Collection[int], fits: Callable[[int], bool]) -> Parts:
    """Return the parts on some nodes; papers that stand behind a kept claim stay readable."""
    links = parts.links
    nodes = {parts.nodes[number].iri: parts.nodes[number] for number in sorted(keep)}
    claims: dict[int, None] = {}
    for node in keep:
        claims.update((claim, None) for claim in links.outward[node] if links.objects[claim] in keep and fits(claim))
    behind: dict[int, list[int]] = {}
    for paper in (parts.paper_number(iri) for iri in nodes):
        if paper is not None:
            behind[paper] = []
    for claim in claims:
        behind.setdefault(links.maker(claim), []).append(claim)
    return assemble(nodes, [_extraction(parts, paper, behind[paper], nodes) for paper in sorted(behind)])


def _extraction(parts: Parts, paper: int, claims: list[int], nodes: Collection[str]) -> Extraction:
    kept = tuple(link for link in parts.named[paper] if link.concept.iri in nodes)
    ordered = sorted(claims, key=parts.links.positions.__getitem__)
    return Extraction(parts.papers[paper], kept, tuple(parts.claims[claim] for claim in ordered))
