"""Who may import whom in kg, which part may know a third-party library, and the budgets of DESIGN."""

import ast
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

KG = Path(__file__).parent.parent / "kg"
FILES = sorted(KG.rglob("*.py"))
LAYERS = [  # a part imports from itself and from the layers above its line, nothing else of kg
    {"errors", "model"},
    {"text", "iris", "vocab", "settings", "versions", "wordclasses", "linear", "whole", "alone", "sparing"},
    {"own_weights"},
    {"spellings", "quality"},
    {"entries", "parse"},
    {"compiled", "neural"},
    {"ontology"},
    {"context", "naming", "vocabulary"},
    {"sources", "mentions", "linking", "claims", "rdf"},
    {"settling", "annotation", "readers", "change"},
    {"fingerprints"},
    {"stating"},
    {"pipeline", "traverse", "tables", "imports"},
    {"analysis", "export", "serve", "spacy_linker"},
    {"training"},
    {"cli"},
    {"__init__", "__main__"},
]
RANK = {part: rank for rank, parts in enumerate(LAYERS) for part in parts}
HOME = {
    "duckdb": {"tables", "export"},
    "matplotlib": {"analysis"},
    "networkx": {"traverse", "analysis", "export"},  # export: its writer of GraphML
    "pyoxigraph": {"entries", "ontology", "vocabulary", "rdf", "change", "imports", "export", "serve"},
    "pyvis": {"export"},
    "rdflib": {"rdf", "export", "serve"},
    "pyshacl": {"rdf"},
    "rich": {"cli"},
    "sklearn": {"training"},
    "scipy": {"training"},
    "spacy": {"parse", "mentions", "claims", "vocabulary", "spacy_linker"},  # vocabulary: patterns for its EntityRuler
    "typer": {"cli"},
    "pycrfsuite": {"mentions", "training"},
    "ahocorasick_rs": {"mentions"},
    "pandas": {"traverse"},
    "platformdirs": {"compiled", "readers"},
    "onnx": {"training"},
    "onnxruntime": {"neural", "training"},  # training: quantizes
    "safetensors": {"training"},
    "threadpoolctl": {"neural"},
    "tokenizers": {"neural"},
    "torch": {"training"},
}
SAME_LAYER = {("text", "iris"), ("iris", "vocab"), ("ontology", "parse")}  # iris folds labels as text does
SLOW = {
    "spacy", "networkx", "pyvis", "rdflib", "pyshacl", "numpy", "sklearn", "scipy", "pycrfsuite", "onnxruntime",
    "tokenizers", "torch", "duckdb", "matplotlib",
}  # fmt: skip


def part_of(path: Path) -> str:
    return path.relative_to(KG).parts[0].removesuffix(".py")


def imported(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Every module that a file imports, at its top or inside a function, with its line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "a relative import"
            assert node.module
            yield node.module, node.lineno
            if node.module == "kg":
                yield from ((f"kg.{alias.name}", node.lineno) for alias in node.names)


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(KG)))
def test_imports_point_one_way(path: Path) -> None:
    """A part imports from the layers above its line; a library is used in its home alone."""
    part = part_of(path)
    for name, line in imported(ast.parse(path.read_text("utf-8"))):
        package, _, rest = name.partition(".")
        if package == "kg" and rest:
            other = rest.split(".")[0]
            allowed = other == part or RANK[other] < RANK[part] or (other, part) in SAME_LAYER
            assert allowed, f"line {line}: {part} may not import {other}"
        assert part in HOME.get(package, {part}), f"line {line}: {package} is used outside {HOME[package]}"


def test_nobody_imports_training() -> None:
    """How the learned parts are made is never needed to run kg, except by the command that does it."""
    for path in FILES:
        names = {name for name, _ in imported(ast.parse(path.read_text("utf-8")))}
        if part_of(path) not in ("training", "cli"):
            assert not any(name.startswith("kg.training") for name in names), path


def in_functions(tree: ast.AST) -> Iterator[ast.stmt]:
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from (n for n in ast.walk(function) if isinstance(n, ast.Import | ast.ImportFrom))


