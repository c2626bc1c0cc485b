"""Pictures: the same bytes for the same answer, and one clear error where none can be made."""

import xml.etree.ElementTree as ET

import pytest

from kg.analysis import plots
from kg.analysis.leaderboard import leaderboard
from kg.analysis.order import order
from kg.analysis.plots import check, plot_leaderboard, plot_order, plot_trends
from kg.analysis.trends import trends
from kg.errors import MissingExtra, SettingsError
from kg.model import Mode
from tests.tables.made import (
    ACCURACY,
    HERON,
    IMAGES,
    LINNET,
    OSPREY,
    PRUNING,
    achieves,
    beats,
    figure,
    named,
    read,
    store_of,
)

pytest.importorskip("matplotlib")

ODD = named("a $x_{1}$ & <b> 漢字 " + "very long " * 9, "model")


def over(winner, loser):
    return beats(winner, loser, "", figure("2", "x", ACCURACY, mode=Mode.RATIO))


STORE = store_of(
    *[
        read(f"p{number}", achieves(who, ACCURACY, f"{number}.5", IMAGES), over(who, OSPREY), over(OSPREY, LINNET), names=[IMAGES, PRUNING], published=f"2024-0{number + 1}")
        for number, who in enumerate((HERON, OSPREY, ODD))
    ]
)  # fmt: skip
DRAWN = {
    "leaderboard": (plot_leaderboard, leaderboard(STORE, "ImageSea")),
    "order": (plot_order, order(STORE)),
    "trends": (plot_trends, trends(STORE)),
}
NOTHING = {
    "leaderboard": (plot_leaderboard, leaderboard(store_of(read("x", names=[IMAGES])), "ImageSea")),
    "order": (plot_order, ()),
    "trends": (plot_trends, trends(store_of(read("x", names=[IMAGES])))),
}


@pytest.mark.parametrize("suffix", [".png", ".svg", ".SVG"])
@pytest.mark.parametrize("name", DRAWN)
def test_the_same_answer_gives_the_same_bytes(tmp_path, name, suffix):
    draw, found = DRAWN[name]
    for place in ("one", "two"):
        draw(found, tmp_path / place / f"plot{suffix}")
    first, second = ((tmp_path / place / f"plot{suffix}").read_bytes() for place in ("one", "two"))
    assert first == second
    assert first.startswith(b"\x89PNG" if suffix == ".png" else b"<?xml")
    assert b"Matplotlib v" not in first
    assert b"dc:date" not in first


@pytest.mark.parametrize("name", NOTHING)
def test_an_answer_without_rows_is_a_picture_too(tmp_path, name):
    draw, found = NOTHING[name]
    draw(found, tmp_path / "plot.svg")
    assert ET.parse(tmp_path / "plot.svg").getroot().tag.endswith("svg")


def test_a_cycle_can_be_drawn(tmp_path):
    plot_order(
        order(store_of(read("x", over(HERON, OSPREY), over(OSPREY, HERON), over(OSPREY, LINNET)))),
        tmp_path / "plot.png",
    )
    assert (tmp_path / "plot.png").stat().st_size > 1000


def test_of_a_large_order_a_picture_holds_the_longest_chains(tmp_path):
    wide = [over(named(f"Ash{number}", "model"), LINNET) for number in range(60)]
    (found,) = order(store_of(read("x", *wide, over(HERON, OSPREY), over(OSPREY, LINNET))))
    kept = plots._foremost(found)
    assert len(kept.steps) == 40
    assert {step.winner_label for step in kept.steps[:2]} == {"Heron", "Osprey"}
    plot_order([found], tmp_path / "plot.svg")
    assert b"Heron" in (tmp_path / "plot.svg").read_bytes() or (tmp_path / "plot.svg").stat().st_size > 1000


@pytest.mark.parametrize("name", ["plot.pdf", "plot", "plot.png.txt"])
def test_other_formats_are_refused(tmp_path, name):
    with pytest.raises(SettingsError, match="svg"):
        check(tmp_path / name)


def test_without_matplotlib_the_error_names_the_extra(tmp_path, monkeypatch):
    monkeypatch.setattr(plots, "find_spec", lambda name: None)
    with pytest.raises(MissingExtra, match=r"kg-papers\[plot\]"):
        plot_order((), tmp_path / "plot.png")


def test_long_labels_are_cut():
    assert plots._short("a" * 60) == "a" * 41 + "…"
    assert plots._short("short") == "short"
