"""Every error that kg raises on purpose.

KgError
├── SourceError        a source cannot be read at all (file, line, mend)
├── OntologyError      a file of the vocabulary is broken (path, term)
├── SettingsError      an unknown or wrong setting (key)
├── UnknownNode        a name that the graph does not hold (name, suggestions)
├── QueryError         SPARQL that the store refuses (sparql, reason)
├── ReaderError        a reader of papers that gives no answer (message, mend)
├── MissingExtra       a library that an extra of kg brings is not installed (library, extra)
└── StoreError         a graph folder that is absent, locked or damaged (path)
"""

from pathlib import Path


class KgError(Exception):
    """The root: catching it catches everything that kg raises on purpose."""


class SourceError(KgError):
    """A source that cannot be read. Carries `source`, `line` (1-based, 0 for the whole) and `mend`."""

    def __init__(self, source: str, line: int, message: str, mend: str) -> None:
        where = f"{source}:{line}" if line else source
        super().__init__(f"{where}: {message}. {mend}")
        self.source, self.line, self.message, self.mend = source, line, message, mend


class OntologyError(KgError):
    """A file of the vocabulary is broken. Carries `path` and `term`."""

    def __init__(self, path: Path | str, term: str, message: str) -> None:
        super().__init__(f"{path}: {term}: {message}" if term else f"{path}: {message}")
        self.path, self.term = path, term


class SettingsError(KgError):
    """A setting that kg does not know or cannot use. Carries `key`."""

    def __init__(self, key: str, message: str) -> None:
        super().__init__(f"setting {key}: {message}")
        self.key = key


class UnknownNode(KgError):
    """A name that no node of the graph has. Carries `name` and the nearest names as `suggestions`."""

    def __init__(self, name: str, suggestions: tuple[str, ...] = ()) -> None:
        hint = f" Did you mean {', '.join(suggestions)}?" if suggestions else ""
        super().__init__(f"the graph has no node named {name!r}.{hint}")
        self.name, self.suggestions = name, suggestions


class QueryError(KgError):
    """A query that the store refuses or cannot parse. Carries `sparql` and `reason`."""

    def __init__(self, sparql: str, reason: str) -> None:
        super().__init__(f"the query cannot be run: {reason}")
        self.sparql, self.reason = sparql, reason


class ReaderError(KgError):
    """A reader of papers that gives no answer of use. Carries `message` and `mend`."""

    def __init__(self, message: str, mend: str) -> None:
        super().__init__(f"{message}. {mend}")
        self.message, self.mend = message, mend


class MissingExtra(KgError):
    """What is asked for needs a library that an extra brings. Carries `library` and `extra`."""

    def __init__(self, library: str, extra: str, what: str) -> None:
        super().__init__(f"{what} needs {library}, which is not installed. Run: pip install 'kg-papers[{extra}]'")
        self.library, self.extra = library, extra


class StoreError(KgError):
    """A graph folder that is absent, locked by another kg, or damaged. Carries `path`."""

    def __init__(self, path: Path | str, message: str) -> None:
        super().__init__(f"{path}: {message}")
        self.path = path
