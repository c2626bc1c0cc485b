"""The lint of what stands above what: circles, missing concepts, other types, schemes."""

from collections.abc import Iterator, Mapping

from kg.iris import BASE
from kg.model import ConceptType, Iri
from kg.vocab import SCHEMES
from kg.vocabulary.stated import CONCEPT, Fault, Stated

#: The pairs (type, type of its broader concept) that may differ. The catalogue that ships needs none.
ACROSS: frozenset[tuple[ConceptType, ConceptType]] = frozenset()


def faults(concepts: Mapping[Iri, Stated], *, whole: bool = True) -> Iterator[Fault]:
    """Yield what is wrong with broader concepts and schemes.

    Where the files were not read whole, a missing concept says nothing and is not told.
    """
    yield from _circles(concepts)
    for each in concepts.values():
        if whole:
            yield from _missing(each, concepts)
        yield from _other_types(each, concepts)
        yield from _schemes(each)


def _missing(each: Stated, concepts: Mapping[Iri, Stated]) -> Iterator[Fault]:
    for up in each.broader:
        if up not in concepts:
            yield Fault(
                "missing broader",
                each.iri,
                f"its broader concept {short(up)} is in none of the files. "
                "Correct the IRI, add the concept, or name the file that holds it too",
            )


def _other_types(each: Stated, concepts: Mapping[Iri, Stated]) -> Iterator[Fault]:
    for up in each.broader:
        above = concepts[Iri(up)].kind if up in concepts else None
        if each.kind and above and above is not each.kind and (each.kind, above) not in ACROSS:
            message = f"it is a {each.kind} and its broader concept {short(up)} is a {above}"
            yield Fault("type conflict", each.iri, f"{message}. Correct the type, or hang it under a {each.kind}")
    named = each.iri.removeprefix(CONCEPT).partition("/")[0]
    if each.kind and named != each.kind.lower():
        message = f"its IRI says {named} and its class {each.kind}"
        yield Fault("type conflict", each.iri, f"{message}. Begin the IRI with {CONCEPT}{each.kind.lower()}/")


def _schemes(each: Stated) -> Iterator[Fault]:
    expected = SCHEMES.get(each.kind) if each.kind else None
    if not each.schemes:
        wanted = expected or f"{BASE}scheme/…"
        yield Fault("orphan", each.iri, f"it is in no scheme. Add skos:inScheme <{wanted}>")
    elif len(each.schemes) > 1:
        message = f"it is in {len(each.schemes)} schemes: {', '.join(map(short, sorted(each.schemes)))}"
        yield Fault("two schemes", each.iri, f"{message}. Leave the one of its type")
    elif expected and each.schemes != [expected]:
        message = f"it is a {each.kind} in the scheme {short(each.schemes[0])}"
        yield Fault("orphan", each.iri, f"{message}. Put it into <{expected}>")


def _circles(concepts: Mapping[Iri, Stated]) -> Iterator[Fault]:
    for circle in circles({iri: tuple(map(Iri, each.broader)) for iri, each in concepts.items()}):
        path = " → ".join(short(iri) for iri in (*circle, circle[0]))
        mend = "Take out one of these skos:broader"
        yield Fault("cycle", circle[0], f"skos:broader goes round in a circle: {path}. {mend}")


def circles(broader: Mapping[Iri, tuple[Iri, ...]]) -> tuple[tuple[Iri, ...], ...]:
    """Return one circle for each step back that a walk upward finds, each from its least IRI on, sorted.

    Once the last step of each of these circles is taken out (the one that returns to the walk's own path), no
    circle is left: `last_steps` returns those steps.
    """
    found = set()
    for path in _loops(broader):
        start = path.index(min(path))
        found.add((*path[start:], *path[:start]))
    return tuple(sorted(found))


def last_steps(broader: Mapping[Iri, tuple[Iri, ...]]) -> frozenset[tuple[Iri, Iri]]:
    """Return steps (concept, broader concept) without which there is no circle."""
    return frozenset((path[-1], path[0]) for path in _loops(broader))


def _loops(broader: Mapping[Iri, tuple[Iri, ...]]) -> Iterator[tuple[Iri, ...]]:
    """Walk upward from every concept, depth first, and yield the part of the path that a step leads back to."""
    done: set[Iri] = set()
    for start in sorted(broader):
        path: dict[Iri, Iterator[Iri]] = {}
        if start not in done:
            path[start] = iter(sorted(broader[start]))
        while path:
            top = next(reversed(path))
            up = next(path[top], None)
            if up is None:
                done.add(top)
                del path[top]
            elif up in path:
                nodes = tuple(path)
                yield nodes[nodes.index(up) :]
            elif up in broader and up not in done:
                path[up] = iter(sorted(broader[up]))


def short(iri: str) -> str:
    """Return an IRI of kg without its common beginning."""
    return iri.removeprefix(CONCEPT).removeprefix(BASE)
