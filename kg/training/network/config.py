"""How the network is trained: every choice in one file, `kg/training/network.toml` unless another is named."""

import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path

from kg.errors import SettingsError

FOLDS = 5
_SEEDS = 2**32


@dataclass(frozen=True, slots=True)
class Config:
    """`epochs` over the annotated papers, `batch` papers a step, learning rates of the encoder and of the heads.

    `warmup` is the share of the steps in which the rates rise; `dropout` that of the encoder; `hide_pieces` and
    `hide_marks` are the shares of pieces and of marks of the rules that a step does not see. `layers` of the start are
    kept. `folds_run` of the five parts are held out in turn, to fit how the network's and the linear models'
    probabilities are mixed and to say how they score: fewer cost less time. `adapt_rate` is that of the adaptation;
    `adapt_steps` makes it end after so many steps instead of minutes, so that it can be repeated. `threads` is
    torch's; another number may change the last digits. `start` is a folder with `vocab.txt` and `model.safetensors` of
    a MiniLM (empty: the package's). `note` says who annotated the papers, and how: it stands in the data card.
    """

    seed: int = 1
    layers: int = 6
    epochs: int = 5
    batch: int = 4
    encoder_rate: float = 2e-4
    head_rate: float = 1e-3
    warmup: float = 0.1
    dropout: float = 0.1
    hide_pieces: float = 0.05
    hide_marks: float = 0.1
    folds_run: int = 1
    adapt_rate: float = 4e-4
    adapt_steps: int = 0
    threads: int = 1
    start: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        for name, value in asdict(self).items():
            if not isinstance(value, str) and not 0 <= value < float("inf"):
                raise SettingsError(name, f"must be 0 or more, not {value}")
        for name in ("layers", "epochs", "batch", "threads"):
            if getattr(self, name) < 1:
                raise SettingsError(name, f"must be at least 1, not {getattr(self, name)}")
        for name in ("warmup", "dropout", "hide_pieces", "hide_marks"):
            if getattr(self, name) >= 1:
                raise SettingsError(name, f"is a share: it must lie below 1, not be {getattr(self, name)}")
        if self.seed >= _SEEDS:
            raise SettingsError("seed", f"must be less than {_SEEDS}")
        if self.folds_run > FOLDS:
            raise SettingsError("folds_run", f"there are {FOLDS} parts, not {self.folds_run}")


def read_config(path: Path | None = None) -> Config:
    """Return the configuration of a TOML file; raises SettingsError for an unknown key or a wrong value."""
    file = path or files("kg.training").joinpath("network.toml")
    try:
        given = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(str(path), f"is no TOML: {error}") from error
    except OSError as error:
        raise SettingsError(str(path), f"cannot be read: {error.strerror}") from error
    return config_of(given)


def config_of(given: Mapping[str, object]) -> Config:
    """Return the configuration of some keys and values; what is not named has its default."""
    kinds = {name: type(value) for name, value in asdict(Config()).items()}
    values = {}
    for name, value in given.items():
        kind = kinds.get(name)
        if kind is None:
            raise SettingsError(name, f"is no setting of the training; there are {', '.join(kinds)}")
        if type(value) is not kind and (type(value) is not int or kind is not float):
            raise SettingsError(name, f"must be {kind.__name__}, not {value!r}")
        values[name] = kind(value)
    return Config(**values)
