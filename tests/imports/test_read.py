"""What `kg export` writes, `kg import` reads back; what does not fit is told with its line, and the rest is taken."""

import io

import pytest
from hypothesis import given, settings

from kg.errors import SourceError
from kg.export.formats import export
from kg.export.kgx import write as write_kgx
from kg.export.source import Whole
from kg.imports.read import read
from tests.export.graphs import PAPERS, exported, filled
from tests.rdf.example import EXAMPLE
from tests.rdf.strategies import extractions

RDF = {"ttl": "ttl", "ttl12": "ttl", "nt": "nt", "nq": "nq", "trig": "trig", "rdfxml": "rdf", "jsonld": "jsonld"}
SORTED = sorted(PAPERS, key=lambda each: each.paper.id)


@pytest.fixture(scope="module")
def store():
    return filled()


def of(path, **options):
    problems = []
    return list(read(path, problems.append, **options)), problems


@pytest.mark.parametrize("name", RDF)
def test_every_rdf_form_reads_back(store, name, tmp_path):
    path = tmp_path / f"graph.{RDF[name]}"
    export(store, name, path)
    assert of(path) == (SORTED, [])


@pytest.mark.parametrize("name", ["", "nodes.tsv", "edges.tsv", ".zip"])
def test_kgx_reads_back(store, name, tmp_path):
    out = tmp_path / "kgx.zip" if name == ".zip" else tmp_path / "kgx"
    export(store, "kgx", out)
    assert of(out if name in ("", ".zip") else out / name) == (SORTED, [])


@settings(max_examples=30)
@given(extraction=extractions())
def test_any_extraction_whose_sentences_are_its_own_reads_back(extraction, tmp_path_factory):
    folder = tmp_path_factory.mktemp("any")
    store = filled([extraction])
    for name in ("nq", "trig"):
        export(store, name, folder / f"graph.{name}")
        found, problems = of(folder / f"graph.{name}")
        if not problems:
            assert found == [extraction]
    write_kgx(Whole(store), folder)
    found, problems = of(folder)
    if not problems:
        assert found == [extraction]


def test_a_merged_graph_takes_the_labels_that_papers_are_known_to_use(tmp_path):
    from dataclasses import replace

    links = tuple(
        replace(link, concept=replace(link.concept, label=link.concept.label.upper())) for link in PAPERS[1].links
    )
    claims = tuple(
        replace(claim, subject=replace(claim.subject, label=claim.subject.label.upper()) if claim.subject.type else claim.subject,
                object=replace(claim.object, label=claim.object.label.upper()) if claim.object.type else claim.object)
        for claim in PAPERS[1].claims
    )  # fmt: skip
    loud = replace(PAPERS[1], links=links, claims=claims)
    store = filled([loud, PAPERS[2]])
    export(store, "ttl", tmp_path / "graph.ttl")
    known = {(node.paper.id, each.concept.iri): each.concept.label for node in (loud, PAPERS[2]) for each in node.links}
    found, _ = of(tmp_path / "graph.ttl", known=lambda paper, node: known.get((paper.rpartition("/")[2], node)))
    assert found == [PAPERS[2], loud]


# What does not fit


@pytest.fixture
def lines(store):
    return exported(store, "nt").decode().split("\n")[:-1]


