"""Small graphs in our own words, and a strategy that makes random ones."""

from hypothesis import strategies as st

from kg.iris import concept_iri, paper_iri, paper_node
from kg.model import (
    Claim,
    Concept,
    ConceptType,
    Evidence,
    Extraction,
    Link,
    Mention,
    Paper,
    Predicate,
    Quantity,
    Span,
)


def concept(label: str, kind: ConceptType = ConceptType.TECHNIQUE, shown: str | None = None) -> Concept:
    return Concept(concept_iri(kind, label), shown or label, kind)


def claim(
    paper: Paper, subject: Concept, predicate: Predicate, obj: Concept, start: int = 0, quantity: Quantity | None = None
) -> Claim:
    span = Span(start, len(paper.title))
    return Claim(
        subject, predicate, obj, Evidence(paper_iri(paper.id), span, span.of(paper.text)), "test", 0.9, quantity
    )


def link(paper: Paper, words: str, named: Concept) -> Link:
    start = paper.text.index(words)
    return Link(Mention(Span(start, start + len(words)), named.type, "test"), named, 1.0, "test")


MODEL, TECHNIQUE, HARDWARE, TASK = (
    ConceptType.MODEL,
    ConceptType.TECHNIQUE,
    ConceptType.HARDWARE,
    ConceptType.TASK,
)
PRUNER, ROUTER = concept("Willow pruning"), concept("Heron router")
GPU, LARK = concept("GPU", HARDWARE), concept("Lark-7B", MODEL)
LARK_TASK = concept("Lark-7B", TASK)

ONE = Paper("one", "Willow pruning beats Heron router on GPUs", "Lark-7B is made small by Willow pruning.")
TWO = Paper("two", "Lark-7B on GPUs", "A study of Lark-7B.")

FIRST = Extraction(
    ONE,
    (
        link(ONE, "Willow pruning", PRUNER),
        link(ONE, "Heron router", ROUTER),
        link(ONE, "GPUs", GPU),
        link(ONE, "Lark-7B", LARK),
    ),
    (
        claim(ONE, paper_node("one", ONE.title), Predicate.INTRODUCES, PRUNER),
        claim(ONE, paper_node("one", ONE.title), Predicate.RUNS_ON, GPU),
        claim(ONE, PRUNER, Predicate.OUTPERFORMS, ROUTER, quantity=Quantity(value="1.7", unit="x", metric="speed")),
        claim(ONE, PRUNER, Predicate.USES, LARK),
    ),
)
SECOND = Extraction(
    TWO,
    (link(TWO, "Lark-7B", LARK), link(TWO, "GPUs", concept("GPU", HARDWARE, "GPUs"))),
    (
        claim(TWO, paper_node("two", TWO.title), Predicate.USES, LARK),
        claim(TWO, LARK, Predicate.RUNS_ON, concept("GPU", HARDWARE, "GPUs")),
        claim(TWO, LARK_TASK, Predicate.PART_OF, LARK),
    ),
)

_NODES = [concept(name) for name in ("ash", "birch", "cedar", "elm", "fir", "hazel", "larch")]
_ENDS = st.tuples(st.sampled_from(_NODES), st.sampled_from(list(Predicate)), st.sampled_from(_NODES))


@st.composite
def extractions(draw: st.DrawFn) -> list[Extraction]:
    """Random claims among seven concepts, spread over up to three papers."""
    made = []
    for number in range(draw(st.integers(1, 3))):
        paper = Paper(f"p{number}", "Trees in a row", "Nothing else.")
        ends = draw(st.lists(_ENDS, max_size=9))
        made.append(Extraction(paper, (), tuple(claim(paper, *end, start=i % 3) for i, end in enumerate(ends))))
    return made
