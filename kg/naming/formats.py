"""Numeric formats, whose names are all parts: "W4A8", "INT4", "FP8 E4M3", "3-bit"."""

import re
from collections.abc import Iterator

_DIGIT = re.compile(r"\d")
_NOUN = re.compile(r"\s+(?:format|precision|data ?type|quantization|arithmetic)s?$", re.IGNORECASE)
_BITS = re.compile(r"w(\d+)a(\d+)(?:kv(\d+))?(?:g(\d+))?", re.IGNORECASE)
_SWAPPED = re.compile(r"a(\d+)w(\d+)", re.IGNORECASE)
_FORMAT = re.compile(r"(u?int|fp|bf|nf|mxfp|mxint|nvfp|tf|posit)[-\s]?(\d+)", re.IGNORECASE)
_MINIFLOAT = re.compile(r"(?:fp[-\s]?(\d+)[-\s(]+)?e(\d)m(\d)\)?", re.IGNORECASE)
_PARENTS = {
    "INT": ("integer format", "integer quantization", "quantization"),
    "UINT": ("integer format", "integer quantization", "quantization"),
    "MXINT": ("microscaling", "block floating point", "quantization"),
    "MXFP": ("microscaling", "block floating point", "floating-point format"),
    "NVFP": ("block floating point", "floating-point format"),
    "POSIT": ("posit", "number format"),
}
_FLOATS = ("floating-point format", "floating point", "number format")
_QUANTIZATION = ("weight-activation quantization", "quantization")


def number_format(name: str) -> tuple[str, tuple[str, ...]] | None:
    """Return the one spelling of a numeric format and labels of what it is a kind of, the nearest first.

    None where the name is no format.

    >>> number_format("int-4")
    ('INT4', ('integer format', 'integer quantization', 'quantization'))
    >>> number_format("W4A8")
    ('W4A8', ('weight-activation quantization', 'quantization'))
    """
    if not _DIGIT.search(name):
        return None
    name = _NOUN.sub("", name.strip())
    return next((found for read in (_mixed, _single, _minifloat) for found in read(name)), None)


def _mixed(name: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    if found := _BITS.fullmatch(name):
        weights, activations, cache, group = found.groups()
        yield f"W{weights}A{activations}{f'KV{cache}' if cache else ''}{f'g{group}' if group else ''}", _QUANTIZATION
    elif found := _SWAPPED.fullmatch(name):
        yield f"W{found[2]}A{found[1]}", _QUANTIZATION


def _single(name: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    if found := _FORMAT.fullmatch(name):
        kind = found[1].upper()
        label = f"posit{found[2]}" if kind == "POSIT" else f"{kind}{found[2]}"
        yield label, _PARENTS.get(kind, _FLOATS)


def _minifloat(name: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    if found := _MINIFLOAT.fullmatch(name):
        bits = int(found[1] or 1 + int(found[2]) + int(found[3]))
        yield f"FP{bits} E{found[2]}M{found[3]}", (f"FP{bits}", *_FLOATS)
