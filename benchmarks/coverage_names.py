"""Which names of public lists does the catalogue find? Of those that papers use, by list and by type.

    python benchmarks/coverage_names.py [--papers N] [--least 5] [--external DIR] [CORPUS]

Reads the lists of ../shared/external (Papers with Code, Epoch, Hugging Face, timm, transformers, Computer Science
Ontology) and counts in how many papers of the corpus each name stands. Prints, in Markdown, how many names stand in at
least five papers, and the share of these that `Resolver.find` or `Ontology.by_key` finds.

What counts as standing in a paper: the name as whole words, in any case, with spaces and hyphens alike and a plural s
or none. One rule more keeps ordinary words apart ("USE", "TIME", "Heat"): a name of one word that its list writes with
capitals counts only where the text has the same capitals; a word with nothing but a first capital ("Heat") counts
neither in a title nor at the beginning of a sentence, where any word has one. The lists of tasks are exempt, since they
write every word with a capital. Names of one character, and chips that without their maker are a mere number, are left
out.
"""

import argparse
import csv
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from corpus import CORPUS, records, step_for

from kg.model import ConceptType
from kg.naming.resolve import Resolver, resolver_of
from kg.ontology import Ontology
from kg.spellings import fold, plain
from kg.text import clean, label_key, singular

EXTERNAL = CORPUS.parents[1] / "external"
MODEL, HARDWARE, TECHNIQUE, DATASET, SOFTWARE, TASK, METRIC = ConceptType
_MAKER = re.compile(
    r"^(?:NVIDIA|AMD|Intel|Google|Apple|Huawei|Amazon AWS|Microsoft|Meta|Qualcomm)\s+"
    r"(?P<line>(?:GeForce|Tesla|Quadro|Radeon|Instinct|Core|Xeon)\s+)?"
)
Names = dict[str, tuple[ConceptType | None, set[str]]]


def lists(folder: Path) -> Names:
    """Return the names of each list with the type that they have, None where they are of any."""
    found: Names = {}

    def put(name: str, kind: ConceptType | None, names: Iterator[str]) -> None:
        kept = {" ".join(each.replace("_", "-").split()) for each in names if each}
        found.setdefault(name, (kind, set()))[1].update(each for each in kept if len(each) > 1)

    methods = json.loads((folder / "pwc_methods" / "methods.json").read_text("utf-8"))
    put("Papers with Code methods", TECHNIQUE, (each["name"] for each in methods))
    put("Papers with Code methods, full names", TECHNIQUE, (each.get("full_name") or "" for each in methods))
    tasks = (folder / "pwc_tasks" / "all_tasks.txt").read_text("utf-8").splitlines()
    put("Papers with Code tasks", TASK, (re.sub(r"^\d+[.)]\s*|^-\s*", "", each.strip(' "')) for each in tasks))
    for file in sorted((folder / "pwc_tasks").glob("*_tasks_detailed.csv")):
        put("Papers with Code data sets", DATASET, column(file, "Common Datasets (Top 10)", ";"))
        put("Papers with Code benchmarks", DATASET, column(file, "Benchmarks", ";"))
        put("Papers with Code metrics", METRIC, column(file, "SOTA Metrics", ";"))
    epoch = folder / "epoch"
    put("Epoch chips", HARDWARE, chips(column(epoch / "chip_dataset.csv", "Hardware name")))
    put("Epoch chips", HARDWARE, chips(column(epoch / "hardware_prices.csv", "Hardware model")))
    put("Epoch chips", HARDWARE, chips(column(epoch / "all_ml_systems_subset.csv", "Training hardware", ",")))
    put("Epoch models", MODEL, column(epoch / "all_ml_systems_subset.csv", "Model"))
    put("Epoch data sets", DATASET, column(epoch / "all_ml_systems_subset.csv", "Training dataset", ","))
    face = {name: json.loads((folder / "hf_tasks_lists" / f"{name}.json").read_text("utf-8")) for name in FACE}
    put("Hugging Face hardware", HARDWARE, (each["name"] for each in face["hardware"]))
    put("Hugging Face libraries", SOFTWARE, (each["label"] for each in face["libraries"]))
    put("Hugging Face metrics", METRIC, iter(face["metrics"]))
    put("Hugging Face tasks", TASK, (each["name"] for each in face["tasks"]["tasks"]))
    families = folder / "model_family_names"
    put("timm modules", MODEL, iter(json.loads((families / "timm_models.json").read_text("utf-8"))["modules"]))
    names = json.loads((families / "transformers_model_families.json").read_text("utf-8"))["names"]
    put("transformers families", MODEL, iter(names))
    put("Computer Science Ontology", None, column(folder / "cso_concepts" / "concepts.csv", "Label"))
    return found


FACE = ("hardware", "libraries", "metrics", "tasks")


def column(file: Path, name: str, between: str = "") -> Iterator[str]:
    """Yield the values of a column; `between` parts the several values of a cell."""
    with file.open(encoding="utf-8-sig", newline="") as rows:
        for row in csv.DictReader(rows):
            cell: Any = row.get(name) or ""
            yield from (each.strip() for each in (cell.split(between) if between else [cell]))


def chips(names: Iterator[str]) -> Iterator[str]:
    """Yield each name of a chip, and the name without its maker and without its line, as papers write it."""
    for name in names:
        shorter = {name, _MAKER.sub(lambda found: found["line"] or "", name), _MAKER.sub("", name)}
        yield from (each for each in sorted(shorter) if any(map(str.isalpha, each)))


