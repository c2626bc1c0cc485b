"""`kg annotate`: a page on which a person corrects what kg has read."""

import webbrowser
from contextlib import ExitStack
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path
from threading import Thread

from kg.annotation.form import Record
from kg.annotation.kept import FILE
from kg.cli.annotated import Given, checked, given_papers
from kg.cli.problems import counted, tell
from kg.cli.stored import opened
from kg.cli.voice import UsageError, Voice
from kg.errors import SourceError
from kg.export.records import record
from kg.model import Paper, Problem
from kg.pipeline import extractions
from kg.rdf.store import Store
from kg.serve.annotate.desk import Files
from kg.serve.annotate.server import Server
from kg.serve.annotate.session import Propose, Session
from kg.settings import load_settings

OUT = Path("annotations.jsonl")


_PATIENCE = 10.0  # seconds


def run(
    voice: Voice, *, sources: list[str] | None, out: Path | None, graph: Path | None, paper: list[str] | None,
    check: bool, stand_off: bool, year: int | None, port: int, no_browser: bool,
) -> int:  # fmt: skip
    """Serve the page until it is stopped, or check files; return 1 where a rule is broken or a record was lost."""
    if bool(sources) == (graph is not None):
        raise UsageError("give what is to be annotated: SOURCE… or --graph DIR, and not both")
    with ExitStack() as stack:
        store = stack.enter_context(opened(graph)) if graph else None
        of_store = None if store is None else tuple(store.paper(name) for name in store.papers())
        names = sources or ([str(graph / FILE)] if graph and (graph / FILE).is_file() else [])
        given = given_papers(names, year, of_store or ())
        if check:
            return checked(voice, given, out, bare=stand_off)
        if given.broken:
            place, message = given.broken[0]
            raise SourceError(place, 0, message, "`kg annotate --check` lists all that is to mend")
        files = Files(out or (graph / FILE if graph else OUT), bare=stand_off)
        for each in given.gold:
            files.adopt(each)
        session = Session(_chosen(given.papers, paper), files, _proposing(voice, given, store))
        tell(given.problems, voice)
        _serve(voice, session, port, browser=not no_browser)
    return 1 if any(problem.error for problem in given.problems) else 0


def _chosen(papers: tuple[Paper, ...], wanted: list[str] | None) -> tuple[Paper, ...]:
    """Return the papers with these ids, all where none is named."""
    known = {paper.id: paper for paper in papers}
    for name in wanted or ():
        if name not in known:
            near = get_close_matches(name, known, n=3)
            hint = f" Did you mean {', '.join(near)}?" if near else ""
            raise UsageError(f"there is no paper {name!r} here.{hint}")
    return tuple(known[name] for name in dict.fromkeys(wanted)) if wanted else papers


def _proposing(voice: Voice, given: Given, store: Store | None) -> Propose:
    """Return what reads a paper: out of the store, out of extractions that were given, or anew."""
    settings = replace(load_settings(), workers=1)

    def propose(paper: Paper) -> Record:
        if paper.id in given.proposals:
            return given.proposals[paper.id]
        if store is not None:
            return record(store.extraction(paper.id))
        failures: list[Problem] = []
        made = list(extractions([paper], settings, None, failures, lambda stage, done, total: None))
        tell(failures, voice)
        if made:
            return record(made[0])
        return {"id": paper.id, "title": paper.title, "abstract": paper.abstract, "concepts": [], "relations": []}

    return propose


def _serve(voice: Voice, session: Session, port: int, *, browser: bool) -> None:
    """Serve the page until Ctrl-C, and read the papers meanwhile."""
    try:
        server = Server(session, port)
    except OSError as error:
        raise UsageError(f"--port {port}: {error.strerror}. Leave --port out for any free one") from error
    ahead = Thread(target=session.read_ahead, daemon=True)
    ahead.start()
    print(server.address, flush=True)
    voice.say("Open this address in a browser. It works on this machine alone, for as long as kg runs; Ctrl-C ends")
    if browser:
        webbrowser.open(server.address)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass
    finally:
        session.stop()
        server.server_close()
        ahead.join(_PATIENCE)  # it may still read out of the store, which is closed next
    counts = session.counts()
    words = f"{counted(counts['done'], 'paper')} done, {counted(counts['draft'], 'draft')}, {counts['todo']:,} to do"
    voice.say(f"\n{words}. What is done stands in {session.files.out}")
