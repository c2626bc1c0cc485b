"""Papers made up in the form of SciER: what is learned in seconds."""

import json
from pathlib import Path
from typing import Any

from scier_data import Article, Sentence

LETTERS = "ABCDEFGHIJKLMNOP"


def sentence(text: str, mentions: list[tuple[str, str]], relations: list[tuple[int, str, int]]) -> Sentence:
    """Mentions are strings in the order of the text, relations numbers of mentions."""
    tokens = tuple(text.split(" "))
    named = []
    start = 0
    for string, kind in mentions:
        words = tuple(string.split(" "))
        start = next(i for i in range(start, len(tokens)) if tokens[i : i + len(words)] == words)
        named.append(((start, start + len(words)), kind))
        start += len(words)
    related = tuple((named[one][0], named[other][0], name) for one, name, other in relations)
    return Sentence(tokens, tuple(named), related)


def article(number: int) -> Article:
    """A paper of a fixed form; the names change with the number."""
    net, data = f"Shell Net {LETTERS[number]}", f"Beach Set - 1 0 {number % 10}"
    technique = ("wave pooling", "sand routing", "pebble hashing")[number % 3]
    first = sentence(
        f"We propose {net} , a tidal network for shell sorting .",
        [(net, "Method"), ("tidal network", "Method"), ("shell sorting", "Task")],
        [(0, "SubClass-Of", 1), (0, "Used-For", 2)],
    )
    second = sentence(
        f"{net} learns from {data} ( 4 2 . 5 % ) and beats {technique} .",
        [(net, "Method"), (data, "Dataset"), (technique, "Method")],
        [(0, "Trained-With", 1), (0, "Compare-With", 2)],
    )
    third = sentence(
        f"{data} is a test of shell sorting .",
        [(data, "Dataset"), ("shell sorting", "Task")],
        [(0, "Benchmark-For", 1)],
    )
    return Article(f"made-{number}", (first, second, third))


def with_offsets(made: Article) -> dict[str, Any]:
    """The paper as a row of `plm_*.jsonl`."""
    base, mentions, relations = 0, [], []
    for each in made.sentences:
        mentions.append([[a + base, b + base - 1, kind] for (a, b), kind in each.mentions])
        relations.append([[a + base, b + base - 1, c + base, d + base - 1, n] for (a, b), (c, d), n in each.relations])
        base += len(each.tokens)
    sentences = [list(each.tokens) for each in made.sentences]
    return {"doc_id": made.id, "sentences": sentences, "ner": mentions, "relations": relations}


def with_strings(made: Article) -> list[dict[str, Any]]:
    """The paper as rows of `llm_*.jsonl`."""

    def string(own: Sentence, span: tuple[int, int]) -> str:
        return " ".join(own.tokens[slice(*span)])

    return [
        {
            "doc_id": made.id,
            "sentence": " ".join(own.tokens),
            "ner": [[string(own, span), kind] for span, kind in own.mentions],
            "rel": [[string(own, one), name, string(own, other)] for one, other, name in own.relations],
        }
        for own in made.sentences
    ]


def write_split(folder: Path, train: int = 10) -> Path:
    """Write files of the names that the benchmark reads, and return the folder."""
    rows: dict[str, list[dict[str, Any]]] = {
        "llm_train": [row for number in range(train) for row in with_strings(article(number))],
        "plm_dev": [with_offsets(article(number)) for number in range(10, 14)],
        "plm_test": [with_offsets(article(14))],
        "plm_test_ood": [with_offsets(article(15))],
    }
    for name, own in rows.items():
        (folder / f"{name}.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in own), encoding="utf-8")
    return folder
