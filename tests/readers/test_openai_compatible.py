"""Papers read by an endpoint: in order, side by side, each asked for once; what fails costs one paper."""

import threading
import time
from pathlib import Path

import pytest

from kg.errors import ReaderError
from kg.fingerprints import engine_mark
from kg.model import Extraction, Paper, Problem
from kg.parse import parse_one
from kg.pipeline import Engine, build, extract, extractions, load_engine
from kg.rdf.store import Store
from kg.readers.cache import Cache
from kg.readers.client import Client
from kg.readers.cost import Estimate, estimate
from kg.readers.key import Key
from kg.readers.openai_compatible import Endpoint
from kg.readers.prompt import SCHEMA_TEXT, messages
from kg.settings import Settings
from tests.readers.answers import PAPER, RECORD, concept
from tests.readers.standin import EMPTY, Reply, Request, Standin, completion, refusal

PAPERS = [Paper(f"p{number}", f"Gull {number}", "A gull flies.") for number in range(9)]


def settings_of(standin: Standin, tmp_path: Path, **more: object) -> Settings:
    return Settings(
        workers=1,
        reader="llm",
        reader_url=standin.url,
        reader_model="toy",
        reader_cache=str(tmp_path / "answers"),
        **more,
    )


def silent(stage: str, done: int, total: int) -> None:
    """Show nothing."""


def test_an_answer_is_asked_for_once(endpoint: Endpoint, standin: Standin) -> None:
    standin.replies(completion(RECORD))
    assert not endpoint.is_cached(PAPER)
    first = endpoint.answer(PAPER)
    assert endpoint.is_cached(PAPER)
    assert endpoint.answer(PAPER) == first
    assert len(standin.requests) == 1


def test_papers_come_in_order_whatever_order_they_are_answered_in(endpoint: Endpoint, standin: Standin) -> None:
    standin.reply = lambda request: Reply(
        body=completion(EMPTY).body, delay=0.2 if request.text.startswith(("Gull 0", "Gull 4")) else 0.0
    )
    found = [(paper.id, error) for paper, error in endpoint.fetched(PAPERS)]
    assert found == [(paper.id, None) for paper in PAPERS]
    assert len(standin.requests) == len(PAPERS)


def test_no_more_than_the_limit_are_under_way(endpoint: Endpoint, standin: Standin) -> None:
    standin.reply = lambda request: Reply(body=completion(EMPTY).body, delay=0.08)
    list(endpoint.fetched(PAPERS))
    assert standin.busiest == 3


def test_no_papers_make_no_request(endpoint: Endpoint, standin: Standin) -> None:
    assert list(endpoint.fetched([])) == []
    assert standin.requests == []


def test_a_paper_that_fails_does_not_hold_up_the_others(endpoint: Endpoint, standin: Standin) -> None:
    standin.reply = lambda request: refusal(400, "no") if request.text.startswith("Gull 3") else completion(EMPTY)
    found = {paper.id: error for paper, error in endpoint.fetched(PAPERS)}
    assert [name for name, error in found.items() if error] == ["p3"]
    assert isinstance(found["p3"], ReaderError)


def test_where_nothing_helps_few_requests_are_made(endpoint: Endpoint, standin: Standin) -> None:
    standin.replies(refusal(401, "who are you"))
    found = list(endpoint.fetched(PAPERS))
    assert all(error is not None and "401" in str(error) for _, error in found)
    assert len(standin.requests) <= 3  # those that were under way at once


def test_whoever_stops_early_ends_the_requests(endpoint: Endpoint, standin: Standin) -> None:
    standin.reply = lambda request: Reply(body=completion(EMPTY).body, delay=0.05)
    run = endpoint.fetched(PAPERS)
    next(run)
    run.close()
    time.sleep(0.2)
    made = len(standin.requests)
    assert made < len(PAPERS)
    time.sleep(0.2)
    assert len(standin.requests) == made


def test_an_answer_that_cannot_be_kept_stops_the_run(
    endpoint: Endpoint, standin: Standin, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: Cache, text: str, answer: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Cache, "save", fail)
    with pytest.raises(OSError, match="No space left"):
        list(endpoint.fetched(PAPERS))


