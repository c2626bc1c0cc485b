"""How good is the architecture of kg's learned parts? Trained and tested on SciER's published split.

    python benchmarks/scier.py FOLDER_OF_SCIER [--encoder STATE.pt] [--config TOML] [--epochs N] [--seed N] [--out JSON]

The same code that trains what ships learns SciER's mentions and relations: the random field, and the network with its
tags, its judgement of spans, and its pairs. No weight that ships comes from here. FOLDER holds the files of
github.com/edzq/SciER as `llm_train.jsonl` and `plm_{dev,test,test_ood}.jsonl`. Learned from: the train papers; chosen
on the dev papers: the weights of the voters and the thresholds; test and test_ood are read once. Prints Markdown: F1
of mentions (span and type), of relations (Rel: spans and relation; Rel+: types too), and of relations between
annotated mentions, beside the published figures. `--encoder` is the state of an adapted `Encoder`. With `--keep` the
weights stay in a folder, and a folder that has them is read instead of learning again.
"""

import argparse
import json
import logging
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from pickle import UnpicklingError
from typing import Any

import torch
from scier_data import TYPES, Article, laid_out, read_offsets, read_strings
from scier_lessons import CLASSES, Page, lessons_of, page_of
from scier_reading import Choice, Opinion, choose, consider, read, read_given
from scier_score import Tally, given_tally, mentions_tally, relations_tally
from scier_tags import FieldTagger, decoded, marks_of, rows_of

from kg.errors import KgError
from kg.mentions.gazetteer import Gazetteer
from kg.mentions.recognizer import Marks
from kg.neural.pieces import Splitter, read_splitter
from kg.ontology import Ontology
from kg.training.network.config import FOLDS, Config, read_config
from kg.training.network.examples import Lesson
from kg.training.network.fit import fit_network, new_network
from kg.training.network.module import Encoder, Network
from kg.training.network.start import PIECES, minilm, pieces_in, start_folder
from kg.training.recognizer import train_recognizer

logger = logging.getLogger("scier")
MEASURES = ("NER", "Rel", "Rel+", "given")  # given: relations of annotated mentions
ALONE = ("random field", "network's tags")
PARTS = {"test": "test", "test_ood": "OOD"}
# MEASURES on test, then on OOD. HGERE on test is as its authors report it; that of the others, and OOD, is quoted at
# second hand. The trial was our own: MiniLM, shapes of words and a convolution.
PUBLISHED: dict[str, tuple[float | None, ...]] = {
    "HGERE (SciBERT)": (86.85, 62.32, 61.10, None, 81.3, 61.3, 58.3, None),
    "PL-Marker (SciBERT)": (83.3, 60.1, 59.2, None, None, None, None, None),
    "PURE (SciBERT)": (81.6, 53.3, 52.7, None, None, None, None, None),
    "Qwen2-72B, few examples": (71.0, 41.0, None, None, None, None, None, None),
    "MiniLM and a convolution, a trial": (73.6, 45.2, 44.3, 69.8, 60.3, 37.0, 34.3, 69.4),
}
Marked = tuple[Page, Marks]


@dataclass(frozen=True, slots=True, eq=False)
class Start:
    """What makes an encoder, and what cuts texts into its pieces."""

    encoder: Callable[[], Encoder]
    splitter: Splitter


def start_of(config: Config, state: Path | None) -> Start:
    """Return where training starts: MiniLM, or a state of the same vocabulary."""
    folder = start_folder(config.start)
    encoder = minilm(folder, range(len(pieces_in(folder))), config.layers)
    if state:
        try:
            encoder.load_state_dict(torch.load(state, weights_only=True))
        except (RuntimeError, TypeError, UnpicklingError) as error:
            raise SystemExit(f"{state} is no state of an encoder of {config.layers} layers: {error}") from error
    return Start(lambda: deepcopy(encoder), read_splitter(folder / PIECES))


def pages_of(articles: Iterable[Article], gazetteer: Gazetteer, splitter: Splitter) -> Iterator[Marked]:
    for article in articles:
        sheet = laid_out(article)
        marks = marks_of(sheet, gazetteer)
        yield page_of(sheet, marks, splitter), marks


def learn_field(pages: Sequence[Marked], path: Path) -> FieldTagger:
    train_recognizer([rows_of(page.sheet, marks) for page, marks in pages], path)
    return FieldTagger(path)


def learn(start: Start, pages: Sequence[Marked], folder: Path, config: Config) -> None:
    """Write a random field and a network to a folder.

    What the network is to refuse comes from fields that have not learned from the paper, as in `kg train`.
    """
    lessons: list[Lesson] = []
    scratch = folder / "part.crfsuite"
    for fold in range(FOLDS):
        logger.info("random field without part %d of %d", fold + 1, FOLDS)
        outside = [own for number, own in enumerate(pages) if number % FOLDS != fold]
        field = learn_field(outside, scratch)
        for page, marks in pages[fold::FOLDS]:
            wrong = decoded(field.scores(page.sheet, marks), field.field, page.sheet.document.sentences).spans
            lessons.extend(lessons_of(page, wrong))
    scratch.unlink()
    learn_field(pages, folder / "field.crfsuite")
    logger.info("%d texts, %d pieces", len(lessons), sum(len(lesson.ids) for lesson in lessons))
    network = fit_network(start.encoder, lessons, config, "of SciER", CLASSES)
    torch.save(network.state_dict(), folder / "network.pt")


