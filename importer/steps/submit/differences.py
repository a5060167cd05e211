"""What the job of the target says otherwise than a row, and whether it can be the same for all that.

A server gives values back in its own spelling: ids in upper case, dates with a zone, its defaults where nothing was
sent, an id where a code was sent. None of that is a difference.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from unicodedata import combining

from rapidfuzz import fuzz

from importer.catalogue import (
    GUID,
    JOBS,
    NOT_FOR_NEW_JOBS,
    REFERENCE,
    Lookup,
    get_field,
    keep_ascii,
    to_canonical_text,
    to_normal_form,
)

MOVES_ON = frozenset({"date_update", "date_closed"})  # written by the target as the work goes on
STATUS = ("job_status_id", "job_status_code")
MINUTE = len("2026-01-31T10:20")
REWORDED = 50  # of 100, at least: how much of a name is left where somebody words it anew
SHORTEST_CUT = 10  # a text of which less is left may be another
_LONGEST_COMPARED = 1000  # letters of a name: to compare takes the square of them

_SIGNS = str.maketrans("\u00c5\u03a9", "\u212b\u2126")  # of Angstrom and Ohm, which no normal form gives back

_TAG = re.compile(r"<[^<>]*>")
_WORD = re.compile(r"\w+")

Job = Mapping[str, object]


def id_of(job: Job) -> str:
    """The id of a job, canonical; '' where it names none."""
    return GUID.to_canonical(str(job.get("id", ""))) or ""


def reference_of(job: Job) -> str:
    """The reference by which the target knows a job; '' where it has none."""
    return str(job.get(REFERENCE) or "").strip()


def list_spellings(reference: str) -> list[str]:
    """The reference, first as it is, then as another sheet may have it: a target asks for what is typed."""
    canonical = to_canonical_text(reference)
    if reference.isascii() and " " not in reference:
        return [reference]
    others = (canonical, to_normal_form("NFD", canonical), canonical.translate(_SIGNS), canonical.replace(" ", "  "))
    return list(dict.fromkeys((reference, *others)))


def fold_code(key: str, text: str) -> str:
    """A code as a target may compare it: without regard to case, accents and white space around it."""
    if key == "id":
        return GUID.to_canonical(text) or ""
    plain = to_normal_form("NFKD", text.strip()).casefold()
    return "".join(letter for letter in plain if not combining(letter))


def fold_text(text: str) -> str:
    """The words of a text, without markup, in small letters and without accents."""
    return " ".join(_WORD.findall(fold_code("", _TAG.sub(" ", unescape(text)))))


def is_spelt_alike(ours: str, theirs: str, is_alike: Callable[[str, str], bool] = str.__eq__) -> bool:
    """True where both say the same words, by that comparison, or would without accents, or without such letters."""
    spellings = (str, keep_ascii, drop_letters)
    pairs = ((fold_text(spell(unescape(ours))), fold_text(spell(unescape(theirs)))) for spell in spellings)
    return any(pair[0] != "" and is_alike(*pair) for pair in pairs)


def drop_letters(text: str) -> str:
    """The text without letters that are not ASCII, and without what stands for them."""
    return text.encode("ascii", "ignore").decode().replace("?", "")


@dataclass(frozen=True, slots=True)
class Difference:
    """A field in which the job of the target is another than ours, with both values."""

    field: str
    ours: str
    theirs: str


def find_differences(ours: Job, theirs: Job) -> tuple[Difference, ...]:
    """The fields that we would send otherwise than the target has them; () where it is the same job.

    Embedded objects are not compared: they are things of their own in the target.
    """
    return tuple(_find_differing(ours, theirs))


def is_other_job(different: Iterable[Difference]) -> bool:
    return any(d.field == "name" or d.field.startswith("project") for d in different if not _is_much_the_same(d))


def is_of_another_row(different: tuple[Difference, ...]) -> bool:
    """True where both have a reference, and not only that is another one: nobody corrects a row so."""
    keys = [d for d in different if d.field == REFERENCE and d.ours and d.theirs]
    return any(not _is_much_the_same(d) for d in keys) and is_other_job(different)


def is_retyped(different: tuple[Difference, ...]) -> bool:
    """True where both have a name and a project, and each is another one."""
    others = [d.field for d in different if d.ours and d.theirs and not _is_much_the_same(d)]
    return "name" in others and any(name.startswith("project") for name in others)


def is_of_another_sheet(different: tuple[Difference, ...]) -> bool:
    """True where no target can have made their job of ours, whatever it does with texts: another has sent it."""
    project = any(d.field.startswith("project") and d.theirs and not _is_much_the_same(d) for d in different)
    is_cut = all(d.ours.startswith(d.theirs) for d in different if d.field == "name")
    return project or (is_rewritten(different) and not is_cut)


def is_rewritten(different: tuple[Difference, ...]) -> bool:
    """True where the name is another than it was, and not only reworded: another row stands in its place."""
    names = [d for d in different if d.field == "name" and d.ours and d.theirs and not may_be_made_of(d)]
    other_project = any(d.field.startswith("project") for d in different)
    texts = ((d.ours[:_LONGEST_COMPARED], d.theirs[:_LONGEST_COMPARED]) for d in names)
    pairs = ((fold_code("name", ours), fold_code("name", theirs)) for ours, theirs in texts)
    return any(other_project or fuzz.token_set_ratio(*pair) < REWORDED for pair in pairs)


def _is_much_the_same(difference: Difference) -> bool:
    """True where the target may have written our value in its way."""
    return may_be_made_of(difference) or is_spelt_alike(difference.ours, difference.theirs)


def may_be_made_of(difference: Difference) -> bool:
    """True where a target that trims or cuts values, or keeps its own status, may have made their value of ours."""
    if difference.field in STATUS:
        return True
    ours, theirs = (" ".join(text.split()) for text in (difference.ours, difference.theirs))
    kind = get_field(difference.field).kind
    if kind.is_date:
        return ours[:MINUTE] == theirs[:MINUTE]
    cut = kind.is_free_text
    return ours == theirs or (cut and len(theirs) >= SHORTEST_CUT and ours.startswith(theirs))


def _find_differing(ours: Job, theirs: Job) -> Iterator[Difference]:
    begun = str(theirs.get("job_status_id", "")).casefold() in NOT_FOR_NEW_JOBS
    for name, value in ours.items():
        if isinstance(value, dict) or name in MOVES_ON or (begun and name in STATUS):
            continue
        field = get_field(name)
        there = theirs.get(name)
        if _is_unspoken(field.lookup, there, theirs):
            continue
        if not field.kind.same(value, there):
            yield Difference(name, str(value), "" if there is None else str(there))


def _is_unspoken(lookup: Lookup | None, there: object, theirs: Job) -> bool:
    """A code that we sent, where the target speaks only of the id that it stands for, or the other way round."""
    if there or lookup is None:
        return False
    return any(theirs.get(f.name) for f in JOBS if f.lookup and f.lookup.id_field == lookup.id_field)