def test_a_fault_of_ours_does_not_hang(endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    from concurrent.futures import CancelledError

    monkeypatch.setattr(threading, "excepthook", lambda args: None)
    monkeypatch.setattr(Client, "ask", lambda self, text, connection: 1 / 0)
    with pytest.raises(CancelledError):
        list(endpoint.fetched(PAPERS))


def test_problems_and_notes_are_told(endpoint: Endpoint, standin: Standin, engine: Engine) -> None:
    def reply(request: Request) -> Reply:
        if request.text.startswith("Gull 1"):
            return refusal(400, "no")
        return completion({"concepts": [concept("Moon", "Task", "uses")], "relations": []})

    def read(paper: Paper) -> Extraction:
        return endpoint.extraction(parse_one(paper), engine.gazetteer.resolver, Settings())

    standin.reply = reply
    notes: list[Problem] = []
    found = list(endpoint.each(PAPERS[:3], read, notes.append))
    assert [type(each) for each in found] == [Extraction, Problem, Extraction]
    assert isinstance(found[1], Problem)
    assert (found[1].source, found[1].error, found[1].mend) == ("p1", True, "Check reader_model")
    assert [(note.source, note.stage, note.error) for note in notes] == [
        ("p0", "extract", False), ("p2", "extract", False), ("toy", "reader", False),
    ]  # fmt: skip
    assert notes[-1].message == "the texts do not bear out 2 concepts, 2 mentions"
    assert endpoint.left == {}


# In the pipeline


def test_the_engine_reads_by_the_endpoint(standin: Standin, tmp_path: Path) -> None:
    standin.replies(completion(RECORD))
    found = extract(PAPER, engine=load_engine(settings_of(standin, tmp_path)))
    assert {claim.rule for claim in found.claims} == {"reader.toy"}


def test_to_warm_an_engine_sends_nothing(standin: Standin, tmp_path: Path) -> None:
    load_engine(settings_of(standin, tmp_path)).warm()
    assert standin.requests == []


def test_no_process_is_started_for_an_endpoint(
    standin: Standin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.pipeline._in_processes", lambda *given: pytest.fail("processes"))
    settings = Settings(workers=2, reader="llm", reader_url=standin.url, reader_model="toy", reader_cache=str(tmp_path))
    assert len(list(extractions(PAPERS, settings, None, [], silent))) == len(PAPERS)


def test_the_answers_decide_and_not_their_order(standin: Standin, tmp_path: Path) -> None:
    standin.reply = lambda request: completion(RECORD if "ShellNet" in request.text else EMPTY)
    papers = [*PAPERS[:3], PAPER]
    held = []
    for order in (papers, papers[::-1]):
        with Store() as store:
            report = build(order, store, settings=settings_of(standin, tmp_path))
            held.append(sorted(store.ntriples().split(b"\n")))
            assert (report.added, report.problems) == (4, ())
    assert held[0] == held[1]
    assert len(standin.requests) == 4


def test_a_paper_whose_answer_is_lost_stays_as_the_graph_has_it(
    standin: Standin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Names are settled after each build, which reads papers anew; that must not need the server."""
    standin.reply = lambda request: completion(RECORD if "ShellNet" in request.text else EMPTY)
    settings = settings_of(standin, tmp_path)
    with Store() as store:
        build([PAPER], store, settings=settings)
        before = store.extraction(PAPER.id)
        monkeypatch.setattr(Cache, "load", lambda self, model, text: None)
        standin.replies(refusal(401, ""))
        monkeypatch.setattr("kg.pipeline.settle", lambda store, ontology, read, tell: [read(PAPER.id)])
        report = build([PAPER], store, settings=settings)
        assert store.extraction(PAPER.id) == before
        assert report.failures == ()


def test_the_mark_of_the_engine_depends_on_what_decides(standin: Standin, tmp_path: Path) -> None:
    base = settings_of(standin, tmp_path)
    marks = {
        engine_mark(Settings()), engine_mark(base),
        engine_mark(Settings(reader="llm", reader_url=standin.url, reader_model="other")),
    }  # fmt: skip
    assert len(marks) == 3
    same = Settings(
        reader="llm", reader_url="http://localhost:1/v1", reader_model="toy", reader_price_in=3.0, reader_parallel=9
    )
    assert engine_mark(same) == engine_mark(base)


# What it takes


def test_what_it_takes_is_estimated_before(endpoint: Endpoint, standin: Standin) -> None:
    standin.replies(completion(EMPTY))
    endpoint.answer(PAPERS[0])
    text = PAPERS[1].text
    asked = sum(len(each["content"]) for each in messages(text)) + len(SCHEMA_TEXT)
    found = estimate(endpoint, PAPERS[:2], 0.0, 0.0)
    assert found == Estimate(2, 1, -(-asked // 4), -(-int(len(text) * 6.1) // 4), None)
    assert found.requests == 1
    priced = estimate(endpoint, PAPERS[:2], 2.0, 8.0)
    assert priced.price == pytest.approx((found.tokens_in * 2 + found.tokens_out * 8) / 1e6)
    assert estimate(endpoint, PAPERS[:1], 2.0, 8.0) == Estimate(1, 1, 0, 0, 0.0)
    assert len(standin.requests) == 1


def test_a_client_outside_a_run_tries_afresh(standin: Standin, tmp_path: Path) -> None:
    endpoint = Endpoint(Client(standin.url, "toy", Key(), 5.0), Cache(tmp_path), 1)
    standin.replies(refusal(403, ""), completion(EMPTY))
    with pytest.raises(ReaderError, match="403"):
        endpoint.answer(PAPER)
    assert endpoint.answer(PAPER).record == EMPTY
