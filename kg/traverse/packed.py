"""A graph as one file of columns and lines that answers without being read whole: it is mapped into memory.

The file is a copy of what the store holds, for walking; `kg.traverse.kept` says when it counts. Columns are numbers
as this machine writes them. Lines are JSON: no content of a file is ever run.
"""

import json
import sys
from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import astuple
from functools import lru_cache, partial
from hashlib import sha256
from typing import IO, Any

from kg.errors import StoreError
from kg.iris import paper_iri
from kg.model import ConceptType, Iri, Predicate
from kg.traverse.lines import ClaimLines, claim_lines, concept_of, link_line, link_of, loaded, paper_of
from kg.traverse.links import Groups, Links
from kg.traverse.names import NameTable
from kg.traverse.parts import Parts
from kg.traverse.rows import Decoded, Lines, starts_of

_VERSION = 1
FORM = sha256(
    f"{_VERSION} {sys.byteorder} {array('I').itemsize} {list(ConceptType)} {list(Predicate)}".encode()
).digest()
"""What a file begins with: another version of kg, or another kind of machine, does not read it."""

_MAP = len(FORM) + 8
_SOURCES = 4096
_GROUPS = ("outward", "inward", "making", "naming")
_COLUMNS = ("subjects", "objects", "predicates", "positions", "by_iri")

Sections = dict[str, memoryview]
_Checked = Callable[[Callable[[int], Any]], Callable[[int], Any]]


def write(parts: Parts, names: NameTable, out: IO[bytes]) -> None:
    """Write the parts of a graph and the table of its names."""
    sections: dict[str, bytes] = {}
    for name in _COLUMNS:
        sections[name] = _bytes(getattr(parts.links, name))
    for name in _GROUPS:
        groups: Groups = getattr(parts.links, name)
        sections |= {f"{name}.starts": _bytes(groups.starts), name: _bytes(groups.items)}
    numbers = {node.iri: number for number, node in enumerate(parts.nodes)}
    sections |= _lines("nodes", ([node.iri, node.label, node.type] for node in parts.nodes))
    sections |= _lines("papers", (astuple(paper) for paper in parts.papers))
    sections |= _lines("named", ([link_line(link, numbers) for link in links] for links in parts.named))
    sections |= _lines("claims", claim_lines(parts))
    sections |= _joined("iris", [iri.encode() for iri in parts.claim_iris])
    sections |= {"names": names.text, "names.starts": _bytes(names.starts)}
    sections |= {"names.nodes": _bytes(names.nodes), "names.marks": _bytes(names.marks)}
    _put(sections, out)


def read(data: memoryview, name: str = "") -> tuple[Parts, NameTable]:
    """Return the parts and the names of a file that `write` wrote; `name` is what errors call it.

    Raises ValueError or KeyError where it is no file of this form. A line that cannot be read later is a StoreError.
    """
    sections = _sections(data)
    columns: list[Any] = [_column(sections[name], name) for name in _COLUMNS]
    columns += [Groups(sections[f"{name}.starts"].cast("I"), sections[name].cast("I")) for name in _GROUPS]
    links = Links(*columns)
    checked = partial(_checked, name=name)
    nodes = _rows(sections, "nodes", checked, concept_of)
    papers = _rows(sections, "papers", checked, paper_of)
    named = _rows(sections, "named", checked, lambda rows: tuple(link_of(row, nodes) for row in rows))

    @lru_cache(_SOURCES)
    def source(number: int) -> tuple[Iri, str]:
        paper = papers[number]
        return paper_iri(paper.id), paper.text

    lines = _lines_of(sections, "claims")
    reader = ClaimLines(lines, links, nodes, source)
    claims = Decoded(len(lines), checked(reader.claim))
    iris = _lines_of(sections, "iris")
    named_claims = Decoded(len(iris), lambda number: Iri(str(iris[number], "ascii")))
    parts = Parts(nodes, papers, named, claims, named_claims, links, checked(reader.scalars))
    table = NameTable(
        bytes(sections["names"]),
        sections["names.starts"].cast("Q"),
        sections["names.nodes"].cast("I"),
        sections["names.marks"],
    )
    return parts, table


# Sections


def _put(sections: dict[str, bytes], out: IO[bytes]) -> None:
    places, start = {}, 0
    for name, data in sections.items():
        places[name] = (start, len(data))
        start += len(data) + -len(data) % 8
    contents = json.dumps(places).encode()
    contents += b" " * (-(_MAP + len(contents)) % 8)
    out.write(FORM + len(contents).to_bytes(8, "little") + contents)
    for data in sections.values():
        out.write(data + bytes(-len(data) % 8))


def _sections(data: memoryview) -> Sections:
    if bytes(data[: len(FORM)]) != FORM:
        raise ValueError("this file has another form")
    start = _MAP + int.from_bytes(data[len(FORM) : _MAP], "little")
    places: dict[str, tuple[int, int]] = json.loads(bytes(data[_MAP:start]))
    sections = {name: data[start + place : start + place + size] for name, (place, size) in places.items()}
    if any(len(sections[name]) != size for name, (_, size) in places.items()):
        raise ValueError("this file ends early")
    return sections


def _bytes(numbers: Sequence[int]) -> bytes:
    return numbers if isinstance(numbers, bytes) else memoryview(numbers).tobytes()  # type: ignore[arg-type]


def _column(data: memoryview, name: str) -> Sequence[int]:
    return data if name == "predicates" else data.cast("I")


def _lines(name: str, values: Iterable[Any]) -> dict[str, bytes]:
    dump = json.JSONEncoder(ensure_ascii=True, check_circular=False, separators=(",", ":")).encode
    return _joined(name, [dump(value).encode() for value in values])


def _joined(name: str, lines: list[bytes]) -> dict[str, bytes]:
    return {name: b"".join(lines), f"{name}.starts": _bytes(array("Q", starts_of(lines)))}


def _lines_of(sections: Sections, name: str) -> Lines:
    return Lines(sections[name], sections[f"{name}.starts"].cast("Q"))


def _rows(sections: Sections, name: str, checked: _Checked, make: Callable[[Any], Any]) -> Decoded[Any]:
    lines = _lines_of(sections, name)
    return Decoded(len(lines), checked(lambda number: make(loaded(lines[number]))))


def _checked(make: Callable[[int], Any], *, name: str) -> Callable[[int], Any]:
    """Return what makes a value of a line, and says what to do where the line is damaged."""

    def made(number: int) -> Any:
        try:
            return make(number)
        except (ValueError, TypeError, KeyError, IndexError) as error:
            raise StoreError(name, "the copy of the graph is damaged; remove the file, it is made anew") from error

    return made
