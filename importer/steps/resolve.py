"""The codes and ids that a sheet uses are looked up in the target's lists, each distinct one once; codes become ids."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain

import numpy as np
import pandas as pd

from importer.catalogue import (
    PARENT_REFERENCE,
    REFERENCE,
    Field,
    Listing,
    choose_words,
    code_field_of,
    get_field,
    heading_of,
    join_words,
    suggest_status,
)
from importer.directory import CODE_LOOKUPS, CodeMatch, Directory, Entry
from importer.frames import find_cells_of_kind, find_missing_address
from importer.languages import _, append_more, quote_name
from importer.problem import (
    ADDRESS_INCOMPLETE,
    AMBIGUOUS_CODE,
    ARCHIVED_CODE,
    LIST_INCOMPLETE,
    LIST_REFUSED,
    MAPPED_TO_NO_CODE,
    MISSING_PARENT,
    NAME_FOR_CODE,
    NOT_FOUND_LEFT_EMPTY,
    READ_AS_CODE,
    STATUS_NOT_FOR_NEW,
    UNKNOWN_CODE,
    Code,
    Problem,
)
from importer.records import Batch

_SHOWN = 5  # values in a sentence
_MOST_LISTED, _LONGEST_LABEL = 20, 200  # entries with one code, and letters of each
_OF_ONE_CODE = frozenset({UNKNOWN_CODE, ARCHIVED_CODE, NAME_FOR_CODE})
IN_THIS_SHEET = {  # a parent may be a row of the same sheet: the field that names it, and where it stands then
    "_parent_id": "id",
    PARENT_REFERENCE: REFERENCE,
}


def resolve_codes(batch: Batch, directory: Directory, target: str) -> Batch:
    """Look the batch's codes up; give it with the ids they stand for, and a problem for each cell that stands for none.

    Codes of rows that have other problems are looked up too, so that everything wrong is told in one pass. Where a
    list is refused or incomplete it is told once, and its codes go as they are.
    """
    columns = _find_columns_to_look_up(batch)
    directory.fetch({field.name: frozenset(column) - {""} for field, column in columns})
    directory.fetch_names(batch.by_name)
    problems: list[Iterable[Problem]] = []
    lookups = pd.DataFrame(index=batch.values.index)
    codes: dict[str, dict[str, str]] = {}
    mobile = np.zeros(len(batch.values), dtype=bool)
    unseen: dict[Listing, Field] = {}
    emptied: dict[str, pd.Series] = {}
    for field, column in columns:
        find = directory.find_by_name if field.name in batch.by_name else directory.find
        found = {text: find(field.name, text) for text in column.unique() if text}
        if field.name in batch.may_be_missing:
            nowhere = {text for text, hit in found.items() if _is_nowhere(hit)}
            problems.append(_report_left_empty(batch, field, column, nowhere, target))
            emptied[field.name] = batch.values[field.name].where(~column.isin(nowhere), "")
            found = {text: hit for text, hit in found.items() if text not in nowhere}
        problems.append(_make_problems(batch, field, column, found, target))
        problems.append(_read_as(batch, field, found))
        _take_ids(lookups, field, column, found)
        _take_codes(codes, field, found)
        if field.lookup and field.lookup.listing == "Project":
            mobile |= column.isin([text for text, hit in found.items() if _is_mobile(hit)]).to_numpy(dtype=bool)
        if any(hit.open for hit in found.values()) and field.lookup:
            unseen.setdefault(field.lookup.listing, field)
    problems.append(_check_addresses(batch, mobile))
    problems.insert(0, _report_unseen_lists(batch, directory, unseen, target))
    resolved = replace(batch, lookups=lookups, codes=codes, values=batch.values.assign(**emptied))
    return resolved.add_problems(chain.from_iterable(problems))


def _find_columns_to_look_up(batch: Batch) -> list[tuple[Field, pd.Series]]:
    """The columns to look up, with '' where a cell has nothing to be looked up: empty, not of its kind, unused."""
    fields = [field for name in batch.values.columns if (field := get_field(name)).lookup]
    return [(field, _find_cells_to_look_up(batch, field)) for field in fields]


def _find_cells_to_look_up(batch: Batch, field: Field) -> pd.Series:
    column = batch.values[field.name]
    keep = find_cells_of_kind(field.kind, column)
    assert field.lookup  # noqa: S101 - only such fields are asked
    id_field = field.lookup.id_field
    if id_field != field.name and id_field in batch.values:
        keep &= batch.values[id_field] == ""  # where an id is given, the id is used
    if field.name in IN_THIS_SHEET and (here := IN_THIS_SHEET[field.name]) in batch.values:
        keep &= ~column.isin(batch.values[here])
    reported = [p.row for p in batch.problems if p.is_error and p.field in {field.name, ""} and p.row is not None]
    return column.where(keep & ~column.index.isin(reported), "")


def _report_unseen_lists(
    batch: Batch, directory: Directory, listings: Mapping[Listing, Field], target: str
) -> Iterator[Problem]:
    for listing, field in listings.items():
        words = {"target": target, "listing": listing}
        if (status := directory.refused.get(listing)) is not None:
            yield batch.make_problem(LIST_REFUSED, None, (field.name,), **words, status=status)
        elif reason := directory.incomplete.get(listing):
            yield batch.make_problem(LIST_INCOMPLETE, None, (field.name,), **words, reason=reason)


def _make_problems(
    batch: Batch, field: Field, column: pd.Series, matches: Mapping[str, CodeMatch], target: str
) -> Iterator[Problem]:
    wrong = {text: kind for text, hit in matches.items() if (kind := _find_problem(field, text, hit))}
    decided = set(batch.decided.get(field.name, {}).values())
    for row, text in column[column.isin(wrong)].items():
        code, words = wrong[str(text)]
        words = {"target": target, "sent": text, **words}
        problem = batch.make_problem(code, int(str(row)), (field.name,), **words)
        if text in decided and problem.value != text and code in _OF_ONE_CODE:
            problem = batch.make_problem(MAPPED_TO_NO_CODE, problem.row, (field.name,), **words)
        yield problem


def _read_as(batch: Batch, field: Field, matches: Mapping[str, CodeMatch]) -> Iterator[Problem]:
    """What values of the column were read as that are no codes to the letter, told once."""
    pairs = [(text, hit.read_as) for text, hit in matches.items() if hit.read_as and hit.usable]
    if pairs:
        shown = ", ".join(
            _('"{text}" is read as "{code}"').format(text=text, code=code) for text, code in pairs[:_SHOWN]
        )
        yield batch.make_problem(READ_AS_CODE, None, (field.name,), found=append_more(shown, len(pairs) - _SHOWN))


def _find_problem(field: Field, text: str, hit: CodeMatch) -> tuple[Code, dict[str, object]] | None:
    assert field.lookup  # noqa: S101 - only such fields are asked
    words: dict[str, object] = {"what": field.lookup.noun, "suggestions": _suggest_meant(hit.suggestions)}
    if hit.open or (hit.entry is not None and hit.usable):
        return None
    if hit.entry is not None or field.choices:
        nearest = suggest_status(text, hit.suggestions)
        return STATUS_NOT_FOR_NEW, {**words, "allowed": ", ".join(hit.suggestions), "nearest": nearest}
    if hit.archived:
        return ARCHIVED_CODE, words
    if hit.candidates:
        some = [_label_of(entry) for entry in hit.candidates[:_MOST_LISTED]]
        more = len(hit.candidates) - _MOST_LISTED
        names = append_more(", ".join(some), more) if more > 0 else join_words(some)
        heading = quote_name(heading_of(get_field(field.lookup.id_field)))
        return AMBIGUOUS_CODE, {**words, "count": len(hit.candidates), "found": names, "id_heading": heading}
    if hit.named:
        return NAME_FOR_CODE, {**words, "meant": hit.named}
    if field.name in IN_THIS_SHEET:
        return MISSING_PARENT, words
    return UNKNOWN_CODE, {**words, "listed": "" if hit.suggestions else _name_list(field)}


def _name_list(field: Field) -> str:
    """The command that lists its codes, where there is one."""
    word = next((word for word, known in CODE_LOOKUPS.items() if known == field.lookup), "")
    return _(" ('importer codes {word}' lists them)").format(word=word) if word else ""


def _is_nowhere(hit: CodeMatch) -> bool:
    """True where the target has nothing of this code, not even archived or several of it."""
    return not (hit.open or hit.entry is not None or hit.archived or hit.candidates)


def _report_left_empty(
    batch: Batch, field: Field, column: pd.Series, empty: set[str], target: str
) -> Iterator[Problem]:
    assert field.lookup  # noqa: S101 - only such fields are asked
    for row in column.index[column.isin(empty)]:
        words = {"what": field.lookup.noun, "target": target}
        yield batch.make_problem(NOT_FOUND_LEFT_EMPTY, int(row), (field.name,), **words)


def _label_of(entry: Entry) -> str:
    """What a person knows an entry by, and the id to copy."""
    parts = (entry.get(name) for name in ("name", "firstname", "lastname"))
    shown = (str(part)[:_LONGEST_LABEL] for part in parts if part)
    return " ".join([*shown, f"(id {entry.get('id')})"])


def _suggest_meant(suggestions: tuple[str, ...]) -> str:
    quoted = list(map(quote_name, suggestions))
    return _(" Did you mean {found}?").format(found=join_words(quoted, "or")) if quoted else ""


def _take_ids(lookups: pd.DataFrame, field: Field, column: pd.Series, matches: Mapping[str, CodeMatch]) -> None:
    assert field.lookup  # noqa: S101 - only such fields are asked
    name = field.lookup.id_field
    ids = {text: str(hit.entry["id"]) for text, hit in matches.items() if hit.entry is not None and hit.usable}
    if name != field.name and ids:
        lookups[name] = column.map(ids).fillna("").astype("str")


def _take_codes(codes: dict[str, dict[str, str]], field: Field, matches: Mapping[str, CodeMatch]) -> None:
    assert field.lookup  # noqa: S101 - only such fields are asked
    code_field = code_field_of(field.lookup)
    if code_field is None or code_field.lookup is None:
        return
    entries = [hit.entry for hit in matches.values() if hit.entry is not None and hit.usable]
    given = ((str(entry["id"]), entry.get(code_field.lookup.key)) for entry in entries)
    codes.setdefault(field.lookup.id_field, {}).update((one, str(code)) for one, code in given if code)


def _is_mobile(hit: CodeMatch) -> bool:
    return hit.entry is not None and hit.entry.get("is_mobile_installation") is True


def _check_addresses(batch: Batch, mobile: np.ndarray) -> Iterator[Problem]:
    reported = {p.row for p in batch.problems if p.code is ADDRESS_INCOMPLETE}
    missing = find_missing_address(batch.values, mobile)
    known = {**dict.fromkeys(map(str, batch.values), ""), "project.is_mobile_installation": "true"}
    for row, names in missing[missing != ""].items():
        if row not in reported:
            fields = tuple(str(names).split(","))
            words = choose_words(ADDRESS_INCOMPLETE, fields, known)
            yield batch.make_problem(ADDRESS_INCOMPLETE, int(str(row)), fields, **words)
