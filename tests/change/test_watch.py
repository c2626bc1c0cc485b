"""Saved queries: what is new since the last run, as a feed that other programs read and a digest for people."""

import json
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

from kg.change import watch
from kg.change.feed import Entry, atom, markdown
from kg.change.watch import Watch, add, remove, run, run_all, saved
from kg.errors import KgError, QueryError, StoreError
from tests.change.made import every, stored, with_value
from tests.rdf.example import EXAMPLE

ATOM = "{http://www.w3.org/2005/Atom}"
PAPERS = Watch("papers", "SELECT ?paper ?title { ?paper a fabio:ResearchPaper ; dcterms:title ?title }")
FIGURES = Watch(
    "figures",
    "SELECT ?claim ?value ?confidence { ?claim kg:quantity/kg:reportedValue ?value ; kg:confidence ?confidence }",
)
FIRST, *OTHERS = every()


@pytest.fixture
def store():
    with stored(FIRST) as made:
        yield made


def titles(news):
    return [entry.title for entry in news.new]


def feed(folder, name="papers"):
    """The feed as a reader of feeds takes it."""
    return ET.parse(folder / "watch" / f"{name}.atom").getroot()


def bytes_of(folder):
    return {path.name: path.read_bytes() for path in (folder / "watch").iterdir()}


def test_what_is_there_when_a_query_is_saved_is_no_news(tmp_path, store):
    assert not add(tmp_path, PAPERS, store).new
    (news,), problems = run_all(tmp_path, store)
    assert not news.new
    assert not problems
    assert not feed(tmp_path).findall(f"{ATOM}entry")


def test_what_is_there_is_told_where_it_is_asked_for(tmp_path, store):
    news = add(tmp_path, PAPERS, store, present=True)
    assert len(news.new) == 1
    assert EXAMPLE.paper.title in titles(news)[0]


def test_a_paper_that_came_is_told_once(tmp_path, store):
    add(tmp_path, PAPERS, store)
    store.replace_all(OTHERS)
    (news,), _ = run_all(tmp_path, store)
    assert len(news.new) == len(OTHERS)
    (again,), _ = run_all(tmp_path, store)
    assert not again.new
    assert len(feed(tmp_path).findall(f"{ATOM}entry")) == len(OTHERS)


def test_a_run_without_news_changes_no_byte(tmp_path, store):
    add(tmp_path, PAPERS, store)
    store.replace_all(OTHERS)
    run_all(tmp_path, store)
    before = bytes_of(tmp_path)
    run_all(tmp_path, store)
    assert bytes_of(tmp_path) == before


def test_another_figure_is_new_and_another_confidence_is_not(tmp_path, store):
    add(tmp_path, FIGURES, store)
    surer = tuple(replace(claim, confidence=0.5) for claim in FIRST.claims)
    store.replace(replace(FIRST, claims=surer))
    assert not run_all(tmp_path, store)[0][0].new
    store.replace(with_value(FIRST, 1, "1.70"))
    (entry,) = run_all(tmp_path, store)[0][0].new
    assert ("value", "1.70") in entry.values


def test_dates_are_those_of_the_papers(tmp_path, store):
    dates = {"d": "2025-02-03", "m": "2025-02", "y": "2025", "n": None, "x": "--02-03", "w": "soon"}
    add(tmp_path, PAPERS, store)
    for name, date in dates.items():
        store.replace(replace(FIRST, paper=replace(FIRST.paper, id=name, title=f"Title {name}", published=date)))
    (news,), _ = run_all(tmp_path, store)
    found = {dict(entry.values)["title"][-1]: entry.updated for entry in news.new}
    newest = "2025-02-03T00:00:00Z"
    months = {"m": "2025-02-01T00:00:00Z", "y": "2025-01-01T00:00:00Z"}
    assert found == dict.fromkeys(dates, newest) | months
    assert [entry.updated for entry in news.new] == sorted((e.updated for e in news.new), reverse=True)


def test_a_claim_and_a_title_lead_to_the_date_and_address_of_their_paper(tmp_path, store):
    add(tmp_path, replace(FIGURES, name="by-claim"), store, present=True)
    titled = (
        "SELECT ?title ?value { ?c kg:quantity/kg:reportedValue ?value ; prov:hadPrimarySource/dcterms:title ?title }"
    )
    add(tmp_path, Watch("by-title", titled), store, present=True)
    for each in saved(tmp_path):
        assert each.entries
        assert all(entry.updated == "2024-11-18T00:00:00Z" for entry in each.entries)
        assert all(entry.link == EXAMPLE.paper.url for entry in each.entries)


