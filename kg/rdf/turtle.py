"""Deterministic files of a graph: the same triples give the same bytes, whatever the order they came in.

Turtle is laid out for readers: papers, then concepts, then claims in the order of their paper, then the
places in the text; one block a subject, `a` and labels first. RDF 1.1 Turtle, W3C Recommendation 2014.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from operator import itemgetter
from typing import IO

from pyoxigraph import Quad, RdfFormat, Triple

from kg.iris import BASE, own_kind
from kg.model import Extraction, Iri
from kg.rdf.encode import encode
from kg.rdf.sorted_lines import in_order, lines_of, spooled
from kg.rdf.store import Store
from kg.rdf.terms import paper_graph
from kg.vocab import DCTERMS, KG, LDQD, PREFIXES, PROV, RDF, RDFS, SKOS, XSD

Source = Store | Iterable[Triple]
_Block = list[tuple[str, str]]
"""Predicates and objects of one subject, as N-Triples terms, in order."""
_Terms = tuple[str, ...]
"""Subject, predicate and object of a triple, as N-Triples terms."""

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
_CLAIM = f"<{BASE}claim/".encode()
_REIFIES = RDF.iri + "reifies"
_REMEMBERED = 200_000  # terms in Turtle that are kept at hand
_INTEGER = re.compile(r'"(-?\d+)"')
_KINDS = {"sentence": 0, "mention": 1, "span": 2, "quote": 3}
_TYPED = re.compile(r'"([^"\\]*)"\^\^<(.*)>', re.DOTALL)
_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
_NAMES: dict[str, str] = {iri: prefix for prefix, iri in PREFIXES.items()}
_PLAIN: dict[str, re.Pattern[str]] = {
    XSD.integer: re.compile(r"[+-]?[0-9]+"),
    XSD.decimal: re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    XSD.boolean: re.compile(r"true|false"),
}


def write(
    source: Source, out: IO[bytes], *, reified: bool = False, known: Mapping[str, Extraction] | None = None
) -> None:
    """Write the merged graph of a store, or any triples, as sorted Turtle, block by block.

    With `reified` it is RDF 1.2: each claim also reifies its triple, behind the direct triple (`~ claim:…`) where
    there is one. Memory holds a piece of the graph at a time, and where each claim stands.
    `known` are papers as the store holds them, by id: to encode these is faster than to read them there.
    """
    places = _Places(reified)
    lines = _merged(source, known) if isinstance(source, Store) and known else _lines(source)
    with spooled(in_order(lines)) as file:
        for subject, claim in _blocks(line for line in file if line.startswith(_CLAIM)):
            places.see(subject, dict(claim))
        file.seek(0)
        writer = _Writer(places.reifiers, places.aside)
        blocks = in_order(_keyed(file, writer, places))
    if reified:
        out.write(b'VERSION "1.2"\n')
    for prefix in sorted(writer.used):
        out.write(f"@prefix {prefix}: <{PREFIXES[prefix]}> .\n".encode())
    last = -1
    for record in blocks:
        key, _, block = record[:-1].partition(b"\r")
        if int(key[:1]) != last:
            last = int(key[:1])
            out.write(f"\n# {_SECTIONS[last]}\n".encode())
        out.write(b"\n" + block.replace(b"\r", b"\n"))


def write_ntriples(source: Source, out: IO[bytes]) -> None:
    """Write the merged graph of a store, or any triples, as sorted N-Triples."""
    out.writelines(in_order(_lines(source)))


def write_nquads(source: Store | Iterable[Quad], out: IO[bytes]) -> None:
    """Write the graphs of papers and of concepts, or any quads, as sorted N-Quads."""
    quads = source.quads() if isinstance(source, Store) else source
    out.writelines(in_order(lines_of(quads, RdfFormat.N_QUADS)))


def _lines(source: Source) -> Iterator[bytes]:
    return lines_of(source.triples() if isinstance(source, Store) else source)


def _merged(store: Store, known: Mapping[str, Extraction]) -> Iterator[bytes]:
    """Yield the lines of all graphs of which the merged one is the union; some come several times."""
    encoded = {paper_graph(paper_id).value: extraction for paper_id, extraction in known.items()}
    for name in store.graphs():
        lines = lines_of(encode(encoded[name])) if name in encoded else store.graph(name).splitlines(keepends=True)
        yield from lines


def _blocks(lines: Iterable[bytes]) -> Iterator[tuple[str, _Block]]:
    """Yield each subject of lines in order with what they state of it."""
    terms = (line.decode().split(" ", 2) for line in lines)
    for subject, rows in groupby(terms, key=itemgetter(0)):
        yield subject, [(predicate, rest[: -len(" .\n")]) for _, predicate, rest in rows]


def _keyed(lines: Iterable[bytes], writer: "_Writer", places: "_Places") -> Iterator[bytes]:
    """Yield the block of each subject on one line, behind what orders it; a carriage return stands for a line feed.

    N-Triples escapes both inside literals.
    """
    for subject, block in _blocks(lines):
        text = places.key(subject) + writer.block(subject, block)
        yield text.replace("\n", "\r").encode() + b"\n"


def _rank(row: tuple[str, str]) -> int:
    return _RANK.get(row[0], _LAST)


class _Places:
    """Where subjects stand in the file. What it has seen of claims says where those stand, and what they reify.

    `reifiers` are the claims behind each direct triple, `aside` the triples of those that have none.
    """

    def __init__(self, reified: bool) -> None:
        self.reifiers: dict[_Terms, list[str]] = {}
        self.aside: dict[str, _Terms] = {}
        self._claims: dict[str, tuple[str, int]] = {}
        self._papers: dict[str, str] = {}
        self._reified = reified

    def see(self, subject: str, about: dict[str, str]) -> None:
        """Take in a claim with its objects by predicate."""
        position = _INTEGER.match(about.get(f"<{KG.position}>", ""))
        paper = about.get(f"<{PROV.hadPrimarySource}>", "")
        self._claims[subject] = self._papers.setdefault(paper, paper), int(position[1]) if position else 0
        ends = tuple(about.get(f"<{part}>", "") for part in (RDF.subject, RDF.predicate, RDF.object))
        if self._reified and all(ends):
            if _is_direct(about, ends):
                self.reifiers.setdefault(ends, []).append(subject)
            else:
                self.aside[subject] = ends

    def key(self, subject: str) -> str:
        """Return what orders subjects: their section, what they belong to there, and their order in that."""
        kind, _, name = subject[1:-1].removeprefix(BASE).partition("/")
        if kind == "paper":
            return f"0\0{name}\0{subject}"
        if kind == "concept":
            return f"1\0{name}\0{subject}"
        if kind == "claim":
            claim = subject.removesuffix("#quantity>").rstrip(">") + ">"
            paper, position = self._claims.get(claim, ("", 0))
            return f"2\0{paper}\0{max(position, 0):012}\0{int(claim != subject)}\0{subject}"
        text = _TEXT.fullmatch(subject)
        if text:
            kind, name, start, end, place = text.groups("0")
            return f"3\0{name}\0{int(start):012}\0{int(end):012}\0{_KINDS[kind]}\0{int(place):012}\0{subject}"
        return f"{4 if kind == 'quality' or subject.startswith(f'<{LDQD.iri}') else 5}\0{subject}"


def _is_direct(about: dict[str, str], ends: _Terms) -> bool:
    """Tell whether a claim is asserted of things that have names, so that its direct triple stands in the graph."""
    named = all(own_kind(Iri(end[1:-1])) is None for end in (ends[0], ends[2]))
    return named and about.get(f"<{KG.polarity}>") == f"<{KG.Asserted}>" and f"<{KG.hedge}>" not in about


class _Writer:
    """N-Triples terms as Turtle terms; `used` are the prefixes that were needed."""

    def __init__(self, reifiers: dict[_Terms, list[str]], aside: dict[str, _Terms]) -> None:
        self.used: set[str] = set()
        self._terms: dict[str, str] = {}
        self._reifiers, self._aside = reifiers, aside

    def block(self, subject: str, block: _Block) -> str:
        """Return all that is stated of a subject."""
        if len(self._terms) > _REMEMBERED:
            self._terms.clear()
        objects: dict[str, list[str]] = {}
        for predicate, obj in sorted(block, key=_rank):  # of one rank they stay in order
            text = self._object(obj)
            if self._reifiers:
                behind = self._reifiers.get((subject, predicate, obj), ())
                text += "".join(f" ~ {self._iri(claim)}" for claim in behind)
            objects.setdefault(predicate, []).append(text)
        parts = [f"{self._predicate(predicate)} {', '.join(several)}" for predicate, several in objects.items()]
        if subject in self._aside:
            triple = " ".join(self._iri(term) for term in self._aside[subject])
            parts.append(f"{self._iri(f'<{_REIFIES}>')} <<( {triple} )>>")
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
