"""The component in a spaCy pipeline: entities, overlaps with others, settings, texts of every shape, saving."""

import os
import pickle
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import spacy
from hypothesis import given
from hypothesis import settings as profile
from hypothesis import strategies as st
from spacy.tokens import Doc, DocBin, Span

from kg import spacy_linker
from kg.errors import OntologyError, SettingsError
from kg.model import ConceptType, Paper
from kg.pipeline import extract as extract_paper
from kg.pipeline import load_engine
from kg.settings import Settings
from kg.vocabulary.additions import turtle
from kg.vocabulary.decisions import append, merge, rename
from tests.vocabulary.made import concept, entry

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "how-to" / "spacy.md").read_text(encoding="utf-8")
MODEL, HARDWARE = ConceptType.MODEL, ConceptType.HARDWARE
OWN = (
    entry("HeronNet", "grey heron network", kind=MODEL),
    entry("WrenChip", kind=HARDWARE),
    entry("nest quantization", "nest quantisation"),
    entry("pecking order", "PO", contextLabel="PO", cue="hens"),
    entry("plume output", "PO", contextLabel="PO", cue="feathers"),
)
TEXT = "HeronNet: birds on chips\nWe present HeronNet. HeronNet runs on a WrenChip with nest quantisation."


@pytest.fixture(scope="module")
def graph(tmp_path_factory):
    """The folder of a graph whose vocabulary is its own, so that the shipped one plays no part."""
    folder = tmp_path_factory.mktemp("birds")
    (folder / "vocabulary").mkdir()
    (folder / "vocabulary" / "REPLACES").touch()
    (folder / "vocabulary" / "own.ttl").write_text(turtle(OWN), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def pipeline(graph):
    """A function that makes a blank pipeline with the component."""

    def make(**config):
        nlp = spacy.blank("en")
        nlp.add_pipe("kg_linker", config={"vocabulary": str(graph), "fast": True, "threshold": 0.0, **config})
        return nlp

    return make


@pytest.fixture(scope="module")
def nlp(pipeline):
    """A pipeline that tests leave as it is."""
    return pipeline()


def rows(doc):
    return [(ent.text, ent.label_, ent.kb_id_.rpartition("/concept/")[2]) for ent in doc.ents]


def named(doc):
    return {ent.text: ent.kb_id_ for ent in doc.ents}


# What it says


def test_entities_have_type_iri_score_reason_and_label(nlp):
    doc = nlp(TEXT)
    assert rows(doc) == [
        ("HeronNet", "MODEL", "model/heronnet"),
        ("HeronNet", "MODEL", "model/heronnet"),
        ("HeronNet", "MODEL", "model/heronnet"),
        ("WrenChip", "HARDWARE", "hardware/wrenchip"),
        ("nest quantisation", "TECHNIQUE", "technique/nestquantization"),
    ]
    last = doc.ents[-1]
    assert last._.kg_label == "nest quantization"
    assert last._.kg_how == "alias of the catalogue: nest quantisation"
    assert all(0 <= ent._.kg_score <= 1 for ent in doc.ents)


def test_an_unlinked_name_says_why_and_what_it_may_mean(nlp):
    (left,) = (each for each in nlp("The PO of the WrenChip is high.")._.kg_unlinked if each.candidates)
    assert (left.span.text, left.reason.partition(",")[0]) == ("PO", "ambiguous")
    assert left.candidates == ("pecking order (Technique)", "plume output (Technique)")


def test_a_cue_or_a_definition_settles_a_name_in_all_of_the_text(nlp):
    assert named(nlp("The PO of hens is strict."))["PO"].endswith("peckingorder")
    assert named(nlp("The plume output (PO) matters. We measure PO."))["PO"].endswith("plumeoutput")


def test_the_links_are_those_of_the_line():
    """A text of title and abstract gets what `kg extract` reads out of it, at the same places."""
    title, abstract = "SwiftKV: faster caches", "We present SwiftKV. On an NVIDIA A100, it beats FlashAttention by 2x."
    nlp = spacy.blank("en")
    nlp.add_pipe("kg_linker")
    doc = nlp(f"{title}\n{abstract}")
    links = extract_paper(Paper("p", title, abstract), engine=load_engine(Settings())).links
    wanted = [(each.mention.span.start, each.mention.span.end, each.concept.iri, each.score) for each in links]
    assert [(ent.start_char, ent.end_char, ent.kb_id_, ent._.kg_score) for ent in doc.ents] == wanted
    assert wanted


def test_a_document_without_the_component_has_nothing_unlinked():
    assert spacy.blank("en")("BERT")._.kg_unlinked == ()


# Settings


def test_the_threshold_leaves_out_and_says_so(pipeline):
    doc = pipeline(threshold=1.0)(TEXT)
    assert doc.ents == ()
    assert {left.span.text for left in doc._.kg_unlinked} == {"HeronNet", "WrenChip", "nest quantisation"}
    assert all("below 1.0" in left.reason for left in doc._.kg_unlinked)


def test_types_can_have_other_labels(pipeline):
    doc = pipeline(labels={"Model": "NET", "Hardware": "chip"})(TEXT)
    assert {ent.label_ for ent in doc.ents} == {"NET", "chip", "TECHNIQUE"}


def test_fast_goes_without_the_recognizer(pipeline):
    assert spacy_linker._engine(True, ()).recognizer is None
    assert spacy_linker._engine(False, ()).recognizer is not None
    assert pipeline().get_pipe("kg_linker").fast


@pytest.mark.parametrize(
    ("config", "words"),
    [({"threshold": 1.5}, "between 0 and 1"), ({"labels": {"Bird": "B"}}, "Bird is no type; there are Model")],
)
def test_a_wrong_setting_is_told(config, words):
    with pytest.raises(SettingsError, match=words):
        spacy.blank("en").add_pipe("kg_linker", config=config)


def test_an_absent_folder_is_told_at_the_first_text(tmp_path):
    nlp = spacy.blank("en")
    nlp.add_pipe("kg_linker", config={"vocabulary": str(tmp_path / "none")})
    with pytest.raises(SettingsError, match="no folder"):
        nlp("We use BERT.")


def test_a_broken_vocabulary_names_the_users_own_file(tmp_path):
    (tmp_path / "vocabulary").mkdir()
    (tmp_path / "vocabulary" / "own.ttl").write_text("this is no Turtle", encoding="utf-8")
    with pytest.raises(OntologyError, match=re.escape(str(tmp_path / "vocabulary" / "own.ttl"))):
        spacy.blank("en").add_pipe("kg_linker", config={"vocabulary": str(tmp_path)})


def test_decisions_of_the_folder_count(pipeline, graph, tmp_path):
    (tmp_path / "vocabulary").mkdir()
    for file in (graph / "vocabulary").iterdir():
        (tmp_path / "vocabulary" / file.name).write_bytes(file.read_bytes())
    heron, chip = concept("HeronNet", MODEL), concept("WrenChip", HARDWARE)
    append(tmp_path / "decisions.tsv", rename(heron, "Ardea"))
    append(tmp_path / "decisions.tsv", merge(chip, heron))
    doc = pipeline(vocabulary=str(tmp_path))("We run a WrenChip.")
    assert [(ent.text, ent._.kg_label, ent.label_) for ent in doc.ents] == [("WrenChip", "Ardea", "MODEL")]


def test_additions_join_the_shipped_catalogue(tmp_path):
    (tmp_path / "vocabulary").mkdir()
    (tmp_path / "vocabulary" / "own.ttl").write_text(turtle(OWN[:1]), encoding="utf-8")
    nlp = spacy.blank("en")
    nlp.add_pipe("kg_linker", config={"vocabulary": str(tmp_path), "threshold": 0.0})
    assert {"HeronNet", "ImageNet"} <= set(named(nlp("We train HeronNet on ImageNet.")))


# Entities of other components


def ruled(nlp, **patterns):
    ruler = nlp.add_pipe("entity_ruler", before="kg_linker")
    ruler.add_patterns([{"label": label, "pattern": pattern} for label, pattern in patterns.items()])
    return nlp


@pytest.mark.parametrize("overwrite", [False, True])
def test_where_entities_overlap_the_setting_decides(pipeline, overwrite):
    nlp = ruled(pipeline(overwrite_ents=overwrite), BIRD="present HeronNet", PERSON="We")
    doc = nlp(TEXT)
    texts = {(ent.text, ent.label_) for ent in doc.ents}
    assert ("We", "PERSON") in texts, "it overlaps nothing"
    assert (("present HeronNet", "BIRD") in texts) is not overwrite
    assert sum(ent.text == "HeronNet" for ent in doc.ents) == (3 if overwrite else 2)


def test_an_entity_that_stays_keeps_what_it_had(pipeline):
    nlp = ruled(pipeline(), ORG="WrenChip")
    (ent,) = (each for each in nlp(TEXT).ents if each.text == "WrenChip")
    assert (ent.label_, ent.kb_id_, ent._.kg_score, ent._.kg_label) == ("ORG", "", None, None)


def test_a_component_behind_it_sees_its_entities(pipeline):
    nlp = pipeline()
    nlp.add_pipe("entity_ruler").add_patterns(
        [{"label": "X", "pattern": "HeronNet"}, {"label": "Y", "pattern": "runs"}]
    )
    labels = {ent.text: ent.label_ for ent in nlp(TEXT).ents}
    assert labels["HeronNet"] == "MODEL"
    assert labels["runs"] == "Y"


# Tokens


def doc_of(nlp, *words):
    return Doc(nlp.vocab, words=list(words), spaces=[False] * len(words))


def test_an_entity_covers_the_tokens_that_the_name_touches(nlp):
    doc = nlp(doc_of(nlp, "We use a ", "(Heron", "Net) ", "now."))
    assert [(ent.text, ent.kb_id_.rpartition("/")[2]) for ent in doc.ents] == [("(HeronNet) ", "heronnet")]


def test_of_two_names_in_one_token_one_stays(nlp):
    doc = nlp(doc_of(nlp, "We use ", "HeronNet/WrenChip", " now."))
    assert [ent.text for ent in doc.ents] == ["HeronNet/WrenChip"]


@profile(max_examples=60)
@given(st.data())
def test_any_tokens_give_entities_that_touch_their_names(nlp, data):
    """However the text is cut, entities do not overlap and each holds a name of its concept."""
    cuts = sorted(data.draw(st.sets(st.integers(1, len(TEXT) - 1), max_size=40)))
    words = [TEXT[a:b] for a, b in zip([0, *cuts], [*cuts, len(TEXT)], strict=True)]
    doc = nlp(doc_of(nlp, *words))
    assert doc.text == TEXT
    for ent in doc.ents:
        found = re.search("HeronNet|WrenChip|nest quantisation", ent.text)
        assert found, ent.text
    assert doc.ents


# Texts


@pytest.mark.parametrize("text", ["", " ", "\n", " \n\t\n "])
def test_an_empty_text_has_no_entities(nlp, text):
    doc = nlp(text)
    assert (doc.text, doc.ents, doc._.kg_unlinked) == (text, (), ())


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("HeronNet: birds\nWe present it.", True),
        ("HeronNet: birds\n\nwe present it.", True),
        ("HeronNet: birds\r\nWe present it.", True),
        ("Is HeronNet right?\n2 birds say so.", True),
        ("We present HeronNet, which\nruns on chips.", False),
        ("We present HeronNet.\nIt runs on chips.", False),
        ("We present HeronNet.", False),
        ("We present HeronNet\n", False),
        ("\nWe present HeronNet.\nIt runs.", False),
        ("\n\nBirds\nWe present HeronNet.", False),
        (f"{'Birds and chips ' * 20}\nWe present HeronNet.", False),
    ],
)
def test_the_first_line_is_a_title_or_not(nlp, text, title):
    document, shift = spacy_linker._document(text)
    assert (document.paper.title != "") is title
    assert document.paper.text[shift:] == text
    start, end = document.sentences[0]
    assert bool(document.doc[start:end].text.strip()) is title
    doc = nlp(text)
    assert {ent.text for ent in doc.ents if ent.kb_id_.endswith("heronnet")} == (
        {"HeronNet"} if "Heron" in text else set()
    )


