"""One entry of a list: whether a new job can have it, how its code is compared, what a person knows it by."""

import re
from collections.abc import Iterable, Mapping

from importer.catalogue import (
    JOBS,
    NEW_JOB_STATUSES,
    REFERENCE,
    Listing,
    Lookup,
    find_meaning_in_list,
    fold_spelling,
    get_field,
)

Entry = Mapping[str, object]
_UNSEEN = re.compile("[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_PROPERTIES = (
    *("id", "code", REFERENCE, "name", "firstname", "lastname", "archived", "disabled"),
    *("usable_on_api", "is_mobile_installation"),
)
CODE_LOOKUPS: Mapping[str, Lookup] = {  # 'job_type': how its codes are looked up; the lists that a sheet takes codes of
    lookup.noun.replace(" ", "_"): lookup for field in JOBS if (lookup := field.lookup) and lookup.has_names
}


def lookup_of(name: str) -> Lookup:
    """How the field `name` is looked up. Raises KeyError where it is not."""
    lookup = get_field(name).lookup
    if lookup is None:
        raise KeyError(f"{name} is not looked up")
    return lookup


def spell_code(lookup: Lookup, text: str) -> str:
    """Codes are compared to the letter; only ids and statuses forgive what the catalogue says they do."""
    if lookup.key == "id":
        return text.casefold()
    return fold_spelling(text) if lookup.listing == "JobStatus" else text


def strip_entry(entry: Entry) -> Entry:
    """What a look-up needs of an entry, as far as it is filled."""
    return {name: entry[name] for name in _PROPERTIES if entry.get(name) is not None and entry[name] != ""}


def select_asked(entries: Iterable[Entry], key: str, codes: Iterable[str]) -> list[Entry]:
    """The entries that have one of these codes, as a target may compare them; a flood of others is not kept."""
    asked = {fold_spelling(code) for code in codes}
    return [entry for entry in entries if fold_spelling(str(entry.get(key) or "")) in asked]


def is_archived(entry: Entry) -> bool:
    """True where no new job can have the entry, because it is no longer in use."""
    return entry.get("archived") is True or entry.get("disabled") is True


def is_usable(listing: Listing, entry: Entry) -> bool:
    """True where a new job can have the entry; of statuses the target says it, else the published list."""
    if is_archived(entry):
        return False
    if listing != "JobStatus":
        return True
    usable = entry.get("usable_on_api")
    return entry.get("code") in NEW_JOB_STATUSES if usable is None else usable is True


def name_of(entry: Entry) -> str:
    """What a person knows the entry by: its name, or first and last name; '' where it has none."""
    return to_plain_text(" ".join(str(entry[name]) for name in ("name", "firstname", "lastname") if entry.get(name)))


def to_plain_text(text: str) -> str:
    """The text as any cell and screen can hold it: a space for each control character and half a character."""
    return _UNSEEN.sub(" ", text)


def list_usable_codes(lookup: Lookup, entries: Iterable[Entry]) -> dict[str, Entry]:
    """The codes that a new job can have, each of one entry alone, in the order of the alphabet.

    A code that no cell can hold is left out: it can only be sent as an id.
    """
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        code = str(entry.get(lookup.key) or "")
        if code and code == to_plain_text(code) and is_usable(lookup.listing, entry):
            found.setdefault(code, []).append(entry)
    return {code: found[code][0] for code in sorted(found, key=lambda c: (c.casefold(), c)) if len(found[code]) == 1}


def find_code_meant(lookup: Lookup, entries: Iterable[Entry], text: str) -> str:
    """The code of the one entry that means what `text` does in another language; '' where there is none, or several."""
    meaning = find_meaning_in_list(lookup.listing, text)
    if not meaning:
        return ""
    codes = list_usable_codes(lookup, entries)
    same = [
        code for code, entry in codes.items() if find_meaning_in_list(lookup.listing, name_of(entry) or code) == meaning
    ]
    return same[0] if len(same) == 1 else ""


def is_contradicted(lookup: Lookup, entry: Entry, text: str) -> bool:
    """Whether the entry means something else than `text`, however alike they are. The number of a priority says nothing
    by itself: 1 is the highest of some lists, and the lowest of others.
    """
    code = str(entry.get(lookup.key) or "")
    wanted, found = (find_meaning_in_list(lookup.listing, one) for one in (text, name_of(entry) or code))
    if wanted and found:
        return wanted != found
    return lookup.listing == "JobPriority" and code.isdigit()
