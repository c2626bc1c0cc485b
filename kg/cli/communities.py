"""`kg communities`: the topics of the graph."""

from pathlib import Path

from kg.analysis.communities import communities
from kg.cli.analysed import tables_at
from kg.cli.options import TableForm
from kg.cli.sheets import Sheet, show
from kg.cli.voice import Voice

_FOREMOST = 10


def run(voice: Voice, *, min_papers: int, resolution: float, limit: int | None, format_: TableForm, graph: Path) -> int:
    """Print the topics, each with its foremost concepts and papers."""
    with tables_at(graph, voice) as tables:
        found = communities(tables, min_papers=min_papers, resolution=resolution, limit=limit)
    rows = [
        [
            str(number), topic.name, str(topic.papers), str(len(topic.concepts)),
            ", ".join(member.label for member in topic.concepts[:_FOREMOST]), " / ".join(topic.examples),
        ]
        for number, topic in enumerate(found.topics, start=1)
    ]  # fmt: skip
    columns = ("no", "topic", "papers", "concepts", "foremost concepts", "for example")
    show(voice, format_, found, [Sheet("topics", columns, rows)], "no concept is named by enough papers")
    if rows:
        voice.say(f"{found.concepts:,} concepts, modularity {found.modularity:.2f}; {found.left:,} in too few papers")
    return 0