@given(st.text(alphabet=st.sampled_from("Ab. \n\t,é𝔘\\${}~HeronNet"), max_size=60))
def test_places_point_into_the_text_whatever_it_is(text):
    if not text.strip():
        return
    document, shift = spacy_linker._document(text)
    assert shift in (0, 1)
    assert document.paper.text == "\n" * shift + text


def test_markup_stays_in_the_text_and_out_of_the_name(nlp):
    doc = nlp(r"We run \textbf{Heron}Net and WrenChip\footnote.")
    assert "heronnet" in {ent.kb_id_.rpartition("/")[2] for ent in doc.ents}
    assert doc.text.startswith(r"We run \textbf{Heron}Net")


def test_a_whole_paper_is_one_text(nlp):
    """What the beginning defines holds at the end, and places far behind are right."""
    filler = "\n\n".join(f"Section {n}. Nothing of note stands in this part of the text." for n in range(400))
    doc = nlp(f"Birds\nThe plume output (PO) matters.\n\n{filler}\n\nAt last, HeronNet has a high PO.")
    assert len(doc.text) > 20_000
    tail = [(ent.text, ent.kb_id_.rpartition("/")[2]) for ent in doc.ents if ent.start_char > 20_000]
    assert tail == [("HeronNet", "heronnet"), ("PO", "plumeoutput")]


