"""GLiNER, by a stand-in with its documented interface: what it is asked, and what becomes of its spans."""

import os
import re
import sys
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from kg.errors import SettingsError
from kg.fingerprints import engine_mark
from kg.model import ConceptType, Paper
from kg.parse import parse_one
from kg.pipeline import extract, load_engine
from kg.readers import choose
from kg.readers.finders import in_document
from kg.readers.gliner import LABELS, load_gliner
from kg.settings import Settings

MODEL = next(label for label, kind in LABELS.items() if kind is ConceptType.MODEL)


class GLiNER:
    """What `gliner.GLiNER` offers."""

    calls: list[tuple[str, dict[str, Any]]] = []  # noqa: RUF012 - of the class, as its loader is
    max_len: int | None = 20

    def __init__(self) -> None:
        self.config = SimpleNamespace(max_len=self.max_len)
        self.texts: list[str] = []

    @classmethod
    def from_pretrained(cls, path: str, **options: Any) -> "GLiNER":
        cls.calls.append((path, options))
        if (Path(path) / "broken").exists():
            raise RuntimeError("Error(s) in loading\n  state_dict")
        return cls()

    def predict_entities(self, text: str, labels: list[str], threshold: float = 0.5) -> list[dict[str, Any]]:
        self.texts.append(text)
        assert set(labels) == set(LABELS)
        rows = [
            {"start": m.start(), "end": m.end(), "text": m.group(), "label": MODEL, "score": 0.9}
            for m in re.finditer(r"\b\w+ flocker", text)
        ]
        rows.append({"start": 0, "end": 3, "text": text[:3], "label": "no label of ours", "score": 0.99})
        rows.append({"start": 0, "end": 3, "text": text[:3], "label": MODEL, "score": 0.2})
        return [row for row in rows if row["score"] >= threshold]


@pytest.fixture
def weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that looks like GLiNER's, with the stand-in in the place of the library."""
    module = ModuleType("gliner")
    module.GLiNER = GLiNER  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "gliner", module)
    monkeypatch.setattr(GLiNER, "calls", [])
    folder = tmp_path / "weights"
    folder.mkdir()
    (folder / "gliner_config.json").write_text("{}")
    choose._finder.cache_clear()
    return folder


def test_each_type_has_a_label_in_words() -> None:
    assert sorted(LABELS.values()) == sorted(ConceptType)
    assert all(len(label.split()) >= 3 for label in LABELS)


def test_weights_come_from_the_folder_alone(weights: Path) -> None:
    finder = load_gliner(str(weights), 0.5)
    assert GLiNER.calls == [(str(weights), {"local_files_only": True})]
    assert finder.limit == 20
    assert (os.environ["HF_HUB_OFFLINE"], os.environ["TRANSFORMERS_OFFLINE"]) == ("1", "1")


@pytest.mark.parametrize("said", [None, 0, "many"])
def test_a_model_that_tells_no_limit_has_the_usual_one(
    weights: Path, monkeypatch: pytest.MonkeyPatch, said: Any
) -> None:
    monkeypatch.setattr(GLiNER, "max_len", said)
    assert load_gliner(str(weights), 0.5).limit == 384


def test_its_spans_are_found_wherever_they_stand(weights: Path) -> None:
    finder = load_gliner(str(weights), 0.5)
    paper = Paper(
        "p", "A red flocker", "It works here and there and everywhere it is put. A blue flocker does not. " * 3
    )
    document = parse_one(paper)
    found = list(in_document(document, finder))
    assert [document.raw_span(each.first, each.last).of(paper.text) for each in found] == [
        "red flocker",
        *["blue flocker"] * 3,
    ]
    assert {(each.type, each.probability) for each in found} == {(ConceptType.MODEL, 0.9)}
    assert len(finder.model.texts) == 3
    assert all(finder.size(text) <= 20 for text in finder.model.texts)


def test_the_threshold_is_passed_on(weights: Path) -> None:
    assert [found.probability for found in load_gliner(str(weights), 0.1).spans("A red flocker")] == [0.9, 0.2]
    assert list(load_gliner(str(weights), 0.95).spans("A red flocker")) == []


