"""IRIs as short names with a prefix, for tables that people read; every IRI comes back as it was."""

from kg.vocab import PREFIXES

_LONGEST = sorted(PREFIXES.items(), key=lambda item: (-len(item[1]), item[0]))


def curie(iri: str) -> str:
    """Return an IRI with the longest prefix of the vocabulary that fits, else in angle brackets.

    >>> curie("https://w3id.org/mlhw-kg/ontology#uses"), curie("urn:x:y")
    ('kg:uses', '<urn:x:y>')
    """
    return _prefixed(iri) or f"<{iri}>"


def short(iri: str) -> str:
    """Return an IRI for people to read: with the longest prefix of the vocabulary that fits, else as it is.

    >>> short("https://w3id.org/mlhw-kg/ontology#uses"), short("urn:x:y")
    ('kg:uses', 'urn:x:y')
    """
    return _prefixed(iri) or iri


def _prefixed(iri: str) -> str | None:
    for prefix, space in _LONGEST:
        if iri.startswith(space) and iri != space:
            return f"{prefix}:{iri[len(space) :]}"
    return None


def expand(name: str) -> str:
    """Return the IRI of what `curie` gave, or of an IRI as it stands; raises ValueError for an unknown prefix.

    >>> expand("kg:uses"), expand("<urn:x:y>")
    ('https://w3id.org/mlhw-kg/ontology#uses', 'urn:x:y')
    """
    if name.startswith("<") and name.endswith(">"):
        return name[1:-1]
    prefix, mark, local = name.partition(":")
    if prefix in PREFIXES and mark:
        return PREFIXES[prefix] + local
    if mark and local.startswith("//"):
        return name
    raise ValueError(f"the prefix of {name!r} is not known")
