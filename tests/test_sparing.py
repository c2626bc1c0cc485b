import subprocess
import sys

import pytest

from kg import sparing as module
from kg.sparing import sparing


@pytest.fixture
def package(tmp_path, monkeypatch):
    (tmp_path / "shell_of_waves.py").write_text("name = 'here'\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(module, "spared", {"shell_of_waves"})
    yield "shell_of_waves"
    sys.modules.pop("shell_of_waves", None)


def test_what_is_spared_looks_as_if_it_were_not_installed_inside_alone(package):
    with sparing(), pytest.raises(ImportError):
        __import__(package)
    assert __import__(package).name == "here"


def test_what_is_imported_already_stays(package):
    before = __import__(package)
    with sparing():
        assert __import__(package) is before
    assert sys.modules[package] is before


def test_it_is_undone_after_an_error(package):
    with pytest.raises(ZeroDivisionError), sparing():
        1 / 0  # noqa: B018
    assert __import__(package).name == "here"


def test_nothing_is_spared_for_those_who_use_kg_as_a_library():
    check = "import kg, kg.parse, kg.sparing; print(kg.sparing.spared)"
    assert subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True).stdout == "set()\n"


def test_the_command_line_reads_without_torch(tmp_path):
    (tmp_path / "torch.py").write_text("raise SystemExit('torch was imported')\n")
    code = (
        f"import sys; sys.path.insert(0, {str(tmp_path)!r}); sys.argv = ['kg', '--version']\n"
        "from kg.cli import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        "from kg.parse import tokenize; print(tokenize('a b')[0])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.endswith("['a', ' ', 'b']\n") or done.stdout.endswith("['a', 'b']\n")
