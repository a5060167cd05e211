"""What kinds of work and priorities are called in seven languages: Onderhoud, Wartung and Maintenance are the same."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from importer.catalogue.vocabulary.statuses import to_plain_words

_VERY = frozenset(
    word for text in ("very", "zeer", "heel", "tres", "sehr", "muy", "muito", "molto") for word in to_plain_words(text)
)
_MORE = {"high": "urgent", "low": "very_low"}
_NOT = frozenset({"not", "non", "no", "niet", "geen", "pas", "nicht", "kein", "nao", "sem", "sin"})  # stems
_LISTS = {"JobType": "job_type", "JobPriority": "priority"}


def find_meaning_in_list(listing: str, text: str) -> frozenset[str]:
    """What a text says of an entry of a list, in words that are the same in all languages; none where it is unknown, or
    says what it is not.
    """
    known = _read_words(_LISTS[listing]) if listing in _LISTS else {}
    words = to_plain_words(text) if known else ()
    if not _NOT.isdisjoint(words):
        return frozenset()
    very = listing == "JobPriority" and not _VERY.isdisjoint(words)
    return frozenset(_MORE.get(known[word], "") if very else known[word] for word in words if word in known) - {""}


@cache
def _read_words(table: str) -> Mapping[str, str]:
    declared = tomllib.loads(Path(__file__).with_name("work.toml").read_text(encoding="utf-8"))
    return {
        word: meaning for meaning, texts in declared[table].items() for text in texts for word in to_plain_words(text)
    }
