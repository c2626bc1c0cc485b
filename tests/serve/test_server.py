"""The server answers its own page, and nobody else."""

import http.client
import json
import socket
from threading import Thread
from urllib.parse import quote, urlsplit

import pytest

from kg.serve.annotate.server import Server
from tests.serve.desk_papers import EVIL, sent, sitting


@pytest.fixture
def server(tmp_path):
    found = Server(sitting(tmp_path))
    thread = Thread(target=found.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield found
    found.shutdown()
    thread.join()
    found.server_close()


@pytest.fixture
def ask(server):
    """A function that asks the server as a client of its own would: (status, headers, body)."""

    def request(path, method="GET", body=None, *, secret=None, **headers):
        connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=10)
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, f"/{server.secret if secret is None else secret}/{path}", body=body, headers=names)
        answer = connection.getresponse()
        data = answer.read()
        connection.close()
        return answer.status, dict(answer.getheaders()), data

    return request


@pytest.fixture
def put(server, ask):
    def send(name, value, **headers):
        own = {"Origin": f"http://127.0.0.1:{server.server_port}", "Content_Type": "application/json"}
        body = value if isinstance(value, bytes) else json.dumps(value).encode()
        return ask(f"api/paper?id={quote(name, safe='')}", "PUT", body, **(own | headers))

    return send


def shown(ask, name):
    status, _, body = ask(f"api/paper?id={quote(name, safe='')}")
    assert status == 200
    return json.loads(body)


def test_the_address_is_of_this_machine_and_holds_a_secret(server):
    parts = urlsplit(server.address)
    assert parts.hostname == "127.0.0.1"
    assert server.server_address[0] == "127.0.0.1"
    assert len(parts.path.strip("/")) >= 20


def test_two_servers_have_two_secrets(server, tmp_path):
    other = Server(sitting(tmp_path))
    other.server_close()
    assert other.secret != server.secret


@pytest.mark.parametrize(
    ("path", "kind"),
    [("", "text/html"), ("page.css", "text/css"), ("page.js", "text/javascript"), ("icon.svg", "image/svg+xml")],
)
def test_the_page_and_its_files(ask, path, kind):
    status, headers, body = ask(path)
    assert (status, headers["Content-Type"]) == (200, f"{kind}; charset=utf-8")
    assert body
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


def test_the_page_names_no_other_address_and_holds_no_script_of_its_own(ask):
    page = ask("")[2].decode()
    script = ask("page.js")[2].decode()
    assert "http" not in page
    assert "<script>" not in page
    assert "style=" not in page
    for word in ("http:", "https:", "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
        assert word not in script, word


@pytest.mark.parametrize("secret", ["", "wrong", "%00", "x" * 24])
def test_without_the_secret_there_is_nothing(ask, secret):
    for path in ("", "page.js", "api/papers"):
        status, _, body = ask(path, secret=secret)
        assert status == 404
        assert b"whole address" in body


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "localhost", "evil.example:80"])
def test_another_name_of_this_machine_is_refused(ask, host):
    status, _, body = ask("api/papers", Host=host)
    assert status == 403
    assert json.loads(body) == {"error": "only the page itself may ask"}


def test_localhost_will_do(server, ask):
    assert ask("api/papers", Host=f"localhost:{server.server_port}")[0] == 200


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "https://127.0.0.1", "http://localhost"])
def test_another_origin_is_refused(ask, put, origin):
    assert ask("api/papers", Origin=origin)[0] == 403
    assert put("owl", sent(shown(ask, "owl"), state="draft"), Origin=origin)[0] == 403
    assert shown(ask, "owl")["revision"] == 0


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_browser_that_says_that_another_site_asks_is_refused(ask, site):
    assert ask("api/papers", Sec_Fetch_Site=site)[0] == 403
    assert ask("api/papers", Sec_Fetch_Site="same-origin")[0] == 200


