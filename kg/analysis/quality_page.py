"""The quality record as a page for people, in Markdown."""

import shlex
from collections.abc import Iterator, Mapping, Sequence

from kg.quality import RATES, SETTINGS, Figure, Measured, Record, Row

_HEAD = """# Quality

Made by the command below; don't edit it here.

```console
{command}
```

kg {version} read the papers of each file anew, and `kg score` compared what it found with what people have annotated.
The figures say how good that reading is. They are no promise for papers of another kind. Each graph that `kg build`
writes holds the main ones too, and says whether it was read with the same version, weights, catalogue and settings:
`kg query -n quality`.

| read with | |
| --- | --- |
{reading}
"""
_NAMES = {
    "concept": "concepts",
    "typed": "concepts with their type",
    "role": "concepts with their type and role",
    "relation": "relations",
    "quantity": "figures",
    "metric": "share of figures found with the right metric",
    "evidence": "share of relations found whose sentence stands in the text",
}
_LEGEND = (
    "`found` are right, `missed` were not found, `false` should not have been found. The small ranges are 95 % "
    "intervals, by bootstrap over papers: another draw of papers of this kind would mostly land there."
)
_ERRORS = {
    "typed": "concepts with their type",
    "role": "concepts with their type and role",
    "relation": "relations",
}
_WORST = 5
_ENOUGH = 10  # annotated ones: of fewer, a rate says little


def page(record: Record) -> str:
    """Return the page of a record."""
    reading = record.reading
    rows = [
        ("weights", _digest(reading.weights)),
        ("catalogue", _digest(reading.catalogue)),
        ("code, weights, catalogue and settings together", _digest(record.engine)),
        ("settings", ", ".join(f"{name} {getattr(reading, name)}".lower() for name in SETTINGS)),
    ]
    listed = "\n".join(f"| {name} | {value} |" for name, value in rows)
    head = _HEAD.format(command=_command(record), version=reading.version, reading=listed)
    return head + "".join(part for gold in record.gold for part in _gold(gold))


def _command(record: Record) -> str:
    """Return the command that makes the record and the page, in the folder of the annotated papers' names."""
    learned_from = ["--learned-from", record.learned_from] if record.learned_from else []
    words = ["kg", "quality", *(gold.name for gold in record.gold), *learned_from]
    return shlex.join([*words, "-o", "kg/weights/quality.json", "--page", "docs/quality.md"])


def worst(rows: Mapping[str, Row]) -> list[str]:
    """Return the names with the lowest F1, the lowest first, of those that are annotated often enough to tell.

    >>> row = Row(Figure(0.5), Figure(0.5), Figure(0.5), 9, 9, 9)
    >>> worst({"Model": row, "None": Row(Figure(0), Figure(0), Figure(0), 1, 1, 1)})
    ['Model']
    """
    often = [name for name, row in rows.items() if row.hit + row.miss >= _ENOUGH]
    return sorted(often, key=lambda name: (rows[name].f1.value, name))[:_WORST]


def _gold(gold: Measured) -> Iterator[str]:
    yield f"\n## {gold.name}\n\n{_about(gold)}\n"
    yield f"\n### What is found\n\n{_table('measure', gold.measures)}\n{_LEGEND}\n"
    yield f"\n{_figures('beside these', gold.shares, _NAMES)}"
    if gold.calibration:
        yield "\n### How far a confidence can be believed\n\n"
        yield f"{_figures('expected calibration error', gold.calibration, _ERRORS)}"
        yield "\nAt 0, of the claims with confidence 0.8 four in five would be right, and so on for each confidence.\n"
    yield f"\n### What fails most\n\n{_fails(gold)}"
    yield f"\n### By type\n\n{_table('type', gold.by_type)}"
    yield f"\n### By predicate\n\n{_table('predicate', gold.by_predicate)}"


def _about(gold: Measured) -> str:
    seen = "Nobody said whether the weights were learned from some of them."
    if gold.seen is not None:
        seen = f"The weights were learned from {gold.seen:,} of them."
        if gold.seen:
            seen += " **So the figures flatter: new papers will do worse.**"
    return f"{gold.papers:,} annotated papers (sha256 {_digest(gold.sha256)}). {seen}"


def _fails(gold: Measured) -> str:
    lines = []
    for what, rows in (("type", gold.by_type), ("predicate", gold.by_predicate)):
        named = ", ".join(f"`{name}` {rows[name].f1.value:.2f}" for name in worst(rows))
        if named:
            lines.append(f"- Lowest F1 by {what}: {named}.\n")
    lines.append(f"- Types and predicates that are annotated less than {_ENOUGH} times are left out of this list.\n")
    return "".join(lines)


def _table(title: str, rows: Mapping[str, Row]) -> str:
    lines = [f"| {title} | precision | recall | F1 | found | missed | false |", "| --- |" + " ---: |" * 6]
    for name, row in rows.items():
        cells = [_figure(getattr(row, rate)) for rate in RATES]
        lines.append(_line([_NAMES.get(name, name), *cells, str(row.hit), str(row.miss), str(row.alarm)]))
    return "\n".join(lines) + "\n"


def _figures(title: str, figures: Mapping[str, Figure], names: Mapping[str, str]) -> str:
    lines = [f"| {title} | |", "| --- | ---: |"]
    lines += [_line([names.get(name, name), _figure(figure)]) for name, figure in figures.items()]
    return "\n".join(lines) + "\n"


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _figure(figure: Figure) -> str:
    if figure.low is None or figure.high is None:
        return f"{figure.value:.3f}"
    return f"{figure.value:.3f} <sub>{figure.low:.3f} to {figure.high:.3f}</sub>"


def _digest(value: str) -> str:
    return f"`{value[:16]}…`"
