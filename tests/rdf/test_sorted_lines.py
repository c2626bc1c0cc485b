from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from kg.rdf import sorted_lines as sorted_lines_module
from kg.rdf.sorted_lines import in_order, lines_of, spooled

LINES = st.lists(st.binary(max_size=5).map(lambda line: line.replace(b"\n", b"") + b"\n"))


@given(LINES, st.integers(1, 7))
def test_any_number_of_lines_comes_in_order_once(lines, piece):
    assert list(in_order(lines, piece)) == sorted(set(lines))


def test_marks_that_end_lines_elsewhere_do_not_end_them_here():
    lines = [f"{line}\n".encode() for line in ("b\u2028b", "a\x85a", "c\rc", "a")]
    assert list(in_order(iter(lines), 2)) == sorted(lines)


def test_what_is_left_early_leaves_no_file_open(monkeypatch):
    files = []
    kept = sorted_lines_module.TemporaryFile
    monkeypatch.setattr(sorted_lines_module, "TemporaryFile", lambda: files.append(kept()) or files[-1])
    waiting = in_order([b"%c\n" % letter for letter in b"cbadcba"], 2)
    assert next(waiting) == b"a\n"
    waiting.close()
    assert files
    assert all(file.closed for file in files)


def test_everything_is_read_first():
    read = []
    in_order(read.append(number) or b"%d\n" % number for number in range(5))
    assert read == [0, 1, 2, 3, 4]


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_literal_stays_on_its_line(text):
    triple = Triple(NamedNode("urn:a"), NamedNode("urn:b"), Literal(text))
    (line,) = lines_of([triple])
    assert b"\r" not in line
    assert line.endswith(b" .\n")
    assert [quad.triple for quad in parse(line, format=RdfFormat.N_TRIPLES)] == [triple]


def test_a_spooled_file_reads_what_was_written():
    with spooled() as file:
        file.writelines([b"a\n", b"b\n"])
        file.seek(0)
        assert list(file) == [b"a\n", b"b\n"]


def test_a_spooled_file_begins_with_the_lines_that_it_is_given():
    with spooled(b"%d\n" % number for number in range(50_000)) as file:
        assert [int(line) for line in file] == list(range(50_000))
