"""Settings: read once, from `kg.toml`, then `KG_*` of the environment, then options; the last one wins."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from math import inf
from pathlib import Path
from typing import Any

from kg.errors import SettingsError

#: Who may read papers: `kg` is what ships.
READERS = ("kg", "gliner", "hf", "llm")
_MOST = 64  # requests at once
_SECRETS = frozenset(("KG_READER_KEY",))  # of the environment alone: what is no setting is in no file, log or digest


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting with its default. `docs/reference/settings.md` explains each.

    `min_link` is the score from which a mention is linked, `min_confidence` the one from which a claim
    is kept (both 0 to 1). `workers` is the number of processes, 0 for as many as pay off. `fast` reads
    by rules and the catalogue alone. `weights` is a folder that `kg train` wrote (empty: what ships).
    `title` heads the page. `reader` says who reads; the settings that begin with `reader_` are for readers
    other than the one that ships.
    """

    min_link: float = 0.4
    min_confidence: float = 0.3
    workers: int = 0
    fast: bool = False
    weights: str = ""
    title: str = "Knowledge graph of papers"
    reader: str = "kg"
    reader_path: str = ""
    reader_labels: str = ""
    reader_threshold: float = 0.5
    reader_url: str = ""
    reader_model: str = ""
    reader_cache: str = ""
    reader_price_in: float = 0.0
    reader_price_out: float = 0.0
    reader_parallel: int = 4
    reader_timeout: float = 120.0

    def __post_init__(self) -> None:
        for name in ("min_link", "min_confidence", "reader_threshold"):
            if not 0.0 <= getattr(self, name) <= 1.0:
                raise SettingsError(name, f"must lie between 0 and 1, not {getattr(self, name)}")
        if self.workers < 0:
            raise SettingsError("workers", f"must be 0 or more, not {self.workers}")
        if self.reader not in READERS:
            raise SettingsError("reader", f"must be one of {', '.join(READERS)}, not {self.reader!r}")
        for name in ("reader_price_in", "reader_price_out"):
            if not 0.0 <= getattr(self, name) < inf:
                raise SettingsError(name, f"must be 0 or more, not {getattr(self, name)}")
        if not 1 <= self.reader_parallel <= _MOST:
            raise SettingsError("reader_parallel", f"must lie between 1 and {_MOST}, not {self.reader_parallel}")
        if not 0.0 < self.reader_timeout < inf:
            raise SettingsError("reader_timeout", f"must be more than 0 seconds, not {self.reader_timeout}")


_KINDS: dict[str, type] = {item.name: type(item.default) for item in fields(Settings)}


def load_settings(
    path: Path | None = None, environment: Mapping[str, str] | None = None, **options: object
) -> Settings:
    """Return the settings of a file (default: `kg.toml` here, if there is one), the environment and options.

    An option that is None is not set. Raises SettingsError for an unknown key or a wrong value.
    """
    given: dict[str, object] = {}
    file = path or Path("kg.toml")
    if path or file.is_file():
        given.update(_of_file(file))
    variables = os.environ if environment is None else environment
    given.update({name[3:].lower(): value for name, value in variables.items() if _is_setting(name)})
    given.update({name: value for name, value in options.items() if value is not None})
    return replace(Settings(), **{name: _value(name, value) for name, value in given.items()})


def _is_setting(variable: str) -> bool:
    return variable.startswith("KG_") and variable not in _SECRETS


def _of_file(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(str(path), f"is no TOML: {error}") from error
    except OSError as error:
        raise SettingsError(str(path), f"cannot be read: {error.strerror}") from error


def _value(name: str, value: object) -> Any:
    kind = _KINDS.get(name)
    if kind is None:
        raise SettingsError(name, f"is no setting; there are {', '.join(_KINDS)}")
    if isinstance(value, dict) and name == "reader_labels":
        return ", ".join(f"{label}={other}" for label, other in value.items())  # a table of kg.toml
    if isinstance(value, str) and kind is not str:
        return _parsed(name, kind, value)
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if type(value) is not kind:
        raise SettingsError(name, f"must be {kind.__name__}, not {value!r}")
    return value


def _parsed(name: str, kind: type, value: str) -> object:
    if kind is bool:
        if value.lower() in ("1", "true", "yes", "on"):
            return True
        if value.lower() in ("0", "false", "no", "off", ""):
            return False
        raise SettingsError(name, f"must be true or false, not {value!r}")
    try:
        return kind(value)
    except ValueError as error:
        raise SettingsError(name, f"must be {kind.__name__}, not {value!r}") from error
