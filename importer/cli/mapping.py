"""`importer map`: where each heading goes, which codes are not valid, and a mapping file to edit."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from rich.markup import escape
from rich.table import Table

from importer.catalogue import counted, field_named, heading_of
from importer.cli.ask import ask_decisions, ensure_terminal, show_decisions
from importer.cli.console import Console, write_json
from importer.cli.session import Session
from importer.decisions import Decision, Interview, Understanding, open_decisions
from importer.directory import Directory, open_directory
from importer.languages import N_, _, and_more, ngettext
from importer.mapping import (
    OPTIONS,
    SAMPLES,
    Choice,
    ColumnMapping,
    How,
    InvalidValue,
    TargetLists,
    ensure_unwritten,
    read_mapping,
    recall,
    remember,
    write_mapping,
)
from importer.problem import command_line
from importer.records import Sheet
from importer.runs import read_sheet_for, with_password_command
from importer.settings import Options, state_folder

_OPEN = ("suggested", "unknown")
_HOW_SURE: Mapping[How, str] = {
    "mapped": N_("by the mapping file"),
    "left out": N_("left out"),
    "used": N_("used by a rule"),
    "exact": N_("sure"),
    "alias": N_("sure"),
    "remembered": N_("as for an earlier sheet"),
    "suggested": N_("suggested"),
    "unknown": N_("unknown"),
}
_ROOM_FOR_SAMPLES = 70  # letters in a line


@dataclass(frozen=True)
class MapRequest:
    """What `importer map` was asked: the sheet, with a target to look codes up in, a file to `save` to, and whether to
    `ask` what is open.
    """

    file: Path
    given: Options
    target: str | None = None
    save: Path | None = None
    ask: bool = False
    as_json: bool = False

    @property
    def place(self) -> Path | None:
        """Where the mapping file is written, if anywhere: what was named, else the file in use, else one beside the
        sheet.
        """
        if self.save or not self.ask:
            return self.save
        return self.given.mapping or self.file.with_suffix(".map.toml")

    def command(self, verb: str, options: Options, *more: str) -> str:
        """A command on the same sheet and target."""
        target = ("--target", self.target) if self.target else ()
        return command_line(verb, self.file, *target, *options.arguments, *more)


def map_sheet(request: MapRequest) -> None:
    """Show how a sheet's headings and codes are understood, and what is open; ask that, and write it to a file.

    Raises SheetError where the sheet cannot be read, SettingsError where a mapping file is wrong or cannot be written,
    UsageError where somebody should be asked and nobody is there.
    """
    given, save = request.given, request.place
    if request.ask:
        ensure_terminal(request.command("map", given))
        ensure_unwritten(save, given.mapping)
    mapping = read_mapping(given.mapping) if given.mapping else ColumnMapping()
    options = mapping.options_for(given)
    with Session(request.as_json, quiet=False).watching() as observer:
        sheet = read_sheet_for(request.file, options, mapping, with_password_command(observer, options))
    with _directory_of(request.target, sheet) as directory:
        lists = TargetLists(directory) if directory else None
        known = Understanding(sheet, mapping, options, recall(sheet.headings, state_folder()), directory, lists)
        if request.ask:
            asked = ask_decisions(Interview(known))
            known = asked.known
        if request.ask and not asked.answers:
            Console().say(_("Nothing was decided, so nothing is written."))
            return
        _tell(request, known, save)


def _tell(request: MapRequest, known: Understanding, save: Path | None) -> None:
    """Write and show how the sheet is understood."""
    sheet, choices, invalid = known.sheet, known.choices, known.invalid
    decisions = open_decisions(known)
    rules = known.ruled.rows_of_rules(known.mapping)
    if save:
        choices = tuple(choice for choice in choices if choice.heading in sheet.headings)
        saved = _to_save(known.whole, choices, known.options)
        write_mapping(saved, save, choices=choices, invalid=invalid, replace=save == request.given.mapping)
        remember(sheet.headings, saved, state_folder())
    if request.as_json:
        told = {"left_out": [{"rule": rule, "rows": rows} for rule, rows in rules.items()]}
        write_json({**_object(sheet, choices, invalid, save), **told, "decisions": [*map(_decision, decisions)]})
        return
    if not request.ask:
        _show(sheet, choices, invalid, known.missing)
        _show_rules(rules)
    step = _NextStep(request, choices)
    if not save:
        show_decisions(decisions, request.command("map", request.given, "--ask"))
        Console().say(step.without_file(has_invalid=bool(invalid)))
        return
    console = Console()
    console.say(_("Saved: {path}").format(path=save))
    console.say(step.after_saving(save, has_invalid=bool(invalid)))


def _decision(decision: Decision) -> dict[str, object]:
    answers = [{"text": answer.text, "why": answer.why, "lines": list(answer.lines)} for answer in decision.answers]
    told = ("key", "about", "question", "rows", "why", "typed", "field", "heading", "value")
    return {**{name: getattr(decision, name) for name in told}, "answers": answers}


@contextmanager
def _directory_of(target: str | None, sheet: Sheet) -> Iterator[Directory | None]:
    if target is None:
        yield None
        return
    with open_directory(target, sheet=sheet.path) as (_, directory):
        yield directory


def _to_save(mapping: ColumnMapping, choices: tuple[Choice, ...], options: Options) -> ColumnMapping:
    """All that is certain: also the headings that need no mapping, so that the file tells the whole."""
    certain = {
        choice.heading: choice.field for choice in choices if choice.field is not None and choice.how not in _OPEN
    }
    in_doubt = {choice.heading for choice in choices if choice.how in _OPEN}
    columns = {heading: name for heading, name in mapping.columns.items() if name or heading not in in_doubt}
    decided: dict[str, Any] = {name: getattr(options, name) for name in OPTIONS}
    return replace(mapping, columns={**certain, **columns}, options=Options(**decided))


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


def _show(
    sheet: Sheet, choices: tuple[Choice, ...], invalid: tuple[InvalidValue, ...], missing: tuple[str, ...]
) -> None:
    console = Console()
    words = {"file": sheet.path.name, "row": sheet.heading_row, "rows": counted(sheet.rows, "row")}
    console.say(_("{file}: headings in row {row}, {rows}").format(**words))
    for remark in sheet.remarks:
        console.say(remark)
    console.print(_choices_table(choices, narrow=console.width < _ROOM_FOR_SAMPLES))
    if missing:
        names = ", ".join(f'"{heading_of(field_named(name))}"' for name in missing)
        console.say(_("No heading is known for what every job needs: {names}.").format(names=names))
    if invalid:
        console.say(_("Values that are not valid:"))
        console.print(_values_table(invalid))


def _show_rules(rules: Mapping[str, list[int]]) -> None:
    """Which rows each rule leaves out, the first ones by their number."""
    for rule, rows in rules.items():
        first = and_more(", ".join(map(str, rows[:SAMPLES])), len(rows) - SAMPLES)
        words = {"rule": rule, "rows": counted(len(rows), "row"), "which": f" ({first})" if rows else ""}
        Console().say(_("{rule}: {rows} left out{which}").format(**words))


def _choices_table(choices: tuple[Choice, ...], *, narrow: bool) -> Table:
    table = Table()
    titles = (_("Column"), _("Heading"), _("Field"), _("How sure"), _("Such as"))
    for title in titles[:-1] if narrow else titles:
        table.add_column(title, overflow="fold")
    for choice in choices:
        field = heading_of(field_named(choice.field)) if choice.field else ""
        how = ", ".join(filter(None, (_(_HOW_SURE[choice.how]), choice.reason)))
        cells = (choice.letter, choice.heading, field, how, " | ".join(choice.samples))
        table.add_row(*map(escape, cells[: len(table.columns)]), style="yellow" if choice.how in _OPEN else None)
    return table


def _values_table(invalid: tuple[InvalidValue, ...]) -> Table:
    table = Table()
    table.add_column(_("Heading"), overflow="fold")
    table.add_column(_("Value"), overflow="fold")
    table.add_column(_("Rows"), justify="right")
    table.add_column(_("Nearest valid"), overflow="fold")
    for value in invalid:
        table.add_row(escape(value.heading), escape(value.value), str(value.count), escape(", ".join(value.nearest)))
    return table


@dataclass(frozen=True)
class _NextStep:
    """What to type next: the commands say again what was said of the sheet and the target."""

    request: MapRequest
    choices: tuple[Choice, ...]

    @property
    def given(self) -> Options:
        """The options of the command."""
        return self.request.given

    def after_saving(self, save: Path, *, has_invalid: bool) -> str:
        """What to do with the file that was written."""
        check = self.request.command("check", replace(self.given, mapping=save, accept_suggestions=False))
        if has_invalid or any(choice.how in _OPEN and choice.heading for choice in self.choices):
            opened = _("Next: open {path}, confirm or fill in its lines that begin with #, then {command}.")
            return opened.format(path=save, command=check)
        return _("Next: {command}.").format(command=check)

    def without_file(self, *, has_invalid: bool) -> str:
        """What to do where nothing was written."""
        accepted = self.given.accept_suggestions
        suggested = 0 if accepted else sum(choice.how == "suggested" for choice in self.choices)
        save = self.request.command("map", self.given, "--save", "mapping.toml")
        if suggested:
            confirm = ngettext(
                "{count} heading only resembles a known one, and is not used until you confirm it.",
                "{count} headings only resemble known ones, and are not used until you confirm them.",
                suggested,
            ).format(count=suggested)
            return f"{confirm} {_('Next: {command}, or add --accept-suggestions.').format(command=save)}"
        if has_invalid or any(choice.how == "unknown" and choice.heading for choice in self.choices):
            return _("Next: {command} writes a file in which you say what the headings mean.").format(command=save)
        return _("Every heading is known. Next: {command}.").format(command=self.request.command("check", self.given))