def written(tmp_path, lines, name="graph.nt"):
    (tmp_path / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return tmp_path / name


def claim_with(lines, predicate):
    return next(line.split(" ")[0] for line in lines if f"#{predicate}>" in line.split(" ")[1])


@pytest.mark.parametrize(
    ("predicate", "new", "message"),
    [
        ("evidence", None, "it lacks kg:evidence. Give it the annotation of its sentence"),
        (
            "predicate",
            "<https://w3id.org/mlhw-kg/ontology#likes>",
            "kg has no predicate https://w3id.org/mlhw-kg/ontology#likes",
        ),
        ("subject", None, "it lacks rdf:subject"),
        (
            "confidence",
            '"7"^^<http://www.w3.org/2001/XMLSchema#decimal>',
            "its confidence 7.0 does not lie between 0 and 1",
        ),
        ("confidence", '"high"', "could not convert string to float"),
    ],
)
def test_a_claim_that_does_not_fit_costs_no_other(tmp_path, lines, predicate, new, message):
    claim = claim_with(lines, "hedge")
    changed = []
    for line in lines:
        subject, about, _ = line.split(" ", 2)
        hit = subject == claim and about.endswith(f"#{predicate}>")
        if not hit or new:
            changed.append(f"{subject} {about} {new} ." if hit else line)
    path = written(tmp_path, changed)
    found, (problem,) = of(path)
    assert message in f"{problem.message}. {problem.mend}"
    assert (problem.source, problem.error) == (str(path), True)
    assert changed[problem.line - 1].startswith(claim)
    assert sum(len(each.claims) for each in found) == sum(len(each.claims) for each in PAPERS) - 1


def test_a_sentence_that_is_not_in_the_text_is_refused(tmp_path, lines):
    changed = [line.replace('"It may beat RingKV."', '"It beats RingKV."') for line in lines]
    found, (problem,) = of(written(tmp_path, changed))
    assert "its sentence does not stand at characters" in problem.message
    assert sum(len(each.claims) for each in found) == sum(len(each.claims) for each in PAPERS) - 1


def test_a_line_that_is_broken_costs_what_it_states(tmp_path, lines):
    found, problems = of(written(tmp_path, ["this is no triple", *lines]))
    assert [(problem.line, problem.mend) for problem in problems] == [(1, "Mend the syntax on this line")]
    assert found == SORTED


def test_broken_turtle_is_refused_with_its_line(tmp_path, store):
    text = exported(store, "ttl").decode().split("\n")
    with pytest.raises(SourceError, match=r"graph\.ttl:\d+: .*Mend the syntax there"):
        of(written(tmp_path, [*text, "paper:x a ."], "graph.ttl"))


def test_a_claim_may_leave_out_what_kg_adds(tmp_path, lines):
    kept = [
        line
        for line in lines
        if not any(f"ontology#{name}>" in line.split(" ")[1] for name in ("rule", "confidence", "position", "pairKey"))
    ]
    found, problems = of(written(tmp_path, kept))
    assert problems == []
    assert {claim.rule for each in found for claim in each.claims} == {"import"}
    assert {claim.evidence for each in found for claim in each.claims} == {
        claim.evidence for each in PAPERS for claim in each.claims
    }


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("graph.docx", "x", "cannot tell what this is. Name it .ttl"),
        ("graph.nt", "<urn:a> <urn:b> <urn:c> .\n", "describes no paper of kg"),
        ("graph.zip", "x", "this is no archive of KGX"),
        ("folder", None, "there is no nodes.tsv"),
    ],
)
def test_files_that_are_no_graph(tmp_path, name, content, message):
    path = tmp_path / name
    if content is None:
        path.mkdir()
    else:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(SourceError, match=message):
        of(path)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(SourceError, match="No such file"):
        of(tmp_path / "graph.nt")


# KGX


@pytest.fixture
def tables(store, tmp_path):
    export(store, "kgx", tmp_path)
    return tmp_path


def change(file, row, column, new):
    lines = [line.split("\t") for line in file.read_text("utf-8").split("\n")]
    number = next(index for index, cells in enumerate(lines) if row in cells)
    lines[number][lines[0].index(column)] = new
    file.write_text("\n".join("\t".join(cells) for cells in lines), encoding="utf-8")
    return number + 1


@pytest.mark.parametrize(
    ("column", "new", "message"),
    [
        ("supporting_text", "", "it has nothing in the column supporting_text"),
        ("supporting_text", "Another one.", "its sentence does not stand at characters"),
        ("predicate", "kg:likes", "kg has no predicate kg:likes"),
        ("publications", "paper:nobody", "it names no paper of the nodes"),
        ("object", "technique:nobody", "its object technique:nobody is none of the nodes"),
        ("object", "nobody:x", "the prefix of 'nobody:x' is not known"),
        ("start", "x", "invalid literal for int"),
        ("confidence", "2", "its confidence 2.0 does not lie between 0 and 1"),
    ],
)
def test_a_row_that_does_not_fit_costs_no_other(tables, column, new, message):
    line = change(tables / "edges.tsv", "It may beat RingKV.", column, new)
    found, (problem,) = of(tables)
    assert message in problem.message
    assert (problem.source, problem.line) == (str(tables / "edges.tsv"), line)
    assert sum(len(each.claims) for each in found) == sum(len(each.claims) for each in PAPERS) - 1


def test_a_row_with_too_few_cells(tables):
    with (tables / "edges.tsv").open("a", encoding="utf-8") as file:
        file.write("a\tb\n")
    found, (problem,) = of(tables)
    assert "it has 2 cells for 37 columns" in problem.message
    assert found == SORTED


def test_a_paper_under_a_wrong_id(tables):
    change(tables / "nodes.tsv", "swift-kv", "identifier", "other")
    found, problems = of(tables)
    assert "its identifier 'other' is that of another id" in problems[0].message
    assert [each.paper.id for each in found] == ["hostile", "willow"]
    assert len(problems) == 1 + len(EXAMPLE.links) + len(EXAMPLE.claims)


def test_lines_that_end_as_on_windows(tables):
    for name in ("nodes.tsv", "edges.tsv"):
        data = (tables / name).read_bytes()
        (tables / name).write_bytes(b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n"))
    assert of(tables) == (SORTED, [])


def test_what_is_exported_again_is_the_same(store, tables):
    again = io.BytesIO()
    export(filled(of(tables)[0]), "nq", again)
    assert again.getvalue() == exported(store, "nq")
