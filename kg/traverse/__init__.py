"""Walking the graph: nodes, claims, neighbors and paths, each answer with the claims behind it."""

from kg.traverse.graph import Graph
from kg.traverse.names import How, Match
from kg.traverse.paths import Path, Step

__all__ = ["Graph", "How", "Match", "Path", "Step"]
