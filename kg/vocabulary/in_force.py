"""The catalogue that counts for a graph: the one that ships, and the files of the graph's vocabulary folder."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from kg.entries import check_broader
from kg.errors import OntologyError
from kg.model import Iri
from kg.ontology import Entry, Ontology, default_path
from kg.vocabulary.additions import FOLDER, joined, read
from kg.vocabulary.lint_links import short

REPLACES = "REPLACES"
"""The empty file of the vocabulary folder which says that the catalogue that ships does not count."""


def additions(graph: Path) -> tuple[Path, ...]:
    """Return the vocabulary files in the folder of a graph, by name; none where it has none."""
    return tuple(sorted((graph / FOLDER).glob("*.ttl")))


def replaced(graph: Path) -> bool:
    """Tell whether the vocabulary of a graph stands instead of the catalogue that ships."""
    return (graph / FOLDER / REPLACES).is_file()


def sources(graph: Path) -> tuple[Path, ...]:
    """Return what is in force for a graph, for the lint: the folder that ships, unless replaced, and the files."""
    return (*(() if replaced(graph) else (default_path(),)), *additions(graph))


def in_force(graph: Path, *, shipped: Ontology | None = None, without: Iterable[Path] = ()) -> Ontology:
    """Return the catalogue that counts for the folder of a graph, under a digest of all of it.

    The folder need not exist. `shipped` is the catalogue that ships, where it is loaded already; `without` are
    files that do not count. A concept that both describe has the labels, broader concepts and facts of both and
    keeps its label. Raises OntologyError, with the file and the line, for a file that is no vocabulary, and for a
    broader concept that is absent or goes round in a circle.
    """
    alone, left_out = replaced(graph), set(without)
    paths = [path for path in additions(graph) if path not in left_out]
    base = Ontology.empty() if alone else Ontology.load() if shipped is None else shipped
    if not paths and not alone:
        return base
    total = hashlib.sha256(base.sha256.encode())
    entries: dict[Iri, Entry] = {}
    homes: dict[Iri, Path] = {}
    for path in paths:
        total.update(f"\0{path.name}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
        for iri, entry in read(path).items():
            known = entries.get(iri) or base.concepts.get(iri)
            entries[iri] = joined(known, entry) if known else entry
            homes[iri] = path
    whole = base.changed(entries, total.hexdigest())
    check_broader(whole.concepts, lambda iri, message: _error(homes.get(iri, graph / FOLDER), iri, message))
    return whole


def _error(path: Path, iri: Iri, message: str) -> OntologyError:
    return OntologyError(path, short(iri), f"{message}. `kg concepts check` lists what to mend")
