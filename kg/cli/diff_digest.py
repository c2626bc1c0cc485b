"""What changed between two graphs, as a text to read: the figures that are other ones first."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.change.facts import ChangedClaim, Diff, NamedConcept, Stated
from kg.change.feed import plain
from kg.cli.claims import doubt, figure, statement
from kg.cli.problems import counted
from kg.iris import paper_iri
from kg.model import Claim, Paper, Polarity

_SECTIONS = (
    ("claims_changed", "Changed figures"),
    ("papers_new", "New papers"),
    ("papers_changed", "Changed papers"),
    ("papers_gone", "Papers gone"),
    ("concepts_new", "New concepts"),
    ("concepts_gone", "Concepts gone"),
    ("claims_new", "New claims"),
    ("claims_gone", "Claims gone"),
)
_WORDS = (("papers", "paper"), ("concepts", "concept"), ("claims", "claim"))


def summary(found: Diff) -> str:
    """Return the numbers in one line: `papers: 2 new, 1 changed; claims: 9 new, 3 gone`."""
    parts = []
    for name, _ in _WORDS:
        numbers = [(len(getattr(found, f"{name}_{what}", ())), what) for what in ("new", "gone", "changed")]
        told = ", ".join(f"{number:,} {what}" for number, what in numbers if number)
        parts += [f"{name}: {told}"] if told else []
    return "; ".join(parts) or "nothing differs"


def digest(found: Diff, limit: int | None = None) -> str:
    """Return the difference as Markdown, at most `limit` lines of each kind."""
    lines = ["# What changed", "", f"{summary(found)}."]
    for name, heading in _SECTIONS:
        rows = getattr(found, name)
        if rows:
            shown = rows[:limit]
            lines += ["", f"## {heading} ({len(rows):,})", "", *_lines(shown)]
            lines += [f"- … and {counted(len(rows) - len(shown), 'other')}"] if len(rows) > len(shown) else []
    return "\n".join(lines) + "\n"


def _lines(rows: Sequence[object]) -> Iterator[str]:
    for row in rows:
        if isinstance(row, ChangedClaim):
            yield f"- {plain(about(row))}: **{plain(stance(row.old))}** is now **{plain(stance(row.new))}**"
            yield _quote(Stated(row.new, row.paper))
        elif isinstance(row, Stated):
            yield f"- {plain(said(row.claim, row.paper))}"
            yield _quote(row)
        elif isinstance(row, NamedConcept):
            yield f"- {plain(row.concept.label)} ({row.concept.type}), in {counted(len(row.papers), 'paper')}"
        elif isinstance(row, Paper):
            yield f"- {_paper(row)}"
        else:
            yield f"- {_paper(row.new)}: {', '.join(row.parts)}"  # type: ignore[attr-defined]


def about(changed: ChangedClaim) -> str:
    """Return the ends of a claim that changed."""
    bare = replace(changed.new, quantity=None, polarity=Polarity.ASSERTED, hedge=None)
    return said(bare, changed.paper)


def stance(claim: Claim) -> str:
    """Return the figure of a claim and what its text holds back: what can change of it."""
    return ", ".join(part for part in (figure(claim.quantity), doubt(claim)) if part) or "asserted"


def said(claim: Claim, paper: Paper) -> str:
    """Return a claim in one line; what is the paper's own stands there as such, since its title stands beside."""
    own = paper_iri(paper.id)
    names = {own: "the paper", f"{own}#contribution": "its contribution"}
    subject = replace(claim.subject, label=names.get(claim.subject.iri, claim.subject.label))
    return statement(replace(claim, subject=subject))


def _paper(paper: Paper) -> str:
    title = plain(paper.title)
    linked = f"[{title}]({paper.url})" if paper.url and not set(paper.url) & set(" ()<>") else title
    dated = paper.published and not paper.published.startswith("-")  # a source may name no year
    return f"{linked}, {paper.published}" if dated else linked


def _quote(row: Stated) -> str:
    return f"  > {plain(row.claim.evidence.text)} — {plain(row.paper.title)}"
