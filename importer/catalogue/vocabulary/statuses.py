"""What a status of another system means, in seven languages: what a new job begins with, or that none is wanted."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from importer.catalogue.vocabulary.words import Words, split_heading, stem_of

_IN_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_A_CODE = re.compile(r"[^\W\d_a-z]{3,4}[.*]?")  # as further ones follow in SAP
_LONGEST = 80  # letters of a status
_LONGEST_PHRASE = 4  # words
_NOT = frozenset(  # what turns a word around, or leaves the half of it
    {
        "not",
        "cannot",
        "no",
        "non",
        "nicht",
        "niet",
        "noch",
        "nog",
        "sin",
        "sem",
        "nao",
        "pas",
        "never",
        "partially",
        "partly",
    }
    | {"teilweise", "deels", "parcialmente", "parzialmente", "to", "be", "zu", "te", "da", "por"}
)
_LEADING = "waiting"  # who waits for something waits, whatever it is


@dataclass(frozen=True)
class StatusMeaning:
    """What a status says: `word` names the meaning, `sent` has the statuses of new jobs, the likeliest first.

    `prefix` is the word at the start that says it where codes follow: TECO in 'TECO PRC SETC'; '' where the whole text
    says it.
    """

    word: str
    sent: tuple[str, ...]
    prefix: str = ""

    @property
    def is_done(self) -> bool:
        """Whether no work is left to do."""
        return self.word == "done"


@cache
def find_status_meaning(text: str) -> StatusMeaning | None:
    """What a status of another system means; None where it says nothing, or several things."""
    words = to_plain_words(_IN_BRACKETS.sub(" ", text)) if len(text) <= _LONGEST else ()
    if not words:
        return None
    phrases, codes = _list_phrases()
    first, *others = text.split()
    if words[0] in codes and first.isupper() and all(map(_A_CODE.fullmatch, others)):
        return StatusMeaning(codes[words[0]], _list_sent(codes[words[0]]), first if len(words) > 1 else "")
    if whole := phrases.get(words) or (codes.get(words[0]) if len(words) == 1 else None):
        return StatusMeaning(whole, _list_sent(whole))
    found = list(_find_phrases(words, phrases))
    meanings = {meaning for _, meaning in found}
    is_turned = bool(_NOT.intersection(split_heading(text.casefold())))
    if found and (found[0] == (0, _LEADING) or (len(meanings) == 1 and not is_turned)):
        return StatusMeaning(found[0][1], _list_sent(found[0][1]))
    return None


def to_plain_words(text: str) -> Words:
    """The words without what tells number and gender."""
    return tuple(
        stem_of(word.removesuffix("e") if word.endswith("ee") else word) for word in split_heading(text.casefold())
    )


def _find_phrases(words: Words, phrases: Mapping[Words, str]) -> Iterator[tuple[int, str]]:
    """Each phrase in the words, the longest where several begin at one: its place, and what it means."""
    at = 0
    while at < len(words):
        for length in range(min(_LONGEST_PHRASE, len(words) - at), 0, -1):
            if meaning := phrases.get(words[at : at + length]):
                yield at, meaning
                break
        else:
            length = 1
        at += length


def _list_sent(meaning: str) -> tuple[str, ...]:
    return tuple(_read_declared()[meaning]["sent"])


@cache
def _read_declared() -> Mapping[str, Mapping[str, list[str]]]:
    return tomllib.loads(Path(__file__).with_name("statuses.toml").read_text(encoding="utf-8"))


@cache
def _list_phrases() -> tuple[Mapping[Words, str], Mapping[str, str]]:
    """The meaning of each phrase, and of each code of another system."""
    phrases: dict[Words, str] = {}
    codes: dict[str, str] = {}
    for meaning, lists in _read_declared().items():
        for language, texts in lists.items():
            for text in texts if language != "sent" else ():
                words = to_plain_words(text)
                if language == "codes":
                    codes[words[0]] = meaning
                else:
                    phrases.setdefault(words, meaning)
    return phrases, codes
