"""Mentions to concepts: grouping by name, choice of type and node, and a score."""
