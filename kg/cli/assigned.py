"""Settings given by name on the command line: `--set KEY=VALUE`."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from kg.cli.voice import UsageError
from kg.errors import SettingsError
from kg.settings import Settings

_OPTIONS = frozenset(("min_link", "min_confidence", "workers", "fast", "title", "reader"))


def assigned(pairs: Sequence[str] | None) -> dict[str, Any]:
    """Return the settings of `KEY=VALUE` pairs.

    Raises UsageError for another form and for a setting with an option of its own, SettingsError for an unknown one.
    """
    values: dict[str, Any] = {}
    for pair in pairs or ():
        name, mark, value = pair.partition("=")
        name = name.strip().replace("-", "_")
        if not mark:
            raise UsageError(f"--set {pair}: write KEY=VALUE")
        if name in _OPTIONS:
            raise UsageError(f"--set {name}: use --{name.replace('_', '-')}")
        if name not in {field.name for field in fields(Settings)}:
            raise SettingsError(name, "is no setting")
        values[name] = value.strip()
    return values
