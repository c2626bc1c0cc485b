"""Names of many papers settled: one thing is one node, whatever the order in which papers came and went."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import settings as profile
from hypothesis import strategies as st

from kg import pipeline
from kg.iris import concept_iri, paper_iri, paper_node
from kg.model import Claim, Concept, ConceptType, Evidence, Extraction, Iri, Link, Mention, Paper, Predicate, Span
from kg.ontology import Ontology
from kg.pipeline import Engine, build, extract
from kg.rdf.decode import decode
from kg.rdf.encode import encode
from kg.rdf.store import Store
from kg.settings import Settings
from kg.settling import settle
from tests.vocabulary.made import catalogue, entry

ONE = Settings(workers=1)
MODEL, TECHNIQUE = ConceptType.MODEL, ConceptType.TECHNIQUE
LONG = "hierarchical window scheduling cache"
LONG_NODE, SHORT_NODE = concept_iri(TECHNIQUE, LONG), concept_iri(TECHNIQUE, "HWSC")
_MARKED = re.compile(r"(\{[^}]*\})")


@dataclass(frozen=True)
class Written:
    """A paper whose names are marked: `{HWSC}`, or `{HWSC|its long form}` where the paper defines it."""

    text: str
    kind: ConceptType = TECHNIQUE
    introduced: bool = False

    def read(self, paper_id: str) -> Extraction:
        """What a reader makes of it: a defined name is labelled by its long form, unless the paper coins it."""
        plain, places = "", []
        for piece in _MARKED.split(self.text):
            name, _, long = piece.strip("{}").partition("|")
            if piece.startswith("{"):
                places.append((len(plain) + 2, name, long))
            plain += name
        paper = Paper(paper_id, "T", plain)
        longs = {name: long for _, name, long in places if long}
        links = tuple(self._link(paper, start, name, longs.get(name, "")) for start, name, _ in places)
        evidence = Evidence(paper_iri(paper_id), Span(2, len(paper.text)), plain)
        nodes = dict.fromkeys(link.concept for link in links)
        claims = tuple(Claim(paper_node(paper_id, "T"), Predicate.USES, each, evidence, "rule") for each in nodes)
        return Extraction(paper, links, claims)

    def _link(self, paper: Paper, start: int, name: str, long: str) -> Link:
        alias = Span(paper.text.index(long), paper.text.index(long) + len(long)) if long else None
        label = name if self.introduced or not long else long
        mention = Mention(Span(start, start + len(name)), None, "test", 1.0, alias, self.introduced)
        return Link(mention, Concept(concept_iri(self.kind, label), label, self.kind), 0.9, "read in the text")


POOL = {
    "defines": Written(f"Of {{{LONG}}} ({{HWSC|{LONG}}}) we say: {{HWSC}} is slow."),
    "defines too": Written(f"A {{{LONG.title()}}} ({{HWSC|{LONG.title()}}})."),
    "defines otherwise": Written("The {heat wave sensing chip} ({HWSC|heat wave sensing chip})."),
    "defines a model": Written(f"The {{{LONG}}} ({{HWSC|{LONG}}}).", MODEL),
    "coins": Written(f"We propose {{HWSC|{LONG}}}, a {LONG}.", introduced=True),
    "uses": Written("We compare with {HWSC} and with {FIFO}."),
    "uses it too": Written("Here {HWSCs} are used."),
    "uses a model": Written("We train {HWSC}.", MODEL),
    "spells out": Written(f"Every {{{LONG}}} is slow, and so are {{{LONG}s}}."),
    "spells out a model": Written(f"Every {{{LONG}}} learns.", MODEL),
    "something else": Written("The sea was calm, and {FIFO} was slow."),
}


def extract_written(read: dict[str, Extraction]) -> Callable[..., Extraction]:
    """A stand-in for `extract` that knows the papers of a pool; with an engine it reads as ever."""

    def extracted(paper: Paper, *, engine: Engine | None = None) -> Extraction:
        return read[paper.id] if engine is None else extract(paper, engine=engine)

    return extracted


@pytest.fixture(scope="module", autouse=True)
def _read_as_written(engine: Engine) -> Iterator[None]:
    """Builds read the papers of the pool as they are marked, without weights; `engine` is made before the patch."""
    assert engine.ranker
    with pytest.MonkeyPatch.context() as patch:
        read = {name: written.read(name) for name, written in POOL.items()}
        patch.setattr(pipeline, "extract", extract_written(read))
        patch.setattr(pipeline, "load_engine", lambda *_: None)
        patch.setattr(pipeline, "engine_mark", lambda *_: "mark")
        yield


def papers(names: Iterable[str]) -> list[Paper]:
    return [POOL[name].read(name).paper for name in names]


def grow(store: Store, *steps: Iterable[str], ontology: Ontology | None = None, prune: bool = False) -> Store:
    for names in steps:
        report = build(papers(names), store, settings=ONE, ontology=ontology or Ontology.empty(), prune=prune)
        assert report.problems == ()
    return store


def dump(store: Store) -> list[bytes]:
    return sorted(store.ntriples().splitlines())


def nodes(store: Store, name: str) -> set[Iri]:
    return {link.concept.iri for link in store.extraction(name).links if "FIFO" not in link.concept.label}


def opened() -> Store:
    return Store(ontology=Ontology.empty())


ALL_THREE = ("defines", "uses", "spells out")


def test_a_short_form_that_others_use_is_one_node_with_its_long_form() -> None:
    with opened() as store:
        grow(store, ALL_THREE)
        assert [nodes(store, name) for name in ALL_THREE] == [{SHORT_NODE}] * 3
        assert str(LONG_NODE) not in store.ntriples().decode()


def test_the_links_of_the_merged_node_say_so() -> None:
    with opened() as store:
        grow(store, ALL_THREE)
        [first, *_] = store.extraction("spells out").links
        assert first.how == f"short for “{LONG}”, as papers define it; read in the text"
        assert {link.how for link in store.extraction("uses").links} == {"read in the text"}


def test_claims_follow_their_concepts() -> None:
    with opened() as store:
        grow(store, ALL_THREE)
        assert {claim.object.iri for claim in store.extraction("spells out").claims} == {SHORT_NODE}
        rows = store.query(f"SELECT ?paper WHERE {{ ?paper kg:uses <{SHORT_NODE}> }}")
        assert len(list(rows)) == 3


MERGES = [
    ("uses", "defines"),
    ("uses", "defines", "defines too"),
    ("uses it too", "defines"),
    ("uses", "uses it too", "defines", "spells out", "something else"),
    ("uses", "coins", "defines"),
    ("uses", "defines", "spells out a model"),
    ("uses", "uses a model", "defines"),
]
KEEPS = [
    ("defines",),
    ("defines", "spells out"),
    ("defines", "defines too"),
    ("uses", "spells out"),
    ("uses a model", "defines"),
    ("uses", "defines a model"),
    ("uses", "defines", "defines otherwise"),
    ("uses", "coins", "spells out", "defines otherwise"),
]


@pytest.mark.parametrize("names", MERGES, ids=" + ".join)
def test_papers_that_agree_merge(names: tuple[str, ...]) -> None:
    with opened() as store:
        assert nodes(grow(store, names), "defines") == {SHORT_NODE}


@pytest.mark.parametrize("names", KEEPS, ids=" + ".join)
def test_papers_that_do_not_agree_merge_nothing(names: tuple[str, ...]) -> None:
    with opened() as store:
        grow(store, names)
        for name in names:
            assert store.extraction(name) == POOL[name].read(name)


def test_each_type_has_its_own_merge() -> None:
    with opened() as store:
        grow(store, ("uses", "uses a model", "defines", "defines a model", "spells out a model"))
        assert nodes(store, "defines") == {SHORT_NODE}
        assert nodes(store, "spells out a model") == {concept_iri(MODEL, "HWSC")}


def test_two_letters_are_too_short(monkeypatch: pytest.MonkeyPatch) -> None:
    short = {
        "a": Written("A {high wall} ({HW|high wall})."),
        "b": Written("We use {HW}."),
        "c": Written("A {high wall}."),
    }
    read = {name: written.read(name) for name, written in short.items()}
    monkeypatch.setattr(pipeline, "extract", extract_written(read))
    with opened() as store:
        build([each.paper for each in read.values()], store, settings=ONE, ontology=Ontology.empty())
        assert {each.paper.id: each for each in store.extractions()} == read


@pytest.mark.parametrize("label", [LONG, "HWSC"])
def test_concepts_of_the_catalogue_are_never_merged(label: str) -> None:
    known = catalogue(entry(label))
    with Store(ontology=known) as store:
        grow(store, ALL_THREE, ontology=known)
        assert nodes(store, "spells out") == {LONG_NODE}
        assert nodes(store, "uses") == {SHORT_NODE}


# Order and history


@pytest.mark.parametrize("order", list(permutations(ALL_THREE)), ids=" + ".join)
def test_the_order_and_the_steps_play_no_part(order: tuple[str, ...]) -> None:
    with opened() as store, opened() as stepwise:
        grow(store, ALL_THREE)
        grow(stepwise, *[[name] for name in order])
        assert dump(stepwise) == dump(store)


@pytest.mark.parametrize("gone", ["uses", "defines"])
def test_a_merge_is_undone_when_the_papers_that_state_it_go(gone: str) -> None:
    left = [name for name in ALL_THREE if name != gone]
    with opened() as store, opened() as fresh:
        grow(store, ALL_THREE)
        grow(store, left, prune=True)
        assert nodes(store, "spells out") == {LONG_NODE}
        assert store.extraction("spells out") == POOL["spells out"].read("spells out")
        assert dump(store) == dump(grow(fresh, left))


def test_a_merge_stays_while_another_paper_states_it() -> None:
    with opened() as store:
        grow(store, (*ALL_THREE, "defines too", "uses it too"))
        grow(store, ("defines too", "uses it too", "spells out"), prune=True)
        assert nodes(store, "spells out") == {SHORT_NODE}


def test_a_conflict_that_comes_later_undoes_the_merge_and_its_going_brings_it_back() -> None:
    with opened() as store, opened() as fresh:
        merged = dump(grow(store, ALL_THREE))
        grow(store, ("defines otherwise",))
        assert nodes(store, "spells out") == {LONG_NODE}
        assert nodes(store, "defines otherwise") == {concept_iri(TECHNIQUE, "heat wave sensing chip")}
        assert dump(store) == dump(grow(fresh, (*ALL_THREE, "defines otherwise")))
        grow(store, ALL_THREE, prune=True)
        assert dump(store) == merged


NAMES = st.lists(st.sampled_from(sorted(POOL)), unique=True, max_size=6)


@profile(max_examples=60)
@given(steps=st.lists(NAMES, min_size=1, max_size=4), last=NAMES)
def test_a_store_that_grew_is_the_one_built_from_nothing(steps: list[list[str]], last: list[str]) -> None:
    with opened() as store, opened() as fresh:
        grow(store, *steps)
        grow(store, last, prune=True)
        assert dump(store) == dump(grow(fresh, last[::-1]))


@profile(max_examples=40)
@given(names=NAMES)
def test_a_settled_store_needs_nothing_more(names: list[str]) -> None:
    with opened() as store:
        before = dump(grow(store, names))
        for changed in settle(store, Ontology.empty(), lambda name: POOL[name].read(name)):
            assert store.extraction(changed.paper.id) == changed
        assert dump(grow(store, names)) == before


@profile(max_examples=40)
@given(names=NAMES)
def test_settling_writes_what_reads_back(names: list[str]) -> None:
    with opened() as store:
        grow(store, names)
        for extraction in store.extractions():
            assert decode(encode(extraction)) == extraction
            before = POOL[extraction.paper.id].read(extraction.paper.id)
            assert [link.mention for link in extraction.links] == [link.mention for link in before.links]
            assert extraction.paper == before.paper


# The report and the caller


def test_papers_that_change_their_names_are_told() -> None:
    told: list[str] = []
    with opened() as store:
        grow(store, ("defines", "spells out"))
        build(
            papers(["uses"]),
            store,
            settings=ONE,
            ontology=Ontology.empty(),
            seen=lambda each: told.append(each.paper.id),
        )
    assert told == ["uses", "defines", "spells out"]


def test_the_fingerprints_stay_those_of_the_papers() -> None:
    with opened() as store, opened() as one:
        grow(store, ("defines", "spells out"), ("uses",))
        assert store.papers() == grow(one, ALL_THREE).papers()
        report = build(papers(ALL_THREE), store, settings=ONE, ontology=Ontology.empty())
        assert (report.unchanged, report.added, report.changed) == (3, 0, 0)


def test_nothing_is_written_by_settling_itself() -> None:
    with opened() as store:
        store.replace_all(POOL[name].read(name) for name in ALL_THREE)
        before = dump(store)
        told: list[tuple[str, int, int]] = []
        changed = settle(
            store, Ontology.empty(), lambda name: POOL[name].read(name), lambda *progress: told.append(progress)
        )
        assert [each.paper.id for each in changed] == ["defines", "spells out"]
        assert told == [("settle", 1, 2), ("settle", 2, 2)]
        assert dump(store) == before


def test_an_empty_store_is_settled() -> None:
    with opened() as store:
        assert settle(store, Ontology.empty(), store.extraction) == []


# With the engine that ships

REAL = (
    Paper(
        "d",
        "Caching for long prompts",
        "Serving systems rely on hierarchical window scheduling cache (HWSC) to keep keys near. We measure HWSC on an "
        "A100 GPU and compare HWSC with plain caching.",
    ),
    Paper("u", "A study of serving", "We compare with HWSC and with FlashAttention. HWSC is slower than our method."),
    Paper("s", "Memory in serving", f"Many engines use {LONG} to save memory. The {LONG} needs tuning."),
)


def test_real_papers_are_settled(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "load_engine", lambda *_: engine)
    with Store() as store, Store() as stepwise:
        build(REAL, store, settings=ONE)
        for paper in reversed(REAL):
            build([paper], stepwise, settings=ONE)
        assert dump(store) == dump(stepwise)
        wanted = {"hwsc", LONG, LONG.title()}
        found = {
            link.concept.iri
            for extraction in store.extractions()
            for link in extraction.links
            if link.mention.span.of(extraction.paper.text).lower() in wanted
        }
        assert len(found) == 1
        build([replace(REAL[1], abstract="We compare with FlashAttention."), *REAL[::2]], store, settings=ONE)
        assert {each.paper.id: each for each in store.extractions()}["s"] == extract(REAL[2], engine=engine)
