"""Sentences as papers write them, in our own words: every claim with its figure, its metric and its data set."""

import pytest

from kg.model import Predicate, Quantity
from tests.claims.marked import claims, row

OUT, SAME, HAS = Predicate.OUTPERFORMS.value, Predicate.COMPARABLE_TO.value, Predicate.ACHIEVES.value
PRIOR = "~(implied) prior methods"
Full = tuple[str, str, str, str | None, str | None, str | None]

SENTENCES: list[tuple[str, list[Full]]] = [
    (
        "Evaluated on {D SandSet}, {M TideNet!} cuts {Q perplexity} by 0.8 compared with the best prior sorter.",
        [
            ("TideNet", OUT, "~the best prior sorter", "0.8", "perplexity", "SandSet"),
        ],
    ),
    (
        "Running on a {H Reef board}, {M TideNet!} sustains 45 frames per second at 6.2 W.",
        [
            ("TideNet", HAS, "#frames per second", "45 frames per second", "frames per second", None),
            ("TideNet", HAS, "#power", "6.2 W", "power", None),
        ],
    ),
    (
        "Our kernel is 2.1x faster than {S cuShell} at batch size 8.",
        [
            ("@paper", OUT, "cuShell", "2.1 x", "speed", None),
        ],
    ),
    (
        "{M TideNet!}-Large obtains 71.2 {Q mIoU} on {D DuneSeg}, 1.4 points above {M WaveNet}.",
        [
            ("TideNet", HAS, "mIoU", "71.2", "mIoU", "DuneSeg"),
            ("TideNet", OUT, "WaveNet", "1.4 points", "mIoU", "DuneSeg"),
        ],
    ),
    (
        "Across six tasks, {T pebble pruning!} keeps 99% of the dense model's {Q accuracy} at half the {Q FLOPs}.",
        [
            ("pebble pruning", SAME, "~the dense model", "99 %", "accuracy", None),
            ("pebble pruning", OUT, PRIOR, "50 %", "FLOPs", None),
        ],
    ),
    (
        "{T Pebble pruning!} shrinks {M ShellBERT} by 4x with less than 1% {Q F1} loss.",
        [
            ("Pebble pruning", OUT, "ShellBERT", "4 x", None, None),
            ("Pebble pruning", SAME, PRIOR, "1 %", "F1", None),
        ],
    ),
    (
        "With 3.5x fewer {Q parameters}, {M TideNet!} still outperforms {M WaveNet}.",
        [
            ("TideNet", OUT, "WaveNet", "3.5 x", "parameters", None),
        ],
    ),
    (
        "{S ReefServe!} raises {Q throughput} by 1.9-2.6x over {S vShell} and {S ShellRT}.",
        [
            ("ReefServe", OUT, "vShell", "1.9-2.6 x", "throughput", None),
            ("ReefServe", OUT, "ShellRT", "1.9-2.6 x", "throughput", None),
        ],
    ),
    (
        "The {Q latency} of {S ReefServe!} is 35% lower than that of {S vShell}.",
        [
            ("ReefServe", OUT, "vShell", "35 %", "latency", None),
        ],
    ),
    (
        "{M TideNet!} is competitive with {M WaveNet} while being 10x smaller.",
        [
            ("TideNet", OUT, "WaveNet", "10 x", "size", None),
            ("TideNet", SAME, "WaveNet", None, None, None),
        ],
    ),
    (
        "We observe that {M TideNet!} needs 40% fewer {Q training steps}.",
        [
            ("TideNet", OUT, PRIOR, "40 %", "training steps", None),
        ],
    ),
    (
        "{M TideNet!} ranks first on {D ShellBench}, surpassing the runner-up by 5.3 points.",
        [
            ("TideNet", OUT, "~the runner-up", "5.3 points", "performance", "ShellBench"),
        ],
    ),
    (
        "In our tests {M WaveNet} reaches 61.0% {Q pass@1}, whereas {M TideNet!} reaches 68.4%.",
        [
            ("WaveNet", HAS, "pass@1", "61.0 %", "pass@1", None),
            ("TideNet", HAS, "pass@1", "68.4 %", "pass@1", None),
        ],
    ),
    (
        "{M TideNet!} attains 88.1%, 79.4% and 90.2% {Q accuracy} on {D Sand}, {D Dune} and {D Reef}, respectively.",
        [
            ("TideNet", HAS, "accuracy", "88.1 %", "accuracy", "Sand"),
            ("TideNet", HAS, "accuracy", "79.4 %", "accuracy", "Dune"),
            ("TideNet", HAS, "accuracy", "90.2 %", "accuracy", "Reef"),
        ],
    ),
    (
        "Averaged over all tasks, the gain of {M TideNet!} over {M WaveNet} is 2.7%.",
        [
            ("TideNet", OUT, "WaveNet", "2.7 %", "performance", None),
        ],
    ),
    (
        "{H ReefChip!} achieves 12.4 {Q TOPS/W}, 3.1x better than {H DuneChip}.",
        [
            ("ReefChip", HAS, "TOPS/W", "12.4 TOPS/W", "TOPS/W", None),
            ("ReefChip", OUT, "DuneChip", "3.1 x", "TOPS/W", None),
        ],
    ),
    (
        "Compared with {H DuneChip}, {H ReefChip!} saves 45% {Q area} and 60% {Q power}.",
        [
            ("ReefChip", OUT, "DuneChip", "45 %", "area", None),
            ("ReefChip", OUT, "DuneChip", "60 %", "power", None),
        ],
    ),
    (
        "{T Shell quantization!} incurs only a 0.2 {Q perplexity} increase.",
        [
            ("Shell quantization", SAME, PRIOR, "0.2 perplexity", "perplexity", None),
        ],
    ),
    (
        "{T Shell quantization!} matches full-precision accuracy.",
        [
            ("Shell quantization", SAME, "~full-precision accuracy", None, None, None),
        ],
    ),
    (
        "{T Shell quantization!} reduces memory usage from 24 GB to 7 GB.",
        [
            ("Shell quantization", HAS, "#memory usage", "7 GB", "memory usage", None),
            ("Shell quantization", OUT, PRIOR, None, "memory usage", None),
        ],
    ),
    (
        "Without retraining, {T shell quantization!} preserves 97.5% of the original performance.",
        [
            ("shell quantization", SAME, "~the original", "97.5 %", "performance", None),
        ],
    ),
    (
        "{M TideNet!} yields an absolute improvement of 3.4% in {Q exact match} over the previous state of the art.",
        [
            ("TideNet", OUT, "~the previous state of the art", "3.4 %", "exact match", None),
        ],
    ),
    (
        "This gives a 5.5x end-to-end speedup with no accuracy loss.",
        [
            ("@paper", OUT, PRIOR, "5.5 x", "speedup", None),
            ("@paper", SAME, PRIOR, None, "accuracy", None),
        ],
    ),
    (
        "Both {M TideNet!} and {M ReefNet!} outperform {M WaveNet}.",
        [
            ("TideNet", OUT, "WaveNet", None, None, None),
            ("ReefNet", OUT, "WaveNet", None, None, None),
        ],
    ),
    (
        "{M TideNet!} trails {M WaveNet} by 0.3 points on {D Sand}.",
        [
            ("WaveNet", OUT, "TideNet", "0.3 points", "performance", "Sand"),
        ],
    ),
    (
        "{M TideNet!} reduces hallucination by nearly one third.",
        [
            ("TideNet", OUT, PRIOR, "33.33 %", "hallucination", None),
        ],
    ),
    (
        "{M TideNet!} obtains a {Q BLEU} score of 31.4 (+1.2 over {M WaveNet}).",
        [
            ("TideNet", HAS, "BLEU", "31.4", "BLEU", None),
            ("TideNet", OUT, "WaveNet", "1.2", "BLEU", None),
        ],
    ),
    (
        "{M WaveNet} takes 12 ms, but {M TideNet!} takes only 3 ms.",
        [
            ("WaveNet", HAS, "#latency", "12 ms", "latency", None),
            ("TideNet", HAS, "#latency", "3 ms", "latency", None),
        ],
    ),
    (
        "{M TideNet!} can be 3x faster and 2x smaller than {M WaveNet}.",
        [
            ("TideNet", OUT, "WaveNet", "3 x", "speed", None),
            ("TideNet", OUT, "WaveNet", "2 x", "size", None),
        ],
    ),
    (
        "The proposed {T tide cache!} lowers the miss rate by up to 23%.",
        [
            ("tide cache", OUT, PRIOR, "23 %", "miss rate", None),
        ],
    ),
    (
        "{M TideNet!} exceeds {M WaveNet} in {Q recall} (83.2% vs. 80.1%).",
        [
            ("TideNet", HAS, "recall", "83.2 %", "recall", None),
            ("WaveNet", HAS, "recall", "80.1 %", "recall", None),
            ("TideNet", OUT, "WaveNet", None, "recall", None),
        ],
    ),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES, ids=[text[:40] for text, _ in SENTENCES])
def test_sentences(text: str, expected: list[Full]) -> None:
    found = []
    for claim in claims(text):
        quantity = claim.quantity or Quantity()
        found.append((*row(claim), quantity.metric, quantity.dataset))
    assert found == expected


@pytest.mark.parametrize("text", [text for text, _ in SENTENCES], ids=[text[:40] for text, _ in SENTENCES])
def test_all_are_asserted(text: str) -> None:
    assert all(claim.asserted for claim in claims(text))


DENIED = [
    "{M TideNet!} does not reduce {Q latency} by 20%.",
    "{M TideNet!} never outperforms {M WaveNet}.",
    "{M TideNet!} fails to match {M WaveNet}.",
]
DOUBTED = [
    "{M TideNet!} might be 3x faster than {M WaveNet}.",
    "{M TideNet!} could reduce {Q energy} by 95%.",
    "{M TideNet!} should outperform {M WaveNet}.",
    "{M TideNet!} is expected to save 20% {Q energy}.",
]


@pytest.mark.parametrize("text", DENIED + DOUBTED)
def test_denied_and_doubted_claims_are_kept_apart(text: str) -> None:
    found = claims(text)
    assert found
    assert not any(claim.asserted for claim in found)
