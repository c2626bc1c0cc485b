"""Formats of several files: a folder, or a zip archive of the same bytes every time."""

import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryDirectory
from typing import IO

from kg.export.source import Whole
from kg.whole import replaced

Write = Callable[[Whole, Path], None]
"""What writes the files of a format into a folder."""

_EPOCH = (1980, 1, 1, 0, 0, 0)  # a zip archive dates its files; the first day that it knows


@contextmanager
def _made(write: Write, source: Whole) -> Iterator[list[Path]]:
    with TemporaryDirectory() as folder:
        write(source, Path(folder))
        yield sorted(path for path in Path(folder).iterdir() if path.is_file())


def to_folder(write: Write, source: Whole, folder: Path) -> list[Path]:
    """Write the files into a folder, each whole or not at all, and return them; other files there stay."""
    with _made(write, source) as files:
        for file in files:
            with replaced(folder / file.name) as out, file.open("rb") as made:
                copyfileobj(made, out)
        return [folder / file.name for file in files]


def to_zip(write: Write, source: Whole, out: IO[bytes]) -> None:
    """Write the files as a zip archive; the same files give the same bytes."""
    with _made(write, source) as files, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            entry = zipfile.ZipInfo(file.name, _EPOCH)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            with archive.open(entry, "w", force_zip64=True) as member, file.open("rb") as made:
                copyfileobj(made, member)
