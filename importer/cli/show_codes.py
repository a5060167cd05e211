"""`importer codes`: what the target knows, listed, searched and exported."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from rich.markup import escape
from rich.table import Table

from importer.catalogue import counted
from importer.cli.console import Console, write_json
from importer.directory import CODE_LOOKUPS, ago, search_rows
from importer.directory.code_lists import CodeLists, FetchOptions, ListedCodes
from importer.directory.export import export_codes
from importer.errors import SettingsError
from importer.problem import LIST_NOT_SHOWN


@dataclass(frozen=True)
class CodesRequest:
    """What to show: one list or all, what to search for, and a file to write it to instead."""

    word: str | None
    search: str = ""
    export: Path | None = None
    force: bool = False


def show_codes(request: CodesRequest, options: FetchOptions, *, as_json: bool) -> None:
    """Show, search or export lists of codes. Raises SettingsError or ApiError where a list is not to be had."""
    errors = Console(stderr=True, soft_wrap=True)
    with CodeLists(options, lambda text: errors.print(escape(text))) as lists:
        found, refused = _lists(lists, request)
        target = lists.target.name
    if request.search:
        found = [replace(codes, rows=search_rows(codes.rows, request.search)) for codes in found]
    if request.export:
        count = export_codes(found, request.export, replace=request.force)
        errors.print(f"{escape(str(request.export))}: {_count_of(count)} of {escape(target)}, {_ages(found)}")
    if as_json:
        write_json(_object(target, found, refused))
    elif not request.export:
        _show(target, found, refused, request)


def _lists(lists: CodeLists, request: CodesRequest) -> tuple[list[ListedCodes], list[str]]:
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


def _object(target: str, found: Iterable[ListedCodes], refused: list[str]) -> dict[str, object]:
    return {
        "target": target,
        "lists": [
            {"list": codes.word, "as_of": codes.as_of.isoformat(), "codes": [asdict(row) for row in codes.rows]}
            for codes in found
        ],
        "not_shown": refused,
    }


def _show(target: str, found: list[ListedCodes], refused: list[str], request: CodesRequest) -> None:
    console = Console()
    if request.word or request.search:
        for codes in found:
            if codes.rows or request.word:
                console.print(_codes_table(codes))
    else:
        console.print(_lists_table(found))
    for message in refused:
        console.say(message)
    count = sum(len(codes.rows) for codes in found)
    console.print(f"{_count_of(count)} of {escape(target)}, {_ages(found)}", soft_wrap=True)
    console.say(_next_step(target, count, request))


def _codes_table(codes: ListedCodes) -> Table:
    table = Table(title=escape(codes.word), title_justify="left")
    for title in ("Code", "Stands for", "Remark"):
        table.add_column(title, overflow="fold")
    for row in codes.rows:
        table.add_row(escape(row.code), escape(row.name), row.state, style="dim" if row.state else None)
    return table


def _lists_table(found: list[ListedCodes]) -> Table:
    table = Table()
    for title in ("List", "Codes", "For new jobs", "As of"):
        table.add_column(title, justify="right" if title in {"Codes", "For new jobs"} else "left")
    for codes in found:
        usable = sum(not row.state for row in codes.rows)
        table.add_row(codes.word, str(len(codes.rows)), str(usable), ago(codes.as_of, datetime.now(UTC)))
    return table


def _count_of(count: int) -> str:
    return counted(count, "code")


def _ages(found: list[ListedCodes]) -> str:
    oldest = min((codes.as_of for codes in found), default=datetime.now(UTC))
    return f"as of {oldest.astimezone():%Y-%m-%d %H:%M} ({ago(oldest, datetime.now(UTC))})"


def _next_step(target: str, count: int, request: CodesRequest) -> str:
    base = f"importer codes{f' {request.word}' if request.word else ''}"
    if request.search and not count:
        return f"No code matches. '{base} --target {target} --refresh' asks {target} again."
    if not request.word:
        return f"Next: 'importer codes project --target {target} --search TEXT' finds one."
    return f"'{base} --target {target} --refresh' asks {target} again; --export codes.xlsx writes them to a file."
