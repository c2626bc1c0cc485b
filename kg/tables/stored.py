"""The tables out of a store, in plain Python: the same rows as those of Parquet, for small graphs fast enough."""

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from kg.model import Iri
from kg.rdf.store import Store
from kg.tables.rows import ClaimRow, ConceptRow, Edge, MentionRow, PaperRow, Want, fits
from kg.vocab import KG

_PAPERS = """SELECT ?paper ?id ?title ?published ?url WHERE {
  ?paper a fabio:ResearchPaper ; dcterms:identifier ?id ; dcterms:title ?title .
  OPTIONAL { ?paper dcterms:issued ?published } OPTIONAL { ?paper schema:url ?url }
}"""
_CONCEPTS = "SELECT ?concept ?label ?type WHERE { ?concept skos:inScheme ?scheme ; skos:prefLabel ?label ; a ?type }"
_MENTIONS = "SELECT ?paper ?concept WHERE { ?mention itsrdf:taIdentRef ?concept ; oa:hasTarget/oa:hasSource ?paper }"
_SENTENCES = "SELECT ?claim ?text WHERE { ?claim kg:evidence/oa:hasTarget/oa:hasSelector/oa:exact ?text }"
_OWN = "SELECT ?node ?label WHERE { ?node skos:prefLabel ?label }"
_OF_CLAIM = {
    "paper": "prov:hadPrimarySource", "position": "kg:position", "subject": "rdf:subject",
    "predicate": "rdf:predicate", "object": "rdf:object", "rule": "kg:rule", "confidence": "kg:confidence",
    "polarity": "kg:polarity", "hedge": "kg:hedge",
}  # fmt: skip
_OF_FIGURE = {
    "value": "kg:reportedValue", "unit": "kg:reportedUnit", "mode": "kg:mode", "bound": "kg:bound",
    "metric": "kg:metricText", "metric_iri": "kg:metric", "dataset": "kg:datasetText", "condition": "kg:condition",
    "verbatim": "kg:verbatim",
}  # fmt: skip
_Column = dict[str, str]


class StoredTables:
    """The tables of a store, each read once, column by column."""

    def __init__(self, store: Store) -> None:
        """Take a store; it stays open as long as the tables are used, and is not closed with them."""
        self._store = store

    def close(self) -> None:
        """Let go of nothing: the store belongs to who opened it."""

    def papers(self) -> dict[Iri, PaperRow]:
        """Return the papers in order of IRI."""
        return self._papers

    def concepts(self) -> dict[Iri, ConceptRow]:
        """Return the concepts that papers name and those above them, in order of IRI."""
        return self._concepts

    def mentions(self) -> list[MentionRow]:
        """Return what each paper names, in order of paper and concept."""
        counts: dict[tuple[str, str], int] = defaultdict(int)
        for paper, concept in self._rows(_MENTIONS):
            counts[paper, concept] += 1
        return [MentionRow(Iri(paper), Iri(concept), number) for (paper, concept), number in sorted(counts.items())]

    def edges(self) -> list[Edge]:
        """Return what each paper asserts, each statement once, in order of paper, subject, predicate and object."""
        every = {Edge(row.paper, row.subject, row.predicate, row.object) for row in self._claims if row.asserted}
        return sorted(every)

    def claims(self, want: Want) -> list[ClaimRow]:
        """Return the claims that are asked for, by paper and place in it."""
        return [row for row in self._claims if fits(row, want)]

    @cached_property
    def _papers(self) -> dict[Iri, PaperRow]:
        rows = sorted(self._rows(_PAPERS))
        return {Iri(row[0]): PaperRow(Iri(row[0]), *row[1:]) for row in rows}

    @cached_property
    def _concepts(self) -> dict[Iri, ConceptRow]:
        kinds: dict[str, tuple[str, str]] = {}
        for concept, label, kind in self._rows(_CONCEPTS):
            if kind.startswith(KG.iri):
                kinds[concept] = (label, kind.removeprefix(KG.iri))
        aliases, broader = self._several("skos:altLabel"), self._several("skos:broader")
        better = self._column("kg:higherIsBetter")
        return {
            Iri(iri): ConceptRow(
                Iri(iri),
                *kinds[iri],
                aliases=tuple(sorted(aliases.get(iri, ()))),
                broader=tuple(Iri(up) for up in sorted(broader.get(iri, ()))),
                better=better[iri] == "true" if iri in better else None,
            )
            for iri in sorted(kinds)
        }

    @cached_property
    def _claims(self) -> list[ClaimRow]:
        return sorted(self._read(), key=lambda row: (row.paper, row.position))

    def _read(self) -> Iterator[ClaimRow]:
        columns = {name: self._column(term) for name, term in _OF_CLAIM.items()}
        figures = {name: self._column(term) for name, term in _OF_FIGURE.items()}
        datasets = self._several("kg:dataset")
        sentences: _Column = dict(self._rows(_SENTENCES))
        own: _Column = dict(self._rows(_OWN))
        names = own | {iri: row.title for iri, row in self._papers.items()}
        for iri, predicate in columns["predicate"].items():
            paper = self._papers[Iri(columns["paper"][iri])]
            ends = Iri(columns["subject"][iri]), Iri(columns["object"][iri])
            types = [known.type if (known := self._concepts.get(end)) else None for end in ends]
            figure: dict[str, Any] = {name: column.get(f"{iri}#quantity") for name, column in figures.items()}
            figure |= {name: _local(figure[name]) for name in ("mode", "bound")}
            yield ClaimRow(
                Iri(iri), paper.paper, paper.paper_id, paper.title, paper.published, int(columns["position"][iri]),
                ends[0], names[ends[0]], types[0], _local(predicate) or "", ends[1], names[ends[1]], types[1],
                datasets=tuple(Iri(each) for each in sorted(datasets.get(f"{iri}#quantity", ()))),
                polarity=_local(columns["polarity"][iri]) or "", hedge=columns["hedge"].get(iri),
                confidence=float(columns["confidence"][iri]), rule=columns["rule"][iri], sentence=sentences[iri],
                **figure,
            )  # fmt: skip

    def _column(self, term: str) -> _Column:
        return dict(self._rows(f"SELECT ?s ?o WHERE {{ ?s {term} ?o }}"))

    def _several(self, term: str) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for subject, value in self._rows(f"SELECT ?s ?o WHERE {{ ?s {term} ?o }}"):
            found.setdefault(subject, []).append(value)
        return found

    def _rows(self, sparql: str) -> Iterator[Any]:
        rows: Any = self._store.query(sparql)
        for row in rows:
            yield tuple(None if term is None else term.value for term in row)


def _local(iri: str | None) -> str | None:
    return None if iri is None else iri.removeprefix(KG.iri)
