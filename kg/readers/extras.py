"""Libraries of the extras, loaded when a reader needs them."""

import os
import pickle
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from kg.errors import SettingsError

_OFFLINE = ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "HF_HUB_DISABLE_TELEMETRY")


def library(name: str, reader: str) -> ModuleType:
    """Return a library of the extra that has the reader's name; raises SettingsError where it is not installed."""
    try:
        return import_module(name)
    except ImportError as error:
        missing = error.name or name
        raise SettingsError(
            "reader", f"{reader} needs {missing}, which is not installed. Run: pip install 'kg-papers[{reader}]'"
        ) from error


def stay_offline() -> None:
    """Tell the libraries of Hugging Face to look at local files alone; they read this when they are imported."""
    for name in _OFFLINE:
        os.environ[name] = "1"


def load_errors() -> tuple[type[Exception], ...]:
    """Return what the libraries raise for weights that are damaged or not theirs."""
    usual = (
        OSError,
        ValueError,
        RuntimeError,
        LookupError,
        TypeError,
        AttributeError,
        ImportError,
        pickle.UnpicklingError,
    )
    return (*usual, import_module("safetensors").SafetensorError) if find_spec("safetensors") else usual
