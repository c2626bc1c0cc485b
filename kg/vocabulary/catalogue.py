"""The catalogue of a graph: what ships, what its user added, and what its user decided."""

from pathlib import Path

from kg.ontology import Ontology
from kg.vocabulary import decisions
from kg.vocabulary.applied import apply
from kg.vocabulary.in_force import additions, in_force, replaced


def catalogue_of(graph: Path) -> Ontology:
    """Return the catalogue that counts for the folder of a graph, which need not exist.

    It is the shipped one with the files of `vocabulary/` and the decisions of `decisions.tsv`; the same files give
    the same catalogue under the same digest. Raises OntologyError, with the file and the line, where one is broken.
    """
    base = in_force(graph)
    decided = apply(base, decisions.read(graph / decisions.FILE))
    plain = decided is base and not additions(graph) and not replaced(graph)
    return decided if plain else decided.remembered()
