import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.change.sorting import sorted_lines

lines = st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\n\r"), max_size=5), max_size=30)


@given(lines, st.integers(1, 8))
def test_lines_are_sorted_and_each_is_there_once_however_few_fit_in_memory(given_lines, at_once):
    assert list(sorted_lines(given_lines, at_once=at_once)) == sorted(set(given_lines))


def test_marks_that_end_lines_elsewhere_do_not_end_them_here():
    given_lines = ["b\u2028b", "a\x85a", "c\rc", "a"]
    assert list(sorted_lines(iter(given_lines), at_once=2)) == sorted(given_lines)


def test_what_is_left_early_leaves_no_folder_behind(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    waiting = sorted_lines("cbadcba", at_once=2)
    assert next(waiting) == "a"
    waiting.close()
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_no_lines_and_exactly_as_many_as_fit(count):
    assert list(sorted_lines(map(str, range(count)), at_once=2)) == [str(number) for number in range(count)]
