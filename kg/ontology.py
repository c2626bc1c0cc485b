"""The concept catalogue of the `ontology/` folder: SKOS files read into an `Ontology`."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse

from kg.errors import OntologyError
from kg.iris import BASE
from kg.model import Concept, ConceptType, Iri
from kg.text import label_key
from kg.vocab import KG, RDF, SKOS

_TYPES = {KG[kind]: kind for kind in ConceptType}
_CONCEPT = f"{BASE}concept/"
_TYPE, _CASE_SENSITIVE = RDF.type, KG.caseSensitive
_PREF_LABEL, _ALT_LABEL, _BROADER = SKOS.prefLabel, SKOS.altLabel, SKOS.broader


@dataclass(frozen=True, slots=True)
class Entry:
    """One concept of the catalogue.

    `facts` are (local name of the property, value) pairs such as `("maker", "Meta")`, sorted;
    `case_sensitive` is true where its labels are ordinary words too, so that only the exact case counts.
    """

    concept: Concept
    alt_labels: tuple[str, ...] = ()
    broader: tuple[Iri, ...] = ()
    case_sensitive: bool = False
    facts: tuple[tuple[str, str], ...] = ()

    @property
    def labels(self) -> tuple[str, ...]:
        """All labels, the preferred one first."""
        return (self.concept.label, *self.alt_labels)


@dataclass(frozen=True)
class Ontology:
    """The catalogue: `concepts` by IRI in IRI order, the statements about them, and a digest of its files."""

    concepts: dict[Iri, Entry]
    statements: dict[Iri, tuple[Quad, ...]]
    sha256: str

    @classmethod
    def load(cls, path: Path | None = None) -> "Ontology":
        """Return the catalogue of the folder `path` (default: `default_path()`).

        Reads `kg.ttl` and `concepts/*.ttl`. Raises OntologyError, with the file and the line, for a
        file that is no Turtle, a concept without exactly one type and one preferred label, or a
        broader concept that is absent or goes round in a circle.
        """
        folder = default_path() if path is None else path
        return _load(folder, digest(folder))

    @classmethod
    def read(cls, files: Iterable[Path], sha256: str) -> "Ontology":
        """Return the catalogue that some Turtle files state, under a digest of them; raises as `load` does."""
        drafts: dict[Iri, _Draft] = {}
        for file in files:
            _read(file, drafts)
        concepts = {iri: draft.entry(iri) for iri, draft in sorted(drafts.items())}
        _check_broader(concepts, drafts)
        statements = {iri: tuple(draft.quads) for iri, draft in drafts.items()}
        return cls(concepts, statements, sha256)

    @classmethod
    def empty(cls) -> "Ontology":
        """Return a catalogue that holds nothing."""
        return cls({}, {}, hashlib.sha256().hexdigest())

    def by_key(self, key: str) -> tuple[Entry, ...]:
        """Return the entries with a label of this label key: preferred labels first, then in IRI order."""
        return self._by_key.get(key, ())

    def labels(self) -> Iterator[tuple[str, Entry]]:
        """Yield every label with its entry, in IRI order, the preferred label of each first."""
        for entry in self.concepts.values():
            for label in entry.labels:
                yield label, entry

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
            for quad in self.statements.get(iri, ()):
                yield quad.triple

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
    def _by_key(self) -> dict[str, tuple[Entry, ...]]:
        preferred: dict[str, dict[Iri, Entry]] = {}
        other: dict[str, dict[Iri, Entry]] = {}
        for label, entry in self.labels():
            index = preferred if label is entry.concept.label else other
            index.setdefault(label_key(label), {})[entry.concept.iri] = entry
        for key, entries in other.items():
            first = preferred.setdefault(key, {})
            first.update({iri: entry for iri, entry in entries.items() if iri not in first})
        return {key: tuple(entries.values()) for key, entries in preferred.items()}


def digest(path: Path) -> str:
    """Return the sha256 of the whole vocabulary of a folder: the names and contents of its files.

    Raises OntologyError where the folder holds none, or a file cannot be read.
    """
    total = hashlib.sha256()
    for file in _files(path):
        try:
            total.update(f"{file.name}\0".encode() + hashlib.sha256(file.read_bytes()).digest())
        except OSError as error:
            raise OntologyError(file, "", str(error)) from error
    return total.hexdigest()


@lru_cache(maxsize=2)
def _load(folder: Path, sha256: str) -> Ontology:
    """Read a catalogue once while its files stay the same; an Ontology never changes."""
    return Ontology.read(_files(folder)[1:], sha256)


def default_path() -> Path:
    """Return the catalogue's folder: packaged in a wheel, else `ontology/` of the repository."""
    packaged = Path(__file__).parent / "_ontology"
    return packaged if packaged.is_dir() else Path(__file__).parent.parent / "ontology"


