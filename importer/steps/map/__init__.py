"""Headings become fields, cells become the canonical text of their field's kind."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import tzinfo
from itertools import chain

import pandas as pd

from importer.catalogue import (
    IN_REFERENCES,
    JOBS,
    REFERENCE,
    Reading,
    get_field,
    is_placeholder,
    join_words,
    spell_count,
)
from importer.frames import find_cells_of_kind, list_distinct, match_cells, to_canonical_column
from importer.languages import _, ngettext, put_together, quote_names
from importer.mapping import ColumnMapping, unit_of
from importer.problem import EMPTY_WORD, PLACEHOLDER_REFERENCE, Problem, Severity
from importer.records import Batch, CellFormats, CellNote, MappedColumn, Sheet
from importer.settings import Options
from importer.steps.map.apply_rules import RuledSheet, apply_rules, find_made_column
from importer.steps.map.artefacts import remove_artefacts, remove_words
from importer.steps.map.column import ParsedColumn, RawColumn
from importer.steps.map.dates import find_open_days, parse_dates
from importer.steps.map.excel_formats import note_changes, remove_format_texts
from importer.steps.map.grouped_rows import GroupLine, group_lines_of
from importer.steps.map.made_fields import to_minutes
from importer.steps.map.mapped_columns import find_known_columns, warn_about_unknown_headings
from importer.steps.map.numbers import find_open_numbers, parse_numbers
from importer.steps.map.program_words import is_empty_word, is_error_word
from importer.steps.map.zones import describe_zone, find_own_zone_name, zone_of
from importer.workbook_parts import cut_text, letter_of

_LONGEST_SHOWN = 60  # letters of an example
_EXAMPLES = 3
_WITH_NAMES = frozenset(field.name for field in JOBS if field.lookup and field.lookup.has_names)


def map_columns(sheet: Sheet, options: Options = Options(), mapping: ColumnMapping = ColumnMapping()) -> Batch:
    """Give the sheet its meaning: which column fills which field, and each value in its canonical spelling.

    `mapping` is what a person has decided of headings and values, and the fields that are the same for every row.

    What the values of a column say about their spelling, also in rows that the mapping leaves out, is told as a remark;
    what they leave open (3/4/2026) is a problem of the whole sheet that `options` can settle. Headings that nobody
    knows become warnings. Raises SheetError where no heading is known, or two columns fill one field, SettingsError
    where there is no such time zone.
    """
    zone = zone_of(options.timezone)
    ruled = apply_rules(sheet, mapping, options)
    columns = find_known_columns(sheet, mapping, options)
    texts = {column.field: ruled.columns.get_cells_at(column.position) for column in columns}
    stand_for = [column for one in ruled.made_fields if (column := find_made_column(sheet, one))]
    texts |= {one.field: one.texts for one in ruled.made_fields}
    plain = replace(sheet, formats=CellFormats())  # which say nothing of a text that is made
    parsed = {}
    for column in (*columns, *stand_for):
        cells = remove_words(mapping.replace_values(column.field, texts[column.field]), options.empty)
        is_made = column.field in mapping.made_fields
        raw = RawColumn(plain if is_made else sheet, column, cells, options)
        parsed[column.field] = _parse(raw, zone, is_made=is_made)
    fixed = {name: mapping.replace_values(name, column) for name, column in texts.items() if name not in parsed}
    fixed |= mapping.make_constant_columns(sheet.cells.index)
    values = {name: column.values for name, column in parsed.items()} | {
        name: to_canonical_column(get_field(name), column) for name, column in fixed.items()
    }
    made = (*(c.field for c in columns if ruled.columns.is_changed(c.position)), *mapping.made_fields)
    batch = Batch(
        sheet,
        (*columns, *stand_for),
        ruled.keep_rows(pd.DataFrame(values, index=sheet.cells.index)),
        remarks=(*sheet.remarks, *_list_remarks((*columns, *stand_for), parsed, _choose_zone(sheet, zone), options)),
        made_texts={name: texts[name] for name in made},
        may_be_missing=mapping.may_be_missing,
        decided=mapping.values,
        by_name=mapping.by_name | (_WITH_NAMES if options.by_name else frozenset()),
        with_zone={name: column.with_zone for name, column in parsed.items() if not column.with_zone.empty},
    )
    found = _make_problems(batch, ruled, _collect_field_notes(parsed, ruled))
    problems = chain(warn_about_unknown_headings(sheet, columns, mapping), found)
    return _remove_placeholders(ruled.add_left_out(batch.add_problems(problems)))


def _choose_zone(sheet: Sheet, zone: tzinfo) -> tzinfo | None:
    previous = sheet.previous_results
    return None if previous and previous.zone_unknown else zone


def _list_remarks(
    columns: Sequence[MappedColumn], parsed: Mapping[str, ParsedColumn], zone: tzinfo | None, options: Options
) -> Iterator[str]:
    """How columns were understood, one by one; and in which `zone` times are that do not say so, of all together: None
    where times of unknown zones wait.
    """
    yield from (remark for column in parsed.values() for remark in column.remarks)
    found = {column.letter: time for column in columns if (time := parsed[column.field].local_time)}
    if not found or zone is None:
        return
    named = ngettext("Column {columns}", "Columns {columns}", len(found)).format(columns=join_words(list(found)))
    yield describe_zone(zone, named, next(iter(found.values())), is_given=bool(options.timezone))


def _collect_field_notes(parsed: Mapping[str, ParsedColumn], ruled: RuledSheet) -> dict[str, Sequence[CellNote]]:
    notes: dict[str, Sequence[CellNote]] = {name: column.notes for name, column in parsed.items()}
    for one in ruled.made_fields:
        notes[one.field] = (*notes.get(one.field, ()), *one.notes)
    return notes


def _remove_placeholders(batch: Batch) -> Batch:
    """The batch without references such as "n/a", which many rows have and which identify none."""
    if REFERENCE not in batch.values:
        return batch
    column = batch.values[REFERENCE]
    likely = list_distinct(column[(column != "") & ~column.str.contains(IN_REFERENCES)])
    instead = [text for text in likely if is_placeholder(text) and "\0" not in text]  # which is told as damage
    if not instead:
        return batch
    held = column.isin(instead)
    counted = column[held & ~column.index.isin(_list_rows_held_for(REFERENCE, batch.problems))]
    if len(counted):
        batch = batch.add_problems((_make_problem_of_placeholders(batch, counted),))
    values = batch.values.assign(**{REFERENCE: column.mask(held, "")})
    return replace(batch, values=values)


def _list_rows_held_for(name: str, problems: Sequence[Problem]) -> list[int]:
    """The rows that are no jobs at all, or whose cell of a field is told to be wrong already."""
    return [p.row for p in problems if p.is_error and p.row is not None and name in (p.fields or (name,))]


def _make_problem_of_placeholders(batch: Batch, cells: pd.Series) -> Problem:
    examples = quote_names(cut_text(text, _LONGEST_SHOWN) for text in list_distinct(cells)[:_EXAMPLES])
    count = len(cells)
    words = {"count": spell_count(count, "cell"), "hold": "holds" if count == 1 else "hold", "examples": examples}
    return batch.make_problem(PLACEHOLDER_REFERENCE, None, (REFERENCE,), **words)


def _parse(column: RawColumn, zone: tzinfo, *, is_made: bool) -> ParsedColumn:
    if column.field.read_only:  # never sent, so never asked
        return _READINGS["plain"](column, zone)
    if column.field.in_minutes and not is_made:
        column = replace(column, cells=to_minutes(column.cells, unit_of(column.mapped.heading)))
    clean = remove_artefacts(replace(column, cells=remove_format_texts(column)))
    parsed = _READINGS[column.field.kind.reading](replace(column, cells=clean.cells), zone)
    with_problem = {note.row for note in clean.notes if note.code.severity is Severity.ERROR}
    wrong = (note for note in parsed.notes if note.row not in with_problem)
    return replace(parsed, notes=(*clean.notes, *note_changes(column), *_note_words_for_none(column, parsed), *wrong))


def _note_words_for_none(column: RawColumn, parsed: ParsedColumn) -> Iterator[CellNote]:
    """What people write where there is no date or number, told once for the column with the way to read it as empty.

    What the reading has told so already is not told again, and neither is a formula without its result.
    """
    if not column.field.kind.has_convention:
        return
    without_digits = match_cells(column.cells, "[^1-9]+")
    if not without_digits.any():
        return
    digitless = column.cells[without_digits].str.strip()
    wrong = digitless[~find_cells_of_kind(column.field.kind, parsed.values[digitless.index])]
    noted = {note.values.get("word") for note in parsed.notes if note.code is EMPTY_WORD}
    for word in list_distinct(wrong):
        if word in noted or word.startswith("="):
            continue
        if is_placeholder(word) and not (is_empty_word(word) or is_error_word(word)):
            yield column.note(
                EMPTY_WORD, word=word, cells=column.describe_cells([int(row) for row in wrong.index[wrong == word]])
            )


_READINGS: dict[Reading, Callable[[RawColumn, tzinfo], ParsedColumn]] = {
    "plain": lambda column, _zone: ParsedColumn(to_canonical_column(column.field, column.cells)),
    "numbers": lambda column, _zone: parse_numbers(column),
    "dates": parse_dates,
}


def _make_problems(batch: Batch, ruled: RuledSheet, of_fields: Mapping[str, Sequence[CellNote]]) -> Iterator[Problem]:
    """What text cannot say, of a cell, a row, a column or the whole sheet; a column that is not sent is silent.

    A cell or row with an error already is not told of again, a row that is left out not at all.
    """
    sheet = batch.sheet
    fields = {sheet.columns[position]: (one.field,) for one in ruled.made_fields for position in one.places}
    fields |= {sheet.columns[column.position]: (column.field,) for column in batch.columns}
    errors = {(note.row, note.column) for note in sheet.notes if note.code.severity is Severity.ERROR}
    of_columns = [((name,), note) for name, notes in of_fields.items() for note in notes]
    noted = {(note.row, note.column, note.code) for _name, note in of_columns}
    of_rules = [
        (fields.get(note.column, ()), note)
        for note in ruled.columns.notes
        if (note.row, note.column, note.code) not in noted
    ]
    of_sheet = [
        (fields.get(note.column, ()), note)
        for note in sheet.notes
        if note.column in fields or note.column == 0 or note.row is None
    ]
    open_ones = (
        pair for pair in (*of_columns, *of_rules) if not {(pair[1].row, pair[1].column), (pair[1].row, 0)} & errors
    )
    for names, note in (*of_sheet, *open_ones):
        if note.row not in ruled.left_out:
            problem = batch.make_problem(note.code, note.row, names, **note.values)
            yield problem if names or not note.column else replace(problem, column=letter_of(note.column))
