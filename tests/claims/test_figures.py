"""How figures are meant: gains, small losses, shares, absolute results; who wins, by how much, in what."""

import pytest

from kg.model import Bound, Mode, Predicate
from tests.claims.marked import Row, claims, metrics, row, rows

OUT, SAME, HAS = Predicate.OUTPERFORMS.value, Predicate.COMPARABLE_TO.value, Predicate.ACHIEVES.value
PRIOR = "~(implied) prior methods"

GAINS: list[tuple[str, str, list[Row]]] = [
    ("by after a verb", "{M Foo!} outperforms {M Bar} by 3.2% in {Q accuracy}.", [("Foo", OUT, "Bar", "3.2 %")]),
    ("points", "{M Foo!} beats {M Bar} by 4.1 points.", [("Foo", OUT, "Bar", "4.1 points")]),
    ("speedup over", "{M Foo!} achieves a 3.7x speedup over {M Bar}.", [("Foo", OUT, "Bar", "3.7 x")]),
    ("reduces by", "{M Foo!} reduces {Q latency} by 40% relative to {M Bar}.", [("Foo", OUT, "Bar", "40 %")]),
    ("times faster", "{M Foo!} is four times faster than {M Bar}.", [("Foo", OUT, "Bar", "4 x")]),
    ("twice as fast", "{M Foo!} is twice as fast as {M Bar}.", [("Foo", OUT, "Bar", "2 x")]),
    ("by half", "Compared to {M Bar}, {M Foo!} cuts {Q memory} by half.", [("Foo", OUT, "Bar", "50 %")]),
    ("halves", "{M Foo!} halves the {Q latency}.", [("Foo", OUT, PRIOR, "50 %")]),
    ("doubles", "{M Foo!} doubles the {Q throughput} of the tide.", [("Foo", OUT, PRIOR, "2 x")]),
    ("higher", "{M Foo!} delivers up to 2.3x higher {Q throughput} than {S Tide}.", [("Foo", OUT, "Tide", "2.3 x")]),
    ("lower, range", "{M Foo!} offers 41-137x lower {Q energy} versus {H GPU}.", [("Foo", OUT, "GPU", "41-137 x")]),
    ("smaller", "{T Ring!} is 3.1x smaller than {T Disc}.", [("Ring", OUT, "Disc", "3.1 x")]),
    ("fewer", "{M Foo!} needs 3x fewer {Q parameters} than {M Bar}.", [("Foo", OUT, "Bar", "3 x")]),
    ("reduction in", "We see a 30% reduction in {Q memory} over {M Bar}.", [("@paper", OUT, "Bar", "30 %")]),
    ("M reduction", "{M Foo!} gives a 30% {Q memory} reduction.", [("Foo", OUT, PRIOR, "30 %")]),
    ("improvement of", "{M Foo!} has an improvement of 2.1% over {M Bar}.", [("Foo", OUT, "Bar", "2.1 %")]),
    ("gain in brackets", "{M Foo!} has a large {Q energy} gain (about 55x).", [("Foo", OUT, PRIOR, "55 x")]),
    ("saves", "{M Foo!} saves 60% {Q energy}.", [("Foo", OUT, PRIOR, "60 %")]),
    ("reduces N of", "{M Foo!} reduces 96% of {Q errors}.", [("Foo", OUT, PRIOR, "96 %")]),
    ("up to after a verb", "{M Foo!} improves {Q accuracy} up to 20%.", [("Foo", OUT, PRIOR, "20 %")]),
    ("factor of", "{M Foo!} cuts {Q memory} by a factor of 4x.", [("Foo", OUT, PRIOR, "4 x")]),
    ("signed", "{M Foo!} wins over {M Bar} (+2.65 points).", [("Foo", OUT, "Bar", "2.65 points")]),
    ("bare ratio", "{M Foo!} gives at least 2x {Q throughput}.", [("Foo", OUT, PRIOR, "2 x")]),
    ("N times the", "{M Foo!} yields 1.5x the {Q throughput} of {M Bar}.", [("Foo", OUT, "Bar", "1.5 x")]),
    (
        "orders",
        "{M Foo!} is two orders of magnitude faster than {M Bar}.",
        [("Foo", OUT, "Bar", "2 orders of magnitude")],
    ),
    ("dollars", "{M Foo!} costs $1,000 less than {M Bar}.", [("Foo", OUT, "Bar", "1000 USD")]),
    ("better", "{M Foo!} gives 14% better {Q recall} than {M Bar}.", [("Foo", OUT, "Bar", "14 %")]),
    ("adverb", "{M Foo!} is 5x (clearly) faster than {M Bar}.", [("Foo", OUT, "Bar", "5 x")]),
    ("slower turns round", "{M Foo!} is 20% slower than {M Bar}.", [("Bar", OUT, "Foo", "20 %")]),
    ("lags turns round", "{M Foo!} lags behind {M Bar} by 3%.", [("Bar", OUT, "Foo", "3 %")]),
    ("host", "{T Ring!} improves the {Q recall} of {M Foo} by 12.5%.", [("Ring", OUT, "Foo", "12.5 %")]),
    ("class", "Our method exceeds prior sorting methods by 12%.", [("@paper", OUT, "~prior sorting methods", "12 %")]),
    ("class with names", "{M Foo!} beats strong sorters such as {M Bar} by 8%.", [("Foo", OUT, "Bar", "8 %")]),
    ("no word between", "{M Foo!} exceeds the older {M Bar} 0.38 dB in {Q PSNR}.", [("Foo", OUT, "Bar", "0.38 dB")]),
    ("factor in words", "{M Foo!} has a factor of two speedup over {M Bar}.", [("Foo", OUT, "Bar", "2 x")]),
    (
        "which is lower than",
        "{M Foo!} has a score of 63.1, which is 25.8% lower than {M Bar}.",
        [
            ("Foo", HAS, "#score", "63.1"),
            ("Bar", OUT, "Foo", "25.8 %"),
        ],
    ),
    (
        "an error that is lower",
        "{M Foo!} has an error of 1.2, which is 25.8% lower than {M Bar}.",
        [
            ("Foo", HAS, "#error", "1.2"),
            ("Foo", OUT, "Bar", "25.8 %"),
        ],
    ),
    (
        "slashes",
        "{M Foo!} gives 7.92/8.02x {Q speedup} over {M Bar}.",
        [
            ("Foo", OUT, "Bar", "7.92 x"),
            ("Foo", OUT, "Bar", "8.02 x"),
        ],
    ),
    (
        "a number in a name",
        "{M Foo!} is 2.5 times smaller than {M JPEG 2000}, and 2.3 times smaller than {M WebP}.",
        [
            ("Foo", OUT, "JPEG 2000", "2.5 x"),
            ("Foo", OUT, "WebP", "2.3 x"),
        ],
    ),
    (
        "no list",
        "{M Foo!} has an {Q F-measure} of 0.828, 1.3% higher than {M Bar}.",
        [
            ("Foo", HAS, "F-measure", "0.828"),
            ("Foo", OUT, "Bar", "1.3 %"),
        ],
    ),
    (
        "an aside that denies",
        "{M Foo!} beats {M Bar}, which is not tuned, by at least 14%.",
        [
            ("Foo", OUT, "Bar", "14 %"),
        ],
    ),
    (
        "replacing",
        "Replacing {T Bar} by {T Foo!}, we see 5.68% improvement in {Q accuracy}.",
        [
            ("Foo", OUT, "Bar", "5.68 %"),
        ],
    ),
    (
        "rivals with years",
        "{M Foo!} improves {Q accuracy} by 12.3% compared to {M Bar} (2019), {M Baz} (2020), and {M Boo} (2021).",
        [
            ("Foo", OUT, "Bar", "12.3 %"),
            ("Foo", OUT, "Baz", "12.3 %"),
            ("Foo", OUT, "Boo", "12.3 %"),
        ],
    ),
    ("more data is better", "{D Kin!} has 10x more data than {D Old}.", [("Kin", OUT, PRIOR, "10 x")]),
    ("needing more data is worse", "{M Foo!} needs 10x more data than {M Bar}.", [("Bar", OUT, "Foo", "10 x")]),
    (
        "gains by data set",
        "{M Foo!} has gains for {Q mAP} on sets like {D Sand} (1.7%) and {D Dune} (1.3%).",
        [
            ("Foo", OUT, PRIOR, "1.7 %"),
            ("Foo", OUT, PRIOR, "1.3 %"),
        ],
    ),
    (
        "absolute and relative",
        "{M Foo!} beats {M Bar} (10% absolute and 16% relative improvement in {Q IoU}).",
        [
            ("Foo", OUT, "Bar", "10 %"),
            ("Foo", OUT, "Bar", "16 %"),
        ],
    ),
    ("less harm is a gain", "{M Foo!} gives 11% reductions in {Q attack success}.", [("Foo", OUT, PRIOR, "11 %")]),
    ("a cost that grows", "{M Foo!} has a 100x increase in {Q latency} over {M Bar}.", [("Bar", OUT, "Foo", "100 x")]),
    ("twice that of", "The {Q latency} of {M Foo!} is about twice that of {M Bar}.", [("Bar", OUT, "Foo", "2 x")]),
    ("twice that of, good", "The {Q speed} of {M Foo!} is about twice that of {M Bar}.", [("Foo", OUT, "Bar", "2 x")]),
    (
        "a rise time",
        "{M Foo!} shortens the {Q rise time} by 22.4% compared to {M Bar}.",
        [("Foo", OUT, "Bar", "22.4 %")],
    ),
    ("a speedup that is", "The speedup of {M Foo!} over {M Bar} is 2x.", [("Foo", OUT, "Bar", "2 x")]),
    ("own baseline phrase", "We gain 2.1x over the FP16 baseline.", [("@paper", OUT, "~the FP16 baseline", "2.1 x")]),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in GAINS], ids=[case[0] for case in GAINS])
