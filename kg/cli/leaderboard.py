"""`kg leaderboard`: ranked figures of a data set, a metric or hardware."""

from pathlib import Path

from kg.analysis.leaderboard import GAINS, Board, Entry, leaderboard
from kg.analysis.plots import check, plot_leaderboard
from kg.cli.analysed import QUOTE, quoted, tables_at
from kg.cli.options import TableForm
from kg.cli.sheets import Sheet, show
from kg.cli.voice import Voice
from kg.iris import own_kind

_COLUMNS = ("rank", "system", "figure", "over", "conditions", "other figures", "conflict", *QUOTE)
_OWN = "its contribution"  # its title stands in the same row
_DIRECTIONS = {True: "higher is better", False: "lower is better", None: "direction unknown"}


def run(voice: Voice, *, name: str, limit: int | None, format_: TableForm, plot: Path | None, graph: Path) -> int:
    """Print the rankings, one table each."""
    if plot:
        check(plot)
    with tables_at(graph, voice) as tables:
        found = leaderboard(tables, name, limit=limit)
    if plot:
        plot_leaderboard(found, plot)
    sheets = [_sheet(board) for board in found.boards] or [Sheet("", _COLUMNS, [])]
    show(voice, format_, found, sheets, f"no paper states a figure for {found.label} ({found.type})", titled=True)
    left = sum(board.left for board in found.boards)
    if left:
        voice.say(f"{left:,} more behind them, --limit shows them")
    return 0


def _sheet(board: Board) -> Sheet:
    of = board.metric or "metric not stated"
    on = f" on {board.dataset}" if board.dataset else ""
    kind = "gains, the greatest first" if board.mode in GAINS else _DIRECTIONS[board.better]
    title = f"{of}{on} ({', '.join(part for part in (board.unit, board.mode, kind) if part)})"
    rows = [
        [
            str(entry.rank or "-"), _system(entry), entry.figure, entry.rival or "", entry.condition,
            "; ".join(entry.also), "yes" if entry.conflict else "", *quoted(entry.quote),
        ]
        for entry in board.entries
    ]  # fmt: skip
    return Sheet(title, _COLUMNS, rows)


def _system(entry: Entry) -> str:
    return _OWN if own_kind(entry.system) == "contribution" else entry.label
