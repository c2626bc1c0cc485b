"""The lint: each kind of finding, that all of them are listed, and what is right and must not be told."""

import time

import pytest

from kg.errors import OntologyError
from kg.vocabulary.lint import Finding, check
from kg.vocabulary.lint_labels import parts, unfit
from kg.vocabulary.lint_links import circles, last_steps

BASE = "https://w3id.org/mlhw-kg/"
HEAD = f"@prefix kg: <{BASE}ontology#> .\n@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n\n"


def concept(name, *labels, broader=(), context=(), cues=(), scheme=None, kind=None, more=""):
    """One block as the catalogue writes it; `name` is type/slug, the first label is the preferred one."""
    type_ = name.partition("/")[0]
    rows = [f"<{BASE}concept/{name}> a skos:Concept, {kind or f'kg:{type_.capitalize()}'}"]
    if scheme != "":
        rows.append(f"skos:inScheme <{BASE}scheme/{scheme or type_}>")
    rows += [f'skos:prefLabel "{label}"@en' for label in labels[:1]]
    rows += [f'skos:altLabel "{label}"@en' for label in labels[1:]]
    rows += [f"skos:broader <{BASE}concept/{up}>" for up in broader]
    rows += [f'kg:contextLabel "{label}"' for label in context]
    rows += [f'kg:cue "{cue}"' for cue in cues]
    return " ;\n  ".join([*rows, *([more] if more else [])]) + " .\n\n"


@pytest.fixture
def lint(tmp_path):
    """A function that writes blocks to a file and returns what the lint finds there."""

    def run(*blocks):
        file = tmp_path / "all.ttl"
        file.write_text(HEAD + "".join(blocks), encoding="utf-8")
        return check([file])

    return run


def told(findings):
    return [(each.kind, each.iri.removeprefix(f"{BASE}concept/")) for each in findings]


def test_a_sound_vocabulary_has_no_finding(lint):
    family = concept("model/llama", "Llama")
    member = concept("model/llama-2", "Llama 2", "LLaMA-2", "Llama-2 model", broader=["model/llama"])
    assert lint(family, member) == ()


@pytest.mark.parametrize("other", ["flash attentions", "Flash-Attention", "FLASH ATTENTION"])
def test_a_label_of_two_concepts_is_a_clash(lint, other):
    findings = lint(concept("technique/a", "FlashAttention"), concept("technique/b", "tiled attention", other))
    assert told(findings) == [("clash", "technique/a")]
    assert "technique/b" in findings[0].message
    assert "kg:cue" in findings[0].message, "the mend"


def test_three_sharers_are_one_finding(lint):
    assert told(lint(*(concept(f"technique/{x}", f"name {x}", "DP") for x in "abc"))) == [("clash", "technique/a")]


def test_a_label_twice_at_one_concept_is_no_clash(lint):
    assert lint(concept("technique/a", "FlashAttention", "Flash Attention", "flash-attention")) == ()


def test_cues_on_every_sharer_declare_a_homonym(lint):
    both = concept("technique/a", "data parallelism", "DP", cues=["worker"])
    assert lint(both, concept("technique/b", "dynamic programming", "DP", cues=["subproblem"])) == ()
    assert told(lint(both, concept("technique/b", "dynamic programming", "DP"))) == [("clash", "technique/a")]


def test_context_labels_on_every_sharer_declare_a_homonym(lint):
    one = concept("technique/a", "data parallelism", "DP", context=["DP"], cues=["worker"])
    other = concept("task/b", "dynamic programming", "DP", context=["dp"], cues=["subproblem"])
    assert lint(one, other) == ()


def test_a_preferred_label_of_two_types_is_a_type_conflict(lint):
    findings = lint(concept("task/pruning", "pruning"), concept("technique/pruning", "Pruning"))
    assert told(findings) == [("type conflict", "task/pruning")]
    assert "technique/pruning" in findings[0].message


def test_one_spelling_in_two_schemes(lint):
    findings = lint(concept("task/a", "image coding", "JPEG"), concept("software/b", "libjpeg", "JPEG"))
    assert told(findings) == [("two schemes", "software/b")]


def test_one_concept_in_two_schemes(lint):
    found = lint(concept("task/a", "image coding", more=f"skos:inScheme <{BASE}scheme/software>"))
    assert told(found) == [("two schemes", "task/a")]


def test_a_broader_concept_of_another_type_is_a_type_conflict(lint):
    findings = lint(concept("hardware/a", "board A", broader=["software/b"]), concept("software/b", "kit B"))
    assert told(findings) == [("type conflict", "hardware/a")]


def test_an_iri_of_another_type_is_a_type_conflict(lint):
    assert told(lint(concept("model/a", "thing A", kind="kg:Task", scheme="task"))) == [("type conflict", "model/a")]


