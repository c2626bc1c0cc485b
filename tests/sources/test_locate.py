"""From what a caller names to the sources that are read."""

import hashlib
import io
import os
import sys
from pathlib import Path

import pytest

from kg.errors import SourceError
from kg.sources import locate


@pytest.fixture
def orchard(tmp_path: Path) -> Path:
    """A folder with files, a folder in it, and hidden things."""
    for name in ("b.txt", "a.txt", "c.jsonl", ".hidden.txt", "deep/d.txt", "deep/.e.txt", ".git/f.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(name)
    return tmp_path


def names(given: object) -> list[str]:
    return [source.name for source in locate(given)]  # type: ignore[arg-type]


def test_a_file_is_known_by_its_own_name_and_labelled_as_given(orchard: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(orchard)

    (source,) = locate("deep/d.txt")

    assert (source.name, source.label, source.named) == ("d.txt", "deep/d.txt", True)
    assert source.digest() == hashlib.sha256(b"deep/d.txt").hexdigest()


def test_a_folder_stands_for_its_files_sorted_without_hidden_ones(orchard: Path) -> None:
    assert names(orchard) == ["a.txt", "b.txt", "c.jsonl", "d.txt"]
    assert not any(source.named for source in locate(orchard))


def test_a_glob_stands_for_what_it_matches(orchard: Path) -> None:
    assert names(str(orchard / "*.txt")) == ["a.txt", "b.txt"]
    assert names(str(orchard / "**/*.txt")) == ["a.txt", "b.txt", "d.txt"]
    assert names(str(orchard / "dee?")) == ["d.txt"]
    assert names(orchard / "[ab].txt") == ["a.txt", "b.txt"]


def test_a_file_whose_name_looks_like_a_glob_is_that_file(orchard: Path) -> None:
    (orchard / "x[1].txt").write_text("x")

    assert names(orchard / "x[1].txt") == ["x[1].txt"]


def test_a_file_named_twice_counts_once_and_as_named(orchard: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(orchard)

    found = locate([".", "a.txt", orchard / "a.txt", "*.txt", orchard / "deep" / ".." / "a.txt"])

    assert [(source.name, source.named) for source in found] == [
        ("a.txt", True),
        ("b.txt", True),
        ("c.jsonl", False),
        ("d.txt", False),
    ]


def test_the_home_folder_can_be_written_short(orchard: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(orchard))

    assert names("~/a.txt") == ["a.txt"]


@pytest.mark.parametrize(
    "given", ["nothing.txt", "no*.txt", "no/such/folder", "a\x00b", "x" * 5000], ids=lambda given: given[:20]
)
def test_a_name_that_stands_for_nothing_is_an_error(given: str, orchard: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(orchard / "deep")
    with pytest.raises(SourceError) as caught:
        locate(["d.txt", given])

    assert caught.value.source == given
    assert caught.value.mend.startswith("Check the name")


@pytest.mark.parametrize("address", ["ftp://a.example/x.txt", "s3://bucket/x", "gopher://x", "data://x"])
def test_other_addresses_are_refused(address: str) -> None:
    with pytest.raises(SourceError, match="kg does not read") as caught:
        locate(address)

    assert caught.value.source == address


def test_a_file_address_is_a_path(orchard: Path) -> None:
    (orchard / "a b.txt").write_text("x")

    assert names((orchard / "a.txt").as_uri()) == ["a.txt"]
    assert names((orchard / "a b.txt").as_uri()) == ["a b.txt"]
    assert names(f"file:{orchard / 'a.txt'}") == ["a.txt"]
    with pytest.raises(SourceError, match="no such file"):
        locate((orchard / "nothing.txt").as_uri())


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("http://localhost:8000/a/b.jsonl?x=1#y", "b.jsonl"),
        ("https://a.example/pears%20and%20plums.txt", "pears and plums.txt"),
        ("http://localhost:8000/", "localhost:8000"),
        ("http://ann:secret@localhost", "localhost"),
        ("HTTP://localhost/x", "x"),
    ],
)
def test_an_address_is_known_by_its_last_part(address: str, name: str) -> None:
    (source,) = locate(address)

    assert (source.name, source.label, source.again) == (name, address, False)


def test_an_address_that_is_none_is_refused() -> None:
    with pytest.raises(SourceError, match="is no address"):
        locate("http://[::1/x")


def test_standard_input_is_read_where_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"pears")))

    (source,) = locate(["-", Path("-")])

    assert (source.name, source.again) == ("stdin", False)
    with source.stream() as stream:
        assert stream.read() == b"pears"
    assert not sys.stdin.closed
    assert source.digest() == hashlib.sha256(b"pears").hexdigest()


def test_no_standard_input_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    (source,) = locate("-")

    with pytest.raises(SourceError, match="there is no standard input"), source.stream():
        pass


def test_sources_that_were_located_stay_themselves(orchard: Path) -> None:
    found = locate(orchard)

    assert all(left is right for left, right in zip(locate(found), found, strict=True))


def test_a_pipe_is_read_once(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)

    (source,) = locate(pipe)

    assert not source.again
    assert source.digest() is None
    assert names(tmp_path.parent / tmp_path.name / "pipe") == ["pipe"]


def test_a_folder_skips_what_is_no_regular_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "lost").symlink_to(tmp_path / "nowhere")
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "b.txt").symlink_to(tmp_path / "a.txt")

    assert names(tmp_path) == ["a.txt"]


def test_a_folder_in_it_that_cannot_be_listed_is_a_source_that_cannot_be_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text("x")
    shut = tmp_path / "shut"
    shut.mkdir()
    scandir = os.scandir

    def guarded(path: str) -> object:
        if Path(path) == shut:
            raise PermissionError(13, "Permission denied", str(shut))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", guarded)

    assert names(tmp_path) == ["a.txt", "shut"]
    with pytest.raises(SourceError, match="shut: cannot be opened"), locate(tmp_path)[1].stream():
        pass
