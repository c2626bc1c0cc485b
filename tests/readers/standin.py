"""A stand-in of an OpenAI-compatible server on this machine, told what to reply."""

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Record = dict[str, Any]
EMPTY: Record = {"concepts": [], "relations": []}


@dataclass(frozen=True)
class Reply:
    """What the server sends back."""

    status: int = 200
    body: object = None
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0.0


@dataclass(frozen=True)
class Request:
    """What the server was sent."""

    path: str
    headers: dict[str, str]
    body: Record

    @property
    def text(self) -> str:
        """The text of the paper."""
        content: str = self.body["messages"][-1]["content"]
        return content.removeprefix("======\n").removesuffix("\n======")

    @property
    def form(self) -> str:
        """The form of the answer that was asked for."""
        form: str = self.body["response_format"]["type"]
        return form


def completion(answer: object, **choice: object) -> Reply:
    """A chat completion with an answer: an object, or a text as it is."""
    content = answer if isinstance(answer, str) else json.dumps(answer)
    usage = {"prompt_tokens": 900, "completion_tokens": 70}
    return Reply(
        body={"choices": [{"message": {"content": content}, "finish_reason": "stop"} | choice], "usage": usage}
    )


def refusal(status: int, message: str, code: str = "", **headers: str) -> Reply:
    """An error in the form of the API; `retry_after` is the header."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(status, {"error": {"message": message, "code": code}}, named)


class Standin:
    """The server; `reply` is asked for each request what to send back."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.reply: Callable[[Request], Reply] = lambda request: completion(EMPTY)
        self.busy = self.busiest = 0
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def url(self) -> str:
        """The address that `reader_url` takes."""
        return f"http://127.0.0.1:{self._server.server_port}/v1"

    def replies(self, *replies: Reply) -> None:
        """Give these replies one after the other; the last one stays."""
        left = list(replies)
        self.reply = lambda request: left.pop(0) if len(left) > 1 else left[0]

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _take(self, request: Request) -> Reply:
        with self._lock:
            self.requests.append(request)
            self.busy += 1
            self.busiest = max(self.busiest, self.busy)
            reply = self.reply(request)
        time.sleep(reply.delay)
        with self._lock:
            self.busy -= 1
        return reply

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        standin = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                data = self.rfile.read(int(self.headers["Content-Length"]))
                headers = {name.lower(): value for name, value in self.headers.items()}
                reply = standin._take(Request(self.path, headers, json.loads(data)))
                body = reply.body if isinstance(reply.body, str) else json.dumps(reply.body)
                try:
                    self.send_response(reply.status)
                    for name, value in reply.headers.items():
                        self.send_header(name, value)
                    self.send_header("Content-Length", str(len(body.encode())))
                    self.end_headers()
                    self.wfile.write(body.encode())
                except (BrokenPipeError, ConnectionResetError):
                    return  # who asked has lost patience

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as in http.server
                pass

        return Handler
