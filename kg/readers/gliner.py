"""GLiNER as a finder of mentions: weights in a local folder, labels in words.

Zaratiana et al., "GLiNER: generalist model for named entity recognition using bidirectional transformer", NAACL 2024.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kg.errors import SettingsError
from kg.model import ConceptType
from kg.readers.extras import library, load_errors, stay_offline
from kg.readers.finders import Found
from kg.readers.weights import folder_of

#: What the model is asked for: the label says in words what the type is.
LABELS = {
    "machine learning model or architecture": ConceptType.MODEL,
    "hardware device, chip or accelerator": ConceptType.HARDWARE,
    "method, algorithm or numeric format": ConceptType.TECHNIQUE,
    "dataset or benchmark": ConceptType.DATASET,
    "software, library or programming language": ConceptType.SOFTWARE,
    "task or problem to solve": ConceptType.TASK,
    "evaluation metric or measured quantity": ConceptType.METRIC,
}
CONFIG = "gliner_config.json"
_LONGEST = 384  # words that a model takes, where it does not say
_WORD = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True, slots=True, eq=False)
class GlinerFinder:
    """A loaded model; spans below `threshold` do not count."""

    model: Any
    threshold: float
    limit: int

    def size(self, text: str) -> int:
        """Return the number of words and marks: GLiNER cuts a text into no more of them."""
        return len(_WORD.findall(text))

    def spans(self, text: str) -> Iterator[Found]:
        """Yield the mentions in a text."""
        for found in self.model.predict_entities(text, list(LABELS), threshold=self.threshold):
            kind = LABELS.get(found["label"])
            if kind:
                yield Found(int(found["start"]), int(found["end"]), kind, float(found["score"]))


def load_gliner(path: str, threshold: float) -> GlinerFinder:
    """Return the finder whose weights a folder holds.

    Raises SettingsError where the folder holds none or the extra is absent.
    """
    folder = folder_of(path, "gliner", CONFIG)
    stay_offline()
    gliner = library("gliner", "gliner")
    try:
        model = gliner.GLiNER.from_pretrained(str(folder), local_files_only=True)
    except load_errors() as error:
        raise SettingsError("reader_path", f"GLiNER cannot load {path}: {' '.join(str(error).split())}") from error
    limit = getattr(getattr(model, "config", None), "max_len", None)
    return GlinerFinder(model, threshold, limit if isinstance(limit, int) and limit > 0 else _LONGEST)
