"""One paper in our own words with every kind of claim, for tests that look at single triples."""

from kg.iris import baseline, concept_iri, contribution, measure, paper_iri, paper_node
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

PAPER = Paper(
    id="swift-kv",
    title="SwiftKV: faster caches",
    abstract="SwiftKV beats PageKV by 1.50x on a T4. It may beat RingKV. It does not beat FlatKV. SwiftKVs use key-value caches.",
    url="https://example.org/swift-kv",
    published="2024-11-18",
    authors=("Zoe Young", "Adam Old"),
    venue="Example 2024",
    source=("a.json", "b.json"),
    keywords=("caches",),
    author_count=2,
)
IRI = paper_iri(PAPER.id)


def concept(label, kind=ConceptType.TECHNIQUE):
    return Concept(concept_iri(kind, label), label, kind)


SWIFT, PAGE, RING, FLAT = (concept(label) for label in ("SwiftKV", "PageKV", "RingKV", "FlatKV"))
CACHE = concept("KV cache")
T4 = concept("T4", ConceptType.HARDWARE)
SPEED = concept("speed", ConceptType.METRIC)
SELF = paper_node(PAPER.id, PAPER.title)
OURS = contribution(PAPER.id, PAPER.title)
OTHERS = baseline(PAPER.id, "older caches")
SAVED = measure(PAPER.id, "saved bytes")


def place(words, start=0):
    at = PAPER.text.index(words, start)
    return Span(at, at + len(words))


def link(words, named, *, start=0, **options):
    return Link(Mention(place(words, start), named.type, "gazetteer", **options), named, 0.9, "exact label")


def evidence(words):
    return Evidence(IRI, place(words), words)


FIRST = evidence("SwiftKV beats PageKV by 1.50x on a T4.")
FIGURE = Quantity("1.50", "x", Mode.RATIO, Bound.EXACT, "speed", SPEED.iri, verbatim="1.50x")
LINKS = (
    link("SwiftKV", SWIFT, introduced=True),
    link("SwiftKV", SWIFT, start=10),
    link("PageKV", PAGE),
    link("T4", T4),
    link("RingKV", RING),
    link("FlatKV", FLAT),
    link("SwiftKVs", SWIFT),
    link("key-value caches", CACHE, alias_of=place("caches"), score=0.5),
)
CLAIMS = (
    Claim(SELF, Predicate.INTRODUCES, SWIFT, FIRST, "role.title", 0.99),
    Claim(SWIFT, Predicate.OUTPERFORMS, PAGE, FIRST, "comparison.beats", 0.93, FIGURE),
    Claim(SWIFT, Predicate.RUNS_ON, T4, FIRST, "relation.on", 0.8),
    Claim(SWIFT, Predicate.OUTPERFORMS, RING, evidence("It may beat RingKV."), "comparison.beats", 0.5, hedge="may"),
    Claim(SWIFT, Predicate.OUTPERFORMS, FLAT, evidence("It does not beat FlatKV."), "comparison.beats", 0.7, polarity=Polarity.NEGATED),
    Claim(OURS, Predicate.OUTPERFORMS, OTHERS, FIRST, "comparison.beats", 0.4, Quantity("41-137", "%", bound=Bound.RANGE)),
    Claim(OURS, Predicate.ACHIEVES, SAVED, FIRST, "measurement", 0.4, Quantity("many", "furlongs")),
)  # fmt: skip
EXAMPLE = Extraction(PAPER, LINKS, CLAIMS)
