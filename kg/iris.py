"""IRIs of papers, concepts and claims: functions of their content, the same on every build."""

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import quote

from kg.model import Claim, Concept, ConceptType, Evidence, Extraction, Iri, Predicate, Quantity
from kg.text import label_key

BASE = "https://w3id.org/mlhw-kg/"
ONTOLOGY = BASE + "ontology#"


def paper_iri(paper_id: str) -> Iri:
    """Return the IRI of a paper from its id; characters that an IRI cannot hold are percent-encoded."""
    return Iri(f"{BASE}paper/{quote(paper_id, safe='-._~/:()')}")


def contribution(paper_id: str, title: str) -> Concept:
    """Return the node of a paper's own contribution where the paper gives it no name."""
    return Concept(Iri(f"{paper_iri(paper_id)}#contribution"), f"contribution of “{title}”", None)


def baseline(paper_id: str, phrase: str) -> Concept:
    """Return the node of an unnamed comparison; `phrase` (the text's own words) is its label."""
    return _phrase_node(paper_id, "baseline", phrase)


def measure(paper_id: str, phrase: str) -> Concept:
    """Return the node of a measured quantity that is no concept of its own; `phrase` is its label."""
    return _phrase_node(paper_id, "measure", phrase)


def _phrase_node(paper_id: str, kind: str, phrase: str) -> Concept:
    digest = hashlib.sha256(phrase.encode()).hexdigest()[:12]
    return Concept(Iri(f"{paper_iri(paper_id)}#{kind}-{digest}"), phrase, None)


def own_kind(iri: Iri) -> str | None:
    """Return what a paper's own node stands for: `contribution`, `baseline`, `measure`, or None for other nodes."""
    _, mark, fragment = iri.partition("#")
    return fragment.partition("-")[0] if mark and iri.startswith(f"{BASE}paper/") else None


def paper_node(paper_id: str, title: str) -> Concept:
    """Return the paper itself as the subject of its roles."""
    return Concept(paper_iri(paper_id), title, None)


def concept_iri(kind: ConceptType, label: str) -> Iri:
    """Return the IRI of a concept that no catalogue holds: its type and its label key.

    Equal label keys give equal IRIs, whatever the order of papers.
    """
    key = label_key(label) or "u" + hashlib.sha256(label.encode()).hexdigest()[:12]
    return Iri(f"{BASE}concept/{kind.value.lower()}/{quote(key.replace('#', 'sharp'), safe='-._~+*')}")


def claim_iri(
    evidence: Evidence, subject: Concept, predicate: Predicate, obj: Concept, quantity: Quantity | None
) -> Iri:
    """Return the IRI of a claim: a hash of the paper, the ends, the figure and the place in the text."""
    figure = () if quantity is None else (
        quantity.value, quantity.unit, quantity.mode, quantity.bound, quantity.metric, quantity.dataset,
        quantity.condition, quantity.verbatim,
    )  # fmt: skip
    parts = (evidence.paper, evidence.span.start, evidence.span.end, subject.iri, predicate, obj.iri, *figure)
    digest = hashlib.sha256("\x1f".join("" if part is None else str(part) for part in parts).encode()).hexdigest()
    return Iri(f"{BASE}claim/{digest[:24]}")


def iri_of(claim: Claim) -> Iri:
    """Return the IRI of a claim."""
    return claim_iri(claim.evidence, claim.subject, claim.predicate, claim.object, claim.quantity)


def numbered(extraction: Extraction) -> Iterator[tuple[Iri, Claim]]:
    """Yield each claim under its IRI in the graph; a second claim with the IRI of an earlier one has a number: `.2`."""
    places: dict[Iri, int] = {}
    for claim in extraction.claims:
        iri = iri_of(claim)
        place = places[iri] = places.get(iri, 0) + 1
        yield (iri if place == 1 else Iri(f"{iri}.{place}")), claim


_UNSAFE = re.compile(r"[^a-z0-9.]+")


def slug(text: str, limit: int = 80) -> str:
    """Return ASCII words joined by hyphens, for IRIs that people read."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return _UNSAFE.sub("-", plain.replace("+", "plus").replace("#", "sharp")).strip("-.")[:limit]
