"""Answers of an endpoint on disk: each under the hash of all that it depends on, whole or not there."""

import contextlib
import hashlib
import json
import os
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from platformdirs import user_cache_path

from kg.readers.prompt import SCHEMA_TEXT, messages

_FORM = 1  # of what is kept; goes up when it changes


@dataclass(frozen=True, slots=True)
class Answer:
    """What an endpoint said of a text, with the tokens that it counted (0 where it did not)."""

    model: str
    record: dict[str, Any]
    tokens_in: int = 0
    tokens_out: int = 0


def key_of(model: str, text: str) -> str:
    """Return the name of an answer: a hash of the model, the prompt, the schema and the text."""
    parts = json.dumps([_FORM, model, SCHEMA_TEXT, messages(text)])
    return hashlib.sha256(parts.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Cache:
    """A folder of answers; several processes and threads may use it at once."""

    folder: Path

    def load(self, model: str, text: str) -> Answer | None:
        """Return the answer that is kept, None where there is none or it is damaged."""
        try:
            data = json.loads(self._path(model, text).read_bytes())
        except (OSError, ValueError):
            return None
        try:
            answer = Answer(**data)
        except TypeError:
            return None
        return answer if isinstance(answer.record, dict) else None

    def save(self, text: str, answer: Answer) -> Answer:
        """Keep an answer and return what is kept: the first one stays. Raises OSError where it cannot be written."""
        kept = self.load(answer.model, text)
        if kept:
            return kept
        path = self._path(answer.model, text)
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(json.dumps(asdict(answer), sort_keys=True).encode())
            Path(draft).replace(path)
        finally:
            with contextlib.suppress(FileNotFoundError):
                Path(draft).unlink()
        return answer

    def _path(self, model: str, text: str) -> Path:
        key = key_of(model, text)
        return self.folder / key[:2] / f"{key}.json"


def cache_in(folder: str) -> Cache:
    """Return the cache in a folder; `""` is the one of this user."""
    return Cache(Path(folder).expanduser() if folder else user_cache_path("kg-papers") / "reader")
