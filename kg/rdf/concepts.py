"""The graph of concepts: what the merged graph says about a concept beside what papers say.

Papers may spell the label of one concept differently, and each paper graph keeps its own spelling as
`rdfs:label`. This graph gives every concept its one `skos:prefLabel` and the facts of the catalogue.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Quad, Triple
from pyoxigraph import Store as Oxigraph

from kg.iris import BASE
from kg.model import Iri
from kg.ontology import Ontology
from kg.rdf.bookkeeping import book_catalogue, is_current
from kg.rdf.changes import CONCEPT_GRAPH, DEFAULT, Change
from kg.rdf.terms import constant, english, node, quad
from kg.vocab import RDFS, SKOS

_LABEL = constant(RDFS.label)
_PREF_LABEL = constant(SKOS.prefLabel)
_CONCEPT = f"{BASE}concept/"


def labelled(triples: Iterable[Triple]) -> set[Iri]:
    """Return the concepts that the triples of papers give a label, and so state."""
    return {
        Iri(triple.subject.value)
        for triple in triples
        if triple.predicate == _LABEL
        and isinstance(triple.subject, NamedNode)
        and triple.subject.value.startswith(_CONCEPT)
    }


class ConceptFacts:
    """What the graph of concepts has to hold, as a function of the paper graphs and the catalogue.

    A concept of the catalogue that some paper names stands there with all that the catalogue states
    about it, and so do the concepts above it. Any other concept has one `skos:prefLabel`: the label
    that most papers give it, of equals the first in code point order. The order of papers plays no part.
    """

    def __init__(self, store: Oxigraph, ontology: Ontology, change: Change) -> None:
        self._store, self._ontology, self._change = store, ontology, change
        self._new: dict[Iri, list[Quad]] = {}
        for place in change.new:
            if place.predicate == _LABEL and isinstance(place.subject, NamedNode):
                self._new.setdefault(Iri(place.subject.value), []).append(place)

    def update(self, touched: Iterable[Iri]) -> None:
        """Add to the change what the graph of concepts needs where papers state these concepts anew or no more."""
        present = {iri: self._labels(iri) for iri in touched}
        needed = {up for iri, labels in present.items() if labels for up in self._ontology.ancestors(iri)}
        affected = dict.fromkeys(present) | dict.fromkeys(up for iri in present for up in self._ontology.ancestors(iri))
        extra = Change()
        for iri in affected:
            labels = present[iri] if iri in present else self._labels(iri)
            wanted = set(self._statements(iri, labels, known=iri in needed))
            old = set(self._store.quads_for_pattern(node(iri), None, None, CONCEPT_GRAPH))
            extra.gone |= old - wanted
            extra.new |= wanted - old
        self._change.gone |= extra.gone
        self._change.new |= extra.new

    def _labels(self, iri: Iri) -> Counter[str]:
        """Return the labels that papers give a concept after the change, with the number of papers."""
        known = iri in self._ontology.concepts
        labels: Counter[str] = Counter()
        for place in self._store.quads_for_pattern(node(iri), _LABEL, None, None):
            if place.graph_name not in (DEFAULT, CONCEPT_GRAPH) and place not in self._change.gone:
                labels[_text(place)] += 1
                if known:
                    break  # the catalogue has the label; that it is named at all is enough
        labels.update(_text(place) for place in self._new.get(iri, ()))
        return labels

    def _statements(self, iri: Iri, labels: Counter[str], *, known: bool) -> Iterator[Quad]:
        if iri in self._ontology.concepts:
            if known or labels or self._named_below(iri):
                for triple in self._ontology.triples((iri,)):
                    yield quad(triple, CONCEPT_GRAPH)
        elif labels:
            label = min(labels, key=lambda label: (-labels[label], label))
            yield Quad(node(iri), _PREF_LABEL, english(label), CONCEPT_GRAPH)

    def _named_below(self, iri: Iri) -> bool:
        seen: set[Iri] = set()
        waiting = list(self._ontology.narrower(iri))
        while waiting:
            below = waiting.pop()
            if below in seen:
                continue
            if self._labels(below):
                return True
            seen.add(below)
            waiting += self._ontology.narrower(below)
        return False


def _text(place: Quad) -> str:
    return place.object.value if isinstance(place.object, Literal) else str(place.object)


def refresh(store: Oxigraph, ontology: Ontology) -> None:
    """Write the whole graph of concepts anew where it was written from another catalogue."""
    if is_current(store, ontology.sha256):
        return
    change = Change()
    book_catalogue(store, change, ontology.sha256)
    listed = {Iri(str(place.subject)[1:-1]) for place in store.quads_for_pattern(None, None, None, CONCEPT_GRAPH)}
    labels = store.quads_for_pattern(None, _LABEL, None, DEFAULT)
    ConceptFacts(store, ontology, change).update(listed | labelled(place.triple for place in labels))
    change.with_default(store).apply(store)
