"""A graph at a glance, for notebooks: a small table, without scripts and without anything from elsewhere."""

from __future__ import annotations

from collections import Counter
from html import escape
from typing import TYPE_CHECKING

from kg.traverse.convert import kind
from kg.traverse.links import PREDICATES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.traverse.parts import Parts

_MOST = 8
_LONGEST = 60


def html(parts: Parts) -> str:
    """Return how many nodes of each kind and claims of each predicate there are, and the most connected nodes."""
    kinds = Counter(kind(node) for node in parts.nodes)
    degree = parts.links.degree
    ranked = sorted(range(len(parts.nodes)), key=lambda number: (-degree(number), number))[:_MOST]
    predicates = Counter(parts.links.predicates)
    listed = sorted(((PREDICATES[code].value, count) for code, count in predicates.items()), key=_by_count)
    rows = (
        (f"{len(parts.nodes):,} nodes", sorted(kinds.items(), key=_by_count)),
        (f"{len(parts.claims):,} claims", listed),
        ("most connected", [(_short(parts.nodes[number].label), degree(number)) for number in ranked]),
    )
    cells = "".join(f"<tr><th>{name}</th><td>{_words(counts)}</td></tr>" for name, counts in rows)
    return f"<table><caption>kg.Graph</caption><tbody>{cells}</tbody></table>"


def _by_count(pair: tuple[str, int]) -> tuple[int, str]:
    return -pair[1], pair[0]


def _words(counts: Iterable[tuple[str, int]]) -> str:
    return " · ".join(f"{escape(name)} {count:,}" for name, count in counts)


def _short(label: str) -> str:
    return label if len(label) <= _LONGEST else f"{label[:_LONGEST]}…"
