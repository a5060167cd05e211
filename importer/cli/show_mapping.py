"""How a sheet is understood, as tables: its headings, the values that are not valid, the rows that rules leave out."""

from collections.abc import Mapping

from rich.markup import escape

from importer.catalogue import get_field, heading_of, spell_count
from importer.cli.console import Console
from importer.cli.fitting_table import TableColumn, print_table
from importer.languages import _, append_more
from importer.mapping import HOW_SURE, SAMPLES, Choice, InvalidValue
from importer.records import Sheet

OPEN = ("suggested", "unknown")
_ROOM_FOR_SAMPLES = 70  # letters in a line


def show_understood(
    sheet: Sheet, choices: tuple[Choice, ...], invalid: tuple[InvalidValue, ...], missing: tuple[str, ...]
) -> None:
    """Show each column with its field and samples, and the values that are not valid."""
    console = Console()
    words = {"file": sheet.path.name, "row": sheet.heading_row, "rows": spell_count(sheet.rows, "row")}
    console.say(_("{file}: headings in row {row}, {rows}").format(**words))
    for remark in sheet.remarks:
        console.say(remark)
    _show_choices(console, choices)
    if missing:
        names = ", ".join(f'"{heading_of(get_field(name))}"' for name in missing)
        console.say(_("No heading is recognised for these required fields: {names}.").format(names=names))
    if invalid:
        console.say(_("Values that are not valid:"))
        _show_values(console, invalid)


def show_rules(rules: Mapping[str, list[int]]) -> None:
    """Which rows each rule leaves out, the first ones by their number."""
    for rule, rows in rules.items():
        first = append_more(", ".join(map(str, rows[:SAMPLES])), len(rows) - SAMPLES)
        words = {"rule": rule, "rows": spell_count(len(rows), "row"), "which": f" ({first})" if rows else ""}
        Console().say(_("{rule}: {rows} left out{which}").format(**words))


def _show_choices(console: Console, choices: tuple[Choice, ...]) -> None:
    columns = (
        TableColumn(_("Column")),
        TableColumn(_("Heading")),
        TableColumn(_("Field")),
        TableColumn(_("How sure"), needed=False),
        TableColumn(_("Such as"), needed=False, least=_ROOM_FOR_SAMPLES),
    )
    rows = []
    for choice in choices:
        field = heading_of(get_field(choice.field)) if choice.field else ""
        how = ", ".join(filter(None, (_(HOW_SURE[choice.how]), choice.reason)))
        cells = (choice.letter, choice.heading, field, how, " | ".join(choice.samples))
        rows.append([*map(escape, cells)])
    styles = ["yellow" if choice.how in OPEN else "" for choice in choices]
    print_table(console, columns, rows, styles=styles)


def _show_values(console: Console, invalid: tuple[InvalidValue, ...]) -> None:
    columns = (
        TableColumn(_("Heading")),
        TableColumn(_("Value")),
        TableColumn(_("Rows"), is_number=True),
        TableColumn(_("Nearest valid"), needed=False),
    )
    rows = [
        [*map(escape, (value.heading, value.value, str(value.count), ", ".join(value.nearest)))] for value in invalid
    ]
    print_table(console, columns, rows)
