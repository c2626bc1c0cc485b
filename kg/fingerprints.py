"""What tells whether a paper must be worked on again: digests of all that decides what is read out of it."""

import hashlib
from importlib.resources import files

from kg.annotation.kept import Annotation
from kg.model import Paper
from kg.ontology import Ontology
from kg.own_weights import weights_mark
from kg.quality import RECORD
from kg.readers.choose import reader_mark
from kg.settings import Settings


def engine_mark(settings: Settings, ontology: Ontology | None = None) -> str:
    """Return a digest of all that decides what is read out of a paper: code, weights, catalogue, settings."""
    mark = hashlib.sha256((ontology or Ontology.load()).sha256.encode())
    root = files("kg")
    for folder in ("", "annotation", "claims", "linking", "mentions", "naming", "neural", "weights", "weights/network"):
        part = root.joinpath(folder) if folder else root
        for item in sorted(part.iterdir(), key=lambda item: item.name):
            if item.is_file() and item.name != RECORD and not item.name.endswith((".pyc", ".md")):
                mark.update(item.name.encode() + hashlib.sha256(item.read_bytes()).digest())
    chosen = (settings.min_link, settings.min_confidence, settings.fast)
    mark.update(f"{chosen!r}{reader_mark(settings)}{weights_mark(settings)}".encode())
    return mark.hexdigest()


def fingerprint(paper: Paper, mark: str, annotation: Annotation | None = None) -> str:
    """Return what tells whether a paper must be worked on again."""
    said = annotation.digest if annotation else ""
    return hashlib.sha256(f"{mark}{paper!r}{said}".encode()).hexdigest()[:32]