def test_a_form_of_another_page_cannot_write(ask, server):
    body = json.dumps(sent(shown(ask, "owl"), state="draft"))
    origin = f"http://127.0.0.1:{server.server_port}"
    assert ask("api/paper?id=owl", "PUT", body, Content_Type="application/json")[0] == 403
    assert ask("api/paper?id=owl", "PUT", body, Origin=origin, Content_Type="text/plain")[0] == 403
    assert ask("api/paper?id=owl", "POST", body, Origin=origin, Content_Type="application/json")[0] == 501
    assert shown(ask, "owl")["revision"] == 0


def test_papers_are_listed_and_shown(ask):
    status, headers, body = ask("api/papers")
    assert (status, headers["Content-Type"]) == (200, "application/json")
    assert [row["id"] for row in json.loads(body)["papers"]] == [EVIL.id, "heron", "owl"]
    assert shown(ask, EVIL.id)["title"] == EVIL.title
    assert shown(ask, "heron")["abstract"].count("𝔸") == 1


@pytest.mark.parametrize(
    "path", ["nothing", "api", "api/", "page.html/x", "../pyproject.toml", "%2e%2e/server.py", "server.py", "dom.js"]
)
def test_nothing_else_is_served(ask, path):
    assert ask(path)[0] == 404


def test_a_paper_that_is_not_there(ask, put):
    assert ask("api/paper?id=nobody")[0] == 404
    assert ask("api/paper")[0] == 404
    assert put("nobody", {})[0] == 404


def test_a_change_is_kept(ask, put, tmp_path):
    status, _, body = put("owl", sent(shown(ask, "owl"), state="done"))
    assert (status, json.loads(body)["state"]) == (200, "done")
    assert (tmp_path / "annotations.jsonl").read_text(encoding="utf-8").count("\n") == 1
    assert shown(ask, "owl")["revision"] == 1


def test_a_change_from_another_window_is_told(ask, put):
    old = sent(shown(ask, "owl"), state="draft")
    put("owl", old)
    status, _, body = put("owl", old)
    assert status == 409
    assert "another window" in json.loads(body)["error"]


@pytest.mark.parametrize("body", [b"{", b"[]", b"null", b'"x"', b'{"state": "draft"}', b"\xff", b""])
def test_what_is_no_paper_is_told(put, ask, body):
    status, _, answer = put("owl", body)
    assert status == 400
    assert json.loads(answer)["error"]
    assert shown(ask, "owl")["revision"] == 0


def test_a_file_that_cannot_be_written_is_told(put, ask, tmp_path):
    (tmp_path / "annotations.jsonl").write_text("{}\n", encoding="utf-8")
    status, _, body = put("owl", sent(shown(ask, "owl"), state="done"))
    assert status == 500
    assert "another program has changed the file" in json.loads(body)["error"]


@pytest.mark.parametrize("size", ["-1", "x", "", str(1 << 40)])
def test_a_request_has_a_modest_length(server, size):
    head = (
        f"PUT /{server.secret}/api/paper?id=owl HTTP/1.1\r\nHost: 127.0.0.1:{server.server_port}\r\n"
        f"Origin: http://127.0.0.1:{server.server_port}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {size}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", server.server_port), timeout=10) as connection:
        connection.sendall(head.encode())
        answer = connection.recv(4096)
    assert answer.startswith(b"HTTP/1.1 413")


def test_nonsense_does_not_end_the_server(server, ask):
    for words in (b"\r\n\r\n", b"GET\r\n\r\n", b"PUT / HTTP/1.1\r\n\r\n", b"\x00" * 100 + b"\r\n\r\n"):
        with socket.create_connection(("127.0.0.1", server.server_port), timeout=10) as connection:
            connection.sendall(words)
    assert ask("api/papers")[0] == 200


def test_one_connection_can_ask_twice(server):
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=10)
    for _ in range(2):
        connection.request("GET", f"/{server.secret}/api/papers")
        answer = connection.getresponse()
        assert answer.status == 200
        answer.read()
    connection.close()


def test_the_log_is_silent(ask, capfd):
    ask("")
    ask("nothing")
    ask("api/papers", Host="evil.example")
    assert capfd.readouterr() == ("", "")
