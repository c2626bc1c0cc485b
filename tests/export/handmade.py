"""A few papers in our own words, one of them hostile, with what a reader would take out of them."""

from kg.iris import baseline, concept_iri, contribution, paper_iri, paper_node
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
    Predicate,
    Quantity,
    Span,
)

EVIL = "</script><script>document.title='pwned'</script><img src=x onerror=\"document.title='pwned'\">"


def concept(label: str, kind: ConceptType) -> Concept:
    return Concept(concept_iri(kind, label), label, kind)


PRUNER = concept("Willow pruning", ConceptType.TECHNIQUE)
ROUTER = concept("Heron router", ConceptType.TECHNIQUE)
GPU = concept("GPU", ConceptType.HARDWARE)
LARK = concept("Lark-7B", ConceptType.MODEL)

WILLOW = Paper(
    "willow",
    "Willow pruning for Lark-7B",
    "On one GPU, Willow pruning is up to 1.7x faster than Heron router. It may also help small boards.",
    url="https://example.org/willow",
    published="2024-05",
)
HOSTILE = Paper(
    "hostile",
    f"A title {EVIL} \u2028 & 𝔸 more",
    "We run Lark-7B 𝔸 on a GPU. It beats older ones.",
    url="javascript:alert(1)",
)


def links(paper: Paper, *named: Concept) -> tuple[Link, ...]:
    found = []
    for node in named:
        start = paper.text.find(node.label)
        while start >= 0:
            found.append(Link(Mention(Span(start, start + len(node.label)), node.type, "test"), node, 1.0, "test"))
            start = paper.text.find(node.label, start + 1)
    return tuple(sorted(found, key=lambda link: link.mention.span))


def evidence(paper: Paper, words: str) -> Evidence:
    start = paper.text.index(words)
    return Evidence(paper_iri(paper.id), Span(start, start + len(words)), words)


_FASTER = evidence(WILLOW, "On one GPU, Willow pruning is up to 1.7x faster than Heron router.")
_FIGURE = Quantity("1.7", "x", Mode.RATIO, Bound.UP_TO, metric="speed", verbatim="1.7x")
_WILLOW = paper_node(WILLOW.id, WILLOW.title)
_HOSTILE = paper_node(HOSTILE.id, HOSTILE.title)

EXTRACTIONS = (
    Extraction(
        WILLOW,
        links(WILLOW, PRUNER, ROUTER, GPU, LARK),
        (
            Claim(_WILLOW, Predicate.INTRODUCES, PRUNER, evidence(WILLOW, WILLOW.title), "role", 0.9),
            Claim(_WILLOW, Predicate.USES, LARK, evidence(WILLOW, WILLOW.title), "role", 0.8),
            Claim(PRUNER, Predicate.OUTPERFORMS, ROUTER, _FASTER, "compare", 0.95, _FIGURE),
            Claim(PRUNER, Predicate.RUNS_ON, GPU, _FASTER, "runs", 0.4, hedge="may"),
        ),
    ),
    Extraction(
        HOSTILE,
        links(HOSTILE, LARK, GPU),
        (
            Claim(_HOSTILE, Predicate.RUNS_ON, GPU, evidence(HOSTILE, "We run Lark-7B 𝔸 on a GPU."), "role", 0.9),
            Claim(
                contribution(HOSTILE.id, HOSTILE.title),
                Predicate.OUTPERFORMS,
                baseline(HOSTILE.id, "older ones"),
                evidence(HOSTILE, "It beats older ones."),
                "compare",
                0.7,
            ),
        ),
    ),
)