def test_gains(text: str, expected: list[Row]) -> None:
    assert rows(text) == expected


LOSSES: list[tuple[str, str, list[Row]]] = [
    (
        "a little lower",
        "{M Foo!} has a score of 63.1, which is only 5.8 lower than {M Bar}.",
        [
            ("Foo", HAS, "#score", "63.1"),
            ("Foo", SAME, "Bar", "5.8"),
        ],
    ),
    ("reduction in a quality", "{M Foo!} has only a 1.1% reduction in {Q ROUGE-L}.", [("Foo", SAME, PRIOR, "1.1 %")]),
    ("reduction of a quality, of", "{M Foo!} has a reduction in {Q accuracy} of 3%.", [("Foo", SAME, PRIOR, "3 %")]),
    ("loss", "{M Foo!} has only 0.3% {Q accuracy} loss compared to {M Bar}.", [("Foo", SAME, "Bar", "0.3 %")]),
    ("drop", "{M Foo!} exhibits a 2.1% {Q accuracy} drop.", [("Foo", SAME, PRIOR, "2.1 %")]),
    ("loss of", "{M Foo!} has an {Q accuracy} loss of 0.5%.", [("Foo", SAME, PRIOR, "0.5 %")]),
    ("drops by", "For {M Foo!} the {Q accuracy} drops by 0.2%.", [("Foo", SAME, PRIOR, "0.2 %")]),
    ("within", "{M Foo!} stays within 0.4 {Q perplexity} of {M Bar}.", [("Foo", SAME, "Bar", "0.4 perplexity")]),
    ("lower quality", "{M Foo!} has 1.1% lower {Q accuracy} than {M Bar}.", [("Foo", SAME, "Bar", "1.1 %")]),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in LOSSES], ids=[case[0] for case in LOSSES])
