"""Walking the graph: nodes, claims, neighbours and paths, each answer with the claims behind it."""

from kg.traverse.graph import Graph
from kg.traverse.paths import Path, Step

__all__ = ["Graph", "Path", "Step"]
