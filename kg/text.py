r"""Text as it came and text as it reads: cleaning with offsets, and keys for matching names.

Abstracts come with LaTeX residue ("3.7times", "98\%", "textbf{Gen}erattextbf{i}ve"). Matching sees
the cleaned text; every character of it knows the range of the raw text that it came from, so spans
always point into the text as it came.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from kg.model import Span

_STYLE = (
    "textbf|textit|texttt|textsc|textrm|textsf|emph|underline|mathbf|mathrm|mathcal|mathbb|mathit|mathsf|boldsymbol"
    "|text|mbox|url|href|bf|it|tt|em|rm"
)
_SYMBOLS = {
    "times": "x", "texttimes": "x", "pm": "±", "sim": "~", "approx": "~", "leq": "≤", "le": "≤", "geq": "≥", "ge": "≥",
    "mu": "μ",
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "varepsilon": "ε", "lambda": "λ",
    "Lambda": "Λ", "sigma": "σ", "Sigma": "Σ", "theta": "θ", "Omega": "Ω", "omega": "ω", "pi": "π", "tau": "τ",
    "phi": "φ", "rho": "ρ", "eta": "η", "kappa": "κ", "infty": "∞", "rightarrow": "→", "to": "→", "cdot": "·",
    "ldots": "...", "dots": "...", "ell": "ℓ", "ie": "i.e.", "eg": "e.g.", "tilde": "~", "quad": " ", "bullet": "•",
}  # fmt: skip

_RESIDUE = re.compile(
    rf"""
      (?P<times>(?<=\d)\s?\$?(?:\\times|\times\b)\$?|(?<=\d)times(?![a-z])|\$\\times\$)      # 3.7times, 3$\times$
    | (?P<style>\\(?:{_STYLE})\b\s*(?=\{{)|(?<![A-Za-z\\])(?:{_STYLE})(?=\{{)|(?:textbf|textit|texttt|emph)(?=\{{))
    | (?P<escape>\\(?=[%&_\#$\\]))                                               # 98\%
    | (?P<symbol>\\(?:{"|".join(sorted(_SYMBOLS, key=len, reverse=True))})(?![A-Za-z])
               |(?<![A-Za-z\\-])(?:sim|approx)(?=\s?\d)(?!\s?2(?:real|sim))|(?<=[{{\s,(])pm(?=\d|\s[a-z][,}}]))
    | (?P<command>\\(?=[A-Za-z])|\\[()\[\]])                                     # \name: the word stays
    | (?P<quote>``|'')
    | (?P<script>(?<=[A-Za-z\d])\^(?=\{{)|(?<=[A-Za-z])\^(?=\d)|(?<=[A-Za-z])_(?=\{{))
    | (?P<brace>[{{}}])
    | (?P<tie>(?<=\S)~(?=[(\[A-Za-z]))                                           # Network~(FFN)
    | (?P<math>\$(?=[^$\n\s](?:[^$\n]{{0,78}}[^$\n\s])?\$)|(?<=[^$\n\s])\$(?![\d]))
    | (?P<entity>&(?:amp|lt|gt|quot|nbsp|\#39);)
    | (?P<wide>[^\x00-\x7f])                                                     # folded one by one
    """,
    re.VERBOSE,
)
_STARTS = re.compile(  # by one of these every residue is known; looking for them first is ten times faster
    r"[\\{}$&~^`]|''|(?<=\d)times|\times\b|(?<![A-Za-z\\-])(?:sim|approx)|(?<=[{\s,(])pm|[^\x00-\x7f]"
)
_AHEAD = {"{": 10, "\\": 2, "$": 1, "\times": 2}  # how many characters before that mark a residue may begin
_MARKED = re.compile(r"[\\{}$&~^`]|''|times|\times|sim|approx|pm|[^\x00-\x7f]")  # no residue without one of these
_ENTITY = {"&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&nbsp;": " ", "&#39;": "'"}
_FOLD = {
    "\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2010": "-", "\u2011": "-", "\u00d7": "x",
    "\u00a0": " ", "\u2009": " ", "\u202f": " ", "\u200b": "", "\u200c": "", "\u200d": "", "\ufeff": "", "\u00ad": "",
    "\u2212": "-", "\u223c": "~", "\u2248": "~", "\u02dc": "~",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class CleanText:
    """A text as it came (`raw`) and as it reads (`text`).

    `starts[i]` and `ends[i]` bound the raw characters that clean character `i` came from.
    """

    raw: str
    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def raw_span(self, start: int, end: int) -> Span:
        """Return the raw span of the clean characters `start..end` (end exclusive, not empty).

        A style command that opens before the span and closes inside it is taken in, so that the
        slice of the raw text reads as a whole.
        """
        left, right = self.starts[start], self.ends[end - 1]
        if start and self.raw.count("}", left, right) > self.raw.count("{", left, right):
            left = self.ends[start - 1]
        return Span(left, right)

    def clean_range(self, span: Span) -> tuple[int, int]:
        """Return the clean offsets `(start, end)` of the characters that a raw span touches."""
        start = bisect_right(self.ends, span.start)
        end = bisect_right(self.starts, span.end - 1)
        return start, max(start, end)


def clean(raw: str) -> CleanText:
    """Return the text with LaTeX residue, entities and typographic variants resolved.

    Line breaks stay, so that the title's line stays the title's.
    """
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    last = 0
    for match in _residues(raw):
        start, end = match.span()
        pieces.append(raw[last:start])
        starts.extend(range(last, start))
        ends.extend(range(last + 1, start + 1))
        new = _replacement(match)
        pieces.append(new)
        starts.extend([start] * len(new))
        ends.extend([end] * len(new))
        last = end
    pieces.append(raw[last:])
    starts.extend(range(last, len(raw)))
    ends.extend(range(last + 1, len(raw) + 1))
    return CleanText(raw, "".join(pieces), tuple(starts), tuple(ends))


@lru_cache(maxsize=1 << 15)
def cleaned(raw: str) -> str:
    """Return a short text, such as a name, as it reads: `clean` without the offsets, remembered."""
    return clean(raw).text if _MARKED.search(raw) else raw


def _residues(raw: str) -> Iterator[re.Match[str]]:
    end = 0
    for place in _STARTS.finditer(raw):
        start = max(place.start() - _AHEAD.get(place.group(), 0), end)
        while start < place.end():
            match = _RESIDUE.match(raw, start)
            start += 1
            if match:
                start = end = match.end()
                yield match


def _replacement(match: re.Match[str]) -> str:
    kind, text = match.lastgroup, match.group()
    if kind == "times":
        return "x"
    if kind == "symbol":
        return _SYMBOLS[text.lstrip("\\")]
    if kind == "quote":
        return '"'
    if kind == "tie":
        return " "
    if kind == "entity":
        return _ENTITY[text]
    if kind == "wide":
        return _fold(text)
    return ""  # style, escape, command, script, brace, math: marks that carry no text


def _fold(char: str) -> str:
    if char in _FOLD:
        return _FOLD[char]
    folded = unicodedata.normalize("NFKC", char)
    return folded if folded.isprintable() and folded.strip() else char


_LATEX = frozenset("\\{}$&`")
_APART = re.compile(r"(?<=\d)[\s\-‐-―_/,:;()\[\]]+(?=\d)")
_KEPT = re.compile(r"[^\w.+#*-]+|_")
_DOT = re.compile(r"(?<!\d)\.|\.(?!\d)")
_HYPHEN = re.compile(r"(?<!\d)-|-(?!\d)")
_PLURAL = re.compile(r"(?<=[a-z]{2})(?<![suiao])s$|(?<=[A-Z])s$")  # not after a digit: "YOLOv8s" is a size
_IRREGULAR = {"indices": ("ices", "ex"), "vertices": ("ices", "ex"), "matrices": ("ices", "ix")}
_ES = re.compile(r"(ss|sh|ch|x|zz)es$")


@lru_cache(maxsize=1 << 17)
def label_key(label: str) -> str:
    """Return the key under which two spellings of one name meet.

    Case, hyphens, spaces, LaTeX marks, punctuation and a plural ending of the last word fall away;
    `.` inside numbers, `+`, `#`, `*` and a break between two digits stay, so "Llama-3-1B" and
    "Llama 31B" never meet.

    >>> label_key("Low-Rank Adaptations") == label_key("low rank adaptation")
    True
    >>> label_key("CIFAR10") == label_key("CIFAR-10")
    True
    >>> label_key("Llama 3 1B") == label_key("Llama 31B")
    False
    """
    text = label if label.isascii() and _LATEX.isdisjoint(label) else clean(label).text
    return _squeeze(singular(text.strip()))


def _squeeze(text: str) -> str:
    letters = text.replace(" ", "").replace("-", "")
    if letters.isascii() and letters.isalpha():  # as most names are: the rules below have no more to do
        return letters.lower()
    folded = _APART.sub("-", unicodedata.normalize("NFKC", text).casefold())
    kept = _KEPT.sub("", folded)
    return _HYPHEN.sub("", _DOT.sub("", kept))


def singular(phrase: str) -> str:
    """Return the phrase with the plural ending of its last word dropped, where it has one.

    >>> singular("neural networks"), singular("GPUs"), singular("batches"), singular("memories"), singular("bias")
    ('neural network', 'GPU', 'batch', 'memory', 'bias')
    """
    if not phrase.endswith("s"):
        return phrase
    head, gap, last = phrase.rpartition(" ")
    lower = last.lower()
    if lower in ("series", "species", "lens"):
        return phrase
    if lower.endswith("ies") and len(lower) > 4:
        last = last[:-3] + "y"
    elif lower.endswith(("caches", "niches")):
        last = last[:-1]
    elif _ES.search(lower) or lower in ("biases", "buses", "gases"):
        last = last[:-2]
    elif lower in _IRREGULAR:
        last = last[: -len(_IRREGULAR[lower][0])] + _IRREGULAR[lower][1]
    elif len(last) > 3 or (len(last) == 3 and last[:-1].isupper()):
        last = _PLURAL.sub("", last)
    return head + gap + last
