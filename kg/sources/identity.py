"""Which paper a record is: identifiers as given, in one form each, and identifiers from the title."""

import hashlib
import re
import unicodedata

from kg.iris import slug
from kg.text import label_key

_ARCHIVES = (
    "acc-phys|adap-org|alg-geom|ao-sci|astro-ph|atom-ph|bayes-an|chao-dyn|chem-ph|cmp-lg|comp-gas|cond-mat|cs|dg-ga|funct-an"
    "|gr-qc|hep-ex|hep-lat|hep-ph|hep-th|math|math-ph|mtrl-th|nlin|nucl-ex|nucl-th|patt-sol|physics|plasm-ph|q-alg|q-bio"
    "|quant-ph|solv-int|supr-con"
)
_ARXIV = re.compile(
    r"(?:arxiv\s*:\s*|(?:https?://)?(?:[a-z]+\.)?arxiv\.org/[a-z]+/|(?:https?://(?:dx\.)?doi\.org/)?10\.48550/arxiv\.)?"
    rf"(\d\d(?:0[1-9]|1[0-2])\.\d{{4,5}}|(?:{_ARCHIVES})(?:\.[a-z]{{2}})?/\d{{7}})(?:v\d{{1,3}})?(?:\.pdf)?/?",
    re.IGNORECASE,
)
_DOI = re.compile(r"(?:doi\s*:\s*|https?://(?:dx\.)?doi\.org/)?(10\.\d{4,9}/\S+)", re.IGNORECASE)
_STOPS = " .!?,;:"
_WORDS = 60  # characters of a title that stand in an identifier
_KEYED = 1000  # characters of a title that make its key: beyond them no two titles differ

_SHARED = (
    "Abstract|Acknowledgments|Addendum|Announcement|Book review|Call for papers|Comment|Commentary|Conclusion|Contents"
    "|Correction|Corrigendum|Discussion|Editorial|Editorial note|Erratum|Foreword|Front matter|Guest editorial|Index"
    "|Guest editors' introduction|In this issue|Introduction|Introduction to the special issue|Invited talk|Keynote"
    "|Letter|Message from the chairs|News|No title|Note|Obituary|Overview|Panel|Poster|Preface|Reply|Retraction|Review"
    "|Special issue|Summary|Survey|Table of contents|Title|Tutorial|Untitled|Welcome"
)


def arxiv_id(text: str) -> str | None:
    """Return the arXiv identifier without version that the whole of the text stands for.

    >>> arxiv_id("arXiv:2411.11745v2"), arxiv_id("https://arxiv.org/abs/hep-th/9901001"), arxiv_id("BERT")
    ('2411.11745', 'hep-th/9901001', None)
    """
    match = _ARXIV.fullmatch(text.strip()) if len(text) < 200 else None
    return match[1] if match else None


def normal_id(text: str) -> str:
    """Return an identifier in its one form: arXiv without prefix and version, DOI in lower case without address.

    >>> normal_id("https://doi.org/10.1145/ABC"), normal_id(" 3dv2025/x1 ")
    ('10.1145/abc', '3dv2025/x1')
    """
    arxiv = arxiv_id(text)
    if arxiv is not None or "10." not in text:
        return arxiv or " ".join(text.split())
    match = _DOI.fullmatch(text.strip())
    return match[1].lower() if match else " ".join(text.split())


def is_worldwide(identifier: str) -> bool:
    """Tell whether everybody means the same paper by the identifier: arXiv or DOI, not a number of one file."""
    return bool(_ARXIV.fullmatch(identifier) or _DOI.fullmatch(identifier))


def title_key(title: str) -> str:
    """Return the key under which two spellings of one title meet; empty for an empty title only.

    Label keys tell "GPUS" from "GPUs"; titles in capitals are titles all the same, so case goes first.
    """
    folded = unicodedata.normalize("NFKC", title[:_KEYED]).casefold().strip()
    return label_key(folded.rstrip(_STOPS)) or folded


#: Keys of titles that many papers bear: they tell no paper from another.
GENERIC = frozenset(map(title_key, _SHARED.split("|")))


def derived_id(title: str, abstract: str, *, unique: bool = True) -> str:
    """Return the identifier of a paper that its sources give none: words of the title and a hash of its key.

    Where the title is shared by many papers ("Editorial"), or is known not to be `unique`, the abstract counts too.
    """
    key = title_key(title)
    if key in GENERIC or not unique:
        key = f"{key}\n{title_key(abstract)}"
    digest = hashlib.sha256(key.encode()).hexdigest()[:8]
    words = slug(title[:_KEYED], _WORDS + 1)
    if len(words) > _WORDS:
        words = words[: words.rfind("-", 1)] if "-" in words[1:] else words[:_WORDS]
    return f"{words.strip('-.') or 'paper'}-{digest}"
