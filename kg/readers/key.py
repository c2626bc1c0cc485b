"""The key of an endpoint: out of the environment, into one header, and nowhere else."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from kg.errors import SettingsError

OWN, OPENAI = "KG_READER_KEY", "OPENAI_API_KEY"
_OPENAI_HOST = "api.openai.com"
_LOCAL = frozenset(("localhost", "127.0.0.1", "::1"))


@dataclass(frozen=True, slots=True, repr=False)
class Key:
    """A key that shows itself in no message; empty where there is none."""

    value: str = ""

    def __repr__(self) -> str:
        return "Key(...)" if self.value else "Key()"

    @property
    def headers(self) -> dict[str, str]:
        """The header that carries it."""
        return {"Authorization": f"Bearer {self.value}"} if self.value else {}

    def without(self, text: str) -> str:
        """Return a text in which the key does not stand: servers repeat what they refuse."""
        return text.replace(self.value, "[key]") if self.value else text


def host_of(url: str) -> str:
    """Return the host of the endpoint that `reader_url` names; raises SettingsError for another form of address."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
    if not host or parts.scheme not in ("http", "https"):
        raise SettingsError(
            "reader_url", "the reader llm needs the http(s) address of an endpoint, as http://localhost:8000/v1"
        )
    if parts.username or parts.password or parts.query or parts.fragment:
        raise SettingsError("reader_url", f"must hold no user, password, ? or #; a key belongs into {OWN}")
    return host


def key_for(url: str, environment: Mapping[str, str] | None = None) -> Key:
    """Return the key for an endpoint: `KG_READER_KEY`, else for OpenAI's own host `OPENAI_API_KEY`.

    Raises SettingsError for a key that no header can carry, and for one that would travel readable over a network.
    """
    variables = os.environ if environment is None else environment
    host = host_of(url)
    name = OPENAI if host == _OPENAI_HOST and not variables.get(OWN) else OWN
    value = variables.get(name, "").strip()
    if not all("!" <= char <= "~" for char in value):
        raise SettingsError(name, "holds a character that no key has. Set it again")
    if value and urlsplit(url).scheme == "http" and host not in _LOCAL:
        raise SettingsError("reader_url", f"a key would travel to {host} unencrypted. Use https, or unset {name}")
    return Key(value)
