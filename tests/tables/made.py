"""Papers in our own words, with claims made by hand, and a catalogue of a few concepts that they name."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from kg.iris import BASE, baseline, concept_iri, contribution, measure, paper_iri, paper_node
from kg.model import (
    Bound,
    Claim,
    Concept,
    ConceptType,
    Evidence,
    Extraction,
    Link,
    Mention,
    Mode,
    Paper,
    Polarity,
    Predicate,
    Quantity,
    Span,
)
from kg.rdf.store import Store
from tests.rdf.small_catalogue import load

KINDS = {kind.value.lower(): kind for kind in ConceptType}


def named(label: str, kind: str = "technique") -> Concept:
    return Concept(concept_iri(KINDS[kind], label), label, KINDS[kind])


IMAGES, WORDS, SHELLS = (named(label, "dataset") for label in ("ImageSea", "WordSea", "ShellSea"))
ACCURACY, LATENCY, ODDITY = (named(label, "metric") for label in ("accuracy", "latency", "oddity"))
GPU, A100, T4, FPGA, CHIP = (named(label, "hardware") for label in ("GPU", "A100", "T4", "FPGA", "chip"))
HERON, OSPREY, LINNET, MERLIN, FINCH = (
    named(label, "model") for label in ("Heron", "Osprey", "Linnet", "Merlin", "Finch")
)
PRUNING, CACHING = named("pruning"), named("caching")
SORTING = named("shell sorting", "task")


def entry(concept: Concept, *, up: Concept | None = None, better: bool | None = None, alias: str = "") -> str:
    kind = str(concept.type)
    return (
        f'<{concept.iri}> a skos:Concept, kg:{kind} ; skos:inScheme <{BASE}scheme/{kind.lower()}> ; skos:prefLabel "{concept.label}"@en'
        + (f' ; skos:altLabel "{alias}"@en' if alias else "")
        + (f" ; skos:broader <{up.iri}>" if up else "")
        + (f" ; kg:higherIsBetter {str(better).lower()}" if better is not None else "")
        + " .\n"
    )


_PREFIXES = (
    "@prefix kg: <https://w3id.org/mlhw-kg/ontology#> .\n@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
)
CATALOGUE = load(
    _PREFIXES
    + entry(CHIP)
    + entry(GPU, up=CHIP, alias="graphics processor")
    + entry(A100, up=GPU)
    + entry(T4, up=GPU)
    + entry(FPGA, up=CHIP)
    + entry(ACCURACY, better=True, alias="top-1 accuracy")
    + entry(LATENCY, better=False)
    + entry(ODDITY)
    + entry(IMAGES)
    + entry(SHELLS, up=IMAGES)
)


class Said(NamedTuple):
    """One claim of a paper: who, what, whom, the sentence, the figure, and what the text holds back."""

    subject: Concept | str
    predicate: Predicate
    object: Concept | str
    sentence: str = ""
    figure: Quantity | None = None
    polarity: Polarity = Polarity.ASSERTED
    hedge: str | None = None
    confidence: float = 0.9


def figure(
    value: str,
    unit: str = "%",
    metric: Concept | str | None = None,
    *data: Concept,
    mode: Mode = Mode.ABSOLUTE,
    **more: Any,
) -> Quantity:
    """A figure of a metric on some data sets."""
    text = metric.label if isinstance(metric, Concept) else metric
    iri = metric.iri if isinstance(metric, Concept) else None
    label = ", ".join(each.label for each in data) or None
    more = {"bound": Bound.EXACT, "verbatim": f"{value}{unit}"} | more
    return Quantity(value, unit or None, mode, metric=text, metric_iri=iri, dataset=label, dataset_iris=tuple(each.iri for each in data), **more)  # fmt: skip


def read(paper_id: str, *said: Said, names: Iterable[Concept] = (), published: str | None = None) -> Extraction:
    """An extraction with these claims; the paper names the ends of its claims and `names`.

    An end that is a string is the paper itself (`@paper`), its contribution (`@self`), else a phrase of the text.
    """
    title = f"A paper on {paper_id}"
    claims = []
    sentences = [each.sentence or f"Claim {number} of {paper_id}." for number, each in enumerate(said)]
    ends = [end for each in said for end in (each.subject, each.object) if isinstance(end, Concept)]
    every = list(dict.fromkeys([*ends, *names]))
    text = " ".join([*dict.fromkeys(sentences), *(f"{concept.label}," for concept in every)])
    paper = Paper(paper_id, title, text, published=published)
    for each, sentence in zip(said, sentences, strict=True):
        start = paper.text.index(sentence)
        place = Evidence(paper_iri(paper_id), Span(start, start + len(sentence)), sentence)
        subject, thing = (_end(paper, end, each.predicate) for end in (each.subject, each.object))
        claims.append(
            Claim(
                subject, each.predicate, thing, place, "test", each.confidence, each.figure, each.polarity, each.hedge
            )
        )
    links, at = [], len(paper.text) - sum(len(concept.label) + 2 for concept in every) + 1
    for concept in every:
        links.append(Link(Mention(Span(at, at + len(concept.label)), concept.type, "test"), concept, 0.9, "test"))
        assert links[-1].mention.span.of(paper.text) == concept.label
        at += len(concept.label) + 2
    return Extraction(paper, tuple(links), tuple(claims))


def _end(paper: Paper, end: Concept | str, predicate: Predicate) -> Concept:
    if isinstance(end, Concept):
        return end
    if end == "@paper":
        return paper_node(paper.id, paper.title)
    if end == "@self":
        return contribution(paper.id, paper.title)
    return measure(paper.id, end) if predicate is Predicate.ACHIEVES else baseline(paper.id, end)


def introduces(concept: Concept) -> Said:
    return Said("@paper", Predicate.INTRODUCES, concept)


def role(predicate: Predicate, *concepts: Concept) -> list[Said]:
    return [Said("@paper", predicate, concept) for concept in concepts]


def achieves(subject: Concept | str, metric: Concept, value: str, *data: Concept, unit: str = "%", said: str = "", **more: Any) -> Said:  # fmt: skip
    held = {name: more.pop(name) for name in ("polarity", "hedge", "confidence") if name in more}
    return Said(subject, Predicate.ACHIEVES, metric, said, figure(value, unit, metric, *data, **more), **held)


def beats(winner: Concept | str, loser: Concept | str, said: str = "", quantity: Quantity | None = None, **held: Any) -> Said:  # fmt: skip
    return Said(winner, Predicate.OUTPERFORMS, loser, said, quantity, **held)


def store_of(*extractions: Extraction) -> Store:
    """The papers in a store in memory, with the catalogue."""
    store = Store(ontology=CATALOGUE)
    store.replace_all(extractions)
    return store