class Counting:
    """The names to look for, and in how many papers each stands."""

    def __init__(self, names: set[tuple[str, bool]]) -> None:
        """Take pairs of a name and whether its case counts."""
        from ahocorasick_rs import AhoCorasick

        self.papers: Counter[tuple[str, bool]] = Counter()
        self._by_fold: dict[str, list[tuple[str, bool]]] = {}
        for name, exact in sorted(names):
            self._by_fold.setdefault(fold(name), []).append((name, exact))
        self._patterns = list(self._by_fold)
        self._automaton: Any = AhoCorasick(self._patterns)

    def read(self, text: str) -> None:
        """Count the names that stand in one paper."""
        folded, title_end = fold(text), text.find("\n")
        surfaces: dict[int, set[str]] = {}
        for number, start, end in self._automaton.find_matches_as_indexes(folded, overlapping=True):
            if not (start and folded[start - 1].isalnum()) and ends(folded, end):
                form = text[start:end]
                is_usual = form.istitle() and (start < title_end or text[:start].rstrip()[-1:] in '.!?:"')
                surfaces.setdefault(number, set()).add("" if is_usual else form)
        for number, forms in surfaces.items():
            for name, exact in self._by_fold[self._patterns[number]]:
                if not exact or any(plain(form) == plain(name) for form in forms):
                    self.papers[name, exact] += 1


def ends(folded: str, end: int) -> bool:
    """Tell whether a word ends at a place, its plural s aside."""
    if end == len(folded) or not folded[end].isalnum():
        return True
    return folded[end] == "s" and not folded[end + 1 : end + 2].isalnum()


def is_exact(name: str, kind: ConceptType | None) -> bool:
    """Tell whether the case of a name counts: one word with capitals, unless it is a task."""
    return kind is not TASK and " " not in name and name != name.lower()


def is_found(name: str, resolver: Resolver) -> bool:
    """Tell whether the catalogue has a name, or its grammar places it."""
    return any(
        resolver.find(each) or resolver.ontology.by_key(label_key(each))
        for each in dict.fromkeys((name, singular(name)))
    )


def line(name: str, found: Counter[str], frequent: Counter[str], of: int) -> str:
    share = f"{found[name] / frequent[name]:.3f}" if frequent[name] else ""
    return f"| {name} | {of:,} | {frequent[name]:,} | {found[name]:,} | {share} |"


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("corpus", nargs="?", type=Path, default=CORPUS)
    options.add_argument("--papers", type=int, help="about so many, every k-th of the corpus (default: all)")
    options.add_argument("--least", type=int, default=5, help="papers that a name must stand in")
    options.add_argument("--external", type=Path, default=EXTERNAL, help="the folder of the lists")
    options.add_argument("--missing", metavar="LIST", help="show the names of a list that are not found, instead")
    given = options.parse_args()
    named = lists(given.external)
    counting = Counting({(name, is_exact(name, kind)) for kind, names in named.values() for name in names})
    read = 0
    for row in records(given.corpus, step=step_for(given.papers, given.corpus)):
        counting.read(clean(f"{row['title']}\n{row['abstract']}").text)
        read += 1
    if given.missing:
        kind, names = named[given.missing]
        missing(kind, names, counting, given.least)
    else:
        print(f"Names that stand in at least {given.least} of {read:,} papers, and the share that the catalogue finds.")
        report(named, counting, given.least)


def missing(kind: ConceptType | None, names: set[str], counting: Counting, least: int) -> None:
    """Print the names that are not found, with the number of papers, most papers first."""
    resolver = resolver_of(Ontology.load())
    rows = [(counting.papers[name, is_exact(name, kind)], name) for name in names if not is_found(name, resolver)]
    for papers, name in sorted(rows, key=lambda row: (-row[0], row[1])):
        if papers >= least:
            print(f"{papers}\t{name}")


def report(named: Names, counting: Counting, least: int) -> None:
    """Print the tables: by list, then by type and over all, where a name of several lists counts once."""
    resolver = resolver_of(Ontology.load())
    frequent: Counter[str] = Counter()
    found: Counter[str] = Counter()
    by_type: dict[str, dict[str, bool | None]] = {}
    print("\n| list | names | in papers | found | share |\n| --- | ---: | ---: | ---: | ---: |")
    for title, (kind, names) in named.items():
        for name in names:
            is_frequent = counting.papers[name, is_exact(name, kind)] >= least
            has = is_found(name, resolver) if is_frequent else None
            frequent[title] += is_frequent
            found[title] += bool(has)
            for each in (str(kind or "any"), "all", *(["all but CSO"] if kind else [])):
                known = by_type.setdefault(each, {})
                known[label_key(name)] = known.get(label_key(name)) or has
        print(line(title, found, frequent, len(names)))
    print("\n| type | names | in papers | found | share |\n| --- | ---: | ---: | ---: | ---: |")
    for title in (*(str(kind) for kind in ConceptType), "any", "all but CSO", "all"):
        known = by_type.get(title, {})
        frequent[title] = sum(has is not None for has in known.values())
        found[title] = sum(has is True for has in known.values())
        print(line(title, found, frequent, len(known)))


if __name__ == "__main__":
    main()
