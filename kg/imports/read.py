"""A graph in a file, read back paper by paper: RDF by the ending of its name, KGX by its tables."""

import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, parse

from kg.errors import SourceError
from kg.imports.bundles import bundles
from kg.imports.papers import Known, Statements, extraction
from kg.imports.tsv import Tables
from kg.model import Extraction, Problem
from kg.rdf.curies import curie
from kg.rdf.kgx import EDGES, NODES

Report = Callable[[Problem], None]

_FORMS = {
    ".ttl": RdfFormat.TURTLE,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".trig": RdfFormat.TRIG,
    ".rdf": RdfFormat.RDF_XML,
    ".xml": RdfFormat.RDF_XML,
    ".jsonld": RdfFormat.JSON_LD,
}
_BY_LINE = (RdfFormat.N_TRIPLES, RdfFormat.N_QUADS)


def read(path: Path, report: Report, known: Known = lambda paper, node: None) -> Iterator[Extraction]:
    """Yield what a graph says of each paper, in order of IRI.

    What does not fit is reported with its line and left out; a line of N-Triples or N-Quads that is broken costs what
    it states. `known` tells labels that papers are known to use, since a merged graph does not say which paper uses
    which. Raises SourceError where the file cannot be read at all.
    """
    try:
        tables = _tables(path)
        if tables:
            yield from Tables(report).read(*tables)
            return
        form = _FORMS.get(path.suffix.lower())
        if form is None:
            raise SourceError(str(path), 0, "kg cannot tell what this is", f"Name it {', '.join(_FORMS)}, or give KGX")
        yield from _papers(path, form, report, known)
    except OSError as error:
        raise SourceError(str(path), 0, error.strerror or str(error), "Check the name and the access rights") from error


def _tables(path: Path) -> tuple[tuple[str, bytes], tuple[str, bytes]] | None:
    """Return the two tables of KGX with their names: of a folder, of a zip archive, or the one given and its twin."""
    folder = path.parent if path.name in (NODES, EDGES) else path
    if folder.is_dir():
        files = [folder / NODES, folder / EDGES]
        absent = [file for file in files if not file.is_file()]
        if absent:
            raise SourceError(str(folder), 0, f"there is no {absent[0].name}", "Give the folder of both tables of KGX")
        nodes, edges = ((str(file), file.read_bytes()) for file in files)
        return nodes, edges
    if path.suffix.lower() != ".zip":
        return None
    try:
        with zipfile.ZipFile(path) as archive:
            nodes, edges = ((f"{path}/{name}", archive.read(name)) for name in (NODES, EDGES))
            return nodes, edges
    except (zipfile.BadZipFile, KeyError) as error:
        raise SourceError(
            str(path), 0, f"this is no archive of KGX ({error})", f"It holds {NODES} and {EDGES}"
        ) from error


def _papers(path: Path, form: RdfFormat, report: Report, known: Known) -> Iterator[Extraction]:
    places = _Places(path)
    found = False
    for paper, triples, index in bundles(_quads(path, form, report)):
        found = True

        def tell(iri: str, message: str, mend: str) -> None:
            report(Problem(str(path), places.of(iri), "import", f"{_named(iri)}: {message}", mend))

        made = extraction(Statements(paper, triples, index), known, tell)
        if made:
            yield made
    if not found:
        raise SourceError(str(path), 0, "this graph describes no paper of kg", "kg import takes what kg export writes")


def _quads(path: Path, form: RdfFormat, report: Report) -> Iterator[Quad]:
    try:
        yield from list(parse(path=path, format=form))
        return
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None) or 0
        if form not in _BY_LINE:
            raise SourceError(str(path), line, getattr(error, "msg", str(error)), "Mend the syntax there") from error
    with path.open("rb") as file:
        for number, raw in enumerate(file, 1):
            try:
                yield from list(parse(raw, format=form))
            except (SyntaxError, ValueError) as error:
                message = getattr(error, "msg", str(error))
                report(Problem(str(path), number, "import", message, "Mend the syntax on this line"))


def _named(iri: str) -> str:
    return curie(iri).strip("<>")


class _Places:
    """On which line of a file each thing is described; looked for when first asked."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lines: dict[str, int] | None = None

    def of(self, iri: str) -> int:
        """Return the first line that begins with an IRI, as it is or with a prefix; 0 where none does."""
        if self._lines is None:
            self._lines = {}
            with self._path.open(encoding="utf-8", errors="replace") as file:
                for number, line in enumerate(file, 1):
                    self._lines.setdefault(line.strip().split(" ", 1)[0], number)
        return self._lines.get(f"<{iri}>") or self._lines.get(curie(iri)) or 0
