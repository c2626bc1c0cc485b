"""How far two spellings are apart, and where in a long list the near ones stand.

The distance is Levenshtein's (1966): letters that are put in, left out or changed. A name within `d` of another
shares one of any `d + 1` pieces that the other is cut into, at about the same place (Navarro 2001, section 7), so that
a search for the pieces finds all near names without a look at the others.
"""

from collections.abc import Iterator

_ONE, _TWO = 3, 5  # a name this long may be one letter, or two, away from what was meant


def allowed(key: bytes) -> int:
    """Return how many letters may differ from a key of this length."""
    return 2 if len(key) >= _TWO else int(len(key) >= _ONE)


def distance(one: bytes, other: bytes, most: int) -> int:
    """Return how many letters differ, `most + 1` where there are more.

    >>> distance(b"swiftvk", b"swiftkv", 2), distance(b"gpu", b"tpus", 1)
    (2, 2)
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    row = list(range(len(other) + 1))
    for number, letter in enumerate(one, 1):
        last, row = row, [number]
        for place, char in enumerate(other, 1):
            row.append(min(last[place] + 1, row[-1] + 1, last[place - 1] + (letter != char)))
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)


def near(key: bytes, text: bytes) -> Iterator[int]:
    """Yield the places in `text`, lines between line feeds, where a line starts that is near a key; some twice."""
    most = allowed(key)
    for number in range(most + 1 if most else 0):
        start, end = (len(key) * edge // (most + 1) for edge in (number, number + 1))
        place = text.find(key[start:end])
        while place >= 0:
            line = text.rfind(b"\n", max(place - start - most - 1, 0), place) + 1
            if line and abs(place - line - start) <= most:
                stop = text.find(b"\n", place, line + len(key) + most + 1)
                if stop >= 0 and distance(key, text[line:stop], most) <= most:
                    yield line
            place = text.find(key[start:end], place + 1)
