"""Names of authors out of the shapes that people store them in."""

import re

from kg.sources.latex import decode

_AND = re.compile(r" and | & ", re.IGNORECASE)
_COMMA_AND = re.compile(r" ?, ?(?:and )?| and ", re.IGNORECASE)
_NOTE = re.compile(r"\([^()]{0,300}\)")  # affiliations in brackets, as arXiv writes them
_LONGEST = 300  # characters of a name: what is longer is no name
_SUFFIX = re.compile(r"(?:jr|sr|ii|iii|iv)\.?", re.IGNORECASE)


def authors(value: object) -> tuple[str, ...]:
    """Return the names, given name first, in the order of the source; empty where the shape is not known.

    Takes a string ("A. Roe, B. Poe and C. Doe", "Roe, A.; Poe, B."), a list of strings, of objects with
    `name` or `first`/`last` or `given`/`family`, or of [last, first, suffix] as in arXiv's `authors_parsed`.
    """
    if isinstance(value, str):
        names: list[str] = _split(value)
    elif isinstance(value, list | tuple):
        names = [_one(item) for item in value]
    else:
        names = [_one(value)]
    return tuple(
        dict.fromkeys(name for name in (" ".join(_plain(name).split()) for name in names) if 0 < len(name) <= _LONGEST)
    )


def _plain(name: str) -> str:
    return decode(name) if "\\" in name else name


def _split(text: str) -> list[str]:
    text = " ".join((_NOTE.sub(" ", text) if "(" in text else text).split())
    if ";" in text:
        return [first_last(part) for part in text.split(";")]
    parts = _AND.split(text)
    if len(parts) > 1 and all("," in part for part in parts):  # Roe, A. and Poe, B.
        return [first_last(part) for part in parts]
    names = _COMMA_AND.split(text)
    if len(names) == 2 and "," in text and len(names[0].split()) == 1:  # Roe, Ann
        return [first_last(text)]
    return names


def _one(item: object) -> str:
    if isinstance(item, str):
        return first_last(item)
    if isinstance(item, dict):
        return _from_object(item)
    if isinstance(item, list | tuple):  # [last, first, suffix]
        parts = [part for part in item[:3] if isinstance(part, str)]
        return " ".join([*parts[1:2], *parts[:1], *parts[2:]])
    return ""


def _from_object(item: dict[str, object]) -> str:
    for key in ("name", "display_name", "full_name", "fullname", "author"):
        value = item.get(key)
        if isinstance(value, str) and value.strip():
            return first_last(value)
        if isinstance(value, dict):
            inner = value.get("name") or value.get("display_name")
            return first_last(inner) if isinstance(inner, str) else ""
    parts = (item.get("first") or item.get("given"), item.get("last") or item.get("family"))
    return " ".join(part for part in parts if isinstance(part, str))


def first_last(name: str) -> str:
    """Return "Ann Roe" for "Roe, Ann", and "Ann Roe, Jr." for "Roe, Jr., Ann"; other names as they are."""
    parts = [part.strip() for part in name.split(",")]
    if len(parts) == 2 and all(parts):
        return f"{parts[0]}, {parts[1]}" if _SUFFIX.fullmatch(parts[1]) else f"{parts[1]} {parts[0]}"
    if len(parts) == 3 and all(parts) and _SUFFIX.fullmatch(parts[1]):
        return f"{parts[2]} {parts[0]}, {parts[1]}"
    return name.strip()
