"""LaTeX as BibTeX files use it, read as text: accents, special letters, escapes, protecting braces."""

import re
import unicodedata

_COMBINING = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306", ".": "\u0307",
    '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323", "c": "\u0327",
    "k": "\u0328", "b": "\u0331",
}  # fmt: skip
_LETTERS = {
    "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å", "AA": "Å", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł",
    "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "dj": "đ", "DJ": "Đ", "ng": "ŋ", "NG": "Ŋ",
    "textendash": "–", "textemdash": "—", "textquoteright": "’", "textquoteleft": "‘", "textbackslash": "\\",
    "textbraceleft": "{", "textbraceright": "}",
    "textasciicircum": "^", "textless": "<", "textgreater": ">",
    "textasciitilde": "~", "textregistered": "®", "texttrademark": "™", "ldots": "…", "dots": "…",
}  # fmt: skip
_NAMES = "|".join(sorted(_LETTERS, key=len, reverse=True))
_TOKEN = re.compile(
    rf"""
      (?P<math>\$[^$]{{1,2000}}\$)                                  # stays as it is
    | \\(?P<mark>[`'^"~=.])\s?(?:\{{\\?(?P<a>[A-Za-z])\s?\}}|\\?(?P<b>[A-Za-z]))
    | \\(?P<named>[uvHrdckb])(?:\s?\{{\\?(?P<c>[A-Za-z])\s?\}}|\s+\\?(?P<d>[A-Za-z])(?![A-Za-z]))
    | \\(?P<letter>{_NAMES})(?:(?![A-Za-z])\s?\{{\}}|(?![A-Za-z])\s?)
    | \\(?P<style>emph|textbf|textit|texttt|textsc|textrm|textsf|text|mbox|uppercase|enquote)\s?(?=\{{)
    | \\(?P<escape>[&%_\#${{}}\ ])
    | \\-                                                           # a place to break a word
    | (?P<command>\\[A-Za-z]+(?:\{{[^{{}}]{{0,500}}\}})?)           # not known: stays as it is
    | (?P<brace>[{{}}])
    | (?P<tie>~)
    """,
    re.VERBOSE,
)


def decode(text: str) -> str:
    r"""Return the text with LaTeX accents and escapes as characters; math and unknown commands stay.

    >>> decode(r"{\"O}zg{\"u}r \& {\O}rsted: {BERT} at 98\% of $\alpha$")
    'Özgür & Ørsted: BERT at 98% of $\\alpha$'
    """
    if not any(mark in text for mark in "\\{}~"):
        return text
    return _TOKEN.sub(_character, text)


def _character(match: re.Match[str]) -> str:
    if mark := match["mark"] or match["named"]:
        base = next(letter for letter in match.group("a", "b", "c", "d") if letter)
        return unicodedata.normalize("NFC", base + _COMBINING[mark])
    if match["letter"]:
        return _LETTERS[match["letter"]]
    if match["tie"]:
        return " "
    return match["math"] or match["escape"] or match["command"] or ""
