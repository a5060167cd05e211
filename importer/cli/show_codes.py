"""`importer codes`: what the target knows, listed, searched and exported."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from rich.markup import escape
from rich.table import Table

from importer.catalogue import spell_count
from importer.cli.console import Console, write_json
from importer.directory import CODE_LOOKUPS, CodeLists, FetchOptions, ListedCodes, say_how_long_ago, search_rows
from importer.directory.export import export_codes
from importer.errors import SettingsError, UsageError
from importer.languages import _
from importer.problem import LIST_NOT_SHOWN, NOT_UNDERSTOOD, spell_command


@dataclass(frozen=True)
class CodesRequest:
    """What to show: one list or all, what to search for, and a file to write it to instead."""

    word: str | None
    search: str = ""
    export: Path | None = None
    force: bool = False


def show_codes(request: CodesRequest, options: FetchOptions, *, as_json: bool) -> None:
    """Show, search or export lists of codes. Raises SettingsError or ApiError where one is not to be had."""
    if options.refresh and options.offline:
        raise UsageError(NOT_UNDERSTOOD, reason=_("Give either --refresh or --offline."), command="importer codes")
    errors = Console(stderr=True, soft_wrap=True)
    with CodeLists(options, lambda text: errors.print(escape(text))) as lists:
        found, refused = _find_lists(lists, request)
        target = lists.target.name
    if request.search:
        found = [replace(codes, rows=search_rows(codes.rows, request.search)) for codes in found]
    if request.export:
        count = export_codes(found, request.export, replace=request.force)
        errors.say(f"{request.export}: {_describe_amount(count, target, found)}")
    if as_json:
        write_json(_to_object(target, found, refused))
    elif not request.export:
        _show(target, found, refused, request)


def _find_lists(lists: CodeLists, request: CodesRequest) -> tuple[list[ListedCodes], list[str]]:
    """The list that is asked for, or all that the target shows, and those it does not."""
    if request.word:
        return [lists.get(request.word)], []
    found, refused = [], []
    for word in CODE_LOOKUPS:
        try:
            found.append(lists.get(word))
        except SettingsError as error:
            if error.code is not LIST_NOT_SHOWN:
                raise
            refused.append(error.message)
    return found, refused


def _to_object(target: str, code_lists: Iterable[ListedCodes], refused: list[str]) -> dict[str, object]:
    return {
        "target": target,
        "lists": [
            {"list": codes.word, "as_of": codes.as_of.isoformat(), "codes": [asdict(row) for row in codes.rows]}
            for codes in code_lists
        ],
        "not_shown": refused,
    }


def _show(target: str, code_lists: list[ListedCodes], refused: list[str], request: CodesRequest) -> None:
    console = Console()
    if request.word or request.search:
        for codes in code_lists:
            if codes.rows or request.word:
                console.print(_make_codes_table(codes))
    else:
        console.print(_make_lists_table(code_lists))
    for message in refused:
        console.say(message)
    count = sum(len(codes.rows) for codes in code_lists)
    console.say(_describe_amount(count, target, code_lists))
    console.say(_describe_next_step(target, count, request))


def _make_codes_table(codes: ListedCodes) -> Table:
    table = Table(title=escape(codes.word), title_justify="left")
    table.add_column(_("Code"), overflow="fold")
    table.add_column(_("Stands for"), overflow="fold")
    if has_remarks := any(row.state for row in codes.rows):
        table.add_column(_("Remark"), overflow="fold")
    for row in codes.rows:
        cells = (row.code, row.name, row.state) if has_remarks else (row.code, row.name)
        table.add_row(*map(escape, cells), style="dim" if row.state else None)
    return table


def _make_lists_table(code_lists: list[ListedCodes]) -> Table:
    table = Table()
    table.add_column(_("List"))
    table.add_column(_("Codes"), justify="right")
    table.add_column(_("For new jobs"), justify="right")
    table.add_column(_("As of"))
    for codes in code_lists:
        usable = sum(not row.state for row in codes.rows)
        table.add_row(codes.word, str(len(codes.rows)), str(usable), say_how_long_ago(codes.as_of, datetime.now(UTC)))
    return table


def _describe_amount(count: int, target: str, code_lists: list[ListedCodes]) -> str:
    """How many codes there are, and how old the oldest list is."""
    oldest = min((codes.as_of for codes in code_lists), default=datetime.now(UTC))
    moment, age = f"{oldest.astimezone():%Y-%m-%d %H:%M}", say_how_long_ago(oldest, datetime.now(UTC))
    codes = spell_count(count, "code")
    return _("{codes} of {target}, as of {moment} ({age})").format(codes=codes, target=target, moment=moment, age=age)


def _describe_next_step(target: str, count: int, request: CodesRequest) -> str:
    words = ("codes", *([request.word] if request.word else []), "--target", target)
    again = {"command": spell_command(*words, "--refresh"), "target": target}
    if request.search and not count:
        return _("No code matches. {command} asks {target} again.").format(**again)
    if not request.word:
        search = spell_command("codes", "project", "--target", target, "--search", "TEXT")
        return _("Next: {command} finds one.").format(command=search)
    return _("{command} asks {target} again; --export codes.xlsx writes them to a file.").format(**again)
