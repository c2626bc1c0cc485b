"""Short forms: which name is one, what it stands for, and when two of them are two things."""

import re
from collections.abc import Iterable

from kg.text import label_key

_IN_BRACKETS = re.compile(r"^(?P<name>.+?) ?\((?P<short>[A-Za-z][A-Za-z0-9-]{1,7})\)$")
_LONGEST = 8


def spelled(label: str) -> tuple[str, ...]:
    """Return the labels in one: a short form in brackets at its end is a label of its own.

    >>> spelled("fuzzy inference system (fis)"), spelled("bacteroides (class)")
    (('fuzzy inference system', 'FIS'), ('bacteroides (class)',))
    """
    match = _IN_BRACKETS.match(label)
    if match is None or not _abbreviates(match["short"], match["name"]):
        return (label,)
    short = match["short"]
    return match["name"], short.upper() if short.islower() else short


def _abbreviates(short: str, name: str) -> bool:
    """Tell whether a short form has the first letters of the words of a name, or with capitals letters in its order."""
    words = re.findall(r"[a-z0-9]+", name.lower())
    initials = "".join(word[0] for word in words)
    letters = short.lower().replace("-", "")
    if letters.rstrip("s") in (initials, initials.rstrip("s")):
        return True
    rest = iter("".join(words))
    ordered = letters[:1] == initials[:1] and all(letter in rest for letter in letters)
    return ordered and sum(map(str.isupper, short)) > 1


def is_short(label: str) -> bool:
    """Tell whether a label is a short form: one word, at least half of its letters capitals.

    >>> is_short("CPE"), is_short("mAP"), is_short("DenseNet"), is_short("Flow Matching")
    (True, True, False, False)
    """
    letters = [char for char in label if char.isalpha()]
    capitals = sum(map(str.isupper, letters))
    return len(label) <= _LONGEST and " " not in label and 1 < capitals >= len(letters) / 2


def long_forms(labels: Iterable[str]) -> frozenset[str]:
    """Return the keys of the labels of several words."""
    return frozenset(label_key(label) for label in labels if len(re.split(r"[\s-]+", label)) > 1)


def apart(short: str, ones: Iterable[str], others: Iterable[str]) -> bool:
    """Tell whether two sets of labels spell a short form out differently: both have long forms, and none in common."""
    one, other = long_forms(ones), long_forms(others)
    return is_short(short) and bool(one) and bool(other) and not one & other
