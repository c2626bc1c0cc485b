"""The two learned recognizers side by side: the random field and the network."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.mentions.find import survey, token_marks
from kg.mentions.gazetteer import Gazetteer
from kg.mentions.recognizer import Marks, Recognizer
from kg.neural.encoder import Network
from kg.neural.spans import Recognized
from kg.parse import Document


@dataclass(frozen=True, slots=True, eq=False)
class Tandem(Recognizer):
    """A recognizer joined by a network; a span that both find has the greater probability."""

    recognizer: Recognizer
    network: Network

    def find(self, document: Document, marks: Marks) -> Iterator[Recognized]:
        """Yield the mentions of a document in order; `marks` are what the other finders say of each token."""
        best: dict[tuple[int, int], Recognized] = {}
        for found in (*self.recognizer.find(document, marks), *self.network.reading(document, marks).recognized()):
            known = best.get((found.first, found.last))
            if known is None or found.probability > known.probability:
                best[found.first, found.last] = found
        yield from (best[place] for place in sorted(best))


def network_of(folder: Path, gazetteer: Gazetteer) -> Network:
    """Return the network of a folder, which sees what a gazetteer's finders mark."""
    return Network(folder, lambda document: token_marks(document, survey(document, gazetteer)))
