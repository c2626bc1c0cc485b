"""Nanopublications in TriG (nanopub.org guidelines): one for each claim, each with its own provenance.

The assertion of a claim holds its ends, its figure, its polarity and its hedge; the provenance holds the sentence, the
rule and the confidence. Beside the claims there is one for what the sources say of each paper and what its text names,
and one for each concept, so that the file holds the whole graph. They bear no time and no signature: the same graph
gives the same bytes.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import IO
from urllib.parse import quote

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, serialize

from kg.export.part import with_places
from kg.export.source import Whole
from kg.iris import BASE, paper_iri
from kg.rdf.terms import constant, node, quad
from kg.vocab import ITSRDF, KG, PREFIXES, PROV, RDF, RDFS, Namespace

NP = Namespace("np", "http://www.nanopub.org/nschema#", "Nanopublication hasAssertion hasProvenance hasPublicationInfo")
NPX = Namespace("npx", "http://purl.org/nanopub/x/", "introduces")
PUBLICATIONS = f"{BASE}np/"
_ATTRIBUTED = node("http://www.w3.org/ns/prov#wasAttributedTo")
_AGENT, _CATALOGUE = node(f"{BASE}agent/kg"), node(f"{BASE}agent/catalogue")
_TYPE, _SOURCE, _DERIVED = constant(RDF.type), constant(PROV.hadPrimarySource), constant(PROV.wasDerivedFrom)
_BACKED = frozenset((KG.evidence, KG.rule, KG.confidence, KG.position, PROV.hadPrimarySource))
_THINGS = (f"{BASE}concept/", f"{BASE}paper/")
_NAMING = frozenset((RDF.type, RDFS.label))
_BySubject = dict[str, list[Triple]]


@dataclass(frozen=True, slots=True)
class Publication:
    """What one nanopublication is of, what it asserts, and where that comes from."""

    about: NamedNode
    assertion: list[Triple]
    provenance: list[Triple]

    @property
    def name(self) -> NamedNode:
        """The IRI of the nanopublication."""
        tail = self.about.value.removeprefix(BASE)
        return node(PUBLICATIONS + (tail if tail != self.about.value else quote(tail, safe="")))

    def quads(self) -> Iterator[Quad]:
        """Yield its four graphs: head, assertion, provenance and publication info."""
        name = self.name
        head, said, origin, info = (
            node(f"{name.value}#{part}") for part in ("Head", "assertion", "provenance", "pubinfo")
        )
        yield Quad(name, _TYPE, constant(NP.Nanopublication), head)
        for predicate, part in ((NP.hasAssertion, said), (NP.hasProvenance, origin), (NP.hasPublicationInfo, info)):
            yield Quad(name, constant(predicate), part, head)
        for graph, triples in ((said, self.assertion), (origin, self.provenance)):
            for triple in sorted(set(triples), key=str):
                yield quad(triple, graph)
        yield Quad(name, _ATTRIBUTED, _AGENT, info)
        yield Quad(name, constant(NPX.introduces), self.about, info)

    @property
    def said(self) -> NamedNode:
        """The name of the assertion."""
        return node(f"{self.name.value}#assertion")


def write(source: Whole, out: IO[bytes]) -> None:
    """Write the nanopublications of a graph, paper by paper, then those of the concepts."""
    prefixes = PREFIXES | {space.prefix: space.iri for space in (NP, NPX)}
    serialize(_quads(source), out, format=RdfFormat.TRIG, prefixes=dict(prefixes))


def _quads(source: Whole) -> Iterator[Quad]:
    for paper_id in source.papers():
        for publication in _of_paper(node(paper_iri(paper_id)), source.of_paper(paper_id)):
            yield from publication.quads()
    facts = sorted(source.facts(), key=str)
    for subject, group in groupby(facts, key=lambda triple: triple.subject):
        yield from _stated(node(str(subject)[1:-1]), list(group)).quads()
    quality = list(source.quality())
    if quality:
        yield from _stated(node(f"{BASE}quality"), quality).quads()


def _stated(about: NamedNode, triples: list[Triple]) -> Publication:
    made = Publication(about, triples, [])
    made.provenance.append(Triple(made.said, _ATTRIBUTED, _CATALOGUE))
    return made


def _of_paper(paper: NamedNode, triples: Iterable[Triple]) -> Iterator[Publication]:
    """Yield what a paper and its text say first, then its claims in their order."""
    every = sorted(triples, key=str)
    by_subject: _BySubject = {}
    for triple in every:
        by_subject.setdefault(str(triple.subject)[1:-1], []).append(triple)
    claims = [_claim(node(iri), by_subject) for iri in _in_order(by_subject)]
    kept = with_places({iri for iri, found in by_subject.items() if ITSRDF.taIdentRef in _values(found)}, by_subject)
    told = {triple for claim in claims for triple in (*claim.assertion, *claim.provenance)}
    said = Publication(paper, [each for each in every if each not in told or _is_said(each, kept)], [])
    said.provenance.append(Triple(said.said, _SOURCE, paper))
    yield said
    yield from claims


def _is_said(triple: Triple, kept: set[str]) -> bool:
    """Tell whether the paper's own publication repeats what a claim's states: names of things, and shared places."""
    about = str(triple.subject)[1:-1]
    return about in kept or (triple.predicate.value in _NAMING and about.startswith(_THINGS))


def _in_order(by_subject: _BySubject) -> list[str]:
    places = {
        iri: int(_values(found)[KG.position]) for iri, found in by_subject.items() if RDF.predicate in _values(found)
    }
    return sorted(places, key=lambda iri: (places[iri], iri))


def _claim(claim: NamedNode, by_subject: _BySubject) -> Publication:
    own = by_subject[claim.value]
    fields = _values(own)
    ends = fields[RDF.subject], fields[RDF.object]
    said = [triple for triple in own if triple.predicate.value not in _BACKED]
    said += by_subject.get(fields.get(KG.quantity, ""), [])
    said += [each for end in ends for each in by_subject.get(end, ()) if each.predicate.value in _NAMING]
    if fields[KG.polarity] == KG.Asserted and KG.hedge not in fields:
        edge = Triple(node(ends[0]), node(fields[RDF.predicate]), node(ends[1]))
        said += [each for each in by_subject.get(ends[0], ()) if each == edge]
    made = Publication(claim, said, [triple for triple in own if triple.predicate.value in _BACKED])
    for place in sorted(with_places({fields[KG.evidence]}, by_subject)):
        made.provenance.extend(by_subject.get(place, ()))
    made.provenance.append(Triple(made.said, _DERIVED, node(fields[KG.evidence])))
    return made


def _values(triples: Iterable[Triple]) -> dict[str, str]:
    return {each.predicate.value: str(getattr(each.object, "value", "")) for each in triples}
