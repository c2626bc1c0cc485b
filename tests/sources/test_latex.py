"""LaTeX of BibTeX files as characters."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.sources.latex import decode

TABLE = {
    r"caf\'e": "café",
    r"caf\'{e}": "café",
    r"caf{\'e}": "café",
    r"caf{\'{e}}": "café",
    r"\"Ozg\"ur": "Özgür",
    r"na{\"\i}ve": "naïve",
    r"S\~ao": "São",
    r"\v{C}apek": "Čapek",
    r"{\v C}apek": "Čapek",
    r"Erd\H{o}s": "Erdős",
    r"Fran\c{c}ois": "François",
    r"\r{A}ngstr\"om": "Ångström",
    r"\AA ngstr\"om": "Ångström",
    r"Stra{\ss}e": "Straße",
    r"{\O}rsted": "Ørsted",
    r"{\L}ukasz": "Łukasz",
    r"\ae{}sthetic": "æsthetic",
    r"98\% of A\&B\_c \#1 \$5": "98% of A&B_c #1 $5",
    r"{BERT}: a {T}ransformer": "BERT: a Transformer",
    r"\emph{all} \textbf{of} it": "all of it",
    r"Fig.~3": "Fig. 3",
    r"an hy\-phen": "an hyphen",
    r"$\alpha_{t}$ and $x^{2}$": r"$\alpha_{t}$ and $x^{2}$",
    r"\unknown{thing} stays": r"\unknown{thing} stays",
    r"\cite{roe}": r"\cite{roe}",
    r"\omega{}": r"\omega{}",
    "a $5 and 7 % price": "a $5 and 7 % price",
    "plain text": "plain text",
    "back\\": "back\\",
}


@pytest.mark.parametrize(("tex", "text"), TABLE.items(), ids=TABLE)
def test_accents_and_escapes_become_characters(tex: str, text: str) -> None:
    assert decode(tex) == text


@given(st.sampled_from("aeiouAEIOUcnsz"), st.sampled_from("'`^\"~"), st.sampled_from(["{}", "%s{%s}", "{%s%s}"]))
def test_every_way_to_write_an_accent_gives_one_character(base: str, mark: str, shape: str) -> None:
    tex = f"\\{mark}{base}" if shape == "{}" else shape % (f"\\{mark}", base)

    text = decode(tex)

    assert unicodedata.normalize("NFD", text)[0] == base
    assert unicodedata.is_normalized("NFC", text)
    assert "\\" not in text


@given(st.text(alphabet=st.characters(exclude_characters="\\{}~", exclude_categories=["Cs"])))
def test_text_without_tex_stays(text: str) -> None:
    assert decode(text) == text


@given(st.text(alphabet="\\{}~$'\"^vcae %&"))
def test_any_tex_gives_some_text(tex: str) -> None:
    assert len(decode(tex)) <= len(tex)
