"""`importer map`: where each heading goes, which codes are not valid, and a mapping file to edit."""

from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from rich.markup import escape
from rich.table import Table

from importer.catalogue import counted, field_named
from importer.cli.console import Console, write_json
from importer.cli.session import Session
from importer.directory import open_directory
from importer.mapping import (
    OPTIONS,
    Choice,
    ColumnMapping,
    InvalidValue,
    choices_for,
    complete_mapping,
    invalid_values,
    misfits,
    read_mapping,
    recall,
    remember,
    without_misfits,
    write_mapping,
)
from importer.problem import command_line
from importer.records import Sheet
from importer.runs import read_sheet_for, with_password_command
from importer.settings import Options, state_folder

_OPEN = ("suggested", "unknown")


def map_sheet(file: Path, given: Options, *, target: str | None, save: Path | None, as_json: bool) -> None:
    """Show how a sheet's headings and codes are understood; with `save`, write it to a mapping file.

    Raises SheetError where the sheet cannot be read, SettingsError where a mapping file is wrong or cannot be written.
    """
    mapping = read_mapping(given.mapping) if given.mapping else ColumnMapping()
    options = mapping.options_for(given)
    with Session(as_json, quiet=False).watching() as observer:
        sheet = read_sheet_for(file, options, mapping, with_password_command(observer, options))
    recalled = recall(sheet.headings, state_folder())
    mapping = without_misfits(mapping, misfits(sheet, mapping))
    choices = choices_for(sheet, mapping, recalled)
    whole = complete_mapping(sheet, mapping, remembered=recalled, accept_suggestions=options.accept_suggestions)
    invalid = _invalid_values(sheet, whole, target)
    if save:
        saved = _to_save(whole, choices, options)
        write_mapping(saved, save, choices=choices, invalid=invalid, replace=save == given.mapping)
        remember(sheet.headings, saved, state_folder())
    if as_json:
        write_json(_object(sheet, choices, invalid, save))
    else:
        _show(sheet, choices, invalid, save)
        Console().say(_next_step(sheet.path, choices, invalid, _Given(given, target, save)))


def _invalid_values(sheet: Sheet, mapping: ColumnMapping, target: str | None) -> tuple[InvalidValue, ...]:
    if target is None:
        return invalid_values(sheet, mapping, None)
    with open_directory(target, sheet=sheet.path) as (_, directory):
        return invalid_values(sheet, mapping, directory)


def _to_save(mapping: ColumnMapping, choices: tuple[Choice, ...], options: Options) -> ColumnMapping:
    """All that is certain: also the headings that need no mapping, so that the file tells the whole."""
    certain = {
        choice.heading: choice.field for choice in choices if choice.field is not None and choice.how not in _OPEN
    }
    decided: dict[str, Any] = {name: getattr(options, name) for name in OPTIONS}
    return replace(mapping, columns={**certain, **mapping.columns}, options=Options(**decided))


def _object(
    sheet: Sheet, choices: tuple[Choice, ...], invalid: tuple[InvalidValue, ...], save: Path | None
) -> dict[str, object]:
    return {
        "file": str(sheet.path),
        "sheet": sheet.name,
        "heading_row": sheet.heading_row,
        "rows": sheet.rows,
        "remarks": list(sheet.remarks),
        "headings": [asdict(choice) for choice in choices],
        "values": [asdict(value) for value in invalid],
        "saved": str(save) if save else None,
    }


def _show(sheet: Sheet, choices: tuple[Choice, ...], invalid: tuple[InvalidValue, ...], save: Path | None) -> None:
    console = Console()
    console.print(
        f"{escape(sheet.path.name)}: headings in row {sheet.heading_row}, {counted(sheet.rows, 'row')}", soft_wrap=True
    )
    for remark in sheet.remarks:
        console.say(remark)
    console.print(_choices_table(choices))
    if invalid:
        console.print("Values that are not valid:")
        console.print(_values_table(invalid))
    if save:
        console.print(f"Saved: {escape(str(save))}", soft_wrap=True)


def _choices_table(choices: tuple[Choice, ...]) -> Table:
    table = Table()
    for title in ("Column", "Heading", "Field", "How sure", "Such as"):
        table.add_column(title, overflow="fold")
    for choice in choices:
        how = f"suggested, {choice.score}% alike" if choice.how == "suggested" else choice.how
        style = "yellow" if choice.how in _OPEN else None
        cells = (choice.letter, choice.heading, choice.field or "", how, " | ".join(choice.samples))
        table.add_row(*map(escape, cells), style=style)
    return table


def _values_table(invalid: tuple[InvalidValue, ...]) -> Table:
    table = Table()
    for title in ("Heading", "Value", "Rows", "Nearest valid"):
        table.add_column(title, overflow="fold", justify="right" if title == "Rows" else "left")
    for value in invalid:
        choices = field_named(value.field).choices
        nearest = ", ".join(value.nearest) or (f"one of {', '.join(choices)}" if choices else "")
        table.add_row(escape(value.heading), escape(value.value), str(value.count), escape(nearest))
    return table


@dataclass(frozen=True)
class _Given:
    """What was typed, which the next command says again."""

    options: Options
    target: str | None
    save: Path | None

    def check(self, file: Path) -> str:
        """The check of the sheet, with the mapping file that was saved in place of the one that was read."""
        options = replace(self.options, mapping=self.save) if self.save else self.options
        return command_line("check", file, *self._target, *options.arguments)

    def map(self, file: Path) -> str:
        """The command that saves a mapping file."""
        return command_line("map", file, *self._target, *self.options.arguments, "--save", "mapping.toml")

    @property
    def _target(self) -> tuple[str, ...]:
        return ("--target", self.target) if self.target else ()


def _next_step(file: Path, choices: tuple[Choice, ...], invalid: tuple[InvalidValue, ...], given: _Given) -> str:
    accepted = given.options.accept_suggestions
    suggested = 0 if accepted else sum(choice.how == "suggested" for choice in choices)
    if given.save and (suggested or invalid):
        return f"Next: open {given.save}, confirm or fill in its lines that begin with #, then {given.check(file)}."
    if given.save:
        return f"Next: {given.check(file)}."
    if suggested:
        return (
            f"Headings that only resemble a known one are not used until you confirm them: {suggested}. "
            f"Next: {given.map(file)}, or add --accept-suggestions."
        )
    if invalid or any(choice.how == "unknown" and choice.heading for choice in choices):
        return f"Next: {given.map(file)} writes a file where you map the other headings."
    return f"Every heading is known. Next: {given.check(file)}."
