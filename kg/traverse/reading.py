"""A graph out of a store: of a folder where the copy for walking is absent or out of date."""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from kg.model import Extraction
from kg.rdf.store import Store
from kg.traverse.above import Catalogued
from kg.traverse.kept import STORE, save, seal, state_of
from kg.traverse.lookup import Lookup
from kg.traverse.names import NameTable
from kg.traverse.parts import Parts, gather
from kg.vocabulary.catalogue import catalogue_of


class Extractions(Protocol):
    """Anything that gives back the extractions that it holds, such as the store."""

    def extractions(self) -> Iterable[Extraction]:
        """Return every extraction."""
        ...


def read_whole(folder: Path) -> tuple[Parts, NameTable]:
    """Return the graph of a folder's store; the copy is left for the next time where the folder can be written."""
    state = state_of(folder)
    with Store(folder / STORE, read_only=True) as store:
        parts = gather(store.extractions())
    table = Lookup(parts, Catalogued(catalogue_of(folder)).aliases).table
    with suppress(OSError):
        save(parts, table, folder)
        seal(folder, state)
    return parts, table
