"""`importer map`: where each heading goes, which codes are not valid, and a mapping file to edit."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from importer.cli.ask_decisions import ask_decisions, ensure_terminal, show_decisions
from importer.cli.console import Console, write_json
from importer.cli.session import Session
from importer.cli.show_mapping import OPEN, show_rules, show_understood
from importer.decisions import Decision, Interview, SheetAnalysis, add_remembered, find_open_decisions
from importer.directory import Directory, open_directory
from importer.files import find_state_folder
from importer.languages import _, ngettext
from importer.mapping import (
    OPTIONS,
    Choice,
    ColumnMapping,
    Customer,
    InvalidValue,
    OpenParts,
    TargetLists,
    customers_of,
    ensure_unwritten,
    recall,
    recall_customer,
    remember,
    remember_customer,
    write_mapping,
)
from importer.problem import spell_command
from importer.records import Sheet
from importer.runs import add_password_command, read_mapping_for, read_sheet_for
from importer.settings import Options

_WITHOUT_LINES = frozenset({"groups", "reading", "rows"})  # what decisions are about


@dataclass(frozen=True)
class MapRequest:
    """What `importer map` was asked: the sheet, with a target to look codes up in, a file to `save` to, whether to
    `ask` what is open, and the `customer` whose earlier decisions are offered.
    """

    file: Path
    given: Options
    target: str | None = None
    save: Path | None = None
    ask: bool = False
    as_json: bool = False
    customer: str | None = None

    @property
    def customers(self) -> tuple[Customer, ...]:
        """For whom decisions are kept."""
        return customers_of(self.customer, self.file, self.target)

    @property
    def save_path(self) -> Path | None:
        """Where the mapping file is written, if anywhere: what was named, else the file in use, else one beside the
        sheet.
        """
        if self.save or not self.ask:
            return self.save
        return self.given.mapping or self.file.with_suffix(".map.toml")

    def spell_command(self, verb: str, options: Options, *more: str) -> str:
        """A command on the same sheet and target."""
        target = ("--target", self.target) if self.target else ()
        return spell_command(verb, self.file, *target, *options.arguments, *more)


def map_sheet(request: MapRequest) -> None:
    """Show how a sheet's headings and codes are understood, and what is open; ask that, and write it to a file.

    Raises SheetError where the sheet cannot be read, SettingsError where a mapping file is wrong or cannot be written,
    UsageError where somebody should be asked and nobody is there.
    """
    given, save = request.given, request.save_path
    if request.ask:
        ensure_terminal()
        ensure_unwritten(save, given.mapping)
    mapping = read_mapping_for(request.file, given.mapping) if given.mapping else ColumnMapping()
    options = mapping.merge_options(given)
    with Session(request.as_json, quiet=False).watch() as observer:
        sheet = read_sheet_for(request.file, options, mapping, add_password_command(observer, options))
    with _directory_of(request.target, sheet) as directory:
        lists = TargetLists(directory) if directory else None
        remembered = recall_customer(request.customers, find_state_folder())
        before = None if request.customer else recall(sheet.path, sheet.headings, find_state_folder())
        analysis = SheetAnalysis(sheet, mapping, options, before, directory, lists, remembered)
        if request.customer and request.save and not request.ask:
            analysis = analysis.use_mapping(add_remembered(analysis))
        if request.ask:
            asked = ask_decisions(Interview(analysis))
            analysis = asked.analysis
        if request.ask and not asked.answers:
            Console().say(_("Nothing was decided, so nothing is written."))
            return
        _tell(request, analysis, save)


def _tell(request: MapRequest, analysis: SheetAnalysis, save: Path | None) -> None:
    """Write and show how the sheet is understood."""
    sheet, choices, invalid = analysis.sheet, analysis.choices, analysis.invalid
    decisions = find_open_decisions(analysis)
    rules = analysis.ruled.find_rows_of_rules(analysis.mapping)
    lines = tuple(_list_lines(decisions))
    if save:
        choices = tuple(choice for choice in choices if choice.heading in sheet.headings)
        saved = _to_save(analysis.whole, choices, analysis.options)
        again = save == request.given.mapping
        write_mapping(saved, save, OpenParts(choices, invalid, analysis.missing, lines), replace=again)
        _remember(request, analysis)
    if request.as_json:
        left_out = {"left_out": [{"rule": rule, "rows": rows} for rule, rows in rules.items()]}
        write_json(
            {**_to_object(sheet, choices, invalid, save), **left_out, "decisions": [*map(_to_decision, decisions)]}
        )
        return
    if not request.ask:
        show_understood(sheet, choices, invalid, analysis.missing)
        show_rules(rules)
    step = _NextStep(request, choices)
    if not save:
        show_decisions(decisions, request.spell_command("map", request.given, "--ask"))
        Console().say(step.say_without_file(has_invalid=bool(invalid)))
        return
    console = Console()
    console.say(_("Saved: {path}").format(path=save))
    console.say(step.say_after_saving(save, has_open_lines=bool(invalid or lines)))


def _list_lines(decisions: Iterable[Decision]) -> Iterator[tuple[str, str, str, str]]:
    """The lines of a mapping file for decisions of which no heading or value has a line there, with their tables."""
    for decision in decisions:
        for answer in decision.answers if decision.about in _WITHOUT_LINES else ():
            head = ""
            for line in answer.lines:
                if line.startswith("["):
                    head = line
                else:
                    yield head, " ".join(decision.question.split()), line, " ".join(answer.text.split())


def _remember(request: MapRequest, analysis: SheetAnalysis) -> None:
    """Keep what a person has decided; suggestions that were accepted unseen are in the file alone, until it is used."""
    sheet, mapping = analysis.sheet, analysis.mapping
    if not request.customer:
        remember(sheet.path, sheet.headings, mapping, find_state_folder())
    today = date.today()  # noqa: DTZ011 - the user's day
    remember_customer(request.customers, mapping, sheet.path.name, find_state_folder(), today)


def _to_decision(decision: Decision) -> dict[str, object]:
    answers = [{"text": answer.text, "why": answer.why, "lines": list(answer.lines)} for answer in decision.answers]
    names = ("key", "about", "question", "rows", "why", "typed", "field", "heading", "value")
    return {**{name: getattr(decision, name) for name in names}, "answers": answers}


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
        choice.heading: choice.field for choice in choices if choice.field is not None and choice.how not in OPEN
    }
    in_doubt = {choice.heading for choice in choices if choice.how in OPEN}
    columns = {heading: name for heading, name in mapping.columns.items() if name or heading not in in_doubt}
    decided: dict[str, Any] = {name: getattr(options, name) for name in OPTIONS}
    return replace(mapping, columns={**certain, **columns}, options=Options(**decided))


def _to_object(
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


@dataclass(frozen=True)
class _NextStep:
    """What to type next: the commands say again what was said of the sheet and the target."""

    request: MapRequest
    choices: tuple[Choice, ...]

    @property
    def given(self) -> Options:
        """The options of the command."""
        return self.request.given

    def say_after_saving(self, save: Path, *, has_open_lines: bool) -> str:
        """What to do with the file that was written."""
        check = self.request.spell_command("check", replace(self.given, mapping=save, accept_suggestions=False))
        if has_open_lines or any(choice.how in OPEN and choice.heading for choice in self.choices):
            opened = _("Next: open {path}, confirm or fill in its lines that begin with #, then {command}.")
            return opened.format(path=save, command=check)
        return _("Next: {command}.").format(command=check)

    def say_without_file(self, *, has_invalid: bool) -> str:
        """What to do where nothing was written."""
        accepted = self.given.accept_suggestions
        suggested = 0 if accepted else sum(choice.how == "suggested" for choice in self.choices)
        save = self.request.spell_command("map", self.given, "--save", "mapping.toml")
        if suggested:
            confirm = ngettext(
                "{count} heading only resembles a known one, and is not used until you confirm it.",
                "{count} headings only resemble known ones, and are not used until you confirm them.",
                suggested,
            ).format(count=suggested)
            return f"{confirm} {_('Next: {command}, or add --accept-suggestions.').format(command=save)}"
        if has_invalid or any(choice.how == "unknown" and choice.heading for choice in self.choices):
            return _("Next: {command} writes a file in which you say what the headings mean.").format(command=save)
        return _("Every heading is known. Next: {command}.").format(
            command=self.request.spell_command("check", self.given)
        )
