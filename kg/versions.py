"""Versions of kg and of what its results depend on, for `build.json` and `--version`."""

import platform
from importlib.metadata import PackageNotFoundError, version

_PARTS = ("spacy", "python-crfsuite", "ahocorasick-rs", "pyoxigraph", "numpy")


def versions() -> dict[str, str]:
    """Return name -> version."""
    found = {"kg": own_version(), "python": platform.python_version()}
    return found | {name: version(name) for name in _PARTS}


def own_version() -> str:
    """Return the version of kg, also where it runs from a checkout that is not installed."""
    try:
        return version("kg-papers")
    except PackageNotFoundError:
        return "0+unknown"
