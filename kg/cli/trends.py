"""`kg trends`: what rises and what falls."""

import re
from pathlib import Path

from kg.analysis.plots import check, plot_trends
from kg.analysis.trends import Period, Trend, Trends, shares, trends
from kg.cli.analysed import tables_at
from kg.cli.options import TableForm
from kg.cli.sheets import Sheet, show
from kg.cli.voice import UsageError, Voice

_COLUMNS = ("name", "type", "papers", "early", "late", "times as many", "z", "course")
_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")
_BARS = " ▁▂▃▄▅▆▇█"


def run(
    voice: Voice, *, per: str, type_: str | None, since: str | None, until: str | None, min_papers: int,
    limit: int | None, format_: TableForm, plot: Path | None, graph: Path,
) -> int:  # fmt: skip
    """Print the trends; CSV has a column a period, the other tables draw them."""
    for name, date in (("--since", since), ("--until", until)):
        if date is not None and not _DATE.fullmatch(date):
            raise UsageError(f"{name} {date}: this is no date; give 2024, 2024-05 or 2024-05-18")
    if plot:
        check(plot)
    with tables_at(graph, voice) as tables:
        found = trends(tables, by=Period(per), type=type_, since=since, until=until, min_papers=min_papers, limit=limit)
    if plot:
        plot_trends(found, plot)
    if format_ is TableForm.CSV:
        columns = (*_COLUMNS, *found.periods)
        rows = [[*_row(trend), *map(str, trend.papers)] for trend in found.rows]
    else:
        columns = (*_COLUMNS, f"{found.periods[0]} to {found.periods[-1]}" if found.periods else "by time")
        rows = [[*_row(trend), _drawn(trend, found)] for trend in found.rows]
    show(voice, format_, found, [Sheet("trends", columns, rows)], "too few dated papers for a trend")
    dated = sum(found.papers)
    if dated:
        voice.say(f"{dated:,} dated papers, the later half from {found.middle}; {found.undated:,} without such a date")
    return 0


def _row(trend: Trend) -> list[str]:
    return [
        trend.label, trend.type, str(sum(trend.papers)), str(trend.early), str(trend.late), f"{2**trend.ratio:.2f}",
        f"{trend.z:.2f}", trend.course,
    ]  # fmt: skip


def _drawn(trend: Trend, found: Trends) -> str:
    """Return the share of papers of each period as a row of bars."""
    heights = shares(trend, found)
    most = max(heights, default=0)
    return "".join(_BARS[-(-round(share / most * 80) // 10)] for share in heights) if most else ""
