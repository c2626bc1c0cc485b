"""From a name as a person types it to a concept or a paper, and from a concept to what stands under it."""

from collections.abc import Collection, Iterable
from difflib import get_close_matches
from functools import cached_property

from kg.errors import UnknownNode
from kg.iris import paper_iri
from kg.model import Iri
from kg.tables.rows import ConceptRow, PaperRow
from kg.tables.tables import Tables
from kg.text import label_key


class Names:
    """The labels and other names of the concepts and papers of some tables."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def concept(self, name: str, types: Collection[str] = ()) -> ConceptRow:
        """Return the concept with this IRI, label or other name, if types are given of one of these.

        Labels go before other names; of several concepts the one that most papers name comes first. Raises
        UnknownNode, with the nearest names, where there is none.
        """
        found = self._candidates(name, types)
        if not found:
            raise UnknownNode(name, self._near(name, types))
        return min(found, key=lambda row: (-self._named.get(row.concept, 0), row.concept))

    def only(self, name: str, types: Collection[str]) -> Iri | None:
        """Return the one concept of these types that has this label or other name; None where none or several have."""
        found = self._candidates(name, types)
        return found[0].concept if len(found) == 1 else None

    def paper(self, name: str) -> PaperRow | None:
        """Return the paper with this IRI, id or title; None where there is none."""
        papers = self._tables.papers()
        direct = papers.get(Iri(name)) or papers.get(paper_iri(name))
        return direct or next((row for row in papers.values() if row.title == name), None)

    def thing(self, name: str) -> ConceptRow | PaperRow:
        """Return the concept or the paper of a name; raises UnknownNode where there is neither."""
        return self.paper(name) or self.concept(name)

    def label(self, iri: Iri) -> str:
        """Return the label of a concept."""
        return self._tables.concepts()[iri].label

    def under(self, iri: Iri) -> frozenset[Iri]:
        """Return a concept and all that stand under it."""
        found, waiting = {iri}, [iri]
        while waiting:
            below = self._below.get(waiting.pop(), [])
            waiting += [each for each in below if each not in found]
            found.update(below)
        return frozenset(found)

    def above(self, iri: Iri) -> tuple[Iri, ...]:
        """Return the concepts above one, the nearest first."""
        concepts, found, level = self._tables.concepts(), dict[Iri, None](), [iri]
        while level:
            level = [up for each in level if each in concepts for up in concepts[each].broader if up not in found]
            found.update(dict.fromkeys(level))
        return tuple(found)

    def _candidates(self, name: str, types: Collection[str]) -> list[ConceptRow]:
        direct = self._tables.concepts().get(Iri(name))
        if direct:
            return [direct]
        key = label_key(name)
        for index in (self._by_label, self._by_alias) if key else ():
            found = [row for row in index.get(key, ()) if not types or row.type in types]
            if found:
                return found
        return []

    def _near(self, name: str, types: Collection[str]) -> tuple[str, ...]:
        rows = [row for row in self._tables.concepts().values() if not types or row.type in types]
        by_key = {label_key(row.label): row.label for row in rows}
        key = label_key(name)
        holding = sorted((other for other in by_key if key and key in other), key=lambda other: (len(other), other))
        close = get_close_matches(key, by_key, n=3, cutoff=0.7)
        return tuple(dict.fromkeys(by_key[other] for other in [*close, *holding]))[:3]

    @cached_property
    def _by_label(self) -> dict[str, list[ConceptRow]]:
        return self._index((label_key(row.label), row) for row in self._tables.concepts().values())

    @cached_property
    def _by_alias(self) -> dict[str, list[ConceptRow]]:
        every = self._tables.concepts().values()
        return self._index((label_key(alias), row) for row in every for alias in row.aliases)

    @staticmethod
    def _index(pairs: Iterable[tuple[str, ConceptRow]]) -> dict[str, list[ConceptRow]]:
        found: dict[str, list[ConceptRow]] = {}
        for key, row in pairs:
            found.setdefault(key, []).append(row)
        return found

    @cached_property
    def _below(self) -> dict[Iri, list[Iri]]:
        found: dict[Iri, list[Iri]] = {}
        for row in self._tables.concepts().values():
            for up in row.broader:
                found.setdefault(up, []).append(row.concept)
        return found

    @cached_property
    def _named(self) -> dict[Iri, int]:
        """The number of papers that name each concept; only asked where one name stands for several."""
        found: dict[Iri, int] = {}
        for row in self._tables.mentions():
            found[row.concept] = found.get(row.concept, 0) + 1
        return found
