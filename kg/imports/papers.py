"""What the statements about one paper say, piece by piece, so that one that does not fit costs no other."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import isfinite

from pyoxigraph import Literal, Triple

from kg.imports.bundles import Bundle, labels, value
from kg.iris import paper_iri
from kg.model import Claim, Extraction, Iri, Link, Paper, Predicate, Span
from kg.rdf.curies import curie
from kg.rdf.decode import Reader
from kg.rdf.terms import integer, node, score, text
from kg.vocab import ITSRDF, KG, OA, PROV, RDF, RDFS

Known = Callable[[str, str], str | None]
"""From a paper's IRI and a node to the label that this paper is known to give it, if any."""
Tell = Callable[[str, str, str], None]
"""Told of what does not fit: its IRI, what is wrong, and how to mend it."""

_Index = dict[str, dict[str, list[Triple]]]
_PREDICATES = frozenset(KG[predicate] for predicate in Predicate)
_MENDS = {
    KG.evidence: "Give it the annotation of its sentence with kg:evidence",
    RDF.predicate: f"Use one of kg: {', '.join(Predicate)}",
    RDFS.label: "Give the node an rdfs:label and, for a concept, its type",
}
_MEND = "docs/how-to/export.md says what a graph of kg holds; kg validate FILE checks it"


class Misfit(ValueError):
    """A piece that does not fit. Carries `mend`."""

    def __init__(self, message: str, mend: str = _MEND) -> None:
        super().__init__(message)
        self.mend = mend


@dataclass(frozen=True, slots=True)
class Statements:
    """The statements about one paper, with what the file says about the nodes that they name."""

    paper: Iri
    triples: Bundle
    index: _Index


def extraction(said: Statements, known: Known, tell: Tell) -> Extraction | None:
    """Return what the statements say of a paper, without the pieces that do not fit; None where the paper does not."""
    reader = Reader([*_one_label(said, known), *_defaults(said)])
    try:
        paper = reader.paper()
        if paper_iri(paper.id) != said.paper:
            raise Misfit(f"its dcterms:identifier is {paper.id!r}, which is that of another IRI")
    except (KeyError, IndexError, ValueError) as error:
        _report(said.paper, error, tell)
        return None
    links: list[tuple[Span, int, Link]] = []
    claims: list[tuple[int, str, Claim]] = []
    for iri, values in sorted(reader.subjects.items()):
        try:
            if ITSRDF.taIdentRef in values:
                link = _fitting_link(reader.link(values, paper), paper)
                links.append((link.mention.span, int(values.get(KG.position, ["1"])[0]), link))
            elif RDF.predicate in values or KG.evidence in values:
                if not _PREDICATES.issuperset(values.get(RDF.predicate, ())):
                    raise Misfit(f"kg has no predicate {values[RDF.predicate][0]}", _MENDS[RDF.predicate])
                claim = fitting_claim(reader.claim(values, paper), paper)
                claims.append((int(values[KG.position][0]), iri, claim))
        except (KeyError, IndexError, ValueError) as error:
            _report(iri, error, tell)
    links.sort(key=lambda row: row[:2])
    claims.sort(key=lambda row: row[:2])
    return Extraction(paper, tuple(row[2] for row in links), tuple(row[2] for row in claims))


def _report(iri: str, error: Exception, tell: Tell) -> None:
    if isinstance(error, Misfit):
        tell(iri, str(error), error.mend)
    elif isinstance(error, KeyError):
        missing = str(error.args[0])
        tell(iri, f"it lacks {curie(missing)}", _MENDS.get(Iri(missing), _MEND))
    else:
        tell(iri, str(error), _MEND)


def _fitting_link(link: Link, paper: Paper) -> Link:
    if link.concept.type is None:
        raise Misfit(f"{link.concept.iri} has no type of kg", _MENDS[RDFS.label])
    spans = [link.mention.span, *([link.mention.alias_of] if link.mention.alias_of else [])]
    if any(span.end > len(paper.text) for span in spans):
        raise Misfit("it points behind the end of the paper's text", "Count characters of title, line feed, abstract")
    if not 0 <= link.score <= 1:
        raise Misfit(f"its score {link.score} does not lie between 0 and 1")
    return link


def fitting_claim(claim: Claim, paper: Paper) -> Claim:
    """Return a claim whose sentence stands in its paper; raises Misfit for any other."""
    proof = claim.evidence
    if proof.paper != paper_iri(paper.id):
        raise Misfit(f"its sentence is of another paper, {proof.paper}", "Quote the paper that makes the claim")
    if proof.span.of(paper.text) != proof.text:
        where = f"{proof.span.start} to {proof.span.end}"
        raise Misfit(
            f"its sentence does not stand at characters {where} of the paper's text",
            "Count characters of title, line feed, abstract, and quote them exactly",
        )
    if not (isfinite(claim.confidence) and 0 <= claim.confidence <= 1):
        raise Misfit(f"its confidence {claim.confidence} does not lie between 0 and 1")
    return claim


def _one_label(said: Statements, known: Known) -> Iterator[Triple]:
    """Yield the statements with one label a node: a merged graph has those of all papers.

    The label is the one that the paper is known to give, else the preferred one, else the first.
    """
    chosen: dict[str, str] = {}
    for triple in said.triples:
        about = value(triple.subject)
        if triple.predicate.value == RDFS.label and OA.hasTarget not in said.index.get(about, {}):
            if about not in chosen:
                given, preferred = labels(about, said.index)
                wanted = [known(said.paper, about), preferred]
                chosen[about] = next((each for each in wanted if each in given), given[0]) or given[0]
            if value(triple.object) != chosen[about]:
                continue
        yield triple


def _defaults(said: Statements) -> Iterator[Triple]:
    """Yield what kg's own claims state and others may leave out: they are asserted, certain, and made elsewhere."""
    subjects: dict[str, set[str]] = {}
    for triple in said.triples:
        subjects.setdefault(value(triple.subject), set()).add(triple.predicate.value)
    claims = sorted(
        iri for iri, fields in subjects.items() if RDF.predicate in fields and PROV.hadPrimarySource in fields
    )
    for place, iri in enumerate(claims):
        defaults: dict[str, Literal | object] = {
            KG.rule: text("import"),
            KG.confidence: score(1.0),
            KG.position: integer(len(claims) + place),
            KG.polarity: node(KG.Asserted),
        }
        for predicate, default in defaults.items():
            if predicate not in subjects[iri]:
                yield Triple(node(iri), node(predicate), default)  # type: ignore[arg-type]
