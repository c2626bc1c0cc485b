"""A patch makes of the old graph the new one, whatever the two are; what does not fit is refused."""

from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Dataset, RdfFormat, parse

from kg.change import patch as patches
from kg.change.compare import compare
from kg.change.patch import apply, apply_to_file, read
from kg.change.sides import FileSide, StoredSide
from kg.errors import SourceError
from tests.change.made import every, files, patched, stored, with_value
from tests.rdf import strategies
from tests.rdf.example import EXAMPLE

NEW = (with_value(EXAMPLE, 1, "1.70"), every()[1])


def state(store):
    """All that a store states, and the union that people query."""
    return set(store.quads()), set(store.triples())


@settings(max_examples=40)
@given(st.lists(strategies.extractions(), max_size=3), st.lists(strategies.extractions(), max_size=3))
def test_a_patch_applied_to_the_old_graph_gives_the_new_one(old, new):
    with stored(*old) as before, stored(*new) as after, stored(*new[::-1]) as again:
        last = {each.paper.id: each for each in new}
        again.replace_all(last.values())
        data = patched(before, after)
        assert data == patched(before, again), "the same difference has the same bytes"
        apply(read(data), before)
        assert state(before) == state(after)
        assert before.papers().keys() == after.papers().keys()
        assert before.graphs().items() >= {(k, v) for k, v in after.graphs().items() if v}
        assert patched(before, after) == patched(after, after)


def test_the_rows_are_those_of_rdf_patch():
    with stored(*every()) as before, stored(*NEW) as after:
        lines = patched(before, after).decode().split("\n")
    assert lines[0].startswith("H id <urn:sha256:")
    assert lines[1] == "TX ."
    assert lines[-2:] == ["TC .", ""]
    rows = lines[2:-2]
    assert {row[:2] for row in rows} == {"A ", "D "}
    quads = list(parse("\n".join(row[2:] for row in rows), format=RdfFormat.N_QUADS))
    assert len(quads) == len(rows), "one statement a row, to another parser"
    graphs = [row.rsplit(" ", 2)[1] for row in rows]
    assert graphs == sorted(graphs)


def test_an_independent_reader_that_applies_the_rows_gets_the_new_graph(tmp_path):
    with stored(*every()) as before, stored(*NEW) as after:
        rows = patched(before, after).decode().split("\n")[2:-2]
        (old,), (new,) = files(before, tmp_path / "o", "nq"), files(after, tmp_path / "n", "nq")
    held = Dataset(parse(path=old))
    for row in rows:
        (quad,) = parse(row[2:], format=RdfFormat.N_QUADS)
        held.discard(quad) if row[0] == "D" else held.add(quad)
    assert set(held) == set(parse(path=new))


def test_equal_graphs_give_an_empty_patch_that_applies():
    with stored(*every()) as before, stored(*every()) as after:
        data = patched(before, after)
        assert data.count(b"\n") == 3
        old = state(before)
        apply(read(data), before)
        assert state(before) == old


@pytest.mark.parametrize("ending", ["nq", "nt", "ttl"])
def test_files_are_patched_as_well(tmp_path, ending):
    with stored(*every()) as before, stored(*NEW) as after:
        (old,), (new,) = files(before, tmp_path / "o", ending), files(after, tmp_path / "n", ending)
    data, out = BytesIO(), BytesIO()
    sides = FileSide(old), FileSide(new)
    patches.write(compare(*sides), data, of_quads=sides[0].of_quads)
    apply_to_file(read(data.getvalue()), old, out)
    assert out.getvalue() == new.read_bytes()


def test_two_stores_and_their_nquads_give_the_same_patch(tmp_path):
    with stored(*every()) as before, stored(*NEW) as after:
        (old,), (new,) = files(before, tmp_path / "o", "nq"), files(after, tmp_path / "n", "nq")
        out = BytesIO()
        patches.write(compare(FileSide(old), FileSide(new)), out, of_quads=True)
        assert out.getvalue() == patched(before, after)


def test_papers_that_are_patched_are_read_again_by_the_next_build():
    with stored(*every()) as before, stored(*NEW) as after:
        before.replace_all(every(), fingerprints={each.paper.id: "known" for each in every()})
        apply(read(patched(before, after)), before)
        assert before.papers() == {EXAMPLE.paper.id: "", every()[1].paper.id: "known"}


# What does not fit


def refused(data, store, message):
    old = state(store)
    with pytest.raises(SourceError, match=message):
        apply(read(data, "p.rdfp"), store)
    assert state(store) == old, "a refused patch changes nothing"


def test_a_patch_for_another_graph_is_refused_whole():
    with stored(*every()) as before, stored(*NEW) as after:
        data = patched(before, after)
        refused(data, after, "it deletes what is not there")
        only = patched(stored(), stored(EXAMPLE))
        refused(only, before, "it adds what is there")


def test_a_patch_that_was_cut_off_or_edited_is_refused():
    with stored(*every()) as before, stored(*NEW) as after:
        data = patched(before, after)
        for broken in (data[: len(data) // 2], data.replace(b"TC .\n", b""), data.replace(b"1.70", b"1.80")):
            refused(broken, before, "cut off or edited")


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (b"TX .\nA <urn:a> <urn:b> .\nTC .\n", r"p.rdfp:2: this row is no statement"),
        (b"TX .\nX <urn:a> .\nTC .\n", "no row 'X'"),
        (b"TX .\nTA .\n", "no row 'TA'"),
        (b"\xff", "no UTF-8"),
        (b"", "cut off"),
        (b"TX .\nA <urn:a> <urn:b> <urn:c> .\nTC .\n", "none of the graphs of papers"),
        (
            b"TX .\nA <urn:a> <urn:b> <urn:c> <https://w3id.org/mlhw-kg/graph/bookkeeping> .\nTC .\n",
            "none of the graphs of papers",
        ),
    ],
)
def test_what_is_no_patch_is_refused(rows, message):
    with stored(EXAMPLE) as store:
        refused(rows, store, message)


def test_a_patch_without_id_and_with_comments_is_taken():
    with stored(*every()) as before, stored(*NEW) as after:
        rows = patched(before, after).decode().split("\n", 1)[1]
        apply(read(f"# by hand\nPA kg <urn:kg#> .\n{rows}".encode()), before)
        assert state(before) == state(after)


def test_the_sides_of_equal_digest_are_not_read():
    with stored(*every()) as before, stored(*NEW) as after:
        sides = StoredSide(before), StoredSide(after)
        read_graphs = []
        for side in sides:
            whole = side._store.graph
            side._store.graph = lambda name, whole=whole: read_graphs.append(name) or whole(name)
        list(compare(*sides))
    same = {f"https://w3id.org/mlhw-kg/graph/paper/{every()[1].paper.id}"}
    assert not same & set(read_graphs)
