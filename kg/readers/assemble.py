"""From an answer of an endpoint to an extraction: only what the text bears out goes in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.claims import hedges
from kg.claims.rivals import IMPLIED
from kg.claims.roles import telling_sentence
from kg.claims.subjects import evidence, things
from kg.context import Context
from kg.iris import baseline, contribution, iri_of, measure, paper_iri, paper_node
from kg.model import Claim, Concept, ConceptType, Evidence, Extraction, Iri, Polarity, Predicate, Quantity, Span
from kg.naming.resolve import Resolver
from kg.parse import Document
from kg.readers.cache import Answer
from kg.readers.linked import Linked, linked
from kg.readers.stated import Left, StatedRelation, concepts_in, relations_in
from kg.readers.verify import Stated, figure_in, mode_of, quoted, whole_sentence
from kg.text import clean, label_key

_PAPER, _BASELINE = "@paper", "@baseline"
_COMPARES = (Predicate.OUTPERFORMS, Predicate.COMPARABLE_TO)
_MEASURES = (*_COMPARES, Predicate.ACHIEVES)
_COMMON = frozenset("speedup performance latency throughput time memory energy power efficiency accuracy score".split())


def assemble(document: Document, answer: Answer, resolver: Resolver, threshold: float) -> tuple[Extraction, Left]:
    """Return the extraction that an answer stands for, and what was left out of it, counted by kind."""
    left = Left()
    found = linked(document, tuple(concepts_in(answer.record, left)), resolver, left)
    rule = f"reader.{answer.model}"
    distinct: dict[str, Claim] = {}
    for stated in relations_in(answer.record, left):
        claim = _Relation(document, found, left, stated, rule).claim()
        if claim and claim.confidence >= threshold:
            distinct.setdefault(iri_of(claim), claim)
    ordered = sorted(distinct.values(), key=lambda claim: (claim.evidence.span, claim.predicate))
    return Extraction(document.paper, found.links, (*_edges(document, found, rule), *ordered)), +left


def _edges(document: Document, found: Linked, rule: str) -> Iterator[Claim]:
    """Yield the role of each concept, with the sentence that shows it best."""
    paper, context = document.paper, Context(document)
    for thing in things(found.links):
        role, confidence = found.roles.get(thing.concept.iri, (Predicate.MENTIONS, thing.links[0].score))
        proof = evidence(context, telling_sentence(context, thing, role))
        yield Claim(paper_node(paper.id, paper.title), role, thing.concept, proof, rule, confidence)


@dataclass(frozen=True, slots=True)
class _Relation:
    """One stated relation, on its way to a claim."""

    document: Document
    found: Linked
    left: Left
    stated: StatedRelation
    rule: str

    def claim(self) -> Claim | None:
        """Return the claim, None (counted) where an end, the sentence or the figure does not stand in the text."""
        paper, stated = self.document.paper, self.stated
        subject, other = self._subject(), self._object()
        if subject is None or other is None or subject.iri == other.iri:
            return self._lost("relation without known ends")
        quote = quoted(paper.text, stated.evidence)
        if quote is None:
            return self._lost("sentence")
        figure = figure_in(self.document, quote, stated.value, stated.unit) if stated.value else None
        if stated.value and figure is None:
            return self._lost("figure")
        span = whole_sentence(self.document, quote)
        polarity, hedge = self._commitment(span, quote, figure, (subject, other))
        proof = Evidence(paper_iri(paper.id), span, span.of(paper.text))
        quantity = self._quantity(figure, other) if stated.p in _MEASURES else None
        return Claim(subject, stated.p, other, proof, self.rule, stated.confidence, quantity, polarity, hedge)

    def _lost(self, kind: str) -> Claim | None:
        self.left[kind] += 1
        return None

    def _subject(self) -> Concept | None:
        if self.stated.s == _BASELINE:
            return self._baseline() if self.stated.p in _MEASURES else None
        return self._named(self.stated.s)

    def _object(self) -> Concept | None:
        stated = self.stated
        if stated.o == _BASELINE:
            return self._baseline() if stated.p in _COMPARES and stated.s != _BASELINE else None
        if stated.o:
            return self._named(stated.o)
        phrase = self._metric(stated.o_text or stated.metric) if stated.p is Predicate.ACHIEVES else None
        return measure(self.document.paper.id, phrase) if phrase else None

    def _named(self, name: str) -> Concept | None:
        paper = self.document.paper
        return contribution(paper.id, paper.title) if name == _PAPER else self.found.node(name)

    def _baseline(self) -> Concept:
        """Return the node of an unnamed comparison, in the text's own words where it has some."""
        text = self.document.paper.text
        span = quoted(text, self.stated.o_text, any_case=True)
        return baseline(self.document.paper.id, " ".join(span.of(text).split()) if span else IMPLIED[0].phrase)

    def _metric(self, phrase: str) -> str | None:
        """Return the name of a metric that the text holds, in whatever number, or that is a common word."""
        key = label_key(phrase)
        text = self.document.paper.text
        span = quoted(text, phrase, any_case=True)
        if span:
            return " ".join(clean(span.of(text)).text.split()) or None
        return phrase if key and (key in label_key(self.stated.evidence) or phrase.lower() in _COMMON) else None

    def _commitment(
        self, span: Span, quote: Span, figure: Stated | None, ends: Sequence[Concept]
    ) -> tuple[Polarity, str | None]:
        """Return whether the sentence commits itself to a result, judged at the figure, else at the last end named."""
        if self.stated.p not in _MEASURES:
            return Polarity.ASSERTED, None
        start, end = self.document.clean.clean_range(span)
        iris = {each.iri for each in ends}
        named = [each.mention.span for each in self.found.links if each.concept.iri in iris]
        inside = [self.document.clean.clean_range(each)[0] for each in named if quote.covers(each)]
        position = figure.at if figure else max(inside, default=self.document.clean.clean_range(quote)[1])
        return hedges.judge(self.document.clean.text[start:end], position - start)

    def _quantity(self, figure: Stated | None, other: Concept) -> Quantity | None:
        stated, predicate = self.stated, self.stated.p
        metric = other if predicate is Predicate.ACHIEVES else self.found.node(stated.metric) if stated.metric else None
        named = metric is not None and metric.type is ConceptType.METRIC
        phrase = metric.label if metric and (named or predicate is Predicate.ACHIEVES) else self._metric(stated.metric)
        dataset, iris = self._datasets()
        condition = self._condition()
        details = ((stated.metric, phrase), (stated.dataset, dataset), (stated.condition, condition))
        self.left["detail of a figure"] += sum(bool(said and not kept) for said, kept in details)
        return Quantity(
            value=figure.value if figure else None,
            unit=figure.unit if figure else None,
            mode=mode_of(predicate, figure.unit) if figure else None,
            bound=figure.bound if figure else None,
            metric=phrase,
            metric_iri=metric.iri if metric and named else None,
            dataset=dataset,
            dataset_iris=iris,
            condition=condition,
            verbatim=figure.verbatim if figure else None,
        )

    def _datasets(self) -> tuple[str | None, tuple[Iri, ...]]:
        """Return the data sets that the paper names, as words and as nodes."""
        text = self.document.paper.text
        nodes: dict[Iri, None] = {}
        words: dict[str, None] = {}
        for part in self.stated.dataset.split(","):
            node = self.found.node(part)
            if node and node.type is ConceptType.DATASET:
                nodes[node.iri] = words[node.label] = None
            elif quoted(text, part, any_case=True):
                words[" ".join(part.split())] = None
        return ", ".join(words) or None, tuple(nodes)

    def _condition(self) -> str | None:
        """Return the conditions whose words stand in the text."""
        text = self.document.paper.text
        parts = [part.strip() for part in self.stated.condition.split(";")]
        return "; ".join(part for part in parts if part and quoted(text, part, any_case=True)) or None
