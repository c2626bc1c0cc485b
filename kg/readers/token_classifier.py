"""A token classifier of Hugging Face's transformers as a finder of mentions: weights in a local folder."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kg.errors import SettingsError
from kg.model import ConceptType
from kg.readers.extras import library, load_errors, stay_offline
from kg.readers.finders import Found
from kg.readers.labels import chunks, label_of, mapping_of, types_of
from kg.readers.weights import folder_of

CONFIG = "config.json"
_LONGEST = 512  # tokens, where neither the model nor its tokenizer says less
_ENDS = 2  # tokens that mark the ends of a text


@dataclass(frozen=True, slots=True, eq=False)
class TokenClassifier:
    """A loaded model with its fast tokenizer; `types` are those of its tags, `limit` counts its own tokens."""

    model: Any
    tokenizer: Any
    torch: Any
    tags: tuple[str, ...]
    types: tuple[ConceptType | None, ...]
    threshold: float
    limit: int

    def size(self, text: str) -> int:
        """Return the number of tokens, without those that mark the ends."""
        return len(self.tokenizer(text, add_special_tokens=False, verbose=False)["input_ids"])

    def spans(self, text: str) -> Iterator[Found]:
        """Yield the mentions in a text; a word has the tag of its first token."""
        words = self._words(text)
        best = [max(range(len(self.tags)), key=shares.__getitem__) for _, _, shares in words]
        kinds = dict(zip(map(label_of, self.tags), self.types, strict=True))
        for first, last, label in chunks(self.tags[index] for index in best):
            kind = kinds[label]
            if kind is None:
                continue
            same = [index for index, other in enumerate(self.types) if other is kind]
            share = sum(sum(shares[index] for index in same) for _, _, shares in words[first:last]) / (last - first)
            if share >= self.threshold:
                yield Found(words[first][0], words[last - 1][1], kind, share)

    def _words(self, text: str) -> list[tuple[int, int, list[float]]]:
        """Return start, end and the probabilities of the tags of each word."""
        encoded = self.tokenizer(text, return_tensors="pt", truncation=True, max_length=self.limit + _ENDS)
        with self.torch.no_grad():
            scores = self.model(**encoded).logits[0]
        shares = self.torch.softmax(scores.double(), dim=-1).tolist()
        words: list[tuple[int, int, list[float]]] = []
        last = None
        for index, word in enumerate(encoded.word_ids(0)):
            if word is None:
                continue
            start, end = encoded.token_to_chars(index)
            if word == last:
                words[-1] = (words[-1][0], end, words[-1][2])
            else:
                words.append((start, end, shares[index]))
            last = word
        return words


def load_token_classifier(path: str, labels: str, threshold: float) -> TokenClassifier:
    """Return the finder whose weights a folder holds.

    Raises SettingsError where the folder holds none, the extra is absent, or `labels` does not fit the model.
    """
    mapping = mapping_of(labels)
    folder = folder_of(path, "hf", CONFIG)
    stay_offline()
    transformers, torch = library("transformers", "hf"), library("torch", "hf")
    try:
        tokenizer = transformers.AutoTokenizer.from_pretrained(str(folder), local_files_only=True)
        model = transformers.AutoModelForTokenClassification.from_pretrained(str(folder), local_files_only=True)
    except load_errors() as error:
        raise SettingsError("reader_path", f"cannot load {path}: {' '.join(str(error).split())}") from error
    if not tokenizer.is_fast:
        raise SettingsError(
            "reader_path", f"{path} needs a fast tokenizer (tokenizer.json): a slow one tells no offsets"
        )
    tags = tuple(str(model.config.id2label[index]) for index in sorted(model.config.id2label))
    longest = (tokenizer.model_max_length, getattr(model.config, "max_position_embeddings", _LONGEST), _LONGEST)
    room = max(1, min(int(each) for each in longest) - _ENDS * 2)  # some families count positions from 2
    return TokenClassifier(model.eval(), tokenizer, torch, tags, types_of(tags, mapping), threshold, room)
