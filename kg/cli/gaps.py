"""`kg gaps`: systems that nobody compared, hardware on which nobody evaluated what many use."""

from pathlib import Path

from kg.analysis.uncompared import uncompared
from kg.cli.analysed import tables_at
from kg.cli.options import TableForm
from kg.cli.sheets import Sheet, show
from kg.cli.voice import Voice


def run(voice: Voice, *, min_papers: int, limit: int | None, format_: TableForm, graph: Path) -> int:
    """Print the pairs that no paper holds together, the most telling first."""
    with tables_at(graph, voice) as tables:
        found = uncompared(tables, min_papers=min_papers, limit=limit)
    pairs = [
        [pair.first_label, pair.second_label, "; ".join(pair.shared), f"{pair.weight:.2f}", " / ".join(pair.papers)]
        for pair in found.uncompared
    ]
    untried = [
        [row.hardware_label, row.technique_label, str(row.hardware_papers), str(row.technique_papers),
         f"{row.expected:.2f}"]
        for row in found.untried
    ]  # fmt: skip
    sheets = [
        Sheet("systems that nobody compared", ("system", "other", "both on", "weight", "papers"), pairs),
        Sheet("hardware without a technique", ("hardware", "technique", "papers on it", "papers with it", "expected"),
              untried),
    ]  # fmt: skip
    show(voice, format_, found, sheets, "nothing is missing, or there are too few papers to tell")
    return 0
