"""Which fields a template has: a preset, or fields by name; what every job needs is always among them."""

from collections.abc import Iterable, Iterator, Mapping

from importer.catalogue import (
    JOBS,
    REFERENCE,
    Field,
    code_of,
    find_field,
    fold_spelling,
    get_field,
    list_groups,
    list_known_names,
    members_of,
)
from importer.errors import UsageError
from importer.problem import NO_SUCH_COLUMN, suggest_word

JOBS_SHEET = "Jobs"  # the worksheet that they are in
_NEEDED = ("name", *(code_of(group) for group in list_groups()))
_USUAL = (
    *(REFERENCE, *_NEEDED, "job_priority_code", "description", "estimated_time"),
    *("earliest_date_plannable", "due_date", "skill_code", "suggested_user_code", "suggested_date_start"),
    *("customer_reference", "internal_memo", "prejob_information", "estimated_quantity_remark"),
)
_ALL = tuple(field.name for field in JOBS if not field.kind.is_embedded and not field.read_only)
PRESETS: Mapping[str, tuple[str, ...]] = {"minimal": _NEEDED, "usual": _USUAL, "all": _ALL}


def choose_fields(words: str) -> tuple[Field, ...]:
    """The fields that `words` choose: presets and fields, by any name or heading, with commas between them.

    Their order is kept, each comes once, and what every job needs comes first where it was left out. Raises
    UsageError where a word is neither.
    """
    names = [name for word in words.split(",") if word.strip() for name in _find_named(word.strip())]
    missing = [name for name in _NEEDED if not _is_given(name, names)]
    return tuple(get_field(name) for name in dict.fromkeys([*missing, *names]))


def _find_named(word: str) -> tuple[str, ...]:
    if word.casefold() in PRESETS:
        return PRESETS[word.casefold()]
    field = find_field(word)
    if field is None or field.kind.is_embedded or field.read_only:
        raise UsageError(NO_SUCH_COLUMN, value=word, nearest=suggest_word(word, _list_choices(), fold=fold_spelling))
    return (field.name,)


def _is_given(name: str, names: Iterable[str]) -> bool:
    """Whether a needed field is there, or another one of its group."""
    group = get_field(name).one_of
    alike = {name, *(field.name for field in members_of(group))} if group else {name}
    return any(chosen.partition(".")[0] in alike for chosen in names)


def _list_choices() -> Iterator[str]:
    yield from PRESETS
    for name in list_known_names():
        field = find_field(name)
        if field and not field.read_only:
            yield name


def is_needed(field: Field) -> bool:
    """True for the columns that carry the mark: required ones, and of a group the code that most people fill."""
    return field.name in _NEEDED
