"""The page of the named queries is that of this program; `KG_WRITE_DOCS=1` writes it anew."""

import os
from pathlib import Path

from kg.rdf.named import LIMIT, NamedQuery, named_queries

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "queries.md"
HEAD = """# The named queries

Made from `kg/rdf/queries/*.rq` by `tests/rdf/test_queries_page.py`; don't edit it here. [How to ask](../how-to/query.md).
"""


def section(query: NamedQuery) -> str:
    """What the page says of a query: title, description, a command, and a row for each parameter."""
    words = [f"--{name} {value}" for name, value in query.example.items()]
    lines = [f"## {query.name}", "", f"**{query.title}.** {query.description}".replace("?.**", "?**"), ""]
    lines += ["```console", " ".join(["$ kg query -n", query.name, *words]), "```", ""]
    if query.parameters:
        lines += ["| parameter | kind | default | what it is |", "|---|---|---|---|"]
        lines += [f"| `{each.name}` | {each.kind} | {each.wanted} | {each.description} |" for each in query.parameters]
        lines.append("")
    return "\n".join(lines)


def page() -> str:
    return "\n".join([HEAD, *map(section, named_queries().values())]).rstrip("\n") + "\n"


def test_the_page_of_the_named_queries_is_up_to_date():
    if os.environ.get("KG_WRITE_DOCS"):
        PAGE.write_text(page(), encoding="utf-8")
    found = PAGE.read_text(encoding="utf-8")
    assert found == page(), "run: KG_WRITE_DOCS=1 python -m pytest tests/rdf/test_queries_page.py"


def test_it_lists_every_query_with_every_parameter():
    text = page()
    for query in named_queries().values():
        assert f"\n## {query.name}\n" in text
        assert query.title in text
        assert query.description in text
        for each in query.parameters:
            assert each.name == LIMIT or f"| `{each.name}` | {each.kind} | {each.wanted} |" in section(query)
