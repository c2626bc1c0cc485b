"""The units that figures of the field come in: how they are written and what kg calls them."""

import re

_SECOND = r"\s?(?:/|per |a )\s?(?:s\b|sec\b|second)"
_COUNTED = r"(?:samples|requests|queries|frames|inferences|words|sentences|steps|characters)"
_FLAW = r"(?: (?:loss|drop|degradation|increase|difference|point|gap|of|and|on)|[.,;)]|$)"
_SCORE = r"(?:mAP|AP|ROUGE|CIDEr|PSNR|IoU|mIoU)"
_CHANGE = r"(?: (?:point|loss|drop|degradation|improvement|gain|increase|lower|higher|gap))"
# (how the unit is written, its name; an empty name means that it is named as it is written)
_SPELLINGS: tuple[tuple[str, str], ...] = (
    # ratios and shares
    (r"(?:absolute )?(?:percentage|percent|percental|%)[ -]?(?:points?|pts?)\b", "points"),
    (r"(?:absolute|mAP|AP|BLEU|F1) points?\b|(?:points?|pts|pp|p\.p\.)\b", "points"),
    (r"%|percent\b|per cent\b|\bpercentage\b", "%"),
    (r"(?:x|X)(?![A-Za-z]|\d|\s?\d)|x(?=(?:faster|less|fewer|more|higher|lower|smaller|speed))|times\b|-?fold\b", "x"),
    (r"orders?[ -]of[ -]magnitudes?\b", "orders of magnitude"),
    # rates
    (rf"tokens?{_SECOND}|tok/s\b|TPS\b", "tokens/s"),
    (rf"(?:images?|imgs?){_SECOND}", "images/s"),
    (rf"{_COUNTED}\s?(?:/|per )\s?(?:s|sec|second)\b", ""),
    (r"(?:FPS|fps|Fps|f/s)\b", "FPS"),
    (r"[TGPM]?(?:OPS|OPs|FLOPS|FLOP/s|Ops|GOPS)(?:/|/s/| per )(?:W|[Ww]att|mm2|mm\^2|s/W)\b", ""),
    (r"[kKMGTPE]?(?:OPS|FLOPs?|FLOPS|flops|MACs|OPs)\b(?:/s\b)?", ""),
    (r"[kKMGT]i?[bB](?:/s|ps)\b", ""),
    (r"[kMGT]?Hz\b", ""),
    # time
    (r"(?:ms|msec|msecs|milliseconds?|milli-seconds?)\b", "ms"),
    (r"(?:us|μs|usec|microseconds?)\b", "μs"),
    (r"(?:ns|nanoseconds?)\b", "ns"),
    (r"(?:s|secs?|seconds?)\b(?!-)", "s"),
    (r"(?:mins?|minutes?)\b", "minutes"),
    (r"(?:GPU|TPU|CPU|A100|H100|V100|accelerator|core|compute)[ -](?:hours?|days?|minutes?)\b", ""),
    (r"(?:hrs?|hours?)\b", "hours"),
    (r"days?\b", "days"),
    (r"(?:clock )?cycles?\b(?:/\w+)?", "cycles"),
    # energy, power, area, signals, money
    (r"(?:[fpnuμm]J)(?:/\w+)?\b", ""),
    (r"(?:[nuμmkM]?W|[Ww]atts?|mWatts?)\b(?!-)", ""),
    (r"mm\^?2\b|mm²", "mm2"),
    (r"(?:nm|mm|cm|μm|um)\b", ""),
    (r"dBm?\b", ""),
    (r"(?:USD|dollars?)\b", "USD"),
    # storage
    (r"[kKMGT]i?B\b|(?:kilo|mega|giga)bytes?\b|bytes\b", ""),
    (r"bits?(?:/\w+| per \w+)\b|bpw\b|bpp\b|BPW\b", ""),
    # scores named by their metric
    (rf"(?:perplexity|PPL|ppl)\b(?={_FLAW})", "perplexity"),
    (r"BLEU\b(?= |[.,;)]|$)", "BLEU"),
    (rf"{_SCORE}\b(?={_CHANGE})", ""),
)

UNIT = re.compile("|".join(f"(?P<u{index}>{spelling})" for index, (spelling, _) in enumerate(_SPELLINGS)))
_NAMES = {f"u{index}": name for index, (_, name) in enumerate(_SPELLINGS)}


def match_unit(text: str, position: int) -> tuple[int, str] | None:
    """Return `(end, unit)` of the unit that starts at `position`, or None."""
    found = UNIT.match(text, position)
    if found is None or found.lastgroup is None:
        return None
    return found.end(), _NAMES[found.lastgroup] or found.group()


def is_relative(unit: str | None) -> bool:
    """Tell whether a unit compares two things (a ratio, a share, points) and measures nothing itself.

    >>> is_relative("x"), is_relative("ms")
    (True, False)
    """
    return unit in ("x", "%", "points", "orders of magnitude")
