"""Random small graphs with types, dates, figures, doubts and names, and what a graph answers to everything."""

from hypothesis import strategies as st

from kg.iris import baseline, concept_iri, contribution, paper_iri, paper_node
from kg.model import (
    Claim,
    Concept,
    ConceptType,
    Evidence,
    Extraction,
    Link,
    Mention,
    Paper,
    Polarity,
    Predicate,
    Quantity,
    Span,
)

KINDS = (ConceptType.MODEL, ConceptType.TECHNIQUE, ConceptType.DATASET)
WORDS = ("ash", "birch", "cedar tree", "elm-7", "Fir", "ELM 7")
DAYS = st.sampled_from([None, "2024", "2024-03", "2024-03-09", "2025-01-02", "--03-01", "soon"])
TEXT = f"{' and '.join(WORDS)}: some trees in a row."

concepts = st.builds(
    lambda word, kind: Concept(concept_iri(kind, word), word, kind), st.sampled_from(WORDS), st.sampled_from(KINDS)
)
figures = st.none() | st.builds(
    Quantity, st.sampled_from(["1.50", "3", None]), st.sampled_from(["x", "%"]), metric=st.just("speed")
)


@st.composite
def _claims(draw: st.DrawFn, paper: Paper) -> Claim:
    own = [paper_node(paper.id, paper.title), contribution(paper.id, paper.title), baseline(paper.id, "old trees")]
    ends = concepts | st.sampled_from(own)
    start = draw(st.integers(0, 2))
    span = Span(start, start + 20)
    return Claim(
        draw(ends),
        draw(st.sampled_from(list(Predicate)[-6:])),
        draw(ends),
        Evidence(paper_iri(paper.id), span, span.of(paper.text)),
        "test",
        draw(st.sampled_from([0.5, 0.9])),
        draw(figures),
        draw(st.sampled_from(list(Polarity))),
        draw(st.sampled_from([None, "may"])),
    )


@st.composite
def _links(draw: st.DrawFn, paper: Paper) -> Link:
    concept = draw(concepts)
    words = draw(st.sampled_from(WORDS))
    start = paper.text.index(words)
    return Link(Mention(Span(start, start + len(words)), concept.type, "test"), concept, 0.9, "test")


@st.composite
def _extractions(draw: st.DrawFn, number: int) -> Extraction:
    paper = Paper(f"p{number}", f"Trees {number}", TEXT, published=draw(DAYS), authors=("A. Ash",))
    links = sorted(draw(st.lists(_links(paper), max_size=4)), key=lambda link: link.mention.span)
    return Extraction(paper, tuple(links), tuple(draw(st.lists(_claims(paper), max_size=6))))


@st.composite
def graphs(draw: st.DrawFn) -> list[Extraction]:
    """The extractions of one to four papers; one IRI has one label and one type in a paper, as extractions have."""
    return [_one_label(draw(_extractions(number))) for number in range(draw(st.integers(1, 4)))]


def _one_label(extraction: Extraction) -> Extraction:
    labels: dict[str, Concept] = {}

    def first(concept: Concept) -> Concept:
        return labels.setdefault(concept.iri, concept)

    links = tuple(Link(one.mention, first(one.concept), one.score, one.how) for one in extraction.links)
    claims = tuple(
        Claim(
            first(one.subject),
            one.predicate,
            first(one.object),
            one.evidence,
            one.rule,
            one.confidence,
            one.quantity,
            one.polarity,
            one.hedge,
        )
        for one in extraction.claims
    )
    return Extraction(extraction.paper, links, claims)
