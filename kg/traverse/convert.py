"""The graph as an object of another library: networkx, pandas; every attribute is a plain scalar."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from kg.errors import MissingExtra
from kg.iris import BASE, own_kind, paper_iri
from kg.model import Claim, Concept
from kg.rdf.quantities import numbers

if TYPE_CHECKING:
    from collections.abc import Iterator

    import networkx as nx
    import pandas as pd

    from kg.traverse.parts import Parts

Scalar = str | int | float | bool

_PAPER = f"{BASE}paper/"
_FIGURE = ("value", "unit", "mode", "bound", "metric", "dataset", "condition", "verbatim")


def kind(node: Concept) -> str:
    """Return what a node is: the name of its type, `Paper`, or what a paper's own node stands for."""
    if node.type is not None:
        return node.type.value
    own = own_kind(node.iri)
    return own.capitalize() if own else "Paper" if node.iri.startswith(_PAPER) else "Node"


def multidigraph(parts: Parts) -> nx.MultiDiGraph[str]:
    """Return a `networkx.MultiDiGraph`: nodes are IRIs, an edge's key is the IRI of its claim."""
    import networkx as nx

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    with _no_circles():
        graph.add_nodes_from((node.iri, {"label": node.label, "type": kind(node)}) for node in parts.nodes)
        iris = [node.iri for node in parts.nodes]
        scalars = parts.scalars or (lambda number: attributes(parts.claims[number]))
        ends = zip(parts.links.subjects, parts.links.objects, parts.claim_iris, strict=True)
        for number, (subject, obj, iri) in enumerate(ends):
            graph.add_edge(iris[subject], iris[obj], iri, **scalars(number))
    return graph


@contextmanager
def _no_circles() -> Iterator[None]:
    """Let Python not look for circles of values while millions are made: half of the time would go there."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def attributes(claim: Claim) -> dict[str, Any]:
    """Return the fields of a claim as scalars under flat names; fields that are not there are left out."""
    evidence, quantity = claim.evidence, claim.quantity
    fields: dict[str, Scalar] = {
        "predicate": claim.predicate.value,
        "paper": evidence.paper,
        "sentence": evidence.text,
        "start": evidence.span.start,
        "end": evidence.span.end,
        "rule": claim.rule,
        "confidence": claim.confidence,
        "asserted": claim.asserted,
        "polarity": claim.polarity.value,
    }
    if claim.hedge is not None:
        fields["hedge"] = claim.hedge
    if quantity is not None:
        for name in _FIGURE:
            value = getattr(quantity, name)
            if value is not None:
                fields[name] = str(value)
    return fields


def frame(parts: Parts) -> pd.DataFrame:
    """Return the claims as a `pandas.DataFrame`, a row each, under the IRI of the claim.

    `number`, or of a range `low` and `high`, is the figure as a number, `value` its text. Raises MissingExtra without
    pandas.
    """
    try:
        import pandas as pd
    except ImportError:
        raise MissingExtra("pandas", "pandas", "a data frame") from None
    published = {paper_iri(paper.id): (paper.id, paper.published) for paper in parts.papers}
    rows = [_row(claim, *published.get(claim.evidence.paper, (None, None))) for claim in parts.claims]
    found = pd.DataFrame(rows, index=pd.Index(list(parts.claim_iris), name="claim", dtype="str"), columns=list(_TYPES))
    return found.astype(_TYPES)


_TYPES = {
    "subject": "str", "subject_label": "str", "subject_type": "category", "predicate": "category", "object": "str",
    "object_label": "str", "object_type": "category", "value": "str", "number": "float64", "low": "float64",
    "high": "float64", "unit": "category", "mode": "category", "bound": "category", "metric": "str", "dataset": "str",
    "condition": "str", "verbatim": "str", "asserted": "bool", "polarity": "category", "hedge": "str",
    "confidence": "float64", "rule": "category", "paper": "str", "paper_id": "str", "published": "str",
    "sentence": "str", "start": "int64", "end": "int64",
}  # fmt: skip


def _row(claim: Claim, paper_id: str | None, published: str | None) -> dict[str, Scalar | None]:
    found = [float(number) for number in numbers(claim.quantity.value or "")] if claim.quantity else []
    one, several = len(found) == 1, len(found) > 1
    return {
        **attributes(claim),
        "subject": claim.subject.iri,
        "subject_label": claim.subject.label,
        "subject_type": kind(claim.subject),
        "object": claim.object.iri,
        "object_label": claim.object.label,
        "object_type": kind(claim.object),
        "number": found[0] if one else None,
        "low": min(found) if several else None,
        "high": max(found) if several else None,
        "paper_id": paper_id,
        "published": published,
    }
