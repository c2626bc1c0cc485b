"""Reading any mix of sources, as a user does."""

import gzip
import hashlib
import io
import itertools
import json
import logging
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import SourceError
from kg.model import Paper, Problem
from kg.sources import inputs, locate, read
from kg.sources import locate as locate_function
from kg.sources.raw import Source
from tests.sources.written import CASES, SHARED, as_json_lines, as_listing, paper

PDF = b"%PDF-1.5\n%\xd0\xd4\xc5\xd8\n1 0 obj"


def reading(given: object, **options: object) -> tuple[list[Paper], list[Problem]]:
    problems: list[Problem] = []
    return list(read(given, report=problems.append, **options)), problems  # type: ignore[arg-type]


def ids(given: object) -> list[str]:
    return [found.id for found in reading(given)[0]]


@pytest.fixture
def mix(tmp_path: Path) -> list[Path]:
    """A file of each format, plain and gzipped, under names that tell nothing; all of papers 1 to 3."""
    paths = []
    for number, (name, case) in enumerate(sorted(CASES.items())):
        content = case.write([paper(1), paper(2), paper(3)]).encode()
        path = tmp_path / f"papers.{number}"
        path.write_bytes(gzip.compress(content) if number % 2 else content)
        paths.append(path)
        assert name
    return paths


def test_one_paper_out_of_five_formats_keeps_all_its_sources(mix: list[Path]) -> None:
    found, problems = reading(mix)

    assert [item.id for item in found] == ["robot-1", "robot-2", "robot-3"]
    assert {item.source for item in found} == {tuple(sorted(path.name for path in mix))}
    assert not [problem for problem in problems if problem.error]


def test_the_order_of_sources_does_not_matter(mix: list[Path]) -> None:
    results = {tuple(read(order, report=lambda problem: None)) for order in itertools.permutations(mix)}

    assert len(results) == 1


def test_a_folder_and_its_files_give_the_same(mix: list[Path]) -> None:
    assert reading(mix)[0] == reading(mix[0].parent)[0] == reading(str(mix[0].parent / "*"))[0]


def test_papers_come_sorted_by_identifier(tmp_path: Path) -> None:
    (tmp_path / "a").write_text(as_json_lines([paper(number) for number in (3, 1, 2)]))

    assert ids(tmp_path / "a") == ["robot-1", "robot-2", "robot-3"]


def test_a_listing_and_a_file_with_identifiers_meet(tmp_path: Path) -> None:
    (tmp_path / "listing").write_text(as_listing([paper(1), paper(2)]))
    (tmp_path / "records").write_text(as_json_lines([paper(1)]))

    found, _ = reading(tmp_path)

    assert [item.id for item in found][1] == "robot-1"
    assert found[1].source == ("listing", "records")
    assert found[1].published == "2024-09-25"
    assert found[0].id.startswith("orchard-robot-2-picking-pears-at-night-")


@pytest.mark.parametrize(("year", "published"), [(None, "--09-25"), (2023, "2023-09-25")])
def test_a_date_without_a_year_stays_so_unless_the_caller_gives_one(tmp_path: Path, year, published) -> None:
    (tmp_path / "a").write_text(as_listing([paper(1)]).replace(", 2024", ""))

    assert [item.published for item in reading(tmp_path, year=year)[0]] == [published]


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    content = as_json_lines([paper(1)]).encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(gzip.compress(content))))
    sources = locate("-")

    assert [item.source for item in read(sources)] == [("stdin",)]
    assert inputs(sources) == {"stdin": hashlib.sha256(gzip.compress(content)).hexdigest()}
    assert not sys.stdin.closed


def test_a_name_that_stands_for_nothing_raises_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="there is no such file"):
        read([tmp_path / "nothing.txt"])


