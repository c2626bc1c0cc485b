"""Cleaning keeps its way back to the text as it came; keys join spellings and never numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Span
from kg.text import _RESIDUE, _residues, clean, cleaned, label_key, singular

CLEANED = [
    ("a 3.7times gain", "a 3.7x gain"),
    ("a 3.7$\\times$ gain", "a 3.7x gain"),
    ("a $3.7\\times$ gain", "a 3.7x gain"),
    ("a 3.7\\times gain", "a 3.7x gain"),
    ("a 3.7$\times$ gain", "a 3.7x gain"),  # a tab where the backslash and t were
    ("a 3.7\times gain", "a 3.7x gain"),
    ("three times faster", "three times faster"),
    ("3 times faster", "3 times faster"),
    ("keeps 98\\% of it", "keeps 98% of it"),
    ("\\textbf{Fast} and \\emph{small}", "Fast and small"),
    ("textbf{Gen}erattextbf{i}ve", "Generative"),
    ("all in {pm1, pm i}", "all in ±1, ± i"),
    ("``quoted'' words", '"quoted" words'),
    ("a network~(FFN)", "a network (FFN)"),
    ("up to ~9% less", "up to ~9% less"),
    ("sim 7.7times less", "~ 7.7x less"),
    ("D^{2}MoE and M^3ViT", "D2MoE and M3ViT"),
    ("{\\Lambda}-shaped", "Λ-shaped"),
    ("\\codestar-15B", "codestar-15B"),
    ("$k$-means", "k-means"),
    ("costs $100 and $200 each", "costs $100 and $200 each"),
    ("see \\url{https://a.example/x_y}", "see https://a.example/x_y"),
    ("R&amp;D &lt;b&gt;", "R&D <b>"),
    ("1008times756 pixels", "1008x756 pixels"),
    ("ﬁne‑tuning", "fine-tuning"),
    ("10^-3 and 2^10", "10^-3 and 2^10"),
    ("context textbook sometimes timestamp", "context textbook sometimes timestamp"),
]


@pytest.mark.parametrize(("raw", "expected"), CLEANED, ids=[raw for raw, _ in CLEANED])
def test_residue_is_resolved(raw: str, expected: str) -> None:
    assert clean(raw).text == expected


@given(st.text(alphabet="ab1 .%~^_{}\\$×‑ﬁtimesemph\t`'é\n", max_size=60))
def test_each_clean_character_knows_its_raw_range(raw: str) -> None:
    cleaned = clean(raw)
    assert len(cleaned.text) == len(cleaned.starts) == len(cleaned.ends)
    assert all(0 <= s < e <= len(raw) for s, e in zip(cleaned.starts, cleaned.ends, strict=True))
    assert list(cleaned.starts) == sorted(cleaned.starts)
    assert list(cleaned.ends) == sorted(cleaned.ends)


@given(st.text(max_size=80))
def test_ordinary_text_is_kept_character_by_character(raw: str) -> None:
    plain = "".join(c for c in raw if (c.isascii() and c.isalnum()) or c in " .,\n").replace("times", "")
    assert clean(plain).text == plain


@given(st.text(alphabet="abc \\{}%times1$emph", min_size=1, max_size=50), st.data())
def test_raw_span_and_clean_range_are_inverse(raw: str, data: st.DataObject) -> None:
    cleaned = clean(raw)
    if not cleaned.text:
        return
    start = data.draw(st.integers(0, len(cleaned.text) - 1))
    end = data.draw(st.integers(start + 1, len(cleaned.text)))
    span = cleaned.raw_span(start, end)
    low, high = cleaned.clean_range(span)
    assert low <= start
    assert high >= end
    assert 0 <= span.start < span.end <= len(raw)


def test_a_span_takes_in_the_style_command_that_opens_before_it() -> None:
    raw = "the textbf{Gen}erattextbf{i}ve engine"
    cleaned = clean(raw)
    start = cleaned.text.index("Generative")
    assert cleaned.raw_span(start, start + 10).of(raw) == "textbf{Gen}erattextbf{i}ve"


def test_clean_range_of_a_span_in_plain_text() -> None:
    assert clean("plain words").clean_range(Span(6, 11)) == (6, 11)


SAME = [
    ("LLMs", "LLM"),
    ("GPUs", "GPU"),
    ("Llama-3.1-405B", "Llama 3.1 405B"),
    ("CIFAR10", "CIFAR-10"),
    ("fine-tuning", "Fine tuning"),
    ("finetuning", "fine-tuning"),
    ("ResNet50", "ResNet-50"),
    ("speculative decoding", "Speculative-Decoding"),
    ("neural networks", "Neural Network"),
    ("D^{2}MoE", "D2MoE"),
    ("\\textbf{BERT}", "BERT"),
    ("batches", "batch"),
    ("memories", "memory"),
    ("pass@k", "pass@K"),
    ("GPT‑4", "GPT-4"),
]
DIFFERENT = [
    ("Llama 3 1B", "Llama 31B"),
    ("GPT-4", "GPT-4o"),
    ("GPT-3.5", "GPT-35"),
    ("Llama 2 7B", "Llama 27B"),
    ("C", "C++"),
    ("MoE", "MoE++"),
    ("A", "A*"),
    ("C", "C#"),
    ("W4A8", "W4A16"),
    ("YOLOv8", "YOLOv8n"),
    ("H100", "H200"),
    ("bias", "bia"),
    ("analysis", "analysi"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_spellings_of_one_name_share_a_key(one: str, other: str) -> None:
    assert label_key(one) == label_key(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_names_have_different_keys(one: str, other: str) -> None:
    assert label_key(one) != label_key(other)


@given(st.lists(st.sampled_from(["Llama", "3", "1B", "405", "GPT", "v2", "x", "7"]), min_size=1, max_size=5))
def test_case_and_separators_never_change_a_key(parts: list[str]) -> None:
    key = label_key(" ".join(parts))
    assert label_key("-".join(parts)) == key
    assert label_key(" ".join(parts).upper()) == label_key(" ".join(parts).lower()) == key


@given(st.integers(0, 999), st.integers(0, 999))
def test_two_numbers_never_flow_together(left: int, right: int) -> None:
    assert label_key(f"Net {left} {right}") != label_key(f"Net {left}{right}")


@given(st.text(max_size=30))
def test_any_text_has_a_key(text: str) -> None:
    key = label_key(text)
    assert key == key.strip()
    assert " " not in key


SINGULAR = [
    ("networks", "network"),
    ("GPUs", "GPU"),
    ("boxes", "box"),
    ("losses", "loss"),
    ("searches", "search"),
    ("caches", "cache"),
    ("YOLOv8s", "YOLOv8s"),
    ("ViTs", "ViT"),
    ("libraries", "library"),
    ("series", "series"),
    ("bias", "bias"),
    ("biases", "bias"),
    ("matrices", "matrix"),
    ("bus", "bus"),
    ("gas", "gas"),
    ("class", "class"),
    ("PCs", "PC"),
    ("chaos", "chaos"),
    ("decision trees", "decision tree"),
    ("trees decision", "trees decision"),
]


@pytest.mark.parametrize(("plural", "expected"), SINGULAR)
def test_the_last_word_loses_its_plural_ending(plural: str, expected: str) -> None:
    assert singular(plural) == expected


PIECES = [
    "\\times", "times", "$", "3", "\\textbf", "textbf", "boldsymbol", "{", "}", "_", "^", "~", "`", "'", "&amp;", "&", "sim",
    "approx", "pm", "(", " ", "a", "B", "é", "×", "\\", "%", "\n", "-", "2real",
]  # fmt: skip
residual = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)


@given(residual)
def test_looking_for_marks_first_finds_every_residue(raw: str) -> None:
    assert [found.span() for found in _residues(raw)] == [found.span() for found in _RESIDUE.finditer(raw)]


@given(residual | st.text(max_size=20))
def test_a_name_is_cleaned_as_a_text_is(raw: str) -> None:
    assert cleaned(raw) == clean(raw).text
