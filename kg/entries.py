"""What the catalogue says of one concept, and the Turtle files that say it."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse

from kg.errors import OntologyError
from kg.iris import BASE
from kg.model import Concept, ConceptType, Iri
from kg.spellings import plain
from kg.text import label_key, singular
from kg.vocab import KG, RDF, SCHEMES, SKOS, XSD

_TYPES = {KG[kind]: kind for kind in ConceptType}
_CONCEPT = f"{BASE}concept/"
_TYPE, _CASE_SENSITIVE = RDF.type, KG.caseSensitive
_PREF_LABEL, _ALT_LABEL, _BROADER = SKOS.prefLabel, SKOS.altLabel, SKOS.broader
_DATATYPES = {"year": XSD.integer, "higherIsBetter": XSD.boolean, "caseSensitive": XSD.boolean, "general": XSD.boolean}
_ACRONYM = re.compile(r"[A-Z][A-Z\d]{0,3}s?")
_LINKS = ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")


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

    @property
    def general(self) -> bool:
        """Whether this is a common term of the field rather than a name."""
        return ("general", "true") in self.facts

    def values(self, fact: str) -> tuple[str, ...]:
        """Return the values of one fact, sorted: `values("cue")`, `values("maker")`."""
        return tuple(value for name, value in self.facts if name == fact)

    def cases(self, key: str) -> frozenset[str] | None:
        """Return the spellings, without separators, one of which a name under this label key has to agree with.

        None where any case does: only words, short acronyms and capitalized names that need context need theirs.
        """
        labels = [label for label in self.labels if label_key(label) == key]
        context = {label for label in self.values("contextLabel") if label != label.lower()}
        if any(self._is_free(label) and label not in context for label in labels):
            return None
        return frozenset(plain(form) for label in labels for form in (label, singular(label)))

    def _is_free(self, label: str) -> bool:
        """Tell whether any case of a label will do: "rotary position embedding" beside the "RoPE" that is no rope."""
        phrase = " " in label and label == label.lower()
        return phrase or not (self.case_sensitive or _ACRONYM.fullmatch(label))

    def triples(self) -> Iterator[Triple]:
        """Yield the entry as statements of RDF, in the form of the catalogue's files."""
        node, kind = NamedNode(self.concept.iri), self.concept.type
        yield Triple(node, NamedNode(_TYPE), NamedNode(SKOS.Concept))
        if kind is not None:
            yield Triple(node, NamedNode(_TYPE), NamedNode(KG[kind]))
            yield Triple(node, NamedNode(SKOS.inScheme), NamedNode(SCHEMES[kind]))
        yield Triple(node, NamedNode(_PREF_LABEL), Literal(self.concept.label, language="en"))
        for label in self.alt_labels:
            yield Triple(node, NamedNode(_ALT_LABEL), Literal(label, language="en"))
        for up in self.broader:
            yield Triple(node, NamedNode(_BROADER), NamedNode(up))
        if self.case_sensitive:
            yield Triple(node, NamedNode(_CASE_SENSITIVE), fact_term("caseSensitive", "true"))
        for name, value in self.facts:
            yield Triple(node, fact_property(name), fact_term(name, value))


def agrees(name: str, cases: frozenset[str] | None) -> bool:
    """Tell whether a name stands in one of the cases that `Entry.cases` gave."""
    return cases is None or plain(name) in cases or plain(singular(name)) in cases


def needs_context(entry: Entry, key: str) -> bool:
    """Tell whether the label of an entry under this label key means other things too, so that it needs context."""
    return any(label_key(label) == key for label in entry.values("contextLabel"))


def fact_property(name: str) -> NamedNode:
    """Return the property of a fact: of SKOS where it maps to another vocabulary, else of kg."""
    return NamedNode(f"{SKOS.iri}{name}" if name in _LINKS else f"{KG.iri}{name}")


def fact_term(name: str, value: str) -> NamedNode | Literal:
    """Return the value of a fact as a term: a link, a whole number, a truth value or a plain string."""
    if name in _LINKS:
        return NamedNode(value)
    datatype = _DATATYPES.get(name)
    return Literal(value, datatype=NamedNode(datatype)) if datatype else Literal(value)


def read(files: Iterable[Path]) -> dict[Iri, Entry]:
    """Return the entries that some Turtle files state, by IRI in IRI order.

    Raises OntologyError, with the file and the line, for a file that is no Turtle, a concept without exactly
    one type and one preferred label, or a broader concept that is absent or goes round in a circle.
    """
    drafts = _drafts(files)
    entries = {iri: draft.entry(iri) for iri, draft in sorted(drafts.items())}
    check_broader(entries, lambda iri, message: drafts[iri].error(iri, message))
    return entries


def read_unchecked(files: Iterable[Path]) -> dict[Iri, Entry]:
    """Return the entries that some Turtle files state; broader concepts may stand elsewhere. Raises as `read`."""
    return {iri: draft.entry(iri) for iri, draft in sorted(_drafts(files).items())}


def _drafts(files: Iterable[Path]) -> dict[Iri, "_Draft"]:
    drafts: dict[Iri, _Draft] = {}
    for file in files:
        _read(file, drafts)
    return drafts


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
            (name, value)
            for predicate, several in values.items()
            if (name := _fact_name(predicate))
            for value in several
        )
    )


def _fact_name(predicate: str) -> str:
    """Return the local name of a fact's property; empty for other properties."""
    name = predicate.removeprefix(SKOS.iri)
    return name if name in _LINKS else predicate.removeprefix(KG.iri) if predicate.startswith(KG.iri) else ""


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


def _line_of(file: Path, iri: Iri) -> int:
    """Return the line on which a file describes a concept in full; 1 where it uses a prefix."""
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        if line.lstrip().startswith(f"<{iri}>"):
            return number
    return 1


def check_broader(entries: dict[Iri, Entry], error: Callable[[Iri, str], OntologyError]) -> None:
    """Raise what `error` makes of a concept whose broader concept is absent, or goes round in a circle."""
    done: set[Iri] = set()
    for iri, entry in entries.items():
        for up in entry.broader:
            if up not in entries:
                raise error(iri, f"its broader concept {up.removeprefix(_CONCEPT)} is not there")
    for start in entries:
        top = _circle(start, entries, done)
        if top is not None:
            raise error(top, "skos:broader goes round in a circle")


def _circle(start: Iri, entries: dict[Iri, Entry], done: set[Iri]) -> Iri | None:
    """Follow skos:broader from one concept, depth first; return a concept that leads back to its own path."""
    path: dict[Iri, Iterator[Iri]] = {}
    current: Iri | None = None if start in done else start
    while current is not None or path:
        if current is not None:
            path[current] = iter(entries[current].broader)
        top = next(reversed(path))
        current = next((up for up in path[top] if up not in done), None)
        if current in path:
            return top
        if current is None:
            done.add(top)
            del path[top]
    return None
