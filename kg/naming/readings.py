"""Shorter readings of a name: without the article, the maker, the publisher, the brackets."""

import re
from collections.abc import Iterator

from kg.text import singular

_BRANDS = frozenset(
    """
    nvidia tesla geforce quadro ampere hopper turing volta pascal blackwell amd radeon instinct ati intel xilinx
    altera google apple meta openai microsoft anthropic qualcomm samsung huawei hisilicon ibm arm amazon aws
    alibaba tencent baidu bytedance deepmind facebook xai mistralai deepseek-ai cohere nvidia's intel's amd's
    google's openai's meta's apple's graphcore cerebras cambricon raspberry digilent stmicroelectronics
    espressif nordic micron sk-hynix kioxia rigetti ionq quantinuum d-wave unitree franka lattice microchip
    mediatek bosch sony texas-instruments hugging-face huggingface
    """.split()
)
BRANDS = _BRANDS | {brand.replace("-", " ") for brand in _BRANDS}
"""Makers, and the brands of their lines, in lower case; the makers that a catalogue states come on top."""

_HUBS = frozenset(
    """
    meta-llama mistralai qwen google microsoft openai openai-community facebook eleutherai tiiuae bigscience
    bigcode deepseek-ai thudm 01-ai huggyllama lmsys nousresearch huggingfaceh4 huggingfacetb stabilityai
    runwayml nvidia allenai baai intfloat sentence-transformers codellama wizardlm wizardlmteam baichuan-inc
    internlm opengvlab liuhaotian llava-hf ibm-granite cohereforai databricks mosaicml state-spaces timm apple
    tencent moonshotai zai-org xai-org salesforce amazon ibm
    """.split()
)  # who publishes weights, as in "meta-llama/Llama-2-7b-hf"
_LEADING = re.compile(
    r"(?i:(?:the|an?|original|vanilla|standard|pre-?trained|open-source|single|frozen)\s+)"
    r"|(?P<size>(?:\d+x)?\d+(?:\.\d+)?[\s-]?(?:[BM]|[Bb]illion|[Mm]illion)(?:[-\s]param(?:eter)?s?)?|\d+[\s-]?GB)[\s-]+"
)
_BRACKETED = re.compile(r"(.+?)\s*\(([^()]+)\)")
_TURNED = re.compile(r"([a-z]\w+) of ([a-z]\w+(?: [a-z]\w+)?)", re.IGNORECASE)


def bracketed(name: str) -> tuple[str, str] | None:
    """Return a name and what stands in brackets behind it, or None.

    >>> bracketed("Low-Rank Adaptation (LoRA)")
    ('Low-Rank Adaptation', 'LoRA')
    """
    found = _BRACKETED.fullmatch(name) if name.endswith(")") else None
    return (found[1], found[2]) if found else None


def shorter(name: str, makers: frozenset[str]) -> Iterator[tuple[str, str, float]]:
    """Yield shorter readings of a name, the likeliest first, each with the reason and what it costs.

    >>> [reading for reading, _, _ in shorter("the NVIDIA GeForce RTX 4090", frozenset({"nvidia", "geforce"}))]
    ['NVIDIA GeForce RTX 4090', 'GeForce RTX 4090', 'RTX 4090']
    """
    inner = bracketed(name)
    if inner and not any(map(str.isdigit, inner[1])):
        yield inner[0], f"{inner[0]} before its short form", 0.05
        yield inner[1], f"{inner[1]} in brackets", 0.1
    bare = _without_lead(name)
    if bare != name:
        yield bare, "", 0.02
    for rest in _without_maker(bare, makers):
        yield rest, f"{rest} without its maker", 0.05
    owner, slash, weights = bare.partition("/")
    if slash and owner.lower() in _HUBS:
        yield weights, f"{weights} without its publisher", 0.05
    turned = _TURNED.fullmatch(bare)
    if turned:
        yield f"{singular(turned[2])} {turned[1]}", f"{turned[2]} {turned[1]}, turned round", 0.05


def _without_lead(name: str) -> str:
    """Return the name with articles dropped and a size in front put behind: "the 7B Llama 2" is "Llama 2 7B"."""
    behind = ""
    while found := _LEADING.match(name):
        behind = f" {found['size']}" if found["size"] else behind
        name = name[found.end() :]
    return name + behind


def _without_maker(name: str, makers: frozenset[str]) -> Iterator[str]:
    words = name.split()
    place = 0
    while place < len(words) - 1:
        ahead = (n for n in (3, 2, 1) if _bare(words[place : place + n]) in makers)
        place += next(ahead, len(words))
        if place < len(words):
            yield " ".join(words[place:])


def _bare(words: list[str]) -> str:
    """Return words as makers are listed: "NVIDIA's" is "nvidia"."""
    name = " ".join(words).lower()
    return name[:-2] if name.endswith(("'s", "’s")) else name
