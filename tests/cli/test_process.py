"""The program as a process of its own: exit codes, pipes, stdin, terminals and Ctrl-C."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from tests.cli.papers import WHOLE

KG = [sys.executable, "-m", "kg"]


def run(*arguments, **options):
    return subprocess.run([*KG, *map(str, arguments)], capture_output=True, timeout=120, **options)


def environment(**more):
    return {**os.environ, **more}


def test_exit_codes_and_streams(graph, tmp_path):
    good = run("query", "ASK { ?s ?p ?o }", "--graph", graph)
    assert (good.returncode, good.stdout, good.stderr) == (0, b"true\n", b"")
    missing = run("show", "Nobody", "--graph", graph)
    assert (missing.returncode, missing.stdout) == (1, b"")
    wrong = run("build", tmp_path / "nope")
    assert (wrong.returncode, wrong.stdout) == (2, b"")
    for failed in (missing, wrong):
        assert failed.stderr.startswith(b"kg: ")
        assert b"Traceback" not in failed.stderr


def test_stdin_to_stdout(tmp_path):
    result = run("extract", "-", "--fast", input=WHOLE.encode(), cwd=tmp_path)
    assert result.returncode == 0
    assert [json.loads(row)["id"] for row in result.stdout.splitlines()] == ["linnet", "osprey"]


def test_a_bad_setting_of_the_environment(tmp_path):
    result = run("extract", "-", input=b"", cwd=tmp_path, env=environment(KG_MIN_LINKS="1"))
    assert result.returncode == 2
    assert b"setting min_links: is no setting" in result.stderr


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("arguments", [["export", "html"], ["query", "SELECT * { ?s ?p ?o }"]], ids=["export", "query"])
def test_a_reader_that_leaves_early_is_no_error(graph, arguments, unbuffered):
    process = subprocess.Popen(
        [*KG, *arguments, "--graph", str(graph)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(PYTHONUNBUFFERED=unbuffered),
    )  # fmt: skip
    process.stdout.read(5)
    process.stdout.close()
    assert process.wait(60) in (0, 141)  # 0 where all fitted into the pipe
    assert process.stderr.read() == b""
    process.stderr.close()


def heed_ctrl_c():
    """Undo what tests that run as a background job of a shell inherit: they ignore ctrl-c."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_ctrl_c_ends_in_one_line(tmp_path):
    fifo = tmp_path / "never.jsonl"
    os.mkfifo(fifo)  # nobody writes: the program waits
    process = subprocess.Popen(
        [*KG, "build", str(fifo)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path,
        preexec_fn=heed_ctrl_c,
    )  # fmt: skip
    time.sleep(3)
    process.send_signal(signal.SIGINT)
    out, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert (out, errors) == (b"", b"kg: stopped; what was finished is kept\n")


def test_output_is_utf8_in_any_locale(graph):
    plain = run("show", "hostile", "--graph", graph, env=environment(LC_ALL="C", PYTHONUTF8="0", PYTHONIOENCODING=""))
    assert plain.returncode == 0
    assert "𝔸" in plain.stdout.decode("utf-8")


def test_on_a_terminal_there_are_marks_and_a_bar(graph, tmp_path):
    pty = pytest.importorskip("pty")
    (tmp_path / "papers.jsonl").write_text(WHOLE, encoding="utf-8")
    for arguments, expected in (
        (["show", "SwiftKV", "--graph", str(graph)], b"\x1b[1;36mSwiftKV\x1b[0m"),
        (["build", str(tmp_path / "papers.jsonl"), "-o", str(tmp_path / "out")], b"reading papers"),
    ):
        leader, follower = pty.openpty()
        process = subprocess.Popen(
            [*KG, *arguments], stdin=follower, stdout=follower, stderr=follower,
            env=environment(TERM="xterm-256color", COLUMNS="80"),
        )  # fmt: skip
        os.close(follower)
        shown = b""
        while True:
            try:
                shown += os.read(leader, 65536)
            except OSError:  # the other end is closed
                break
        os.close(leader)
        assert process.wait(120) == 0
        assert expected in shown
