"""The grammar of names: tails of every type, the spelling that all spellings share, and tails that are none."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import ConceptType
from kg.naming.parts import DATE, FORMAT, SIZE, TUNING, VARIANT, VERSION, Part, parse_tail, size_word

MODEL, HARDWARE, DATASET = ConceptType.MODEL, ConceptType.HARDWARE, ConceptType.DATASET
SOFTWARE, TECHNIQUE, METRIC, TASK = (
    ConceptType.SOFTWARE, ConceptType.TECHNIQUE, ConceptType.METRIC, ConceptType.TASK,
)  # fmt: skip

READ = [
    (MODEL, "-7B", "7B"),
    (MODEL, " 7b", "7B"),
    (MODEL, "_7b_", "7B"),
    (MODEL, " (7B)", "7B"),
    (MODEL, "-7-B", "7B"),
    (MODEL, "-7 billion", "7B"),
    (MODEL, "-7 billion parameters", "7B"),
    (MODEL, "-7B params", "7B"),
    (MODEL, "-7bn", "7B"),
    (MODEL, " 350 million", "350M"),
    (MODEL, "-1.3T", "1.3T"),
    (MODEL, " 1.3 trillion", "1.3T"),
    (MODEL, "-8x7B", "8x7B"),
    (MODEL, "-8X22B", "8x22B"),
    (MODEL, "-30B-A3B", "30B A3B"),
    (MODEL, "-e4b", "E4B"),
    (MODEL, "-base", "b"),
    (MODEL, " Base", "b"),
    (MODEL, "-xlarge", "x"),
    (MODEL, " extra large", "x"),
    (MODEL, " extra-large", "x"),
    (MODEL, "-XL", "XL"),
    (MODEL, "v8n", "v8 n"),
    (MODEL, "v8-n", "v8 n"),
    (MODEL, "v8 nano", "v8 n"),
    (MODEL, "-B/16", "b 16"),
    (MODEL, " B-16", "b 16"),
    (MODEL, "-p16-224", "16 224"),
    (MODEL, "-patch16", "16"),
    (MODEL, "@384px", "384"),
    (MODEL, " version 2", "v2"),
    (MODEL, " ver. 2", "v2"),
    (MODEL, " V2", "v2"),
    (MODEL, "-v0.1", "v0.1"),
    (MODEL, "2.5", "2.5"),
    (MODEL, " model", ""),
    (MODEL, " models", ""),
    (MODEL, " pre-trained language model", ""),
    (MODEL, " backbone v2", "v2"),
    (MODEL, "-it", "Instruct"),
    (MODEL, "-instruction-tuned", "Instruct"),
    (MODEL, " instruct tuned", "Instruct"),
    (MODEL, "-think", "Thinking"),
    (MODEL, "-thinking", "Thinking"),
    (MODEL, "-distilled", "Distill"),
    (MODEL, "-VL", "VL"),
    (MODEL, "-code", "Coder"),
    (MODEL, "-maths", "Math"),
    (MODEL, "-R1", "R1"),
    (MODEL, "-4bit", "4bit"),
    (MODEL, " 4-bit", "4bit"),
    (MODEL, " 4 bits", "4bit"),
    (MODEL, "-AWQ-INT4", "AWQ INT4"),
    (MODEL, "-w4a16", "W4A16"),
    (MODEL, "-2024-07-18", "20240718"),
    (MODEL, "-20240718", "20240718"),
    (MODEL, "-base-uncased", "b Uncased"),
    (MODEL, "-7b-chat-hf", "7B Chat HF"),
    (HARDWARE, " 80GB", "80GB"),
    (HARDWARE, " 80 GB", "80GB"),
    (HARDWARE, "-80G", "80GB"),
    (HARDWARE, " 80GiB", "80GB"),
    (HARDWARE, " 1 TB", "1TB"),
    (HARDWARE, " 512 KB", "512KB"),
    (HARDWARE, " SXM5", ""),
    (HARDWARE, " PCIe 40GB", "40GB"),
    (HARDWARE, " GPUs", ""),
    (HARDWARE, " tensor core GPU", ""),
    (HARDWARE, " graphics card", ""),
    (HARDWARE, " development board", ""),
    (HARDWARE, " developer kit", ""),
    (HARDWARE, " quantum processor", ""),
    (HARDWARE, " 4090 Ti", "4090 Ti"),
    (HARDWARE, " 4090 super", "4090 Super"),
    (HARDWARE, " 7900 xtx", "7900 XTX"),
    (HARDWARE, " v5e", "v5e"),
    (HARDWARE, " Gen 2", "Gen2"),
    (HARDWARE, " 2nd generation", "Gen2"),
    (HARDWARE, " 2nd gen", "Gen2"),
    (HARDWARE, " 7 series", "7"),
    (DATASET, "-10", "10"),
    (DATASET, "10", "10"),
    (DATASET, " 2012", "2012"),
    (DATASET, " '12", "12"),
    (DATASET, "-1k", "1K"),
    (DATASET, " v1.1", "v1.1"),
    (DATASET, " version 2", "v2"),
    (DATASET, " data set", ""),
    (DATASET, " datasets", ""),
    (DATASET, " test set", ""),
    (DATASET, " validation split", ""),
    (DATASET, "2017 val", "2017"),
    (DATASET, " question answering dataset", ""),
    (DATASET, " lite", "Lite"),
    (SOFTWARE, " 2.0", "2.0"),
    (SOFTWARE, " v2", "v2"),
    (SOFTWARE, " 2.x", "2.x"),
    (SOFTWARE, " compiler 12", "12"),
    (SOFTWARE, " framework", ""),
    (TECHNIQUE, "-2", "2"),
    (TECHNIQUE, " algorithm", ""),
    (TECHNIQUE, " optimizer v2", "v2"),
    (METRIC, "@5", "@5"),
    (METRIC, "@ 5", "@5"),
    (METRIC, "@k", "@k"),
    (METRIC, "@50%", "@50%"),
    (METRIC, "@0.5:0.95", "@0.5:0.95"),
    (METRIC, " scores", ""),
    (METRIC, "-2", "2"),
    (TASK, " tasks", ""),
    (TASK, " problem", ""),
    *((kind, tail, "") for kind in ConceptType for tail in ("", " ", "-")),
]


@pytest.mark.parametrize(("kind", "tail", "expected"), READ, ids=[f"{kind}:{tail}" for kind, tail, _ in READ])
def test_a_tail_is_read(kind, tail, expected):
    parts = parse_tail(kind, tail)
    assert parts is not None
    assert " ".join(part.text for part in parts) == expected


NOT_READ = [
    (MODEL, "-FancyThing"),
    (MODEL, " of 7B"),
    (MODEL, "-7Bx"),
    (MODEL, "-50d"),
    (MODEL, "-4o"),
    (MODEL, ", 50 epochs"),
    (MODEL, " 12 layers"),
    (MODEL, "-opus"),
    (MODEL, "-7B and more"),
    (MODEL, "+"),
    (HARDWARE, " AGX Orin"),
    (HARDWARE, " v4 pod"),
    (HARDWARE, " MIG 1g.5gb"),
    (HARDWARE, " 123456"),
    (HARDWARE, " cluster"),
    (DATASET, " images of cats"),
    (DATASET, " Instruct"),
    (DATASET, " 7 tasks per day"),
    (SOFTWARE, " beta"),
    (SOFTWARE, " Lightning"),
    (SOFTWARE, " 7B"),
    (TECHNIQUE, " 4 bits"),
    (TECHNIQUE, " attention"),
    (METRIC, " per second"),
    (METRIC, "@five"),
    (TASK, " 2"),
    (TASK, " v2"),
    (TASK, "-Large"),
]


@pytest.mark.parametrize(("kind", "tail"), NOT_READ, ids=[f"{kind}:{tail}" for kind, tail in NOT_READ])
def test_a_tail_that_holds_anything_else_is_none(kind, tail):
    assert parse_tail(kind, tail) is None


@pytest.mark.parametrize("tail", ["-L", "-r"])
def test_letters_of_a_metric_are_read(tail):
    assert parse_tail(METRIC, tail) == (Part(VERSION, tail[1:].lower()),)


RANKED = [
    (" 2.5 Coder 32B Instruct", [(VERSION, "2.5"), (VARIANT, "Coder"), (SIZE, "32B"), (TUNING, "Instruct")]),
    ("-Instruct-32B-Coder-2.5", [(VERSION, "2.5"), (VARIANT, "Coder"), (SIZE, "32B"), (TUNING, "Instruct")]),
    ("-Instruct-v0.2", [(TUNING, "Instruct"), (TUNING, "v0.2")]),
    ("-B/16", [(SIZE, "b"), (SIZE, "16")]),
    ("-2-2024-07-18", [(VERSION, "2"), (DATE, "20240718")]),
    ("-7B-GPTQ-Chat", [(SIZE, "7B"), (TUNING, "Chat"), (FORMAT, "GPTQ")]),
]


@pytest.mark.parametrize(("tail", "expected"), RANKED, ids=[tail for tail, _ in RANKED])
def test_parts_stand_in_the_order_of_ranks(tail, expected):
    parts = parse_tail(MODEL, tail)
    assert parts is not None
    assert [(part.rank, part.text) for part in parts] == expected


def test_a_family_has_words_of_its_own():
    assert parse_tail(MODEL, " 3 Opus") is None
    assert parse_tail(MODEL, " 3 Opus", {"opus", "haiku"}) == (Part(VERSION, "3"), Part(VARIANT, "Opus"))
    assert parse_tail(MODEL, "-haiku-3", {"opus", "haiku"}) == (Part(VERSION, "3"), Part(VARIANT, "Haiku"))
    assert parse_tail(MODEL, " Opuses", {"opus"}) is None, "the whole word counts"


def test_the_grammar_goes_before_the_words_of_a_family():
    assert parse_tail(MODEL, "-instruct", {"instruct"}) == (Part(TUNING, "Instruct"),)


@pytest.mark.parametrize(
    ("letter", "word"),
    [("n", "Nano"), ("t", "Tiny"), ("s", "Small"), ("m", "Medium"), ("b", "Base"), ("l", "Large"), ("h", "Huge")],
)
def test_a_size_letter_is_a_word(letter, word):
    assert size_word(letter) == word
    assert parse_tail(MODEL, f"-{word}") == parse_tail(MODEL, f"-{letter}") == (Part(SIZE, letter),)


def test_another_letter_is_itself():
    assert size_word("q") == "q"


PIECES = {
    "version": ["2", "2.5", "11"],
    "variant": ["Coder", "VL", "Math", "R1", "MoE"],
    "size": ["7B", "1.5B", "8x7B", "350M", "Large", "Turbo"],
    "tuning": ["Instruct", "Chat", "Thinking", "DPO"],
    "format": ["INT4", "FP8", "GPTQ", "W4A16"],
}
TAILS = st.tuples(*(st.sampled_from(["", *pieces]) for pieces in PIECES.values())).map(
    lambda all_: [x for x in all_ if x]
)


@given(TAILS, st.sampled_from(["-", " ", "_", " - ", "/"]))
def test_separators_and_case_play_no_part(pieces, gap):
    spelled = parse_tail(MODEL, "".join(f"-{piece}" for piece in pieces))
    assert spelled is not None
    assert len(spelled) == len(pieces)
    for form in (str.lower, str.upper, str):
        assert parse_tail(MODEL, form("".join(gap + piece for piece in pieces))) == spelled


@given(TAILS.filter(lambda pieces: len(pieces) > 1), st.randoms(use_true_random=False))
def test_the_order_of_words_plays_no_part(pieces, random):
    """The version stays in front: a number behind another part belongs to that one."""
    first, others = (pieces[:1], pieces[1:]) if pieces[0] in PIECES["version"] else ([], list(pieces))
    random.shuffle(others)
    assert parse_tail(MODEL, "-" + "-".join([*first, *others])) == parse_tail(MODEL, "-" + "-".join(pieces))


@given(TAILS)
def test_what_was_read_is_read_again(pieces):
    parts = parse_tail(MODEL, "-" + "-".join(pieces))
    assert parts is not None
    assert parse_tail(MODEL, "-" + "-".join(part.text for part in parts)) == parts


@given(st.sampled_from(ConceptType), st.text(alphabet="abxv 0123456789.-_/@()%:", max_size=24))
def test_any_tail_gives_ordered_parts_or_none(kind, tail):
    parts = parse_tail(kind, tail)
    if parts is not None:
        assert list(parts) == sorted(parts, key=lambda part: part.rank)
        assert all(part.text and part.text == part.text.strip() for part in parts)
        digits = [char for char in tail if char.isdigit()]
        found = [char for part in parts for char in part.text if char.isdigit()]
        assert len(found) <= len(digits), "no digit comes from nowhere"


@given(st.integers(1, 999), st.integers(1, 999))
def test_two_numbers_never_meet(one, other):
    for kind, form in itertools.product((MODEL, DATASET, SOFTWARE, TECHNIQUE), ("-{}", " v{}", " {} ")):
        same = parse_tail(kind, form.format(one)) == parse_tail(kind, form.format(other))
        assert same == (one == other)