def load(start: Start, folder: Path) -> tuple[Network, FieldTagger]:
    network = new_network(start.encoder(), CLASSES)
    network.load_state_dict(torch.load(folder / "network.pt", weights_only=True))
    return network.eval(), FieldTagger(folder / "field.crfsuite")


def figures(opinions: Sequence[Opinion], choice: Choice) -> dict[str, Tally]:
    """Return the tallies of some papers by name: the measures, the mentions of each type, those of each voter alone."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    for opinion in opinions:
        page, (mentions, relations) = opinion.page, read(opinion, choice)
        tallies["NER"] += mentions_tally(page, mentions)
        tallies["Rel"] += relations_tally(page, mentions, relations, typed=False)
        tallies["Rel+"] += relations_tally(page, mentions, relations, typed=True)
        tallies["given"] += given_tally(page, read_given(opinion, choice))
        for name, alone in zip(ALONE, (opinion.field, opinion.tags), strict=True):
            tallies[f"NER, {name} alone"] += mentions_tally(page, alone.spans)
        for kind in TYPES:
            tallies[f"NER, {kind}"] += mentions_tally(page, mentions, [kind])
    return dict(tallies)


def report(found: Mapping[str, Mapping[str, Tally]]) -> None:
    """Print the figures of test and OOD beside the published ones."""
    print("| reader | " + " | ".join(f"{part} {name}" for part in PARTS.values() for name in MEASURES) + " |")
    print("| --- |" + " ---: |" * (len(MEASURES) * len(PARTS)))
    for name, values in PUBLISHED.items():
        print(f"| {name} | " + " | ".join("" if value is None else f"{value}" for value in values) + " |")
    rows = {"kg's architecture": MEASURES, **{f"its {name} alone": (f"NER, {name} alone",) for name in ALONE}}
    for name, measures in rows.items():
        empty = [""] * (len(MEASURES) - len(measures))
        cells = [cell for part in PARTS for cell in (*(f"{100 * found[part][m].f1:.1f}" for m in measures), *empty)]
        print(f"| {name} | " + " | ".join(cells) + " |")


def written(found: Mapping[str, Mapping[str, Tally]]) -> dict[str, Any]:
    """Return tallies as plain values."""
    return {
        part: {
            name: {**asdict(tally), "precision": tally.precision, "recall": tally.recall, "f1": tally.f1}
            for name, tally in tallies.items()
        }
        for part, tallies in found.items()
    }


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--encoder", type=Path, metavar="STATE.pt", help="where training starts instead of MiniLM")
    parser.add_argument("--config", type=Path, metavar="TOML", help="as that of `kg train`")
    parser.add_argument("--epochs", type=int)
    parser.add_argument("--seed", type=int)
    parser.add_argument("--articles", type=int, metavar="N", help="learn from the first N papers alone")
    parser.add_argument("--no-catalogue", action="store_true", help="leave out what kg's catalogue knows of names")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="where the weights stay, or are")
    parser.add_argument("--out", type=Path, metavar="JSON")
    return parser.parse_args()


def measured(given: argparse.Namespace, config: Config, folder: Path) -> dict[str, Any]:
    """Return the figures of one run, and print them."""
    begun, spent = time.perf_counter(), time.process_time()
    start = start_of(config, given.encoder)
    gazetteer = Gazetteer(Ontology.empty() if given.no_catalogue else Ontology.load())
    if not (folder / "network.pt").is_file():
        articles = read_strings(given.folder / "llm_train.jsonl")[: given.articles]
        learn(start, list(pages_of(articles, gazetteer, start.splitter)), folder, config)
    network, field = load(start, folder)
    said: dict[str, list[Opinion]] = {}
    for part in ("dev", *PARTS):
        logger.info("reading %s", part)
        pages = pages_of(read_offsets(given.folder / f"plm_{part}.jsonl"), gazetteer, start.splitter)
        said[part] = [consider(page, marks, network, field) for page, marks in pages]
    choice = choose(said["dev"])
    found = {part: figures(opinions, choice) for part, opinions in said.items()}
    report(found)
    seconds = {"wall": time.perf_counter() - begun, "processor": time.process_time() - spent}
    print(f"\n{seconds['wall'] / 60:.0f} minutes, {seconds['processor'] / 60:.0f} of a processor; seed {config.seed}")
    thresholds = {name: getattr(choice, name) for name in ("mention", "relation", "relation_given")}
    return {"figures": written(found), "thresholds": thresholds, "seconds": seconds, "config": asdict(config)}


def main() -> None:
    given = options()
    logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(asctime)s %(message)s")
    changed = {name: value for name in ("epochs", "seed") if (value := getattr(given, name)) is not None}
    with tempfile.TemporaryDirectory() as scratch:
        folder = given.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        try:
            found = measured(given, replace(read_config(given.config), **changed), folder)
        except (KgError, OSError) as error:
            raise SystemExit(str(error)) from error
    if given.out:
        given.out.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
