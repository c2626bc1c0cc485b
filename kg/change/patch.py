"""RDF Patch: a difference between two graphs as lines that add (A) and delete (D).

The form is that of Apache Jena (RDF Patch, text format): a header, `TX .`, a row for each change, `TC .`. The header's
`id` is the digest of the rows, so that a patch that was cut off is noticed. Rows stand in order of graph, first what
goes and then what comes, sorted.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, parse

from kg.change.compare import Changed
from kg.change.sides import FileSide
from kg.errors import SourceError
from kg.rdf import turtle
from kg.rdf.changes import BOOKKEEPING_GRAPH
from kg.rdf.store import Store
from kg.rdf.terms import PAPER_GRAPHS
from kg.vocab import DCTERMS

_ID = re.compile(r"H id <urn:sha256:([0-9a-f]{64})> \.")
_NOTHING = ("H", "PA", "PD")  # rows that change nothing: headers and prefixes, since kg's rows have whole IRIs
_WRITTEN_ANEW = "Write the patch anew with `kg diff OLD NEW --format rdfpatch`"
_IDENTIFIER = NamedNode(DCTERMS.identifier)
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Patch:
    """What goes and what comes; quads of the default graph where the patch is one of triples."""

    source: str
    gone: frozenset[Quad]
    come: frozenset[Quad]

    @property
    def of_quads(self) -> bool:
        """Tell whether it changes named graphs alone, and not kg's bookkeeping."""
        return not {quad.graph_name for quad in (*self.gone, *self.come)} & {DefaultGraph(), BOOKKEEPING_GRAPH}


def write(changes: Iterable[Changed], out: IO[bytes], *, of_quads: bool) -> int:
    """Write a patch and return the number of its rows; the same difference gives the same bytes."""
    digest, count = hashlib.sha256(), 0
    with TemporaryFile() as rows:
        for changed in changes:
            end = f" <{changed.name}> ." if of_quads and changed.name else " ."
            for mark, lines in (("D", changed.gone), ("A", changed.come)):
                data = "".join(f"{mark} {line.removesuffix(' .')}{end}\n" for line in lines).encode()
                digest.update(data)
                rows.write(data)
                count += len(lines)
        out.write(f"H id <urn:sha256:{digest.hexdigest()}> .\nTX .\n".encode())
        rows.seek(0)
        while piece := rows.read(_PIECE):
            out.write(piece)
        out.write(b"TC .\n")
    return count


def read(data: bytes, source: str = "patch") -> Patch:
    """Return what a patch says; raises SourceError, with the line, for one that is cut off or no patch at all."""
    rows: dict[str, list[tuple[int, str]]] = {"A": [], "D": []}
    digest, wanted, ended = hashlib.sha256(), None, False
    for number, line in enumerate(_text(data, source).split("\n"), start=1):
        mark, _, rest = line.partition(" ")
        if mark in rows:
            rows[mark].append((number, rest))
            digest.update(f"{line}\n".encode())
        elif mark in ("TX", "TC"):
            ended = mark == "TC"
        elif mark == "H" and (found := _ID.fullmatch(line)):
            wanted = found[1]
        elif mark not in _NOTHING and line.strip() and not line.startswith("#"):
            raise SourceError(source, number, f"RDF Patch has no row {mark!r} that kg could apply", _WRITTEN_ANEW)
    if not ended or wanted not in (None, digest.hexdigest()):
        raise SourceError(source, 0, "the patch was cut off or edited: its rows are not those of its id", _WRITTEN_ANEW)
    return Patch(source, _quads(rows["D"], source), _quads(rows["A"], source))


