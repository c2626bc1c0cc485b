"""The bytes of a source: opened once, hashed as they pass, unpacked where gzipped, and bounded."""

import gzip
import hashlib
import http.client
import io
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import IO, BinaryIO

from kg.errors import SourceError

#: No source may unpack to more than this many bytes.
MAX_BYTES = 16 << 30
#: Beyond `GRACE` bytes, gzip data may not unpack to more than `MAX_RATIO` times its size. Text packs 3 to 20 times.
MAX_RATIO = 200
GRACE = 8 << 20

_BLOCK = 1 << 16


@dataclass(slots=True)
class Source:
    """A thing to read: its own name (what the graph records), the name as given (what messages say), how to open it.

    `named` is False for a file that was found in a folder. `again` tells whether it can be opened twice
    (a file can, standard input cannot). `sha256` is filled in when its bytes have been read to the end.
    """

    name: str
    label: str
    opener: Callable[[], AbstractContextManager[IO[bytes]]]
    named: bool = True
    again: bool = True
    sha256: str | None = None

    @contextmanager
    def stream(self) -> Iterator["Stream"]:
        """Open the source and lend its unpacked bytes; afterwards `sha256` is known if all were read.

        Raises SourceError where it cannot be opened.
        """
        try:
            context = self.opener()
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise SourceError(
                self.label, 0, f"cannot be opened: {_reason(error)}", "Check the name and the access rights"
            ) from error
        with context as raw:
            stream = Stream(raw)
            try:
                yield stream
            finally:
                self.sha256 = stream.sha256 or self.sha256

    def digest(self) -> str | None:
        """Return the sha256 of the bytes as they are stored; None for a stream that was not read to its end."""
        if self.sha256 is None and self.again:
            try:
                with self.opener() as raw:
                    self.sha256 = hashlib.file_digest(raw, "sha256").hexdigest()  # type: ignore[arg-type]
            except OSError:
                return None
        return self.sha256


def _reason(error: Exception) -> str:
    return str(getattr(error, "strerror", None) or getattr(error, "reason", None) or error or type(error).__name__)


class _Hashed(io.RawIOBase):
    """Passes bytes through as they arrive, counting and hashing them; `ended` once the last one has passed."""

    def __init__(self, raw: IO[bytes]) -> None:
        self._raw = raw
        self._read: Callable[[int], bytes] = getattr(raw, "read1", raw.read)
        self._hash = hashlib.sha256()
        self._ahead = b""
        self.count = 0
        self.ended = False

    def readable(self) -> bool:
        return True

    def begins_with(self, magic: bytes) -> bool:
        """Look ahead, however few bytes arrive at a time."""
        while len(self._ahead) < len(magic) and (chunk := self._read(_BLOCK)):
            self._ahead += chunk
        return self._ahead.startswith(magic)

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        chunk, self._ahead = self._ahead[: len(buffer)], self._ahead[len(buffer) :]
        if not chunk:
            chunk = self._read(len(buffer))
        if not chunk and getattr(self._raw, "length", None):  # of an HTTP answer: what it promised and did not send
            raise OSError("the answer ends early")
        self._hash.update(chunk)
        self.count += len(chunk)
        self.ended = self.ended or not chunk
        buffer[: len(chunk)] = chunk
        return len(chunk)

    def hexdigest(self) -> str:
        return self._hash.hexdigest()


class Stream(io.RawIOBase):
    """The unpacked bytes of a source. Where they are damaged or too many it ends early: see `failure`."""

    def __init__(self, raw: IO[bytes]) -> None:
        self._hashed = _Hashed(raw)
        self._count = 0
        self.failure: tuple[str, str] | None = None  # message, mend
        stored = io.BufferedReader(self._hashed, _BLOCK)
        self._body: BinaryIO | gzip.GzipFile = stored
        try:
            if self._hashed.begins_with(b"\x1f\x8b"):
                self._body = gzip.GzipFile(fileobj=stored)
        except (OSError, http.client.HTTPException) as error:
            self.failure = _failure(error)

    def readable(self) -> bool:
        """Tell that bytes can be read."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill the buffer with unpacked bytes; less than its size only at the end."""
        done = 0
        while done < len(buffer):
            chunk = self._next(len(buffer) - done)
            if not chunk:
                break
            buffer[done : done + len(chunk)] = chunk
            done += len(chunk)
        return done

    def _next(self, size: int) -> bytes:
        if self.failure:
            return b""
        try:
            chunk: bytes = self._body.read1(size)  # type: ignore[union-attr]
        except (OSError, EOFError, zlib.error, http.client.HTTPException) as error:
            self.failure = _failure(error)
            return b""
        self._count += len(chunk)
        return b"" if self._too_much() else chunk

    def _too_much(self) -> bool:
        packed = isinstance(self._body, gzip.GzipFile)
        if packed and self._count > GRACE and self._count > MAX_RATIO * self._hashed.count:
            self.failure = (f"unpacks to more than {MAX_RATIO} times its size", "Unpack it yourself if you trust it")
        elif self._count > MAX_BYTES:
            self.failure = (f"holds more than {MAX_BYTES >> 30} GiB", "Split it")
        return self.failure is not None

    @property
    def sha256(self) -> str | None:
        """The hash of the stored bytes, once all of them have been read."""
        return self._hashed.hexdigest() if self._hashed.ended else None


def _failure(error: Exception) -> tuple[str, str]:
    if isinstance(error, EOFError):
        return "the gzip data ends early", "Copy or download the file again"
    if isinstance(error, zlib.error | gzip.BadGzipFile):
        return "the gzip data is damaged", "Copy or download the file again"
    return f"reading stopped: {_reason(error)}", "Try again, or save it as a file first"
