"""A paper's own graph back as the extraction that it was encoded from: `decode(encode(x)) == x`."""

from collections.abc import Iterable

from pyoxigraph import Triple

from kg.iris import paper_iri
from kg.model import (
    Bound,
    Claim,
    Concept,
    ConceptType,
    Evidence,
    Extraction,
    Iri,
    Link,
    Mention,
    Mode,
    Paper,
    Polarity,
    Predicate,
    Quantity,
    Span,
)  # fmt: skip
from kg.vocab import DCTERMS, FABIO, ITSRDF, KG, OA, RDF, RDFS, SCHEMA

_Values = dict[str, list[str]]
"""The objects of one subject by predicate."""

_KINDS: dict[str, ConceptType] = {KG[kind]: kind for kind in ConceptType}
_PREDICATES: dict[str, Predicate] = {KG[predicate]: predicate for predicate in Predicate}
_MODES: dict[str, Mode] = {KG[mode]: mode for mode in Mode}
_BOUNDS: dict[str, Bound] = {KG[bound]: bound for bound in Bound}
_POLARITIES: dict[str, Polarity] = {KG[polarity]: polarity for polarity in Polarity}


def decode(triples: Iterable[Triple]) -> Extraction:
    """Return the extraction that the triples of one paper's graph state.

    Raises ValueError where they do not describe exactly one paper, or a part of it is missing.
    """
    reader = Reader(triples)
    try:
        return reader.extraction()
    except (KeyError, IndexError) as error:
        raise ValueError(f"the graph of a paper lacks {error}") from error


class Reader:
    """The triples of one paper by subject and predicate.

    Its methods raise KeyError, with the IRI, for what is missing, and ValueError for what has a wrong form.
    """

    def __init__(self, triples: Iterable[Triple]) -> None:
        self.subjects: dict[str, _Values] = {}
        for triple in triples:
            values = self.subjects.setdefault(triple.subject.value, {})  # type: ignore[union-attr]
            values.setdefault(triple.predicate.value, []).append(triple.object.value)  # type: ignore[union-attr]

    def paper(self) -> Paper:
        """Return the paper; raises ValueError where there is none, or several."""
        papers = [values for values in self.subjects.values() if FABIO.ResearchPaper in values.get(RDF.type, ())]
        if len(papers) != 1:
            raise ValueError(f"the graph of a paper describes one paper; this one describes {len(papers)}")
        return _paper(papers[0])

    def extraction(self) -> Extraction:
        """Return all that the triples state."""
        paper = self.paper()
        links: list[tuple[Span, int, Link]] = []
        claims: list[tuple[int, Claim]] = []
        for values in self.subjects.values():
            if ITSRDF.taIdentRef in values:
                link = self.link(values, paper)
                links.append((link.mention.span, int(_first(values, KG.position, "1")), link))
            elif RDF.predicate in values:
                claims.append((int(values[KG.position][0]), self.claim(values, paper)))
        links.sort(key=lambda row: row[:2])
        claims.sort(key=lambda row: row[0])
        return Extraction(paper, tuple(row[2] for row in links), tuple(row[1] for row in claims))

    def link(self, values: _Values, paper: Paper) -> Link:
        """Return the link that the triples of a mention state."""
        concept = self.concept(values[ITSRDF.taIdentRef][0], _optional(values, RDFS.label), paper)
        found_as = _optional(values, KG.foundAs)
        alias_of = _optional(values, KG.aliasOf)
        mention = Mention(
            self.span(values[OA.hasTarget][0]),
            concept.type if found_as is None else _KINDS.get(found_as),
            values[KG.finder][0],
            float(_first(values, KG.finderScore, "1")),
            None if alias_of is None else self.span(alias_of),
            KG.introducedHere in values,
        )
        return Link(mention, concept, float(values[ITSRDF.taConfidence][0]), values[KG.how][0])

    def concept(self, iri: str, label: str | None, paper: Paper) -> Concept:
        """Return a node; `label` is the use's own label where it differs from the one that the graph states."""
        values = self.subjects.get(iri, {})
        kinds = [_KINDS[kind] for kind in values.get(RDF.type, ()) if kind in _KINDS]
        if label is None:
            label = paper.title if iri == paper_iri(paper.id) else values[RDFS.label][0]
        return Concept(Iri(iri), label, kinds[0] if kinds else None)

    def span(self, target: str) -> Span:
        """Return the place of a target in the text."""
        selector = self.subjects[self.subjects[target][OA.hasSelector][0]]
        return Span(int(selector[OA.start][0]), int(selector[OA.end][0]))

    def claim(self, values: _Values, paper: Paper) -> Claim:
        """Return the claim that the triples of its node state."""
        quantity = _optional(values, KG.quantity)
        return Claim(
            subject=self.concept(values[RDF.subject][0], _optional(values, KG.subjectLabel), paper),
            predicate=_PREDICATES[values[RDF.predicate][0]],
            object=self.concept(values[RDF.object][0], _optional(values, KG.objectLabel), paper),
            evidence=self.evidence(values[KG.evidence][0]),
            rule=values[KG.rule][0],
            confidence=float(values[KG.confidence][0]),
            quantity=None if quantity is None else _quantity(self.subjects[quantity]),
            polarity=_POLARITIES[values[KG.polarity][0]],
            hedge=_optional(values, KG.hedge),
        )

    def evidence(self, sentence: str) -> Evidence:
        """Return the sentence of an annotation."""
        target = self.subjects[sentence][OA.hasTarget][0]
        selector = self.subjects[target][OA.hasSelector][0]
        source = self.subjects[target][OA.hasSource][0]
        return Evidence(Iri(source), self.span(target), self.subjects[selector][OA.exact][0])


def _first(values: _Values, predicate: str, default: str) -> str:
    found = values.get(predicate)
    return found[0] if found else default


def _optional(values: _Values, predicate: str) -> str | None:
    found = values.get(predicate)
    return found[0] if found else None


def _several(values: _Values, predicate: str, order: str) -> tuple[str, ...]:
    distinct = sorted(values.get(predicate, ()))
    places = _optional(values, order)
    return tuple(distinct) if places is None else tuple(distinct[int(place)] for place in places.split())


def _paper(values: _Values) -> Paper:
    count = _optional(values, KG.authorCount)
    return Paper(
        id=values[DCTERMS.identifier][0],
        title=values[DCTERMS.title][0],
        abstract=values[DCTERMS.abstract][0],
        url=_optional(values, SCHEMA.url),
        published=_optional(values, DCTERMS.issued),
        authors=_several(values, SCHEMA.author, KG.authorOrder),
        venue=_optional(values, KG.venue),
        source=_several(values, KG.listedIn, KG.listingOrder),
        keywords=_several(values, SCHEMA.keywords, KG.keywordOrder),
        organizations=_several(values, KG.organization, KG.organizationOrder),
        author_count=None if count is None else int(count),
    )


def _quantity(values: _Values) -> Quantity:
    mode, bound, metric = (_optional(values, term) for term in (KG.mode, KG.bound, KG.metric))
    return Quantity(
        value=_optional(values, KG.reportedValue),
        unit=_optional(values, KG.reportedUnit),
        mode=None if mode is None else _MODES[mode],
        bound=None if bound is None else _BOUNDS[bound],
        metric=_optional(values, KG.metricText),
        metric_iri=None if metric is None else Iri(metric),
        dataset=_optional(values, KG.datasetText),
        dataset_iris=tuple(Iri(iri) for iri in _several(values, KG.dataset, KG.datasetOrder)),
        condition=_optional(values, KG.condition),
        verbatim=_optional(values, KG.verbatim),
    )
