"""Features in words: each that the shipped models know has some, and they read well."""

import pytest

from kg.analysis.explain_words import in_words
from kg.linear import START, load_model

TABLE = [
    (START, "before any word is seen"),
    ("bias", "any mention"),
    ("n=1", "one mention"),
    ("n=4", "4 mentions"),
    ("pos=title", "in the title"),
    ("pos=s1", "in the first sentence"),
    ("pos=last", "in the last sentence"),
    ("pos=q2", "in part 2 of the abstract"),
    ("titlecolon", "before a colon in the title"),
    ("L0=using", "“using” right before"),
    ("L2=the", "“the” before"),
    ("R0=(", "“(” right after"),
    ("R1=,", "“,” after"),
    ("LL=we_use", "“we use” before"),
    ("LLL=in_this_work", "“in this work” before"),
    ("RR=,_a", "“, a” after"),
    ("S=we", "“we” in the sentence"),
    ("S=figure", "figure in the sentence"),
    ("S|T=figureMet", "figure in the sentence, as Metric"),
    ("S|T=state-of-the-artMod", "“state-of-the-art” in the sentence, as Model"),
    ("B=than", "“than” earlier in the sentence"),
    ("B|T=onHar", "“on” earlier in the sentence, as Hardware"),
    ("A=over", "“over” later in the sentence"),
    ("h=network", "last word “network”"),
    ("hc=-1", "rare word"),
    ("hcc=12", "last word of class 12"),
    ("f=graph", "first word “graph”"),
    ("fc=7", "first word of class 7"),
    ("len=1", "a single word"),
    ("len=3", "3 words long"),
    ("sh=X-d", "shape X-d"),
    ("k=bert", "the name “bert”"),
    ("w=attention", "word “attention”"),
    ("namey", "looks like a name"),
    ("t:Tec", "finders say Technique"),
    ("T=Non", "likely no type"),
    ("recognized>.9", "tagger is sure"),
    ("by=gazetteer", "found by gazetteer"),
    ("catalogue", "name of the catalogue"),
    ("head:is=library", "said to be “library”"),
    ("head:behind~Software", "followed by a word for Software"),
    ("g=Model", "catalogue says Model"),
    ("q=Task", "common term of type Task"),
    ("g|T=DatasetDat", "catalogue says Dataset, finders Dataset"),
    ("introduced|T=Sof", "coined here, as Software"),
    ("role=runsOn", "object's role runsOn"),
    ("role|main=usesTrue", "object's role uses, main subject"),
    ("role|main=usesFalse", "object's role uses, other subject"),
    ("pair=@paper>Tas", "<@paper> to Task"),
    ("pair=Mod>Dat", "Model to Dataset"),
    ("role&pair=evaluatedOnTec>Dat", "role evaluatedOn of Technique to Dataset"),
    ("main=True", "subject is the main contribution"),
    ("together=os", "object before subject"),
    ("gap=2so", "gap of size 2"),
    ("btw=soon", "“on” between"),
    ("btw2=soruns_on", "“runs on” between"),
    ("btw>=osthan", "“than” between"),
    ("something new", "something new"),
]


@pytest.mark.parametrize(("feature", "words"), TABLE, ids=[row[0] for row in TABLE])
def test_a_feature_in_words(feature, words):
    assert in_words(feature) == words.replace("<@paper>", "the paper")


@pytest.mark.parametrize("name", ["concepts", "types", "roles", "relations"])
def test_every_feature_of_the_shipped_models_has_words(name):
    """A feature that is added to a model and not here shows under its own name, and here."""
    bare = [feature for feature in load_model(name).index if in_words(feature) == feature]
    assert bare == []


@pytest.mark.parametrize("name", ["concepts", "types", "roles", "relations"])
def test_words_are_short_enough_for_a_line(name):
    assert max(len(in_words(feature)) for feature in load_model(name).index) <= 70
