"""What the lists of a target say of a column: cells that are codes or names of a list say so, whatever the heading."""

from collections.abc import Iterator, Mapping, Sequence

from importer.catalogue import JOBS, Lookup, fold_spelling
from importer.directory import CODE_LOOKUPS, Directory, list_usable_codes, name_of
from importer.languages import _
from importer.mapping.evidence import MOST

LARGEST = 10_000  # entries of a list that is read whole for this

_OF_EXCEL = "#"  # an error in a cell, such as #N/A

WordSet = frozenset[str]  # folded


class TargetLists:
    """The codes and names of each list of a target that is not too long, read when they are first wanted."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory
        self._known: dict[str, tuple[WordSet, WordSet]] = {}

    def fields_of(self, values: Sequence[str]) -> Iterator[tuple[str, str]]:
        """The fields whose codes or names nearly all of these values are, and that in a few words."""
        texts = [fold_spelling(value) for value in values if not value.startswith(_OF_EXCEL)]
        for field, lookup in _LOOKUPS.items():
            codes, names = self._list_words(field, lookup)
            are_codes = _("codes ({noun}): {count} of {all}")
            are_names = _("names ({noun}): {count} of {all}")
            for sentence, words in ((are_codes, codes), (are_names, names)):
                count = sum(text in words for text in texts)
                if texts and count >= MOST * len(texts):
                    yield field, sentence.format(count=count, all=len(texts), noun=_(lookup.noun))
                    break

    def are_names(self, field: str, values: Sequence[str]) -> bool:
        """Whether nearly all of these values are names in the list of a field, and fewer of them its codes."""
        if field not in _LOOKUPS or not values:
            return False
        texts = [fold_spelling(value) for value in values]
        codes, names = (sum(text in words for text in texts) for words in self._list_words(field, _LOOKUPS[field]))
        return names >= MOST * len(texts) and names > codes

    def share(self, field: str, values: Sequence[str]) -> float:
        """How many of these values, of 1, are codes or names in the list of a field."""
        if field not in _LOOKUPS or not values:
            return 0.0
        codes, names = self._list_words(field, _LOOKUPS[field])
        return sum(fold_spelling(value) in codes | names for value in values) / len(values)

    def is_name(self, field: str, value: str) -> bool:
        """Whether a value is another spelling of a code, or a name, of one entry that a new job can have."""
        if field not in _LOOKUPS or not any(self._list_words(field, _LOOKUPS[field])):
            return False
        found = self._directory.find_by_name(field, value)
        return found.entry is not None and found.usable

    def codes_of(self, field: str) -> tuple[str, ...]:
        """The codes that a new job can have in a field, where the list is not too long."""
        lookup = _LOOKUPS.get(field)
        return tuple(list_usable_codes(lookup, self._directory.fetch_up_to(lookup.listing, LARGEST))) if lookup else ()

    def _list_words(self, field: str, lookup: Lookup) -> tuple[WordSet, WordSet]:
        if field not in self._known:
            self._known[field] = self._read(lookup)
        return self._known[field]

    def _read(self, lookup: Lookup) -> tuple[WordSet, WordSet]:
        found = self._directory.fetch_up_to(lookup.listing, LARGEST)
        return _fold_all(list_usable_codes(lookup, found)), _fold_all(map(name_of, found))


def _fold_all(texts: Mapping[str, object] | Iterator[str]) -> WordSet:
    return frozenset(map(fold_spelling, texts)) - {""}


_LOOKUPS: Mapping[str, Lookup] = {
    field.name: lookup for field in JOBS if (lookup := field.lookup) is not None and lookup in CODE_LOOKUPS.values()
}
