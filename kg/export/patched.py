"""The folder of a graph after a patch: what `kg build` would have written, without the papers being read."""

import os
from html import unescape
from pathlib import Path
from shutil import copytree, ignore_patterns, rmtree

from kg.alone import LOCK, alone
from kg.change.patch import Patch, apply
from kg.errors import StoreError
from kg.export.folder import OUTPUTS, REPORT, STORE, write_outputs
from kg.rdf.store import Store
from kg.rdf.trouble import clear_errors
from kg.settings import Settings
from kg.vocabulary.catalogue import catalogue_of

_HEAD = 4096


def patch_folder(patch: Patch, old: Path, new: Path) -> None:
    """Write into the folder `new` the graph that a patch makes of the one in `old`, which stays as it is.

    Raises StoreError where `new` is there already or cannot be written, SourceError where the patch does not fit.
    """
    if new.exists():
        raise StoreError(new, "this is there already. Name a folder that is not")
    draft = new.with_name(f".{new.name}.{os.getpid()}")
    try:
        with clear_errors(new), alone(draft):
            _make(patch, old, draft)
        draft.rename(new)
    finally:
        rmtree(draft, ignore_errors=True)


def _make(patch: Patch, old: Path, new: Path) -> None:
    others = ignore_patterns(f"{STORE}*", *OUTPUTS, REPORT, LOCK, ".*", "tables", "graph.index")
    copytree(old, new, ignore=others, dirs_exist_ok=True)
    with Store(old / STORE, read_only=True) as store:
        store.copy(new / STORE)
    with Store(new / STORE, ontology=catalogue_of(new)) as store:
        apply(patch, store)
        write_outputs(new, store, title=_title(old))


def _title(folder: Path) -> str:
    """Return the title of the page of a folder, or what pages are called otherwise."""
    page = folder / "graph.html"
    head = unescape(page.read_text(encoding="utf-8")[:_HEAD]) if page.is_file() else ""
    found = head.partition("<title>")[2].partition("</title>")[0]
    return found or Settings().title
