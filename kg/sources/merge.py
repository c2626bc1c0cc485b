"""One paper out of all the records of it, whatever their order.

Two records are of one paper when their identifiers are equal, or the keys of their titles. Two guards
keep different papers apart:

- Records under one title whose given identifiers differ, and whose abstracts share little, are
  different papers ("Editorial" in two journals). A record without identifier goes to the one that its
  abstract resembles, else to the only one there is.
- An identifier that is no arXiv number or DOI (a row number, a citation key) joins records only under
  one title or with abstracts that share much. Where it does not, it stands for several papers: it is
  reported and their identifiers come from their titles.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TypeVar

from kg.model import Paper, Problem
from kg.sources.decode import Report
from kg.sources.identity import GENERIC, derived_id, is_worldwide, title_key
from kg.sources.similar import alike

_T = TypeVar("_T")
_PAIRS = 40  # records of a group that are compared with one another; of more, neighbours in order of abstract


class _Sets:
    """Disjoint sets of records 0..n-1 (union-find with path halving)."""

    def __init__(self, count: int) -> None:
        self._parent = list(range(count))

    def find(self, item: int) -> int:
        parent = self._parent
        while parent[item] != item:
            parent[item] = parent[parent[item]]
            item = parent[item]
        return item

    def join(self, left: int, right: int) -> None:
        left, right = self.find(left), self.find(right)
        self._parent[max(left, right)] = min(left, right)


def merge(records: Iterable[Paper], report: Report) -> Iterator[Paper]:
    """Yield each paper once, sorted by identifier; `id` is empty in records that give none.

    The result does not depend on the order of the records. The smallest given identifier stands, the
    longest abstract with its title, and for the rest the first record that has it. All records are held
    in memory.
    """
    papers = list(records)
    sets = _Sets(len(papers))
    titles = _grouped(papers, lambda paper: title_key(paper.title))
    for key, group in titles.items():
        if len(group) > 1:
            _join_title(group, papers, sets, generic=key in GENERIC, report=report)
    del titles
    shared = _join_ids(papers, sets, report)
    clusters: dict[int, list[int]] = defaultdict(list)
    for index in range(len(papers)):
        clusters[sets.find(index)].append(index)
    merged = [_merged([papers[index] for index in cluster], shared) for cluster in clusters.values()]
    yield from sorted(merged, key=lambda paper: paper.id)


def _grouped(papers: list[Paper], key: Callable[[Paper], str]) -> dict[str, list[int]]:
    groups: dict[str, list[int]] = defaultdict(list)
    for index, paper in enumerate(papers):
        groups[key(paper)].append(index)
    return groups


def _join_title(group: list[int], papers: list[Paper], sets: _Sets, *, generic: bool, report: Report) -> None:
    """Join the records under one title that are of one paper."""
    for same in _grouped_by_id(group, papers).values():
        for index in same[1:]:
            sets.join(same[0], index)
    _join_alike(group, papers, sets)
    clusters: dict[int, list[int]] = defaultdict(list)
    for index in group:
        clusters[sets.find(index)].append(index)
    if len(clusters) == 1 or generic:
        return
    known: list[list[int]] = []
    nameless: list[list[int]] = []
    for cluster in clusters.values():
        (known if any(papers[index].id for index in cluster) else nameless).append(cluster)
    target = known if len(known) == 1 else []
    for cluster in nameless:
        sets.join((target or nameless)[0][0], cluster[0])
    if nameless and len(nameless) + len(target) > 1:
        _note_unlike(papers[nameless[0][0]], report)


def _grouped_by_id(group: list[int], papers: list[Paper]) -> dict[str, list[int]]:
    ids: dict[str, list[int]] = defaultdict(list)
    for index in group:
        if papers[index].id:
            ids[papers[index].id].append(index)
    return ids


def _join_alike(group: list[int], papers: list[Paper], sets: _Sets) -> None:
    """Join the records whose abstracts share much: each pair of a small group, neighbours of a large one."""
    by_abstract: dict[str, int] = {}
    for index in group:
        sets.join(by_abstract.setdefault(papers[index].abstract, index), index)
    ordered = [by_abstract[abstract] for abstract in sorted(by_abstract)]
    reach = len(ordered) if len(ordered) <= _PAIRS else 1
    for position, left in enumerate(ordered):
        for right in ordered[position + 1 : position + 1 + reach]:
            if sets.find(left) != sets.find(right) and alike(papers[left].abstract, papers[right].abstract):
                sets.join(left, right)


def _join_ids(papers: list[Paper], sets: _Sets, report: Report) -> frozenset[str]:
    """Join the records under one identifier; return the identifiers that stand for several papers."""
    shared = {}
    for identifier, group in sorted(_grouped_by_id(list(range(len(papers))), papers).items()):
        if len({sets.find(index) for index in group}) < 2:
            continue
        if is_worldwide(identifier):
            for index in group[1:]:
                sets.join(group[0], index)
            continue
        _join_alike(group, papers, sets)
        if len({sets.find(index) for index in group}) > 1:
            shared[identifier] = [papers[index] for index in group]
    if shared:
        _note_shared(shared, report)
    return frozenset(shared)


def _merged(cluster: list[Paper], shared: frozenset[str]) -> Paper:
    """Return the paper that the records of a cluster are of."""
    ranked = sorted(cluster, key=_rank) if len(cluster) > 1 else cluster
    best = ranked[0]
    given = [paper.id for paper in ranked if paper.id and paper.id not in shared]
    named = any(paper.id for paper in ranked)  # and yet by no identifier of its own
    identifier = min(given) if given else derived_id(best.title, best.abstract, unique=not named)
    if len(ranked) == 1:
        return best if best.id == identifier else replace(best, id=identifier)
    return Paper(
        id=identifier,
        title=best.title,
        abstract=best.abstract,
        url=_first(paper.url for paper in ranked),
        published=min((paper.published for paper in ranked if paper.published), key=_date_rank, default=None),
        authors=_first(paper.authors for paper in ranked) or (),
        venue=_first(paper.venue for paper in ranked),
        source=tuple(sorted({name for paper in ranked for name in paper.source})),
        keywords=_first(paper.keywords for paper in ranked) or (),
        organizations=_first(paper.organizations for paper in ranked) or (),
        author_count=_first(paper.author_count for paper in ranked),
    )


def _first(values: Iterable[_T]) -> _T | None:
    return next((value for value in values if value), None)


def _rank(paper: Paper) -> tuple[object, ...]:
    """Order records of one paper: the longest abstract first, then by every other field."""
    rest = (paper.id, paper.url or "", paper.published or "", paper.authors, paper.venue or "", paper.source)
    more = (paper.keywords, paper.organizations, paper.author_count or 0)
    return (-len(paper.abstract), paper.abstract, paper.title, *rest, *more)


def _date_rank(date: str) -> tuple[bool, int, str]:
    """Order dates: with a year before those without, the more precise first, then the earlier."""
    return date.startswith("--"), -len(date), date


def _note_unlike(paper: Paper, report: Report) -> None:
    message = f"records with the title “{paper.title[:60]}” share little of their abstracts and were taken as one paper"
    report(
        Problem(
            ", ".join(paper.source),
            0,
            "read",
            message,
            "Give them an id each if they are different papers",
            error=False,
        )
    )


def _note_shared(shared: dict[str, list[Paper]], report: Report) -> None:
    identifier, group = min(shared.items())
    titles = "”, “".join(sorted({paper.title[:40] for paper in group})[:3])
    names = ", ".join(sorted({name for papers in shared.values() for paper in papers for name in paper.source}))
    what = (
        f"the id {identifier[:60]} stands"
        if len(shared) == 1
        else f"{len(shared)} ids, {identifier[:60]} among them, stand"
    )
    message = f"{what} for several papers (“{titles}”); these were named by their titles"
    report(Problem(names, 0, "read", message, "Give each paper an id of its own", error=False))
