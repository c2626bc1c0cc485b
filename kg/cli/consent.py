"""Before papers go to an endpoint: how many, how many tokens, what it costs, and whether to go on."""

import sys
from collections.abc import Callable, Sequence

import typer

from kg.cli.problems import counted
from kg.cli.voice import UsageError, Voice
from kg.errors import KgError
from kg.model import Paper
from kg.readers.choose import endpoint_for
from kg.readers.cost import Estimate, estimate
from kg.settings import Settings


class Declined(KgError):
    """A person has said no."""


def consent(voice: Voice, settings: Settings, yes: bool) -> Callable[[Sequence[Paper]], None] | None:
    """Return what asks for leave to send papers, None where the reader of the settings sends none.

    It raises Declined where a person says no, and UsageError where nobody can be asked; after `yes` it only tells.
    """
    endpoint = endpoint_for(settings)
    if endpoint is None:
        return None
    host = endpoint.client.host

    def ask(papers: Sequence[Paper]) -> None:
        if not papers:
            return
        needed = estimate(endpoint, papers, settings.reader_price_in, settings.reader_price_out)
        what = told(needed, f"{settings.reader_model} at {host}")
        if yes or not needed.requests:
            voice.say(what)
        elif not _is_terminal():
            raise UsageError(f"{what}. Add --yes to send them")
        elif not typer.confirm(f"{what}. Go on?", err=True):
            raise Declined("nothing was sent")

    return ask


def refuse_to_send(settings: Settings, papers: Sequence[Paper]) -> None:
    """Raise UsageError where reading papers would send some of them: for commands that do not ask."""
    endpoint = endpoint_for(settings)
    unknown = 0 if endpoint is None else sum(not endpoint.is_cached(paper) for paper in papers)
    if unknown:
        raise UsageError(
            f"{counted(unknown, 'paper')} would be sent to {settings.reader_model}. kg extract asks before it sends: "
            "read them with it first"
        )


def _is_terminal() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty()


def told(needed: Estimate, where: str) -> str:
    """Return an estimate as one line."""
    parts = [f"{counted(needed.papers, 'paper')} to read", f"{needed.cached:,} answered before"]
    if needed.requests:
        parts.append(f"{needed.requests:,} to send to {where}")
        parts.append(f"about {needed.tokens_in:,} tokens in and {needed.tokens_out:,} out")
        priced = "price unknown" if needed.price is None else f"about {needed.price:,.2f} at the prices set"
        parts.append(priced)
    return ", ".join(parts)
