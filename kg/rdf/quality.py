"""The quality record as RDF: measurements in the W3C Data Quality Vocabulary, few enough to be read.

The measurements belong to a reading of annotated papers, never to the graph at hand. A node of its own says of the
graph whether it was read with the same version, weights, catalogue and settings. IRIs are hashes of what they stand
for, so that two graphs with different records can be put together.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from itertools import chain

from pyoxigraph import Literal, NamedNode, Triple

from kg.iris import BASE
from kg.model import Iri
from kg.quality import SETTINGS, Figure, Measured, Reading, Record
from kg.rdf.terms import constant, english, integer, node, score, text
from kg.vocab import DQV, KG, LDQD, PROV, RDF, SCHEMA, SKOS

_TYPE = constant(RDF.type)
_SPACE = f"{BASE}quality/"


@dataclass(frozen=True, slots=True)
class _Metric:
    """One thing that is measured: where the record has it, what people call it, what it says about the data."""

    table: str
    row: str
    rate: str
    label: str
    dimensions: tuple[Iri, ...]

    @property
    def name(self) -> str:
        return "-".join(part for part in (self.row, self.rate) if part)


_RIGHT, _WHOLE, _SURE = LDQD.semanticAccuracy, LDQD.completeness, LDQD.trustworthiness


def _rates(row: str, thing: str) -> tuple[_Metric, ...]:
    both = (_RIGHT, _WHOLE)
    return (
        _Metric("measures", row, "precision", f"precision of {thing}", (_RIGHT,)),
        _Metric("measures", row, "recall", f"recall of {thing}", (_WHOLE,)),
        _Metric("measures", row, "f1", f"F1 of {thing}", both),
    )


METRICS = (
    *_rates("concept", "concepts"),
    _Metric("measures", "typed", "f1", "F1 of concepts with their type", (_RIGHT, _WHOLE)),
    _Metric("measures", "role", "f1", "F1 of concepts with their type and role", (_RIGHT, _WHOLE)),
    *_rates("relation", "relations"),
    *_rates("quantity", "figures"),
    _Metric("shares", "metric", "", "share of figures found with the right metric", (_RIGHT,)),
    _Metric("shares", "evidence", "", "share of relations found whose sentence stands in the text", (_RIGHT,)),
    _Metric("calibration", "relation", "calibration", "expected calibration error of relations", (_SURE,)),
)


def encode(record: Record, used: Reading, also: Iterable[str] = ()) -> tuple[Triple, ...]:
    """Return the triples of a record, and of whether the reading that made a graph is the measured one.

    `used` is the reading that made the graph; `also` names what makes the graph differ from it.
    """
    measured = _node(f"reading-{_digest(record.reading)}")
    differing = (*record.reading.differences(used), *also)
    parts = [_reading(measured, record.reading), _graph(record.reading, measured, differing)]
    parts += [_measurements(gold, measured, record.reading) for gold in record.gold]
    return tuple(dict.fromkeys(chain.from_iterable(parts)))


def _reading(subject: NamedNode, reading: Reading) -> Iterator[Triple]:
    """Yield what annotated papers were read with."""
    yield Triple(subject, _TYPE, constant(KG.Reading))
    yield Triple(subject, constant(SCHEMA.version), text(reading.version))
    yield Triple(subject, constant(KG.weightsHash), text(reading.weights))
    yield Triple(subject, constant(KG.vocabularyHash), text(reading.catalogue))
    for name in SETTINGS:
        yield Triple(subject, constant(KG.setting), text(f"{name} {getattr(reading, name)}".lower()))


def _graph(measured: Reading, subject: NamedNode, differing: tuple[str, ...]) -> Iterator[Triple]:
    """Yield how far the measured reading speaks for the one that made the graph."""
    graph = _node(f"graph-{_digest(measured, differing)}")
    yield Triple(graph, _TYPE, constant(KG.Reading))
    yield Triple(graph, constant(KG.measuredAs), subject)
    yield Triple(graph, constant(KG.asMeasured), Literal(value=not differing))
    for name in differing:
        yield Triple(graph, constant(KG.differsIn), text(name))


def _measurements(gold: Measured, reading: NamedNode, read_with: Reading) -> Iterator[Triple]:
    papers = _node(f"gold-{gold.sha256[:12]}")
    yield Triple(papers, _TYPE, constant(KG.Gold))
    yield Triple(papers, constant(SCHEMA.name), text(gold.name))
    yield Triple(papers, constant(KG.sha256), text(gold.sha256))
    yield Triple(papers, constant(KG.paperCount), integer(gold.papers))
    if gold.seen is not None:
        yield Triple(papers, constant(KG.seenCount), integer(gold.seen))
    digest = _digest(read_with, gold)
    for metric in METRICS:
        figure = figure_of(gold, metric)
        if figure is not None:
            yield from _metric(metric)
            yield from _measurement(_node(f"{digest}.{metric.name}"), figure, metric, (reading, papers))


def figure_of(gold: Measured, metric: _Metric) -> Figure | None:
    """Return a figure of a record; None where there was nothing to measure."""
    table: Mapping[str, object] = getattr(gold, metric.table)
    found = table.get(metric.row)
    found = getattr(found, metric.rate) if found is not None and metric.table == "measures" else found
    return found if isinstance(found, Figure) else None


def _measurement(
    subject: NamedNode, figure: Figure, metric: _Metric, origin: tuple[NamedNode, NamedNode]
) -> Iterator[Triple]:
    """Yield one measurement; `origin` are the reading that was measured and the annotated papers."""
    yield Triple(subject, _TYPE, constant(DQV.QualityMeasurement))
    yield Triple(subject, constant(DQV.isMeasurementOf), _node(metric.name))
    yield Triple(subject, constant(DQV.computedOn), origin[0])
    yield Triple(subject, constant(PROV.wasDerivedFrom), origin[1])
    yield Triple(subject, constant(DQV.value), score(figure.value))
    if figure.low is not None and figure.high is not None:
        yield Triple(subject, constant(KG.intervalLow), score(figure.low))
        yield Triple(subject, constant(KG.intervalHigh), score(figure.high))


def _metric(metric: _Metric) -> Iterator[Triple]:
    subject = _node(metric.name)
    yield Triple(subject, _TYPE, constant(DQV.Metric))
    yield Triple(subject, constant(SKOS.prefLabel), english(metric.label))
    for dimension in metric.dimensions:
        yield Triple(subject, constant(DQV.inDimension), constant(dimension))
        yield Triple(constant(dimension), _TYPE, constant(DQV.Dimension))


def _node(name: str) -> NamedNode:
    return node(_SPACE + name)


def _digest(*values: Reading | Measured | tuple[str, ...]) -> str:
    plain = [list(value) if isinstance(value, tuple) else asdict(value) for value in values]
    return hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()[:12]
