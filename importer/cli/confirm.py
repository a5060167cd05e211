"""What a command asks before it sends, and only where a person looks on."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from getpass import getpass
from pathlib import Path

from rich.markup import escape

from importer.catalogue import join_words, spell_count
from importer.cli.console import Console
from importer.cli.progress_bar import ProgressBar
from importer.cli.prompts import TypedWord, YesOrNo
from importer.cli.show import describe_target
from importer.errors import SettingsError
from importer.languages import _, group_thousands, ngettext
from importer.masking import keep_secret
from importer.problem import NOT_CONFIRMED
from importer.records import Batch, PlannedJob, SameJob, Sheet
from importer.settings import Target, to_canonical_url
from importer.visible import escape_line

_SHOWN = 5  # rows in a question
_MOST_CHOICES = 12  # that are shown behind one


class Questions:
    """The questions of one command, on stderr. `confirm` is the name of a production target, as it was typed with it.

    Where it is known beforehand what to answer (`yes`), only the name of a production target is asked.
    """

    def __init__(self, console: Console, bar: ProgressBar, *, yes: bool, confirm: str | None) -> None:
        self.is_asking = False
        self.remarks_shown: frozenset[str] = frozenset()
        self._console, self._bar, self._confirm = console, bar, confirm
        self._somebody_there = sys.stdin.isatty() and console.is_terminal and not console.quiet
        self._can_ask = sys.stdin.isatty() and sys.stderr.isatty()
        self._asks, self._yes = self._can_ask and not yes, yes

    def ensure_confirmable(self, name: str) -> None:
        """Raise SettingsError where the name of a production target was typed wrongly, or can no longer be had."""
        if self._confirm is not None or not self._can_ask:
            _ensure_named(name, self._confirm)

    def confirm_sending(self, batch: Batch, target: Target) -> bool:
        """Ask whether to send; the name of a production target has to be typed, or raises SettingsError."""
        if target.production:
            with self._leave_screen():
                self._confirm_production(batch, target)
        if not self._asks:
            return True
        where = escape(describe_target(target.name, target.address))
        question = _("Send {rows} to {target}?").format(rows=_describe_amount(batch), target=where)
        with self._leave_screen():
            if not target.production:
                self._tell_reading(batch)
            return YesOrNo.ask(f"{_describe_not_sent(batch)}{question}", console=self._console)

    def _tell_reading(self, batch: Batch) -> None:
        """How the sheet is read, as long as it can be read otherwise; of results, nobody knows who wrote them."""
        previous = batch.sheet.previous_results
        remarks = (previous.read_with if previous else "", *batch.remarks)
        for remark in filter(None, dict.fromkeys(remarks)):
            self._console.print(escape(escape_line(remark)), soft_wrap=True, highlight=False)
        self.remarks_shown |= {*remarks}

    def _confirm_production(self, batch: Batch, target: Target) -> None:
        typed = self._confirm
        if typed is None and self._can_ask:
            self._tell_reading(batch)
            console, name = Console(stderr=True), escape(target.name)
            marked, url = f"[bold red]{name}[/bold red]", escape(to_canonical_url(target.url))
            console.print(f"[bold red]{_('{name} is production:').format(name=name)}[/bold red] {url}")
            console.print(f"{_describe_not_sent(batch)}{_('To send: {rows}.').format(rows=_describe_amount(batch))}")
            typed = TypedWord.ask(_("Type {name} to send there").format(name=marked), console=console)
        _ensure_named(target.name, typed)

    def ask_same(self, jobs: Sequence[PlannedJob]) -> SameJob:
        """Show the rows that resemble earlier ones, a few of them, and ask once for all."""
        if not self._somebody_there or not self._asks:
            return SameJob.HELD
        with self._leave_screen():
            asked = ngettext(
                "{count} row may be a job of an earlier run, or a new one:",
                "{count} rows may be jobs of an earlier run, or new ones:",
                len(jobs),
            )
            self._console.print(asked.format(count=group_thousands(len(jobs))))
            for job in jobs[:_SHOWN]:
                if job.obstacle:
                    line = _("Row {row}: {message}").format(row=job.row, message=job.obstacle.message)
                    self._console.print(escape(escape_line(f"  {line}")), soft_wrap=True)
            word = TypedWord.ask(
                _("Are they the same jobs or new jobs, or will you decide later?"),
                choices=["same", "new", "later"],
                default="later",
                console=self._console,
            )
        return {"same": SameJob.SAME, "new": SameJob.NEW}.get(word, SameJob.HELD)

    def ask_sheet(self, sheet: Sheet) -> str:
        """Ask which of several worksheets alike is meant; the one that was read where nobody is there."""
        others = sheet.other_sheets
        if not self._somebody_there or not self._asks or others is None:
            return sheet.name
        with self._leave_screen():
            return TypedWord.ask(
                _("{file} has several sheets with jobs. Which one should be sent?").format(
                    file=escape(sheet.path.name)
                ),
                choices=list(map(escape, others.alike)),
                show_choices=len(others.alike) <= _MOST_CHOICES,
                default=sheet.name,
                console=self._console,
            )

    def ask_password(self, path: Path) -> str:
        """Ask for the password of a workbook, which is not shown; '' where nobody can be asked."""
        if not self._can_ask:
            return ""
        with self._leave_screen():
            password = getpass(
                _("Password of {file} (it is not shown): ").format(file=escape_line(path.name)), stream=sys.stderr
            )
        keep_secret(password)
        return password

    def confirm_going_on(self, reason: str) -> bool:
        """Ask whether to go on with the other rows; not where nobody is there."""
        if not self._somebody_there:
            return False
        with self._leave_screen():
            question = _("{reason}. Continue with the other rows?").format(reason=escape(reason))
            return YesOrNo.ask(question, console=self._console, default=False)

    def confirm_unlooked(self, reason: str) -> bool:
        """Ask whether to send where jobs of other computers may be made a second time; not sent where nobody is asked,
        unless the answer is known beforehand.
        """
        if self._yes or not self._somebody_there:
            return self._yes
        with self._leave_screen():
            question = _(
                "The target does not say which jobs it already has ({reason}). Jobs that were created from another "
                "computer may be created again. Send anyway?"
            ).format(reason=escape(reason))
            return YesOrNo.ask(question, console=self._console, default=False)

    @contextmanager
    def _leave_screen(self) -> Iterator[None]:
        """The screen is left to a question, which Ctrl-C ends at once."""
        self._bar.progress.stop()
        self.is_asking = True
        try:
            yield
        finally:
            self.is_asking = False
            self._bar.progress.start()


def _describe_amount(batch: Batch) -> str:
    """What is sent: 2 of 3 rows of jobs.xlsx, sheet "Jobs"."""
    rows = spell_count(batch.sheet.rows, "row")
    amount = _("{count} of {rows} of {sheet}")
    return amount.format(count=group_thousands(len(batch.sound_rows)), rows=rows, sheet=escape(batch.sheet.full_name))


def _describe_not_sent(batch: Batch) -> str:
    """What is not sent, in a sentence each."""
    held, others = batch.sheet.rows - len(batch.sound_rows) - len(batch.left_out), batch.sheet.unread_sheets
    unread = others and _("Not read: {found}.").format(found=join_words(list(others)))
    unsent = held and _("Not sent because of errors: {rows}.").format(rows=spell_count(held, "row"))
    left_out = batch.left_out and _("Left out: {rows}.").format(rows=spell_count(len(batch.left_out), "row"))
    return "".join(f"{sentence} " for sentence in (unread, left_out, unsent) if sentence)


def _ensure_named(name: str, typed: str | None) -> None:
    """Raise SettingsError where what was typed is not the name of the production target."""
    if typed != name:
        untyped = _("You did not type the target's name.")
        reason = untyped if typed is None else _('"{typed}" does not match the target\'s name.').format(typed=typed)
        raise SettingsError(NOT_CONFIRMED, name=name, reason=reason)
