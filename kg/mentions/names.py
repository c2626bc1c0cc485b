"""Names whose form alone says what they are: models with sizes, numeric formats."""

import re
from collections.abc import Iterator

from kg.model import ConceptType

_SIZED = re.compile(
    r"\b(?=[A-Za-z])[A-Za-z][\w.+]*(?:[- ](?:v?\d+(?:\.\d+)*|[A-Z][\w.+]*|[a-z]+(?=-\d)))*"
    r"[- ]?\d+(?:\.\d+)?(?:x\d+)?[BM]"
    r"(?:-(?:A\d+B|[A-Z][\w]*|it|chat|base|instruct|hf))*\b"
)
_FORMAT = re.compile(
    r"\b(?:W\d{1,2}A\d{1,2}(?:KV\d{1,2})?|(?:INT|UINT|FP|BF|TF|NF|MXFP|MXINT|NVFP|HIF|FXP)-?\d{1,2}(?:\s?E\dM\d)?|E\dM\d|bfloat16|float16)\b"
)
_PLAIN = frozenset("a an the of with for to on and or in as by using our all only up over than from is are".split())


def formal_names(text: str) -> Iterator[tuple[int, int, ConceptType]]:
    """Yield clean offsets and type of sized models ("Llama-3.1-405B-Instruct") and numeric formats ("W4A8")."""
    for match in _SIZED.finditer(text):
        start = match.start()
        words = match.group().split(" ")
        while len(words) > 1 and (words[0].lower() in _PLAIN or words[0].islower()):
            start += len(words.pop(0)) + 1
        name = text[start : match.end()]
        if any(char.isupper() for char in name[:-1]) or "-" in name:
            yield start, match.end(), ConceptType.MODEL
    for match in _FORMAT.finditer(text):
        yield match.start(), match.end(), ConceptType.TECHNIQUE
