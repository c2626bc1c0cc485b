"""The folder of somebody's weights: that it is one, and what tells it from another."""

import hashlib
from functools import cache
from pathlib import Path

from kg.errors import SettingsError


def folder_of(path: str, reader: str, *needed: str) -> Path:
    """Return the folder that `reader_path` names; raises SettingsError unless it holds one of the files `needed`."""
    if not path:
        raise SettingsError("reader_path", f"the reader {reader} needs the folder of its weights")
    folder = Path(path).expanduser()
    if not folder.is_dir():
        raise SettingsError("reader_path", f"{path} is no folder. Weights are never downloaded: name a local folder")
    if not any((folder / name).is_file() for name in needed):
        raise SettingsError(
            "reader_path", f"{path} holds no {' or '.join(needed)}, so these are no weights of {reader}"
        )
    return folder


def digest_of(folder: Path) -> str:
    """Return a digest of the files of a folder: of their names and contents, not of where it lies."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    stamps = tuple((path, path.stat().st_size, path.stat().st_mtime_ns) for path in files)
    return _digest(folder, stamps)


@cache
def _digest(folder: Path, stamps: tuple[tuple[Path, int, int], ...]) -> str:
    """Hash gigabytes once in a process, as long as no file changes."""
    total = hashlib.sha256()
    for path, _, _ in stamps:
        with path.open("rb") as file:
            total.update(
                f"{path.relative_to(folder).as_posix()}\0".encode() + hashlib.file_digest(file, "sha256").digest()
            )
    return total.hexdigest()
