"""Requests to an endpoint: what they hold, what is tried again, what is given up, and what errors never say."""

import socket
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from kg.errors import ReaderError
from kg.readers.client import Client
from kg.readers.key import Key
from kg.readers.prompt import SCHEMA
from tests.readers.standin import EMPTY, Reply, Standin, completion, refusal

RECORD = {
    "concepts": [{"name": "FooNet", "type": "Model", "mentions": ["FooNet"], "role": "introduces"}],
    "relations": [],
}


def test_a_request_holds_the_text_the_schema_and_the_key(client: Client, standin: Standin) -> None:
    standin.replies(completion(RECORD))
    answer = client.ask("FooNet\nIt is small.")
    (request,) = standin.requests
    assert request.path == "/v1/chat/completions"
    assert request.text == "FooNet\nIt is small."
    assert request.body["model"] == "toy"
    assert request.body["temperature"] == 0
    assert request.body["response_format"]["json_schema"]["schema"] == SCHEMA
    assert request.body["response_format"]["json_schema"]["strict"] is True
    assert request.headers["authorization"] == "Bearer sk-very-secret"
    assert answer.record == RECORD
    assert (answer.model, answer.tokens_in, answer.tokens_out) == ("toy", 900, 70)


def test_without_a_key_none_is_sent(standin: Standin) -> None:
    Client(f"{standin.url}/", "toy", Key(), 5.0).ask("text")
    assert standin.requests[0].path == "/v1/chat/completions"
    assert "authorization" not in standin.requests[0].headers


def test_half_a_character_can_be_sent(client: Client, standin: Standin) -> None:
    client.ask("a \ud800 b")
    assert standin.requests[0].text == "a \ud800 b"
    assert standin.requests[0].headers["content-type"] == "application/json"


def test_a_server_that_refuses_the_schema_is_asked_for_json(
    client: Client, standin: Standin, pauses: list[float]
) -> None:
    standin.reply = lambda request: (
        refusal(400, "response_format json_schema is not supported")
        if request.form == "json_schema"
        else completion(RECORD)
    )
    assert client.ask("one").record == RECORD
    assert client.ask("two").record == RECORD
    assert [request.form for request in standin.requests] == ["json_schema", "json_object", "json_object"]
    assert pauses == []


def test_a_server_that_refuses_a_temperature_is_asked_without(client: Client, standin: Standin) -> None:
    standin.reply = lambda request: (
        refusal(400, "Unsupported value: 'temperature'") if "temperature" in request.body else completion(RECORD)
    )
    client.ask("one")
    client.ask("two")
    assert [(request.form, "temperature" in request.body) for request in standin.requests] == [
        ("json_schema", True), ("json_schema", False), ("json_schema", False),
    ]  # fmt: skip


def test_a_text_that_is_refused_in_any_form_leaves_the_form_as_it_was(client: Client, standin: Standin) -> None:
    standin.reply = lambda request: refusal(400, "too long") if request.text == "long" else completion(RECORD)
    with pytest.raises(ReaderError, match=r"127\.0\.0\.1: status 400 \(too long\)\. Check reader_model"):
        client.ask("long")
    client.ask("short")
    assert standin.requests[-1].form == "json_schema"


@pytest.mark.parametrize("status", [429, 503, 408, 500])
def test_a_server_in_trouble_is_asked_again(client: Client, standin: Standin, pauses: list[float], status: int) -> None:
    standin.replies(refusal(status, "wait"), refusal(status, "wait"), completion(RECORD))
    assert client.ask("text").record == RECORD
    assert len(pauses) == 2
    assert 0.8 <= pauses[0] <= 1.2 < pauses[1] <= 2.4


def test_the_server_says_how_long_to_wait(client: Client, standin: Standin, pauses: list[float]) -> None:
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=20), usegmt=True)
    standin.replies(
        refusal(429, "", retry_after="7"), refusal(429, "", retry_after=soon), refusal(429, "", retry_after="soon"),
        completion(RECORD),
    )  # fmt: skip
    client.ask("text")
    assert pauses[0] == 7.0
    assert 15 < pauses[1] <= 20
    assert 3.2 <= pauses[2] <= 4.8  # what cannot be read counts as not said


def test_nobody_waits_for_an_hour(client: Client, standin: Standin, pauses: list[float]) -> None:
    standin.replies(refusal(429, "come back later", retry_after="3600"))
    with pytest.raises(ReaderError, match=r"429 \(come back later\)"):
        client.ask("text")
    assert pauses == []


def test_five_tries_are_enough(client: Client, standin: Standin, pauses: list[float]) -> None:
    standin.replies(refusal(502, ""))
    with pytest.raises(ReaderError, match=r"status 502\. Try again later"):
        client.ask("text")
    assert (len(standin.requests), len(pauses)) == (5, 4)


BROKEN = [
    '{"concepts": [',
    "I cannot do that",
    "[]",
    '{"concepts": []}',
    '{"concepts": {}, "relations": []}',
    "",
    "[" * 100_000,
]