def test_an_engine_reads_with_it(weights: Path) -> None:
    settings = Settings(workers=1, min_link=0.0, reader="gliner", reader_path=str(weights))
    paper = Paper("p", "On birds", "We propose the gullish flocker for that.")
    found = extract(paper, engine=load_engine(settings))
    assert "gullish flocker" in {link.concept.label for link in found.links}
    fast = extract(
        paper,
        engine=load_engine(Settings(workers=1, min_link=0.0, reader="gliner", reader_path=str(weights), fast=True)),
    )
    assert "gullish flocker" in {link.concept.label for link in fast.links}
    assert len(GLiNER.calls) == 1  # weights are loaded once


def test_other_weights_make_another_engine(weights: Path, tmp_path: Path) -> None:
    base = Settings(reader="gliner", reader_path=str(weights))
    mark = engine_mark(base)
    assert mark != engine_mark(Settings())
    assert mark != engine_mark(Settings(reader="gliner", reader_path=str(weights), reader_threshold=0.6))
    other = tmp_path / "elsewhere"
    weights.rename(other)
    assert engine_mark(Settings(reader="gliner", reader_path=str(other))) == mark  # where they lie does not count
    (other / "model.bin").write_bytes(b"1")
    assert engine_mark(Settings(reader="gliner", reader_path=str(other))) != mark


def test_weights_that_cannot_be_loaded_are_an_error(weights: Path) -> None:
    (weights / "broken").touch()
    with pytest.raises(SettingsError, match=r"GLiNER cannot load .*: Error\(s\) in loading state_dict"):
        load_gliner(str(weights), 0.5)


def test_without_the_extra_one_line_says_which(weights: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "gliner", None)
    with pytest.raises(
        SettingsError, match=r"gliner needs gliner, which is not installed\. Run: pip install 'kg-papers\[gliner\]'"
    ):
        load_gliner(str(weights), 0.5)


def test_a_path_must_lead_to_weights(weights: Path, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="needs the folder of its weights"):
        load_gliner("", 0.5)
    with pytest.raises(SettingsError, match="Weights are never downloaded"):
        load_gliner("somebody/some-weights", 0.5)
    with pytest.raises(SettingsError, match=r"holds no gliner_config\.json"):
        load_gliner(str(tmp_path), 0.5)
    assert GLiNER.calls == []


# The real library, where it is installed


@pytest.fixture
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A GLiNER without any training, on a BERT of sixteen numbers."""
    if not (find_spec("gliner") and find_spec("torch")):
        pytest.skip("the extra kg[gliner] is not installed")
    import gliner
    import transformers

    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    choose._finder.cache_clear()
    bert, folder = tmp_path / "bert", tmp_path / "tiny"
    bert.mkdir()
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "the", "gull", "sings", ".", "a"]
    (bert / "vocab.txt").write_text("\n".join(words), encoding="utf-8")
    transformers.BertTokenizerFast(str(bert / "vocab.txt")).save_pretrained(bert)
    config = transformers.BertConfig(
        vocab_size=len(words), hidden_size=16, num_hidden_layers=1, num_attention_heads=1, intermediate_size=16,
        max_position_embeddings=128,
    )  # fmt: skip
    transformers.BertModel(config).save_pretrained(bert)
    shape = gliner.GLiNERConfig(model_name=str(bert), hidden_size=16, max_width=4, max_len=12, span_mode="markerV0")
    gliner.GLiNER.from_config(shape).save_pretrained(str(folder))
    return folder


@pytest.mark.filterwarnings("ignore")  # of libraries that are not ours
def test_a_tiny_model_on_disk_is_read(tiny: Path) -> None:
    finder = load_gliner(str(tiny), 0.0)
    assert finder.limit == 12
    found = list(finder.spans("The gull sings."))
    assert found
    assert all(0 <= each.start < each.end <= 15 and each.type in ConceptType for each in found)
    paper = Paper("p", "On birds", "The gull sings. " * 12)
    assert {each.first >= 0 for each in in_document(parse_one(paper), finder)} == {True}


@pytest.mark.filterwarnings("ignore")  # of libraries that are not ours
def test_damaged_weights_are_an_error(tiny: Path) -> None:
    for file in tiny.glob("*model*"):
        file.write_bytes(b"no tensors")
    with pytest.raises(SettingsError, match="GLiNER cannot load"):
        load_gliner(str(tiny), 0.5)
