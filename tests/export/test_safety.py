"""What can go wrong while a folder is written: one clear error, the old files stay, and the next build is right."""

import errno
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kg import whole
from kg.alone import LOCK
from kg.errors import StoreError
from kg.export import folder as folder_module
from kg.export.folder import OUTPUTS, REPORT, STORE, build_folder
from kg.model import BuildReport
from kg.rdf.store import Store
from kg.rdf.trouble import explained
from kg.settings import Settings
from tests.change.made import EXAMPLE, every
from tests.export.test_folder import PAPERS, Killed, write
from tests.test_alone import HOLD

FAST = Settings(fast=True, workers=1)


def build(source: Path, out: Path, **options: bool) -> BuildReport:
    return build_folder(source, out, settings=FAST, **options)  # type: ignore[arg-type]


def contents(out: Path) -> dict[str, bytes]:
    return {name: (out / name).read_bytes() for name in (*OUTPUTS, REPORT)}


def results(out: Path) -> dict[str, bytes]:
    return {name: (out / name).read_bytes() for name in OUTPUTS}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a build of two papers, to copy."""
    top = tmp_path_factory.mktemp("built")
    build(write(top / "in.jsonl", "ab"), top / "out")
    return top


@pytest.fixture(scope="module")
def wanted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What a build of all papers from nothing writes."""
    top = tmp_path_factory.mktemp("wanted")
    build(write(top / "in.jsonl", "abcd"), top / "out")
    return results(top / "out")


@pytest.fixture
def place(built: Path, tmp_path: Path) -> tuple[Path, Path]:
    """A listing of all papers, and the folder of a graph that holds two of them."""
    shutil.copytree(built / "out", tmp_path / "out")
    return write(tmp_path / "in.jsonl", "".join(PAPERS)), tmp_path / "out"


Place = tuple[Path, Path]


# Two builds at once


def test_a_second_build_is_told_who_builds_and_changes_nothing(place: Place, wanted: dict[str, bytes]) -> None:
    source, out = place
    before = contents(out)
    with subprocess.Popen([sys.executable, "-c", HOLD, out], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout
        other.stdout.readline()
        for fresh in (False, True):
            with pytest.raises(StoreError, match=f"process, {other.pid}, is writing this graph"):
                build(source, out, fresh=fresh)
        assert contents(out) == before
        assert (out / STORE).is_dir()
        other.kill()
    build(source, out)
    assert results(out) == wanted


# A full disk


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "the disk is full. Free some, then run the same command"),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), "your share of the disk is used up"),
        (OSError("IO error: No space left on device: While appending to file: 000123.sst"), "the disk is full"),
        (OSError(errno.EFBIG, "File too large"), "Raise the limit"),
        (OSError(errno.EROFS, "Read-only file system"), "can only be read"),
        (OSError(errno.EACCES, "Permission denied"), "kg may not write here"),
    ],
)
def test_what_the_disk_says_is_told_with_its_mend(error: OSError, told: str, tmp_path: Path) -> None:
    found = explained(error, tmp_path)
    assert isinstance(found, StoreError)
    assert told in str(found)
    assert found.path == tmp_path


@pytest.mark.parametrize("error", [OSError(errno.ENOENT, "No such file"), RuntimeError("a bug"), ValueError("x")])
def test_other_errors_are_not_explained_away(error: Exception, tmp_path: Path) -> None:
    assert explained(error, tmp_path) is None


