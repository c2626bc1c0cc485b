"""The network as the line uses it: it sees what the finders by rule mark."""

from pathlib import Path

from kg.mentions.find import survey, token_marks
from kg.mentions.gazetteer import Gazetteer
from kg.neural.encoder import Network


def network_of(folder: Path, gazetteer: Gazetteer) -> Network:
    """Return the network of a folder, which sees what a gazetteer's finders mark."""
    return Network(folder, lambda document: token_marks(document, survey(document, gazetteer)))