@pytest.mark.parametrize("content", BROKEN, ids=range(len(BROKEN)))
def test_an_answer_that_is_broken_is_asked_for_once_more(client: Client, standin: Standin, content: str) -> None:
    standin.replies(completion(content), completion(RECORD))
    assert client.ask("text").record == RECORD
    standin.replies(completion(content))
    with pytest.raises(ReaderError, match="not the JSON asked for"):
        client.ask("text")
    assert len(standin.requests) == 4


@pytest.mark.parametrize(
    "content",
    ['```json\n{"concepts": [], "relations": []}\n```', '<think>{"a": 1}?</think>\nHere: {"concepts": [], "relations": []}.',
     '{"concepts": [], "relations": [], "more": 1}'],
)  # fmt: skip
def test_json_in_a_wrapping_is_found(client: Client, standin: Standin, content: str) -> None:
    standin.replies(completion(content))
    assert client.ask("text").record == EMPTY


NO_ANSWER = [
    (completion(RECORD, finish_reason="length"), "cut off", 1),
    (completion(RECORD, message={"content": None, "refusal": "no"}), "declined", 1),
    (completion(RECORD, message={"content": "{}", "refusal": "no"}), "declined", 1),
    (Reply(body="<html>hello</html>"), "no chat completion", 2),
    (Reply(body={"choices": []}), "no chat completion", 2),
    (Reply(body={"choices": [{"message": None}]}), "no chat completion", 2),
    (Reply(body=[1]), "no chat completion", 2),
    (Reply(302, "", {"Location": "http://127.0.0.1:9/"}), "status 302", 1),
    (Reply(418, {"detail": {"x": 1}}), "status 418", 1),
    (Reply(400, {"error": "bad form"}), "bad form", 2),
]


@pytest.mark.parametrize(
    ("reply", "message", "requests"), NO_ANSWER, ids=[f"{m} {i}" for i, (_, m, _) in enumerate(NO_ANSWER)]
)
def test_what_is_no_answer_is_an_error(
    client: Client, standin: Standin, reply: Reply, message: str, requests: int
) -> None:
    standin.replies(reply)
    with pytest.raises(ReaderError, match=message) as caught:
        client.ask("text")
    assert len(standin.requests) == requests
    assert caught.value.mend
    assert str(caught.value).count("\n") == 0


@pytest.mark.parametrize("status", [401, 403, 404])
def test_what_is_denied_is_not_tried_again(client: Client, standin: Standin, status: int) -> None:
    standin.replies(refusal(status, "Incorrect API key provided: sk-very-secret"))
    with pytest.raises(ReaderError, match=f"status {status}. (Set KG_READER_KEY|Check reader_url)") as caught:
        client.ask("text")
    assert len(standin.requests) == 1
    assert "secret" not in str(caught.value)


def test_an_error_never_holds_the_key(client: Client, standin: Standin) -> None:
    standin.replies(refusal(500, "the request Bearer sk-very-secret broke me " + "x" * 900))
    with pytest.raises(ReaderError) as caught:
        client.ask("text")
    assert "secret" not in str(caught.value)
    assert len(str(caught.value)) < 300
    assert "secret" not in repr(Key("sk-very-secret")) + str(vars(client))


def test_an_empty_account_ends_all(client: Client, standin: Standin) -> None:
    standin.replies(refusal(429, "You exceeded your quota", "insufficient_quota"))
    with pytest.raises(ReaderError, match="Add to the account"):
        client.ask("text")
    assert len(standin.requests) == 1


def test_a_slow_server_is_given_up(standin: Standin, pauses: list[float]) -> None:
    impatient = Client(standin.url, "toy", Key(), 0.15, lambda seconds: len(pauses) > 0 or bool(pauses.append(seconds)))
    standin.reply = lambda request: Reply(body={}, delay=0.6)
    with pytest.raises(ReaderError, match=r"no answer within 0\.15 seconds\. Try again, or raise reader_timeout"):
        impatient.ask("text")
    assert len(standin.requests) == 2


def test_a_server_that_is_not_there_is_an_error(pauses: list[float]) -> None:
    pytest.importorskip("httpx")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    client = Client(f"http://127.0.0.1:{port}/v1", "toy", Key(), 1.0, lambda seconds: bool(pauses.append(seconds)))
    with pytest.raises(ReaderError, match=r"cannot be reached .* Check reader_url"):
        client.ask("text")
    assert len(pauses) == 2


def test_in_a_run_what_is_hopeless_is_asked_once(client: Client, standin: Standin) -> None:
    standin.replies(refusal(401, ""))
    with client.running():
        for text in ("one", "two"):
            with pytest.raises(ReaderError, match="401"):
                client.ask(text)
    assert len(standin.requests) == 1
    standin.replies(completion(RECORD))  # the key has been mended
    assert client.ask("one").record == RECORD


def test_a_run_that_has_ended_tries_nothing_again(standin: Standin) -> None:
    patient = Client(standin.url, "toy", Key(), 5.0)
    standin.replies(refusal(503, "", retry_after="30"))
    with patient.running() as stopping:
        stopping.set()
        with pytest.raises(ReaderError, match="503"):
            patient.ask("text")
    assert len(standin.requests) == 1
