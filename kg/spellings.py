"""The spellings under which a label may stand in a text, folded so that one automaton finds them all."""

import re

from kg.text import singular

_SEPARATOR = re.compile(r"[-_\s‐-―]")
_WIDE_SEPARATOR = re.compile(r"[^\S ]|[‐-―]")
_BREAK = re.compile(r"(?<=[a-z]) (?=\d)|(?<=\d) (?=[a-z])")
_JOIN = re.compile(r"(?<=[a-z])(?=\d)|(?<=\d)(?=[a-z])")
_BEFORE_DIGIT = re.compile(r"(?<=[a-z])(?=\d)")
_Y = re.compile(r"(?<=[b-df-hj-np-tv-xz])y$")
_LOOSE_HYPHEN = re.compile(r"(?<!\d)-|-(?!\d)")  # "Llama-2-7B" is not "Llama27B"
_NUMBER = re.compile(r"[\d.,]+")


def fold(text: str) -> str:
    """Return the text in lower case with separators blanked; no offset moves.

    >>> fold("Low-Rank_Adaptation")
    'low rank adaptation'
    """
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(char.lower()[:1] or char for char in text)
    return _WIDE_SEPARATOR.sub(" ", lowered.replace("-", " ").replace("_", " "))


def plain(label: str) -> str:
    """Return a label without separators, in its own case: what has to agree where case counts."""
    return _SEPARATOR.sub("", label)


def forms(label: str) -> set[str]:
    """Return the folded spellings of a label: with and without breaks at digits and hyphens.

    >>> sorted(forms("CIFAR-10"))
    ['cifar 10', 'cifar10']
    """
    folded = fold(singular(label))
    found = {folded, _BREAK.sub("", folded), _JOIN.sub(" ", folded), _BEFORE_DIGIT.sub(" ", folded)}
    if "-" in label:
        found.add(fold(singular(_LOOSE_HYPHEN.sub("", label))))
    if folded.count(" ") == 1 and len(folded) > 7 and not any(char.isdigit() for char in folded):
        found.add(folded.replace(" ", ""))  # "data set", "dataset"
    found |= {_Y.sub("ie", form) for form in found}  # "memories"
    return {form for form in found if len(form) > 1 and not _NUMBER.fullmatch(form)}
