"""Which reader the settings choose, made ready; and what tells its reading from another's."""

import hashlib
from functools import cache
from importlib.resources import files

from kg.errors import SettingsError
from kg.readers import gliner, token_classifier
from kg.readers.cache import cache_in
from kg.readers.client import Client
from kg.readers.extras import library
from kg.readers.finders import Finder
from kg.readers.key import key_for
from kg.readers.labels import mapping_of
from kg.readers.openai_compatible import Endpoint
from kg.readers.weights import digest_of, folder_of
from kg.settings import Settings

FINDERS, ENDPOINT = ("gliner", "hf"), "llm"
_CONFIGS = {"gliner": gliner.CONFIG, "hf": token_classifier.CONFIG}


def finder_for(settings: Settings) -> Finder | None:
    """Return the finder of mentions that the settings choose, loaded; None where they choose none.

    Raises SettingsError where its weights or its extra are not there.
    """
    if settings.reader not in FINDERS:
        return None
    return _finder(settings.reader, settings.reader_path, settings.reader_labels, settings.reader_threshold)


@cache
def _finder(reader: str, path: str, labels: str, threshold: float) -> Finder:
    if reader == "gliner":
        return gliner.load_gliner(path, threshold)
    return token_classifier.load_token_classifier(path, labels, threshold)


def endpoint_for(settings: Settings) -> Endpoint | None:
    """Return the endpoint that the settings choose, None where they choose none; nothing is sent yet.

    Raises SettingsError where the address or the model is missing, the key is of no use, or the extra is absent.
    """
    if settings.reader != ENDPOINT:
        return None
    key = key_for(settings.reader_url)
    if not settings.reader_model:
        raise SettingsError("reader_model", "the reader llm needs the name of a model that the endpoint serves")
    library("httpx", ENDPOINT)
    client = Client(settings.reader_url, settings.reader_model, key, settings.reader_timeout)
    return Endpoint(client, cache_in(settings.reader_cache), settings.reader_parallel)


def reader_mark(settings: Settings) -> str:
    """Return what decides what the chosen reader reads: code, model, weights, prompt; not how it is reached or paid.

    It is empty for the reader that ships. Raises SettingsError where there are no weights.
    """
    if settings.reader in FINDERS:
        folder = folder_of(settings.reader_path, settings.reader, _CONFIGS[settings.reader])
        labels = sorted(mapping_of(settings.reader_labels).items()) if settings.reader == "hf" else []
        return repr((settings.reader, _code(), digest_of(folder), labels, settings.reader_threshold))
    if settings.reader == ENDPOINT:
        return repr((settings.reader, _code(), settings.reader_model))
    return ""


@cache
def _code() -> str:
    """Return a digest of this package, and with it of the prompt."""
    total = hashlib.sha256()
    for item in sorted(files("kg.readers").iterdir(), key=lambda item: item.name):
        if item.is_file() and item.name.endswith(".py"):
            total.update(item.name.encode() + hashlib.sha256(item.read_bytes()).digest())
    return total.hexdigest()
