"""What a saved query told, as an Atom feed (RFC 4287) and as Markdown. The same entries give the same bytes."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from kg.iris import BASE

_NEVER = "1970-01-01T00:00:00Z"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MARKS = re.compile(r"([\\`*_\[\]<>|#])")
_ADDRESS = re.compile(r"https?://[^\s<>()\"]+")


@dataclass(frozen=True, slots=True)
class Entry:
    """One row that was new: its id, its first values as a title, the date of its paper, its values, and an address."""

    id: str
    title: str
    updated: str
    values: tuple[tuple[str, str], ...]
    link: str | None = None


def identity(name: str, asks: str) -> str:
    """Return the IRI of a saved query: its name, and the digest of what it asks."""
    return f"{BASE}watch/{name}-{hashlib.sha256(asks.encode()).hexdigest()[:12]}"


def atom(name: str, asks: str, entries: Sequence[Entry]) -> str:
    """Return entries as an Atom feed; its date is that of its latest entry."""
    updated = max((entry.updated for entry in entries), default=_NEVER)
    parts = [
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">',
        f"  <id>{_text(identity(name, asks))}</id>",
        f"  <title>{_text(name)}</title>",
        f"  <subtitle>{_text(asks)}</subtitle>",
        f"  <updated>{updated}</updated>",
        "  <author><name>kg</name></author>",
        *(_entry(entry) for entry in entries),
        "</feed>\n",
    ]
    return "\n".join(parts)


def _entry(entry: Entry) -> str:
    content = "\n".join(f"{name}: {value}" for name, value in entry.values)
    link = entry.link if entry.link and _ADDRESS.fullmatch(entry.link) else None
    lines = [
        f"    <id>{_text(entry.id)}</id>",
        f"    <title>{_text(entry.title)}</title>",
        f"    <updated>{entry.updated}</updated>",
        *([f'    <link rel="alternate" href={quoteattr(_clean(link))}/>'] if link else []),
        f'    <content type="text">{_text(content)}</content>',
    ]
    return "\n".join(["  <entry>", *lines, "  </entry>"])


def markdown(name: str, asks: str, entries: Sequence[Entry]) -> str:
    """Return entries as a digest in Markdown: a line for each, and its other values under it."""
    lines = [f"# {plain(name)}", "", f"{len(entries):,} new for: {plain(asks)}", ""]
    for entry in entries:
        title = plain(entry.title)
        link = entry.link if entry.link and _ADDRESS.fullmatch(entry.link) else None
        lines.append(f"- [{title}]({link})" if link else f"- {title}")
        lines += [f"  - {plain(column)}: {plain(value)}" for column, value in entry.values]
    return "\n".join(lines).rstrip("\n") + "\n"


def plain(text: str) -> str:
    """Return a text that Markdown shows as it is, on one line."""
    return _MARKS.sub(r"\\\1", " ".join(_clean(text).split()))


def _text(text: str) -> str:
    return escape(_clean(text), {"\r": "&#13;"})


def _clean(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