def test_small_losses(text: str, expected: list[Row]) -> None:
    assert rows(text) == expected


SHARES: list[tuple[str, str, Row]] = [
    ("kept of", "{M Foo!} preserves 98% of the {Q accuracy} of {M Bar}.", ("Foo", SAME, "Bar", "98 %")),
    ("kept", "{M Foo!} retains 97% of {M Bar}'s {Q accuracy}.", ("Foo", SAME, "Bar", "97 %")),
    ("achieves of", "{M Foo!} achieves 99% of the performance of {M Bar}.", ("Foo", SAME, "Bar", "99 %")),
    ("cost", "{M Foo!} needs only 79% of the {Q energy} of {M Bar}.", ("Foo", OUT, "Bar", "79 %")),
    ("cost with", "{M Foo!} beats {M Bar} with only 9.2% of its {Q parameters}.", ("Foo", OUT, "Bar", "9.2 %")),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in SHARES], ids=[case[0] for case in SHARES])
def test_shares(text: str, expected: Row) -> None:
    shares = [row(claim) for claim in claims(text) if claim.quantity and claim.quantity.mode is Mode.SHARE]
    assert shares == [expected]


RESULTS: list[tuple[str, str, list[Row]]] = [
    ("behind", "{M Foo!} achieves 92.1% {Q accuracy}.", [("Foo", HAS, "accuracy", "92.1 %")]),
    ("of", "{M Foo!} reaches an {Q accuracy} of 92.1%.", [("Foo", HAS, "accuracy", "92.1 %")]),
    ("colon", "For {M Foo!} we got {Q CRR}: 97.84%.", [("Foo", HAS, "CRR", "97.84 %")]),
    ("brackets", "{M Foo!} has high {Q accuracy} (32.03%).", [("Foo", HAS, "accuracy", "32.03 %")]),
    ("as low as", "{M Foo!} has a {Q latency} as low as 45ms.", [("Foo", HAS, "latency", "45 ms")]),
    ("bare decimal", "{M Foo!} scores 0.93 {Q F1}.", [("Foo", HAS, "F1", "0.93")]),
    ("unit that is the metric", "{M Foo!} runs at 20 {Q FPS}.", [("Foo", HAS, "FPS", "20 FPS")]),
    ("unit tells the metric", "{M Foo!} runs at 160 FPS.", [("Foo", HAS, "#frame rate", "160 FPS")]),
    ("tokens a second", "{M Foo!} reaches 11.68 tokens/s.", [("Foo", HAS, "#throughput", "11.68 tokens/s")]),
    ("power", "{M Foo!} runs at 13 W.", [("Foo", HAS, "#power", "13 W")]),
    ("storage", "{M Foo!} takes 12 GB.", [("Foo", HAS, "#memory", "12 GB")]),
    ("energy", "{M Foo!} takes 12 mJ.", [("Foo", HAS, "#energy", "12 mJ")]),
    ("efficiency", "{M Foo!} reaches 1.4 TOPS/W.", [("Foo", HAS, "#efficiency", "1.4 TOPS/W")]),
    (
        "brackets behind data sets",
        "{M Foo!} has the best {Q accuracy} on sets like {D Sand} (96.0%), {D Dune} (99.0%).",
        [
            ("Foo", HAS, "accuracy", "96.0 %"),
            ("Foo", HAS, "accuracy", "99.0 %"),
        ],
    ),
    (
        "less than",
        "{M Foo!} has an {Q inference time} below 3.2ms, less than expected.",
        [("Foo", HAS, "inference time", "3.2 ms")],
    ),
    ("no metric", "Our method obtains 80.2% on {D SandSet}.", [("@paper", HAS, "#score", "80.2 %")]),
    ("unlinked metric", "{M Foo!} reaches 71.3% mean recall.", [("Foo", HAS, "#recall", "71.3 %")]),
    (
        "two metrics",
        "{M Foo!} has an {Q accuracy} of 92.1% and a {Q latency} of 3 ms.",
        [("Foo", HAS, "accuracy", "92.1 %"), ("Foo", HAS, "latency", "3 ms")],
    ),
    (
        "no frame rate in percent",
        "{M Foo!} has {Q mAP} 75.2% at 20 {Q fps}.",
        [("Foo", HAS, "mAP", "75.2 %"), ("Foo", HAS, "fps", "20 FPS")],
    ),
    (
        "change",
        "{M Foo!} improves {Q accuracy} from 60.2% to 75.4%.",
        [("Foo", HAS, "accuracy", "75.4 %"), ("Foo", OUT, PRIOR, None)],
    ),
    (
        "change of another",
        "{M Foo!} raises the {Q accuracy} of {M Bar} from 60.2% to 75.4%.",
        [
            ("Foo", HAS, "accuracy", "75.4 %"),
            ("Foo", OUT, "Bar", None),
            ("Bar", HAS, "accuracy", "60.2 %"),
        ],
    ),
    (
        "the other side in brackets",
        "{M Foo!} beats {M Bar} (75.1%) with 80.3% {Q accuracy}.",
        [("Bar", HAS, "accuracy", "75.1 %"), ("Foo", HAS, "accuracy", "80.3 %"), ("Foo", OUT, "Bar", None)],
    ),
    (
        "the other side's error",
        "{M Foo!} has 2.89% {Q error}, on par with the 2.65% {Q error} of {M Bar}.",
        [("Foo", HAS, "error", "2.89 %"), ("Bar", HAS, "error", "2.65 %"), ("Foo", SAME, "Bar", None)],
    ),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in RESULTS], ids=[case[0] for case in RESULTS])
