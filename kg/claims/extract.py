"""Claims of a paper: runs the rules and the models, one claim for one statement."""

from dataclasses import dataclass
from pathlib import Path

from kg.claims import patterns
from kg.claims.judge import by_rules, candidates, judged
from kg.claims.roles import Role, role_claim, roles
from kg.claims.statements import Told
from kg.claims.subjects import things
from kg.context import context_of
from kg.iris import iri_of
from kg.linear import LinearModel, has_model, load_model
from kg.model import Claim, Link
from kg.neural.encoder import Network
from kg.parse import Document


@dataclass(frozen=True, slots=True, eq=False)
class Reader:
    """What decides: `roles` of the paper's edges, `relations` of pairs; a network may have its say.

    `figures` judges what the rules read of figures and comparisons; without it the rules alone decide.
    """

    roles: LinearModel
    relations: LinearModel
    network: Network | None = None
    figures: LinearModel | None = None


def shipped_reader(folder: Path | None = None) -> Reader:
    """Return the reader whose weights ship with the package, or stand in a folder."""
    figures = load_model("figures", folder) if has_model("figures", folder) else None
    return Reader(load_model("roles", folder), load_model("relations", folder), figures=figures)


def extract(
    document: Document, links: tuple[Link, ...], *, reader: Reader | None = None, threshold: float = 0.25
) -> tuple[Claim, ...]:
    """Return the claims of a paper: a role for each concept, then relations and figures in order of evidence.

    A relation or a figure whose confidence is below `threshold` is left out.
    """
    reader = reader or shipped_reader()
    context = context_of(document)
    found = roles(context, things(links), reader.roles, reader.network)
    edges = [role_claim(context, role) for role in found]
    relations = [
        *patterns.find(context, found, reader.relations, threshold, reader.network),
        *(claim for _, _, claim in read_figures(document, links, found, reader.figures)),
    ]
    distinct: dict[str, Claim] = {}
    for claim in relations:
        if claim.confidence >= threshold:
            distinct.setdefault(iri_of(claim), claim)
    ordered = sorted(distinct.values(), key=lambda claim: (claim.evidence.span, claim.predicate))  # stable: as read
    return (*edges, *ordered)


def read_figures(
    document: Document, links: tuple[Link, ...], found: tuple[Role, ...], judge: LinearModel | None = None
) -> tuple[Told, ...]:
    """Return the figures and comparisons of a paper, each with its sentence and what was read there.

    Without a judge that is what the rules read, with their precision as confidence.
    """
    return judged(candidates(document, links, found), judge) if judge else by_rules(document, links, found)
