"""What stands above a concept, and what else it is called: from a catalogue, or from the store of a graph."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

from kg.model import Concept, ConceptType, Iri
from kg.naming.resolve import resolver_of
from kg.ontology import Ontology
from kg.rdf.store import Store
from kg.vocab import KG
from kg.vocabulary.catalogue import catalogue_of

if TYPE_CHECKING:
    from pathlib import Path

_ALIASES = "SELECT ?name WHERE {{ <{iri}> skos:altLabel ?name }} ORDER BY ?name"
_BROADER = """SELECT ?up ?label ?type WHERE {{
  <{iri}> skos:broader ?up . ?up skos:prefLabel ?label ; a ?type FILTER(STRSTARTS(STR(?type), STR(kg:)))
}} ORDER BY ?up ?type"""


class Above(Protocol):
    """What knows the concepts above a concept."""

    @property
    def ontology(self) -> Ontology:
        """The catalogue that counts for the graph."""
        ...

    def broader(self, node: Concept) -> tuple[Concept, ...]:
        """Return the concepts directly above one, in order of IRI."""
        ...

    def aliases(self, iri: Iri) -> tuple[str, ...]:
        """Return the other names of a concept beside those of the texts."""
        ...


def ancestors(node: Concept, above: Above) -> tuple[Concept, ...]:
    """Return the concepts above one, the nearest first."""
    found: dict[Iri, Concept] = {}
    level = [node]
    while level:
        upper = {up.iri: up for each in level for up in above.broader(each) if up.iri not in found}
        found |= upper
        level = list(upper.values())
    return tuple(found.values())


class Catalogued:
    """What a catalogue says (default: the packaged one): for a concept that it lacks, by the grammar of names."""

    def __init__(self, ontology: Ontology | None = None) -> None:
        self._given = ontology

    @cached_property
    def ontology(self) -> Ontology:
        """The catalogue, loaded when it is first asked."""
        return Ontology.load() if self._given is None else self._given

    def broader(self, node: Concept) -> tuple[Concept, ...]:
        """Return the concepts directly above one, in order of IRI."""
        concepts = self.ontology.concepts
        entry = concepts.get(node.iri)
        if entry is not None:
            above = entry.broader
        elif node.type is None:
            return ()
        else:
            matches = resolver_of(self.ontology).find(node.label)
            above = next((match.broader for match in matches if match.concept.iri == node.iri), ())
        return tuple(concepts[iri].concept for iri in sorted(set(above)))

    def aliases(self, iri: Iri) -> tuple[str, ...]:
        """Return the other names of a concept."""
        entry = self.ontology.concepts.get(iri)
        return entry.alt_labels if entry else ()


class Stored:
    """What the store of a folder says, which is opened when it is first asked."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @cached_property
    def ontology(self) -> Ontology:
        """The catalogue of the folder."""
        return catalogue_of(self._path.parent)

    @cached_property
    def store(self) -> Store:
        """The store, for reading."""
        return Store(self._path, read_only=True)

    def broader(self, node: Concept) -> tuple[Concept, ...]:
        """Return the concepts directly above one, in order of IRI."""
        rows: Any = self.store.query(_BROADER.format(iri=node.iri))
        found = {row["up"].value: (row["label"].value, row["type"].value.removeprefix(KG.iri)) for row in rows}
        return tuple(Concept(Iri(iri), label, ConceptType(kind)) for iri, (label, kind) in found.items())

    def aliases(self, iri: Iri) -> tuple[str, ...]:
        """Return the other names of a concept, those of the texts among them."""
        rows: Any = self.store.query(_ALIASES.format(iri=iri))
        return tuple(row["name"].value for row in rows)
