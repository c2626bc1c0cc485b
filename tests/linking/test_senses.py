"""Names of several things: the paper's own definition first, then the cues of its text, else no link."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.linking.link import Linking, decide
from kg.linking.senses import Cues, Sense, choose
from kg.mentions.find import find
from kg.mentions.gazetteer import Gazetteer
from kg.model import Paper
from kg.naming.resolve import Resolver, resolver_of
from kg.ontology import Ontology
from kg.parse import parse_one

CONCEPTS = """
technique/differential-privacy | differential privacy; DP | contextLabel DP; cue privacy budget; cue private
technique/dynamic-programming | dynamic programming; DP | contextLabel DP; cue recurrence; cue subproblem
model/dirichlet-process | Dirichlet process; DP | contextLabel DP; cue bayesian nonparametric
technique/data-parallelism | data parallelism | cue all-reduce
technique/low-rank-adaptation | low-rank adaptation; LoRA
software/heron | Heron | cue stream processing; cue topology
model/heron | Heron | cue language model
dataset/cola | CoLA; Corpus of Linguistic Acceptability | contextLabel CoLA; cue acceptability
model/gru | gated recurrent unit; GRU
model/mint | Mint; mint transformer | contextLabel Mint; cue transformer block
hardware/gpu | GPU; graphics processing unit
task/rank | rank aggregation; RA | contextLabel RA; cue ranking
metric/relative-accuracy | relative accuracy; RA | contextLabel RA; cue ranking
"""


def turtle(line: str) -> str:
    """One concept of the list above in the form of the catalogue's files."""
    name, labels, *facts = (part.strip() for part in line.split("|"))
    kind = name.partition("/")[0]
    preferred, *others = (label.strip() for label in labels.split(";"))
    stated = [fact.strip().partition(" ") for part in facts for fact in part.split(";")]
    rows = [
        f"<https://w3id.org/mlhw-kg/concept/{name}> a skos:Concept, kg:{kind.capitalize()} ;",
        f"  skos:inScheme <https://w3id.org/mlhw-kg/scheme/{kind}> ;",
        *(f'  skos:altLabel "{other}"@en ;' for other in others),
        *(f'  kg:{fact} "{value}" ;' for fact, _, value in stated),
        f'  skos:prefLabel "{preferred}"@en .',
    ]
    return "\n".join(rows)


@pytest.fixture(scope="module")
def resolver(tmp_path_factory: pytest.TempPathFactory, write_catalogue: Callable[..., Path]) -> Resolver:
    folder = write_catalogue([])
    file = folder / "concepts" / "all.ttl"
    head = file.read_text(encoding="utf-8")
    file.write_text(head + "\n".join(map(turtle, CONCEPTS.strip().splitlines())), encoding="utf-8")
    return resolver_of(Ontology.load(folder))


def short(sense: Sense) -> list[str]:
    return sorted(entry.concept.iri.rpartition("concept/")[2] for entry in sense.entries)


def unclear(sense: Sense) -> list[str]:
    return sorted(entry.concept.iri.rpartition("/")[2] for entry in sense.unclear)


# What the paper defines goes first

DEFINED = [
    ("DP", "differential privacy", ["technique/differential-privacy"]),
    ("DP", "Dynamic Programming", ["technique/dynamic-programming"]),
    ("DP", "dynamic-programming", ["technique/dynamic-programming"]),
    ("DP", "Dirichlet process", ["model/dirichlet-process"]),
    ("DP", "Dirichlet processes", ["model/dirichlet-process"]),
    ("DP", "data parallelism", ["technique/data-parallelism"]),  # known, though the catalogue has no short form for it
    ("DP", "dew point", []),
    ("DP", "double pendulum", []),
    ("LoRA", "low-rank adaptation", ["technique/low-rank-adaptation"]),
    ("LoRA", "Low Rank Adapters", ["technique/low-rank-adaptation"]),
    ("LoRA", "low-rank adapter layers", ["technique/low-rank-adaptation"]),
    ("LoRA", "long range", []),
    ("LoRA", "lobster radar", []),
    ("GRU", "gated recurrent units", ["model/gru"]),
    ("GRU", "gated recurrent network", ["model/gru"]),
    ("GRU", "grey rock unit", []),
    ("GPU", "graphics processor", ["hardware/gpu"]),
    ("GPU", "general purpose unit", []),
    ("Heron", "heuristic roamer", ["model/heron", "software/heron"]),  # no full name that could contradict
    ("WREN", "widely read entity names", []),
    ("WREN", "differential privacy", ["technique/differential-privacy"]),
]