def test_every_missing_broader_is_listed(lint):
    findings = lint(concept("model/a", "A net", broader=["model/x", "model/y"]), concept("model/b", "B net"))
    assert told(findings) == [("missing broader", "model/a")] * 2
    assert "model/x" in findings[0].message
    assert "model/y" in findings[1].message


def test_every_circle_is_listed_once(lint):
    ring = [concept(f"model/{x}", f"{x} net", broader=[f"model/{y}"]) for x, y in ("ab", "bc", "ca")]
    pair = [concept(f"task/{x}", f"{x} work", broader=[f"task/{y}"]) for x, y in ("pq", "qp")]
    own = concept("metric/self", "self measure", broader=["metric/self"])
    findings = lint(*ring, *pair, own)
    assert told(findings) == [("cycle", "metric/self"), ("cycle", "model/a"), ("cycle", "task/p")]
    assert "model/a → model/b → model/c → model/a" in findings[1].message


def test_two_ways_up_are_no_circle(lint):
    ways = [("a", ["model/b", "model/c"]), ("b", ["model/d"]), ("c", ["model/d"]), ("d", [])]
    assert lint(*(concept(f"model/{x}", f"{x} net", broader=up) for x, up in ways)) == ()


def test_a_concept_in_no_scheme_is_an_orphan(lint):
    findings = lint(concept("model/a", "A net", scheme=""))
    assert told(findings) == [("orphan", "model/a")]
    assert f"{BASE}scheme/model" in findings[0].message


def test_a_concept_in_the_scheme_of_another_type_is_an_orphan(lint):
    assert told(lint(concept("model/a", "A net", scheme="task"))) == [("orphan", "model/a")]


WRONG = [
    ("Llama 3", "Llama 2"), ("ResNet-50", "ResNet-101"), ("GPT-4", "GPT-4.1"), ("H100", "H200 GPU"),
    ("mAP", "mAP@50"), ("COCO 2014", "COCO 2017 dataset"), ("Aya", "Aya-101"), ("INT8", "INT4"), ("TPU v2", "TPUv2-8"),
]  # fmt: skip
RIGHT = [
    ("Llama 3", "LLaMA-3 models"), ("COCO 2017", "COCO 17"), ("H100", "H100 GPUs"), ("H100", "NVIDIA H100"),
    ("20 Newsgroups", "20News"), ("BSDS500", "BSDS"), ("8-bit integer", "INT8"), ("TPU v4", "fourth-generation TPU"),
    ("10,000 questions", "10000 questions"), ("Llama 3", "Llama 3.0"), ("ImageNet-1K", "ILSVRC 2012"),
]  # fmt: skip


@pytest.mark.parametrize(("label", "alias"), WRONG)
def test_other_numbers_are_a_wrong_merge(lint, label, alias):
    assert told(lint(concept("model/a", label, alias))) == [("wrong merge", "model/a")]


@pytest.mark.parametrize(("label", "alias"), RIGHT)
def test_other_spellings_of_a_number_are_no_wrong_merge(lint, label, alias):
    assert lint(concept("model/a", label, alias, more='kg:maker "NVIDIA"')) == ()


def test_a_name_without_its_number_is_wrong_where_the_family_has_others(lint):
    assert told(lint(concept("model/a", "Opus 3", "Opus"))) == []
    assert told(lint(concept("model/a", "Opus 3", "Opus"), concept("model/b", "Opus 4"))) == [
        ("wrong merge", "model/a")
    ]


MALFORMED = [
    (concept("model/a"), "preferred label"),
    (concept("model/a", "A net", more='skos:prefLabel "B net"@en'), "several preferred labels"),
    (concept("model/a", "A net", kind="kg:Model, kg:Task"), "several types"),
    (concept("model/a", "A net", kind="kg:Claim"), "no type"),
    (concept("model/a", "A net", " "), "empty label"),
    (concept("model/a", "A net", "x" * 121), "121 characters"),
    (concept("model/a", "A net", "a <b>bold</b> net"), "markup"),
    (concept("model/a", "A net", "a $k$ net"), "markup"),
    (concept("model/a", "A net", "a {net}"), "markup"),
    (concept("model/a", "A net", "a &amp; net"), "markup"),
    (concept("model/a", "A net", "!?"), "neither letter nor digit"),
    (concept("model/a", "A net", context=["B net"], cues=["layer"]), "no label of it"),
    (concept("model/a", "A net", "AN", context=["AN"]), "no kg:cue"),
    (concept("model/a", "A net", more='kg:maker [ kg:fullName "x" ]'), "blank node"),
]


@pytest.mark.parametrize(("block", "words"), MALFORMED, ids=[words for _, words in MALFORMED])
def test_what_is_malformed_is_told(lint, block, words):
    findings = lint(block)
    assert told(findings) == [("form", "model/a")]
    assert words in findings[0].message
    assert findings[0].message.count(".") >= 1, "what is wrong, then the mend"


def test_an_alias_that_repeats_the_preferred_label_is_none_of_the_lint(lint):
    assert lint(concept("model/a", "A-net", "a net", "A nets")) == ()


