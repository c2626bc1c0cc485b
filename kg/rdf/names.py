"""What the papers of a store state about names: which short forms they define, and where a node is named how."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from kg.model import ConceptType, Iri
from kg.text import clean, label_key
from kg.vocab import KG

Query = Callable[[str], Any]
"""What runs SPARQL over the merged graph: `Store.query`."""

_DEFINED = """
SELECT DISTINCT ?paper ?type ?short ?long WHERE {
  ?mention kg:aliasOf/oa:hasSelector/oa:exact ?long ; itsrdf:taIdentRef/rdf:type ?type ; oa:hasTarget ?target .
  ?target oa:hasSource/dcterms:identifier ?paper ; oa:hasSelector/oa:exact ?short .
  FILTER(STRSTARTS(STR(?type), "%s"))
}
"""
_NAMED = """
SELECT DISTINCT ?paper ?concept ?form WHERE {
  VALUES ?concept { %s }
  ?mention itsrdf:taIdentRef ?concept ; oa:hasTarget ?target .
  ?target oa:hasSource/dcterms:identifier ?paper ; oa:hasSelector/oa:exact ?form .
}
"""
_REASONS = """
SELECT DISTINCT ?paper ?concept ?how WHERE {
  ?mention kg:how ?how ; itsrdf:taIdentRef ?concept ; oa:hasTarget/oa:hasSource/dcterms:identifier ?paper .
  FILTER(STRSTARTS(?how, "%s"))
}
"""


def defined(query: Query) -> Iterator[tuple[str, ConceptType, str, str]]:
    """Yield (paper, type, short form, long form) for each definition that papers give, both forms cleaned."""
    for row in query(_DEFINED % KG.iri):
        kind = row["type"].value.removeprefix(KG.iri)
        yield row["paper"].value, ConceptType(kind), _cleaned(row["short"].value), _cleaned(row["long"].value)


def named(query: Query, concepts: Iterable[Iri]) -> Iterator[tuple[str, Iri, str]]:
    """Yield (paper, concept, label key) for each way in which papers name some concepts."""
    listed = " ".join(f"<{iri}>" for iri in concepts)
    for row in query(_NAMED % listed) if listed else ():
        yield row["paper"].value, Iri(row["concept"].value), label_key(_cleaned(row["form"].value))


def reasons(query: Query, beginning: str) -> Iterator[tuple[str, Iri, str]]:
    """Yield (paper, concept, reason) for the links whose reason begins so."""
    for row in query(_REASONS % beginning):
        yield row["paper"].value, Iri(row["concept"].value), row["how"].value


def _cleaned(form: str) -> str:
    return " ".join(clean(form).text.split())
