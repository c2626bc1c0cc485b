"""What can be typed to train: the command with its options. The body stands in `kg.cli.train`."""

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.options import Quiet, Verbose, Workers, call

_WEIGHTS = Path("weights")


def train(
    ctx: typer.Context,
    gold: Annotated[
        list[Path], typer.Argument(metavar="GOLD...", help="Annotated papers, JSON Lines, with or without text.")
    ],
    out: Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help="The folder of the weights.")] = _WEIGHTS,
    config: Annotated[
        Path | None, typer.Option(metavar="FILE", help="How the network is trained, TOML; else as what ships was.")
    ] = None,
    papers: Annotated[
        list[str] | None, typer.Option(metavar="LISTING", help="Papers without annotations; may be given again.")
    ] = None,
    adapt: Annotated[
        float | None, typer.Option(min=0.0, metavar="MINUTES", help="Adapt the network to those papers so long first.")
    ] = None,
    no_network: Annotated[bool, typer.Option("--no-network", help="Learn the linear parts alone: minutes.")] = False,
    seed: Annotated[int | None, typer.Option(min=0, metavar="N", help="Goes before that of the configuration.")] = None,
    workers: Workers = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Learn weights from annotated papers.

    The folder gets the weights, DATA_CARD.md and MODEL_CARD.md: what they learned from, how they score, where they
    fail. KG_WEIGHTS=DIR makes kg read with them. Needs the extra train.
    """
    call(locals())
