"""The names that people import, and what they cost."""

import subprocess
import sys
import time

import pytest

import kg


def test_all_names_exist_and_are_sorted() -> None:
    names = [name for name in kg.__all__ if name != "__version__"]
    assert names == sorted(names)
    assert len(kg.__all__) <= 25
    for name in kg.__all__:
        assert getattr(kg, name) is not None


def test_homes_and_all_agree() -> None:
    assert set(kg._HOMES) | {"__version__"} == set(kg.__all__) == set(dir(kg))


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'grpah'"):
        _ = kg.grpah


def test_the_version_is_that_of_the_package() -> None:
    assert kg.__version__[0].isdigit()


def test_import_is_quick() -> None:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", "pass"], check=True)
    bare = time.perf_counter() - start
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import kg"], check=True)
    assert time.perf_counter() - start - bare < 0.3
