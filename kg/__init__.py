"""kg: knowledge graphs of machine-learning and hardware papers, with the sentence behind every claim.

The names below load their modules when they are first used, so that `import kg` costs next to nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.errors import KgError as KgError
    from kg.model import Claim as Claim
    from kg.model import Concept as Concept
    from kg.model import ConceptType as ConceptType
    from kg.model import Evidence as Evidence
    from kg.model import Extraction as Extraction
    from kg.model import Link as Link
    from kg.model import Mention as Mention
    from kg.model import Paper as Paper
    from kg.model import Predicate as Predicate
    from kg.model import Quantity as Quantity
    from kg.model import Span as Span
    from kg.ontology import Ontology as Ontology
    from kg.pipeline import build as build
    from kg.pipeline import extract as extract
    from kg.rdf.store import Store as Store
    from kg.settings import Settings as Settings
    from kg.sources.read import read as read
    from kg.traverse import Graph as Graph

_HOMES = {
    "Claim": "kg.model",
    "Concept": "kg.model",
    "ConceptType": "kg.model",
    "Evidence": "kg.model",
    "Extraction": "kg.model",
    "Graph": "kg.traverse",
    "KgError": "kg.errors",
    "Link": "kg.model",
    "Mention": "kg.model",
    "Ontology": "kg.ontology",
    "Paper": "kg.model",
    "Predicate": "kg.model",
    "Quantity": "kg.model",
    "Settings": "kg.settings",
    "Span": "kg.model",
    "Store": "kg.rdf.store",
    "build": "kg.pipeline",
    "extract": "kg.pipeline",
    "read": "kg.sources.read",
}

__all__ = [
    "Claim",
    "Concept",
    "ConceptType",
    "Evidence",
    "Extraction",
    "Graph",
    "KgError",
    "Link",
    "Mention",
    "Ontology",
    "Paper",
    "Predicate",
    "Quantity",
    "Settings",
    "Span",
    "Store",
    "__version__",
    "build",
    "extract",
    "read",
]


def __getattr__(name: str) -> Any:
    if name == "__version__":
        return import_module("kg.versions").own_version()
    if name not in _HOMES:
        raise AttributeError(f"module 'kg' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return __all__
