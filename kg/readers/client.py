"""Requests to an OpenAI-compatible endpoint: one form of answer, several tries, a limit of patience."""

import json
import random
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, replace
from typing import Any

from kg.errors import ReaderError
from kg.readers.cache import Answer
from kg.readers.extras import library
from kg.readers.key import Key, host_of
from kg.readers.prompt import SCHEMA, messages
from kg.readers.replies import Failure, answer_in, failure_in

_TRIES = 5
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 60.0
_STRICT = {"type": "json_schema", "json_schema": {"name": "paper", "strict": True, "schema": SCHEMA}}
_JSON = {"Content-Type": "application/json"}
_LOOSE = {"type": "json_object"}


@dataclass(frozen=True, slots=True)
class _Shape:
    """What a request asks for beyond the answer; servers know more or less of it."""

    strict: bool = True
    cool: bool = True

    def weaker(self, complaint: str) -> "_Shape | None":
        """Return what to ask for after a server has refused this, None where nothing is left to give up."""
        if self.cool and "temperature" in complaint:
            return replace(self, cool=False)
        return replace(self, strict=False) if self.strict else None


class Client:
    """One endpoint and one model; threads may share it. `pause` waits some seconds and tells whether to stop."""

    def __init__(
        self, url: str, model: str, key: Key, timeout: float, pause: Callable[[float], bool] | None = None
    ) -> None:
        self.host = host_of(url)
        self.model = model
        self._url, self._key, self._timeout = f"{url.rstrip('/')}/chat/completions", key, timeout
        self._stopping = threading.Event()
        self._runs = False
        self._pause = pause
        self._shape = _Shape()
        self._reached = False
        self._hopeless: Failure | None = None

    def ask(self, text: str, connection: Any = None) -> Answer:
        """Return what the endpoint says of a text; raises ReaderError where it says nothing of use."""
        shape, trial = self._shape, 1
        pause = self._pause or self._stopping.wait
        while True:
            outcome = self._hopeless or self._try(text, shape, connection)
            if isinstance(outcome, Answer):
                self._shape = shape  # what worked is what the next request begins with
                return outcome
            weaker = shape.weaker(outcome.complaint) if outcome.refused else None
            if weaker:
                shape = weaker
                continue
            if outcome.hopeless and self._runs:
                self._hopeless = outcome  # no other paper would fare better
            wait = _FIRST_PAUSE * 2 ** (trial - 1) * random.uniform(0.8, 1.2) if outcome.wait is None else outcome.wait
            if not outcome.again or trial >= min(_TRIES, outcome.tries) or wait > _LONGEST_PAUSE or pause(wait):
                raise ReaderError(self._key.without(f"{self.host}: {outcome.message}"), outcome.mend)
            trial += 1

    @contextmanager
    def running(self) -> Iterator[threading.Event]:
        """Lend the sign that a run over many texts has ended: then nothing is tried again.

        In a run, what is hopeless for one text is not tried for the others.
        """
        self._stopping, self._hopeless, self._runs = threading.Event(), None, True
        stopping = self._stopping
        try:
            yield stopping
        finally:
            stopping.set()
            self._stopping, self._hopeless, self._runs = threading.Event(), None, False

    def connection(self) -> AbstractContextManager[Any]:
        """Return a connection to the server for one thread, to be closed by it."""
        made: AbstractContextManager[Any] = library("httpx", "llm").Client(timeout=self._timeout)
        return made

    def _try(self, text: str, shape: _Shape, connection: Any) -> Answer | Failure:
        httpx = library("httpx", "llm")
        try:
            with nullcontext(connection) if connection else self.connection() as http:
                response = http.post(self._url, content=self._body(text, shape), headers=_JSON | self._key.headers)
        except httpx.TimeoutException:
            return Failure(f"no answer within {self._timeout:g} seconds", "Try again, or raise reader_timeout")
        except httpx.ConnectError as error:
            mend = "Check reader_url, and that the server runs"
            return Failure(f"cannot be reached ({error})", mend, hopeless=not self._reached, tries=3)
        except httpx.HTTPError as error:
            return Failure(f"the connection broke off ({type(error).__name__})", "Try again later")
        self._reached = True
        if response.status_code == httpx.codes.OK:
            return answer_in(response.text, self.model)
        return failure_in(response.status_code, response.text, response.headers.get("retry-after"))

    def _body(self, text: str, shape: _Shape) -> bytes:
        """Return the request as ASCII, which can spell out half a character that a source held."""
        body: dict[str, Any] = {
            "model": self.model,
            "messages": messages(text),
            "response_format": _STRICT if shape.strict else _LOOSE,
        }
        return json.dumps(body | ({"temperature": 0} if shape.cool else {})).encode()
