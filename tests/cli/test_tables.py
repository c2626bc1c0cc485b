"""Tables and text, plain and on a terminal."""

import io

import pytest
from rich.console import Console

from kg.cli.tables import indented, marked, plain, table

ROWS = [["BERT", "12"], ["GPT-2", "7"]]


def terminal(width=60):
    return Console(
        file=io.StringIO(),
        force_terminal=True,
        width=width,
        highlight=False,
        markup=False,
        emoji=False,
        color_system=None,
    )


def text(console):
    return console.file.getvalue()


def off_terminal():
    return Console(file=io.StringIO(), highlight=False, markup=False, emoji=False, soft_wrap=True)


def test_columns_are_aligned_and_numbers_stand_right():
    assert plain(["name", "papers"], ROWS) == ["name   papers", "BERT       12", "GPT-2       7"]


def test_a_row_is_one_line_whatever_stands_in_it():
    assert plain(["a"], [["one\ntwo\tthree  "]]) == ["a", "one two three"]
    assert plain(["a", "b"], []) == ["a  b"]


@pytest.mark.parametrize(
    ("cell", "right"), [("1,200", True), ("-0.5", True), ("1.2.3", False), ("", False), ("x", False)]
)
def test_what_is_a_number(cell, right):
    assert plain(["a long name"], [[cell]])[1] == (cell.rjust(11) if right else cell)


def test_off_a_terminal_nothing_wraps_and_nothing_is_coloured():
    out = off_terminal()
    table(out, ["name", "sentence"], [["BERT", "word " * 60 + "[bold]end[/bold] :smile:"]])
    indented(out, marked("a long sentence " * 20, [(2, 6)]), 4)
    _, row, sentence = text(out).splitlines()
    assert row.endswith("[bold]end[/bold] :smile:")
    assert sentence.startswith("    a long")
    assert "\x1b" not in text(out)


def test_on_a_terminal_a_table_fits_the_width():
    out = terminal()
    table(out, ["name", "sentence"], [["BERT", "word " * 14]])
    assert max(len(line) for line in text(out).splitlines()) <= 60
    assert text(out).count("word") == 14
    assert "name" in text(out).splitlines()[1]


def test_rows_that_are_far_too_wide_become_blocks():
    out = terminal()
    table(out, ["name", "sentence", "empty"], [["BERT", "word " * 40, ""], ["GPT-2", "short", ""]])
    lines = text(out).splitlines()
    assert lines[0].split() == ["name", "BERT"]
    assert lines[1].startswith("sentence  word word")
    assert text(out).count("word") == 40
    assert "empty" not in text(out)


def test_marks_are_shown_on_a_terminal():
    out = Console(file=io.StringIO(), force_terminal=True, width=60, color_system="standard", highlight=False)
    indented(out, marked("Osprey beats Heron", [(0, 6), (13, 18)]), 2)
    assert "\x1b[1;36mOsprey\x1b[0m beats \x1b[1;36mHeron\x1b[0m" in text(out)


def test_an_indented_text_is_indented_on_every_line():
    out = terminal(width=30)
    indented(out, "word " * 12, 4)
    lines = text(out).splitlines()
    assert len(lines) > 1
    assert all(line.startswith("    word") for line in lines)


def test_no_text_steers_the_terminal():
    out = terminal()
    table(out, ["a\x1b[2J"], [["b\x07"]])
    indented(out, "c\x9b1m", 1)
    assert not {"\x1b", "\x07", "\x9b"} & set(text(out))