@pytest.mark.parametrize(("name", "long_form", "expected"), DEFINED, ids=[f"{n}={f}" for n, f, _ in DEFINED])
def test_the_definition_of_the_paper_decides(
    name: str, long_form: str, expected: list[str], resolver: Resolver
) -> None:
    assert short(choose(name, long_form, resolver, Cues(""))) == expected


@pytest.mark.parametrize(
    "text", ["the privacy budget of private data", "recurrences and subproblems", "bayesian nonparametrics"]
)
def test_no_cue_overrules_a_definition(text: str, resolver: Resolver) -> None:
    assert short(choose("DP", "Dirichlet process", resolver, Cues(text))) == ["model/dirichlet-process"]
    assert short(choose("DP", "dew point", resolver, Cues(text))) == []


def test_a_defined_name_is_never_unclear(resolver: Resolver) -> None:
    assert all(not choose(name, long, resolver, Cues("")).unclear for name, long, _ in DEFINED)


# Then the cues of the text

TOLD = [
    ("DP", "We spend the privacy budget on DP.", ["technique/differential-privacy"]),
    ("DP", "Differential privacy is hard; DP needs noise.", ["technique/differential-privacy"]),
    ("DP", "Differentially private learning with DP", ["technique/differential-privacy"]),
    ("DP", "Each subproblem is solved once by DP.", ["technique/dynamic-programming"]),
    ("DP", "Subproblems and recurrences: DP", ["technique/dynamic-programming"]),
    ("DP", "A Bayesian nonparametric view of DP", ["model/dirichlet-process"]),
    ("DP", "A Bayesian-nonparametric view of DP", ["model/dirichlet-process"]),
    ("CoLA", "Linguistic acceptability on CoLA", ["dataset/cola"]),
    ("Mint", "Mint has one more transformer block.", ["model/mint"]),
    ("Mint", "The mint transformer; Mint is small.", ["model/mint"]),
    ("Heron", "Heron reads a topology.", ["software/heron"]),
    ("Heron", "Heron is a language model.", ["model/heron"]),
    ("GPU", "On one GPU.", ["hardware/gpu"]),
    ("LoRA", "With LoRA.", ["technique/low-rank-adaptation"]),
]


@pytest.mark.parametrize(("name", "text", "expected"), TOLD, ids=[f"{n}: {t}" for n, t, _ in TOLD])
def test_cues_tell_which_is_meant(name: str, text: str, expected: list[str], resolver: Resolver) -> None:
    sense = choose(name, None, resolver, Cues(text))
    assert (short(sense), sense.unclear) == (expected, ())


def test_the_sense_with_more_cues_wins(resolver: Resolver) -> None:
    text = "A private recurrence over each subproblem"
    assert short(choose("DP", None, resolver, Cues(text))) == ["technique/dynamic-programming"]


def test_equal_cues_leave_all_that_have_them(resolver: Resolver) -> None:
    text = "A private subproblem"
    both = ["technique/differential-privacy", "technique/dynamic-programming"]
    assert short(choose("DP", None, resolver, Cues(text))) == both
    assert short(choose("RA", None, resolver, Cues("by ranking"))) == ["metric/relative-accuracy", "task/rank"]


def test_senses_that_need_no_context_stay_without_cues(resolver: Resolver) -> None:
    assert short(choose("Heron", None, resolver, Cues("We use Heron."))) == ["model/heron", "software/heron"]


SENSES = ["differential-privacy", "dirichlet-process", "dynamic-programming"]
LEFT = [
    ("DP", "We use DP.", SENSES),
    ("DP", "", SENSES),
    ("DPs", "We use DPs.", SENSES),
    ("DP", "The deprivation of a subway", SENSES),  # cues begin a word
    ("CoLA", "We drink CoLA.", ["cola"]),
    ("Mint", "Fresh Mint grows.", ["mint"]),
]


@pytest.mark.parametrize(("name", "text", "senses"), LEFT, ids=[f"{n}: {t}" for n, t, _ in LEFT])
def test_nothing_is_guessed(name: str, text: str, senses: list[str], resolver: Resolver) -> None:
    sense = choose(name, None, resolver, Cues(text))
    assert (sense.entries, unclear(sense)) == ((), senses)


def test_an_unknown_name_means_nothing_and_is_not_unclear(resolver: Resolver) -> None:
    assert choose("Wren", None, resolver, Cues("private")) == Sense()


# Counting