@dataclass(frozen=True, slots=True)
class _Draft:
    """What the files say about one concept: the file that names it first, and the statements."""

    file: Path
    quads: list[Quad]

    def entry(self, iri: Iri) -> Entry:
        """Return the entry, or raise OntologyError where a type or a label is lacking or doubled."""
        values: dict[str, list[str]] = {}
        for quad in self.quads:
            if not isinstance(quad.object, NamedNode | Literal):
                raise self.error(iri, "a fact is an IRI or a literal, not a blank node")
            values.setdefault(quad.predicate.value, []).append(quad.object.value)
        kinds = {_TYPES[Iri(value)] for value in values.pop(_TYPE, ()) if value in _TYPES}
        labels = values.pop(_PREF_LABEL, [])
        if len(kinds) != 1:
            raise self.error(iri, f"a concept has one type of {', '.join(ConceptType)}; this one has {len(kinds)}")
        if len(labels) != 1:
            raise self.error(iri, f"a concept has one skos:prefLabel; this one has {len(labels)}")
        alternatives = tuple(sorted({*values.pop(_ALT_LABEL, ())} - {labels[0]}))
        broader = tuple(Iri(value) for value in sorted({*values.pop(_BROADER, ())}))
        case_sensitive = "true" in values.pop(_CASE_SENSITIVE, ())
        return Entry(Concept(iri, labels[0], kinds.pop()), alternatives, broader, case_sensitive, _facts(values))

    def error(self, iri: Iri, message: str) -> OntologyError:
        """Return the error that names the file and the line of the concept."""
        return OntologyError(self.file, f"line {_line_of(self.file, iri)}, {iri.removeprefix(_CONCEPT)}", message)


def _facts(values: dict[str, list[str]]) -> tuple[tuple[str, str], ...]:
    return tuple(
        sorted(
            (predicate.removeprefix(KG.iri), value)
            for predicate, several in values.items()
            if predicate.startswith(KG.iri)
            for value in several
        )
    )


def _read(file: Path, drafts: dict[Iri, _Draft]) -> None:
    """Add what one file states about concepts; other subjects (the scheme) are passed over."""
    try:
        for quad in parse(path=file, format=RdfFormat.TURTLE):
            subject = quad.subject
            if isinstance(subject, NamedNode) and subject.value.startswith(_CONCEPT):
                iri = Iri(subject.value)
                if iri not in drafts:
                    drafts[iri] = _Draft(file, [])
                drafts[iri].quads.append(quad)
    except SyntaxError as error:
        raise OntologyError(file, f"line {error.lineno}" if error.lineno else "", error.msg) from error
    except OSError as error:
        raise OntologyError(file, "", str(error)) from error


def _check_broader(concepts: dict[Iri, Entry], drafts: dict[Iri, _Draft]) -> None:
    done: set[Iri] = set()
    for start, entry in concepts.items():
        for up in entry.broader:
            if up not in concepts:
                raise drafts[start].error(start, f"its broader concept {up.removeprefix(_CONCEPT)} is not there")
    for start in concepts:
        _walk_up(start, concepts, drafts, done)


def _walk_up(start: Iri, concepts: dict[Iri, Entry], drafts: dict[Iri, _Draft], done: set[Iri]) -> None:
    """Follow skos:broader from one concept, depth first, and raise at a circle."""
    path: dict[Iri, Iterator[Iri]] = {}
    current: Iri | None = None if start in done else start
    while current is not None or path:
        if current is not None:
            path[current] = iter(concepts[current].broader)
        top = next(reversed(path))
        current = next((up for up in path[top] if up not in done), None)
        if current in path:
            raise drafts[start].error(top, "skos:broader goes round in a circle")
        if current is None:
            done.add(top)
            del path[top]


def _files(path: Path) -> list[Path]:
    schema = path / "kg.ttl"
    if not schema.is_file():
        raise OntologyError(path, "", "this folder has no kg.ttl, so it holds no vocabulary")
    return [schema, *sorted((path / "concepts").glob("*.ttl"))]


def _line_of(file: Path, iri: Iri) -> int:
    """Return the line on which a file describes a concept in full; 1 where it uses a prefix."""
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        if line.lstrip().startswith(f"<{iri}>"):
            return number
    return 1
