"""What reading papers at an endpoint takes, estimated before the first request."""

from collections.abc import Sequence
from dataclasses import dataclass

from kg.model import Paper
from kg.readers.openai_compatible import Endpoint
from kg.readers.prompt import SCHEMA_TEXT, messages

_CHARACTERS = 4  # of a token: the usual rule for English
_ANSWER = 6.1  # characters of an answer for one of the text: the mean of 425 annotated papers in the form of the schema
_MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Estimate:
    """How many papers, how many of them need no request, and the tokens of the others; `price` where one is set."""

    papers: int
    cached: int
    tokens_in: int
    tokens_out: int
    price: float | None

    @property
    def requests(self) -> int:
        """The papers that need a request."""
        return self.papers - self.cached


def estimate(endpoint: Endpoint, papers: Sequence[Paper], price_in: float, price_out: float) -> Estimate:
    """Return what reading the papers takes; the prices are those of a million tokens, 0 for none known."""
    asked = [paper.text for paper in papers if not endpoint.is_cached(paper)]
    tokens_in = sum(_tokens(sum(len(each["content"]) for each in messages(text)) + len(SCHEMA_TEXT)) for text in asked)
    tokens_out = sum(_tokens(len(text) * _ANSWER) for text in asked)
    price = (tokens_in * price_in + tokens_out * price_out) / _MILLION if price_in or price_out else None
    return Estimate(len(papers), len(papers) - len(asked), tokens_in, tokens_out, price)


def _tokens(characters: float) -> int:
    return -(-int(characters) // _CHARACTERS)