COUNTS = [
    ("", 0),
    ("a privacy budget", 1),
    ("Privacy-Budget", 1),
    ("a privacy\nbudget", 1),
    ("the privacy budgets", 1),
    ("privacy budget, privacy budget", 1),  # how often says nothing
    ("a private privacy budget", 2),
    ("privately", 1),
    ("differential privacy", 1),
    ("private differential privacy with a privacy budget", 3),
    ("a deprived budget", 0),
    ("privacy of a budget", 0),
    ("DP", 0),  # the name itself speaks for nothing
    ("«private»", 1),
    ("private.", 1),
]


@pytest.mark.parametrize(("text", "count"), COUNTS, ids=[repr(text) for text, _ in COUNTS])
def test_each_cue_and_full_name_counts_once(text: str, count: int, resolver: Resolver) -> None:
    [entry] = resolver.ontology.by_key("differentialprivacy")
    assert Cues(text).count(entry) == count


@given(text=st.text(max_size=60), more=st.text(max_size=60))
def test_more_text_never_takes_a_cue_away(resolver: Resolver, text: str, more: str) -> None:
    for entry in resolver.ontology.concepts.values():
        assert 0 <= Cues(text).count(entry) <= Cues(f"{text} {more}").count(entry)


@given(
    words=st.lists(st.sampled_from(["private", "recurrence", "bayesian nonparametric", "shell", "DP", "."]), max_size=6)
)
def test_a_sense_is_settled_or_unclear_never_both(resolver: Resolver, words: list[str]) -> None:
    text = " ".join(words)
    sense = choose("DP", None, resolver, Cues(text))
    assert bool(sense.entries) != bool(sense.unclear)
    assert bool(sense.entries) == any(cue in text for cue in ("private", "recurrence", "bayesian nonparametric"))


# In a whole paper

PAPERS = [
    ("Topic models with a Dirichlet process (DP). The DP learns with a privacy budget.", "DP", "Dirichlet process"),
    ("We study differential privacy (DP). A DP guarantee holds.", "DP", "differential privacy"),
    ("Private training spends a privacy budget, so DP hurts.", "DP", "differential privacy"),
    ("We train Low Rank Adapters (LoRA) on one GPU.", "LoRA", "low-rank adaptation"),
]


def read(abstract: str, resolver: Resolver) -> tuple[Paper, Linking]:
    paper = Paper("p", "On shells", abstract)
    document = parse_one(paper)
    mentions = find(document, Gazetteer(resolver.ontology, resolver), None)
    return paper, decide(document, mentions, resolver, threshold=-1.0)


@pytest.mark.parametrize(("abstract", "name", "label"), PAPERS, ids=[abstract for abstract, *_ in PAPERS])
def test_a_paper_links_each_mention_to_the_sense_it_means(
    abstract: str, name: str, label: str, resolver: Resolver
) -> None:
    paper, linking = read(abstract, resolver)
    found = {link.concept.label for link in linking.links if link.mention.span.of(paper.text) == name}
    assert found == {label}
    assert not linking.unlinked


def test_a_paper_without_a_word_on_it_leaves_the_name_out(resolver: Resolver) -> None:
    paper, linking = read("We compare with DP on one GPU.", resolver)
    assert [link.concept.label for link in linking.links] == ["GPU"]
    [left] = linking.unlinked
    assert left.mention.span.of(paper.text) == "DP"
    assert left.reason == "ambiguous, and nothing in the text tells which is meant"
    assert set(left.candidates) == {
        "differential privacy (Technique)",
        "dynamic programming (Technique)",
        "Dirichlet process (Model)",
    }


def test_what_the_definition_contradicts_becomes_a_node_of_its_own(resolver: Resolver) -> None:
    paper, linking = read("The dew point (DP) tells when it rains. The DP is low.", resolver)
    labels = {link.mention.span.of(paper.text): link.concept for link in linking.links}
    assert labels["DP"] == labels["dew point"]
    assert labels["DP"].label == "dew point"
    assert labels["DP"].iri not in resolver.ontology.concepts


@pytest.mark.parametrize("name", ["mint", "mints", "MINT", "colas"])
def test_another_case_is_another_word(name: str, resolver: Resolver) -> None:
    """A capitalized name that needs context is not meant by a word in other letters, cue or not."""
    cues = Cues("The transformer block grows mint; its acceptability is high.")
    assert choose(name, None, resolver, cues) == Sense((), ())
    assert short(choose("Mint", None, resolver, cues)) == ["model/mint"]