def test_results(text: str, expected: list[Row]) -> None:
    assert rows(text) == expected


SILENT = {
    "confidence": "{M Foo!} has a 95% confidence interval.",
    "sparsity": "{M Foo!} uses 60% sparsity.",
    "size of the rival": "We study a 14x larger model.",
    "sizes": "We study 7B and 13B models on 8 GPUs with 4-bit weights.",
    "year and authors": "{M Foo!} was shown in 2023 by 11 authors.",
    "data set size": "We release {D ShellBank!} with 500k pairs.",
    "share of time": "It is used 40% of the time.",
    "size of the rival, by it": "{M Foo!} works like those twice their size.",
    "pace of the field": "Costs of training are doubling every few months.",
    "sum": "We study a 4+2 design of {M Foo!} and its {Q latency}.",
    "billions": "{M Foo!} works on 8 kinds with up to 1.4 billion weights.",
    "schedule": "{M Foo!} is trained under a 2x schedule.",
    "two-fold": "The contribution of {M Foo!} is two-fold.",
    "within a factor": "{M Foo!} approximates the best to within a factor of 2.",
    "count": "{M Foo!} states its {Q accuracy} over 112 small languages.",
    "in a row": "We had no failure with {M Foo!} over 15 times in a row.",
    "no result": "{M Foo!} has 3 layers.",
}


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT.keys())
def test_figures_that_are_no_results(text: str) -> None:
    assert rows(text) == []