def test_a_single_source_of_no_use_raises(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(PDF)

    with pytest.raises(SourceError, match=r"a\.pdf: is a PDF"):
        list(read(tmp_path / "a.pdf"))
    with pytest.raises(SourceError, match=r"a\.pdf: is a PDF"):
        list(read(tmp_path))


def test_a_named_source_of_no_use_is_an_error_beside_good_ones(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(PDF)
    (tmp_path / "b").write_text(as_json_lines([paper(1)]))

    found, problems = reading([tmp_path / "a.pdf", tmp_path / "b"])

    assert len(found) == 1
    assert [(problem.source, problem.line, problem.error) for problem in problems] == [
        ((tmp_path / "a.pdf").as_posix(), 0, True)
    ]


def test_in_a_folder_it_is_a_note(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(PDF)
    (tmp_path / "b").write_text(as_json_lines([paper(1)]))
    (tmp_path / "c").write_text("")
    (tmp_path / "d").write_text(as_json_lines([paper(2)])[:-30])

    found, problems = reading(tmp_path)

    assert len(found) == 1
    assert [(Path(problem.source).name, problem.error) for problem in problems] == [
        ("d", True),
        ("a.pdf", False),
        ("c", False),
    ]


def test_an_empty_folder_gives_nothing(tmp_path: Path) -> None:
    assert reading(tmp_path) == ([], [])
    assert inputs(tmp_path) == {}


def test_a_source_that_cannot_be_opened_raises_where_it_was_named_only(tmp_path: Path) -> None:
    (tmp_path / "b").write_text(as_json_lines([paper(1)]))
    good = locate(tmp_path / "b")
    gone = Source("gone", "gone", (tmp_path / "gone").open)

    with pytest.raises(SourceError, match="gone: cannot be opened"):
        list(read([*good, gone]))

    gone.named = False
    found, problems = reading([*good, gone])
    assert len(found) == 1
    assert [problem.error for problem in problems] == [False]


def test_a_library_without_abstracts_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.bib").write_text("@book{a, title={Pears}}\n@book{b, title={Plums}}\n")
    problems: list[Problem] = []

    with pytest.raises(SourceError, match="holds no paper with an abstract"):
        list(read(tmp_path / "a.bib", report=problems.append))

    assert [problem.error for problem in problems] == [False, False]


def test_a_file_whose_records_are_all_broken_gives_errors_and_no_paper(tmp_path: Path) -> None:
    (tmp_path / "a").write_text('{"title": "Pea\n{"title": "Pears"}\n')

    found, problems = reading(tmp_path / "a")

    assert not found
    assert [(problem.line, problem.error) for problem in problems] == [(1, True), (2, True)]


def test_gzip_that_ends_early_gives_what_there_is_and_an_error(tmp_path: Path) -> None:
    packed = gzip.compress(as_json_lines([paper(number) for number in range(500)]).encode())
    (tmp_path / "a.gz").write_bytes(packed[: len(packed) // 2])

    found, problems = reading(tmp_path / "a.gz")

    assert 100 < len(found) < 400
    assert problems[-1].message == "the gzip data ends early"
    assert all(problem.error for problem in problems)


def test_gzip_that_ends_at_once_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.gz").write_bytes(gzip.compress(b"x" * 100)[:12])

    with pytest.raises(SourceError, match="the gzip data ends early"):
        list(read(tmp_path / "a.gz"))


def test_problems_go_to_the_log_by_default(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(as_json_lines([paper(1)]) + '{"title": "Pears"}\n')
    (tmp_path / "b.pdf").write_bytes(PDF)

    with caplog.at_level(logging.WARNING, "kg.sources.read"):
        assert len(list(read([path, tmp_path / "b.pdf"]))) == 1

    assert [record.getMessage().removeprefix(f"{tmp_path.as_posix()}/") for record in caplog.records] == [
        "a.jsonl:2: “Pears” has no abstract. Give every paper a title and an abstract",
        "b.pdf: is a PDF. kg reads titles and abstracts, not whole papers: give a listing, JSON, CSV or BibTeX",
    ]


def test_inputs_hash_the_stored_bytes_of_every_file(mix: list[Path]) -> None:
    hashes = inputs(mix[0].parent)

    assert hashes == {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in mix}


def test_inputs_after_reading_need_no_second_look(mix: list[Path]) -> None:
    sources = locate(mix)
    list(read(sources, report=lambda problem: None))
    hashes = {source.name: source.sha256 for source in sources}

    for path in mix:
        path.unlink()

    assert all(hashes.values())
    assert inputs(sources) == hashes


def test_inputs_number_different_files_of_one_name(tmp_path: Path) -> None:
    for folder, content in (("x", "pears"), ("y", "plums"), ("z", "pears")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text(content)

    hashes = inputs([tmp_path / "x", tmp_path / "y", tmp_path / "z"])

    assert sorted(hashes) == ["a.txt", "a.txt (2)"]
    assert hashes == inputs([tmp_path / "z", tmp_path / "y"])


PAPERS = st.lists(st.integers(0, 9).map(paper), max_size=4)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    files=st.lists(st.tuples(st.sampled_from(sorted(CASES)), PAPERS), min_size=1, max_size=4),
    seed=st.randoms(use_true_random=False),
)
def test_any_mix_of_files_gives_each_paper_once_in_one_order(tmp_path_factory, files, seed) -> None:
    folder = tmp_path_factory.mktemp("mix")
    paths = []
    for number, (name, papers) in enumerate(files):
        path = folder / str(number)
        path.write_text(CASES[name].write(papers))
        paths.append(path)
    written = {item.title for _, papers in files for item in papers}

    try:
        found = list(read(paths, report=lambda problem: None))
    except SourceError:
        assert not written
        return
    seed.shuffle(paths)

    assert {item.title for item in found} == written
    assert len(found) == len(written)
    assert list(read(paths, report=lambda problem: None)) == found


@given(content=st.binary(max_size=500))
def test_any_file_raises_nothing_but_source_error(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any"
    for data in (content, b"\x1f\x8b" + content, gzip.compress(content), b"\xff\xfe" + content):
        path.write_bytes(data)
        try:
            found, problems = reading(path)
        except SourceError as error:
            found, problems = [], [Problem(error.source, error.line, "read", error.message, error.mend)]
        assert found or problems
        for item in found:
            f"{item.text}{item.id}{item.source}".encode()
        for problem in problems:
            assert problem.source == path.as_posix()
            assert problem.mend


class Orchard(BaseHTTPRequestHandler):
    """Serves papers in good and in bad ways."""

    def do_GET(self) -> None:
        content = as_json_lines([paper(1), paper(2)]).encode()
        if self.path == "/papers.jsonl":
            self.answer(200, content)
        elif self.path == "/papers.jsonl.gz":
            self.answer(200, gzip.compress(content))
        elif self.path == "/page":
            self.answer(200, b"<!doctype html><html>Log in first</html>")
        elif self.path == "/moved":
            self.answer(302, b"", Location="/papers.jsonl")
        elif self.path == "/to-a-file":
            self.answer(302, b"", Location=Path(__file__).as_uri())
        elif self.path == "/to-ftp":
            self.answer(302, b"", Location="ftp://localhost/x")
        elif self.path == "/around":
            self.answer(302, b"", Location="/around")
        elif self.path == "/short":
            self.answer(200, content[: len(content) // 2 + 10], **{"Content-Length": str(len(content))})
        elif self.path == "/slow":
            self.send_response(200)
            self.end_headers()
            self.wfile.write(content[: len(content) // 2])
            self.wfile.flush()
            threading.Event().wait(3)
        else:
            self.answer(404, b"there is nothing here")

    def answer(self, status: int, content: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in ({"Content-Length": str(len(content))} | headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Orchard) as httpd:
        httpd.daemon_threads = True
        httpd.block_on_close = False
        thread = threading.Thread(target=httpd.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{httpd.server_port}"
        httpd.shutdown()
        thread.join()


@pytest.mark.parametrize("path", ["papers.jsonl", "papers.jsonl.gz", "moved"])
def test_an_address_is_read_like_a_file(server: str, path: str) -> None:
    sources = locate(f"{server}/{path}")

    found = list(read(sources))

    assert [item.id for item in found] == ["robot-1", "robot-2"]
    assert {item.source for item in found} == {(path,)}
    assert set(inputs(sources)) == {path}
    assert inputs(f"{server}/{path}") == {}


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("nothing", "cannot be opened: the server answers 404 Not Found"),
        ("around", "cannot be opened: the server answers 302"),
        ("to-a-file", "cannot be opened"),
        ("to-ftp", "cannot be opened"),
        ("page", "is an HTML or XML page"),
    ],
)
def test_an_address_that_gives_no_papers_is_an_error(server: str, path: str, message: str) -> None:
    with pytest.raises(SourceError) as caught:
        list(read(f"{server}/{path}"))

    assert caught.value.source == f"{server}/{path}"
    assert caught.value.message.startswith(message)


def test_an_answer_that_breaks_off_gives_what_there_is(server: str) -> None:
    found, problems = reading(f"{server}/short")

    assert [item.id for item in found] == ["robot-1"]
    assert problems[-1].message == "reading stopped: the answer ends early"
    assert problems[-1].error


def test_a_server_that_falls_silent_is_given_up(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules[locate_function.__module__], "TIMEOUT", 0.3)

    found, problems = reading(f"{server}/slow")

    assert len(found) <= 1
    assert problems[-1].message == "reading stopped: timed out"


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:1/x", "http://localhost:99999/x", "http://", "http://nowhere.invalid/x"]
)
def test_no_server_is_an_error(address: str, tmp_path: Path) -> None:
    (tmp_path / "a").write_text(as_json_lines([paper(1)]))

    with pytest.raises(SourceError) as caught:
        list(read([tmp_path / "a", address]))

    assert caught.value.source == address


listings = pytest.mark.skipif(
    not (SHARED / "seeds").is_dir(), reason="the four listings do not lie beside the checkout"
)


@listings
def test_the_four_listings() -> None:
    """305 entries of 243 papers; what is read stands in the files word for word."""
    files = sorted((SHARED / "seeds").glob("*.txt"))
    lines = {path.name: {line.strip() for line in path.read_text("utf-8").splitlines()} for path in files}

    found, problems = reading(SHARED / "seeds")

    assert len(found) == 243
    assert sum(len(item.source) for item in found) == 305
    assert all(item.title in lines[name] for item in found for name in item.source)
    assert all(any(item.abstract in lines[name] for name in item.source) for item in found)
    assert [(problem.line, problem.error) for problem in problems] == [(1, False)] * 4
    assert {name for item in found for name in item.organizations} == {"Apple", "TongyiLab"}
    assert sum(item.published is not None for item in found) == sum(1 for line in raw_lines(files[2]) if line == "·")
    assert {"2024-11-07", "--09-25"} <= {item.published for item in found}
    assert reading(list(reversed(files)))[0] == found


def raw_lines(path: Path) -> list[str]:
    return path.read_text("utf-8").splitlines()


@listings
@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda text: text.replace("\n", "\r\n"), id="crlf"),
        pytest.param(lambda text: text.replace("\n\n", "\n"), id="no blank lines"),
        pytest.param(lambda text: text.replace("\n\n", "\n\n\n\n"), id="more blank lines"),
        pytest.param(lambda text: text.replace("\n", "\n    "), id="indented"),
        pytest.param(lambda text: text + "\n42\n\nPrevious\n\nNext\n", id="more of the page"),
    ],
)
def test_the_four_listings_copied_otherwise(tmp_path: Path, change) -> None:
    for path in (SHARED / "seeds").glob("*.txt"):
        (tmp_path / path.name).write_text(change(path.read_text("utf-8")), "utf-8", newline="")

    assert reading(tmp_path)[0] == reading(SHARED / "seeds")[0]


@pytest.mark.skipif(not (SHARED / "corpora").is_dir(), reason="the corpus does not lie beside the checkout")
def test_a_large_corpus() -> None:
    path = SHARED / "corpora" / "conferences.jsonl.gz"

    found, problems = reading(path)

    assert len(found) == 60_989
    assert not [problem for problem in problems if problem.error]
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        first = json.loads(next(lines))
    by_id = {item.id: item for item in found}
    assert by_id[first["id"]].title == first["title"]
    assert by_id[first["id"]].venue == first["venue"]
    assert by_id[first["id"]].keywords == tuple(first["keywords"].split(";"))
