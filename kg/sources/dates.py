"""Dates of publication in the lexical forms of XML Schema: date, gYearMonth, gYear, gMonthDay."""

import calendar
import datetime as dt
import re

_MONTHS = {name.lower(): n for n in range(1, 13) for name in (calendar.month_abbr[n], calendar.month_name[n])}
_MONTHS |= {"sept": 9}
_NUMERIC = re.compile(r"(\d{4})(?:([-/.])(\d{1,2})(?:\2(\d{1,2}))?)?(?:[t ]\d{1,2}:\d\d.{0,40})?")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)")
_YEARLESS = re.compile(r"--(\d\d)-(\d\d)")
_DAY = r"(\d{1,2})(?:st|nd|rd|th)?"
_NAMED = re.compile(
    rf"(?:[a-z]{{3,9}},\s*)?(?:{_DAY}[\s-]+)?([a-z]{{3,9}})\.?(?:[\s-]+{_DAY})?(?:,?[\s-]+(\d{{4}}))?(?:\s+\d{{1,2}}:\d\d.{{0,40}})?"
)


def parse_date(value: object) -> str | None:
    """Return a date of a record in its XSD form, as precise as it is given; None where it is not understood.

    >>> parse_date("Mon, 2 Apr 2007 19:18:42 GMT"), parse_date("Nov 2024"), parse_date(2019), parse_date("Sep 25")
    ('2007-04-02', '2024-11', '2019', '--09-25')
    """
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    if isinstance(value, int):
        return xsd_date(value)
    text = str(value).strip().lower()
    if len(text) > 80:
        return None
    if match := _YEARLESS.fullmatch(text):
        return xsd_date(None, int(match[1]), int(match[2]))
    if match := _COMPACT.fullmatch(text):
        return xsd_date(*map(int, match.groups()))
    if match := _NUMERIC.fullmatch(text.removesuffix(".0")):  # a spreadsheet's year
        return xsd_date(int(match[1]), *(int(part) if part else None for part in match.group(3, 4)))
    return _named(text)


def _named(text: str) -> str | None:
    match = _NAMED.fullmatch(text)
    if match is None or match[2] not in _MONTHS or (match[1] and match[3]):
        return None
    day = match[1] or match[3]
    return xsd_date(int(match[4]) if match[4] else None, _MONTHS[match[2]], int(day) if day else None)


def xsd_date(year: int | None, month: int | None = None, day: int | None = None) -> str | None:
    """Return the XSD form of the parts that are known; None where there is no such date."""
    if year is not None and not 1000 <= year <= 2999:
        return None
    if month is None:
        return None if year is None else f"{year:04}"
    if day is None:
        return f"{year:04}-{month:02}" if year is not None and 1 <= month <= 12 else None
    try:
        dt.date(2000 if year is None else year, month, day)  # 2000 has a February 29
    except ValueError:
        return None
    return f"--{month:02}-{day:02}" if year is None else f"{year:04}-{month:02}-{day:02}"


def month_number(name: str) -> int | None:
    """Return the month that an English name or its abbreviation stands for."""
    return _MONTHS.get(name.strip(" .").lower())


def with_year(date: str | None, year: int | None) -> str | None:
    """Return the date with the year filled in where it names none; unchanged where that is no date (February 29)."""
    if date is None or year is None or not date.startswith("--"):
        return date
    return xsd_date(year, int(date[2:4]), int(date[5:7])) or date
