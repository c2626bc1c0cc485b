"""Deterministic files of a graph: the same triples give the same bytes, whatever the order they came in.

Turtle is laid out for readers: papers, then concepts, then claims in the order of their paper, then the
places in the text; one block a subject, `a` and labels first. RDF 1.1 Turtle, W3C Recommendation 2014.
"""

import re
from collections.abc import Iterable
from typing import IO

from pyoxigraph import Quad, RdfFormat, Triple, serialize

from kg.iris import BASE
from kg.rdf.store import Store
from kg.vocab import DCTERMS, KG, LDQD, PREFIXES, PROV, RDF, RDFS, SKOS, XSD

Source = Store | Iterable[Triple]
_Block = list[tuple[int, str, str]]
"""Rank of the predicate, predicate and object of one subject, as N-Triples terms."""

_FIRST = [
    *(RDF.type, SKOS.prefLabel, RDFS.label, SKOS.altLabel, DCTERMS.title, DCTERMS.identifier),
    *(RDF.subject, RDF.predicate, RDF.object, KG.quantity, KG.evidence),
]
_RANK = {f"<{iri}>": rank for rank, iri in enumerate(_FIRST)}
_LAST = len(_RANK)
_SECTIONS = (
    "Papers and their own nodes",
    "Concepts",
    "Claims and their figures",
    "Places in the text: mentions, sentences, spans and quotes",
    "Quality: what kg scored on annotated papers, and whether it read these papers so",
    "Other",
)
_TEXT = re.compile(rf"<{re.escape(BASE)}(mention|sentence|span|quote)/(.*)\.(\d+)-(\d+)(?:\.(\d+))?>", re.DOTALL)
_INTEGER = re.compile(r'"(-?\d+)"')
_KINDS = ("sentence", "mention", "span", "quote")
_TYPED = re.compile(r'"([^"\\]*)"\^\^<(.*)>', re.DOTALL)
_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
_NAMES: dict[str, str] = {iri: prefix for prefix, iri in PREFIXES.items()}
_PLAIN: dict[str, re.Pattern[str]] = {
    XSD.integer: re.compile(r"[+-]?[0-9]+"),
    XSD.decimal: re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    XSD.boolean: re.compile(r"true|false"),
}


def write(source: Source, out: IO[bytes]) -> None:
    """Write the merged graph of a store, or any triples, as sorted Turtle."""
    blocks: dict[str, _Block] = {}
    for line in _lines(source):
        subject, predicate, rest = line.split(" ", 2)
        blocks.setdefault(subject, []).append((_RANK.get(predicate, _LAST), predicate, rest[:-2]))
    writer = _Writer()
    body = writer.body(blocks)
    for prefix in sorted(writer.used):
        out.write(f"@prefix {prefix}: <{PREFIXES[prefix]}> .\n".encode())
    for piece in body:
        out.write(piece.encode())


def write_ntriples(source: Source, out: IO[bytes]) -> None:
    """Write the merged graph of a store, or any triples, as sorted N-Triples."""
    for line in sorted(_lines(source)):
        out.write(f"{line}\n".encode())


def write_nquads(source: Store | Iterable[Quad], out: IO[bytes]) -> None:
    """Write the graphs of papers and of concepts, or any quads, as sorted N-Quads."""
    quads = source.quads() if isinstance(source, Store) else source
    for line in sorted(_split(serialize(quads, format=RdfFormat.N_QUADS) or b"")):
        out.write(f"{line}\n".encode())


def _lines(source: Source) -> set[str]:
    if isinstance(source, Store):
        return _split(source.ntriples())
    return _split(serialize(source, format=RdfFormat.N_TRIPLES) or b"")


def _split(data: bytes) -> set[str]:
    lines = set(data.decode().split("\n"))  # not splitlines: literals hold U+2028 and its like as they are
    lines.discard("")
    return lines


class _Writer:
    """N-Triples terms as Turtle terms; `used` are the prefixes that were needed."""

    def __init__(self) -> None:
        self.used: set[str] = set()
        self._terms: dict[str, str] = {}

    def body(self, blocks: dict[str, _Block]) -> list[str]:
        pieces: list[str] = []
        last = -1
        for key, subject in sorted((_place(subject, blocks), subject) for subject in blocks):
            if key[0] != last:
                last = key[0]
                pieces.append(f"\n# {_SECTIONS[last]}\n")
            pieces.append(self._block(subject, blocks[subject]))
        return pieces

    def _block(self, subject: str, block: _Block) -> str:
        objects: dict[str, list[str]] = {}
        for _, predicate, obj in sorted(block):
            objects.setdefault(predicate, []).append(self._object(obj))
        parts = [f"{self._predicate(predicate)} {', '.join(several)}" for predicate, several in objects.items()]
        rows = " ;\n  ".join(parts)
        return f"\n{self._iri(subject)} {rows} .\n"

    def _predicate(self, term: str) -> str:
        return "a" if term == f"<{RDF.type}>" else self._iri(term)

    def _object(self, term: str) -> str:
        if term[0] == "<":
            return self._iri(term)
        if term[-1] != ">":
            return term  # a string or a string with its language
        found = self._terms.get(term)
        if found is None:
            found = self._terms[term] = self._typed(term)
        return found

    def _typed(self, term: str) -> str:
        typed = _TYPED.fullmatch(term)
        if typed is None:
            return term
        value, datatype = typed.groups()
        form = _PLAIN.get(datatype)
        return value if form and form.fullmatch(value) else f'"{value}"^^{self._iri(f"<{datatype}>")}'

    def _iri(self, term: str) -> str:
        found = self._terms.get(term)
        if found is None:
            found = self._terms[term] = self._short(term)
        return found

    def _short(self, term: str) -> str:
        end = max(term.rfind("/"), term.rfind("#")) + 1
        prefix = _NAMES.get(term[1:end])
        local = term[end:-1]
        if prefix is None or not _LOCAL.fullmatch(local):
            return term
        self.used.add(prefix)
        return f"{prefix}:{local}"


def _place(subject: str, blocks: dict[str, _Block]) -> tuple[int, str, int, int, int, int]:
    """Return where a subject stands: its section, what it belongs to, and its order there."""
    kind, _, name = subject[1:-1].removeprefix(BASE).partition("/")
    if kind == "paper":
        return 0, name, 0, 0, 0, 0
    if kind == "concept":
        return 1, name, 0, 0, 0, 0
    if kind == "claim":
        claim = subject.removesuffix("#quantity>").rstrip(">") + ">"
        about = {predicate: obj for _, predicate, obj in blocks.get(claim, ())}
        position = _INTEGER.match(about.get(f"<{KG.position}>", ""))
        paper = about.get(f"<{PROV.hadPrimarySource}>", "")
        return 2, paper, int(position[1]) if position else 0, int(claim != subject), 0, 0
    text = _TEXT.fullmatch(subject)
    if text:
        return 3, text[2], int(text[3]), int(text[4]), _KINDS.index(text[1]), int(text[5] or 0)
    return 4 if kind == "quality" or subject.startswith(f"<{LDQD.iri}") else 5, "", 0, 0, 0, 0
