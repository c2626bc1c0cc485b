"""The learned recognizer: chunks of labels, types, probabilities, and what the shipped weights surely know."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pytest

from kg.mentions.find import survey, token_marks
from kg.mentions.recognizer import Recognizer, sentence_features, shipped_recognizer
from kg.mentions.sight import Seen
from kg.model import ConceptType, Paper
from kg.parse import parse_one

if TYPE_CHECKING:
    from kg.pipeline import Engine


class Fixed:
    """A tagger that says what it is told, one list of labels a sentence."""

    def __init__(self, *labels: str) -> None:
        self.told = [sentence.split() for sentence in labels]

    def label(self, sentences: Sequence[Seen]) -> list[list[tuple[str, float]]]:
        assert [len(seen.words) for seen in sentences] == [len(labels) for labels in self.told]
        return [[(label, 1.0 if label.startswith("B") else 0.5) for label in labels] for labels in self.told]


CHUNKS = [
    ("O O O O O", []),
    ("B-Model O O O O", [("One", ConceptType.MODEL, 1.0)]),
    ("B-Model I-Model O O O", [("One two", ConceptType.MODEL, 0.75)]),
    ("O O O O B-Task", [("five", ConceptType.TASK, 1.0)]),
    ("B-Task B-Task O O O", [("One", ConceptType.TASK, 1.0), ("two", ConceptType.TASK, 1.0)]),
    ("O I-Task O O O", []),
    ("O B-Metric I-Metric I-Metric I-Metric", [("two three four five", ConceptType.METRIC, 0.625)]),
]


@pytest.mark.parametrize(("labels", "expected"), CHUNKS, ids=[labels for labels, _ in CHUNKS])
def test_labels_become_chunks(labels: str, expected: list[tuple[str, ConceptType, float]]) -> None:
    document = parse_one(Paper("p", "One two three four five", ""))
    found = list(Recognizer(Fixed(labels)).find(document, {}))
    assert [(document.doc[r.first : r.last].text, r.type, r.probability) for r in found] == expected


def test_chunks_do_not_cross_sentences() -> None:
    document = parse_one(Paper("p", "One two", "three four"))
    found = list(Recognizer(Fixed("O B-Task", "I-Task O")).find(document, {}))
    assert [document.doc[r.first : r.last].text for r in found] == ["two"]


def test_white_space_is_no_token_of_a_sentence() -> None:
    document = parse_one(Paper("p", "One  two", "three\n\n four  five"))
    texts = [[document.doc[i].text for i in tokens] for tokens, _ in sentence_features(document, {})]
    assert all(word.strip() for words in texts for word in words)
    assert [word for words in texts for word in words] == ["One", "two", "three", "four", "five"]


SURE = [
    ("We evaluate it on ImageNet and others.", "ImageNet", ConceptType.DATASET),
    ("It runs on an NVIDIA A100 GPU.", "NVIDIA A100 GPU", ConceptType.HARDWARE),
    ("The code is written in PyTorch for all.", "PyTorch", ConceptType.SOFTWARE),
    ("We fine-tune BERT with it.", "BERT", ConceptType.MODEL),
    ("We apply knowledge distillation to the network.", "knowledge distillation", ConceptType.TECHNIQUE),
]


@pytest.mark.parametrize(("sentence", "name", "kind"), SURE, ids=[name for _, name, _ in SURE])
def test_shipped_weights_know_plain_cases(sentence: str, name: str, kind: ConceptType, engine: "Engine") -> None:
    document = parse_one(Paper("p", "A title of ours", sentence))
    marks = token_marks(document, survey(document, engine.gazetteer))
    found = {document.doc[r.first : r.last].text: r for r in shipped_recognizer().find(document, marks)}
    assert name in found
    assert found[name].type is kind
    assert found[name].probability > 0.5


def test_the_weights_are_read_once() -> None:
    assert shipped_recognizer() is shipped_recognizer()


def test_no_sentence_has_no_mention() -> None:
    document = parse_one(Paper("p", " ", " "))
    assert document.sentences == ()
    assert list(shipped_recognizer().find(document, {})) == []
