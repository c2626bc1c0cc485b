"""Answers on disk: found again under all that they depend on, whole or not there."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from platformdirs import user_cache_path

from kg.readers import cache as caches
from kg.readers.cache import Answer, Cache, cache_in, key_of

ANSWER = Answer("toy", {"concepts": [{"name": "Grün∑"}], "relations": []}, 10, 20)


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_an_answer_is_found_again(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "a" / "b")
    assert cache.load("toy", "text") is None
    assert cache.save("text", ANSWER) == ANSWER
    assert cache.load("toy", "text") == ANSWER
    assert Cache(tmp_path / "a" / "b").load("toy", "text") == ANSWER


def test_another_text_or_model_is_another_answer(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.save("text", ANSWER)
    assert cache.load("toy", "text ") is None
    assert cache.load("toy2", "text") is None


def test_another_prompt_or_schema_is_another_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = {key_of("toy", "text")}
    monkeypatch.setattr(caches, "SCHEMA_TEXT", "{}")
    keys.add(key_of("toy", "text"))
    monkeypatch.setattr(caches, "messages", lambda text: [{"role": "user", "content": text}])
    keys.add(key_of("toy", "text"))
    assert len(keys) == 3


def test_the_first_answer_stays(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.save("text", ANSWER)
    second = Answer("toy", {"concepts": [], "relations": []})
    assert cache.save("text", second) == ANSWER
    assert cache.load("toy", "text") == ANSWER


@pytest.mark.parametrize(
    "damage",
    [b"", b"{", b"[]", b"\xff\xfe", b'{"model": "toy"}', b'{"model": "toy", "record": []}', b'{"a": 1}', b"null"],
)
def test_a_damaged_answer_is_none_and_is_replaced(tmp_path: Path, damage: bytes) -> None:
    cache = Cache(tmp_path)
    cache.save("text", ANSWER)
    (path,) = files(tmp_path)
    path.write_bytes(damage)
    assert cache.load("toy", "text") is None
    cache.save("text", ANSWER)
    assert cache.load("toy", "text") == ANSWER


def test_an_answer_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="No space left"):
        Cache(tmp_path).save("text", ANSWER)
    assert files(tmp_path) == []


def test_threads_may_save_one_text_at_once(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    with ThreadPoolExecutor(8) as pool:
        kept = list(pool.map(lambda number: cache.save("text", Answer("toy", {"n": number})), range(40)))
    assert cache.load("toy", "text") in kept
    assert len(files(tmp_path)) == 1


def test_half_a_character_is_no_trouble(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    half = Answer("toy", {"concepts": ["\ud800"]})
    cache.save("a \ud800 b", half)
    assert cache.load("toy", "a \ud800 b") == half


def test_the_file_is_readable_and_tells_no_text(tmp_path: Path) -> None:
    Cache(tmp_path).save("the text of a paper", ANSWER)
    (path,) = files(tmp_path)
    assert path.parent.name == path.name[:2]
    assert json.loads(path.read_bytes())["model"] == "toy"
    assert b"the text" not in path.read_bytes()


def test_a_cache_lies_where_the_settings_say(tmp_path: Path) -> None:
    assert cache_in(str(tmp_path)).folder == tmp_path
    assert cache_in("").folder == user_cache_path("kg-papers") / "reader"
    assert cache_in("~/answers").folder == Path.home() / "answers"
