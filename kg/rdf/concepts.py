"""The graph of concepts: what the merged graph says about a concept beside what papers say.

Papers may spell the label of one concept differently, and each paper graph keeps its own spelling as
`rdfs:label`. This graph gives every concept its one `skos:prefLabel` and the facts of the catalogue.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Quad, Triple
from pyoxigraph import Store as Oxigraph

from kg.iris import BASE
from kg.model import Iri
from kg.naming.resolve import resolver_of
from kg.ontology import Ontology
from kg.rdf.bookkeeping import book_catalogue, is_current
from kg.rdf.changes import CONCEPT_GRAPH, DEFAULT, Change
from kg.rdf.terms import constant, english, node, quad
from kg.vocab import RDFS, SKOS

_LABEL = constant(RDFS.label)
_PREF_LABEL = constant(SKOS.prefLabel)
_BROADER = constant(SKOS.broader)
_CONCEPT = f"{BASE}concept/"
_LABELLED = re.compile(rb"\n<(" + re.escape(_CONCEPT).encode() + rb"[^>]*)> " + re.escape(str(_LABEL)).encode())


def labelled(triples: Iterable[Triple]) -> set[Iri]:
    """Return the concepts that the triples of papers give a label, and so state."""
    return {
        Iri(triple.subject.value)
        for triple in triples
        if triple.predicate == _LABEL
        and isinstance(triple.subject, NamedNode)
        and triple.subject.value.startswith(_CONCEPT)
    }


def labelled_in(data: bytes) -> set[Iri]:
    """Return what `labelled` returns, of N-Triples as pyoxigraph writes them."""
    lines = b"\n" + data  # so that a line feed begins each: a pattern of `^` takes five times as long
    return {Iri(found.decode()) for found in _LABELLED.findall(lines)}


class ConceptFacts:
    """What the graph of concepts has to hold, as a function of the paper graphs and the catalogue.

    A concept of the catalogue that some paper names stands there with all that the catalogue states
    about it, and so do the concepts above it. Any other concept has one `skos:prefLabel`: the label
    that most papers give it, of equals the first in code point order; and `skos:broader` where its name
    makes it a member of a family. The order of papers plays no part.
    """

    def __init__(self, store: Oxigraph, ontology: Ontology, change: Change, *, whole: bool = False) -> None:
        """Begin with what changes; `whole` where every concept that papers name is going to be touched."""
        self._whole = whole
        self._store, self._ontology, self._change = store, ontology, change
        self._resolver = resolver_of(ontology)
        self._new: dict[Iri, list[Quad]] = {}
        for place in change.new:
            if place.predicate == _LABEL and isinstance(place.subject, NamedNode):
                self._new.setdefault(Iri(place.subject.value), []).append(place)

    def update(self, touched: Iterable[Iri]) -> None:
        """Add to the change what the graph of concepts needs where papers state these concepts anew or no more."""
        present = {iri: self._labels(iri) for iri in touched}
        above = {iri: self._above(iri, labels) for iri, labels in present.items()}
        needed = {up for iri, labels in present.items() if labels for up in above[iri]}
        affected = dict.fromkeys(present) | dict.fromkeys(up for ups in above.values() for up in ups)
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
            if known or labels or (not self._whole and self._named_below(iri)):
                for triple in self._ontology.triples((iri,)):
                    yield quad(triple, CONCEPT_GRAPH)
        elif labels:
            yield Quad(node(iri), _PREF_LABEL, english(_commonest(labels)), CONCEPT_GRAPH)
            for up in self._families(iri, labels):
                yield Quad(node(iri), _BROADER, node(up), CONCEPT_GRAPH)

    def _above(self, iri: Iri, labels: Counter[str]) -> tuple[Iri, ...]:
        """Return the concepts above one: those of the catalogue, or of the family that its name places it under."""
        if iri in self._ontology.concepts:
            return self._ontology.ancestors(iri)
        old = () if self._whole else self._store.quads_for_pattern(node(iri), _BROADER, None, CONCEPT_GRAPH)
        before = [Iri(place.object.value) for place in old if isinstance(place.object, NamedNode)]
        families = (*(self._families(iri, labels) if labels else ()), *before)
        return tuple(dict.fromkeys(up for one in families for up in (one, *self._ontology.ancestors(one))))

    def _families(self, iri: Iri, labels: Counter[str]) -> tuple[Iri, ...]:
        """Return where the grammar of names hangs a concept that the catalogue does not hold."""
        matches = self._resolver.find(_commonest(labels))
        return next((match.broader for match in matches if match.concept.iri == iri), ())

    def _named_below(self, iri: Iri) -> bool:
        seen: set[Iri] = set()
        waiting = self._below(iri)
        while waiting:
            below = waiting.pop()
            if below in seen:
                continue
            if self._labels(below):
                return True
            seen.add(below)
            waiting += self._below(below)
        return False

    def _below(self, iri: Iri) -> list[Iri]:
        """Return the concepts directly below one: of the catalogue, and members that papers name."""
        members = self._store.quads_for_pattern(None, _BROADER, node(iri), CONCEPT_GRAPH)
        named = (Iri(place.subject.value) for place in members if isinstance(place.subject, NamedNode))
        return list(dict.fromkeys((*self._ontology.narrower(iri), *named)))


def _commonest(labels: Counter[str]) -> str:
    return min(labels, key=lambda label: (-labels[label], label))


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
    ConceptFacts(store, ontology, change, whole=True).update(listed | labelled(place.triple for place in labels))
    change.with_default(store).apply(store)
