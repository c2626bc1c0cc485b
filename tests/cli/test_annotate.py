"""`kg annotate`: what it serves, what it checks, and how it ends."""

import json
import os
import signal
import subprocess
import sys
import urllib.request

import pytest

from kg.annotation.form import line, read, write
from kg.annotation.standoff import stand_off
from kg.serve.annotate.server import Server
from tests.annotation.made import OWL, RECORD, changed, record
from tests.cli.papers import PAPERS, lines


@pytest.fixture
def served(monkeypatch):
    """What the page would be shown; the server ends at once, after `act` was called with its session."""
    seen = {"opened": [], "papers": [], "act": None}

    def serve(self, poll_interval=0.5):
        seen["papers"] = [row["id"] for row in self.session.papers()["papers"]]
        seen["session"] = self.session
        if seen["act"]:
            seen["act"](self.session)
        raise KeyboardInterrupt

    monkeypatch.setattr(Server, "serve_forever", serve)
    monkeypatch.setattr("webbrowser.open", seen["opened"].append)
    return seen


@pytest.fixture
def listing(tmp_path):
    path = tmp_path / "papers.jsonl"
    path.write_text(lines(*PAPERS, OWL), encoding="utf-8")
    return path


@pytest.fixture
def gold(tmp_path):
    path = tmp_path / "gold.jsonl"
    write(path, [RECORD, record(id="owlet")])
    return path


def done(session):
    """Mark the first paper as done."""
    name = session.papers()["papers"][0]["id"]
    session.put(name, session.paper(name) | {"state": "done"})


# Serving


def test_papers_of_a_listing(kg, served, listing):
    result = kg("annotate", listing)
    assert (result.exit_code, served["papers"]) == (0, ["linnet", "osprey", "owl"])
    address = result.stdout.strip()
    assert address.startswith("http://127.0.0.1:")
    assert served["opened"] == [address]
    assert "Ctrl-C ends" in result.stderr
    assert "0 papers done, 0 drafts, 3 to do" in result.stderr
    assert "annotations.jsonl" in result.stderr


def test_no_browser_and_quiet(kg, served, listing):
    result = kg("annotate", listing, "--no-browser", "-q")
    assert served["opened"] == []
    assert result.stderr == ""
    assert result.stdout.count("\n") == 1


def test_some_papers_alone(kg, served, listing):
    kg("annotate", listing, "--paper", "owl", "--paper", "linnet")
    assert served["papers"] == ["owl", "linnet"]
    result = kg("annotate", listing, "--paper", "linnett")
    assert result.exit_code == 2
    assert "there is no paper 'linnett' here. Did you mean linnet?" in result.stderr


def test_what_is_done_is_written(kg, served, listing, tmp_path):
    served["act"] = done
    result = kg("annotate", listing, "-o", tmp_path / "new" / "gold.jsonl")
    assert "1 paper done" in result.stderr
    ((_, made),) = read(tmp_path / "new" / "gold.jsonl")
    assert made["id"] == "linnet"
    assert made["concepts"]
    assert kg("annotate", "--check", tmp_path / "new" / "gold.jsonl").exit_code == 0


def test_the_next_sitting_goes_on(kg, served, listing, tmp_path):
    served["act"] = done
    kg("annotate", listing, "-o", tmp_path / "gold.jsonl")
    served["act"] = None
    kg("annotate", listing, "-o", tmp_path / "gold.jsonl")
    assert served["session"].counts() == {"done": 1, "draft": 0, "todo": 2}


def test_annotated_papers_are_done(kg, served, gold):
    kg("annotate", gold)
    assert served["papers"] == ["owl", "owlet"]
    assert served["session"].counts()["done"] == 2


def test_what_is_no_annotated_paper_stops_with_its_line(kg, served, tmp_path):
    path = tmp_path / "gold.jsonl"
    write(path, [RECORD, changed("concepts", 0, required=None) | {"id": "z"}])
    result = kg("annotate", path)
    assert result.exit_code == 1
    assert "gold.jsonl:2: concept 1: a concept needs required" in result.stderr
    assert served["papers"] == []


def test_a_change_of_one_paper_takes_the_others_along(kg, served, gold, tmp_path):
    served["act"] = done
    kg("annotate", gold, "-o", tmp_path / "new.jsonl")
    assert (tmp_path / "new.jsonl").read_bytes() == gold.read_bytes()


def test_extractions_are_proposals(kg, served, listing, tmp_path):
    kg("extract", listing, "--fast", "-o", tmp_path / "found.jsonl")
    kg("annotate", tmp_path / "found.jsonl")
    assert served["session"].counts()["todo"] == 3
    assert served["session"].paper("owl")["concepts"][0]["status"] == "open"


def test_without_text_the_listing_is_needed(kg, served, listing, tmp_path):
    bare = tmp_path / "bare.jsonl"
    write(bare, [stand_off(RECORD)])
    alone = kg("annotate", bare)
    assert alone.exit_code == 1
    assert "bare.jsonl:1: owl has no text here" in alone.stderr
    kg("annotate", bare, listing)
    assert served["session"].counts() == {"done": 1, "draft": 0, "todo": 2}


