"""From a name as a person types it to nodes."""

import difflib
from collections.abc import Callable, Iterator

from kg.iris import paper_iri
from kg.model import Concept, Iri
from kg.text import label_key
from kg.traverse.parts import Parts

Rank = Callable[[Iri], int]


class Names:
    """An index of labels, surface forms and papers' ids over the nodes of a graph.

    `degree` tells how connected a node is: of several nodes with one name the most connected comes first.
    """

    def __init__(self, parts: Parts, degree: Rank) -> None:
        self._nodes = parts.nodes
        self._degree = degree
        self._by_label: dict[str, list[Iri]] = {}
        self._by_form: dict[str, list[Iri]] = {}
        for iri, node in parts.nodes.items():
            self._by_label.setdefault(label_key(node.label), []).append(iri)
        for key, iri in sorted(set(_forms(parts))):
            self._by_form.setdefault(key, []).append(iri)
        self._by_id = {paper.id: iri for iri, paper in parts.papers.items() if iri in parts.nodes}

    def exact(self, name: str) -> Concept | None:
        """Return the node with this IRI, paper id, label or surface form, in this order; None where there is none."""
        for iri in (Iri(name), self._by_id.get(name), paper_iri(name)):
            if iri in self._nodes:
                return self._nodes[iri]
        key = label_key(name)
        found = self._by_label.get(key) or self._by_form.get(key) if key else None
        return self._nodes[min(found, key=self._order)] if found else None

    def find(self, text: str, limit: int) -> tuple[Concept, ...]:
        """Return nodes whose name holds `text`: whole names first, then beginnings, words, parts; connected first."""
        key = label_key(text)
        best: dict[Iri, int] = {}
        for index in (self._by_label, self._by_form):
            for name, iris in index.items():
                rank = _match(key, name)
                for iri in iris if rank is not None else ():
                    best[iri] = min(best.get(iri, 9), rank or 0)
        words = text.casefold().split()
        for iri, node in self._nodes.items():
            if iri not in best and words and all(word in node.label.casefold() for word in words):
                best[iri] = 3
        ranked = sorted(best, key=lambda iri: (best[iri], *self._order(iri)))
        return tuple(self._nodes[iri] for iri in ranked[:limit])

    def near(self, name: str, limit: int = 3) -> tuple[str, ...]:
        """Return the labels of the nodes whose names look most like `name`, for a message to a person."""
        key = label_key(name)
        found = list(self.find(name, limit)) if key else []
        keys = [
            other for other in {**self._by_label, **self._by_form} if abs(len(other) - len(key)) <= 1 + len(key) // 3
        ]
        for close in difflib.get_close_matches(key, sorted(keys), n=limit, cutoff=0.7):
            iris = self._by_label.get(close) or self._by_form[close]
            found.append(self._nodes[min(iris, key=self._order)])
        return tuple(dict.fromkeys(node.label for node in found))[:limit]

    def _order(self, iri: Iri) -> tuple[int, str, Iri]:
        return -self._degree(iri), self._nodes[iri].label, iri


def _forms(parts: Parts) -> Iterator[tuple[str, Iri]]:
    for paper, mentions in parts.mentions.items():
        text = parts.papers[paper].text
        for mention, iri in mentions:
            key = label_key(mention.span.of(text))
            if key and iri in parts.nodes:
                yield key, iri


def _match(key: str, name: str) -> int | None:
    if not key or key not in name:
        return None
    if key == name:
        return 0
    return 1 if name.startswith(key) else 2