@pytest.mark.parametrize("name", [*OUTPUTS, REPORT])
def test_a_disk_that_is_full_when_a_file_is_written_loses_nothing(
    name: str, place: Place, wanted: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    source, out = place
    before = results(out)
    whole_open = Path.open

    def full(self: Path, mode: str = "r", *rest: object, **options: object) -> object:
        if "w" in mode and self.name.startswith(f".{name}."):
            raise OSError(errno.ENOSPC, "No space left on device", str(self))
        return whole_open(self, mode, *rest, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(whole.Path, "open", full)
    with pytest.raises(StoreError, match="the disk is full"):
        build(source, out)
    monkeypatch.undo()
    after = results(out)
    assert all(after[each] in (before[each], wanted[each]) for each in OUTPUTS)
    assert not list(out.glob(".*"))
    build(source, out)
    assert results(out) == wanted


LIMITED = """
import resource, sys
from kg.errors import StoreError
from kg.rdf.store import Store
from dataclasses import replace
from tests.change.made import EXAMPLE, CATALOGUE
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
many = [replace(EXAMPLE, paper=replace(EXAMPLE.paper, id=f"p{n:03}")) for n in range(200)]
try:
    with Store(sys.argv[1], ontology=CATALOGUE) as store: store.replace_all(many)
    print("written")
except StoreError as error:
    print(error)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="needs a limit on the size of files")
@pytest.mark.parametrize("size", [100_000, 300_000])
def test_a_store_whose_files_cannot_grow_says_so_and_opens_again(size: int, tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    path = tmp_path / "store"
    with Store(path) as store:
        store.replace(EXAMPLE)
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, path, str(size)], cwd=root, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "Raise the limit" in done.stdout
    with Store(path) as store:
        store.replace_all(every())
        assert set(store.extractions()) >= set(every())
        assert {place.triple for place in store.quads()} == set(store.triples())


# A damaged store


def biggest(store: Path) -> Path:
    return max(store.glob("*.sst"), key=lambda path: path.stat().st_size)


def flip(path: Path, start: int = 0) -> None:
    data = bytearray(path.read_bytes())
    for at in range(start, len(data), 512):
        data[at] ^= 0xFF
    path.write_bytes(data)


HARMS = {
    "manifest flipped": lambda store: [flip(path, 8) for path in store.glob("MANIFEST-*")],
    "manifest removed": lambda store: [path.unlink() for path in store.glob("MANIFEST-*")],
    "current removed": lambda store: (store / "CURRENT").unlink(),
    "current and logs removed": lambda store: [p.unlink() for p in (store / "CURRENT", *store.glob("*.log"))],
    "current emptied": lambda store: (store / "CURRENT").write_text(""),
    "data removed": lambda store: biggest(store).unlink(),
    "data cut off": lambda store: os.truncate(biggest(store), 100),
    "data flipped": lambda store: [flip(path) for path in store.glob("*.sst")],
}


@pytest.mark.parametrize("harm", HARMS)
def test_a_damaged_store_is_told_with_its_mend_and_the_old_files_stay(
    harm: str, place: Place, wanted: dict[str, bytes]
) -> None:
    source, out = place
    before = contents(out)
    HARMS[harm](out / STORE)
    with pytest.raises(StoreError, match=r"this is no readable graph: its store .*--fresh") as caught:
        build(source, out)
    assert "\n" not in str(caught.value)
    assert contents(out) == before
    with pytest.raises(StoreError, match="no readable graph"), Store(out / STORE, read_only=True) as store:
        list(store.extractions())
    build(source, out, fresh=True)
    assert results(out) == wanted


def test_what_a_reader_meets_in_a_damaged_block_is_told(place: Place) -> None:
    _, out = place
    flip(biggest(out / STORE), 3)
    with pytest.raises(StoreError, match="its store is damaged"), Store(out / STORE, read_only=True) as store:
        list(store.query("SELECT * { { ?s ?p ?o . ?o ?q ?r } UNION { GRAPH ?g { ?s ?p ?o . ?o ?q ?r } } }"))


@pytest.mark.parametrize("name", ["LOG", "IDENTITY", "LOCK", "OPTIONS-*", "*.log"])
def test_a_file_that_is_not_needed_may_be_gone(name: str, place: Place, wanted: dict[str, bytes]) -> None:
    source, out = place
    for path in (out / STORE).glob(name):
        path.unlink()
    build(source, out)
    assert results(out) == wanted


# Starting over


def test_a_fresh_build_that_fails_leaves_the_old_graph(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    source, out = place
    before = contents(out)

    def killed(*given: object, **named: object) -> None:
        raise Killed

    monkeypatch.setattr(folder_module, "build", killed)
    with pytest.raises(Killed):
        build(source, out, fresh=True)
    assert contents(out) == before
    with Store(out / STORE, read_only=True) as store:
        assert list(store.papers()) == ["a", "b"]


@pytest.mark.parametrize("step", ["first", "second", "last"])
def test_a_fresh_build_killed_while_stores_are_exchanged_is_ended_by_the_next(
    step: str, place: Place, wanted: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    source, out = place
    moved: list[Path] = []
    whole_rename = Path.rename

    def rename(self: Path, target: Path) -> Path:
        moved.append(target)
        if len(moved) == ("first", "second").index(step) + 1:
            raise Killed
        return whole_rename(self, target)

    def rmtree(path: Path, **options: object) -> None:
        raise Killed

    if step == "last":
        monkeypatch.setattr(folder_module, "rmtree", rmtree)
    else:
        monkeypatch.setattr(folder_module.Path, "rename", rename)
    with pytest.raises(Killed):
        build(source, out, fresh=True)
    monkeypatch.undo()
    build(source, out)
    assert results(out) == wanted
    assert not {f"{STORE}.new", f"{STORE}.old", LOCK} & {path.name for path in out.iterdir()}


def test_drafts_of_a_killed_build_are_swept_away(place: Place) -> None:
    source, out = place
    for name in OUTPUTS:
        (out / f".{name}.123").write_text("half")
    (out / ".mine").write_text("kept")
    build(source, out)
    assert [path.name for path in out.glob(".*")] == [".mine"]
