"""The key: where it comes from, where it may go, and that it shows itself nowhere."""

import pytest

from kg.errors import SettingsError
from kg.readers.key import Key, host_of, key_for
from kg.settings import Settings, load_settings

OPENAI = "https://api.openai.com/v1"
ELSEWHERE = "https://models.example.org/v1"
HERE = "http://localhost:8000/v1"
KEYS = {"KG_READER_KEY": "own", "OPENAI_API_KEY": "openai"}

CASES = [
    (ELSEWHERE, KEYS, "own"),
    (OPENAI, KEYS, "own"),
    (OPENAI, {"OPENAI_API_KEY": " openai\n"}, "openai"),
    (ELSEWHERE, {"OPENAI_API_KEY": "openai"}, ""),  # OpenAI's key goes to nobody else
    ("https://api.openai.com.example.org/v1", {"OPENAI_API_KEY": "openai"}, ""),
    (HERE, KEYS, "own"),
    ("http://[::1]:8000/v1", KEYS, "own"),
    ("http://10.0.0.7:8000/v1", {}, ""),
    (HERE, {}, ""),
    (HERE, {"KG_READER_KEY": ""}, ""),
]


@pytest.mark.parametrize(("url", "environment", "value"), CASES, ids=range(len(CASES)))
def test_a_key_comes_from_the_environment(url: str, environment: dict[str, str], value: str) -> None:
    assert key_for(url, environment).value == value


def test_the_environment_of_the_process_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_READER_KEY", "mine")
    assert key_for(HERE).value == "mine"


def test_a_key_does_not_travel_readable() -> None:
    with pytest.raises(SettingsError, match=r"a key would travel to 10\.0\.0\.7 unencrypted") as caught:
        key_for("http://10.0.0.7:8000/v1", {"KG_READER_KEY": "sk-secret"})
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("value", ["sk\nsecret", "sk secret", "sk-sécret", "sk\x00secret"])
def test_a_key_that_no_header_can_carry_is_refused_unseen(value: str) -> None:
    with pytest.raises(SettingsError, match="setting KG_READER_KEY: holds a character") as caught:
        key_for(HERE, {"KG_READER_KEY": value})
    assert "cret" not in str(caught.value)


@pytest.mark.parametrize(
    "url", ["", "localhost:8000", "ftp://host/v1", "http://", "https:///v1", "http://[::1", "http://host:port/v1"]
)
def test_an_address_must_be_one(url: str) -> None:
    with pytest.raises(SettingsError, match=r"needs the http\(s\) address"):
        host_of(url)


@pytest.mark.parametrize(
    "url", ["https://me:pw@host/v1", "https://me@host/v1", "https://host/v1?key=pw", "https://host/v1#pw"]
)
def test_an_address_holds_no_secrets(url: str) -> None:
    with pytest.raises(SettingsError, match="must hold no user, password") as caught:
        host_of(url)
    assert "pw" not in str(caught.value)


def test_a_key_shows_itself_nowhere() -> None:
    key = Key("sk-secret")
    assert (repr(key), repr(Key()), f"{key}") == ("Key(...)", "Key()", "Key(...)")
    assert key.without("no sk-secret here") == "no [key] here"
    assert Key().without("as it is") == "as it is"
    assert (key.headers, Key().headers) == ({"Authorization": "Bearer sk-secret"}, {})


def test_a_key_is_no_setting() -> None:
    assert load_settings(environment={"KG_READER_KEY": "sk-secret", "KG_READER_MODEL": "toy"}) == Settings(
        reader_model="toy"
    )
    with pytest.raises(SettingsError, match="is no setting") as caught:
        load_settings(environment={}, reader_key="sk-secret")
    assert "secret" not in str(caught.value)
