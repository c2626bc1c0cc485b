"""Who stands above whom: the partial order of "outperforms" within one metric and one data set.

A chain A > B > C is never asserted: no paper says that A beats C. Each step of it has its own quotes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import islice, pairwise
from operator import or_

from kg.analysis.measured import Measures, Quote, figure, once_a_paper, quote
from kg.iris import own_kind
from kg.model import ConceptType, Iri, Predicate
from kg.tables.names import Names
from kg.tables.rows import ClaimRow, Want
from kg.tables.tables import Source, tables_of

Scope = tuple[str, str]  # the keys of a metric and a data set


@dataclass(frozen=True, slots=True)
class Said:
    """One paper's word that one beats the other."""

    figure: str
    quote: Quote


@dataclass(frozen=True, slots=True)
class Step:
    """One beats another: what every paper that says so says."""

    winner: Iri
    winner_label: str
    loser: Iri
    loser_label: str
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Order:
    """The order within one metric and data set, each empty where the text does not say.

    `steps` are what papers state. `chains` follow from them by more than one step and are stated by nobody. A cycle
    is a set of things of which each is said to beat another, round and round; its steps are in no chain.
    """

    metric: str
    dataset: str
    steps: tuple[Step, ...]
    chains: tuple[tuple[Step, ...], ...]
    cycles: tuple[tuple[Step, ...], ...]


def order(
    source: Source,
    metric: str | None = None,
    *,
    dataset: str | None = None,
    steps: int = 4,
    unstated: bool = False,
    limit: int = 1000,
) -> tuple[Order, ...]:
    """Return the orders, of one metric and on one data set where these are given.

    Those with cycles come first, then those with the longest chains, then those with the most steps. Chains have at
    most `steps` steps, and go as far down as that allows; there are at most `limit` an order, the longest. Comparisons
    whose metric no text says are left out unless `unstated`. Denied and hedged claims never count. Raises UnknownNode.
    """
    tables = tables_of(source)
    names = Names(tables)
    measures = Measures(tables, names)
    kept_metric = names.under(names.concept(metric, (ConceptType.METRIC,)).concept) if metric else None
    kept_data = names.under(names.concept(dataset, (ConceptType.DATASET,)).concept) if dataset else None
    groups: dict[Scope, list[ClaimRow]] = {}
    for row in tables.claims(Want(predicates=frozenset((Predicate.OUTPERFORMS,)), datasets=kept_data)):
        scope = _scope(row, measures)
        named = bool(scope[0]) or unstated
        if _comparable(row) and named and (kept_metric is None or scope[0] in kept_metric):
            groups.setdefault(scope, []).append(row)
    found = [_order(rows, measures, steps, limit) for _, rows in sorted(groups.items())]
    found.sort(key=_rank)
    return tuple(found)


def _rank(found: Order) -> tuple[int, int, int, str, str]:
    longest = len(found.chains[0]) if found.chains else 0
    return -len(found.cycles), -longest, -len(found.steps), found.metric, found.dataset


def _scope(row: ClaimRow, measures: Measures) -> Scope:
    metric = measures.metric(row)
    return metric.key if metric else "", measures.dataset(row)[0]


def _comparable(row: ClaimRow) -> bool:
    """Tell whether both ends are things that other papers can speak of too; a baseline is a phrase of one text."""
    return own_kind(row.subject) != "baseline" and own_kind(row.object) is None and row.subject != row.object


def _order(rows: list[ClaimRow], measures: Measures, longest: int, limit: int) -> Order:
    metric, dataset = measures.metric(rows[0]), measures.dataset(rows[0])[1]
    steps = _steps(rows)
    import networkx as nx

    graph: nx.DiGraph[Iri] = nx.DiGraph()
    graph.add_edges_from(steps)
    circles = sorted(sorted(each) for each in nx.strongly_connected_components(graph) if len(each) > 1)
    inside = {node: place for place, circle in enumerate(circles) for node in circle}
    around: list[list[Step]] = [[] for _ in circles]
    after: dict[Iri, list[Iri]] = {}
    for winner, loser in sorted(steps):
        if winner in inside and inside[winner] == inside.get(loser):
            around[inside[winner]].append(steps[winner, loser])
            graph.remove_edge(winner, loser)
        else:
            after.setdefault(winner, []).append(loser)
    chains = islice(_chains(after, tuple(nx.topological_sort(graph)), longest), limit)
    return Order(
        metric.label if metric else "",
        dataset,
        tuple(steps[pair] for pair in sorted(steps)),
        tuple(tuple(steps[pair] for pair in pairwise(chain)) for chain in chains),
        tuple(tuple(circle) for circle in around),
    )


def _steps(rows: list[ClaimRow]) -> dict[tuple[Iri, Iri], Step]:
    """Return each pair of winner and loser with what every paper says of it, once a paper and figure."""
    pairs: dict[tuple[Iri, Iri], list[ClaimRow]] = {}
    for row in once_a_paper([((row.subject, row.object, row.numbers, row.unit), row) for row in rows]):
        pairs.setdefault((row.subject, row.object), []).append(row)
    return {
        pair: Step(
            pair[0], found[0].subject_label, pair[1], found[0].object_label,
            tuple(Said(figure(row), quote(row)) for row in found),
        )
        for pair, found in pairs.items()
    }  # fmt: skip


def _chains(after: dict[Iri, list[Iri]], downwards: Sequence[Iri], longest: int) -> Iterator[tuple[Iri, ...]]:
    """Yield the chains of two steps or more from the top to the bottom, or as far as `longest` steps go.

    The longest come first, so that a limit leaves out the shorter ones. `downwards` are all things, winners first.
    """
    depth: dict[Iri, int] = {}  # steps to the farthest bottom
    exact: dict[Iri, int] = {}  # bit n is set where a bottom is just n steps away
    for node in reversed(downwards):
        losers = after.get(node, [])
        depth[node] = max((depth[loser] + 1 for loser in losers), default=0)
        ways = reduce(or_, (exact[loser] for loser in losers), 0) << 1 if losers else 1
        exact[node] = ways & ((2 << longest) - 1)

    def reaches(node: Iri, left: int, length: int) -> bool:
        return depth[node] >= left if length == longest else bool(exact[node] >> left & 1)

    beaten = {loser for losers in after.values() for loser in losers}
    tops = sorted(set(after) - beaten, reverse=True)
    for length in range(min(longest, max(depth.values(), default=0)), 1, -1):
        waiting: list[tuple[Iri, ...]] = [(top,) for top in tops if reaches(top, length, length)]
        while waiting:
            chain = waiting.pop()
            left = length - len(chain)
            if left < 0:
                yield chain
            else:
                waiting += [(*chain, each) for each in reversed(after[chain[-1]]) if reaches(each, left, length)]
