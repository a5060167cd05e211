"""What a template is going to be: its columns in their language, its stamp, and the codes to choose from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from importer.catalogue import JOBS, ExcelColumn, ExcelValue, Field, FieldWords, Language, Listing, Phrases, words_of
from importer.directory import CODE_LOOKUPS, Directory, list_usable_codes, name_of, open_directory
from importer.jobs_api import ListRefused
from importer.template.stamp import ListState, Stamp, digest_of
from importer.template.template_columns import is_needed
from importer.workbook_parts import LIST_NAMES, letter_of

ROWS = 5_000  # prepared
FIRST_ROW, LAST_ROW = 2, ROWS + 1
GUIDE_SHEET, LISTS_SHEET = "Guide", "Lists"
_NOT_IN_THE_EXAMPLE = ("date_create", "date_update", "date_closed", "id2")  # the server fills them better


@dataclass(frozen=True)
class CodeList:
    """The codes that a new job can have, each with its name, in the order in which they are offered."""

    listing: Listing
    codes: Mapping[str, str]

    @property
    def range_name(self) -> str:
        """The name of the range that holds the codes in the workbook."""
        return f"{LIST_NAMES}{self.listing}"


@dataclass(frozen=True)
class TemplateColumn:
    """One column of the template: the field, its words, its letter, the codes to choose from."""

    field: Field
    words: FieldWords
    letter: str
    codes: CodeList | None

    @property
    def heading(self) -> str:
        """What stands in row 1."""
        return f"{self.words.heading}*" if is_needed(self.field) else self.words.heading

    @property
    def prepared(self) -> ExcelColumn:
        """How its cells are prepared, so that Excel keeps what is typed; as for a time where the example has one."""
        kind = self.field.kind
        return kind.time_column if kind.time_column and " " in self.field.example else kind.column

    @property
    def cells(self) -> str:
        """The prepared cells."""
        return f"{self.letter}{FIRST_ROW}:{self.letter}{LAST_ROW}"

    @property
    def example(self) -> ExcelValue | None:
        """What the worked example has in this column, as a cell holds it; None where it is left empty."""
        field = self.field
        if not self.prepared.in_example or field.name.startswith("db_address_") or field.name in _NOT_IN_THE_EXAMPLE:
            return None
        if field.lookup and field.lookup.listing == "Jobs":
            return None  # the first job of a new sheet belongs to no other
        text = field.example
        if self.codes and text not in self.codes.codes:
            return next(iter(self.codes.codes), None)
        return field.kind.to_excel(field.kind.to_canonical(text) or text) if text else None


@dataclass(frozen=True)
class Design:
    """A template before it is written."""

    language: Language
    columns: tuple[TemplateColumn, ...]
    stamp: Stamp

    @property
    def phrases(self) -> Phrases:
        """What it says besides the names of fields."""
        return self.language.phrases

    @cached_property
    def lists(self) -> dict[str, TemplateColumn]:
        """The first column that takes codes of each list, by the name of the list's range."""
        found: dict[str, TemplateColumn] = {}
        for column in self.columns:
            if column.codes:
                found.setdefault(column.codes.range_name, column)
        return found

    def group_of(self, column: TemplateColumn) -> tuple[TemplateColumn, ...]:
        """The columns of which one must be filled, this one first."""
        group = column.field.one_of
        others = [c for c in self.columns if group and c.field.one_of == group and c is not column]
        return (column, *others)


def design_template(
    fields: Iterable[Field], language: Language, lists: Mapping[Listing, CodeList], stamp: Stamp
) -> Design:
    """The template with these fields, in their order."""
    columns = tuple(
        TemplateColumn(field, words_of(field, language), letter_of(number), _codes_of(field, lists))
        for number, field in enumerate(fields, 1)
    )
    return Design(language, columns, stamp)


def _codes_of(field: Field, lists: Mapping[Listing, CodeList]) -> CodeList | None:
    if field.lookup is None or not field.lookup.by_code:
        return None
    found = lists.get(field.lookup.listing)
    return found if found and found.codes else None


@dataclass(frozen=True)
class OfferedLists:
    """The lists by the target's own name for them, what they were like, and those that the target does not show.

    `incomplete` are those of which it shows only a part, with the reason.
    """

    lists: dict[Listing, CodeList] = field(default_factory=dict)
    states: dict[Listing, ListState] = field(default_factory=dict)
    refused: tuple[str, ...] = ()
    incomplete: dict[str, str] = field(default_factory=dict)


def read_published_lists() -> OfferedLists:
    """What is known without a target: the statuses that a new job can have."""
    return OfferedLists(dict(_list_published()))


def _list_published() -> Iterable[tuple[Listing, CodeList]]:
    for known in JOBS:
        if known.choices and known.lookup:
            yield known.lookup.listing, CodeList(known.lookup.listing, dict.fromkeys(known.choices, ""))


def read_live_lists(fields: Iterable[Field], directory: Directory) -> OfferedLists:
    """The lists that these fields take codes of, read whole. Raises ApiError where the target cannot be used."""
    wanted = {f.lookup.listing for f in fields if f.lookup and f.lookup.by_code}
    found = OfferedLists()
    refused = []
    for noun, lookup in CODE_LOOKUPS.items():
        if lookup.listing not in wanted:
            continue
        try:
            entries = directory.fetch_all(lookup.listing)
        except ListRefused:
            refused.append(noun)
            continue
        if reason := directory.incomplete.get(lookup.listing):
            found.incomplete[noun] = reason
        codes = {code: name_of(entry) for code, entry in list_usable_codes(lookup, entries).items()}
        found.lists[lookup.listing] = CodeList(lookup.listing, codes)
        found.states[lookup.listing] = ListState(len(entries), digest_of(codes))
    return replace(found, refused=tuple(refused))


def find_offered_lists(fields: tuple[Field, ...], target: str | None) -> tuple[str, OfferedLists]:
    """The lists to choose from, with the name of the target that they are of; without one, those that are published.

    Raises SettingsError, ApiError.
    """
    if target is None:
        return "", read_published_lists()
    with open_directory(target) as (opened, directory):
        return opened.name, read_live_lists(fields, directory)
