"""The examples: papers that read without an error, scripts that print what they promise, queries with an answer.

`KG_WRITE_EXPECTED=1 pytest tests/test_examples.py` writes the blocks of expected output anew.
"""

import ast
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import textwrap
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kg.model import Paper, Problem
from kg.pipeline import build
from kg.rdf.store import Store
from kg.settings import Settings
from kg.sources.read import read
from kg.vocab import PREFIXES

if TYPE_CHECKING:
    import rdflib

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
DOCS = EXAMPLES.parent / "docs"
FILES = (EXAMPLES / "papers.txt", EXAMPLES / "papers.jsonl")
SCRIPTS = sorted(EXAMPLES.glob("[0-9]*.py"))
QUERIES = sorted((EXAMPLES / "queries").glob("*.rq"))
MARK = "\nExpected output:\n"


def papers_of(*files: Path) -> tuple[tuple[Paper, ...], list[Problem]]:
    problems: list[Problem] = []
    return tuple(read(files, report=problems.append)), problems


@pytest.fixture(scope="module")
def papers() -> tuple[Paper, ...]:
    return papers_of(*FILES)[0]


@pytest.fixture(scope="module")
def store(papers: tuple[Paper, ...]) -> Iterator[Store]:
    with Store() as made:
        build(papers, made, settings=Settings(workers=1))
        yield made


@pytest.fixture(scope="module")
def triples(store: Store) -> "rdflib.Graph":
    return store.to_rdflib()


# Papers


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_each_file_holds_papers_enough(file: Path) -> None:
    found, problems = papers_of(file)
    assert len(found) >= 24
    assert [problem for problem in problems if problem.error] == []


def test_together_they_hold_papers_enough_and_one_in_both() -> None:
    found, problems = papers_of(*FILES)
    assert len(found) >= 48
    assert [problem for problem in problems if problem.error] == []
    assert [paper.title.partition(":")[0] for paper in found if len(paper.source) == 2] == ["FlashAttention"]


def test_the_listing_skips_the_lines_of_the_page_and_no_more() -> None:
    found, problems = papers_of(FILES[0])
    assert [problem.message.split(":")[0] for problem in problems] == ["6 lines of the page skipped"]
    assert all(paper.published and len(paper.published) == 10 for paper in found)


def test_the_listing_gives_authors_and_organizations() -> None:
    by_name = {paper.title.partition(":")[0]: paper for paper in papers_of(FILES[0])[0]}
    assert by_name["GPTQ"].author_count == 4
    assert by_name["VerilogEval"].organizations == ("NVIDIA",)


def test_abstracts_have_the_length_of_abstracts(papers: tuple[Paper, ...]) -> None:
    assert [paper.title for paper in papers if not 300 <= len(paper.abstract) <= 1500] == []


def test_every_paper_has_several_sentences_and_a_date(papers: tuple[Paper, ...]) -> None:
    assert [paper.title for paper in papers if paper.abstract.count(". ") < 3] == []
    assert [paper.title for paper in papers if not paper.published] == []


@pytest.mark.parametrize(
    "residue", ["3times", r"50-73\%", r"1.56$\times$", "respectively", "might", "does not outperform"]
)
def test_hard_things_are_there_on_purpose(papers: tuple[Paper, ...], residue: str) -> None:
    assert any(residue in paper.abstract for paper in papers)


def test_records_of_the_json_lines_are_whole() -> None:
    for line in FILES[1].read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        assert {"title", "abstract", "year", "url"} <= record.keys() <= {
            "id", "title", "abstract", "year", "venue", "authors", "url"
        }  # fmt: skip


# Scripts


def test_there_are_scripts_enough() -> None:
    assert len(SCRIPTS) >= 8


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)
def test_a_script_is_short_and_says_what_it_shows(script: Path) -> None:
    source = script.read_text(encoding="utf-8")
    code = source[source.index('"""', 3) + 3 :].strip()
    assert len(source.splitlines()) <= 40
    assert MARK in f"{docstring(source)}\n"
    assert "from kg" not in code, "the public names are enough for an example"


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)
def test_a_script_prints_what_it_promises(script: Path, tmp_path: Path) -> None:
    run = run_in(tmp_path, "-W", "error", str(script))
    assert run.returncode == 0, run.stderr
    if os.environ.get("KG_WRITE_EXPECTED"):
        write_expected(script, run.stdout)
    assert run.stdout.strip() == expected(script.read_text(encoding="utf-8"))


def docstring(source: str) -> str:
    return ast.get_docstring(ast.parse(source)) or ""


def expected(source: str) -> str:
    return textwrap.dedent(f"{docstring(source)}\n".partition(MARK)[2]).strip()


def write_expected(script: Path, output: str) -> None:
    assert output.strip(), f"{script.name} printed nothing"
    assert "\\" not in output, "a docstring would read the backslash as an escape"
    assert '"""' not in output, "the output would end the docstring"
    source = script.read_text(encoding="utf-8")
    about = docstring(source).partition(MARK.rstrip())[0]
    block = textwrap.indent(output.strip(), "    ", lambda line: bool(line.strip()))
    code = source[source.index('"""', 3) + 3 :]
    script.write_text(f'"""{about}{MARK}\n{block}\n"""{code}', encoding="utf-8")


# Queries


def test_there_are_queries_enough() -> None:
    assert len(QUERIES) >= 12


@pytest.mark.parametrize("file", QUERIES, ids=lambda file: file.stem)
def test_a_query_opens_with_its_title_and_explains_itself(file: Path) -> None:
    first, second, *_ = file.read_text(encoding="utf-8").splitlines()
    assert first.startswith("# ")
    assert 10 <= len(first) <= 90
    assert second.startswith("# ")