METRICS = [
    ("{M Foo!} reduces peak {Q memory} by 12%.", "memory"),
    ("{M Foo!} is 3x faster than {M Bar}.", "speed"),
    ("{M Foo!} is 3x cheaper than {M Bar}.", "cost"),
    ("{M Foo!} is 3x smaller than {M Bar}.", "size"),
    ("{M Foo!} gives a 3x speedup.", "speedup"),
    ("{M Foo!} gives 12% lower tail latency than {M Bar}.", "tail latency"),
    ("{M Foo!} improves by 3% in recall.", "recall"),
    ("{M Foo!} gives a 12% improvement in word recall.", "word recall"),
    ("{M Foo!} shows {Q accuracy} gains of 3%.", "accuracy"),
    ("{M Foo!} reduces the error rate by 1.5%.", "error rate"),
    ("{M Foo!} brings speedups of 3x.", "speedup"),
]


@pytest.mark.parametrize(("text", "metric"), METRICS, ids=[case[0] for case in METRICS])
def test_metric_of_a_figure(text: str, metric: str) -> None:
    assert metric in (metrics(text)[0] or "")


def test_a_linked_metric_gives_its_iri() -> None:
    (claim,) = claims("{M Foo!} reduces {Q latency} by 40%.")
    assert claim.quantity is not None
    assert claim.quantity.metric_iri is not None
    assert claim.quantity.metric_iri.endswith("metric/latency")


MODES = [
    ("{M Foo!} is 3x faster than {M Bar}.", Mode.RATIO),
    ("{M Foo!} uses 12% less {Q energy} than {M Bar}.", Mode.DIFFERENCE_RELATIVE),
    ("{M Foo!} wins by 2.5 points.", Mode.DIFFERENCE_POINTS),
    ("{M Foo!} beats {M Bar} by 0.19 dB.", Mode.DIFFERENCE_ABSOLUTE),
    ("{M Foo!} keeps 98% of the {Q accuracy}.", Mode.SHARE),
    ("{M Foo!} achieves 98% {Q accuracy}.", Mode.ABSOLUTE),
]


@pytest.mark.parametrize(("text", "mode"), MODES, ids=[case[0] for case in MODES])
def test_modes(text: str, mode: Mode) -> None:
    quantity = claims(text)[0].quantity
    assert quantity is not None
    assert quantity.mode is mode


def test_the_words_of_a_figure_are_kept() -> None:
    quantity = claims("{M Foo!} is up to four times faster than {M Bar}.")[0].quantity
    assert quantity is not None
    assert (quantity.value, quantity.unit, quantity.verbatim) == ("4", "x", "four times")
    assert quantity.bound is Bound.UP_TO


@pytest.mark.parametrize("figure", ["3.7$\\times$", "3.7times", "3.7x", "98\\%"])
def test_the_words_of_a_figure_are_those_that_came_in(figure: str) -> None:
    quantity = claims(f"{{M Foo!}} beats {{M Bar}} by {figure} in all.")[0].quantity
    assert quantity is not None
    assert quantity.verbatim == figure
