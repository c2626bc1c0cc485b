"""From what the caller names (files, folders, globs, URLs, `-`) to the sources that are read."""

import contextlib
import glob
import os
import re
import sys
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, TypeAlias
from urllib.parse import unquote, urlsplit

from kg.errors import SourceError
from kg.sources.raw import Source

#: What a caller may name: a path, a glob, a URL, `-`, or a source that was located before.
Given: TypeAlias = str | Path | Source

#: Seconds without a byte after which a URL is given up.
TIMEOUT = 30.0

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+)://|(file):")


def locate(sources: Given | Iterable[Given]) -> tuple[Source, ...]:
    """Return one Source for each file, stream or URL that the names stand for; a file named twice counts once.

    A folder stands for every regular file under it, sorted, without hidden ones. Pass the result to
    `read` and then to `inputs`, and every source is read once.

    Raises SourceError for a name that stands for nothing.
    """
    given = [sources] if isinstance(sources, str | Path | Source) else sources
    found: dict[object, Source] = {}
    for item in given:
        for key, source in _located(item):
            kept = found.setdefault(key, source)
            kept.named = kept.named or source.named
    return tuple(found.values())


def _located(item: Given) -> Iterator[tuple[object, Source]]:
    if isinstance(item, Source):
        yield id(item), item
        return
    name = str(item)
    scheme = _SCHEME.match(name)
    if name == "-":
        yield "-", Source("stdin", "stdin", _stdin, again=False)
    elif scheme and not Path(name).exists():
        yield from _from_url(name, (scheme[1] or scheme[2]).lower())
    else:
        yield from _from_path(name)


def _stdin() -> contextlib.AbstractContextManager[IO[bytes]]:
    buffer = getattr(sys.stdin, "buffer", None)
    if buffer is None:
        raise OSError("there is no standard input")
    return contextlib.nullcontext(buffer)


def _from_url(url: str, scheme: str) -> Iterator[tuple[object, Source]]:
    if scheme == "file":
        yield from _from_path(urllib.request.url2pathname(urlsplit(url).path))
    elif scheme in ("http", "https"):
        yield url, Source(_url_name(url), url, lambda: _fetched(url), again=False)
    else:
        raise SourceError(url, 0, f"kg does not read {scheme}: addresses", "Use http:, https: or a file")


def _url_name(url: str) -> str:
    """Return the last part of the address's path: what the file would be called on disk."""
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise SourceError(url, 0, f"is no address: {error}", "Check the address") from error
    return unquote(parts.path.rstrip("/").rpartition("/")[2]) or parts.netloc.rpartition("@")[2]


def _fetched(url: str) -> contextlib.AbstractContextManager[IO[bytes]]:
    """Open the address over HTTP only: the opener has no handler for file: and ftp:, so no redirect leads there."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler,
        urllib.request.UnknownHandler,
        urllib.request.HTTPHandler,
        urllib.request.HTTPSHandler,
        urllib.request.HTTPDefaultErrorHandler,
        urllib.request.HTTPRedirectHandler,
        urllib.request.HTTPErrorProcessor,
    ):
        opener.add_handler(handler())
    request = urllib.request.Request(url, headers={"User-Agent": "kg", "Accept": "*/*"})
    try:
        response = opener.open(request, timeout=TIMEOUT)
    except urllib.error.HTTPError as error:
        with error:
            raise OSError(f"the server answers {error.code} {error.reason}") from error
    if response is None:
        raise OSError("the server sends the request to an address that kg does not read")
    return response  # type: ignore[no-any-return]


def _from_path(name: str) -> Iterator[tuple[object, Source]]:
    path = Path(name).expanduser()
    try:
        exists = path.exists()
    except (OSError, ValueError) as error:  # a NUL byte, a name too long, a folder without access
        raise SourceError(name, 0, f"cannot be opened: {error}", "Check the name and the access rights") from error
    if exists:
        yield from _from_folder(path) if path.is_dir() else [_file(path)]
        return
    # glob.glob takes absolute patterns, Path.glob does not
    matches = sorted(glob.glob(str(path), recursive=True)) if glob.has_magic(name) else []  # noqa: PTH207
    if not matches:
        what = "matches no file" if glob.has_magic(name) else "there is no such file or folder"
        raise SourceError(name, 0, what, "Check the name")
    for match in matches:
        yield from _from_folder(Path(match)) if Path(match).is_dir() else [_file(Path(match))]


def _from_folder(folder: Path) -> Iterator[tuple[object, Source]]:
    blocked: list[str] = []
    paths = [
        Path(parent) / file
        for parent, folders, files in _walk(folder, blocked)
        for file in files
        if not file.startswith(".")
    ]
    paths += [Path(name) for name in blocked]
    for path in sorted(paths):
        if path.is_file() or str(path) in blocked:
            yield _file(path, named=False)


def _walk(folder: Path, blocked: list[str]) -> Iterator[tuple[str, list[str], list[str]]]:
    """Walk the folder without hidden folders; a folder that cannot be listed is put into `blocked`."""
    for parent, folders, files in os.walk(folder, onerror=lambda error: blocked.append(error.filename)):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield parent, folders, files


def _file(path: Path, *, named: bool = True) -> tuple[object, Source]:
    regular = path.is_file() or path.is_dir()
    return path.resolve(), Source(path.name, path.as_posix(), lambda: path.open("rb"), named=named, again=regular)
