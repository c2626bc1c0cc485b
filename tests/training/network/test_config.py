"""Every choice of the training stands in one file."""

from dataclasses import asdict, fields
from pathlib import Path

import pytest

from kg.errors import SettingsError
from kg.training.network.config import Config, config_of, read_config


def test_the_file_that_ships_names_every_choice_with_its_default() -> None:
    assert read_config() == Config()
    text = (Path(__file__).resolve().parents[3] / "kg" / "training" / "network.toml").read_text(encoding="utf-8")
    names = [line.split(" = ")[0] for line in text.splitlines() if " = " in line and not line.startswith("#")]
    assert names == [item.name for item in fields(Config)]


def test_what_a_file_does_not_name_has_its_default(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text('layers = 2\nwarmup = 0\nnote = "two readers"\n', encoding="utf-8")
    config = read_config(tmp_path / "own.toml")
    assert asdict(config) == {**asdict(Config()), "layers": 2, "warmup": 0.0, "note": "two readers"}
    assert type(config.warmup) is float


WRONG = [
    ({"speed": 1}, "speed", "is no setting of the training; there are seed"),
    ({"layers": 0}, "layers", "at least 1"),
    ({"layers": 2.0}, "layers", "must be int"),
    ({"epochs": -1}, "epochs", "0 or more"),
    ({"batch": 0}, "batch", "at least 1"),
    ({"threads": 0}, "threads", "at least 1"),
    ({"seed": True}, "seed", "must be int"),
    ({"seed": 2**32}, "seed", "must be less than"),
    ({"seed": "one"}, "seed", "must be int, not 'one'"),
    ({"encoder_rate": float("nan")}, "encoder_rate", "0 or more"),
    ({"encoder_rate": float("inf")}, "encoder_rate", "0 or more"),
    ({"head_rate": "fast"}, "head_rate", "must be float"),
    ({"warmup": 1.0}, "warmup", "a share"),
    ({"dropout": 2}, "dropout", "a share"),
    ({"hide_marks": 1}, "hide_marks", "a share"),
    ({"folds_run": 6}, "folds_run", "there are 5 parts"),
    ({"note": 1}, "note", "must be str"),
]


@pytest.mark.parametrize(("given", "key", "message"), WRONG, ids=[str(given) for given, *_ in WRONG])
def test_a_wrong_choice_is_an_error_that_names_it(given: dict[str, object], key: str, message: str) -> None:
    with pytest.raises(SettingsError, match=message) as caught:
        config_of(given)
    assert caught.value.key == key


def test_a_file_that_is_no_toml_or_not_there_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text("layers = = 1", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"own\.toml: is no TOML"):
        read_config(tmp_path / "own.toml")
    with pytest.raises(SettingsError, match="cannot be read"):
        read_config(tmp_path / "none.toml")
