"""What the commands print: tables for people on stdout, or one JSON object; errors on stderr."""

import logging
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.markup import escape
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from importer.catalogue import spell_count
from importer.cli.console import Console, write_json
from importer.errors import ExitCode, ImporterError, Interrupted, SheetError
from importer.files import find_state_folder, write_whole_file
from importer.languages import _, append_more, group_thousands, ngettext, put_together
from importer.masking import mask_secrets, traceback_of
from importer.problem import add_typed_options
from importer.visible import escape_line

if TYPE_CHECKING:
    from importer.records import ImportResult
    from importer.steps.report import Cause

ADDRESSES_SHOWN = 4
CAUSES_SHOWN = 200

_LOG = logging.getLogger(__name__)


def show_result(result: "ImportResult", *, as_json: bool, quiet: bool, shown: frozenset[str] = frozenset()) -> None:
    """Say what became of every row, what is wrong and why, and what to type next; not the remarks that are `shown`."""
    from importer.steps.report import describe_next_step, find_causes, to_result_object

    if as_json:
        write_json(to_result_object(result))
        return
    console = Console(quiet=quiet)
    causes = find_causes(result)
    shown_causes = [cause for cause in causes if not result.stopped or cause.message != result.stopped]
    show_causes(console, shown_causes, listed_in=result.results)
    if shown_causes:
        console.print()
    words = {"sheet": result.batch.sheet.full_name, "rows": spell_count(result.rows, "row")}
    if result.checked_only:
        console.say(_("{sheet}: {rows} checked").format(**words))
    else:
        target = describe_target(result.target, result.address)
        console.say(_("{sheet}: {rows}, target {target}").format(**words, target=target))
    if not result.declined:
        console.print(_make_counts_table(result))
    for remark in result.batch.remarks:
        if remark not in shown:
            console.say(remark)
    if result.results:
        if result.results_remark:
            console.say(result.results_remark)
        console.say(_("Results: {path}").format(path=result.results))
    console.say(describe_next_step(result, causes))


def describe_target(target: str, address: str) -> str:
    """A target and its address, if it has one, as a person is told where rows go."""
    return f"{target} ({address})" if address else target


def _make_counts_table(result: "ImportResult") -> Table:
    table = Table()
    table.add_column(_("Status"))
    table.add_column(_("Rows"), justify="right")
    counts = {status: count for status, count in result.counts.items() if count}
    for status, count in counts.items():
        table.add_row("valid" if result.checked_only and status == "not sent" else status, str(count))
    if len(counts) != 1:  # which would say the same twice
        table.add_section()
        table.add_row(_("all"), str(sum(counts.values())))
    return table


def show_causes(console: Console, causes: Sequence["Cause"], *, listed_in: Path | None = None) -> None:
    """The first causes, and how many more there are; results that are a workbook list all of them."""
    for cause in causes[:CAUSES_SHOWN]:
        _show_cause(console, cause)
    if (more := len(causes) - CAUSES_SHOWN) > 0:
        more_causes = ngettext("... and {count} more cause.", "... and {count} more causes.", more)
        if listed_in and listed_in.suffix.lower() != ".csv":
            where = _("See the sheet Problems of {results}.").format(results=listed_in.name)
        else:
            where = _("Add --json to the command to list all of them.")
        console.say(put_together(more_causes.format(count=group_thousands(more)), where, by="{} {}".format))


def _show_cause(console: Console, cause: "Cause") -> None:
    """Two or three lines that can be read in a window of any width."""
    severity = f"[red]{_('error')}[/red]" if cause.is_error else f"[yellow]{_('warning')}[/yellow]"
    heading = f' "{escape_line(cause.heading)}"' if cause.heading else ""
    where = f"{_name_cells(cause) if cause.cells else _('the whole sheet')}{escape(heading)}"
    console.print(f"{severity} {cause.number}  [bold]{where}[/bold]", soft_wrap=True, highlight=False)
    for text, style in ((cause.message, ""), (cause.advice, "dim")):
        if text:
            console.print(Padding(Text(escape_line(add_typed_options(text, on_screen=True)), style), (0, 0, 0, 4)))


