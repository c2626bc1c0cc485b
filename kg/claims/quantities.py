"""Every figure of a text: the number, its unit, how exactly it is stated, and where it stands.

The text is the cleaned one of `kg.text`. Years, versions, sizes inside names ("7B"), widths ("4-bit"),
section numbers and counts of things are no figures.
"""

import re
from dataclasses import dataclass, replace

from kg.claims.numerals import MULTIPLES, reading
from kg.claims.units import match_unit
from kg.model import Bound


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a text: `text[start:end] == verbatim`.

    `value` is the number as a plain string (`41-137` for a range), `unit` None for a bare number.
    """

    start: int
    end: int
    value: str
    unit: str | None
    bound: Bound
    verbatim: str


_DIGITS = r"(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)(?![\d^_]|\.\d|,\d{3}(?!\d))"
_NUMBER = re.compile(
    r"(?:(?<![A-Za-z\d_.,/#^@])(?<![A-Za-z\d)]-)(?<!@\s)"
    r"|(?<=\.\d/)|(?<=\.\d\d/)|(?<=%/)|(?<=\bnear-)|(?<=\bsub-)|(?<=[a-z]{4})(?=\d+-\d+[xX] ))"
    rf"(?P<sign>[+±-])?(?P<dollar>(?<![~$\d])\$)?{_DIGITS}"
)
_SECOND = re.compile(_DIGITS)
_SCALE = re.compile(r"\s?(?P<scale>[kKMBT]|million|billion|trillion|thousand)(?![A-Za-z\d/])")
_RANGE = re.compile(r"\s?(?:-|–|—|~|--|to|and)\s?(?=[\d.~])")
_NO_FIGURE = re.compile(
    r"\s?-?\s?(?:(?:[mb]|tr)illion\b|bits?\b(?! per|/)|b\b|[BM]\b|[kK]\b|-?[Dd]\b|-?shot|-?way"
    r"|nm\b|th\b|st\b|nd\b|rd\b|:\d|x\s?\d"
    r"|\+?(?=\s?(?:layers?|GPUs?)\b))"
)
_NAMED = re.compile(
    r"(?:\b(?:[Ss]ection|[Ff]ig(?:ure|\.)|[Tt]able|[Ee]q\.|[Cc]hapter|[Vv]ersion|v|No\.|[Ss]tep|[Ll]ayer|[Ll]evel"
    r"|[Pp]hase|[Ss]tage|[Tt]ier|year|[Cc]lass|CVPR|ICLR|ICCV|NeurIPS|ICML)"
    r"|\b[A-Z][\w.-]*(?<!The)(?<!At)(?<!To)(?<!By)(?<!With)(?<!Over)(?<!In)(?<!Of)(?<!From)(?<!Only)) $"
)
_SCORED = re.compile(
    r"(?:scores?|accurac(?:y|ies)|perplexity|PPL|F1|BLEU|mAP|AP|AUC|AUROC|rates?|FID|MMLU|PSNR|SSIM|mIoU|IoU"
    r"|ROUGE(?:-\w+)?|pass@\w+|F-?measure"
    r"|recall|precision|error|correlation|coefficient|MAE|RMSE|ratio)s?(?: metric"
    r"| value)?\s?(?:\([^)]{1,15}\)\s?)?(?:of|to|at|is|was|=|:|reach\w*|above|below|over|under|from|by)?"
    r"(?: (?:about|around|over|up to|only|nearly|approximately|more than|less than|an average of))?\s?$"
)  # fmt: skip
_QUALIFIED = (
    r"(?:only\s+|over\s+|about\s+|around\s+|nearly\s+|up\s+to\s+|more\s+than\s+|at\s+least\s+|another\s+|an\s+additional\s+|as\s+many"
    r"\s+as\s+|~\s?)*"
)
SOLVES = re.compile(
    r"\b(?:solv|prov|find|found|detect|discover|fix|identif|repair|resolv|uncover|reproduc|answer|verif|generat|localiz)"
    rf"\w*\s+(?:correctly\s+)?{_QUALIFIED}$"
)
SOLVED = re.compile(
    r"\s+(?:of\s+(?:the\s+|all\s+)?(?:\d+\s+)?)?(?:[\w-]+\s){0,2}?(?:problems|bugs|theorems|vulnerabilities|issues|tasks|instances"
    r"|questions|cases|proofs|defects|errors|faults|programs|puzzles|games)\b"
)
_UP_TO = re.compile(
    r"(?:\bup to|\bup-to|\bas (?:much|many|high|low) as|\bat most|\bless than|\blower than|\bfewer than|\bbelow"
    r"|\bunder|\bwithin|\bno more than|\bup to (?:a|an)|[<≤]|\bmax(?:imum)?|\bpeak|\bas little as)"
    r"[\s~]*(?:an? )?(?:average |mean |overall |maximum )?(?:of )?$",
    re.IGNORECASE,
)
_AT_LEAST = re.compile(
    r"(?:\bat least|\bmore than|\bover|\babove|\bexceed(?:s|ing)?|\bbeyond|\bno less than|\bgreater than|[>≥]"
    r"|\bhigher than)\s*(?:an? )?$",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"(?:\babout|\baround|\bapproximately|\broughly|\bnearly|\balmost|\bclose to|\bsome|~|\bcirca|\bnear"
    r"|\bapprox\.?)[\s-]*(?:an? )?$", re.IGNORECASE
)  # fmt: skip
_FACTOR = re.compile(
    r"\bfactors?\s+of\s+(?:up\s+to\s+|about\s+|over\s+|almost\s+|nearly\s+|at\s+least\s+|~\s?|more\s+than\s+)?$"
)
_LEAD = 40
_DIGIT = re.compile(r"\d")
_WORDY = re.compile(
    r"[hH]al[fv]|thir|quarter|fifth|tenth|[tT]wice|[dD]oubl|[tT]ripl|hrice|fold|magnitude| times|percent|points"
    r"|factor of [a-z]"
)
_SHARING = re.compile(r"(?:/|\s?(?:,|/|;|and|or|, and|and up to|, up to|versus|vs\.?|to|compared to)?\s+)(?:up to )?$")
_COUNT = re.compile(  # "accuracy over 112 languages"
    r"\s(?!(?:on|over|across|for|in|at|with|and|while|by|to|from|compared|versus|vs|as|after|using|when|or|is|was|of)\b)"
    r"(?:[\w-]+\s){0,3}[a-z]{3,}(?:[^s\W]|ss)?s\b"
)
_APART = re.compile(
    r",\s[\d.]+\s?(?:%|x|points|FPS|ms|dB) (?:absolute |relative )?(?:higher|lower|better|more|less|above)\b"
)


def scan(text: str) -> tuple[Figure, ...]:
    """Return the figures of a cleaned text in order; none overlap.

    >>> [(figure.value, figure.unit) for figure in scan("it is 1.5x to 2x faster and cuts memory by half")]
    [('1.5-2', 'x'), ('50', '%')]
    """
    found = [_worded(match, text) for match in MULTIPLES.finditer(text)] if _WORDY.search(text) else []
    taken = [(figure.start, figure.end) for figure in found]
    numbers = [figure for figure in _numbers(text) if not any(s < figure.end and figure.start < e for s, e in taken)]
    found += [figure for figure in _shared(text, numbers) if _states(text, figure)]
    return tuple(sorted(found, key=lambda figure: figure.start))


def _worded(match: re.Match[str], text: str) -> Figure:
    value, unit = reading(match)
    bound = Bound.RANGE if "-" in value else _bound(text, match.start())
    return Figure(match.start(), match.end(), value, unit, bound, match.group())


def _numbers(text: str) -> list[Figure]:
    """Return all numbers, ranges joined; `unit` is None where no unit follows."""
    found: list[Figure] = []
    first = _DIGIT.search(text)
    position = max(0, first.start() - 2) if first else len(text)
    while match := _NUMBER.search(text, position):
        figure = _figure(text, match)
        position = figure.end
        found.append(figure)
    return found


def _figure(text: str, match: re.Match[str]) -> Figure:
    start = match.start("dollar") if match["dollar"] else match.start("number")
    value, end, unit = _plain(match["number"]), match.end("number"), "USD" if match["dollar"] else None
    more = text.startswith("+", end)  # 90+%
    if unit is None:
        end, unit = _unit_after(text, end + more)
    if more and unit is None:
        more, end = False, end - 1
    if unit is None and _FACTOR.search(text, max(0, start - _LEAD), start):
        unit = "x"
    joined = _RANGE.match(text, end)
    second = _SECOND.match(text, joined.end()) if joined and _joins(text, start, joined) else None
    alone = Figure(start, end, value, unit, Bound.AT_LEAST if more else _bound(text, match.start()), text[start:end])
    if second is None:
        return alone
    high, second_unit = _unit_after(text, second.end("number"))
    if second_unit is None or (unit is not None and unit != second_unit):
        return alone
    value = f"{value}-{_plain(second['number'])}"
    return Figure(start, high, value, second_unit, Bound.RANGE, text[start:high])


def _plain(number: str) -> str:
    """Return a number without the commas between its thousands."""
    return number.replace(",", "")


def _joins(text: str, start: int, joined: re.Match[str]) -> bool:
    """Tell whether the word after a number makes a range of it: "from 60 to 90" in a change of state does not."""
    word = joined.group().strip()
    before = text[max(0, start - 14) : start].rstrip()
    if word == "and":
        return before.endswith("between")
    if word == "to" and before.endswith("from"):
        return bool(
            re.search(
                r"(?:rang\w+|vary\w*|speedups?|gains?|improvements?) from$", text[max(0, start - 24) : start].rstrip()
            )
        )
    return True


def _unit_after(text: str, end: int) -> tuple[int, str | None]:
    """Return the end of the unit after a number and its name; the scale ("K") belongs to the unit."""
    scale = _SCALE.match(text, end)
    after = scale.end() if scale else end
    for gap in (" ", "-", "", "\n"):
        if text.startswith(gap, after):
            found = match_unit(text, after + len(gap))
            tied = gap == "-" and found is not None and found[1] in ("%", "W", "s")
            if found is not None and not tied:
                name = f"{scale['scale']} {found[1]}" if scale else found[1]
                return found[0], name
            if gap:
                break
    return end, None


def _shared(text: str, numbers: list[Figure]) -> list[Figure]:
    """Give each bare number of a list ("93.1, 70.2 and 67.7%") the unit of the one that follows."""
    shared = list(numbers)
    for index in range(len(shared) - 2, -1, -1):
        this, following = shared[index], shared[index + 1]
        if (
            this.unit is None
            and following.unit in ("x", "%", "points", "FPS", "ms", "dB")
            and _SHARING.fullmatch(text[this.end : following.start])
            and not _in_name(text, this)
            and not (following is numbers[index + 1] and _APART.match(text, this.end))
        ):
            shared[index] = replace(this, unit=following.unit)
    return shared


def _in_name(text: str, figure: Figure) -> bool:
    """Tell the number of "JPEG 2000" from a figure."""
    return "." not in figure.value and bool(_NAMED.search(text, max(0, figure.start - 60), figure.start))


def _states(text: str, figure: Figure) -> bool:
    """Tell a figure from a year, a version, a size, a count."""
    before = text[max(0, figure.start - 60) : figure.start]
    if figure.unit is not None:
        decade = _is_year(figure.value) or _NAMED.search(before) or text.startswith(" of", figure.end)
        return not (figure.unit == "s" and decade)
    if _NO_FIGURE.match(text, figure.end):
        return False
    if _SCORED.search(before):
        return not _is_year(figure.value) and not ("." not in figure.value and _COUNT.match(text, figure.end))
    if SOLVES.search(before):
        return bool(SOLVED.match(text, figure.end))
    if _NAMED.search(before.replace("\n", " ")):
        return False
    signed = before.endswith("+") and not before[-2:-1].isdigit()  # "4+2" is a sum
    return "." in figure.value or signed


def _is_year(value: str) -> bool:
    return len(value) == 4 and value.isdigit() and value[:2] in ("19", "20")


def _bound(text: str, start: int) -> Bound:
    before = text[max(0, start - 32) : start]
    if _UP_TO.search(before):
        return Bound.UP_TO
    if _AT_LEAST.search(before):
        return Bound.AT_LEAST
    if _ABOUT.search(before):
        return Bound.ABOUT
    return Bound.EXACT
