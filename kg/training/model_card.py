"""The model card: what weights learned from, how they score on papers that they have not seen, where they fail."""

import platform
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from kg.training.figures import ALL, Decision, Measure, decisions
from kg.training.heldout import HeldOut
from kg.training.markdown import Cell, table
from kg.training.network.config import Config
from kg.training.outcome import Outcome
from kg.versions import own_version

_LINEAR = ("numpy", "scikit-learn", "scipy", "python-crfsuite", "spacy")
_NETWORK = ("torch", "onnx", "onnxruntime", "tokenizers", "safetensors")
_WORST = 3
_FEW = 10  # of a class there must be so many before its rates say something
_PARTS = {
    "recognizer.crfsuite": "linear-chain conditional random field: mentions",
    "concepts.npz": "logistic regression: is a thing worth a node",
    "types.npz": "logistic regression: its type",
    "roles.npz": "logistic regression: what the paper does with it",
    "relations.npz": "logistic regression: relations of pairs",
    "figures.npz": "logistic regression: is a figure or a comparison what the text states",
    "network/encoder.onnx": "transformer encoder, int8",
    "network/inputs.npz": "vectors of word pieces (int8), places, shapes and marks",
    "network/heads.npz": "perceptrons on top: node, type, role, relations",
    "network/pieces.txt": "vocabulary",
    "network/mixing.json": "how network and linear models are mixed",
}


def model_card(
    files: Mapping[str, str], folder: Path, config: Config, seen: HeldOut, outcome: Outcome | None,
    listings: Mapping[str, str],
) -> str:  # fmt: skip
    """Return the card of the weights in a folder as Markdown.

    `files` are those of the annotated papers, name -> sha256, `seen` is what the weights say of held-out papers,
    `outcome` what the training of the network left (None: there is none), `listings` the unlabelled papers given, as
    name -> sha256.
    """
    found = decisions(seen, outcome.mixing if outcome else None)
    parts = [
        "# Model card\n",
        "Made by `kg train`. These weights let kg read the concepts, roles and relations of abstracts.\n",
        "## Parts\n",
        _parts(folder),
        *_origin(files, outcome, listings),
        "## How it was trained\n",
        _training(config if outcome else None),
        "## How it scores\n",
        *_scores(found, seen.papers, with_network=outcome is not None),
        "## Where it fails\n",
        *_failures(found),
        _USE,
    ]
    return "\n".join(parts)


def _parts(folder: Path) -> str:
    there = {name: what for name, what in _PARTS.items() if (folder / name).is_file()}
    rows: list[list[Cell]] = [[f"`{name}`", (folder / name).stat().st_size, what] for name, what in there.items()]
    return table(["file", "bytes", "what it is"], rows)


def _origin(files: Mapping[str, str], outcome: Outcome | None, listings: Mapping[str, str]) -> Iterator[str]:
    yield "## What it learned from\n"
    yield from (f"- Annotated papers: `{name}`, sha256 `{sha256}`." for name, sha256 in files.items())
    yield "- `DATA_CARD.md` describes them."
    if outcome:
        yield f"- Start of the encoder: {outcome.start}, sha256 of the weights `{outcome.start_sha256}`."
        yield f"- Vocabulary: {outcome.pieces:,} word pieces."
        if outcome.adaptation:
            adapted = outcome.adaptation
            yield f"- Adapted to {adapted.papers:,} unlabelled papers in {adapted.steps:,} steps (masked words)."
        else:
            yield "- The encoder was not adapted to unlabelled papers."
        yield from (f"- Unlabelled papers: `{each}`, sha256 `{listings[each]}`." for each in sorted(listings))
    yield ""


def _training(config: Config | None) -> str:
    """Return the configuration, where a network was trained by it, and the versions of what trained."""
    packages = (*_LINEAR, *_NETWORK) if config else _LINEAR
    versions = {"kg": own_version(), "python": platform.python_version(), **{each: _version(each) for each in packages}}
    found = table(["with", "version"], versions.items())
    if config is None:
        return found
    chosen = {key: value for key, value in asdict(config).items() if key not in ("start", "note")}
    return f"{table(['setting', 'value'], [[key, str(value)] for key, value in chosen.items()])}\n{found}"


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def _scores(found: Iterable[Decision], papers: int, *, with_network: bool) -> Iterator[str]:
    if not papers:
        yield "Not known: no part was held out (`folds_run = 0`). Measure with `kg score` on papers kept apart.\n"
        return
    yield f"On {papers:,} papers, decided by models that have not learned from them.\n"
    if with_network:
        yield _MIXED
    for decision in found:
        limit = "" if decision.threshold is None else f", from a probability of {decision.threshold}"
        yield f"### {decision.name.capitalize()}{limit}\n"
        yield _by_voice(decision)
        yield table(["class", "number", "precision", "recall", "F1"], list(_by_class(_last(decision))))


def _by_voice(decision: Decision) -> str:
    """Return a table of the voices; where each thing gets one class, precision and recall are both the accuracy."""
    rows: list[list[Cell]] = []
    for voice, measure in decision.voices.items():
        total = measure.total
        rates = [total.recall] if decision.threshold is None else [total.precision, total.recall, total.f1]
        rows.append([voice, *rates, 0.0 if measure.error is None else measure.error])
    names = ["accuracy"] if decision.threshold is None else ["precision", "recall", "F1"]
    return table(["by", *names, "calibration error"], rows)


def _last(decision: Decision) -> Measure:
    """Return the figures of the voice that counts: mixed where there is a network."""
    return list(decision.voices.values())[-1]


def _by_class(measure: Measure) -> Iterator[list[Cell]]:
    for name, rates in sorted(measure.rates.items()):
        if name != ALL:
            yield [name, rates.wanted, rates.precision, rates.recall, rates.f1]


def _failures(found: Iterable[Decision]) -> Iterator[str]:
    """Yield the classes that are missed and mistaken most, of those that are frequent enough to say."""
    for decision in found:
        rates = {n: r for n, r in _last(decision).rates.items() if n != ALL and r.wanted >= _FEW}
        missed = sorted(rates, key=lambda name: (rates[name].recall, name))[:_WORST]
        wrong = sorted(rates, key=lambda name: (rates[name].precision, name))[:_WORST]
        if rates:
            lowest = ", ".join(f"{name} {rates[name].recall:.2f}" for name in missed)
            least = ", ".join(f"{name} {rates[name].precision:.2f}" for name in wrong)
            yield f"- **{decision.name.capitalize()}.** Lowest recall: {lowest}. Lowest precision: {least}."
    yield f"- Classes of fewer than {_FEW} held-out examples are left out here; expect no good of them."
    yield ""


_MIXED = """*Mixed* is what counts: a weighted sum of the log odds of *network* and *linear*. Its two or three weights
were fitted on these same papers, so its figures are slightly too good.
"""

_USE = """## What it is for, and its limits

- For reading English titles and abstracts of the field that it learned from. Another field needs its own annotated
  papers; full texts, tables and other languages were never seen.
- Probabilities are of the model. `kg score --calibration` says how far they hold on your papers.
- It repeats what abstracts claim. A claim in the graph is not a fact.
- It must not be used to judge people or to rank papers by merit.
- The tables by decision are no end-to-end scores: what an earlier stage misses is not in them. `kg score` gives those.
- The weights go with the version of kg, its word classes and its catalogue: train again after a change of these.
"""
