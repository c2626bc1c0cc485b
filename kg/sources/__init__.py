"""Reading papers: what a person has (files, folders, addresses) -> `Paper` values. The format is told by content."""

from kg.sources.formats import READERS
from kg.sources.locate import locate
from kg.sources.read import inputs, read

__all__ = ["READERS", "inputs", "locate", "read"]
