"""Token classifiers of transformers: by a stand-in, and where the extra is installed by a tiny model on disk."""

import math
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
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
from kg.readers.token_classifier import TokenClassifier, load_token_classifier
from kg.settings import Settings

TAGS = ["O", "B-Method", "I-Method", "B-Place", "I-Place"]
SCORES = {"gullish": 1, "flocker": 2, "Rome": 3}


class Encoded(dict[str, Any]):
    """What a fast tokenizer of transformers returns: pieces of at most four letters of each word."""

    def __init__(self, text: str, most: int | None) -> None:
        self.pieces: list[tuple[int | None, tuple[int, int] | None]] = []
        for number, match in enumerate(re.finditer(r"\w+|[^\w\s]", text)):
            self.pieces += [(number, (at, min(at + 4, match.end()))) for at in range(match.start(), match.end(), 4)]
        if most is not None:
            self.pieces = [(None, None), *self.pieces[: most - 2], (None, None)]
        words = [text[slice(*place)] if place else "" for _, place in self.pieces]
        super().__init__(input_ids=words)

    def word_ids(self, batch: int) -> list[int | None]:
        return [word for word, _ in self.pieces]

    def token_to_chars(self, index: int) -> tuple[int, int]:
        place = self.pieces[index][1]
        assert place is not None
        return place


class Tokenizer:
    is_fast = True
    model_max_length = 24

    def __init__(self) -> None:
        self.lengths: list[int] = []

    def __call__(self, text: str, **options: Any) -> Encoded:
        if options.get("return_tensors"):
            assert options["truncation"] is True
            encoded = Encoded(text, options["max_length"])
            self.lengths.append(len(encoded.pieces))
            return encoded
        assert options["add_special_tokens"] is False
        return Encoded(text, None)


class Scores(list[Any]):
    def double(self) -> "Scores":
        return self

    def tolist(self) -> list[Any]:
        return list(self)


class Model:
    config = SimpleNamespace(id2label=dict(enumerate(TAGS)), max_position_embeddings=512)

    def eval(self) -> "Model":
        return self

    def __call__(self, input_ids: list[str]) -> SimpleNamespace:
        best = [
            next((tag for word, tag in SCORES.items() if piece and word.startswith(piece)), 0) for piece in input_ids
        ]
        return SimpleNamespace(logits=[Scores([2.0 if index == tag else 0.0 for index in range(5)] for tag in best)])


def softmax(scores: Scores, dim: int) -> Scores:
    assert dim == -1
    rows = [[math.exp(value) for value in row] for row in scores]
    return Scores([value / sum(row) for value in row] for row in rows)


@contextmanager
def no_grad() -> Iterator[None]:
    yield


