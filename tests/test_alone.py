"""One writer of a folder at a time: who holds it is named, and what a killed holder left is known."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg import alone as module
from kg.alone import LOCK, alone, busy, holder
from kg.errors import StoreError

HOLD = "import sys; from pathlib import Path; from kg.alone import alone\nwith alone(Path(sys.argv[1])): print(flush=True); sys.stdin.read()"


@pytest.fixture
def other(tmp_path):
    """Another process that holds the folder `out`."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, tmp_path / "out"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    process.stdout.readline()
    yield process
    process.kill()
    process.wait()
    process.stdin.close()
    process.stdout.close()


def test_a_folder_is_made_and_nothing_is_left_in_it(tmp_path):
    with alone(tmp_path / "a" / "b") as ended_well:
        assert ended_well
        assert (tmp_path / "a" / "b" / LOCK).read_text("ascii") == f"{os.getpid()}\n"
    assert not list((tmp_path / "a" / "b").iterdir())


def test_the_other_process_is_named(tmp_path, other):
    with pytest.raises(StoreError, match=f"process, {other.pid}, is writing this graph.* `kill {other.pid}`"):
        alone(tmp_path / "out").__enter__()


def test_a_killed_holder_holds_nothing_and_is_known_to_have_been(tmp_path, other):
    other.send_signal(signal.SIGKILL)
    other.wait()
    with alone(tmp_path / "out") as ended_well:
        assert not ended_well
    with alone(tmp_path / "out") as ended_well:
        assert ended_well


def test_a_holder_that_ended_in_an_error_did_not_end_well(tmp_path):
    with pytest.raises(ValueError, match="no"), alone(tmp_path):
        raise ValueError("no")
    with alone(tmp_path) as ended_well:
        assert not ended_well


def test_one_process_cannot_hold_a_folder_twice(tmp_path):
    with alone(tmp_path):
        with pytest.raises(StoreError, match=f"this process, {os.getpid()}, is writing"):
            alone(tmp_path / "x" / "..").__enter__()
        assert (tmp_path / LOCK).exists()
    with alone(tmp_path):
        pass


def test_another_folder_is_free(tmp_path, other):
    with alone(tmp_path / "elsewhere") as ended_well:
        assert ended_well


def test_a_lock_that_was_taken_away_meanwhile_is_taken_anew(tmp_path, monkeypatch):
    whole, seen = module._is_at, []

    def is_at(file, place):
        if not seen:
            seen.append(place.unlink())  # the holder before has just ended
        return whole(file, place)

    monkeypatch.setattr(module, "_is_at", is_at)
    with alone(tmp_path):
        assert (tmp_path / LOCK).exists()
    assert seen


def test_a_file_in_place_of_the_folder_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="nothing can be written here"):
        alone(tmp_path / "file").__enter__()


UNPRIVILEGED = """
import os, sys
from pathlib import Path
from kg.alone import alone
from kg.errors import StoreError
from kg.rdf.store import Store
if os.geteuid() == 0: os.setuid(65534)
try:
    with alone(Path("out")): print("held")
except StoreError as error:
    print(error)
with Store("out/store", read_only=True) as store: print(len(store.papers()))
try:
    Store("out/store")
except StoreError as error:
    print(error)
"""


@pytest.mark.skipif(not hasattr(os, "setuid"), reason="needs the rights of POSIX")
def test_a_folder_that_can_only_be_read_is_told_and_can_be_read(tmp_path):
    from tests.change.made import EXAMPLE, Store

    with Store(tmp_path / "out" / "store") as store:
        store.replace(EXAMPLE)
    for path in (tmp_path, *tmp_path.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        done = subprocess.run([sys.executable, "-c", UNPRIVILEGED], cwd=tmp_path, capture_output=True, text=True,
                              env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])})  # fmt: skip
    finally:
        for path in (tmp_path, *tmp_path.rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)
    assert done.returncode == 0, done.stderr
    told, papers, again = done.stdout.splitlines()
    assert told.startswith("out: nothing can be written here (Permission denied)")
    assert papers == "1"
    assert "kg may not write here" in again


def test_what_is_told_names_a_process_where_it_is_known():
    assert busy("7") == "another process, 7, is writing this graph. Wait until it is done, or end it with `kill 7`"
    assert busy("") == "another process is writing this graph. Wait until it is done"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells who holds a lock")
def test_the_holder_of_a_lock_is_found(tmp_path, other):
    assert holder(tmp_path / "out" / LOCK) == str(other.pid)
    assert holder(tmp_path / "none") == ""


CHILD = """
import os, sys, time
from kg.alone import end_with
parent = os.getpid()
if os.fork() == 0:
    end_with(parent)
    print(os.getpid(), flush=True)
    time.sleep(60)
os.wait()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a child with its parent")
def test_a_child_ends_with_its_parent_however_that_ends():
    with subprocess.Popen([sys.executable, "-c", CHILD], stdout=subprocess.PIPE) as process:
        child = int(process.stdout.readline())
        process.kill()
        assert process.stdout.read() == b"", "the child holds this pipe until it has ended"
    deadline = time.monotonic() + 30
    while is_alive(child):
        assert time.monotonic() < deadline
        time.sleep(0.02)


def is_alive(process):
    """Whether a process does anything still; one that nobody has waited for is a zombie."""
    try:
        return Path(f"/proc/{process}/stat").read_text().split()[2] not in "ZX"
    except OSError:
        return False
