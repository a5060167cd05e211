"""The rules of a mapping file, applied to a sheet: which rows become jobs, and the columns that are made."""

from dataclasses import dataclass, replace

import pandas as pd

from importer.mapping import ColumnMapping
from importer.problem import FOOTER_LEFT_OUT, Problem, Severity
from importer.records import Batch, MappedColumn, Sheet
from importer.settings import Options
from importer.steps.map.conditions import RuleColumns
from importer.steps.map.made_fields import MadeField, leave_rows_out_by_fields, make_fields
from importer.steps.map.row_rules import LeftOut, find_left_out_rows, find_not_among, find_rows_of_one_job, name_rule
from importer.steps.map.zones import zone_of
from importer.workbook_parts import letter_of


@dataclass(frozen=True)
class RuledSheet:
    """A sheet as the rules of a mapping file leave it, without the footers that reading found.

    `rows` are the rows that become jobs, `left_out` the others with the reason; `made_fields` those that are made.
    """

    columns: RuleColumns
    rows: pd.Index
    left_out: dict[int, LeftOut]
    made_fields: tuple[MadeField, ...]

    def find_rows_of_rules(self, mapping: ColumnMapping) -> dict[str, list[int]]:
        """The rows that each rule leaves out; conditions that meet none have none."""
        found: dict[str, list[int]] = {name_rule(condition): [] for condition in mapping.rows.leave_out}
        for row, out in sorted(self.left_out.items()):
            if out.rule:
                found.setdefault(out.rule, []).append(row)
        return found

    def to_sheet(self, mapping: ColumnMapping) -> tuple[Sheet, ColumnMapping]:
        """A sheet of the rows that become jobs, made fields as further columns, and a mapping that knows these."""
        sheet = self.columns.sheet
        if not (mapping.rows.tree or self.made_fields):
            return sheet, mapping
        cells = pd.concat(
            [*map(self.columns.get_cells_at, range(len(sheet.headings))), *(one.texts for one in self.made_fields)],
            axis=1,
        ).loc[self.rows]
        made_headings = {one.field: " / ".join(map(str, mapping.made_fields[one.field])) for one in self.made_fields}
        headings = [*sheet.headings, *made_headings.values()]
        numbers = (*sheet.columns, *(sheet.columns[one.places[0]] if one.places else 1 for one in self.made_fields))
        columns = {**mapping.columns, **{heading: name for name, heading in made_headings.items()}}
        ruled = replace(sheet, headings=headings, columns=numbers, cells=cells.set_axis(headings, axis=1))
        return ruled, replace(mapping, columns=columns)

    def keep_rows(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The rows that become jobs."""
        return frame if len(self.rows) == len(frame) else frame.loc[self.rows]

    def add_left_out(self, batch: Batch) -> Batch:
        """The batch with a problem for each row that is left out."""
        same: dict[int, Problem] = {}  # of many rows one sentence
        problems = []
        for row, out in sorted(self.left_out.items()):
            if id(out) not in same:
                same[id(out)] = batch.make_problem(out.code, row, (), **out.words)
            problems.append(replace(same[id(out)], row=row))
        return replace(batch, left_out=frozenset(self.left_out)).add_problems(tuple(problems))


def apply_rules(sheet: Sheet, mapping: ColumnMapping, options: Options) -> RuledSheet:
    """Apply the rules of the mapping. Raises SheetError where the sheet has no such column."""
    columns = RuleColumns(sheet, options, zone_of(options.timezone))
    columns.refuse_missing(mapping)
    index = sheet.cells.index
    errors = (note for note in sheet.notes if note.column == 0 and note.code.severity is Severity.ERROR)
    footers = {
        note.row: LeftOut(note.code, note.values, "")
        for note in sheet.notes
        if note.code is FOOTER_LEFT_OUT and note.row is not None
    }
    no_jobs = footers.keys() | {note.row for note in errors if note.row is not None}
    jobs = find_not_among(index, no_jobs)
    left_out = find_left_out_rows(columns, mapping.rows, jobs)
    leave_rows_out_by_fields(columns, mapping.made_fields, left_out)
    left_out = footers | left_out
    left_out |= find_rows_of_one_job(columns, mapping.rows, jobs & find_not_among(index, left_out))
    remaining = find_not_among(index, left_out)
    return RuledSheet(
        columns, index[remaining], left_out, tuple(make_fields(columns, mapping.made_fields, jobs & remaining))
    )


def find_made_column(sheet: Sheet, made_field: MadeField) -> MappedColumn | None:
    """The column of the sheet that stands for a made field: the first of those that it is made of."""
    if not made_field.places:
        return None
    position = made_field.places[0]
    return MappedColumn(made_field.field, position, letter_of(sheet.columns[position]), sheet.headings[position])
