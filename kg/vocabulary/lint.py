"""The lint of a vocabulary: everything that is wrong in its files, with the mend of each."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.errors import OntologyError
from kg.model import Iri
from kg.vocabulary import lint_labels, lint_links, stated


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing that is wrong: its kind, the concept, what to do about it, and where the concept is described.

    `kind` is one of `clash`, `cycle`, `form`, `missing broader`, `orphan`, `two schemes`, `type conflict` and
    `wrong merge`. `file` is None and `line` 0 where they cannot be told.
    """

    kind: str
    iri: str
    message: str
    file: str | None = None
    line: int = 0


def check(paths: Iterable[Path]) -> tuple[Finding, ...]:
    """Return everything that is wrong in vocabulary files, sorted; folders stand for the Turtle files in them.

    Nothing raises at the first fault: a file that is broken in one place is read on behind it. Raises
    OntologyError for a path that does not exist or a folder without Turtle files.
    """
    found, broken = stated.read(files_of(paths))
    concepts = {iri: each for iri, each in found.items() if iri.startswith(stated.CONCEPT)}
    findings = [
        Finding("form", "", f"{each.message}. Mend the Turtle; what stands before the error may be lost", *_at(each))
        for each in broken
    ]
    rules = [*lint_labels.faults(concepts), *lint_links.faults(concepts, whole=not broken), *_foreign(found)]
    for kind, iri, message in rules:
        file = found[Iri(iri)].file
        findings.append(Finding(kind, iri, message, str(file), stated.line_of(file, iri)))
    return tuple(sorted(findings, key=lambda each: (each.kind, each.iri, each.message, each.file or "", each.line)))


def files_of(paths: Iterable[Path]) -> tuple[Path, ...]:
    """Return the Turtle files that paths stand for, each once: a folder for those in it or in its `concepts/`.

    Raises OntologyError for a path that does not exist and for a folder that holds none.
    """
    files: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            inside = sorted((path / "concepts").glob("*.ttl")) or sorted(path.glob("*.ttl"))
            if not inside:
                raise OntologyError(path, "", "this folder holds no Turtle file. Name one that holds *.ttl")
            files.update(dict.fromkeys(inside))
        elif path.is_file():
            files[path] = None
        else:
            raise OntologyError(path, "", "there is no such file or folder. Check the name")
    return tuple(files)


def _at(broken: stated.Broken) -> tuple[str, int]:
    return str(broken.file), broken.line


def _foreign(found: dict[Iri, stated.Stated]) -> Iterator[stated.Fault]:
    for iri in found:
        if not iri.startswith(stated.CONCEPT):
            mend = "Take the file in with `kg concepts import`, which gives it an IRI of kg"
            yield stated.Fault(
                "form", iri, f"kg passes this concept over: its IRI does not begin with {stated.CONCEPT}. {mend}"
            )
