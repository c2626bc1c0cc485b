"""The concept catalogue of the `ontology/` folder: SKOS files read into an `Ontology`."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from pyoxigraph import Triple

from kg.compiled import Index, load, make_index, save
from kg.entries import Entry, read
from kg.errors import OntologyError
from kg.model import Iri

__all__ = ["Entry", "Ontology", "default_path", "digest", "files"]


@dataclass(frozen=True, eq=False)
class Ontology:
    """The catalogue: `concepts` by IRI in IRI order, and a digest of what it was made of."""

    concepts: dict[Iri, Entry]
    sha256: str

    @classmethod
    def load(cls, path: Path | None = None) -> "Ontology":
        """Return the catalogue of the folder `path` (default: `default_path()`).

        Reads `kg.ttl` and `concepts/*.ttl`; the second time, the compiled form in the user's cache. Raises
        OntologyError, with the file and the line, for a file that is no Turtle, a concept without exactly one
        type and one preferred label, or a broader concept that is absent or goes round in a circle.
        """
        folder = default_path() if path is None else path
        return _load(folder, digest(folder))

    @classmethod
    def read(cls, paths: Iterable[Path], sha256: str) -> "Ontology":
        """Return the catalogue that some Turtle files state, under a digest of them; raises as `load` does."""
        return cls(read(paths), sha256)

    @classmethod
    def empty(cls) -> "Ontology":
        """Return a catalogue that holds nothing."""
        return cls({}, hashlib.sha256().hexdigest())

    def changed(self, entries: Mapping[Iri, Entry | None], sha256: str) -> "Ontology":
        """Return the catalogue with some entries put in or replaced, and those given as None taken out."""
        merged: dict[Iri, Entry | None] = {**self.concepts, **entries}
        return Ontology({iri: entry for iri, entry in sorted(merged.items()) if entry is not None}, sha256)

    def remembered(self) -> "Ontology":
        """Return the catalogue with its index, which the user's cache keeps from the first time on."""
        kept = load(self.sha256)
        if kept is None:
            save(self.sha256, self.concepts, self._index)
        return self if kept is None else _with_index(self, kept[1])

    def by_key(self, key: str) -> tuple[Entry, ...]:
        """Return the entries with a label of this label key: preferred labels first, then in IRI order."""
        return tuple(self.concepts[iri] for iri in self._index.keys.get(key, ()))

    def labels(self) -> Iterator[tuple[str, Entry]]:
        """Yield every label with its entry, in IRI order, the preferred label of each first."""
        for entry in self.concepts.values():
            for label in entry.labels:
                yield label, entry

    @property
    def spellings(self) -> Mapping[str, tuple[str, ...]]:
        """The folded spellings of all labels, each with the label keys that it may stand for."""
        return self._index.spellings

    def ancestors(self, iri: Iri) -> tuple[Iri, ...]:
        """Return the concepts above one, the nearest first; empty for a concept that is not in the catalogue."""
        found: dict[Iri, None] = {}
        level = self._above(iri)
        while level:
            found.update(dict.fromkeys(level))
            level = tuple(up for iri in level for up in self._above(iri) if up not in found)
        return tuple(found)

    def narrower(self, iri: Iri) -> tuple[Iri, ...]:
        """Return the concepts directly below one, in IRI order."""
        return self._narrower.get(iri, ())

    def triples(self, iris: Iterable[Iri]) -> Iterator[Triple]:
        """Yield what the catalogue states about some concepts (nothing about those that it does not hold)."""
        for iri in iris:
            entry = self.concepts.get(iri)
            if entry is not None:
                yield from entry.triples()

    def _above(self, iri: Iri) -> tuple[Iri, ...]:
        entry = self.concepts.get(iri)
        return entry.broader if entry else ()

    @cached_property
    def _narrower(self) -> dict[Iri, tuple[Iri, ...]]:
        below: dict[Iri, list[Iri]] = {}
        for iri, entry in self.concepts.items():
            for up in entry.broader:
                below.setdefault(up, []).append(iri)
        return {up: tuple(iris) for up, iris in below.items()}

    @cached_property
    def _index(self) -> Index:
        return make_index(self.concepts.values())


def digest(path: Path) -> str:
    """Return the sha256 of the whole vocabulary of a folder: the names and contents of its files.

    Raises OntologyError where the folder holds none, or a file cannot be read.
    """
    total = hashlib.sha256()
    for file in files(path):
        try:
            total.update(f"{file.name}\0".encode() + hashlib.sha256(file.read_bytes()).digest())
        except OSError as error:
            raise OntologyError(file, "", str(error)) from error
    return total.hexdigest()


@lru_cache(maxsize=2)
def _load(folder: Path, sha256: str) -> Ontology:
    """Read a catalogue once while its files stay the same; an Ontology never changes."""
    kept = load(sha256)
    if kept is None:
        return Ontology.read(files(folder)[1:], sha256).remembered()
    return _with_index(Ontology(kept[0], sha256), kept[1])


def _with_index(ontology: Ontology, index: Index) -> Ontology:
    ontology.__dict__["_index"] = index  # what the cached property would compute
    return ontology


def default_path() -> Path:
    """Return the catalogue's folder: packaged in a wheel, else `ontology/` of the repository."""
    packaged = Path(__file__).parent / "_ontology"
    return packaged if packaged.is_dir() else Path(__file__).parent.parent / "ontology"


def files(path: Path) -> list[Path]:
    """Return the files of a folder's vocabulary: `kg.ttl`, then those of `concepts/` by name.

    Raises OntologyError where the folder holds none.
    """
    schema = path / "kg.ttl"
    if not schema.is_file():
        raise OntologyError(path, "", "this folder has no kg.ttl, so it holds no vocabulary")
    return [schema, *sorted((path / "concepts").glob("*.ttl"))]
