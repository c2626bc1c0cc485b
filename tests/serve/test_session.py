import json
from threading import Thread

import pytest

from kg.annotation.form import read
from kg.model import ConceptType, Paper
from kg.serve.annotate.desk import Files
from kg.serve.annotate.session import Session, Stale, sentences
from tests.annotation.made import PAPER, SENTENCES
from tests.serve.desk_papers import EVIL, HERON, PAPERS, propose, sent, sitting


@pytest.fixture
def session(tmp_path):
    return sitting(tmp_path)


def test_papers_stand_in_order_and_are_read_when_asked_for(session):
    first = session.papers()
    assert [row["id"] for row in first["papers"]] == [EVIL.id, "heron", "owl"]
    assert {row["state"] for row in first["papers"]} == {"todo"}
    assert first["unread"] == 3
    assert (first["out"], first["types"]) == ("annotations.jsonl", list(ConceptType))
    session.paper("heron")
    assert session.papers()["unread"] == 2


def test_reading_ahead_tells_how_sure_kg_is(session):
    session.read_ahead()
    rows = {row["id"]: row for row in session.papers()["papers"]}
    assert session.papers()["unread"] == 0
    assert rows["heron"]["confidence"] == 0.54
    assert rows["heron"]["open"] == 5


def test_reading_ahead_can_be_stopped(session):
    session.stop()
    session.read_ahead()
    assert session.papers()["unread"] == 3


def test_each_paper_is_read_once_by_several_threads(tmp_path):
    asked = []

    def slow(paper):
        asked.append(paper.id)
        return propose(paper)

    session = Session(PAPERS, Files(tmp_path / "a.jsonl"), slow)
    threads = [Thread(target=session.read_ahead) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(asked) == sorted(paper.id for paper in PAPERS)


def test_a_paper_comes_with_its_text_sentences_and_findings(session):
    shown = session.paper("owl")
    assert (shown["title"], shown["abstract"], shown["revision"]) == (PAPER.title, PAPER.abstract, 0)
    assert shown["findings"] == []
    assert shown["concepts"][0]["status"] == "open"


def test_sentences_are_counted_as_a_browser_does():
    units = PAPER.text.encode("utf-16-le")
    found = [units[2 * start : 2 * end].decode("utf-16-le") for start, end in sentences(PAPER)]
    assert found == [PAPER.title, *SENTENCES]
    assert sentences(HERON)[-1][1] == len(HERON.text) + 1, "𝔸 is two units"


def test_an_unknown_paper_is_none(session):
    with pytest.raises(KeyError):
        session.paper("nobody")
    with pytest.raises(KeyError):
        session.put("nobody", {})


def test_a_change_is_kept_and_numbered(session, tmp_path):
    shown = session.paper("heron")
    shown["concepts"][2] |= {"type": "Software", "status": "accepted"}
    kept = session.put("heron", sent(shown, state="draft"))
    assert (kept["revision"], kept["state"], kept["concepts"][2]["type"]) == (1, "draft", "Software")
    again = sitting(tmp_path)
    assert again.paper("heron")["concepts"][2]["type"] == "Software"
    assert again.counts() == {"done": 0, "draft": 1, "todo": 2}


def test_a_change_of_an_older_state_is_refused(session):
    shown = session.paper("heron")
    session.put("heron", sent(shown, state="draft"))
    with pytest.raises(Stale):
        session.put("heron", sent(shown, state="draft"))
    assert session.paper("heron")["revision"] == 1


def test_what_is_no_paper_changes_nothing(session, tmp_path):
    with pytest.raises(ValueError, match="state"):
        session.put("heron", {"revision": 0})
    assert session.paper("heron")["revision"] == 0
    assert list(tmp_path.iterdir()) == []


def test_done_writes_the_form_of_the_guidelines(session, tmp_path):
    kept = session.put("owl", sent(session.paper("owl"), state="done"))
    assert kept["state"] == "done"
    ((_, record),) = read(tmp_path / "annotations.jsonl")
    assert list(record) == ["id", "title", "abstract", "concepts", "relations"]
    assert not any("status" in each or "confidence" in each for each in record["concepts"] + record["relations"])
    assert session.counts()["done"] == 1


def test_a_paper_with_errors_stays_a_draft_and_says_why(session, tmp_path):
    shown = session.paper("owl")
    shown["relations"][0]["evidence"] = "Nowhere."
    kept = session.put("owl", sent(shown, state="done"))
    assert kept["state"] == "draft"
    assert [(each["part"], each["index"], each["field"]) for each in kept["findings"]] == [("relation", 0, "evidence")]
    assert not (tmp_path / "annotations.jsonl").exists()


def test_what_is_shown_is_plain_json(session):
    assert json.loads(json.dumps(session.paper("owl")))
    assert json.loads(json.dumps(session.papers()))


def test_a_proposal_that_is_one_already_is_taken_as_it_is(tmp_path):
    ready = {"id": "p", "title": "T", "abstract": "A", "state": "todo", "concepts": [], "relations": []}
    session = Session([Paper("p", "T", "A")], Files(tmp_path / "a.jsonl"), lambda paper: ready)
    assert session.paper("p")["concepts"] == []
    assert session.papers()["papers"][0]["confidence"] == 1.0
