"""The folder of somebody's weights, and what the settings choose."""

import sys
from pathlib import Path

import pytest

from kg.errors import SettingsError
from kg.fingerprints import engine_mark
from kg.pipeline import load_engine
from kg.readers import extras
from kg.readers.choose import FINDERS, endpoint_for, finder_for, reader_mark
from kg.readers.extras import library, load_errors
from kg.readers.weights import digest_of, folder_of
from kg.settings import READERS, Settings


def test_a_folder_is_found(tmp_path: Path) -> None:
    (tmp_path / "b.json").write_text("{}")
    assert folder_of(str(tmp_path), "toy", "a.json", "b.json") == tmp_path
    with pytest.raises(SettingsError, match=r"holds no a\.json or c\.json, so these are no weights of toy"):
        folder_of(str(tmp_path), "toy", "a.json", "c.json")


def test_a_folder_of_the_home_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "weights").mkdir()
    (tmp_path / "weights" / "a.json").touch()
    assert folder_of("~/weights", "toy", "a.json") == tmp_path / "weights"


def test_a_digest_is_of_names_and_contents(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    for folder in (one, two):
        (folder / "deep").mkdir(parents=True)
        (folder / "deep" / "a.bin").write_bytes(b"1")
        (folder / "b.bin").write_bytes(b"2")
    assert digest_of(one) == digest_of(two)
    (two / "b.bin").rename(two / "c.bin")
    assert digest_of(one) != digest_of(two)
    before = digest_of(one)
    (one / "b.bin").write_bytes(b"22")
    assert digest_of(one) != before


def test_a_library_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert library("json", "toy").loads("1") == 1
    with pytest.raises(
        SettingsError, match=r"toy needs no_such_thing, which is not installed\. Run: pip install 'kg-papers\[toy\]'"
    ):
        library("no_such_thing", "toy")


def test_errors_of_loading_are_errors() -> None:
    found = load_errors()
    assert OSError in found
    assert all(issubclass(each, Exception) and each is not Exception for each in found)


def test_the_reader_that_ships_needs_nothing() -> None:
    settings = Settings()
    assert (settings.reader, READERS[0]) == ("kg", "kg")
    assert (finder_for(settings), endpoint_for(settings), reader_mark(settings)) == (None, None, "")
    assert load_engine(settings).endpoint is None


@pytest.mark.parametrize("reader", FINDERS)
def test_a_reader_without_weights_stops_before_it_reads(reader: str) -> None:
    settings = Settings(reader=reader)
    for use in (finder_for, reader_mark, engine_mark, load_engine):
        with pytest.raises(SettingsError, match=f"the reader {reader} needs the folder of its weights"):
            use(settings)


def test_an_endpoint_without_its_extra_stops_before_it_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "httpx", None)
    settings = Settings(reader="llm", reader_url="http://localhost:1/v1", reader_model="toy")
    with pytest.raises(
        SettingsError, match=r"llm needs httpx, which is not installed\. Run: pip install 'kg-papers\[llm\]'"
    ):
        endpoint_for(settings)


def test_an_endpoint_has_what_the_settings_say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("httpx")
    monkeypatch.setenv("KG_READER_KEY", "sk-secret")
    settings = Settings(
        reader="llm", reader_url="https://host/v1", reader_model="toy", reader_cache=str(tmp_path), reader_parallel=7
    )
    endpoint = endpoint_for(settings)
    assert endpoint is not None
    assert (endpoint.client.host, endpoint.client.model, endpoint.parallel) == ("host", "toy", 7)
    assert endpoint.cache.folder == tmp_path
    assert "secret" not in repr(endpoint) + repr(settings)


def test_the_home_of_the_libraries_is_here() -> None:
    """Nothing of kg imports them at its top, and the rest of kg does not name them."""
    package = Path(extras.__file__).parent
    for path in package.parent.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert "import gliner\n" not in text.replace("from kg.readers import gliner\n", "")
        if path.parent != package:
            assert '"transformers"' not in text
