"""Settings: defaults, a file, the environment, options; the last one wins and an unknown key is an error."""

import os
from dataclasses import fields
from pathlib import Path

import pytest

from kg.errors import SettingsError
from kg.settings import Settings, load_settings


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in list(os.environ):
        if name.startswith("KG_"):
            monkeypatch.delenv(name)


def test_without_anything_the_defaults_hold() -> None:
    assert load_settings() == Settings()


VALUES = [
    ("min_link", "0.7", "0.7", 0.7),
    ("min_confidence", "1", "1", 1.0),
    ("workers", "3", "3", 3),
    ("fast", "true", "yes", True),
    ("weights", '"own"', "own", "own"),
    ("title", '"Birds"', "Birds", "Birds"),
    ("reader", '"llm"', "llm", "llm"),
    ("reader_path", '"weights"', "weights", "weights"),
    ("reader_labels", '"Method=Technique"', "Method=Technique", "Method=Technique"),
    ("reader_threshold", "0.7", "0.7", 0.7),
    ("reader_url", '"http://localhost:8000/v1"', "http://localhost:8000/v1", "http://localhost:8000/v1"),
    ("reader_model", '"toy"', "toy", "toy"),
    ("reader_cache", '"answers"', "answers", "answers"),
    ("reader_price_in", "2", "2", 2.0),
    ("reader_price_out", "8.5", "8.5", 8.5),
    ("reader_parallel", "9", "9", 9),
    ("reader_timeout", "30", "30", 30.0),
]


def test_every_setting_is_under_test() -> None:
    assert [name for name, *_ in VALUES] == [item.name for item in fields(Settings)]


@pytest.mark.parametrize(("name", "toml", "text", "value"), VALUES, ids=[name for name, *_ in VALUES])
def test_each_setting_comes_from_file_environment_and_option(
    name: str, toml: str, text: str, value: object, tmp_path: Path
) -> None:
    (tmp_path / "kg.toml").write_text(f"{name} = {toml}\n", encoding="utf-8")
    of_file = load_settings(environment={})
    (tmp_path / "kg.toml").unlink()
    of_environment = load_settings(environment={f"KG_{name.upper()}": text})
    of_option = load_settings(environment={}, **{name: value})
    assert getattr(of_file, name) == value != getattr(Settings(), name)
    assert type(getattr(of_file, name)) is type(getattr(Settings(), name))
    assert of_file == of_environment == of_option


def test_the_last_one_wins(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text('min_link = 0.1\nworkers = 1\ntitle = "file"\n', encoding="utf-8")
    settings = load_settings(path, {"KG_WORKERS": "2", "KG_TITLE": "environment"}, title="option", min_link=None)
    assert (settings.min_link, settings.workers, settings.title) == (0.1, 2, "option")


def test_the_environment_of_the_process_counts_unless_another_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_WORKERS", "5")
    assert load_settings().workers == 5
    assert load_settings(environment={}).workers == 0


def test_labels_may_be_a_table_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text('[reader_labels]\nMethod = "Technique"\n"Data set" = "Dataset"\n', encoding="utf-8")
    assert load_settings(path, {}).reader_labels == "Method=Technique, Data set=Dataset"


def test_the_key_of_a_reader_is_no_setting() -> None:
    assert load_settings(environment={"KG_READER_KEY": "sk-secret"}) == Settings()


@pytest.mark.parametrize(
    ("word", "value"), [("1", True), ("TRUE", True), ("on", True), ("0", False), ("No", False), ("", False)]
)
def test_words_for_yes_and_no(word: str, value: bool) -> None:
    assert load_settings(environment={"KG_FAST": word}).fast is value


WRONG = [
    ("min_link", 1.5, "between 0 and 1"),
    ("min_link", -0.1, "between 0 and 1"),
    ("min_link", float("nan"), "between 0 and 1"),
    ("min_confidence", 2, "between 0 and 1"),
    ("workers", -1, "0 or more"),
    ("workers", 1.5, "must be int"),
    ("workers", True, "must be int"),
    ("workers", "two", "must be int, not 'two'"),
    ("min_link", "high", "must be float"),
    ("min_link", True, "must be float"),
    ("fast", "maybe", "true or false"),
    ("fast", 1, "must be bool"),
    ("title", 3, "must be str"),
    ("speed", 3, "no setting; there are min_link"),
    ("reader", "oracle", "must be one of kg, gliner, hf, llm, not 'oracle'"),
    ("reader_threshold", 1.5, "between 0 and 1"),
    ("reader_price_in", -1, "0 or more"),
    ("reader_price_out", float("inf"), "0 or more"),
    ("reader_parallel", 0, "between 1 and 64"),
    ("reader_parallel", 65, "between 1 and 64"),
    ("reader_timeout", 0, "more than 0 seconds"),
    ("reader_timeout", float("inf"), "more than 0 seconds"),
    ("reader_labels", 3, "must be str"),
]


@pytest.mark.parametrize(("name", "value", "message"), WRONG, ids=[f"{name}={value}" for name, value, _ in WRONG])
def test_a_wrong_value_or_key_is_an_error_that_names_it(name: str, value: object, message: str) -> None:
    with pytest.raises(SettingsError, match=message) as caught:
        load_settings(environment={}, **{name: value})
    assert caught.value.key == name


def test_an_unknown_variable_is_an_error() -> None:
    with pytest.raises(SettingsError, match="wokers"):
        load_settings(environment={"KG_WOKERS": "2", "PATH": "x"})


def test_a_broken_file_is_an_error_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "kg.toml").write_text("workers = = 2", encoding="utf-8")
    with pytest.raises(SettingsError, match="is no TOML") as caught:
        load_settings(environment={})
    assert caught.value.key == "kg.toml"


def test_a_file_that_is_named_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        load_settings(tmp_path / "none.toml")


def test_a_file_that_is_no_text_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "kg.toml").write_bytes(b'title = "\xff"')
    with pytest.raises(SettingsError, match=r"kg\.toml"):
        load_settings(environment={})
