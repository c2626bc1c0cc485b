"""BibTeX of the papers, for LaTeX and reference managers: escaped TeX, and keys that never change."""

import hashlib
import re
import unicodedata
from typing import IO

from kg.export.source import Whole
from kg.model import Paper
from kg.sources.identity import arxiv_id, is_worldwide

_SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}",
    "%": r"\%", "&": r"\&", "$": r"\$", "#": r"\#", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "<": r"\textless{}", ">": r"\textgreater{}",
}  # fmt: skip
_SPECIAL_CHARS = re.compile(r"[\\{}%&$#_~^<>]")
_UNKEYED = re.compile(r"[^A-Za-z0-9_:./+-]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")


def write(source: Whole, out: IO[bytes]) -> None:
    """Write an entry for each paper, in order of id, with its abstract."""
    for paper_id in source.papers():
        out.write(entry(source.store.paper(paper_id)).encode())


def entry(paper: Paper) -> str:
    """Return the entry of a paper; fields that it lacks are left out."""
    venue = "booktitle" if paper.venue else ""
    kind = "inproceedings" if paper.venue else "misc"
    fields = {
        "title": f"{{{tex(paper.title)}}}",
        "author": " and ".join(_name(name) for name in paper.authors),
        **_date(paper.published),
        venue: tex(paper.venue or ""),
        "url": _address(paper.url or ""),
        **_numbers(paper.id),
        "keywords": ", ".join(tex(word) for word in paper.keywords),
        "abstract": tex(paper.abstract),
    }
    rows = "".join(_row(name, value) for name, value in fields.items() if name and value)
    return f"@{kind}{{{key(paper.id)},\n{rows}}}\n\n"


def _row(name: str, value: str) -> str:
    return f"  {name} = {value},\n" if name == "month" else f"  {name} = {{{value}}},\n"


def key(paper_id: str) -> str:
    """Return the key of a paper, a function of its id alone; an id that is none gets a hash of it.

    >>> key("2205.14135"), key("a paper")
    ('2205.14135', 'a-paper-0c8b1562')
    """
    plain = unicodedata.normalize("NFKD", paper_id).encode("ascii", "ignore").decode()
    plain = _UNKEYED.sub("-", plain).strip("-")
    digest = hashlib.sha256(paper_id.encode()).hexdigest()[:8]
    return plain if plain == paper_id else f"{plain or 'paper'}-{digest}"


def tex(text: str) -> str:
    r"""Return a text as TeX: what TeX would take as a command is escaped, other characters stay in UTF-8.

    Braces are commands too: BibTeX counts those of ``\{`` and loses its way where a text has one alone.

    >>> tex("50% of {A_1} & B")
    '50\\% of \\textbraceleft{}A\\_1\\textbraceright{} \\& B'
    """
    return _SPECIAL_CHARS.sub(lambda match: _SPECIAL[match[0]], _CONTROL.sub(" ", text))


def _name(name: str) -> str:
    """Return a name in braces where BibTeX would take it apart wrongly."""
    plain = tex(name)
    return f"{{{plain}}}" if "," in name or " and " in f" {name.lower()} " else plain


def _date(published: str | None) -> dict[str, str]:
    match = _DATE.fullmatch(published or "")
    if match is None:
        return {}
    year, month, day = match.groups()
    if month and not 1 <= int(month) <= len(_MONTHS):
        return {"year": year}
    named = {"month": _MONTHS[int(month) - 1]} if month else {}
    return {"year": year, **named, **({"day": str(int(day))} if day else {})}


def _address(url: str) -> str:
    """Return an address as BibTeX's url fields hold it: verbatim but for what would break the entry."""
    plain = url.replace("\\", "%5C").replace("{", "%7B").replace("}", "%7D")
    return plain.replace("%", r"\%")


def _numbers(paper_id: str) -> dict[str, str]:
    if arxiv_id(paper_id) == paper_id:
        return {"eprint": paper_id, "archiveprefix": "arXiv"}
    return {"doi": tex(paper_id)} if is_worldwide(paper_id) and paper_id.startswith("10.") else {}
