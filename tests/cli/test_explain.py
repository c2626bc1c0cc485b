"""`kg explain`: what can be asked, what people see, what JSON holds, and what is said of a graph out of date."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from kg.analysis.explain import explain
from kg.analysis.explain_makers import NEW, maker, why_lost
from kg.analysis.explain_scores import choice, whole
from kg.cli.explain_target import target
from kg.cli.explain_text import bracketed, tell
from kg.cli.voice import UsageError
from kg.errors import UnknownNode
from kg.export.folder import build_folder
from kg.iris import concept_iri, iri_of, paper_iri
from kg.linking.merging import SAME
from kg.model import ConceptType, Paper, Span
from kg.pipeline import load_engine
from kg.rdf.store import Store
from kg.settings import Settings
from tests.analysis.explaining import biased, explained
from tests.analysis.explaining import engine as small_engine
from tests.cli.papers import WHOLE, lines

ISSUE = "read with other settings, weights, vocabulary, annotations or code than are in force now"
MANY = lines(*({"id": f"p{n}", "title": f"Paper {n}", "abstract": "We run BERT on one GPU."} for n in range(7)))


def built(folder, text, **settings):
    """The folder of a graph as kg builds it out of some papers, by rules alone."""
    (folder / "papers.jsonl").write_text(text, encoding="utf-8")
    build_folder([folder / "papers.jsonl"], folder / "graph_out", settings=Settings(fast=True, workers=1, **settings))
    return folder / "graph_out"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return built(tmp_path_factory.mktemp("made"), WHOLE)


@pytest.fixture(autouse=True)
def fast(monkeypatch):
    monkeypatch.setenv("KG_FAST", "1")


def claims(folder):
    with Store(folder / "store", read_only=True) as store:
        return [claim for extraction in store.extractions() for claim in extraction.claims]


def of_rule(folder, rule):
    """The first claim of a paper that this rule made."""
    return next(claim for claim in claims(folder) if claim.rule == rule and claim.evidence.paper == paper_iri("osprey"))


# What can be asked


def test_a_name_shows_its_links_and_claims(kg, made):
    result = kg("explain", "FlashAttention", "--graph", made)
    assert (result.exit_code, result.stderr) == (0, "")
    shown = result.stdout.splitlines()
    assert shown[0] == "osprey  Osprey: sparse attention on small GPUs"
    assert "  FlashAttention (Technique)" in shown
    assert "    path        label of the catalogue → FlashAttention (Technique)" in shown
    assert "        On an NVIDIA A100, Osprey is 2.4x faster than [[FlashAttention]]." in shown
    assert any(line.startswith("    score       ") and ", linked from 0.40" in line for line in shown)
    assert any(re.fullmatch(r" {16}for: .+ [+]\d\.\d\d and \d+ more", line) for line in shown)
    assert "linnet" not in result.stdout


def test_a_claim_shows_the_words_that_its_rule_went_by(kg, made):
    claim = of_rule(made, "figure.adjective")
    result = kg("explain", iri_of(claim), "--graph", made)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines()[:11] == [
        "osprey  Osprey: sparse attention on small GPUs",
        "",
        f"  {iri_of(claim)[-24:-12]}  Osprey — outperforms → FlashAttention  2.4x speed",
        "    On an NVIDIA A100, [[Osprey]] is [[2.4x]] [[faster]] [[than]] [[FlashAttention]].",
        "    subject     Osprey",
        "    figure      2.4x",
        "    cue         faster, than",
        "    rival       FlashAttention",
        "    note        the metric is implied: “speed”",
        "    rule        figure.adjective",
        "                “1.7x faster”: a figure before a comparative",
    ]
    assert f"    confidence  {claim.confidence:.2f}, " in result.stdout


SHELF = "We propose WrenSort. WrenSort is 1.7x faster than Heronet."


def shown(answer):
    console = Console(width=160)
    with console.capture() as taken:
        tell(console, answer)
    return taken.get()


def test_a_rule_without_a_judge_shows_its_precision():
    said = shown(explained(SHELF))
    assert "    rule        figure.adjective\n" in said
    assert "    confidence  0.73, the rule's precision on the annotated papers\n" in said


def test_a_judge_is_shown_beside_the_rule():
    said = shown(explained(SHELF, by=small_engine(judge=biased(("no", "yes"), {"yes": 1.0}))))
    assert "    rule        figure.adjective\n                “1.7x faster”: a figure before a comparative\n" in said
    assert "    confidence  0.73, by the judge of figures; the rule alone is right in 0.73, kept from 0.25\n" in said
    assert "    shares      yes 0.73, no 0.27\n" in said
    assert "log-odds +1.00 of yes against no\n" in said


@pytest.mark.parametrize("form", ["{24}", "{12}", "claim/{8}", "claim:{6}", "https://w3id.org/mlhw-kg/claim/{10}"])
def test_a_claim_goes_by_its_hash(kg, made, form):
    claim = of_rule(made, "figure.adjective")
    digits = re.search(r"\{(\d+)\}", form)
    asked = form.replace(digits[0], iri_of(claim)[-24:][: int(digits[1])])
    result = kg("explain", asked, "--graph", made, "--json")
    (paper,) = json.loads(result.stdout)["papers"]
    assert [each["iri"] for each in paper["claims"]] == [iri_of(claim)]


def test_the_claim_of_a_model_shows_its_shares_and_parts(kg, made):
    claim = of_rule(made, "role.model")
    shown = kg("explain", iri_of(claim), "--graph", made).stdout
    assert "    model       role.model\n" in shown
    assert re.search(rf"^    shares      {claim.predicate} \d\.\d\d, \w+ 0\.\d\d", shown, re.MULTILINE)
    assert re.search(
        rf"^    confidence  {claim.confidence:.2f}: the share times the link's score \d\.\d\d", shown, re.MULTILINE
    )
    assert re.search(rf"log-odds [+-]\d+\.\d\d of {claim.predicate} against \w+", shown)
    assert "this paper — " in shown


@pytest.mark.parametrize("name", ["osprey", paper_iri("osprey"), "Osprey: sparse attention on small GPUs"])
def test_a_paper_shows_all_that_is_in_it(kg, made, name):
    (paper,) = json.loads(kg("explain", name, "--graph", made, "--json").stdout)["papers"]
    with Store(made / "store", read_only=True) as store:
        held = store.extraction("osprey")
    assert [each["iri"] for each in paper["claims"]] == [iri_of(claim) for claim in held.claims]
    places = {tuple(place["span"]) for each in paper["links"] for place in each["places"]}
    assert places == {(link.mention.span.start, link.mention.span.end) for link in held.links}


def test_a_name_within_one_paper(kg, made):
    one = json.loads(kg("explain", "GPU", "--graph", made, "--json", "--paper", "osprey").stdout)
    assert [paper["paper"]["id"] for paper in one["papers"]] == ["osprey"]
    by_iri = kg("explain", "GPU", "--graph", made, "--json", "--paper", paper_iri("osprey"))
    assert json.loads(by_iri.stdout) == one


def test_a_name_that_was_left_out_says_why(kg, made, monkeypatch):
    monkeypatch.setenv("KG_MIN_LINK", "1")
    result = kg("explain", "GSM8K", "--graph", made, "--paper", "osprey")
    assert result.exit_code == 0
    assert "  GSM8K: not linked\n    reason      its score of " in result.stdout
    assert "is below 1.00" in result.stdout
    assert "[[GSM8K]]" in result.stdout


def test_a_word_that_is_no_mention_says_why(kg, made):
    result = kg("explain", "long prompts", "--graph", made, "--paper", "osprey")
    assert result.exit_code == 0
    assert "  “long prompts”: no mention of its own, since no finder takes it for a name" in result.stdout
    assert "for [[long prompts]]." in result.stdout


def test_a_name_that_the_text_lacks_is_an_error(kg, made):
    result = kg("explain", "BERT", "--graph", made, "--paper", "osprey", "-q")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "kg: osprey: its text does not hold 'BERT'\n"


def test_a_name_within_several_papers(kg, made):
    both = kg("explain", "accuracy", "--graph", made, "--json", "--paper", "linnet", "--paper", "osprey")
    assert [paper["paper"]["id"] for paper in json.loads(both.stdout)["papers"]] == ["osprey"]
    neither = kg("explain", "pebble", "--graph", made, "--paper", "linnet", "--paper", "osprey", "-q")
    assert (neither.exit_code, neither.stdout) == (1, "")
    assert neither.stderr == "kg: linnet, osprey: their texts do not hold 'pebble'\n"


def test_a_name_that_the_graph_lacks_is_an_error(kg, made):
    result = kg("explain", "FlashAttentoin", "--graph", made)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("kg: the graph has no node named 'FlashAttentoin'. Did you mean FlashAttention")


def test_a_paper_that_the_graph_lacks_is_an_error(kg, made):
    result = kg("explain", "GPU", "--graph", made, "--paper", "ospray")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "osprey" in result.stderr


def test_targets_by_hand(made):
    with Store(made / "store", read_only=True) as store:
        assert target(store, "osprey").is_paper
        assert target(store, "osprey", ("osprey",)).is_paper
        name = target(store, "osprey", ("linnet", paper_iri("linnet")))
        assert (name.is_paper, name.sought, name.papers) == (False, "osprey", ("linnet",))
        node = target(store, "BERT")
        assert (node.node.label, node.papers, node.sought) == ("BERT", ("linnet",), "")
        claim = of_rule(made, "figure.adjective")
        assert target(store, iri_of(claim), ("linnet", "osprey")).claim == iri_of(claim)
        with pytest.raises(UsageError, match="is a claim of paper osprey, not of linnet"):
            target(store, iri_of(claim), ("linnet",))
        with pytest.raises(UnknownNode):
            target(store, "claim/ffffffffffffffffffffffff")
        with pytest.raises(UnknownNode):
            target(store, "abcdef")


def test_a_hash_of_several_claims_is_refused(made, monkeypatch):
    from kg.cli import explain_target

    rows = [(f"{explain_target._CLAIM}abcdef{n}0", "osprey") for n in range(2)]
    monkeypatch.setattr(explain_target, "_claims", lambda store, start: iter(rows))
    with (
        Store(made / "store", read_only=True) as store,
        pytest.raises(UsageError, match="2 claims begin with abcdef: abcdef00, abcdef10"),
    ):
        target(store, "abcdef")


# What people see


def test_lines_of_ours_fit_a_hundred_columns(kg, made):
    for paper in ("osprey", "linnet"):
        shown = kg("explain", paper, "--graph", made).stdout.splitlines()
        long = [line for line in shown if len(line) > 100 and "[[" not in line and " → " not in line]
        assert long == []


def test_a_terminal_of_a_hundred_columns_breaks_sentences_under_themselves():
    answer = explained("We propose WrenSort. WrenSort, which is a way to sort the eggs of many birds in one nest at "
                       "night, is 1.7x faster than Heronet on the RAVEN-9.")  # fmt: skip
    out = Console(width=100, force_terminal=True, record=True, markup=False, highlight=False, emoji=False)
    with out.capture() as shown:
        tell(out, answer)
    text = re.sub(r"\x1b\[[\d;]*m", "", shown.get())
    assert max(len(line.rstrip()) for line in text.splitlines()) <= 100
    assert "[[" not in text
    assert "\x1b[1;33m1.7x\x1b[0m" in shown.get()
    start = text.index("    WrenSort, which is")
    first, second = text[start:].splitlines()[:2]
    assert first.startswith("    WrenSort, which is a way to sort")
    assert second.startswith("    ")


def test_senses_are_listed_where_there_are_several(capsys):
    tell(plain(), explained("We use DP with a privacy budget."))
    shown = capsys.readouterr().out
    assert "    senses      decided by cues of the text\n" in shown
    assert "differential privacy (Technique): taken, alias of differential privacy; cues: privacy budget\n" in shown
    assert "Dirichlet process (Model): left out, alias of Dirichlet process; no cue\n" in shown


def test_a_name_without_a_sense_says_so(capsys):
    tell(plain(), explained("We use DP here. We propose WrenSort."))
    shown = capsys.readouterr().out
    assert "  DP: not linked\n    reason      ambiguous, and nothing in the text tells which is meant\n" in shown
    assert "    senses      the catalogue does not know the name\n" in shown


def test_other_finders_of_the_span_stand_on_one_line_and_beaten_ones_below(capsys):
    tell(plain(), explained("The Dirichlet process (DP) is old. The Heronet-2-7B Instruct sings."))
    shown = capsys.readouterr().out
    assert "        also by     abbreviation (rank 3, 0.50)\n" in shown
    assert "not taken   gazetteer “Heronet-2-7B Instruct”, rank 2, 0.60: a surer finder goes first" in shown


def test_what_the_text_holds_back_is_said(capsys):
    tell(plain(), explained("We propose WrenSort. WrenSort may outperform Heronet."))
    shown = capsys.readouterr().out
    assert "    hedge       may\n" in shown
    assert "    held back   hedged: may\n" in shown


BRACKETS = [
    ([], "X beats Y."),
    ([(0, 1)], "[[X]] beats Y."),
    ([(8, 9), (0, 1)], "[[X]] beats [[Y]]."),
    ([(0, 7), (2, 9)], "[[X beats Y]]."),
    ([(2, 7), (2, 7)], "X [[beats]] Y."),
    ([(0, 10)], "[[X beats Y.]]"),
    ([(0, 1), (1, 7)], "[[X]][[ beats]] Y."),
]


@pytest.mark.parametrize(("spans", "shown"), BRACKETS, ids=[row[1] for row in BRACKETS])
def test_brackets(spans, shown):
    assert bracketed("X beats Y.", Span(0, 10), [Span(*each) for each in spans]) == shown
    moved = [Span(start + 5, end + 5) for start, end in spans]
    assert bracketed("Yes! X beats Y. No.", Span(5, 15), moved) == shown


def plain():
    from kg.cli.tables import console

    return console()


def test_two_models_that_decide_together_are_told_apart(capsys):
    answer = explained("We like Heronet.")
    (link,) = answer.links
    mixed = choice({"yes": 0.9, "no": 0.1}, "yes", *(whole(name, {"yes": 0.8, "no": 0.2}, 0.5) for name in ("a", "b")))
    tell(plain(), replace(answer, links=(replace(link, keep=mixed),), claims=()))
    shown = capsys.readouterr().out
    assert "                a, weight 0.50: log-odds +1.39 of yes against no\n" in shown
    assert "                b, weight 0.50: log-odds +1.39 of yes against no\n" in shown


# JSON


def test_json_is_complete(kg, made):
    answer = json.loads(kg("explain", "FlashAttention", "--graph", made, "--json").stdout)
    assert answer["asked"] == "FlashAttention"
    assert answer["node"] == {
        "iri": concept_iri(ConceptType.TECHNIQUE, "FlashAttention"), "label": "FlashAttention", "type": "Technique",
    }  # fmt: skip
    (paper,) = answer["papers"]
    assert set(paper) == {"paper", "links", "unlinked", "claims", "lost_links", "lost_claims", "unmarked"}
    (link,) = paper["links"]
    assert set(link) == {
        "concept", "reason", "path", "senses", "decided", "score", "threshold", "keep", "type", "by_catalogue",
        "places", "note",
    }  # fmt: skip
    (opinion,) = link["keep"]["opinions"]
    assert opinion["provider"] == "linear"
    assert sum(part["value"] for part in opinion["parts"]) == pytest.approx(opinion["margin"], abs=1e-3)
    assert {"name", "means", "value"} == set(opinion["parts"][0])
    assert all(isinstance(place["span"], list) for place in link["places"])


def test_a_claim_in_json_has_what_kg_show_has_and_why(kg, made):
    shown = json.loads(kg("show", "FlashAttention", "--graph", made, "--json").stdout)["claims"]
    (paper,) = json.loads(kg("explain", "FlashAttention", "--graph", made, "--json").stdout)["papers"]
    assert {each["iri"] for each in shown} == {each["iri"] for each in paper["claims"]}
    for each in paper["claims"]:
        (same,) = (other for other in shown if other["iri"] == each["iri"])
        assert {name: each[name] for name in same} == same
        own = {"reads", "marks", "choice", "threshold", "measured", "notes", "note", "factor", "precision"}
        assert set(each) - set(same) == own


def test_json_has_every_paper_and_people_see_a_few(kg, tmp_path):
    built(tmp_path, MANY)
    many = kg("explain", "BERT", "--json")
    assert [paper["paper"]["id"] for paper in json.loads(many.stdout)["papers"]] == [f"p{n}" for n in range(7)]
    few = kg("explain", "BERT")
    assert few.stdout.count("We run [[BERT]] on one GPU.") == few.stdout.count("Paper ") * 3 or "p5" not in few.stdout
    assert few.stderr.endswith("2 more papers: name one with --paper, or ask for all with --json\n")


# A graph of another making


def test_other_settings_are_told_on_stderr(kg, made, monkeypatch):
    monkeypatch.setenv("KG_MIN_LINK", "0.5")
    result = kg("explain", "osprey", "--graph", made)
    assert result.exit_code == 0
    assert result.stderr.startswith(f"paper osprey was {ISSUE}")
    assert "kg build" in result.stderr
    assert kg("explain", "osprey", "--graph", made, "-q").stderr == ""


def test_several_papers_are_counted(kg, made, monkeypatch, tmp_path):
    monkeypatch.setenv("KG_MIN_CONFIDENCE", "0.3")
    built(tmp_path, MANY, min_confidence=0.3)
    assert ISSUE not in kg("explain", "BERT").stderr
    monkeypatch.setenv("KG_MIN_CONFIDENCE", "0.4")
    assert f"5 of 5 papers were {ISSUE}" in kg("explain", "BERT").stderr


def test_what_the_engine_does_not_make_is_shown_as_the_graph_has_it(kg, graph):
    """A graph by hand: no rule of ours made it."""
    result = kg("explain", "SwiftKV", "--graph", graph)
    assert result.exit_code == 0
    assert f"was {ISSUE}" in result.stderr
    assert "    note        kg as it is now does not make it; the graph is out of date\n" in result.stdout
    answer = json.loads(kg("explain", "SwiftKV", "--graph", graph, "--json", "-q").stdout)
    assert answer["papers"][0]["lost_claims"]


def test_a_claim_that_is_no_longer_made_is_shown_too(kg, graph):
    answer = json.loads(kg("explain", "SwiftKV", "--graph", graph, "--json", "-q").stdout)
    lost = answer["papers"][0]["lost_claims"][0]
    result = kg("explain", lost["iri"], "--graph", graph, "-q")
    assert result.exit_code == 0
    assert f"    {lost['sentence']}\n    rule        {lost['rule']}, confidence " in result.stdout


def test_an_annotated_paper_says_that_a_person_said_so(kg, tmp_path):
    folder = tmp_path / "graph_out"
    folder.mkdir()
    said = {
        "id": "osprey", "title": "Osprey: sparse attention on small GPUs",
        "abstract": json.loads(WHOLE.splitlines()[0])["abstract"],
        "concepts": [{"name": "Osprey", "type": "Technique", "mentions": ["Osprey"], "role": "introduces",
                      "required": True}],
        "relations": [],
    }  # fmt: skip
    (folder / "annotations.jsonl").write_text(json.dumps(said) + "\n", encoding="utf-8")
    built(tmp_path, WHOLE)
    result = kg("explain", "osprey")
    assert result.exit_code == 0
    assert ISSUE not in result.stderr
    assert "a person said so, in annotations.jsonl" in result.stdout


def test_names_that_the_graph_settled_on_are_those_shown(kg, tmp_path):
    long = "hierarchical window scheduling cache"
    papers = lines(
        {"id": "a", "title": "On caches", "abstract": f"We use a {long} (HWSC) in BERT. The HWSC algorithm is fast."},
        {"id": "b", "title": "More on caches", "abstract": "We propose HWSC. The HWSC algorithm is fast. We use HWSC."},
    )
    folder = built(tmp_path, papers, min_link=0.0)
    with Store(folder / "store", read_only=True) as store:
        settled = [link for link in store.extraction("a").links if link.how.startswith(SAME)]
    if not settled:
        pytest.skip("the weights give the two names two types")
    result = kg("explain", settled[0].concept.label, "--graph", folder, "--paper", "a", "-q")
    assert f"short for “{long}”, as papers define it" in result.stdout
    assert "out of date" not in result.stdout


def test_a_reader_that_cannot_be_taken_apart_is_replaced_by_kgs_own(kg, made, monkeypatch):
    """No endpoint is asked: kg's own reading is explained."""
    for name, value in (("READER", "llm"), ("READER_MODEL", "lark-7b"), ("READER_URL", "http://localhost:9")):
        monkeypatch.setenv(f"KG_{name}", value)
    result = kg("explain", "osprey", "--graph", made)
    assert result.exit_code == 0
    assert "what lark-7b reads cannot be taken apart; kg's own reading is explained instead\n" in result.stderr
    assert "  Osprey (" in result.stdout


def test_the_library_explains_what_the_program_does():
    answer = explain(Paper("p", "T", "We run BERT on one GPU."), engine=load_engine(Settings(fast=True, workers=1)))
    assert "BERT" in [each.concept.label for each in answer.links]
    assert small_engine().recognizer is None


# The page


def test_the_page_explains_what_is_printed(kg, made):
    page = (Path(__file__).resolve().parents[2] / "docs" / "how-to" / "explain.md").read_text(encoding="utf-8")
    shown = "".join(kg("explain", paper, "--graph", made).stdout for paper in ("osprey", "linnet"))
    labels = set(re.findall(r"^ {4,8}([a-z]+(?: [a-z]+)?)  +\S", shown, re.MULTILINE))
    assert {"path", "score", "type", "mention", "rule", "model", "confidence", "shares", "figure"} <= labels
    assert {label for label in labels if label not in page} == set()


def test_the_notes_of_the_page_are_those_of_the_program():
    page = (Path(__file__).resolve().parents[2] / "docs" / "how-to" / "explain.md").read_text(encoding="utf-8")
    for note in (NEW, why_lost("words.than"), maker("person"), maker("reader.…")):
        assert note in page
