"""Gains in words that name no rival, and what must not be read as one."""

import pytest

from tests.claims.marked import metrics, rows

IMPLIED = "~(implied) prior methods"
OUT = "outperforms"
INTRO = "We propose {M Foo!}. "

READ = [
    ("an adjective", "{M Foo!} is much faster on small boards.", "speed"),
    ("a gain as a noun", "{M Foo!} brings large speedups in {Q training time}.", "training time"),
    ("a gain with its metric before", "{M Foo!} yields substantial {Q throughput} gains on shells.", "throughput"),
    ("a comparative with a metric", "{M Foo!} achieves better {Q perplexity} on long texts.", "perplexity"),
    ("a verb", "{M Foo!} significantly reduces {Q latency}.", "latency"),
]


@pytest.mark.parametrize(("text", "metric"), [case[1:] for case in READ], ids=[case[0] for case in READ])
def test_a_gain_without_a_rival_is_over_what_was_before(text: str, metric: str) -> None:
    assert rows(INTRO + text) == [("Foo", OUT, IMPLIED, None)]
    assert metrics(INTRO + text) == [metric]


LEFT = [
    ("a purpose", "{M Foo!} aims to reduce {Q latency}."),
    ("another's speed", "We find that {M Bar} is more robust on sand."),
    ("no metric", "{M Foo!} achieves better shells."),
    ("small words", "{M Foo!} shows gains."),
    ("more of a cost", "We find that several increase {Q latency} with {M Foo!}."),
    ("less of a quality", "We find that {M Foo!} reduces {Q accuracy}."),
    ("an adjective before a noun", "{M Foo!} exploits the rapidly increasing {Q throughput} of boards."),
    ("an adjective behind a preposition", "{M Foo!} works with reduced {Q memory} boards."),
    ("what does not happen", "{M Foo!} learns much without increasing {Q throughput}."),
]


@pytest.mark.parametrize("text", [case[1] for case in LEFT], ids=[case[0] for case in LEFT])
def test_what_states_no_gain_is_left_alone(text: str) -> None:
    assert rows(INTRO + text) == []


@pytest.mark.parametrize(
    ("text", "rival"),
    [("{M Foo!} is faster than {M Bar}.", "Bar"), ("{M Foo!} achieves better {Q perplexity} than {M Bar}.", "Bar")],
)
def test_a_rival_that_is_named_is_taken(text: str, rival: str) -> None:
    assert rows(INTRO + text) == [("Foo", OUT, rival, None)]
