"""What people write in place of a code: the code in another spelling, or the name of what it stands for."""

import re
from collections.abc import Iterable

from importer.catalogue import Lookup, fold_value, strip_accents
from importer.directory.list_entry import Entry, is_archived, name_of

_BETWEEN_DIGITS = re.compile(r"(?<=[0-9])[\s_\u2010-\u2015-]+(?=[0-9])")


class OtherSpellings:
    """The entries of a list that are in use, by their code and by their name however these are spelled.

    Case, accents, spaces and hyphens are forgiven first, then the order of words, as in "Puma, Ana".
    """

    def __init__(self, lookup: Lookup, entries: Iterable[Entry]) -> None:
        ways: list[dict[str, list[Entry]]] = [{}, {}, {}, {}]
        self._codes: dict[str, list[Entry]] = {}
        for entry in entries:
            if alike := _to_code_alike(str(entry.get(lookup.key) or "")):
                self._codes.setdefault(alike, []).append(entry)
            texts = (str(entry.get(lookup.key) or ""), name_of(entry))
            spellings = (spelling(text) for spelling in (_remove_spaces, _sort_words) for text in texts)
            for way, text in zip(ways, spellings, strict=True):
                if text and not is_archived(entry):
                    way.setdefault(text, []).append(entry)
        self._ways = ways

    def of_code(self, text: str) -> list[Entry]:
        """The entries whose code `text` is in another spelling, those that are archived too."""
        return self._codes.get(_to_code_alike(text), [])

    def find_named(self, text: str) -> list[Entry]:
        """The entries in use that are called `text`."""
        return next((way[one] for way, one in self._pair_ways(text)[1::2] if one in way), [])

    def of(self, text: str) -> list[Entry]:
        """The entries that `text` can mean: of a code before those of a name."""
        return next((way[one] for way, one in self._pair_ways(text) if one in way), [])

    def _pair_ways(self, text: str) -> list[tuple[dict[str, list[Entry]], str]]:
        wanted = (_remove_spaces(text),) * 2 + (_sort_words(text),) * 2
        return list(zip(self._ways, wanted, strict=True))


def _to_code_alike(text: str) -> str:
    """What people vary in a code is left out; but between digits, where 12-3 is not 1-23, a space or hyphen counts."""
    return fold_value(_BETWEEN_DIGITS.sub("/", text))


def _remove_spaces(text: str) -> str:
    return re.sub(r"[\W_]+", "", strip_accents(text).casefold())


def _sort_words(text: str) -> str:
    return " ".join(sorted(re.findall(r"[^\W_]+", strip_accents(text).casefold())))
