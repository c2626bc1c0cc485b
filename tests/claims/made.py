"""A short paper with its links made by hand, and small models made by hand."""

import numpy as np

from kg.context import Context
from kg.iris import concept_iri
from kg.linear import LinearModel
from kg.model import Concept, ConceptType, Link, Mention, Paper, Span
from kg.parse import parse_one

PAPER = Paper(
    "p1",
    "ShellSort: quick shells",
    "Shells are many. We propose ShellSort, a sorter that uses pebble hashing. "
    "ShellSort runs on a tide board. We test BeachSort too, and BeachSort uses pebble hashing. Sand is fine.",
)


def concept(label: str, kind: ConceptType) -> Concept:
    return Concept(concept_iri(kind, label), label, kind)


SORT = concept("ShellSort", ConceptType.MODEL)
BEACH = concept("BeachSort", ConceptType.MODEL)
HASHING = concept("pebble hashing", ConceptType.TECHNIQUE)
BOARD = concept("tide board", ConceptType.HARDWARE)
SAND = concept("Sand", ConceptType.DATASET)


def links(*named: Concept, paper: Paper = PAPER, introduced: tuple[Concept, ...] = ()) -> tuple[Link, ...]:
    """A link at every place where a label stands."""
    found = []
    for node in named:
        start = paper.text.find(node.label)
        while start >= 0:
            span = Span(start, start + len(node.label))
            mention = Mention(span, node.type, "test", introduced=node in introduced)
            found.append(Link(mention, node, 0.9, "read in the text"))
            start = paper.text.find(node.label, start + 1)
    return tuple(sorted(found, key=lambda link: link.mention.span))


def context(paper: Paper = PAPER) -> Context:
    return Context(parse_one(paper))


def linear(classes: str, **weights: dict[str, float]) -> LinearModel:
    """A model of some classes; `weights` are feature -> class -> weight, with `__` for `=` in the feature."""
    names = classes.split()
    rows = [[row.get(name, 0.0) for name in names] for row in weights.values()]
    index = {name.replace("__", "="): i for i, name in enumerate(weights)}
    shaped = np.array(rows, dtype=np.float32).reshape(len(weights), len(names))
    return LinearModel(tuple(names), index, shaped, np.zeros(len(names), dtype=np.float32))


ROLES = linear(
    "introduces uses runsOn mentions",
    introduced={"introduces": 9.0},
    T__Tec={"uses": 6.0},
    T__Har={"runsOn": 6.0},
    T__Dat={"mentions": 6.0},
    T__Mod={"mentions": 3.0},
)
