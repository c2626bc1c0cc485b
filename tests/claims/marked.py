"""Sentences with their names marked: "{M Foo!} beats {M Bar} by 3% in {Q accuracy}" becomes a document with links.

M model, T technique, H hardware, D data set, S software, J task, Q metric; `!` after a name that the paper introduces.
"""

import re

from kg.claims import comparisons
from kg.claims.sentences import Sentence, sentences
from kg.iris import concept_iri, own_kind
from kg.model import Claim, Concept, ConceptType, Link, Mention, Paper, Span
from kg.parse import Document, parse_one

TITLE = "Pebbles and shells"
TYPES = {
    "M": ConceptType.MODEL,
    "T": ConceptType.TECHNIQUE,
    "H": ConceptType.HARDWARE,
    "D": ConceptType.DATASET,
    "S": ConceptType.SOFTWARE,
    "J": ConceptType.TASK,
    "Q": ConceptType.METRIC,
}
_MARK = re.compile(r"\{(?P<kind>[MTHDSJQ]) (?P<name>[^{}!]+)(?P<own>!?)\}")
Row = tuple[str, str, str, str | None]


def marked(text: str) -> tuple[Document, tuple[Link, ...]]:
    """Return the document of a marked abstract and its links."""
    plain, links, last = "", [], 0
    for found in _MARK.finditer(text):
        plain += text[last : found.start()]
        start = len(TITLE) + 1 + len(plain)
        kind, name = TYPES[found["kind"]], found["name"]
        mention = Mention(Span(start, start + len(name)), kind, "test", introduced=bool(found["own"]))
        links.append(Link(mention, Concept(concept_iri(kind, name), name, kind), 1.0, "marked"))
        plain += name
        last = found.end()
    plain += text[last:]
    return parse_one(Paper("p", TITLE, plain)), tuple(links)


def claims(text: str) -> list[Claim]:
    """Return the figure and comparison claims of a marked abstract."""
    return list(comparisons.find(*marked(text)))


def sentence(text: str) -> Sentence:
    """Return the first sentence of a marked abstract as the rules see it."""
    document, links = marked(text)
    return next(found for found in sentences(document, links, ("",)) if found.index > 0)


def end(concept: Concept) -> str:
    """Return a name, `@paper`, or the phrase of a baseline (`~`) or measure (`#`)."""
    kind = own_kind(concept.iri)
    mark = {"contribution": "@paper", "baseline": f"~{concept.label}", "measure": f"#{concept.label}"}
    return concept.label if kind is None else mark[kind]


def row(claim: Claim) -> Row:
    """Return subject, predicate, object and value with its unit."""
    quantity = claim.quantity
    value = f"{quantity.value} {quantity.unit or ''}".strip() if quantity and quantity.value else None
    return end(claim.subject), claim.predicate.value, end(claim.object), value


def rows(text: str) -> list[Row]:
    """Return all claims of a marked abstract as rows, in order."""
    return [row(claim) for claim in claims(text)]


def metrics(text: str) -> list[str | None]:
    """Return the metric phrases of all claims, in order."""
    return [claim.quantity.metric if claim.quantity else None for claim in claims(text)]