def test_an_iri_that_is_none_of_kg_is_told(lint):
    found = lint('<http://example.org/x> a skos:Concept ; skos:prefLabel "X"@en .\n')
    assert [(each.kind, each.iri) for each in found] == [("form", "http://example.org/x")]
    assert "kg concepts import" in found[0].message


def test_a_broken_statement_is_told_with_its_line_and_the_rest_is_read(lint):
    good = concept("model/a", "A net", scheme="")
    findings = lint("<x> skos:prefLabel oops .\n", good)
    assert [(each.kind, each.line) for each in findings] == [("form", 4), ("orphan", 5)]


def test_a_file_that_is_not_read_whole_tells_of_no_missing_broader(lint):
    found = lint("<x> skos:prefLabel oops .\n", concept("model/a", "A net", broader=["model/x"]))
    assert [each.kind for each in found] == ["form"]


def test_a_finding_names_file_and_line(lint, tmp_path):
    findings = lint(concept("model/a", "A net"), concept("model/b", "B net", scheme=""))
    assert findings == (Finding("orphan", f"{BASE}concept/model/b", findings[0].message, str(tmp_path / "all.ttl"), 8),)


def test_the_line_of_a_prefixed_name(lint, tmp_path):
    found = lint(f'@prefix model: <{BASE}concept/model/> .\nmodel:a a skos:Concept, kg:Model ; skos:prefLabel "A" .\n')
    assert [(each.kind, each.line) for each in found] == [("orphan", 5)]


def test_findings_are_sorted_and_the_same_each_time(lint):
    blocks = [concept(f"task/{x}", "same", scheme="") for x in "dbca"]
    assert told(lint(*blocks)) == told(lint(*reversed(blocks)))
    kinds = [each.kind for each in lint(*blocks)]
    assert kinds == sorted(kinds)
    assert len(kinds) == 5


def test_files_are_checked_together(tmp_path):
    (tmp_path / "concepts").mkdir()
    (tmp_path / "concepts" / "a.ttl").write_text(HEAD + concept("model/a", "A net", broader=["model/b"]))
    (tmp_path / "b.ttl").write_text(HEAD + concept("model/b", "B net", "a-net"))
    assert [each.kind for each in check([tmp_path])] == ["missing broader"], "a folder stands for its concepts/"
    both = check([tmp_path, tmp_path / "b.ttl", tmp_path / "b.ttl"])
    assert told(both) == [("clash", "model/a")]


def test_a_concept_in_two_files_is_read_as_one(tmp_path):
    (tmp_path / "a.ttl").write_text(HEAD + concept("model/a", "A net"))
    (tmp_path / "b.ttl").write_text(HEAD + concept("model/a", "A net", "net of A"))
    assert check([tmp_path]) == ()


@pytest.mark.parametrize("name", ["absent", "absent.ttl"])
def test_a_path_that_is_not_there_is_an_error(tmp_path, name):
    with pytest.raises(OntologyError, match="Check the name"):
        check([tmp_path / name])


def test_a_folder_without_turtle_is_an_error(tmp_path):
    with pytest.raises(OntologyError, match="no Turtle file"):
        check([tmp_path])


def test_binary_rubbish_is_a_finding(tmp_path):
    (tmp_path / "x.ttl").write_bytes(b"\xff\xfe\x00\x01 rubbish")
    assert {each.kind for each in check([tmp_path])} == {"form"}


def test_an_empty_file_has_no_finding(tmp_path):
    (tmp_path / "x.ttl").write_text("")
    assert check([tmp_path]) == ()


def test_twenty_thousand_concepts_take_under_three_seconds(lint):
    blocks = [
        concept(f"model/n{n}", f"Net {n}", f"network number {n} kind", broader=["model/n0"] if n else ())
        for n in range(20_000)
    ]
    start = time.process_time()
    assert lint(*blocks) == ()
    assert time.process_time() - start < 6, "3 s where the machine has nothing else to do"


def test_parts_are_numbers_and_letters():
    assert parts("NVIDIA H100 GPU", frozenset({"nvidia"})) == parts("H100")
    assert parts("Meta AI Llama 2", own=["Meta AI"]) == parts("Llama-2")
    assert parts("GPT-4") != parts("GPT-4 Turbo")


def test_what_can_name_something_is_fit():
    for label in ("C++", "k-means", "R²", "L₂ norm", "Ω-net", "A&B", "x < y", "f(x)", "¿qué?", "模型"):
        assert not list(unfit(label)), label


def test_circles_break_where_the_last_steps_go():
    broader = {"a": ("b", "c"), "b": ("c",), "c": ("a",), "d": ("d",), "e": ("a", "absent")}
    assert circles(broader) == (("a", "b", "c"), ("d",))
    cut = last_steps(broader)
    left = {iri: tuple(up for up in ups if (iri, up) not in cut) for iri, ups in broader.items()}
    assert circles(left) == ()
