"""What a name stands for out of context: a concept of the catalogue, or a member of one of its families."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from kg.entries import agrees
from kg.iris import concept_iri
from kg.model import Concept, ConceptType, Iri
from kg.naming.formats import number_format
from kg.naming.parts import SIZE, VERSION, Part, parse_tail, size_word
from kg.ontology import Entry, Ontology
from kg.text import clean, label_key

_SPLIT = re.compile(
    r"(?<=[A-Za-z])(?=\d|v\d)|(?<=\d)(?=[A-Za-z@])|(?<=[A-Za-z\d)+])(?=[\s\-‐-―_/(\[@])|(?<=[a-z])(?=[A-Z])"
)
_LEADING = re.compile(
    r"(?i:(?:the|an?|original|vanilla|standard|pre-?trained|open-source|single|frozen)\s+)"
    r"|(?P<size>(?:\d+x)?\d+(?:\.\d+)?[\s-]?(?:[BM]|[Bb]illion|[Mm]illion)(?:[-\s]param(?:eter)?s?)?|\d+[\s-]?GB)[\s-]+"
)
_BRANDS = frozenset(
    """
    nvidia tesla geforce quadro ampere hopper turing volta pascal blackwell amd radeon instinct ati intel xilinx altera google
    apple meta openai microsoft anthropic qualcomm samsung huawei hisilicon ibm arm amazon aws alibaba tencent baidu
    bytedance deepmind facebook xai mistralai deepseek-ai cohere nvidia's intel's amd's google's openai's meta's apple's
    graphcore cerebras cambricon raspberry digilent stmicroelectronics espressif nordic micron sk-hynix kioxia rigetti ionq
    quantinuum d-wave unitree franka lattice microchip mediatek bosch sony texas-instruments hugging-face huggingface
    """.split()
)
_HUBS = frozenset(
    """
    meta-llama mistralai qwen google microsoft openai openai-community facebook eleutherai tiiuae bigscience bigcode deepseek-ai
    thudm 01-ai huggyllama lmsys nousresearch huggingfaceh4 huggingfacetb stabilityai runwayml nvidia allenai baai intfloat
    sentence-transformers codellama wizardlm wizardlmteam baichuan-inc internlm opengvlab liuhaotian llava-hf ibm-granite
    cohereforai databricks mosaicml state-spaces timm apple tencent moonshotai zai-org xai-org salesforce amazon ibm
    """.split()
)  # who publishes weights, as in "meta-llama/Llama-2-7b-hf"
_WORD = re.compile(r"[a-z]{2,}")
_AT = re.compile(r"(.+?)\s?@\s?(\d+(?:\.\d+)?%?(?::\.?\d+(?:\.\d+)?)?)")
_YEAR = re.compile(r"[012]\d")
_LOWER_WORDS = re.compile(r"[a-z]+(?:[ -][a-z]+)+")


@dataclass(frozen=True, slots=True)
class Match:
    """One concept that a name may stand for; `broader` is where a member that no catalogue holds hangs.

    `how` says by what the name led there; `score` is 1 for a label and less for every step away from it.
    """

    concept: Concept
    how: str
    score: float
    broader: tuple[Iri, ...] = ()

    def entry(self, ontology: Ontology) -> Entry:
        """Return the entry of the catalogue, or what it would be for a member that it does not hold."""
        return ontology.concepts.get(self.concept.iri) or Entry(self.concept, (), self.broader)


@dataclass(frozen=True, slots=True)
class Style:
    """How the members of a family are written: what stands before a version, whether it is glued to the name,
    and whether sizes are letters ("YOLOv8n") rather than words ("BERT-Base").
    """

    prefix: str
    glued: bool
    letters: bool


class Resolver:
    """Names to concepts, by a catalogue and the grammar of names; immutable but for what it remembers."""

    def __init__(self, ontology: Ontology) -> None:
        self.ontology = ontology
        self.find = lru_cache(maxsize=1 << 16)(self._find)
        self._style = lru_cache(maxsize=1 << 12)(self._style_of)
        self._words = lru_cache(maxsize=1 << 12)(self._words_of)

    def _find(self, name: str) -> tuple[Match, ...]:
        """Return what a name stands for out of context, the best first; empty where it would not be linked.

        A label that needs context, or whose case does not fit, stands for nothing here.
        """
        for reading, how, loss in _readings(" ".join(clean(name).text.split())):
            found = self._known(reading) or self._formats(reading) or self._members(reading)
            if found:
                return tuple(
                    Match(each.concept, how or each.how, round(each.score - loss, 2), each.broader) for each in found
                )
        return ()

    def _known(self, name: str) -> tuple[Match, ...]:
        key = label_key(name)
        found = [
            Match(entry.concept, *_reason(name, entry))
            for entry in self.ontology.by_key(key)
            if agrees(name, entry.cases(key)) and not needs_context(entry, key)
        ]
        return tuple(sorted(found, key=lambda match: -match.score))

    def _formats(self, name: str) -> tuple[Match, ...]:
        found = number_format(name)
        if found is None:
            return ()
        label, parents = found
        known = self._known(label)
        above = next((entry.concept.iri for up in parents for entry in self._techniques(up)), None)
        if known or above is None:
            return known
        concept = Concept(concept_iri(ConceptType.TECHNIQUE, label), label, ConceptType.TECHNIQUE)
        return (Match(concept, f"numeric format {label}", 0.8, (above,)),)

    def _techniques(self, label: str) -> Iterator[Entry]:
        return (e for e in self.ontology.by_key(label_key(label)) if e.concept.type is ConceptType.TECHNIQUE)

    def _members(self, name: str) -> tuple[Match, ...]:
        """Return the members of families that a name is, by the longest family name that begins it."""
        if at := _AT.fullmatch(name):
            return self._at(at[1], at[2])
        for place in sorted({found.start() for found in _SPLIT.finditer(name)}, reverse=True):
            head, tail = name[:place].strip(), name[place:]
            found = [
                match
                for family in self._families(head, loose=any(map(str.isdigit, tail)))
                if (parts := parse_tail(_kind(family), tail, self._words(family.concept.iri))) is not None
                for match in self._member(family, parts, name)
            ]
            if found:
                return tuple(found)
        return ()

    def _at(self, name: str, rank: str) -> tuple[Match, ...]:
        """Return "pass@5" under "pass@k", or "NDCG@10" under "NDCG"."""
        for head, label in ((f"{name}@k", name), (name, None)):
            for family in self._families(head):
                if family.concept.type is ConceptType.METRIC:
                    member = f"{label or family.concept.label}@{rank}"
                    known = self._known(member)
                    concept = Concept(concept_iri(ConceptType.METRIC, member), member, ConceptType.METRIC)
                    return known or (Match(concept, f"member of {family.concept.label}", 0.8, (family.concept.iri,)),)
        return ()

    def _families(self, head: str, *, loose: bool = False) -> list[Entry]:
        """Return the concepts that a name's head is; `loose` takes any case, since figures behind it make it a name."""
        key = label_key(head)
        return [
            entry
            for entry in self.ontology.by_key(key)
            if (loose or agrees(head, entry.cases(key))) and not needs_context(entry, key)
        ]

    def _member(self, family: Entry, parts: tuple[Part, ...], name: str) -> tuple[Match, ...]:
        if not parts:
            return (Match(family.concept, f"{family.concept.label} and a generic noun", 0.9),)
        if not self._takes(family, parts):
            return ()
        label = self._label(family, parts)
        known = [match for match in self._known(label) if match.concept.type is family.concept.type]
        if known:
            return tuple(known)
        nearest = next((m for m in self._members(label) if m.broader), None) if label != name else None
        if nearest is not None:
            return (nearest,)
        concept = Concept(concept_iri(_kind(family), label), label, family.concept.type)
        return (Match(concept, f"member of {family.concept.label}", 0.8, (family.concept.iri,)),)

    def _takes(self, family: Entry, parts: tuple[Part, ...]) -> bool:
        """Tell whether a concept is a family whose members have such parts: a proper name, not a class of things."""
        kind, label = _kind(family), family.concept.label
        if kind is ConceptType.TASK:
            return False
        if kind is ConceptType.METRIC:
            return all(part.text.startswith("@") for part in parts) or label.isupper() or label.startswith("m")
        if kind is ConceptType.HARDWARE:
            above = (self.ontology.concepts.get(iri) for iri in self.ontology.ancestors(family.concept.iri))
            return any(entry and entry.values("maker") for entry in (family, *above))
        proper = label != label.lower() and not any(_LOWER_WORDS.fullmatch(alias) for alias in family.labels)
        return proper or self._has_members(family)

    def _has_members(self, family: Entry) -> bool:
        """Tell whether the catalogue holds members that are named by the family and parts: YOLO has YOLOv3, RNN none."""
        label, kind = family.concept.label, _kind(family)
        below = (self.ontology.concepts[iri].concept.label for iri in self.ontology.narrower(family.concept.iri))
        return any(name.startswith(label) and parse_tail(kind, name[len(label) :]) for name in below)

    def _label(self, family: Entry, parts: tuple[Part, ...]) -> str:
        """Return the label of a member: one for all its spellings, in the style of its siblings."""
        style = self._style(family.concept.iri)
        label = family.concept.label
        space = " " if _kind(family) in (ConceptType.HARDWARE, ConceptType.SOFTWARE) or " " in label else "-"
        for part in parts:
            text, gap = part.text, space
            if part.rank == VERSION:
                if _kind(family) is ConceptType.DATASET and _YEAR.fullmatch(text) and self._dated(family):
                    text = f"20{text}"
                text = style.prefix + text.removeprefix("v") if text[0] == "v" else text
                gap = "" if style.glued and label == family.concept.label else gap
            elif part.rank == SIZE and len(text) == 1:
                glued = style.letters and label[-1].isdigit()
                text, gap = (
                    (text if glued else text.upper()) if style.letters else size_word(text),
                    "" if glued else "-",
                )
            label = f"{label}{gap}{text}"
        return label

    def _below(self, family: Iri) -> list[str]:
        """Return the labels of all members of a family."""
        labels: list[str] = []
        waiting = list(self.ontology.narrower(family))
        while waiting:
            iri = waiting.pop()
            labels.append(self.ontology.concepts[iri].concept.label)
            waiting += self.ontology.narrower(iri)
        return labels

    def _words_of(self, family: Iri) -> frozenset[str]:
        """Return the words, in lower case, that the catalogue's members of a family add to its name."""
        words = {word for label in self._below(family) for word in _WORD.findall(label.lower())}
        entry = self.ontology.concepts.get(family)
        return frozenset(words - set(_WORD.findall(entry.concept.label.lower() if entry else "")))

    def _dated(self, family: Entry) -> bool:
        """Tell whether the members of a family of data sets are told apart by year."""
        return any(re.search(r"(?<!\d)20[0-2]\d(?!\d)", label) for label in self._below(family.concept.iri))

    def _style_of(self, family: Iri) -> Style:
        """Return how the members of a family, or where it has none its siblings, are written."""
        entry = self.ontology.concepts.get(family)
        name = entry.concept.label if entry else ""
        labels = self._below(family)
        prefixes = Counter(found[1] for label in labels if (found := re.search(r"(?:^|[^a-z])([vV])\d", label)))
        around = labels + [label for up in self.ontology.ancestors(family)[:1] for label in self._below(up)]
        return Style(
            prefix=max(sorted(prefixes), key=prefixes.__getitem__) if prefixes else "",
            glued=any(re.match(re.escape(name) + r"[vV]?\d", label) for label in labels),
            letters=any(re.search(r"(?:\d|-)[nsmblhgxNSMBLHGTX](?![A-Za-z])", label) for label in around),
        )


