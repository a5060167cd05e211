"""Fields that the mapping file makes of several columns, or of a part of one."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from importer.catalogue import get_field, heading_of
from importer.frames import list_distinct
from importer.languages import _, quote_name
from importer.mapping import Make, Source, Unit, minutes_of, name_group, unit_of
from importer.problem import NOTHING_TO_TAKE
from importer.records import CellNote
from importer.steps.map.conditions import Mask, RuleColumns, arrow_of
from importer.steps.map.filled_down import note_ended
from importer.steps.map.group_levels import find_group_values
from importer.steps.map.grouped_rows import find_lines_of_field, group_lines_of
from importer.steps.map.row_rules import LeftOut, take_out, take_out_rows

_DAY = (
    r"[0-9]{4}[-./][0-9]{1,2}[-./][0-9]{1,2}|[0-9]{1,2}[-./][0-9]{1,2}[-./](?:[0-9]{4}|[0-9]{2})"
    r"|[0-9]{1,2}\.? ?\pL{3,}\.? ?[0-9]{4}"
)
_CLOCK = r"[0-2]?[0-9][:h][0-5][0-9](?::[0-5][0-9])?(?: ?[AaPp]\.?[Mm]\.?)?"
_TAKEN: dict[Make, str] = {
    "date": rf"(?:\A|[^0-9])(?P<found>{_DAY})(?:[^0-9]|\z)",
    "time": rf"(?:\A|[^0-9])(?P<found>{_CLOCK})(?:[^0-9]|\z)",
    "date and time": rf"(?:\A|[^0-9])(?P<found>(?:{_DAY})(?:(?:T|,? +){_CLOCK})?)(?:[^0-9]|\z)",
    "number": r"(?P<found>(?:(?:\A|\s)[-+])?[0-9](?:[0-9.,'’]*[0-9])?)",
    "first line": r"(?P<found>\S[^\r\n]*)",
}
Fields = Mapping[str, Sequence[Source]]  # what each field is made of
_LONGEST = 100_000  # letters of an object in braces


@dataclass(frozen=True)
class MadeField:
    """A field that is made: its texts, and the places of the columns that it is made of, the first one first."""

    field: str
    texts: pd.Series
    places: tuple[int, ...]
    notes: tuple[CellNote, ...] = ()


def leave_rows_out_by_fields(columns: RuleColumns, fields: Fields, left_out: dict[int, LeftOut]) -> None:
    """Leave the rows out that a source of a field leaves out, and the lines above groups that a field is made of."""
    for name, sources in fields.items():
        for source in sources:
            if source.of_group:
                lines = find_lines_of_field(group_lines_of(columns.sheet), name, source.line)
                take_out_rows(left_out, (line.row for line in lines), f"fields.{name}: {source}")
        for source, rows in _rows_of(columns, sources):
            if source.leave_out:
                take_out(left_out, columns, rows, f"fields.{name}: {source}")


def make_fields(columns: RuleColumns, fields: Fields, jobs: Mask) -> Iterator[MadeField]:
    """Make each field, of the first of its sources that a row meets; '' where none does."""
    for name, sources in fields.items():
        texts = pd.Series("", index=columns.sheet.cells.index, dtype="str")
        notes: list[CellNote] = []
        for source, rows in _rows_of(columns, sources):
            taken = _take_texts(columns, source)
            if source.of_group:
                taken, ended = _take_from_lines(columns, name, source, rows & jobs)
                notes += ended
            if get_field(name).in_minutes and source.columns:
                taken = to_minutes(taken, source.unit or unit_of(source.columns[0]))
            texts = taken if rows.all() else texts.where(~rows, taken)
            if source.columns and (source.take or source.match or source.part):
                notes += _note_nothing_found(columns, source, taken, rows & jobs)
        yield MadeField(name, texts, tuple(dict.fromkeys(_find_positions(columns, name, sources))), tuple(notes))


def _take_from_lines(
    columns: RuleColumns, name: str, source: Source, jobs: Mask
) -> tuple[pd.Series, Iterator[CellNote]]:
    """What the lines above groups say of each row, and the notes of the rows of `jobs` of which they say no more."""
    lines = group_lines_of(columns.sheet)
    index = columns.sheet.cells.index
    group_values = find_group_values(lines, find_lines_of_field(lines, name, source.line), index[jobs])
    made = group_values.find_above(index)
    heading = source.line or heading_of(get_field(name))
    return made, note_ended(heading, 0, group_values.find_above(index[jobs], beyond_ends=True), made[jobs])


def _find_positions(columns: RuleColumns, name: str, sources: Sequence[Source]) -> Iterator[int]:
    """The places of the columns that a field is made of, those of lines above groups among them."""
    numbers = columns.sheet.columns
    for source in sources:
        if source.of_group:
            lines = find_lines_of_field(group_lines_of(columns.sheet), name, source.line)
            yield from (numbers.index(line.column) for line in lines if line.column in numbers)
        yield from map(columns.position_of, source.headings)


def _rows_of(columns: RuleColumns, sources: Sequence[Source]) -> Iterator[tuple[Source, Mask]]:
    """Each source, with the rows that it is for."""
    others = np.ones(len(columns.sheet.cells), dtype=bool)
    for source in sources:
        if source.makes:
            met = others if source.where is None else others & columns.find_meeting(source.where)
            yield source, met
            others = others & ~met


def _take_texts(columns: RuleColumns, source: Source) -> pd.Series:
    if not source.columns:
        return pd.Series(source.value or "", index=columns.sheet.cells.index, dtype="str")
    whole = _join_texts(columns, source)
    if source.part:
        return whole.map({text: part_of(text, source.part) for text in whole.drop_duplicates()}).astype("str")
    pattern = _TAKEN.get(source.take) or (name_group(source.match) if source.match else "")
    if not pattern:
        return whole
    encoded = pc.dictionary_encode(arrow_of(whole))
    taken = pc.struct_field(pc.extract_regex(encoded.dictionary, pattern), "found")
    texts = pc.utf8_trim_whitespace(pc.fill_null(taken, "")).take(encoded.indices)
    return pd.Series(texts.to_numpy(zero_copy_only=False), index=whole.index, dtype="str")


def to_minutes(texts: pd.Series, unit: Unit) -> pd.Series:
    """The lengths of time in minutes; what is none stays."""
    read = {text: minutes for text in list_distinct(texts) if (minutes := minutes_of(text, unit)) is not None}
    return texts.map(lambda text: read.get(text, text)).astype("str") if read else texts


def _join_texts(columns: RuleColumns, source: Source) -> pd.Series:
    first, *others = [columns.cells_of(heading).str.strip() for heading in source.columns]
    if not others:
        return first
    parts = [_add_ending(source.between, part) for part in map(arrow_of, (first, *others))]
    texts = pc.binary_join_element_wise(*parts, _to_scalar(""))
    if source.between:
        texts = pc.utf8_slice_codeunits(texts, 0, -len(source.between))
    return pd.Series(texts.to_numpy(zero_copy_only=False), index=first.index, dtype="str")


def _add_ending(between: str, texts: pa.Array) -> pa.Array:
    """The texts with `between` behind those that are not empty. (Arrow loses rows in which all are null.)"""
    return pc.if_else(pc.equal(texts, ""), "", pc.binary_join_element_wise(texts, _to_scalar(between), _to_scalar("")))


def _to_scalar(text: str) -> pa.Scalar:
    return pa.scalar(text, type=pa.large_string())


def part_of(text: str, path: str) -> str:
    """The named part of an object in braces, as JSON or nearly so; '' where there is none."""
    found: object = _parse_object(text)
    for name in [path] if isinstance(found, dict) and path in found else path.split("."):
        found = _parse_object(found) if isinstance(found, str) else found
        found = found.get(name) if isinstance(found, dict) else None
    if found is None:
        return _find_loosely(text[:_LONGEST], path.strip())
    if isinstance(found, dict | list):
        return ""
    return json.dumps(found) if isinstance(found, bool) else str(found)


def _find_loosely(text: str, name: str) -> str:
    loose = name and re.search(  # a name of spaces would be looked for at each of as many
        rf"""["']?{re.escape(name)}["']?\s*[:=]\s*(?:"([^"]*)"|'([^']*)'|([^,;}}]*))""", text
    )
    return next((part.strip() for part in loose.groups() if part), "") if loose else ""


def _parse_object(text: str) -> object:
    try:
        return json.loads(text, parse_int=str, parse_float=str) if len(text) <= _LONGEST else None  # as written
    except (ValueError, RecursionError):
        return None


def _note_nothing_found(columns: RuleColumns, source: Source, taken: pd.Series, rows: Mask) -> Iterator[CellNote]:
    """Tell each cell that has a text, but not what is to be taken of it."""
    whole = columns.cells_of(source.columns[0])
    empty = rows & (taken == "").to_numpy(dtype=bool) & (whole.str.strip() != "").to_numpy(dtype=bool)
    part, match = _("part {name}"), _("match of {pattern}")
    what = source.take or (
        part.format(name=quote_name(source.part)) if source.part else match.format(pattern=source.match)
    )
    number = columns.sheet.columns[columns.position_of(source.columns[0])]
    for row, text in whole[empty].items():
        yield CellNote(int(str(row)), number, NOTHING_TO_TAKE, {"value": text, "what": what})
