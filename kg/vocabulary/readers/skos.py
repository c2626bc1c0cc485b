"""SKOS in any serialization: Turtle, N-Triples, RDF/XML and JSON-LD."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, parse

from kg.errors import SourceError
from kg.iris import BASE
from kg.model import ConceptType, Iri, Problem
from kg.vocab import KG, RDF, RDFS, SKOS
from kg.vocabulary.readers.record import Read, Record, problem
from kg.vocabulary.stated import CONCEPT

_KINDS = {KG[kind]: kind for kind in ConceptType}
_HIDDEN, _NARROWER, _TOP = f"{SKOS.iri}hiddenLabel", f"{SKOS.iri}narrower", f"{SKOS.iri}ConceptScheme"
_OTHER_LABELS = (SKOS.altLabel, _HIDDEN)
_MATCHES = ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")
_MATCH = {f"{SKOS.iri}{name}": name for name in _MATCHES}
_FILE = "file:///"


@dataclass(slots=True)
class _Node:
    """What the file states about one subject."""

    preferred: list[Literal] = field(default_factory=list)
    others: list[Literal] = field(default_factory=list)
    named: list[Literal] = field(default_factory=list)
    kinds: list[ConceptType] = field(default_factory=list)
    broader: list[str] = field(default_factory=list)
    facts: list[tuple[str, str]] = field(default_factory=list)
    case_sensitive: bool = False
    concept: bool = False
    scheme: bool = False


def read(source: str, text: str, form: RdfFormat) -> Read:
    """Return the concepts of a SKOS file.

    A concept is what is a skos:Concept or has a skos:prefLabel. English labels count before those without a
    language, those before any other. An IRI that is none of kg becomes the fact `exactMatch`. Raises SourceError
    for a file that is no RDF of this form, or holds no concept.
    """
    problems: list[Problem] = []
    nodes: dict[str, _Node] = {}
    for quad in _quads(source, text, form, problems):
        if isinstance(quad.subject, NamedNode | BlankNode):
            _take(nodes, _id(quad.subject), quad)
    concepts = {name: node for name, node in nodes.items() if (node.concept or node.preferred) and not node.scheme}
    if not concepts:
        why = (
            problems[0].message if problems else "this is RDF, but no subject is a skos:Concept or has a skos:prefLabel"
        )
        raise SourceError(source, problems[0].line if problems else 0, why, "Give a SKOS file")
    return Read(tuple(_record(source, name, concepts[name], problems) for name in concepts), tuple(problems))


def _quads(source: str, text: str, form: RdfFormat, problems: list[Problem]) -> Iterator[Quad]:
    """Yield the statements of a file; behind a broken one the parser of Turtle goes on."""
    quads = parse(input=text, format=form, base_iri=f"{_FILE}{source}".replace(" ", "%20"))
    while True:
        try:
            yield next(quads)
        except StopIteration:
            return
        except (SyntaxError, ValueError) as error:
            message = getattr(error, "msg", None) or str(error)
            line = getattr(error, "lineno", None) or 0
            problems.append(problem(source, line, message, "Mend the statement; what hangs on it is left out"))
            if form is not RdfFormat.TURTLE:
                return


def _id(node: NamedNode | BlankNode) -> str:
    return node.value if isinstance(node, NamedNode) else f"_:{node.value}"


def _take(nodes: dict[str, _Node], name: str, quad: Quad) -> None:
    node = nodes.setdefault(name, _Node())
    predicate, value = quad.predicate.value, quad.object
    if isinstance(value, Literal):
        _take_literal(node, predicate, value)
    elif isinstance(value, NamedNode | BlankNode):
        _take_link(nodes, name, predicate, _id(value))


def _take_literal(node: _Node, predicate: str, value: Literal) -> None:
    if predicate == SKOS.prefLabel:
        node.preferred.append(value)
    elif predicate in _OTHER_LABELS:
        node.others.append(value)
    elif predicate == RDFS.label:
        node.named.append(value)
    elif predicate == KG.caseSensitive:
        node.case_sensitive = value.value == "true"
    elif predicate.startswith(KG.iri):
        node.facts.append((predicate.removeprefix(KG.iri), value.value))


def _take_link(nodes: dict[str, _Node], name: str, predicate: str, value: str) -> None:
    node = nodes[name]
    if predicate == RDF.type:
        node.concept |= value == SKOS.Concept
        node.scheme |= value == _TOP
        if value in _KINDS:
            node.kinds.append(_KINDS[Iri(value)])
    elif predicate == SKOS.broader:
        node.broader.append(value)
    elif predicate == _NARROWER:
        nodes.setdefault(value, _Node()).broader.append(name)
    elif predicate in _MATCH:
        node.facts.append((_MATCH[predicate], value))


def _record(source: str, name: str, node: _Node, problems: list[Problem]) -> Record:
    kinds = sorted(set(node.kinds))
    if len(kinds) > 1:
        message = f"{name}: it has several types: {', '.join(kinds)}"
        problems.append(problem(source, 0, message, f"It is taken as {kinds[0]}", error=False))
    own = Iri(name) if name.startswith(CONCEPT) else None
    facts = set(node.facts)
    if own is None and not name.startswith(("_:", _FILE, BASE)):
        facts.add(("exactMatch", name))
    labels = tuple(_labels(node))
    kind = kinds[0] if kinds else None
    return Record(name, labels, kind, (), tuple(node.broader), tuple(sorted(facts)), node.case_sensitive, own)


def _labels(node: _Node) -> Iterator[str]:
    """Yield the labels of the language that is preferred, the preferred label first."""
    preferred = _ranked(node.preferred or node.named or node.others)
    if preferred:
        rank = _rank(preferred[0])
        yield preferred[0].value
        others = _ranked([*preferred[1:], *node.others, *node.named])
        yield from (label.value for label in others if _rank(label) == rank or _rank(label)[0] < 2)


def _ranked(labels: Sequence[Literal]) -> list[Literal]:
    return sorted(labels, key=lambda label: (_rank(label), label.value))


def _rank(label: Literal) -> tuple[int, str]:
    language = (label.language or "").lower()
    return (0 if language.partition("-")[0] == "en" else 1 if not language else 2), language
