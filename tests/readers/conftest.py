"""The stand-in server, and a clean environment: no key, no proxy, no settings of whoever runs the tests."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.readers.cache import Cache
from kg.readers.client import Client
from kg.readers.key import Key
from kg.readers.openai_compatible import Endpoint
from tests.readers.standin import Standin


@pytest.fixture(autouse=True)
def calm(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Run in an empty folder; variables that would lead elsewhere are unset, those that we set are set back."""
    monkeypatch.chdir(tmp_path)
    for name in list(os.environ):
        if name.startswith("KG_") or name.lower().endswith("_proxy") or name == "OPENAI_API_KEY":
            monkeypatch.delenv(name)
    for name in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "HF_HUB_DISABLE_TELEMETRY"):
        monkeypatch.setenv(name, os.environ.get(name, "0"))


@pytest.fixture
def standin() -> Iterator[Standin]:
    pytest.importorskip("httpx", reason="the extra kg[llm] is not installed")
    server = Standin()
    yield server
    server.close()


@pytest.fixture
def pauses() -> list[float]:
    """The seconds that a client would have waited."""
    return []


@pytest.fixture
def client(standin: Standin, pauses: list[float]) -> Client:
    """A client of the stand-in that notes its pauses instead of waiting."""

    def pause(seconds: float) -> bool:
        pauses.append(seconds)
        return False

    return Client(standin.url, "toy", Key("sk-very-secret"), 5.0, pause)


@pytest.fixture
def endpoint(client: Client, tmp_path: Path) -> Endpoint:
    return Endpoint(client, Cache(tmp_path / "answers"), 3)
