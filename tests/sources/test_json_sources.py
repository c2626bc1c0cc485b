"""JSON Lines and JSON documents, under the names that people use."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import SourceError
from kg.model import Paper, Problem
from kg.sources import READERS
from kg.sources.decode import MAX_ERRORS
from kg.sources.jsondoc import read_document
from kg.sources.jsonl import read_lines
from kg.sources.sniff import sniff
from tests.sources.written import as_json, as_json_lines, paper, text_of

FIT = st.characters(exclude_categories=["Cc", "Cs", "Cn"])
LINE = st.text(FIT, min_size=1).map(str.strip).filter(bool)
ABSTRACT = st.text(st.one_of(FIT, st.just("\n"), st.just("\t")), min_size=1).map(str.strip).filter(bool)


def entries(content: str) -> tuple[list[Paper], list[Problem]]:
    problems: list[Problem] = []
    text = text_of(content, problems.append)
    return list(READERS[sniff(text)](text)), problems


def record(number: int = 1, **more: object) -> dict[str, object]:
    return {"id": f"robot-{number}", "title": f"Robot {number}", "abstract": f"It picks {number} pears."} | more


def only(value: object) -> Paper:
    found, problems = entries(json.dumps(value))
    assert not problems
    assert len(found) == 1
    return found[0]


@given(st.lists(st.tuples(LINE, ABSTRACT), min_size=1), st.booleans())
def test_any_text_comes_back_as_it_was(pairs: list[tuple[str, str]], lines: bool) -> None:
    papers = [Paper(f"k{n}", title, f"It {abstract}") for n, (title, abstract) in enumerate(pairs)]

    found = list((read_lines if lines else read_document)(text_of((as_json_lines if lines else as_json)(papers))))

    assert [(item.id, item.title, item.abstract) for item in found] == [(p.id, p.title, p.abstract) for p in papers]


def test_arxiv_snapshot() -> None:
    found = only(
        {
            "id": "0704.0001",
            "submitter": "Ann Roe",
            "authors": "A. Roe, B. P\\'oe (Orchard)",
            "title": "Picking pears\n  at night",
            "journal-ref": "J. Fruit 76 (2007)",
            "doi": "10.1103/X",
            "categories": "hep-ph cs.LG",
            "abstract": "  We pick\npears. \n",
            "versions": [
                {"version": "v1", "created": "Mon, 2 Apr 2007 19:18:42 GMT"},
                {"version": "v2", "created": "x"},
            ],
            "update_date": "2008-11-26",
            "authors_parsed": [["Roe", "A.", ""], ["Póe", "B.", ""]],
        }
    )

    assert found == Paper(
        id="0704.0001",
        title="Picking pears at night",
        abstract="We pick\npears.",
        published="2007-04-02",
        authors=("A. Roe", "B. Póe"),
        venue="J. Fruit 76 (2007)",
        source=("some.file",),
        keywords=("hep-ph", "cs.LG"),
    )


def test_papers_with_code() -> None:
    found = only(
        {
            "paper_url": "https://pwc.example/paper/pears",
            "arxiv_id": "1805.12345",
            "url_abs": "http://arxiv.org/abs/1805.12345v2",
            "url_pdf": "http://arxiv.org/pdf/1805.12345v2.pdf",
            "title": "Pears",
            "abstract": "We pick pears.",
            "date": "2018-05-01",
            "proceeding": "Orchard 2018",
            "authors": ["Ann Roe", "Bo Poe"],
        }
    )

    assert (found.id, found.url) == ("1805.12345", "http://arxiv.org/abs/1805.12345v2")
    assert (found.published, found.venue, found.authors) == ("2018-05-01", "Orchard 2018", ("Ann Roe", "Bo Poe"))


def test_semantic_scholar() -> None:
    found = only(
        {
            "total": 1,
            "offset": 0,
            "data": [
                {
                    "paperId": "649def",
                    "externalIds": {"ArXiv": "2411.11745", "DOI": "10.1/x", "CorpusId": 3},
                    "title": "Pears",
                    "abstract": "We pick pears.",
                    "year": 2024,
                    "publicationDate": "2024-11-18",
                    "venue": "Orchard",
                    "authors": [{"authorId": "1", "name": "Ann Roe"}],
                    "fieldsOfStudy": ["Fruit"],
                    "openAccessPdf": {"url": "https://x.example/a.pdf"},
                }
            ],
        }
    )

    assert (found.id, found.published, found.venue) == ("2411.11745", "2024-11-18", "Orchard")
    assert (found.authors, found.keywords) == (("Ann Roe",), ("Fruit",))


def test_conference_corpus() -> None:
    found = only(record(venue="3DV", year=2025, keywords="Pear picking;3D pears;"))

    assert (found.venue, found.published, found.keywords) == ("3DV", "2025", ("Pear picking", "3D pears"))


def test_daily_papers_service() -> None:
    inner = {
        "id": "2411.11745",
        "authors": [{"name": "Ann Roe", "hidden": False}],
        "summary": "We pick pears.",
        "upvotes": 3,
    }
    found = only(
        [{"paper": inner, "publishedAt": "2024-11-18T05:00:00.000Z", "title": "Pears", "summary": "We pick pears."}]
    )

    assert (found.id, found.title, found.published, found.authors) == (
        "2411.11745",
        "Pears",
        "2024-11-18",
        ("Ann Roe",),
    )


def test_review_service() -> None:
    content = {"title": {"value": "Pears"}, "abstract": {"value": "We pick."}, "keywords": {"value": ["a", "b"]}}
    found = only({"notes": [{"id": "kSq7", "content": content}]})

    assert (found.id, found.title, found.abstract, found.keywords) == ("kSq7", "Pears", "We pick.", ("a", "b"))


def test_what_kg_itself_knows_of_a_paper_comes_back() -> None:
    known = {
        "published": "--09-25",
        "organizations": ["Acme"],
        "author_count": 4,
        "authors": ["Ann Roe"],
        "url": "https://a.example",
    }
    found = only(record(**known))

    assert (found.published, found.organizations, found.author_count) == ("--09-25", ("Acme",), 4)
    assert (found.authors, found.url) == (("Ann Roe",), "https://a.example")


DOCUMENTS = {
    "an array": lambda records: records,
    "papers": lambda records: {"papers": records},
    "data, with counts before and after": lambda records: {"total": 2, "next": None, "data": records, "offset": 1.5},
    "results and more objects": lambda records: {"results": records, "meta": {"page": 1}},
    "objects before": lambda records: {"meta": {"page": 1}, "anything": records},
    "two levels": lambda records: {"response": {"numFound": 2, "docs": records}},
    "an array of arrays": lambda records: [[records[0]], [records[1]]],
}


@pytest.mark.parametrize("wrap", DOCUMENTS.values(), ids=DOCUMENTS)
@pytest.mark.parametrize("indent", [None, 1, 4])
def test_papers_are_found_in_any_envelope(wrap, indent) -> None:
    found, problems = entries(json.dumps(wrap([record(1), record(2)]), indent=indent))

    assert [item.id for item in found] == ["robot-1", "robot-2"]
    assert not [problem for problem in problems if problem.error]


def test_one_record_over_many_lines_whose_first_list_is_of_authors() -> None:
    first = {"authors": [{"name": "Ann Roe"}]}

    assert only(first | record(1)).authors == ("Ann Roe",)
    found, problems = entries(json.dumps(first | record(1), indent=2))
    assert [item.authors for item in found] == [("Ann Roe",)]
    assert not problems


def test_objects_one_after_the_other_over_many_lines() -> None:
    found, problems = entries("\n".join(json.dumps(record(number), indent=2) for number in range(3)))

    assert [item.id for item in found] == ["robot-0", "robot-1", "robot-2"]
    assert not problems


def test_two_arrays_one_after_the_other() -> None:
    found, problems = entries(json.dumps([record(1)]) + "\n" + json.dumps([record(2)]))

    assert [item.id for item in found] == ["robot-1", "robot-2"]
    assert not problems


def test_each_paper_of_a_document_is_reported_at_its_own_line() -> None:
    _, problems = entries(
        json.dumps({"papers": [record(1, abstract=None), record(2), record(3, title=None)]}, indent=1)
    )

    assert [(problem.line, problem.error) for problem in problems] == [(3, True), (13, True)]


BROKEN = {
    "in the middle": (
        json.dumps([record(1), record(2), record(3)], indent=1).replace('"Robot 2"', "Robot 2"),
        [1, 3],
        7,
    ),
    "the first, in an envelope": (
        json.dumps({"n": 3, "papers": [record(1), record(2), record(3)]}, indent=1).replace('"Robot 1"', "Robot 1"),
        [2, 3],
        4,
    ),
    "the last, cut off": (json.dumps([record(1), record(2)], indent=1)[:-20], [1], 7),
    "on one line": (json.dumps([record(1), record(2), record(3)]).replace('"Robot 2"', "Robot 2"), [1, 3], 1),
    "the list is not closed": (json.dumps([record(1), record(2)], indent=1)[:-2], [1, 2], 11),
}


@pytest.mark.parametrize(("content", "kept", "line"), BROKEN.values(), ids=BROKEN)
def test_a_broken_record_of_a_document_costs_no_other(content: str, kept: list[int], line: int) -> None:
    found, problems = entries(content)

    assert [item.id for item in found] == [f"robot-{number}" for number in kept]
    assert [(problem.line, problem.error) for problem in problems] == [(line, True)]


def test_a_document_with_too_many_broken_records_is_given_up() -> None:
    found, problems = entries(json.dumps([record(0)])[:-1] + ', {"title": x}' * 200 + "]")

    assert [item.id for item in found] == ["robot-0"]
    assert problems[-1].message == "too many broken records: the rest was not read"


def test_what_follows_an_envelope_is_noted() -> None:
    found, problems = entries(json.dumps({"papers": [record(1)], "pages": [[1], [2]]}, indent=1))

    assert len(found) == 1
    assert [problem.error for problem in problems] == [False]


LINES = {
    "half a record": ('{"id": "x", "title": "Pe', "no complete JSON: unterminated string at column 22"),
    "two records": (json.dumps(record(7)) + json.dumps(record(8)), "no complete JSON: extra data at column"),
    "a Python dict": ("{'title': 'Pears'}", "no complete JSON: expecting property name enclosed in double quotes"),
    "no object": ("[1, 2]", "a paper was expected, not a int"),
    "a string": ('"Pears"', "a paper was expected, not a str"),
    "null": ("null", "a paper was expected, not a NoneType"),
    "too deep": ("[" * 100_000, "nested too deeply"),
    "a deep object": ('{"a":' * 100_000, "nested too deeply"),
    "a long number": ('{"title": ' + "1" * 5000 + "}", "no complete JSON: Exceeds the limit"),
    "other fields": ('{"name": "Pears", "size": 3}', "no title and no abstract; its fields are: name, size"),
    "no fields": ("{}", "its fields are: none"),
    "a null title": (json.dumps(record(title=None)), "an abstract without a title: “It picks 1 pears.”"),
    "a title of spaces": (json.dumps(record(title="  ")), "an abstract without a title"),
    "a list as title": (json.dumps(record(title=["Pears"])), "an abstract without a title"),
    "a null abstract": (json.dumps(record(abstract=None)), "“Robot 1” has no abstract"),
    "no abstract in words": (json.dumps(record(abstract="N/A")), "“Robot 1” has no abstract"),
    "not a number as abstract": ('{"title": "Robot 1", "abstract": NaN}', "“Robot 1” has no abstract"),
    "lists in lists": ("[" * 10 + "]" * 10, None),
    "a title in lists in lists": ("[[[[[[" + json.dumps(record(9)) + "]]]]]]", "not a list in a list"),
}


@pytest.mark.parametrize(("line", "message"), LINES.values(), ids=LINES)
def test_a_line_that_is_no_paper_is_reported_and_the_others_land(line: str, message: str | None) -> None:
    problems: list[Problem] = []
    content = as_json_lines([paper(1)]) + "\n" + line + "\n" + as_json_lines([paper(2)])

    found = list(read_lines(text_of(content, problems.append)))

    assert [item.id for item in found] == ["robot-1", "robot-2"]
    errors = [problem for problem in problems if problem.error]
    assert {error.line for error in errors} <= {3}
    if message:
        assert message in errors[0].message
        assert errors[0].mend


def test_a_key_that_stands_twice_is_noted_and_the_last_value_stands() -> None:
    found, problems = entries('{"title": "Plums", "title": "Pears", "abstract": "Fine."}\n')

    assert [item.title for item in found] == ["Pears"]
    assert [(problem.line, problem.error) for problem in problems] == [(1, False)]


def test_small_slips_of_json_lines_are_forgiven() -> None:
    line = json.dumps(record(1))
    content = (
        f"\ufeff{line},\n\n  {json.dumps(record(2))}  \n\x1e{json.dumps(record(3))}\n\ufeff{json.dumps(record(4))}"
    )

    found, problems = entries(content)

    assert [item.id for item in found] == ["robot-1", "robot-2", "robot-3", "robot-4"]
    assert not problems


@pytest.mark.parametrize(
    ("given", "title", "abstract"),
    [
        ("A\x00b", "A b", "It."),
        ("A\ud800b", "A b", "It."),
        ("A\ud83d\ude00b", "A😀b", "It."),
        ("A\ufffeb", "A b", "It."),
        ("A\x85b", "A b", "It."),
        ("A\tb", "A\tb", "It."),
        ("A\n\n   b", "A b", "It."),
        ("A \n b\n", "A b", "It."),
        ("  A  b ", "A  b", "It."),
        (1984, "1984", "It."),
        (3.5, "3.5", "It."),
    ],
    ids=repr,
)
def test_titles_stay_as_they_came_but_for_what_no_graph_can_hold(given: object, title: str, abstract: str) -> None:
    found, _ = entries(json.dumps({"title": given, "abstract": abstract}))

    assert [(item.title, item.abstract) for item in found] == [(title, abstract)]


@given(st.text(st.characters(), min_size=1))
def test_an_abstract_keeps_its_length(raw: str) -> None:
    found, problems = entries(json.dumps({"title": "Pears", "abstract": f"({raw})"}))

    (abstract,) = [item.abstract for item in found]
    assert len(abstract) == len(json.loads(json.dumps(raw))) + 2
    assert (abstract == f"({raw})") == (not problems)
    abstract.encode()


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"url": "javascript:alert(1)"}, {"url": None}),
        ({"url": "https://a.example/x y"}, {"url": None}),
        ({"url": 3, "link": "https://a.example"}, {"url": "https://a.example"}),
        ({"year": "soon"}, {"published": None}),
        ({"date": "soon", "year": 2020}, {"published": "2020"}),
        ({"date": None, "year": "2020"}, {"published": "2020"}),
        ({"versions": [], "year": 2020}, {"published": "2020"}),
        ({"venue": {"name": "Orchard"}}, {"venue": "Orchard"}),
        ({"venue": "", "journal": {"name": " J.  Fruit "}}, {"venue": "J. Fruit"}),
        ({"keywords": "a, b, a"}, {"keywords": ("a", "b")}),
        ({"keywords": ["a", {"name": "b"}, None, 3]}, {"keywords": ("a", "b")}),
        ({"keywords": {"name": "b"}}, {"keywords": ("b",)}),
        ({"keywords": 5}, {"keywords": ()}),
        ({"keywords": "['a', 'b c']"}, {"keywords": ("a", "b c")}),
        ({"keywords": '["a", "b c"]'}, {"keywords": ("a", "b c")}),
        ({"keywords": "[a, b]"}, {"keywords": ("[a", "b]")}),
        ({"authors": "['Ann Roe', \"Bo O'Poe\"]"}, {"authors": ("Ann Roe", "Bo O'Poe")}),
        ({"authors": ["\x00", "Ann\x01Roe"]}, {"authors": ("Ann Roe",)}),
        ({"authors": 3}, {"authors": ()}),
        ({"date": {"year": 2020}}, {"published": None}),
        ({"author_count": "12"}, {"author_count": 12}),
        ({"author_count": -1}, {"author_count": None}),
        ({"author_count": True}, {"author_count": None}),
        ({"Publication Year": 2020, "Source Title": "Orchard"}, {"published": "2020", "venue": "Orchard"}),
        ({"id": 17}, {"id": "17"}),
        ({"id": True}, {"id": ""}),
        ({"id": None}, {"id": ""}),
        ({"id": "arXiv:2411.11745v2"}, {"id": "2411.11745"}),
        ({"id": "x", "doi": "https://doi.org/10.1145/ABC"}, {"id": "x"}),
        ({"id": None, "doi": "https://doi.org/10.1145/ABC"}, {"id": "10.1145/abc"}),
        ({"id": "x", "doi": "10.48550/arXiv.2411.11745"}, {"id": "2411.11745"}),
        ({"id": "x" * 1000}, {"id": ""}),
        ({"id": "a\x00 \n b"}, {"id": "a b"}),
    ],
    ids=str,
)
def test_odd_values_of_other_fields_cost_nothing_but_themselves(
    fields: dict[str, object], expected: dict[str, object]
) -> None:
    found, problems = entries(json.dumps(record() | fields))

    assert {name: getattr(found[0], name) for name in expected} == expected
    assert not [problem for problem in problems if problem.error]


@pytest.mark.parametrize("depth", [3, 50, 400, 900, 980])
@pytest.mark.parametrize(
    "key", ["title", "abstract", "date", "authors", "author", "keywords", "venue", "url", "id", "paper", "content", "x"]
)
@pytest.mark.parametrize("shape", ['{"name":', '{"author":', '{"a":', "["], ids=["name", "author", "any", "list"])
def test_deep_values_are_survived(key: str, shape: str, depth: int) -> None:
    deep = shape * depth + "1" + {"{": "}", "[": "]"}[shape[0]] * depth
    content = (
        as_json_lines([paper(1)]) + '{"title": "Pears", "abstract": "Fine.", "' + key + '": ' + deep + "}\n" + deep
    )

    found = list(read_lines(text_of(content)))

    assert found[0].id == "robot-1"
    assert next(read_document(text_of(content))).id == "robot-1"


def test_a_file_of_other_things_is_given_up_early() -> None:
    problems: list[Problem] = []
    text = text_of('{"name": "Pears"}\n' * (MAX_ERRORS * 3), problems.append)

    with pytest.raises(SourceError, match="hold no paper"):
        list(read_lines(text))

    assert len(problems) == MAX_ERRORS


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_any_json_gives_papers_or_problems(value: object) -> None:
    for reader in (read_lines, read_document):
        problems: list[Problem] = []
        found = list(reader(text_of(json.dumps(value), problems.append)))
        assert all(item.title and item.abstract for item in found)


KEYS = [
    "title",
    "abstract",
    "id",
    "url",
    "date",
    "year",
    "authors",
    "venue",
    "keywords",
    "versions",
    "externalIds",
    "paper",
    "content",
]
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.floats()
    | st.integers()
    | st.text()
    | st.sampled_from(["2024", "a; b", "name", "[1"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["name", "url", "value", "created", "ArXiv"]), inner)
    ),
    max_leaves=5,
)


@given(st.dictionaries(st.sampled_from(KEYS), VALUES))
def test_any_values_under_the_known_names_give_a_sound_paper(fields: dict[str, object]) -> None:
    found, _ = entries(json.dumps({"title": "Pears", "abstract": "Fine."} | fields))

    for item in found:
        assert item.title
        assert all(isinstance(name, str) and name for name in (*item.authors, *item.keywords))
        assert item.venue is None or item.venue.strip() == item.venue
        json.dumps([item.title, item.abstract, item.authors, item.venue]).encode()
