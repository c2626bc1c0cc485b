"""Training of the mention recognizer."""

from collections.abc import Sequence
from pathlib import Path

from kg.mentions.find import survey, token_marks
from kg.mentions.gazetteer import Gazetteer
from kg.mentions.recognizer import sentence_features
from kg.training.gold import GoldPaper, token_labels

Sentence = tuple[list[list[str]], list[str]]
PARAMETERS = {"c1": 0.2, "c2": 0.02, "max_iterations": 80, "feature.minfreq": 2}


def sentences_of(paper: GoldPaper, gazetteer: Gazetteer) -> list[Sentence]:
    """Return the features and labels of each sentence of an annotated paper."""
    labels = token_labels(paper)
    marks = token_marks(paper.document, survey(paper.document, gazetteer))
    return [
        (features, [labels[index] for index in tokens]) for tokens, features in sentence_features(paper.document, marks)
    ]


def train_recognizer(papers: Sequence[list[Sentence]], path: Path) -> None:
    """Fit the conditional random field (L-BFGS with L1 and L2 penalties) and write it to `path`."""
    import pycrfsuite

    trainer = pycrfsuite.Trainer(verbose=False)
    for paper in papers:
        for features, labels in paper:
            trainer.append(features, labels)
    trainer.set_params(PARAMETERS)
    trainer.train(str(path))
