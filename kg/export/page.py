"""The graph as one HTML page that opens anywhere and asks the network for nothing.

pyvis fills the page's template with the opening view and brings vis-network, which is written into the
page. Everything that comes from papers stands in blocks of JSON, escaped so that no title can end them;
a Content-Security-Policy lets only the page's own two scripts run and forbids every connection.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.export.content import content

if TYPE_CHECKING:
    from kg.traverse import Graph

TITLE = "Knowledge graph"
_FOLDER = Path(__file__).parent
_PARTS = ("data", "look", "view", "panel", "tables", "controls", "main")
_OPTIONS = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "nodes": {"shape": "custom", "font": {"size": 0}, "chosen": False},
    "interaction": {"hover": True, "keyboard": False, "multiselect": False, "selectConnectedEdges": False},
}
_ADDRESS = re.compile(r"(https?:)//")


def write(graph: Graph, path: Path | str, *, title: str = TITLE) -> None:
    """Write the page to a file."""
    Path(path).write_text(render(graph, title=title), encoding="utf-8", newline="\n")


def render(graph: Graph, *, title: str = TITLE) -> str:
    """Return the page of a graph: the same extractions in any order give the same text."""
    from markupsafe import Markup
    from pyvis.network import Network

    values = content(graph)
    library, script, style = _library(), _script(), _read("page.css")
    network = Network(height="100%", directed=True, heading=title)
    for number, x, y in values["opening"]:
        network.add_node(number, label=values["nodes"][number][1], shape="custom", x=x, y=y)
    network.options = _OPTIONS
    network.set_template_dir(f"{_FOLDER}/", "template.html")
    network.templateEnv.autoescape = True
    network.templateEnv.filters["json"] = lambda value: Markup(_json(value))
    network.templateEnv.globals.update(
        data=values,
        library=Markup(library),
        script=Markup(script),
        style=Markup(style),
        policy=_policy(scripts=(library, script), style=style),
    )
    return str(network.generate_html())


def _json(value: Any) -> str:
    """Return JSON that no HTML parser and no old JavaScript parser can mistake for their own marks."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for char in "<>&\u2028\u2029\x7f":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text


def _library() -> str:
    """Return vis-network as pyvis ships it, the addresses in its notices written so that nothing can follow them."""
    import pyvis

    found = sorted(Path(pyvis.__file__).parent.glob("lib/vis-*/vis-network.min.js"))
    return _ADDRESS.sub(r"\1\/\/", found[-1].read_text(encoding="utf-8"))


def _script() -> str:
    body = "\n".join(_read(f"{part}.js") for part in _PARTS)
    return f'(() => {{\n"use strict";\n{body}\n}})();\n'


def _read(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")


def _policy(*, scripts: tuple[str, ...], style: str) -> str:
    allowed = " ".join(_hash(script) for script in scripts)
    return f"default-src 'none'; script-src {allowed}; style-src {_hash(style)}; base-uri 'none'; form-action 'none'"


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
