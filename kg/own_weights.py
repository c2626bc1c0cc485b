"""Weights of one's own: the folder that the setting `weights` names, and what tells its content from another's."""

import hashlib
from pathlib import Path

from kg.errors import SettingsError
from kg.settings import Settings

LINEAR = ("recognizer.crfsuite", "concepts.npz", "types.npz", "roles.npz", "relations.npz")
"""The files that weights are made of, besides a folder `network`, which may be absent."""

OPTIONAL = ("figures.npz",)
"""Files that weights made by an earlier version lack; without one the rules alone decide."""


def weights_folder(settings: Settings) -> Path | None:
    """Return the folder of the weights that the settings name; None for the weights that ship.

    Raises SettingsError where it does not hold them all.
    """
    if not settings.weights:
        return None
    folder = Path(settings.weights).expanduser()
    missing = next((name for name in LINEAR if not (folder / name).is_file()), None)
    if missing:
        raise SettingsError("weights", f"{settings.weights} holds no {missing}. Name a folder that `kg train` wrote")
    return folder


def weights_mark(settings: Settings) -> str:
    """Return a digest of the weights that the settings name, wherever they lie; empty for those that ship."""
    folder = weights_folder(settings)
    if folder is None:
        return ""
    total = hashlib.sha256()
    there = (folder / name for name in OPTIONAL if (folder / name).is_file())
    for path in (*(folder / name for name in LINEAR), *there, *sorted((folder / "network").glob("*.*"))):
        total.update(f"{path.name}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()
