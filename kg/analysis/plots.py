"""Pictures of leaderboards, trends and orders, as PNG or SVG; the same answer gives the same bytes.

They need matplotlib, which the extra `plot` brings. No text of a paper is read as mathematics.
"""

import warnings
from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from kg.analysis.leaderboard import Board, Leaderboard
from kg.analysis.order import Order, Step
from kg.analysis.trends import Trends, shares
from kg.errors import MissingExtra, SettingsError
from kg.model import Iri
from kg.whole import replaced

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_FORMATS = {".png": {"Software": None}, ".svg": {"Date": None, "Creator": None}}
_LONGEST = 42  # characters of a label
_BOARDS, _ENTRIES, _LINES, _STEPS = 4, 15, 8, 40
_STYLE: Any = {"svg.hashsalt": "kg", "text.parse_math": False, "font.family": "DejaVu Sans", "font.size": 9.0}
_T = TypeVar("_T")


def check(path: Path) -> None:
    """Raise MissingExtra where matplotlib is not there, and SettingsError where the file is no PNG or SVG."""
    if find_spec("matplotlib") is None:
        raise MissingExtra("matplotlib", "plot", "a picture")
    if path.suffix.lower() not in _FORMATS:
        raise SettingsError("plot", f"must be a file that ends with .png or .svg, not {path.name!r}")


def plot_leaderboard(found: Leaderboard, path: Path) -> None:
    """Draw the longest rankings as bars; raises as `check` does."""
    boards = sorted(found.boards, key=lambda board: -len(board.entries))[:_BOARDS]
    _write(path, boards, _bars, height=lambda board: 0.8 + 0.28 * min(len(board.entries), _ENTRIES), title=found.label)


def plot_trends(found: Trends, path: Path) -> None:
    """Draw the share of papers by period of the first concepts and claims; raises as `check` does."""
    _write(path, [found] if found.periods else [], _lines, height=lambda _: 4.5, title="share of papers")


def plot_order(found: Sequence[Order], path: Path) -> None:
    """Draw the first order, winners on top, of a large one the cycles and longest chains; raises as `check` does."""
    kept = [_foremost(each) for each in found if each.steps][:1]
    _write(path, kept, _arrows, height=lambda each: 1.2 + 0.9 * (1 + max(_depths(each).values())), title="outperforms")


def _write(
    path: Path, parts: Sequence[_T], draw: "Callable[[Axes, _T], None]", *, height: Callable[[_T], float], title: str
) -> None:
    """Draw each part into a panel of its own, one under the other, and put the picture in place as a whole."""
    check(path)
    import matplotlib as mpl
    from matplotlib.figure import Figure

    heights = [height(part) for part in parts] or [1.0]
    with mpl.rc_context(_STYLE), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing")  # a script that the font lacks
        figure = Figure(figsize=(9, 0.6 + sum(heights)), layout="constrained")
        figure.suptitle(_short(title))
        panels = figure.subplots(len(heights), 1, squeeze=False, gridspec_kw={"height_ratios": heights})[:, 0]
        for panel, part in zip(panels, parts, strict=False):
            draw(panel, part)
        if not parts:
            panels[0].set_axis_off()
            panels[0].text(0.5, 0.5, "nothing to show", ha="center")
        _save(figure, path)


def _save(figure: "Figure", path: Path) -> None:
    suffix = path.suffix.lower()
    with replaced(path) as out:
        figure.savefig(out, format=suffix[1:], metadata=_FORMATS[suffix])


def _bars(panel: "Axes", board: Board) -> None:
    entries = board.entries[:_ENTRIES]
    panel.barh(range(len(entries)), [float(entry.number) for entry in entries], color="#4477aa")
    panel.set_yticks(range(len(entries)), [_short(f"{entry.label} ({entry.quote.paper})") for entry in entries])
    panel.invert_yaxis()
    for place, entry in enumerate(entries):
        panel.annotate(
            f" {entry.figure}{' !' if entry.conflict else ''}", (float(entry.number), place), va="center", fontsize=8
        )
    known = {True: "higher is better", False: "lower is better", None: ""}[board.better]
    on = f" on {board.dataset}" if board.dataset else ""
    panel.set_title(_short(f"{board.metric or 'figure'}{on}", 80), fontsize=9, loc="left")
    panel.set_xlabel(", ".join(part for part in (board.unit, board.mode, known) if part), fontsize=8)
    panel.margins(x=0.15)


def _lines(panel: "Axes", found: Trends) -> None:
    places = range(len(found.periods))
    for row in found.rows[:_LINES]:
        panel.plot(places, shares(row, found), marker="o", markersize=3, label=_short(f"{row.label} ({row.course})"))
    step = max(1, len(found.periods) // 12)
    panel.set_xticks(places[::step], found.periods[::step], rotation=45, ha="right")
    panel.set_ylim(bottom=0)
    if found.rows:
        panel.legend(fontsize=8, loc="upper left", bbox_to_anchor=(1.01, 1.0))


def _arrows(panel: "Axes", found: Order) -> None:
    depths = _depths(found)
    labels = {step.winner: step.winner_label for step in found.steps}
    labels |= {step.loser: step.loser_label for step in found.steps}
    rows: dict[int, list[Iri]] = {}
    for node in sorted(depths, key=lambda each: (depths[each], labels[each], each)):
        rows.setdefault(depths[node], []).append(node)
    place = {node: ((x + 1) / (len(row) + 1), -float(y)) for y, row in rows.items() for x, node in enumerate(row)}
    for step in found.steps:
        arrow = {"arrowstyle": "->", "color": "#777777", "shrinkA": 12, "shrinkB": 12}
        panel.annotate("", xy=place[step.loser], xytext=place[step.winner], arrowprops=arrow)
    for node, (x, y) in place.items():
        panel.text(x, y, _short(labels[node], 24), ha="center", va="center", fontsize=8, bbox={"fc": "white"})
    panel.set_xlim(0, 1)
    panel.set_ylim(-max(depths.values()) - 0.5, 0.5)
    panel.set_axis_off()
    on = f" on {found.dataset}" if found.dataset else ""
    panel.set_title(_short(f"{found.metric or 'metric not stated'}{on}", 80), fontsize=9, loc="left")


def _foremost(found: Order) -> Order:
    """Return an order with no more steps than a picture can hold, each cycle and chain whole or not at all."""
    kept: dict[tuple[Iri, Iri], Step] = {}
    for part in (*found.cycles, *found.chains, *((step,) for step in found.steps)):
        wanted = {(step.winner, step.loser): step for step in part}
        if len(kept | wanted) <= _STEPS:
            kept |= wanted
    cycles = tuple(cycle for cycle in found.cycles if all((step.winner, step.loser) in kept for step in cycle))
    return replace(found, steps=tuple(kept.values()), cycles=cycles)


def _depths(found: Order) -> dict[Iri, int]:
    """Return how far below the top each thing stands; steps of cycles count as far as their number allows."""
    depths = {node: 0 for step in found.steps for node in (step.winner, step.loser)}
    circling = {(step.winner, step.loser) for cycle in found.cycles for step in cycle}
    steps = [step for step in found.steps if (step.winner, step.loser) not in circling]
    for _ in range(len(depths)):
        for step in steps:
            depths[step.loser] = max(depths[step.loser], depths[step.winner] + 1)
    return depths


def _short(text: str, longest: int = _LONGEST) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