def apply(patch: Patch, store: Store) -> None:
    """Make the graph that a store holds the one that the patch leads to, all or nothing.

    The papers that change are read anew by the next build. Raises SourceError where the patch is none of named graphs,
    or deletes what the store does not hold, or adds what it holds: then it was made from another graph.
    """
    if not patch.of_quads:
        mend = "Apply it to the file that it was made from, or compare two folders"
        raise SourceError(patch.source, 0, "the patch is none of the graphs of papers that a folder has", mend)
    names = sorted({str(quad.graph_name)[1:-1] for quad in (*patch.gone, *patch.come)})
    held = {name: frozenset(_held(store, name)) for name in names}
    for name in names:
        gone = frozenset(str(quad.triple) for quad in patch.gone if str(quad.graph_name)[1:-1] == name)
        come = frozenset(str(quad.triple) for quad in patch.come if str(quad.graph_name)[1:-1] == name)
        _check(patch, held[name], gone, come)
    store.edit(patch.gone, patch.come, _papers(patch, held))


def apply_to_file(patch: Patch, path: Path, out: IO[bytes]) -> None:
    """Write what a file of triples or quads becomes by a patch, sorted, in the same form.

    Raises SourceError where the patch was made from another graph.
    """
    side = FileSide(path)
    gone, come = ({_line(quad) for quad in quads} for quads in (patch.gone, patch.come))
    held = (_line(quad) for quad in parse(path=path, format=RdfFormat.from_extension(path.suffix[1:])))
    left, found, double = [], set(), set()
    for line in held:
        if line in gone:
            found.add(line)
        else:
            left.append(line)
            double.update({line} & come)
    _check(patch, frozenset(found | double), frozenset(gone), frozenset(come))
    lines = sorted({*left, *come})
    if side.of_quads or path.suffix == ".nt":
        out.writelines(f"{line}\n".encode() for line in lines)
    else:
        turtle.write((quad.triple for quad in parse("\n".join(lines), format=RdfFormat.N_TRIPLES)), out)


def _check(patch: Patch, held: frozenset[str], gone: frozenset[str], come: frozenset[str]) -> None:
    """Raise SourceError where rows do not fit what is held."""
    missing, double = sorted(gone - held), sorted(come & held)
    if missing or double:
        what = f"it deletes what is not there: {missing[0]}" if missing else f"it adds what is there: {double[0]}"
        mend = "Apply it to the graph that stood first in `kg diff`"
        raise SourceError(patch.source, 0, f"the patch was made from another graph; {what[:200]}", mend)


def _papers(patch: Patch, held: dict[str, frozenset[str]]) -> dict[str, str | None]:
    """Return the ids of the papers whose graphs change: a paper of which nothing stays is gone."""
    papers: dict[str, str | None] = {}
    for quads, fingerprint in ((patch.gone, None), (patch.come, "")):
        for quad in quads:
            if quad.predicate == _IDENTIFIER and str(quad.graph_name)[1:].startswith(PAPER_GRAPHS):
                papers[quad.object.value] = fingerprint  # type: ignore[union-attr]
    for lines in (lines for name, lines in held.items() if name.startswith(PAPER_GRAPHS)):
        for quad in parse("\n".join(f"{line} ." for line in lines), format=RdfFormat.N_TRIPLES):
            if quad.predicate == _IDENTIFIER:
                papers.setdefault(quad.object.value, "")
    return papers


def _held(store: Store, name: str) -> list[str]:
    return [str(quad.triple) for quad in parse(store.graph(name), format=RdfFormat.N_TRIPLES)]


def _line(quad: Quad) -> str:
    graph = "" if quad.graph_name == DefaultGraph() else f" {quad.graph_name}"
    return f"{quad.triple}{graph} ."


def _text(data: bytes, source: str) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise SourceError(source, 0, "this is no UTF-8 text", _WRITTEN_ANEW) from error


def _quads(rows: list[tuple[int, str]], source: str) -> frozenset[Quad]:
    try:
        return frozenset(parse("\n".join(text for _, text in rows), format=RdfFormat.N_QUADS))
    except SyntaxError as error:
        number = rows[(error.lineno or 1) - 1][0]
        raise SourceError(source, number, f"this row is no statement ({error.msg})", _WRITTEN_ANEW) from error