def test_titles_of_queries_differ() -> None:
    titles = Counter(file.read_text(encoding="utf-8").splitlines()[0] for file in QUERIES)
    assert [title for title, count in titles.items() if count > 1] == []


@pytest.mark.parametrize("file", QUERIES, ids=lambda file: file.stem)
def test_a_query_has_an_answer(store: Store, file: Path) -> None:
    assert rows_of_store(store, file)


@pytest.mark.parametrize("file", QUERIES, ids=lambda file: file.stem)
def test_rdflib_gives_the_same_rows(store: Store, triples: "rdflib.Graph", file: Path) -> None:
    rows = triples.query(file.read_text(encoding="utf-8"), initNs=dict(PREFIXES))
    other = [tuple(None if term is None else plain(str(term)) for term in row) for row in rows]  # type: ignore[union-attr]
    assert Counter(other) == Counter(rows_of_store(store, file))


def rows_of_store(store: Store, file: Path) -> list[tuple[str | None, ...]]:
    rows = store.query(file.read_text(encoding="utf-8"))
    return [tuple(None if term is None else plain(term.value) for term in row) for row in rows]  # type: ignore[union-attr]


def plain(value: str) -> str:
    """A number in one form: the two engines write `2.0` and `2` for one decimal."""
    try:
        return f"{float(value):.9g}"
    except ValueError:
        return value


def test_the_walk_from_an_edge_ends_at_the_words_of_a_paper(store: Store, papers: tuple[Paper, ...]) -> None:
    title, sentence, start, end, *_ = rows_of_store(store, EXAMPLES / "queries" / "evidence-of-an-edge.rq")[0]
    (paper,) = (paper for paper in papers if paper.title == title)
    assert paper.text[int(start or 0) : int(end or 0)] == sentence


def test_denied_and_doubted_claims_have_no_direct_triple(store: Store) -> None:
    ask = "ASK { ?s skos:prefLabel 'RTLCoder'@en ; kg:outperforms ?o . ?o skos:prefLabel 'GPT-4'@en }"
    assert not bool(store.query(ask))
    rows = rows_of_store(store, EXAMPLES / "queries" / "hedged-or-negated.rq")
    assert any(row[:3:2] == ("RTLCoder", "GPT-4") for row in rows)


# Pages of the manual

CONSOLE = re.compile(r"```console\n(.*?)```", re.DOTALL)
PYTHON = re.compile(r"```python\n(.*?)```", re.DOTALL)
TESTED_APART = {  # by tests/vocabulary/test_own_vocabulary_page.py, test_spacy_linker.py, analysis/test_analyses_page.py
    "own-vocabulary", "spacy", "analyses",
}  # fmt: skip
PAGES = [DOCS / "tutorial.md", *sorted((DOCS / "how-to").glob("*.md"))]
SECONDS = re.compile(r"^(seconds +)[\d.]+$", re.MULTILINE)


@pytest.fixture
def workplace(tmp_path: Path) -> Path:
    """A folder with the examples, as a reader of the manual has it."""
    shutil.copytree(EXAMPLES, tmp_path / "examples")
    return tmp_path


def run_in(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    outer = {name: value for name, value in os.environ.items() if not name.startswith("KG_")}
    environment = {**outer, "PYTHONPATH": str(EXAMPLES.parent), "PYTHONIOENCODING": "utf-8", "COLUMNS": "100"}
    run = [sys.executable, *command]
    return subprocess.run(run, capture_output=True, cwd=folder, encoding="utf-8", env=environment, timeout=240)


def replayed(block: str, folder: Path) -> str:
    """The block with what its commands print now."""
    lines: list[str] = []
    for command in (line for line in block.splitlines() if line.startswith("$ ")):
        program, *arguments = shlex.split(command[2:])
        assert program == "kg", command
        run = run_in(folder, "-m", "kg", *arguments)
        assert run.returncode == 0, run.stderr
        lines += [command, *(line.rstrip() for line in SECONDS.sub(r"\g<1>…", run.stdout).splitlines())]
    return "\n".join(lines).rstrip() + "\n"


@pytest.mark.parametrize(
    "page", [page for page in PAGES if CONSOLE.search(page.read_text("utf-8"))], ids=lambda page: page.stem
)
def test_the_commands_of_a_page_print_what_it_shows(page: Path, workplace: Path) -> None:
    text = page.read_text(encoding="utf-8")
    now = CONSOLE.sub(lambda block: f"```console\n{replayed(block[1], workplace)}```", text)
    if os.environ.get("KG_WRITE_EXPECTED"):
        page.write_text(now, encoding="utf-8")
        text = now
    assert now == text


@pytest.mark.parametrize(
    "page",
    [page for page in PAGES if page.stem not in TESTED_APART and PYTHON.search(page.read_text("utf-8"))],
    ids=lambda page: page.stem,
)
def test_the_python_of_a_page_runs(page: Path, workplace: Path) -> None:
    code = "\n".join(PYTHON.findall(page.read_text(encoding="utf-8")))
    run = run_in(workplace, "-W", "error", "-c", code)
    assert run.returncode == 0, run.stderr
    assert "FastNet outperforms MobileNetV2" in run.stdout or (run.stdout.strip() and "FastNet" not in code)


@pytest.mark.parametrize("page", [*PAGES, *sorted((DOCS / "decisions").glob("*.md"))], ids=lambda page: page.stem)
def test_the_links_of_a_page_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8"))
    assert [target for target in targets if "://" not in target and not (page.parent / target).exists()] == []
