"""The annotator's server: this machine alone, behind a secret address, for its own page and no other."""

import hmac
import json
import secrets
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from kg.errors import KgError
from kg.serve.annotate.session import Session, Stale

HOST = "127.0.0.1"
_MOST = 4 << 20  # bytes of a request: some hundred times a long abstract with all its parts
_FOLDER = Path(__file__).parent
_SCRIPTS = ("dom", "places", "model", "net", "papers", "text", "menu", "concepts", "relations", "help", "main")
_KINDS = {"html": "text/html", "css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self';"
        " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


class Server(ThreadingHTTPServer):
    """Serves one session; `address` is where its page is. Close it with `server_close`."""

    daemon_threads = True

    def __init__(self, session: Session, port: int = 0) -> None:
        """Listen on a port of this machine (0: any free one); raises OSError where it is taken."""
        super().__init__((HOST, port), _Handler)
        self.session = session
        self.secret = secrets.token_urlsafe(18)
        self.hosts = tuple(f"{name}:{self.server_port}" for name in (HOST, "localhost"))
        self.files = {name: _file(name) for name in ("page.html", "page.css", "page.js", "icon.svg")}

    @property
    def address(self) -> str:
        """The address of the page, with the secret."""
        return f"http://{HOST}:{self.server_port}/{self.secret}/"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Leave a connection that broke off without a word."""


class _Refused(Exception):
    """A request that is answered with a status and a reason."""

    def __init__(self, status: HTTPStatus, reason: str) -> None:
        super().__init__(reason)
        self.status, self.reason = status, reason


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server
    timeout = 60

    def do_GET(self) -> None:
        self._answered(self._get)

    def do_PUT(self) -> None:
        self._answered(self._put)

    def _answered(self, answer: Any) -> None:
        try:
            answer(self._path())
        except _Refused as refusal:
            self._fail(refusal.status, refusal.reason)
        except KeyError:
            self._fail(HTTPStatus.NOT_FOUND, "there is no such paper")
        except Stale:
            self._fail(HTTPStatus.CONFLICT, "the paper was changed in another window; load it again")
        except ValueError as error:
            self._fail(HTTPStatus.BAD_REQUEST, str(error))
        except (KgError, OSError) as error:
            self._fail(HTTPStatus.INTERNAL_SERVER_ERROR, str(error))

    def _fail(self, status: HTTPStatus, reason: str) -> None:
        self.close_connection = True  # what the request still holds is not read
        self._send(json.dumps({"error": reason}).encode(), "application/json", status)

    def _path(self) -> str:
        """Return what is asked for behind the secret; refuse what does not come from the page itself."""
        host, origin = self.headers.get("Host", ""), self.headers.get("Origin")
        own = host in self.server.hosts and origin in (None, f"http://{host}")
        if not own or self.headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin"):
            raise _Refused(HTTPStatus.FORBIDDEN, "only the page itself may ask")
        secret, _, rest = unquote(urlsplit(self.path).path).lstrip("/").partition("/")
        if not hmac.compare_digest(secret.encode(), self.server.secret.encode()):
            raise _Refused(HTTPStatus.NOT_FOUND, "there is nothing here; use the whole address that kg printed")
        return rest

    def _get(self, path: str) -> None:
        name = path or "page.html"
        if name in self.server.files:
            self._send(self.server.files[name], f"{_KINDS[name.rpartition('.')[2]]}; charset=utf-8")
        elif path == "api/papers":
            self._json(self.server.session.papers())
        elif path == "api/paper":
            self._json(self.server.session.paper(self._asked()))
        else:
            raise _Refused(HTTPStatus.NOT_FOUND, "there is nothing here")

    def _put(self, path: str) -> None:
        if path != "api/paper":
            raise _Refused(HTTPStatus.NOT_FOUND, "there is nothing here")
        if self.headers.get("Origin") is None or self.headers.get_content_type() != "application/json":
            raise _Refused(HTTPStatus.FORBIDDEN, "only the page itself may ask")
        size = self.headers.get("Content-Length", "")
        if not size.isdecimal() or int(size) > _MOST:
            raise _Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "a request has a length, and a modest one")
        given = json.loads(self.rfile.read(int(size)))
        self._json(self.server.session.put(self._asked(), given))

    def _asked(self) -> str:
        return parse_qs(urlsplit(self.path).query, keep_blank_values=True).get("id", [""])[0]

    def _json(self, value: Any) -> None:
        self._send(json.dumps(value, ensure_ascii=False).encode(errors="replace"), "application/json")

    def _send(self, body: bytes, kind: str, status: HTTPStatus = HTTPStatus.OK) -> None:
        self.send_response(status)
        for name, value in {**_HEADERS, "Content-Type": kind, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def version_string(self) -> str:
        return "kg"

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name that http.server gives it
        """Say nothing: the address holds the secret."""


def _file(name: str) -> bytes:
    if name != "page.js":
        return (_FOLDER / name).read_bytes()
    body = "\n".join((_FOLDER / f"{part}.js").read_text(encoding="utf-8") for part in _SCRIPTS)
    return f'(() => {{\n"use strict";\n{body}\n}})();\n'.encode()