# Many texts, and saving


def test_two_processes_give_what_one_gives(nlp):
    texts = [TEXT, "", "The PO of hens.", "The PO is high.", "WrenChip"] * 3

    def told(docs):
        return [(rows(d), [e._.kg_score for e in d.ents], [str(u) for u in d._.kg_unlinked]) for d in docs]

    assert told(nlp.pipe(texts, n_process=2, batch_size=4)) == told(nlp.pipe(texts))


def test_documents_can_be_saved(nlp):
    doc = nlp(f"{TEXT} The PO is high.")
    again = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    (binned,) = (
        DocBin(store_user_data=True).from_bytes(DocBin(store_user_data=True, docs=[doc]).to_bytes()).get_docs(nlp.vocab)
    )
    for other in (again, binned):
        assert rows(other) == rows(doc)
        assert [ent._.kg_how for ent in other.ents] == [ent._.kg_how for ent in doc.ents]
        assert [str(left) for left in other._.kg_unlinked] == [str(left) for left in doc._.kg_unlinked]
        assert isinstance(other._.kg_unlinked[0].span, Span)


def test_a_saved_pipeline_takes_its_vocabulary_along(pipeline, graph, tmp_path):
    folder = tmp_path / "graph"
    (folder / "vocabulary").mkdir(parents=True)
    for file in (graph / "vocabulary").iterdir():
        (folder / "vocabulary" / file.name).write_bytes(file.read_bytes())
    nlp = pipeline(vocabulary=str(folder), labels={"Model": "NET"})
    nlp.to_disk(tmp_path / "saved")
    wanted = rows(nlp(TEXT))
    folder.rename(tmp_path / "elsewhere")
    again = spacy.load(tmp_path / "saved")
    assert rows(again(TEXT)) == wanted
    assert wanted[0] == ("HeronNet", "NET", "model/heronnet")
    assert spacy.load(tmp_path / "saved", config={"components.kg_linker.threshold": 1.0})(TEXT).ents == ()


