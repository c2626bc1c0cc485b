"""Three short papers in our own words, with claims of every kind, whose answers can be worked out by hand."""

from kg.iris import concept_iri, measure, paper_iri, paper_node
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
)
from kg.vocab import PREFIXES
from tests.rdf.small_catalogue import TURTLE, load

_MORE = """
@prefix metric: <https://w3id.org/mlhw-kg/concept/metric/> .
metric:accuracy a skos:Concept, kg:Metric ; skos:inScheme <https://w3id.org/mlhw-kg/scheme/metric> ;
  skos:prefLabel "accuracy"@en ; kg:higherIsBetter true .
metric:top-1-accuracy a skos:Concept, kg:Metric ; skos:inScheme <https://w3id.org/mlhw-kg/scheme/metric> ;
  skos:prefLabel "top-1 accuracy"@en ; skos:broader metric:accuracy ; kg:higherIsBetter true .
metric:latency a skos:Concept, kg:Metric ; skos:inScheme <https://w3id.org/mlhw-kg/scheme/metric> ;
  skos:prefLabel "latency"@en ; kg:higherIsBetter false .
"""
CATALOGUE = load(TURTLE + _MORE)


def _new(kind, label):
    return Concept(concept_iri(kind, label), label, kind)


def _known(name):
    prefix, _, local = name.partition(":")
    return CATALOGUE.concepts[Iri(PREFIXES[prefix] + local)].concept


HERON, EGRET = _new(ConceptType.TECHNIQUE, "Heron"), _new(ConceptType.TECHNIQUE, "Egret")
STORK, CRANE = _new(ConceptType.MODEL, "Stork"), _new(ConceptType.MODEL, "Crane")
POND, REEDS = _new(ConceptType.DATASET, "Pond-1k"), _new(ConceptType.DATASET, "Reeds")
SORTING = _new(ConceptType.TASK, "sorting")
GPU, A100, T4 = _known("hardware:gpu"), _known("hardware:a100"), _known("hardware:t4")
ACCURACY, TOP1, LATENCY = _known("metric:accuracy"), _known("metric:top-1-accuracy"), _known("metric:latency")
NAMED = (HERON, EGRET, STORK, CRANE, POND, REEDS, SORTING, GPU, A100, T4, TOP1, ACCURACY, LATENCY)


def _extraction(paper_id, title, published, organization, stated):
    """A paper whose abstract is the sentences; each claim stands with its sentence."""
    abstract = " ".join(stated)
    paper = Paper(
        paper_id,
        title,
        abstract,
        url=f"https://example.org/{paper_id}",
        published=published,
        organizations=(organization,),
    )
    own = paper_node(paper_id, title)
    claims = []
    for sentence, found in stated.items():
        at = paper.text.index(sentence)
        evidence = Evidence(paper_iri(paper_id), Span(at, at + len(sentence)), sentence)
        for subject, predicate, target, confidence, *rest in found:
            ends = (own if end is None else end(paper_id) if callable(end) else end for end in (subject, target))
            claims.append(_claim(*ends, predicate, evidence, confidence, *rest))
    return Extraction(paper, tuple(_links(paper)), tuple(claims))


def _claim(subject, target, predicate, evidence, confidence, quantity=None, **doubt):
    if isinstance(quantity, dict):
        quantity, doubt = None, quantity
    return Claim(subject, Predicate(predicate), target, evidence, "hand", confidence, quantity, **doubt)


def _links(paper):
    found = []
    for concept in NAMED:
        at = paper.text.find(concept.label)
        inside = any(link.mention.span.start <= at < link.mention.span.end for link in found)
        if at >= 0 and not inside:
            mention = Mention(Span(at, at + len(concept.label)), concept.type, "hand")
            found.append(Link(mention, concept, 0.9, "hand"))
    return sorted(found, key=lambda link: link.mention.span)


def _power(paper_id):
    return measure(paper_id, "power")


def _room(paper_id):
    return measure(paper_id, "room")


def _figure(value, unit, metric, mode=Mode.RATIO, **more):
    iri = metric.iri if isinstance(metric, Concept) else None
    words = metric.label if isinstance(metric, Concept) else metric
    return Quantity(value, unit, mode, more.pop("bound", Bound.EXACT), words, iri, **more)


_ON_POND = {"dataset": "Pond-1k", "dataset_iris": (POND.iri,)}
_FASTER = _figure("2.5", "x", LATENCY, **_ON_POND, condition="with one A100")
EXTRACTIONS = (
    _extraction("heron", "Heron: quick nests", "2024-05-10", "Marsh Institute", {
        "We present Heron for sorting.": [
            (None, "introduces", HERON, 0.9), (None, "addresses", SORTING, 0.7),
        ],
        "Heron beats Egret by 2.5x in latency on Pond-1k with one A100.": [
            (HERON, "outperforms", EGRET, 0.95, _FASTER), (HERON, "runsOn", A100, 0.8), (None, "runsOn", A100, 0.85),
            (None, "evaluatedOn", POND, 0.75),
        ],
        "It reaches an accuracy of 81.50% there.": [
            (HERON, "achieves", ACCURACY, 0.9, _figure("81.50", "%", ACCURACY, Mode.ABSOLUTE, **_ON_POND)),
        ],
        "Heron builds on Egret and uses it.": [(HERON, "basedOn", EGRET, 0.6), (None, "uses", EGRET, 0.65)],
        "It may beat Stork.": [(HERON, "outperforms", STORK, 0.5, {"hedge": "may"})],
    }),
    _extraction("egret", "Egret: the other bird", "2024-06", "Marsh Institute", {
        "We present Egret and compare with Heron.": [
            (None, "introduces", EGRET, 0.92), (None, "comparesWith", HERON, 0.6),
        ],
        "Egret beats Heron by 12-15x in latency.": [
            (EGRET, "outperforms", HERON, 0.7, _figure("12-15", "x", LATENCY, bound=Bound.RANGE)),
        ],
        "Heron reaches a top-1 accuracy of 79.0% and an accuracy of 77% on Pond-1k.": [
            (HERON, "achieves", TOP1, 0.8, _figure("79.0", "%", TOP1, Mode.ABSOLUTE, **_ON_POND)),
            (HERON, "achieves", ACCURACY, 0.75, _figure("77", "%", ACCURACY, Mode.ABSOLUTE, **_ON_POND)),
        ],
        "Egret does not beat Crane.": [(EGRET, "outperforms", CRANE, 0.6, {"polarity": Polarity.NEGATED})],
        "Egret runs on a T4 at 13 W within 3 GB.": [
            (EGRET, "runsOn", T4, 0.88),
            (EGRET, "achieves", _power, 0.5, _figure("13", "W", "power", Mode.ABSOLUTE)),
            (EGRET, "achieves", _room, 0.55, _figure("3", "GB", "room", Mode.ABSOLUTE)),
        ],
        "Egret is as good as Stork, which is trained on Reeds.": [
            (EGRET, "comparableTo", STORK, 0.66), (STORK, "trainedOn", REEDS, 0.58),
        ],
    }),
    _extraction("crane", "Crane: a model", "2023", "Reed College", {
        "We present Crane, which uses Heron on a GPU.": [
            (None, "introduces", CRANE, 0.97), (CRANE, "uses", HERON, 0.83), (None, "uses", HERON, 0.84),
            (None, "runsOn", GPU, 0.7),
        ],
        "Crane is evaluated on Reeds.": [(CRANE, "evaluatedOn", REEDS, 0.8)],
    }),
)  # fmt: skip