def _name_cells(cause: "Cause") -> str:
    """The first cells of a cause; or its rows, or its columns, where that is all that is known of each."""
    shown = cause.cells[:ADDRESSES_SHOWN]
    found = append_more(", ".join(shown), cause.count - len(shown))
    if all(map(str.isdecimal, shown)):
        return ngettext("row {found}", "rows {found}", cause.count).format(found=found)
    if all(map(str.isalpha, shown)):
        letters = tuple(dict.fromkeys(cause.cells))
        found = append_more(", ".join(letters[:ADDRESSES_SHOWN]), len(letters) - ADDRESSES_SHOWN)
        return ngettext("column {found}", "columns {found}", len(letters)).format(found=found)
    return found


def show_fields(*, as_json: bool) -> None:
    """Print the catalogue."""
    from importer.catalogue import FIELD_HEADINGS, to_field_records, to_field_rows

    if as_json:
        write_json(to_field_records())
        return
    console = Console()
    titles = [_(title) for title in FIELD_HEADINGS[2:]]
    for heading, name, *facts, description in to_field_rows():
        details = "; ".join(f"{title}: {fact}" for title, fact in zip(titles, facts, strict=False) if fact)
        line = f"[bold]{escape(heading)}[/bold]  {escape(name)}  [dim]{escape(details)}[/dim]"
        console.print(line, soft_wrap=True, highlight=False)
        console.print(Padding(Text(description), (0, 0, 0, 4)))


def show_version(*, verbose: bool) -> None:
    """Print the version; where `verbose`, those of Python and of what we stand on too."""
    from importer.versions import VERSION, read_versions

    found = read_versions() if verbose else {"importer": VERSION}
    sys.stdout.writelines(f"{name} {number}\n" for name, number in found.items())


def show_error(error: ImporterError, *, as_json: bool) -> None:
    """Say what stopped the run and what to do; with --json as an object on stdout too."""
    if as_json:
        error_object = {"code": error.code.number, "message": error.message, "advice": error.advice}
        sheet = {"sheet": error.sheet} if isinstance(error, SheetError) and error.sheet else {}
        write_json({**sheet, "rows": 0, "counts": {}, "problems": [], "results": None, "error": error_object})
    _LOG.debug("Stopped by problem %d", error.code.number, exc_info=error)
    console = Console(stderr=True)
    label = _("Stopped:") if isinstance(error, Interrupted) else _("Error:")
    console.print(f"[red]{label}[/red] {escape(escape_line(error.message))}", soft_wrap=True)
    console.say(error.advice, cancelled=error.code.cancels)


def show_internal_error(error: BaseException) -> None:
    """Keep the traceback of an error in a file for whoever corrects it, and say where."""
    console = Console(stderr=True)
    _LOG.debug("An error in importer itself", exc_info=True)
    try:
        path = find_state_folder() / "last-error.txt"
        content = mask_secrets(traceback_of(error)).encode("utf-8", "backslashreplace")
        write_whole_file(path, lambda file: file.write(content), replace=True, private=True)
    except (OSError, ImporterError) as found:
        stopped = _("Stopped: an error in importer itself, and its report cannot be written ({reason}).")
        console.say(stopped.format(reason=found))
        console.say(_("Set IMPORTER_STATE to a folder in which you may write, then run the same command again."))
        return
    what = _("this is an error in importer itself, not in your sheet.")
    console.print(f"[red]{_('Stopped:')}[/red] {what}", soft_wrap=True)
    report = _("Exit status {status}. Please report it with the file {path}.")
    console.print(report.format(status=int(ExitCode.INTERNAL), path=path), soft_wrap=True)