def test_bytes_carry_the_vocabulary(pipeline):
    nlp = spacy.blank("en")
    nlp.add_pipe("kg_linker", config={"fast": True, "threshold": 0.0})
    nlp.from_bytes(pipeline().to_bytes())
    assert rows(nlp(TEXT)) == rows(pipeline()(TEXT))


def test_a_folder_without_the_component_changes_nothing(pipeline, tmp_path):
    linker = pipeline().get_pipe("kg_linker")
    before = linker.to_bytes()
    assert linker.from_disk(tmp_path).to_bytes() == before


def test_a_pipeline_can_be_pickled(nlp):
    assert rows(pickle.loads(pickle.dumps(nlp))(TEXT)) == rows(nlp(TEXT))


# How it is found


def test_spacy_knows_what_it_sets():
    nlp = spacy.blank("en")
    nlp.add_pipe("kg_linker")
    assert nlp.get_pipe_meta("kg_linker").assigns == ["doc.ents", "token.ent_iob", "token.ent_type", "token.ent_kb_id"]
    assert nlp.analyze_pipes()["problems"] == {"kg_linker": []}


def test_an_entry_point_is_all_that_spacy_needs(tmp_path):
    """In a process that never imports kg, the name alone leads to the component."""
    info = tmp_path / "birds-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: birds\nVersion: 1\n")
    (info / "entry_points.txt").write_text("[spacy_factories]\nkg_linker = kg.spacy_linker:make_linker\n")
    script = (
        "import spacy; n = spacy.blank('en'); n.add_pipe('kg_linker', config={'fast': True});"
        "print(n('We train BERT on SQuAD.').ents[0].label_)"
    )
    path = os.pathsep.join([str(tmp_path), str(ROOT)])
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": path},
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "MODEL\n"), done.stderr


def test_the_project_declares_the_entry_point():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["entry-points"]["spacy_factories"] == {"kg_linker": "kg.spacy_linker:make_linker"}


# The page


def fenced(kind):
    return re.findall(rf"```{kind}\n(.*?)```", PAGE, re.DOTALL)


def test_the_scripts_of_the_page_run_and_print_what_it_shows(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    names = {}
    for script in fenced("python"):
        exec(compile(script, "spacy.md", "exec"), names)  # the page is ours
    assert capsys.readouterr().out == fenced("text")[0]
    kept = DocBin().from_disk("papers.spacy").get_docs(names["nlp"].vocab)
    assert [len(doc.ents) > 0 for doc in kept] == [True, True]


def test_the_page_explains_every_setting_with_its_default():
    told = dict(re.findall(r"^\| `(\w+)` \| `([^`]+)` \|", PAGE, re.MULTILINE))
    forms = {None: "null", False: "false"}
    assert told == {
        name: forms.get(value, str(value)) if not isinstance(value, dict) else "{}"
        for name, value in spacy_linker._DEFAULTS.items()
    }


def test_the_page_names_every_attribute():
    assert all(f"._.{name}`" in PAGE for name in ("kg_score", "kg_how", "kg_label", "kg_unlinked"))
    assert all(kind.upper() in PAGE for kind in ConceptType)