def test_a_graph_without_dates_has_a_date_all_the_same(tmp_path):
    with stored(replace(FIRST, paper=replace(FIRST.paper, published=None))) as store:
        add(tmp_path, PAPERS, store, present=True)
    assert saved(tmp_path)[0].entries[0].updated == "1970-01-01T00:00:00Z"


def test_iris_are_told_by_their_labels(tmp_path, store):
    found = add(tmp_path, Watch("ends", "SELECT ?a ?p { ?c rdf:subject ?a ; rdf:predicate ?p }"), store, present=True)
    values = {value for entry in found.new for _, value in entry.values}
    assert {"SwiftKV", "kg:outperforms"} <= values


def test_a_named_query_is_saved_with_its_parameters(tmp_path, store):
    query = Watch("rivals", query="outperforms", parameters=(("system", "SwiftKV"),))
    found = add(tmp_path, query, store, present=True)
    assert found.new
    assert saved(tmp_path)[0].asks == "outperforms --system SwiftKV"


# The feed


def test_the_feed_has_what_rfc_4287_asks_for(tmp_path, store):
    add(tmp_path, PAPERS, store)
    store.replace_all(OTHERS)
    run_all(tmp_path, store)
    root = feed(tmp_path)
    assert root.tag == f"{ATOM}feed"
    ids = []
    for part in (root, *root.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            (found,) = part.findall(f"{ATOM}{name}")
            assert found.text
        ids.append(part.find(f"{ATOM}id").text)
        assert ids[-1].startswith("https://")
    assert root.find(f"{ATOM}author/{ATOM}name").text
    assert len(set(ids)) == len(ids)
    entries = root.findall(f"{ATOM}entry")
    assert all(entry.find(f"{ATOM}content").get("type") == "text" for entry in entries)
    assert max(entry.find(f"{ATOM}updated").text for entry in entries) == root.find(f"{ATOM}updated").text


def test_hostile_values_stay_text(tmp_path, store):
    add(tmp_path, PAPERS, store)
    store.replace_all(OTHERS)
    run_all(tmp_path, store)
    text = (tmp_path / "watch" / "papers.atom").read_text(encoding="utf-8")
    assert "<script>" not in text
    assert "javascript:" not in text
    assert "<script>" not in (tmp_path / "watch" / "papers.md").read_text(encoding="utf-8")


def test_characters_that_xml_cannot_hold_are_replaced():
    entry = Entry("urn:x", "a\x00b\ufffe", "2024-01-01T00:00:00Z", (("v\x01", "c\rd & <e>"),), "https://x.org/a&b")
    root = ET.fromstring(atom("n", "SELECT ?x { ?x ?y '<' }", [entry]))
    found = root.find(f"{ATOM}entry")
    assert found.find(f"{ATOM}title").text == "a\ufffdb\ufffd"
    assert found.find(f"{ATOM}content").text == "v\ufffd: c\rd & <e>"
    assert found.find(f"{ATOM}link").get("href") == "https://x.org/a&b"


@pytest.mark.parametrize("link", ["javascript:alert(1)", "https://a b", "ftp://x.org", "", None, 'https://x.org/">'])
def test_what_is_no_address_is_no_link(link):
    entry = Entry("urn:x", "t", "2024-01-01T00:00:00Z", (), link)
    assert "link" not in atom("n", "q", [entry])
    assert markdown("n", "q", [entry]).endswith("- t\n")


def test_the_digest_escapes_marks_and_holds_one_line_a_value():
    entry = Entry("urn:x", "*a* [b](c) <d>", "2024-01-01T00:00:00Z", (("v", "one\ntwo | # `x`"),), "https://x.org")
    text = markdown("n", "q", [entry])
    assert r"- [\*a\* \[b\](c) \<d\>](https://x.org)" in text
    assert r"  - v: one two \| \# \`x\`" in text


def test_the_digest_is_of_the_last_run_that_told_something(tmp_path, store):
    add(tmp_path, PAPERS, store)
    for extraction in OTHERS:
        store.replace(extraction)
        run_all(tmp_path, store)
    run_all(tmp_path, store)
    text = (tmp_path / "watch" / "papers.md").read_text(encoding="utf-8")
    assert "1 new for" in text
    assert len(saved(tmp_path)[0].entries) == len(OTHERS)


def test_a_feed_holds_the_latest_and_the_digest_all_that_is_new(tmp_path, store, monkeypatch):
    monkeypatch.setattr(watch, "_KEPT", 2)
    add(tmp_path, PAPERS, store)
    store.replace_all([replace(FIRST, paper=replace(FIRST.paper, id=f"p{n}", title=f"T {n}")) for n in range(5)])
    run_all(tmp_path, store)
    assert len(feed(tmp_path).findall(f"{ATOM}entry")) == 2
    assert (tmp_path / "watch" / "papers.md").read_text(encoding="utf-8").count("\n- ") == 5


# What cannot be


@pytest.mark.parametrize("name", ["", "a b", "../x", "-x", "a" * 65, "a/b", ".."])
def test_what_can_be_no_name_is_refused(tmp_path, store, name):
    with pytest.raises(KgError, match="can be no name"):
        add(tmp_path, replace(PAPERS, name=name), store)
    with pytest.raises(KgError, match="no saved query named"):
        remove(tmp_path, name)


def test_a_name_is_taken_once(tmp_path, store):
    add(tmp_path, PAPERS, store)
    before = bytes_of(tmp_path)
    with pytest.raises(KgError, match="there is a saved query named 'papers'"):
        add(tmp_path, FIGURES if False else replace(FIGURES, name="papers"), store)
    assert bytes_of(tmp_path) == before


@pytest.mark.parametrize("sparql", ["ASK { ?s ?p ?o }", "CONSTRUCT WHERE { ?s ?p ?o }", "SELECT", "INSERT DATA {}"])
def test_only_rows_can_be_watched(tmp_path, store, sparql):
    with pytest.raises(QueryError):
        add(tmp_path, Watch("x", sparql), store)
    assert not saved(tmp_path)


def test_removing_leaves_nothing_and_an_unknown_name_is_told(tmp_path, store):
    add(tmp_path, PAPERS, store)
    add(tmp_path, FIGURES, store)
    with pytest.raises(KgError, match="there are figures, papers"):
        remove(tmp_path, "paper")
    remove(tmp_path, "papers")
    assert {path.stem for path in (tmp_path / "watch").iterdir()} == {"figures"}
    remove(tmp_path, "figures")
    assert not (tmp_path / "watch").exists()


def test_a_query_that_fails_leaves_the_others_alone(tmp_path, store):
    add(tmp_path, PAPERS, store)
    add(tmp_path, Watch("a-rival", query="outperforms", parameters=(("system", "SwiftKV"),)), store)
    (tmp_path / "watch" / "broken.json").write_text("{", encoding="utf-8")
    store.remove(FIRST.paper.id)
    store.replace_all(OTHERS)
    news, problems = run_all(tmp_path, store)
    assert [each.watch.name for each in news] == ["papers"]
    assert {problem.source for problem in problems} == {"watch/a-rival", "watch/broken"}
    assert all("kg watch remove" in problem.mend and not problem.error for problem in problems)


@pytest.mark.parametrize("text", ["{", "[]", "{}", '{"name": "x", "entries": [{}], "parameters": {}, "known": []}'])
def test_a_broken_file_is_named(tmp_path, text):
    (tmp_path / "watch").mkdir()
    (tmp_path / "watch" / "x.json").write_text(text, encoding="utf-8")
    with pytest.raises(StoreError, match=r"x\.json: this is no saved query"):
        saved(tmp_path)


def test_a_run_that_was_killed_between_its_files_is_made_whole_by_the_next(tmp_path, store):
    add(tmp_path, PAPERS, store)
    store.replace_all(OTHERS)
    run_all(tmp_path, store)
    whole = bytes_of(tmp_path)
    for name in ("papers.atom", "papers.md"):
        (tmp_path / "watch" / name).write_text("old", encoding="utf-8")
    run_all(tmp_path, store)
    assert bytes_of(tmp_path) == whole


def test_what_is_saved_is_read_back(tmp_path, store):
    found = add(tmp_path, PAPERS, store, present=True)
    assert saved(tmp_path) == (found.watch,)
    assert json.loads((tmp_path / "watch" / "papers.json").read_bytes())["name"] == "papers"
    assert run(found.watch, store).new == ()
