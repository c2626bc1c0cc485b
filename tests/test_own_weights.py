"""Weights of one's own are used where the settings name their folder."""

from pathlib import Path
from shutil import copyfile, copytree

import numpy as np
import pytest

import kg
from kg.claims.extract import shipped_reader
from kg.errors import SettingsError
from kg.fingerprints import engine_mark
from kg.linear import LinearModel, write_model
from kg.model import Paper
from kg.own_weights import LINEAR, OPTIONAL, weights_folder, weights_mark
from kg.pipeline import extract, load_engine
from kg.quality import reading
from kg.settings import Settings

SHIPPED = Path(kg.__file__).parent / "weights"
PAPER = Paper("a", "FooNet: reading shells", "We propose FooNet, a neural network. FooNet runs on an NVIDIA H100 GPU.")


@pytest.fixture
def own(tmp_path: Path) -> Path:
    for name in LINEAR:
        copyfile(SHIPPED / name, tmp_path / name)
    return tmp_path


def of(folder: Path) -> Settings:
    return Settings(weights=str(folder), workers=1)


def test_without_a_folder_the_weights_that_ship_are_used() -> None:
    assert weights_folder(Settings()) is None
    assert weights_mark(Settings()) == ""


def test_the_folder_is_found_in_the_home(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(own.parent))
    assert weights_folder(Settings(weights=f"~/{own.name}")) == own


@pytest.mark.parametrize("name", LINEAR)
def test_a_folder_that_lacks_a_part_is_an_error_that_names_it(own: Path, name: str) -> None:
    (own / name).unlink()
    for use in (weights_folder, weights_mark, engine_mark, load_engine):
        with pytest.raises(SettingsError, match=rf"holds no {name}\. Name a folder that `kg train` wrote"):
            use(of(own))


def test_the_mark_is_of_the_content_and_not_of_the_place(own: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = copytree(own, tmp_path_factory.mktemp("other") / "weights")
    assert weights_mark(of(own)) == weights_mark(of(other)) != ""
    (other / "MODEL_CARD.md").write_text("a card", encoding="utf-8")
    assert weights_mark(of(own)) == weights_mark(of(other))
    (other / "network").mkdir()
    (other / "network" / "mixing.json").write_text("{}", encoding="utf-8")
    assert weights_mark(of(own)) != weights_mark(of(other))
    assert engine_mark(of(own)) != engine_mark(of(other))


@pytest.mark.parametrize("name", OPTIONAL)
def test_a_part_that_may_be_absent_is_read_where_it_is_there_and_counts(own: Path, name: str) -> None:
    mark = weights_mark(of(own))
    assert shipped_reader(own).figures is None
    write_model(own / name, LinearModel(("no", "yes"), {}, np.zeros((0, 2)), np.array([0.0, 1.0], dtype=np.float32)))
    assert weights_mark(of(own)) != mark
    assert shipped_reader(own).figures is not None


def test_other_weights_are_another_reading(own: Path) -> None:
    assert reading(of(own), "c").weights == weights_mark(of(own))
    assert reading(of(own), "c").differences(reading(Settings(), "c")) == ("weights",)


def test_papers_are_read_with_them(own: Path) -> None:
    """Without their network, the shipped weights are weights of one's own."""
    engine = load_engine(of(own))
    assert engine.ranker.network is None
    assert engine.reader.network is None
    labels = {link.concept.label for link in extract(PAPER, engine=engine).links}
    assert "FooNet" in labels


def test_fast_needs_no_recognizer_but_the_folder_still_counts(own: Path) -> None:
    engine = load_engine(Settings(weights=str(own), fast=True))
    assert engine.recognizer is None
    assert extract(PAPER, engine=engine).links