@pytest.fixture
def weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a configuration, and stand-ins in the places of transformers and torch."""
    loaded: list[tuple[str, bool]] = []

    def loader(made: type) -> SimpleNamespace:
        def from_pretrained(path: str, local_files_only: bool = False) -> Any:
            loaded.append((path, local_files_only))
            if (Path(path) / "broken").exists():
                raise ValueError("unknown\nmodel")
            return made()

        return SimpleNamespace(from_pretrained=from_pretrained)

    transformers, torch = ModuleType("transformers"), ModuleType("torch")
    parts = {"AutoTokenizer": loader(Tokenizer), "AutoModelForTokenClassification": loader(Model), "loaded": loaded}
    for name, part in parts.items():
        setattr(transformers, name, part)
    for function in (softmax, no_grad):
        setattr(torch, function.__name__, function)
    monkeypatch.setitem(sys.modules, "transformers", transformers)
    monkeypatch.setitem(sys.modules, "torch", torch)
    folder = tmp_path / "weights"
    folder.mkdir()
    (folder / "config.json").write_text("{}")
    choose._finder.cache_clear()
    return folder


def load(weights: Path, labels: str = "Method=Technique", threshold: float = 0.5) -> TokenClassifier:
    return load_token_classifier(str(weights), labels, threshold)


def surfaces(finder: TokenClassifier, text: str) -> list[str]:
    paper = Paper("p", "A title", text)
    document = parse_one(paper)
    return [document.raw_span(each.first, each.last).of(paper.text) for each in in_document(document, finder)]


def test_weights_come_from_the_folder_alone(weights: Path) -> None:
    finder = load(weights)
    assert sys.modules["transformers"].loaded == [(str(weights), True)] * 2
    assert finder.limit == 20  # the tokenizer's 24, and room for the ends
    assert finder.types == (None, ConceptType.TECHNIQUE, ConceptType.TECHNIQUE, None, None)


def test_a_word_has_the_tag_of_its_first_piece(weights: Path) -> None:
    (found,) = load(weights).spans("A gullish flocker of Rome.")
    assert (found.start, found.end, found.type) == (2, 17, ConceptType.TECHNIQUE)
    share = math.exp(2) / (math.exp(2) + 4)
    assert found.probability == pytest.approx(share + 1 / (math.exp(2) + 4))  # that of either tag of the label


def test_labels_that_are_mapped_are_found(weights: Path) -> None:
    found = list(load(weights, "Method=Technique, Place=Dataset").spans("A gullish flocker of Rome."))
    assert [each.type for each in found] == [ConceptType.TECHNIQUE, ConceptType.DATASET]


def test_the_threshold_counts(weights: Path) -> None:
    assert list(load(weights, threshold=0.9).spans("A gullish flocker of Rome.")) == []


def test_a_long_text_is_read_in_parts(weights: Path) -> None:
    finder = load(weights)
    text = "We use it here and there for no reason. The gullish flocker is good. " * 4
    assert surfaces(finder, text) == ["gullish flocker"] * 4
    assert len(finder.tokenizer.lengths) > 4
    assert max(finder.tokenizer.lengths) <= 24


def test_an_endless_sentence_is_read_in_parts(weights: Path) -> None:
    text = "The gullish flocker and " + "the calm sea and " * 12 + "a gullish flocker."
    assert surfaces(load(weights), text) == ["gullish flocker"] * 2


def test_an_engine_reads_with_it(weights: Path) -> None:
    settings = Settings(
        workers=1, min_link=0.0, reader="hf", reader_path=str(weights), reader_labels="Method=Technique"
    )
    paper = Paper("p", "On birds", "We propose the gullish flocker for that.")
    assert "gullish flocker" in {link.concept.label for link in extract(paper, engine=load_engine(settings)).links}


def test_the_mapping_makes_another_engine_and_its_spelling_does_not(weights: Path) -> None:
    def mark(labels: str) -> str:
        return engine_mark(Settings(reader="hf", reader_path=str(weights), reader_labels=labels))

    assert mark("Method=Technique") != mark("Method=Task") != mark("")
    assert mark("A=Task,B=Model") == mark(" B=model , A=Task")


@pytest.mark.parametrize("labels", ["", "Methods=Task", "Method"])
def test_a_mapping_that_does_not_fit_is_an_error(weights: Path, labels: str) -> None:
    with pytest.raises(SettingsError, match="setting reader_labels"):
        load(weights, labels)


def test_a_slow_tokenizer_is_an_error(weights: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Tokenizer, "is_fast", False)
    with pytest.raises(SettingsError, match="needs a fast tokenizer"):
        load(weights)


def test_weights_that_cannot_be_loaded_are_an_error(weights: Path) -> None:
    (weights / "broken").touch()
    with pytest.raises(SettingsError, match=r"cannot load .*: unknown model"):
        load(weights)


@pytest.mark.parametrize("missing", ["transformers", "torch"])
def test_without_the_extra_one_line_says_which(weights: Path, monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(
        SettingsError, match=rf"hf needs {missing}, which is not installed\. Run: pip install 'kg-papers\[hf\]'"
    ):
        load(weights)


# The real library, where it is installed


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A BERT of 4 tags and no training, whose last layer we set so that it tags what we like."""
    if not (find_spec("transformers") and find_spec("torch")):
        pytest.skip("the extra kg[hf] is not installed")
    import torch
    import transformers

    folder = tmp_path / "tiny"
    folder.mkdir()
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "the", "gull", "##ish", "flock", "##er", "sings", "."]
    (folder / "vocab.txt").write_text("\n".join(words), encoding="utf-8")
    transformers.BertTokenizerFast(str(folder / "vocab.txt"), model_max_length=16).save_pretrained(folder)
    config = transformers.BertConfig(
        vocab_size=len(words), hidden_size=12, num_hidden_layers=1, num_attention_heads=1, intermediate_size=12,
        max_position_embeddings=16, id2label=dict(enumerate(["O", "B-Method", "I-Method"])),
    )  # fmt: skip
    model = transformers.BertForTokenClassification(config)
    with torch.no_grad():
        for name, weight in model.named_parameters():
            weight.fill_(1.0 if name.endswith("LayerNorm.weight") else 0.0)
        model.bert.embeddings.word_embeddings.weight.copy_(torch.eye(12) * 8)
        model.classifier.weight[0].fill_(0.5)
        model.classifier.weight[1][words.index("gull")] = 4.0
        model.classifier.weight[2][words.index("flock")] = 4.0
    model.save_pretrained(folder)
    choose._finder.cache_clear()
    return folder


@pytest.mark.filterwarnings("ignore")  # of libraries that are not ours
def test_a_tiny_model_on_disk_is_read(tiny: Path) -> None:
    finder = load(tiny)
    assert finder.limit == 12
    assert finder.size("The gullish flocker.") == 6
    (found,) = finder.spans("The gullish flocker sings.")
    assert (found.start, found.end, found.type) == (4, 19, ConceptType.TECHNIQUE)
    assert 0.5 < found.probability <= 1.0
    assert surfaces(finder, "The gullish flocker sings. The flocker sings. " * 5) == ["gullish flocker", "flocker"] * 5


@pytest.mark.filterwarnings("ignore")  # of libraries that are not ours
def test_an_engine_reads_with_a_tiny_model(tiny: Path) -> None:
    settings = Settings(workers=1, min_link=0.0, reader="hf", reader_path=str(tiny), reader_labels="Method=Technique")
    paper = Paper("p", "On birds", "We propose the gullish flocker.")
    engine = load_engine(settings)
    assert extract(paper, engine=engine) == extract(paper, engine=engine)
    assert "gullish flocker" in {link.concept.label for link in extract(paper, engine=engine).links}


@pytest.mark.filterwarnings("ignore")  # of libraries that are not ours
def test_damaged_weights_are_an_error(tiny: Path) -> None:
    (tiny / "model.safetensors").write_bytes(b"no tensors")
    with pytest.raises(SettingsError, match="setting reader_path: cannot load"):
        load(tiny)