@lru_cache(maxsize=4)
def resolver_of(ontology: Ontology) -> Resolver:
    """Return the resolver of a catalogue: one for all who ask, since it remembers what it found."""
    return Resolver(ontology)


def needs_context(entry: Entry, key: str) -> bool:
    """Tell whether the label of an entry under this label key means other things too, so that it needs context."""
    return any(label_key(label) == key for label in entry.values("contextLabel"))


def _kind(entry: Entry) -> ConceptType:
    return entry.concept.type or ConceptType.TECHNIQUE


def _reason(name: str, entry: Entry) -> tuple[str, float]:
    label = entry.concept.label
    if name == label:
        return "label", 1.0
    if label_key(name) == label_key(label):
        return f"spelling of {label}", 0.98
    return f"alias of {label}", 0.95


def _readings(name: str) -> Iterator[tuple[str, str, float]]:
    """Yield the name, then shorter readings of it, each with the reason and what it costs."""
    yield name, "", 0.0
    inner = re.fullmatch(r"(.+?)\s*\(([^()]+)\)", name)
    if inner:
        yield inner[1], f"{inner[1]} before its short form", 0.05
        yield inner[2], f"{inner[2]} in parentheses", 0.1
    bare = _without_lead(name)
    if bare != name:
        yield bare, "", 0.02
    words = bare.split()
    dropped = 0
    while dropped < len(words) - 1 and words[dropped].lower() in _BRANDS:
        dropped += 1
        yield " ".join(words[dropped:]), f"{' '.join(words[dropped:])} without its maker", 0.05
    owner, slash, weights = bare.partition("/")
    if slash and owner.lower() in _HUBS:
        yield weights, f"{weights} without its publisher", 0.05


def _without_lead(name: str) -> str:
    """Return the name with articles dropped and a size in front put behind: "the 7B Llama 2" is "Llama 2 7B"."""
    behind = ""
    while found := _LEADING.match(name):
        behind = f" {found['size']}" if found["size"] else behind
        name = name[found.end() :]
    return name + behind
