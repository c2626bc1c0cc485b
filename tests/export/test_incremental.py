"""Building again and again gives the bytes of one build from nothing, whatever came, changed and went in between."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import pipeline
from kg.export.folder import OUTPUTS, REPORT, STORE, build_folder
from kg.model import Extraction, Paper
from kg.pipeline import Engine
from kg.settings import Settings
from kg.traverse import kept

FAST = Settings(fast=True, workers=1)
TITLES = {"p": "FooNet for shells", "q": "Sorting shells", "r": "A survey of shells", "s": "Tiling", "t": "Waves"}
TEXTS = (
    "We propose FooNet, a network. FooNet runs on an NVIDIA H100 GPU.",
    "We introduce BarSort. BarSort outperforms FooNet by 3.2% in accuracy on ImageNet.",
    "BarSort outperforms FooNet by 4.1% in accuracy on ImageNet, and may help BERT.",
    "We use adaptive tiling (AT) of loops on an A100.",
    "AT is 2.5x faster than BERT on GLUE. RNNs are not better than AT.",
    "A recurrent neural network (RNN) models the sea.",
    "No result is given here.",
)

texts = st.integers(0, len(TEXTS) - 1)
listings = st.dictionaries(st.sampled_from(sorted(TITLES)), texts, max_size=4)
steps = st.lists(st.tuples(listings, st.booleans()), min_size=1, max_size=4)
"""What a source holds at each build, and whether the build removes what it no longer holds."""

State = dict[str, int]


@pytest.fixture(scope="module", autouse=True)
def read_once() -> Iterator[None]:
    """Read each paper once, however often it is built: reading one paper does not depend on others."""
    made: dict[Paper, Extraction] = {}
    whole_extract, mark = pipeline.extract, pipeline.engine_mark(FAST)

    def extract(paper: Paper, *, engine: Engine | None = None) -> Extraction:
        if paper not in made:
            made[paper] = whole_extract(paper, engine=engine)
        return made[paper]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline, "extract", extract)
        patch.setattr(pipeline, "engine_mark", lambda settings, ontology: mark)
        yield


def write(folder: Path, state: State) -> Path:
    rows = [
        {"id": i, "title": TITLES[i], "abstract": TEXTS[n], "published": f"2024-0{n + 1}"} for i, n in state.items()
    ]
    rows.append({"id": "a", "title": "Always here", "abstract": "BERT is evaluated on GLUE."})
    path = folder / "in.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def contents(out: Path) -> dict[str, bytes]:
    """Return all that a build wrote but the store and the report; of the copy for walking what follows its seal."""
    files = [path for path in sorted(out.rglob("*")) if path.is_file() and path.relative_to(out).parts[0] != STORE]
    found = {str(path.relative_to(out)): path.read_bytes() for path in files if path.name != REPORT}
    assert found.keys() >= {*OUTPUTS, kept.FILE}
    assert kept.is_sealed(out)
    return found | {kept.FILE: found[kept.FILE][kept._SEAL :]}


def check(done: list[tuple[State, bool]]) -> None:
    with TemporaryDirectory() as top:
        folder = Path(top)
        held: State = {}
        for state, prune in done:
            build_folder(write(folder, state), folder / "out", settings=FAST, prune=prune)
            held = dict(state) if prune else held | state
        build_folder(write(folder, held), folder / "anew", settings=FAST)
        assert contents(folder / "out") == contents(folder / "anew")


@pytest.mark.slow
@pytest.mark.timeout(1200)
@settings(max_examples=25)
@given(steps)
def test_any_sequence_of_builds_gives_the_bytes_of_one(done: list[tuple[State, bool]]) -> None:
    check(done)


@pytest.mark.parametrize(
    "done",
    [
        [({"p": 0}, False), ({"p": 1}, False)],
        [({"p": 0, "q": 1}, False), ({"q": 2}, True)],
        [({"p": 3}, False), ({"q": 4}, False), ({}, True), ({"q": 4}, False)],
        [({"s": 4}, False), ({"s": 4, "t": 3}, False), ({"s": 4}, True)],  # AT is merged, and is not when t goes
        [({"t": 5, "s": 4}, False), ({"t": 6}, False)],
    ],
)
def test_what_came_changed_and_went_leaves_no_trace(done: list[tuple[State, bool]]) -> None:
    check(done)


def test_a_folder_that_was_copied_goes_on_as_the_original(tmp_path: Path) -> None:
    build_folder(write(tmp_path, {"p": 0, "q": 1}), tmp_path / "out", settings=FAST)
    shutil.copytree(tmp_path / "out", tmp_path / "copy")
    for name in ("out", "copy"):
        build_folder(write(tmp_path, {"q": 2, "r": 3}), tmp_path / name, settings=FAST, prune=True)
    assert contents(tmp_path / "out") == contents(tmp_path / "copy")
