"""Arbitrary values of the model: every Extraction that keeps what `kg.model` promises, and little else."""

from hypothesis import strategies as st

from kg.iris import baseline, concept_iri, contribution, measure, paper_iri, paper_node
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

chars = st.characters(exclude_categories=["Cs"])
words = st.text(chars, max_size=12)
names = st.sampled_from(
    ["LoRA", "LORA", "GPU", "KV cache", "Ärger", "a b", "模型", "x\ny", "", '"', "\\", "C++", "@en"]
)
labels = names | words
maybe_text = st.none() | words
tuples = st.lists(words, max_size=4).map(tuple)
scores = st.floats(0, 1) | st.sampled_from([0.0, 1.0, 0.1, 5e-324, 0.1 + 0.2])
dates = st.sampled_from(
    ["2024-11-18", "2024-02-30", "2024-11", "2024-13", "2024", "0000", "--11-18", "--02-29", "--02-30", "May 2024", ""]
)
urls = st.sampled_from(
    ["https://example.org/p?a=1#b", "http://example.org/ä", "HTTPS://EXAMPLE.ORG", "javascript:alert(1)", "https://a b",
     "http://[", "https://x.org/%zz", "ftp://example.org", "", "https://x.org/\">"]
)  # fmt: skip
numbers = st.sampled_from(
    ["92.10", "1.69", "41-137", "1,140", "29.7K", "-0", "+5", "1/9", ".5", "007", "2–5", "1e3", "few"]
)
units = st.sampled_from(["x", "%", "points", "ms", "tokens/s", "furlongs", ""])


@st.composite
def spans(draw, limit=60):
    start = draw(st.integers(0, limit))
    return Span(start, draw(st.integers(start + 1, limit + 20)))


papers = st.builds(
    Paper,
    id=words | st.sampled_from(["lasp-2", "10.1/ab c", "a#b", "..", "ü.1-2", "x%20y"]),
    title=labels,
    abstract=st.text(chars, max_size=80),
    url=st.none() | urls | words,
    published=st.none() | dates | words,
    authors=tuples,
    venue=maybe_text,
    source=tuples,
    keywords=tuples,
    organizations=tuples,
    author_count=st.none() | st.integers(),
)
kinds = st.sampled_from(ConceptType)
concepts = st.builds(
    lambda kind, key, label: Concept(concept_iri(kind, key), label, kind), kinds, labels, labels
) | st.builds(lambda kind, label: Concept(concept_iri(kind, label), label, kind), kinds, labels)
quantities = st.builds(
    Quantity,
    value=st.none() | numbers | words,
    unit=st.none() | units | words,
    mode=st.none() | st.sampled_from(Mode),
    bound=st.none() | st.sampled_from(Bound),
    metric=maybe_text,
    metric_iri=st.none() | concepts.map(lambda concept: concept.iri),
    dataset=maybe_text,
    dataset_iris=st.lists(concepts.map(lambda concept: concept.iri), max_size=3).map(tuple),
    condition=maybe_text,
    verbatim=maybe_text,
)


def own_nodes(paper):
    return (
        st.builds(baseline, st.just(paper.id), labels)
        | st.builds(measure, st.just(paper.id), labels)
        | st.sampled_from([contribution(paper.id, paper.title), paper_node(paper.id, paper.title)])
    )


def links(concept):
    mention = st.builds(
        Mention,
        span=spans(),
        type=st.none() | kinds,
        finder=words,
        score=st.just(1.0) | st.floats(allow_nan=False, allow_infinity=False),
        alias_of=st.none() | spans(),
        introduced=st.booleans(),
    )
    return st.builds(Link, mention, concept, scores, words)


def evidences(paper):
    own = spans().map(lambda span: Evidence(paper_iri(paper.id), span, span.of(paper.text)))
    return own | st.builds(Evidence, st.just(paper_iri(paper.id)) | st.just(Iri("urn:x:other")), spans(), words)


def claims(paper, end):
    return st.builds(
        Claim,
        subject=end,
        predicate=st.sampled_from(Predicate),
        object=end,
        evidence=evidences(paper),
        rule=words,
        confidence=scores,
        quantity=st.none() | quantities,
        polarity=st.sampled_from(Polarity),
        hedge=maybe_text,
    )


@st.composite
def extractions(draw, paper=papers, concept=concepts):
    """Draw a paper with links in order of span and claims in any order, some of them twice."""
    drawn = draw(paper)
    found = draw(st.lists(links(concept), max_size=5))
    stated = draw(st.lists(claims(drawn, concept | own_nodes(drawn)), max_size=5))
    if stated and draw(st.booleans()):
        stated.append(stated[0])
    return Extraction(drawn, tuple(sorted(found, key=lambda link: link.mention.span)), tuple(stated))