def test_papers_of_a_graph(kg, served, graph, tmp_path):
    own = tmp_path / "graph"
    own.symlink_to(graph)
    shown = []
    served["act"] = lambda session: shown.append(session.paper("willow"))
    result = kg("annotate", "--graph", own, "-o", tmp_path / "annotations.jsonl")
    assert result.exit_code == 0, result.stderr
    assert "willow" in served["papers"]
    assert shown[0]["concepts"]


def test_the_annotations_of_a_graph_stand_in_its_folder(kg, served, listing, tmp_path):
    out = tmp_path / "graph_out"
    kg("build", listing, "--fast", "-o", out)
    served["act"] = done
    kg("annotate", "--graph", out, "--paper", "owl")
    assert [each["id"] for _, each in read(out / "annotations.jsonl")] == ["owl"]
    result = kg("build", listing, "--fast", "-o", out, "--json")
    assert json.loads(result.stdout)["changed"] == 1
    rows = map(json.loads, (out / "extractions.jsonl").read_text(encoding="utf-8").splitlines())
    assert {each["rule"] for row in rows if row["id"] == "owl" for each in row["relations"]} == {"person"}
    assert kg("annotate", "--graph", out, "--check").exit_code == 0


@pytest.mark.parametrize("arguments", [[], ["papers.jsonl", "--graph", "graph_out"]])
def test_sources_or_a_graph(kg, arguments):
    result = kg("annotate", *arguments)
    assert result.exit_code == 2
    assert "SOURCE… or --graph DIR, and not both" in result.stderr


def test_a_port_that_is_taken(kg, listing, tmp_path):
    from tests.serve.desk_papers import sitting

    other = Server(sitting(tmp_path))
    result = kg("annotate", listing, "--no-browser", "--port", other.server_port)
    other.server_close()
    assert result.exit_code == 2
    assert f"--port {other.server_port}" in result.stderr


# Checking


def test_good_papers_pass(kg, gold):
    result = kg("annotate", "--check", gold)
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "2 papers, 0 errors, 0 notes\n"


def test_what_breaks_a_rule_is_listed_with_its_line(kg, tmp_path):
    path = tmp_path / "gold.jsonl"
    noted = changed("relations", 2, value="1.9") | {"id": "b"}
    torn = changed("concepts", 0, required=None) | {"id": "c"}
    path.write_text("\n".join(map(line, [changed("relations", 0, s="Nobody"), noted, torn])), encoding="utf-8")
    result = kg("annotate", "--check", path)
    assert result.exit_code == 1
    rows = result.stdout.splitlines()
    assert rows[0] == f"{path}:3: concept 1: a concept needs required, true or false"
    assert rows[1].startswith(f"{path}:1: owl: relation 1: no concept of this paper is named “Nobody”")
    assert rows[2].startswith(f"{path}:2: note: b: relation 3: the number does not stand in the evidence")
    assert result.stderr == "3 papers, 2 errors, 1 note\n"


def test_there_and_back_without_text(kg, gold, listing, tmp_path):
    bare, back = tmp_path / "bare.jsonl", tmp_path / "back.jsonl"
    write(gold, [RECORD])
    assert kg("annotate", "--check", gold, "--stand-off", "-o", bare).exit_code == 0
    assert "OwlQuant runs on" not in bare.read_text(encoding="utf-8")
    assert kg("annotate", "--check", bare, listing, "-o", back).exit_code == 0
    assert back.read_bytes() == gold.read_bytes()


def test_with_errors_nothing_is_written(kg, tmp_path):
    path = tmp_path / "gold.jsonl"
    write(path, [changed("relations", 0, evidence="Nowhere.")])
    result = kg("annotate", "--check", path, "-o", tmp_path / "new.jsonl")
    assert result.exit_code == 1
    assert "new.jsonl: not written" in result.stderr
    assert not (tmp_path / "new.jsonl").exists()


def test_a_paper_that_stands_twice(kg, gold, tmp_path):
    other = tmp_path / "other.jsonl"
    write(other, [RECORD])
    result = kg("annotate", "--check", gold, other)
    assert result.exit_code == 1
    assert "owl stands at" in result.stderr


def test_there_must_be_something_to_check(kg, listing):
    result = kg("annotate", "--check", listing)
    assert result.exit_code == 2
    assert "there are no annotated papers to check" in result.stderr


# The program itself


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="signals are sent")
def test_ctrl_c_ends_it_without_an_error(gold, tmp_path):
    process = subprocess.Popen(
        [sys.executable, "-m", "kg", "annotate", str(gold), "--no-browser"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # which a background job of a shell ignores
    )  # fmt: skip
    address = process.stdout.readline().decode().strip()
    with urllib.request.urlopen(f"{address}api/papers", timeout=20) as answer:
        assert [row["state"] for row in json.load(answer)["papers"]] == ["done", "done"]
    process.send_signal(signal.SIGINT)
    _, talk = process.communicate(timeout=20)
    assert process.returncode == 0
    assert b"Traceback" not in talk
    assert b"2 papers done, 0 drafts, 0 to do" in talk