@pytest.mark.parametrize("path", [p for p in FILES if part_of(p) != "cli"], ids=lambda p: str(p.relative_to(KG)))
def test_own_modules_are_imported_at_the_top(path: Path) -> None:
    """Imports inside functions are for slow libraries, never for kg itself (the command line excepted)."""
    for statement in in_functions(ast.parse(path.read_text("utf-8"))):
        names = [statement.module or ""] if isinstance(statement, ast.ImportFrom) else [a.name for a in statement.names]
        assert not any(name == "kg" or name.startswith("kg.") for name in names), f"line {statement.lineno}"


def graph() -> dict[str, set[str]]:
    modules = {".".join(p.relative_to(KG.parent).with_suffix("").parts).removesuffix(".__init__"): p for p in FILES}
    edges: dict[str, set[str]] = {}
    for module, path in modules.items():
        names = {name for name, _ in imported(ast.parse(path.read_text("utf-8")))}
        edges[module] = {name for name in names if name in modules and name != module}
    return edges


def test_there_is_no_cycle() -> None:
    """The modules can be put in an order in which each imports only earlier ones."""
    edges = graph()
    while free := [module for module, needs in edges.items() if not needs & edges.keys()]:
        for module in free:
            del edges[module]
    assert not edges


def functions() -> Iterator[tuple[Path, ast.FunctionDef | ast.AsyncFunctionDef]]:
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield path, node


def test_functions_are_short() -> None:
    """Median at most 10 lines, nine in ten at most 30, none over 60."""
    sizes = sorted(((n.end_lineno or 0) - n.lineno + 1, f"{p.name}:{n.lineno} {n.name}") for p, n in functions())
    lengths = [size for size, _ in sizes]
    assert sizes[-1][0] <= 60, sizes[-3:]
    assert statistics.median(lengths) <= 10
    assert lengths[int(len(lengths) * 0.9)] <= 30


def test_modules_are_short() -> None:
    """Median at most 130 lines, none over 300."""
    sizes = {str(p.relative_to(KG)): len(p.read_text("utf-8").splitlines()) for p in FILES}
    assert max(sizes.values()) <= 300, {name: size for name, size in sizes.items() if size > 300}
    assert statistics.median(sizes.values()) <= 130


def test_one_broad_except() -> None:
    """Only the build loop catches everything; it records what it caught."""
    broad = []
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ExceptHandler):
                name = node.type.id if isinstance(node.type, ast.Name) else None
                if node.type is None or name in ("Exception", "BaseException"):
                    broad.append(path.name)
    assert broad == ["pipeline.py"]


def test_public_functions_have_docstrings() -> None:
    """What others may call says what it does."""
    bare = [
        f"{path.name}:{node.lineno} {node.name}"
        for path, node in functions()
        if not node.name.startswith("_") and not ast.get_docstring(node) and not nested(path, node)
    ]
    assert bare == []


def nested(path: Path, function: ast.AST) -> bool:
    tree = ast.parse(path.read_text("utf-8"))
    private = [n for n in ast.walk(tree) if isinstance(n, ast.ClassDef) and n.name.startswith("_")]
    inner = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    line = getattr(function, "lineno", 0)
    return any(n.lineno < line <= (n.end_lineno or 0) for n in [*private, *inner])


@pytest.mark.parametrize("command", ["import kg", "import kg.cli"])
def test_start_loads_nothing_slow(command: str) -> None:
    """`import kg` and `kg --help` come up without spaCy, numpy, networkx and the like."""
    script = f"import sys; {command}; print(*sorted(m.split('.')[0] for m in sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()
    assert not SLOW & set(loaded)


def test_tests_are_as_long_as_the_code() -> None:
    """At least one line of test for each line of code."""
    tests = sum(len(p.read_text("utf-8").splitlines()) for p in Path(__file__).parent.rglob("*.py"))
    code = sum(len(p.read_text("utf-8").splitlines()) for p in FILES)
    assert tests >= code, f"{tests} lines of tests for {code} lines of code"
