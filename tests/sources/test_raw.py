"""The bytes of a source: hashed as they pass, unpacked, bounded."""

import gzip
import hashlib
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import SourceError
from kg.sources import raw
from kg.sources.raw import Source, Stream


class Trickle(io.BytesIO):
    """Gives its bytes a few at a time, as sockets do, and breaks off where told."""

    def __init__(self, content: bytes, step: int = 3, breaks_at: int | None = None) -> None:
        super().__init__(content)
        self.step, self.breaks_at = step, breaks_at

    def read(self, size: int | None = -1) -> bytes:
        if self.breaks_at is not None and self.tell() >= self.breaks_at:
            raise ConnectionResetError("the line is cut")
        return super().read(min(self.step, size) if size and size > 0 else self.step)

    read1 = read


def source(content: bytes, **more: object) -> Source:
    return Source("a.txt", "in/a.txt", lambda: io.BytesIO(content), **more)


@given(st.binary(max_size=3000), st.booleans(), st.integers(1, 50))
def test_bytes_come_through_unpacked_and_the_hash_is_of_what_is_stored(content: bytes, packed: bool, step: int) -> None:
    content = b"x" + content
    stored = gzip.compress(content) if packed else content

    stream = Stream(Trickle(stored, step))

    assert stream.sha256 is None or not stored
    assert io.BufferedReader(stream).read() == content
    assert stream.sha256 == hashlib.sha256(stored).hexdigest()
    assert stream.failure is None


def test_parts_that_were_packed_one_by_one_are_one_file() -> None:
    stream = Stream(io.BytesIO(gzip.compress(b"pears ") + gzip.compress(b"plums")))

    assert io.BufferedReader(stream).read() == b"pears plums"
    assert stream.failure is None


PACKED = gzip.compress(bytes(range(256)) * 40)
DAMAGED = {
    "cut off": (PACKED[:-20], "the gzip data ends early"),
    "cut in its head": (PACKED[:5], "the gzip data ends early"),
    "nothing but its first two bytes": (PACKED[:2], "the gzip data ends early"),
    "something after it": (PACKED + b"pears", "the gzip data is damaged"),
    "a wrong check sum": (PACKED[:-8] + b"\x00" * 8, "the gzip data is damaged"),
    "a wrong byte": (PACKED[:200] + b"\xff\xff\xff\xff" + PACKED[204:], "the gzip data is damaged"),
    "an unknown method": (b"\x1f\x8b\x09" + PACKED[3:], "the gzip data is damaged"),
}


@pytest.mark.parametrize(("stored", "message"), DAMAGED.values(), ids=DAMAGED)
def test_damaged_gzip_gives_what_there_is_and_says_so(stored: bytes, message: str) -> None:
    stream = Stream(io.BytesIO(stored))

    found = io.BufferedReader(stream).read()

    assert stream.failure == (message, "Copy or download the file again")
    if message.endswith("early"):
        assert (bytes(range(256)) * 40).startswith(found)


def test_a_line_that_breaks_off_gives_what_there_was() -> None:
    stream = Stream(Trickle(b"pears and plums", step=5, breaks_at=10))

    assert io.BufferedReader(stream).read() == b"pears and "
    assert stream.failure == ("reading stopped: the line is cut", "Try again, or save it as a file first")
    assert stream.sha256 is None


def test_a_line_that_breaks_off_at_once_fails() -> None:
    stream = Stream(Trickle(b"pears", breaks_at=0))

    assert io.BufferedReader(stream).read() == b""
    assert stream.failure


def test_a_gzip_bomb_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(raw, "GRACE", 1 << 16)
    bomb = gzip.compress(bytes(30_000_000))

    stream = Stream(io.BytesIO(bomb))
    found = io.BufferedReader(stream).read()

    assert stream.failure
    assert "more than 200 times its size" in stream.failure[0]
    assert len(found) < 16_000_000


def test_text_packs_far_less_than_a_bomb(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(raw, "GRACE", 0)
    text = "".join(f"Pear {number} fell at {number * 7919 % 10007} o'clock.\n" for number in range(20_000)).encode()

    stream = Stream(io.BytesIO(gzip.compress(text, 9)))

    assert io.BufferedReader(stream).read() == text
    assert stream.failure is None


def test_no_source_is_endless(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(raw, "MAX_BYTES", 100_000)

    class Endless(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            return b"x" * (size or 1)

        read1 = read

    stream = Stream(Endless())

    assert len(io.BufferedReader(stream).read()) <= 100_000
    assert stream.failure
    assert "holds more than" in stream.failure[0]


def test_a_source_knows_its_hash_once_it_was_read_to_the_end() -> None:
    opened = 0

    def opener() -> io.BytesIO:
        nonlocal opened
        opened += 1
        return io.BytesIO(b"pears")

    place = Source("a.txt", "in/a.txt", opener)
    with place.stream() as stream:
        io.BufferedReader(stream).read()

    assert place.digest() == hashlib.sha256(b"pears").hexdigest()
    assert opened == 1


def test_a_file_that_was_not_read_is_hashed_when_asked() -> None:
    assert source(b"pears").digest() == hashlib.sha256(b"pears").hexdigest()


def test_a_stream_that_was_not_read_to_its_end_has_no_hash() -> None:
    place = source(b"pears" * 100_000, again=False)
    with place.stream() as stream:
        stream.read(3)

    assert place.digest() is None


def test_what_cannot_be_opened_is_named(tmp_path: Path) -> None:
    place = Source("a.txt", "in/a.txt", (tmp_path / "a.txt").open)

    with (
        pytest.raises(SourceError, match=r"^in/a\.txt: cannot be opened: No such file or directory. Check"),
        place.stream(),
    ):
        pass
    assert place.digest() is None
