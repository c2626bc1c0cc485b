"""The names of a store settled: after papers came or went, each thing that papers name in two ways is one node.

What a paper says is read without a look at other papers. Only then are the short forms that some papers define and
others merely use brought together, by what all papers of the store state; so the order in which they came plays
no part, and a store that grew is the same as one that is built from nothing.
"""

from collections.abc import Callable

from kg.iris import concept_iri
from kg.linking.merging import SAME, Definition, heirs, merged, merged_from
from kg.model import Concept, Extraction, Iri
from kg.ontology import Ontology
from kg.rdf.names import defined, named, reasons
from kg.rdf.store import Store
from kg.text import label_key
from kg.vocabulary.decisions import kind_of


def settle(
    store: Store,
    ontology: Ontology,
    read: Callable[[str], Extraction],
    tell: Callable[[str, int, int], None] = lambda stage, done, total: None,
) -> list[Extraction]:
    """Return the extractions of papers whose names have to change, with the names that they get.

    `read` reads a paper of the store anew, by its id; nothing is written here. `tell` is told how far that is.
    """
    moved = [(paper, concept, _before(concept, how)) for paper, concept, how in reasons(store.query, SAME)]
    wanted = _heirs(store, ontology, [(paper, before) for paper, _, before in moved])
    stale = {paper for paper, _, _ in named(store.query, wanted)}
    stale |= {paper for paper, concept, before in moved if before is None or wanted.get(before) != concept}
    changed = []
    for done, paper in enumerate(sorted(stale), start=1):
        changed.append(merged(read(paper), wanted))
        tell("settle", done, len(stale))
    return changed


def _before(concept: Iri, how: str) -> Iri | None:
    return merged_from(Concept(concept, "", kind_of(concept)), how)


def _heirs(store: Store, ontology: Ontology, moved: list[tuple[str, Iri | None]]) -> dict[Iri, Iri]:
    """Return which node takes the place of which; `moved` are the papers with the nodes that they had before."""
    definitions = [Definition(*row) for row in defined(store.query)]
    nodes = {concept_iri(each.type, each.short): label_key(each.short) for each in definitions}
    bare: dict[Iri, set[str]] = {}
    for paper, concept, key in named(store.query, sorted(nodes)):
        if key == nodes[concept]:
            bare.setdefault(concept, set()).add(paper)
    for paper, before in moved:  # a name that was merged away is used all the same
        if before in nodes:
            bare.setdefault(before, set()).add(paper)
    return heirs(definitions, {iri: frozenset(papers) for iri, papers in bare.items()}, ontology.concepts)
