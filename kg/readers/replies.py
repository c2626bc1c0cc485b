"""What a server replied: an answer, or what went wrong and whether another try may help."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from textwrap import shorten
from typing import Any

from kg.readers.cache import Answer

_AGAIN = frozenset((408, 409, 425, 429))
_REFUSED = frozenset((400, 422))
_MENDS = {
    401: "Set KG_READER_KEY to a key that the endpoint takes",
    403: "Set KG_READER_KEY to a key that may use the model",
    404: "Check reader_url (for most servers it ends in /v1) and reader_model",
}
_SHOWN = 160


@dataclass(frozen=True, slots=True)
class Failure:
    """A request without an answer.

    `again` where another try may help, at most `tries` in all, after `wait` seconds (None: the usual). `refused`
    where the request was not to the server's liking, with its `complaint`. `hopeless` where no other text would fare
    better.
    """

    message: str
    mend: str
    again: bool = True
    tries: int = 99
    wait: float | None = None
    refused: bool = False
    complaint: str = ""
    hopeless: bool = False


def answer_in(body: str, model: str) -> Answer | Failure:
    """Return the answer in the body of a reply."""
    data = _parsed(body)
    try:
        choice = data["choices"][0]
        message = choice["message"]
        content = message.get("content")
    except (TypeError, LookupError, AttributeError):
        return Failure("its reply is no chat completion", "Check reader_url", tries=2)
    if choice.get("finish_reason") == "length":
        return Failure("its answer was cut off", "Let the server give longer answers", again=False)
    if not isinstance(content, str) or message.get("refusal"):
        return Failure("the model declined to answer", "Try another reader_model", again=False)
    record = _record(content)
    if record is None:
        return Failure("its answer is not the JSON asked for", "Try another reader_model", tries=2)
    counts = data.get("usage")
    usage = counts if isinstance(counts, dict) else {}
    return Answer(model, record, _count(usage.get("prompt_tokens")), _count(usage.get("completion_tokens")))


def failure_in(status: int, body: str, retry_after: str | None) -> Failure:
    """Return what a reply that is no success means."""
    code, said = _error(_parsed(body))
    shown = f"status {status}" + (f" ({shorten(said, _SHOWN, placeholder=' …')})" if said else "")
    if code == "insufficient_quota":
        return Failure(shown, "Add to the account of the key", again=False, hopeless=True)
    if status in _MENDS:
        return Failure(f"status {status}", _MENDS[status], again=False, hopeless=True)
    if 300 <= status < 400:
        return Failure(shown, "Set reader_url to where it redirects", again=False, hopeless=True)
    if status in _AGAIN or status >= 500:
        return Failure(shown, "Try again later", wait=_seconds(retry_after))
    return Failure(shown, "Check reader_model", again=False, refused=status in _REFUSED, complaint=said.lower())


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _record(content: str) -> dict[str, Any] | None:
    """Return the object of an answer, which may stand in a fence or behind the model's thoughts."""
    found = _parsed(content)
    if found is None:
        tail = content.rpartition("</think>")[2]
        found = _parsed(tail[tail.find("{") : tail.rfind("}") + 1])
    whole = isinstance(found, dict) and all(isinstance(found.get(name), list) for name in ("concepts", "relations"))
    return {name: found[name] for name in ("concepts", "relations")} if whole else None


def _error(data: Any) -> tuple[str, str]:
    """Return code and message of an error in the usual forms."""
    error = data.get("error", data) if isinstance(data, dict) else None
    if isinstance(error, str):
        return "", error
    if not isinstance(error, dict):
        return "", ""
    return str(error.get("code") or ""), str(error.get("message") or error.get("detail") or "")


def _count(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else 0


def _seconds(after: str | None) -> float | None:
    """Return the seconds of a Retry-After, which is a number or a date (RFC 9110, 10.2.3)."""
    if not after:
        return None
    try:
        return max(0.0, float(after))
    except ValueError:
        pass
    try:
        return max(0.0, (parsedate_to_datetime(after) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None
