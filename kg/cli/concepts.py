"""`kg concepts …`: the commands on the vocabulary. Their bodies stand in the `concepts_*` modules."""

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.options import GRAPH, Graph, Json, MappingForm, Out, Quiet, TableForm, Verbose, VocabularyForm, call
from kg.model import ConceptType

Which = Annotated[str, typer.Argument(metavar="CONCEPT", help="A name, an IRI, or its end: technique/flash-attention.")]
OfType = Annotated[ConceptType, typer.Option("--type", case_sensitive=False, help="The type of the concept.")]
NewType = Annotated[
    ConceptType | None, typer.Option("--type", case_sensitive=False, help="The type of the new node, if another.")
]


def merge(
    ctx: typer.Context,
    loser: Annotated[str, typer.Argument(metavar="LOSER", help="The concept that becomes another: a name or an IRI.")],
    winner: Annotated[str, typer.Argument(metavar="WINNER", help="The concept that stays.")],
    across_types: Annotated[bool, typer.Option("--across-types", help="Let the types differ.")] = False,
    graph: Graph = GRAPH,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Decide that two concepts are one. The next build honours it."""
    call(locals(), "concepts_edit")


def split(
    ctx: typer.Context,
    concept: Which,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The name that stands for something else.")],
    type_: NewType = None,
    graph: Graph = GRAPH,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Decide that a name of a concept is another concept. The next build honours it."""
    call(locals(), "concepts_edit")


def rename(
    ctx: typer.Context,
    concept: Which,
    label: Annotated[str, typer.Argument(metavar="LABEL", help="What it is called from now on.")],
    graph: Graph = GRAPH,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Give a concept another label. The IRI stays, and the old label stays a name."""
    call(locals(), "concepts_edit")


def undo(ctx: typer.Context, graph: Graph = GRAPH, quiet: Quiet = False, verbose: Verbose = False) -> None:
    """Take the last merge, split or rename back."""
    call(locals(), "concepts_edit")


def add(
    ctx: typer.Context,
    label: Annotated[str, typer.Argument(metavar="LABEL", help="What the concept is called.")],
    type_: OfType,
    alias: Annotated[list[str] | None, typer.Option(metavar="A", help="Another name; may stand several times.")] = None,
    broader: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="A concept above it; may stand several times.")
    ] = None,
    fact: Annotated[
        list[str] | None, typer.Option(metavar="NAME=VALUE", help="As maker=Meta; may stand several times.")
    ] = None,
    context: Annotated[bool, typer.Option("--context", help="Names of others too are linked near a cue only.")] = False,
    graph: Graph = GRAPH,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Add a concept, or names and facts of one, to the vocabulary of a graph."""
    call(locals(), "concepts_edit")


def mappings(
    ctx: typer.Context,
    format_: Annotated[MappingForm, typer.Option("--format", help="The form of the answer.")] = MappingForm.TSV,
    graph: Graph = GRAPH,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Print which names were merged and why, as an SSSOM mapping set."""
    call(locals(), "concepts_edit")


def find(
    ctx: typer.Context,
    names: Annotated[list[str], typer.Argument(metavar="NAME…", help="Names as papers write them.")],
    json: Json = False,
    graph: Graph = GRAPH,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Tell which concept a name stands for out of context, and how that was found."""
    call(locals(), "concepts_find")


def show(
    ctx: typer.Context,
    concept: Which,
    json: Json = False,
    graph: Graph = GRAPH,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Show a concept of the catalogue: its names, facts, cues, and what is above and below it."""
    call(locals(), "concepts_find")


def check(
    ctx: typer.Context,
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="[FILE_OR_FOLDER…]", help="Look at these instead.")
    ] = None,
    json: Json = False,
    graph: Graph = GRAPH,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """List what is wrong in the catalogue and the graph's own vocabulary; the exit code is 1 if anything is."""
    given = locals()
    call({**given, "paths": given["paths"] or []}, "concepts_check")


def import_(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="SKOS, CSV, or a list of Papers with Code.")],
    type_: Annotated[
        ConceptType | None,
        typer.Option("--type", case_sensitive=False, help="The type, where the file states none."),
    ] = None,
    graph: Graph = GRAPH,
    replace: Annotated[bool, typer.Option("--replace", help="Use it in place of the catalogue that ships.")] = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Take in a vocabulary: it joins the catalogue for this graph, or takes its place."""
    call(locals(), "concepts_check")


def export(
    ctx: typer.Context,
    format_: Annotated[
        VocabularyForm, typer.Option("--format", help="jsonl is for spaCy's EntityRuler.")
    ] = VocabularyForm.SKOS,
    out: Out = None,
    graph: Graph = GRAPH,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Write the catalogue that is in force in another form."""
    call(locals(), "concepts_check")


def gaps(
    ctx: typer.Context,
    sources: Annotated[
        list[str] | None, typer.Argument(metavar="[SOURCE…]", help="Papers as kg build takes them; else the graph's.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="At most N phrases.")] = 50,
    min_papers: Annotated[int, typer.Option(min=1, metavar="K", help="In at least K papers.")] = 2,
    type_: Annotated[
        ConceptType | None, typer.Option("--type", case_sensitive=False, help="Of this likely type alone.")
    ] = None,
    format_: Annotated[TableForm, typer.Option("--format", help="The form of the answer.")] = TableForm.TABLE,
    graph: Graph = GRAPH,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """List frequent phrases that the catalogue does not hold, as a queue to look through.

    They are names that only papers give, ambiguous ones with what they may mean, and ones that score too low. The
    graph's own vocabulary and decisions count.
    """
    given = locals()
    call({**given, "sources": given["sources"] or []}, "concepts_gaps")


#: Each command of the group, its name, and one line that shows its use.
CONCEPTS = (
    (find, "find", 'kg concepts find H100 "Llama 3.1 8B" --json'),
    (show, "show", 'kg concepts show "differential privacy"'),
    (check, "check", "kg concepts check"),
    (gaps, "gaps", "kg concepts gaps papers.jsonl --type Technique --min-papers 3 --format md"),
    (add, "add", 'kg concepts add FlashQuant --type Technique --alias "flash quantizer" --fact maker=Ours'),
    (import_, "import", "kg concepts import words.csv --type Technique"),
    (export, "export", "kg concepts export --format csv -o catalogue.csv"),
    (merge, "merge", 'kg concepts merge "flash quant cache" FlashQuant'),
    (split, "split", "kg concepts split FlashQuant FQ --type Metric"),
    (rename, "rename", 'kg concepts rename FlashQuant "FlashQuant v1"'),
    (undo, "undo", "kg concepts undo"),
    (mappings, "mappings", "kg concepts mappings > merges.sssom.tsv"),
)
