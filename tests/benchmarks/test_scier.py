"""From files to figures: a run on made-up papers, and how voters and thresholds choose."""

import json
import logging
import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="needs the extra train")
pytest.importorskip("safetensors", reason="needs the extra train")
pytest.importorskip("sklearn", reason="needs the extra train")

import scier  # noqa: E402 - after what is skipped without torch
from scier_data import RELATIONS, laid_out  # noqa: E402
from scier_lessons import Page, page_of  # noqa: E402
from scier_reading import Choice, Opinion, Proposal, choose, read, read_given  # noqa: E402
from scier_tags import TAGS, Tagged  # noqa: E402

from tests.benchmarks.made import article, write_split  # noqa: E402
from tests.neural.made import splitter  # noqa: E402
from tests.training.started import write_start  # noqa: E402


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[Page]:
    cut = splitter(tmp_path_factory.mktemp("pieces"))
    return [page_of(laid_out(article(number)), {}, cut) for number in range(5)]


def opinion(page: Page, *, sure: float = 3.0) -> Opinion:
    """All mentions are proposed with good odds, and the sentence's first two tokens with bad ones."""
    start = page.sheet.document.sentences[1][0]
    right = [Proposal(span, kind, {"keep": sure, "tags": 1.0}) for span, kind in page.mentions]
    wrong = [Proposal((start, start + 2), "Task", {"keep": -sure, "tags": 1.0})]
    shares = {}
    for one, other in permutations([span for span, _ in page.mentions], 2):
        if page.sheet.places[one[0]][0] == page.sheet.places[other[0]][0]:
            names = page.stated.get((one, other), ())
            shares[one, other] = np.array([0.7 if name in names else 0.3 for name in RELATIONS])
    nothing = Tagged(np.zeros((0, len(TAGS))), ())
    return Opinion(page, nothing, nothing, (*right, *wrong), shares, shares)


def test_voters_are_weighed_and_thresholds_found(pages: list[Page]) -> None:
    opinions = [opinion(page) for page in pages]
    choice = choose(opinions)
    assert 0.3 < choice.relation <= 0.7
    assert 0.3 < choice.relation_given <= 0.7
    for each in opinions:
        mentions, relations = read(each, choice)
        assert mentions == sorted(each.page.mentions)
        assert {(one, other): (name,) for one, other, name in relations} == each.page.stated
        assert read_given(each, choice) == relations


def test_of_overlapping_spans_the_likeliest_is_kept(pages: list[Page]) -> None:
    base = opinion(pages[0])
    span, kind = pages[0].mentions[0]
    shorter = Proposal((span[0], span[1] - 1), kind, {"keep": 2.5, "tags": 1.0})
    longer = replace(shorter, span=(span[0], span[1] + 1), said={"keep": 4.0, "tags": 1.0})
    choice = choose([opinion(page) for page in pages])
    for extra, kept in ((shorter, span), (longer, longer.span)):
        mentions, relations = read(replace(base, proposals=(*base.proposals, extra)), choice)
        assert [own for own, _ in mentions if own[0] == span[0]] == [kept]
        assert all(kept != longer.span or span not in (one, other) for one, other, _ in relations)


def test_two_mentions_have_one_relation_in_one_direction(pages: list[Page]) -> None:
    base = opinion(pages[0])
    ends = next(iter(pages[0].stated))
    shares = {ends: np.full(len(RELATIONS), 0.4), ends[::-1]: np.full(len(RELATIONS), 0.6)}
    choice = Choice(choose([opinion(page) for page in pages]).model, 0.1, 0.5, 0.9)
    _, relations = read(replace(base, related=shares), choice)
    assert relations == [(*ends[::-1], RELATIONS[0])]
    assert read_given(replace(base, related_given=shares), choice) == []


@pytest.fixture
def quiet() -> Iterator[None]:
    """Leave the logging as it was."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.mark.slow
def test_a_run_prints_and_writes_the_figures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], quiet: None
) -> None:
    split = write_split(tmp_path)
    start = write_start(tmp_path / "start")
    (tmp_path / "small.toml").write_text(f'layers = 1\nbatch = 2\nstart = "{start}"\n', encoding="utf-8")
    arguments = ["--config", str(tmp_path / "small.toml"), "--no-catalogue", "--keep", str(tmp_path / "kept")]

    def run(*more: str) -> dict[str, object]:
        monkeypatch.setattr(
            sys, "argv", ["scier.py", str(split), *arguments, "--out", str(tmp_path / "out.json"), *more]
        )
        scier.main()
        found: dict[str, object] = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
        return found

    first = run("--epochs", "1", "--seed", "3")
    printed = capsys.readouterr().out
    assert "| kg's architecture | " in printed
    assert printed.count("\n| HGERE") == 1
    assert (first["config"]["epochs"], first["config"]["seed"]) == (1, 3)
    assert set(first["figures"]) == {"dev", "test", "test_ood"}
    test = first["figures"]["test"]
    assert test["NER"]["wanted"] == 8
    assert test["Rel+"]["right"] <= test["Rel"]["right"] <= test["Rel"]["wanted"] == 5
    assert test["NER, random field alone"]["f1"] > 0.5
    assert sorted(path.name for path in (tmp_path / "kept").iterdir()) == ["field.crfsuite", "network.pt"]

    again = run("--epochs", "1", "--seed", "3")  # what is kept is read, not learned again
    assert again["figures"] == first["figures"]


@pytest.mark.slow
def test_training_starts_from_a_named_state(tmp_path: Path) -> None:
    from kg.training.network.config import Config
    from kg.training.network.module import Encoder
    from tests.neural.made import PIECES

    torch.manual_seed(5)
    other = Encoder(len(PIECES), layers=1)
    torch.save(other.state_dict(), tmp_path / "state.pt")
    config = Config(layers=1, start=str(write_start(tmp_path / "start")))
    named, plain = scier.start_of(config, tmp_path / "state.pt").encoder(), scier.start_of(config, None).encoder()
    assert torch.equal(named.blocks[0].up.weight, other.blocks[0].up.weight)
    assert not torch.equal(plain.blocks[0].up.weight, other.blocks[0].up.weight)
    torch.save({"other.weight": torch.zeros(2)}, tmp_path / "wrong.pt")
    (tmp_path / "text.pt").write_text("no weights", encoding="utf-8")
    for name in ("wrong.pt", "text.pt"):
        with pytest.raises(SystemExit, match=f"{name} is no state of an encoder of 1 layers"):
            scier.start_of(config, tmp_path / name)


def test_a_folder_without_the_files_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, quiet: None) -> None:
    start = write_start(tmp_path / "start")
    (tmp_path / "small.toml").write_text(f'layers = 1\nstart = "{start}"\n', encoding="utf-8")
    monkeypatch.setattr(
        sys, "argv", ["scier.py", str(tmp_path), "--config", str(tmp_path / "small.toml"), "--no-catalogue"]
    )
    with pytest.raises(SystemExit, match=r"llm_train\.jsonl"):
        scier.main()
