"""What vocabulary files state, read forgivingly: a broken statement is noted, and the rest is read on."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from kg.iris import BASE
from kg.model import ConceptType, Iri
from kg.vocab import KG, RDF, SKOS

CONCEPT = f"{BASE}concept/"
"""What the IRI of every concept begins with."""

_KINDS = {KG[kind]: kind for kind in ConceptType}
_SKOS_CONCEPT, _SCHEME = SKOS.Concept, SKOS.ConceptScheme


class Fault(NamedTuple):
    """What a rule of the lint says: the kind, the concept and the message."""

    kind: str
    iri: str
    message: str


@dataclass(frozen=True, slots=True)
class Broken:
    """A place of a file that is no RDF: the file, the line (0 for the whole) and what the parser says."""

    file: Path
    line: int
    message: str


@dataclass(slots=True)
class Stated:
    """Everything that the files say about one concept, right or wrong; lists in the order of the files."""

    iri: Iri
    file: Path
    kinds: set[ConceptType] = field(default_factory=set)
    preferred: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    broader: list[str] = field(default_factory=list)
    schemes: list[str] = field(default_factory=list)
    context: list[str] = field(default_factory=list)
    cues: list[str] = field(default_factory=list)
    checked: list[str] = field(default_factory=list)
    makers: list[str] = field(default_factory=list)
    blank: bool = False
    concept: bool = False

    @property
    def labels(self) -> tuple[str, ...]:
        """All labels, each once, the preferred ones first."""
        return tuple(dict.fromkeys((*self.preferred, *self.others)))

    @property
    def label(self) -> str:
        """The preferred label, or the end of the IRI where there is none."""
        return self.preferred[0] if self.preferred else self.iri.rpartition("/")[2]

    @property
    def kind(self) -> ConceptType | None:
        """The type, where the files state exactly one."""
        return next(iter(self.kinds)) if len(self.kinds) == 1 else None


_LISTS = {
    SKOS.prefLabel: "preferred",
    SKOS.altLabel: "others",
    SKOS.broader: "broader",
    SKOS.inScheme: "schemes",
    f"{KG.iri}contextLabel": "context",
    f"{KG.iri}cue": "cues",
    f"{KG.iri}checkedLabel": "checked",
    KG.maker: "makers",
}


def read(files: Iterable[Path]) -> tuple[dict[Iri, Stated], tuple[Broken, ...]]:
    """Return what Turtle files state about each subject, in IRI order, and the places that are no Turtle."""
    found: dict[Iri, Stated] = {}
    broken: list[Broken] = []
    for file in files:
        for quad in _quads(file, broken):
            subject = quad.subject
            if isinstance(subject, NamedNode):
                iri = Iri(subject.value)
                stated = found.get(iri)
                if stated is None:
                    stated = found[iri] = Stated(iri, file)
                _take(stated, quad)
    return {iri: found[iri] for iri in sorted(found) if _speaks_of_a_concept(found[iri])}, tuple(broken)


def _quads(file: Path, broken: list[Broken]) -> Iterator[Quad]:
    """Yield the statements of a file; after a broken one the parser goes on with the next."""
    try:
        quads = parse(path=file, format=RdfFormat.TURTLE)
        while True:
            try:
                yield next(quads)
            except SyntaxError as error:
                broken.append(Broken(file, error.lineno or 0, error.msg))
    except StopIteration:
        return
    except OSError as error:
        broken.append(Broken(file, 0, error.strerror or str(error)))


def _take(stated: Stated, quad: Quad) -> None:
    predicate, value = quad.predicate.value, quad.object
    if not isinstance(value, NamedNode | Literal):
        stated.blank = True
        return
    name = _LISTS.get(predicate)
    if name is not None:
        values: list[str] = getattr(stated, name)
        if value.value not in values:
            values.append(value.value)
    elif predicate == RDF.type:
        stated.concept |= value.value == _SKOS_CONCEPT
        if value.value in _KINDS:
            stated.kinds.add(_KINDS[Iri(value.value)])


def _speaks_of_a_concept(stated: Stated) -> bool:
    return stated.iri.startswith(CONCEPT) or stated.concept or bool(stated.kinds)


def line_of(file: Path, iri: str) -> int:
    """Return the line on which a file begins to describe a concept, 0 where that cannot be told."""
    starts = _starts(file)
    return starts.get(f"<{iri}>") or starts.get(iri.rpartition("/")[2], 0)


_START = re.compile(r"(<[^>]*>|[\w-]*:(\S+))\s")


@lru_cache(maxsize=64)
def _starts(file: Path) -> dict[str, int]:
    """Return the lines on which the blocks of a file begin, under the IRI or the local part of the prefixed name."""
    starts: dict[str, int] = {}
    with file.open(encoding="utf-8", errors="replace") as lines:
        for number, line in enumerate(lines, start=1):
            match = _START.match(line)
            if match:
                starts.setdefault(match[2] or match[1], number)
    return starts
