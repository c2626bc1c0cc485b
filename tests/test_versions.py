"""Versions of kg and of what its results depend on."""

import re
from importlib.metadata import PackageNotFoundError, version

import pytest

from kg import versions
from kg.versions import own_version


def test_versions_name_what_results_depend_on() -> None:
    found = versions.versions()
    assert {"kg", "python", "spacy", "pyoxigraph", "numpy", "python-crfsuite", "ahocorasick-rs"} == found.keys()
    assert found["spacy"] == version("spacy")
    assert all(re.match(r"\d+\.\d+|0\+unknown", text) for text in found.values())


def test_a_checkout_that_is_not_installed_has_a_version_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(name: str) -> str:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(versions, "version", absent)
    assert own_version() == "0+unknown"
