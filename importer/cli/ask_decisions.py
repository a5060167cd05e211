"""`importer map --ask`: the open decisions one by one, a key each; the answers are a mapping."""

import sys
from collections.abc import Mapping

from rich.markup import escape
from rich.prompt import Prompt

from importer.catalogue import spell_count
from importer.cli.console import Console, escape_line
from importer.cli.keys import Keys
from importer.decisions import Answer, Decision, Interview, read_typed_answer
from importer.errors import UsageError
from importer.languages import N_, _, append_more, ngettext
from importer.problem import NO_TERMINAL

_KEYS = "123456789"
_MOST_SHOWN, _MOST_ANSWERS, _MOST_LINES = 8, 3, 6  # in a list
_LONGEST = 300  # letters of a line of a mapping file
_NO_KEYS = frozenset(("", "\r", "\n"))
_TYPED: Mapping[str, str] = {
    "field": N_("type the field"),
    "source": N_("type a heading, the letter of a column, or one value for every row"),
    "value": N_("type the value that is sent"),
}


def ensure_terminal() -> None:
    """Raise UsageError where nobody can be asked."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(NO_TERMINAL)


def ask_decisions(interview: Interview) -> Interview:
    """Ask until nothing is open, or until the person ends it; gives what was decided."""
    return _Asking(interview).ask_all()


class _Asking:
    def __init__(self, interview: Interview) -> None:
        self._at = interview
        self._console = Console(highlight=False)
        self._keys = Keys()

    def ask_all(self) -> Interview:
        """Ask one after another."""
        with self._keys.take_singly():
            while (decision := self._at.next) is not None:
                self._show(decision)
                key = self._read_key(decision)
                if key == "q":
                    break
                self._take(decision, key)
        return self._at

    def _show(self, decision: Decision) -> None:
        count = len(self._at.open)
        left = ngettext("{count} decision is open.", "{count} decisions are open.", count).format(count=count)
        self._console.print()
        self._console.print(f"[dim]{left} {escape(_describe_waiting(decision))}[/dim]", soft_wrap=True)
        self._console.print(f"[bold]{escape(escape_line(decision.question))}[/bold]", soft_wrap=True)
        for key, answer in zip(_KEYS, decision.answers, strict=False):
            self._console.say(f"  {key}  {answer.text}" + (f"  ({answer.why})" if answer.why else ""))
        if decision.typed:
            self._console.say(f"  t  {_(_TYPED[decision.typed])}")
        keys = ("s", _("skip")), ("b", _("back")), ("w", _("why")), ("q", _("save and end"))
        self._console.say("  " + "   ".join(f"{key}  {word}" for key, word in keys))

    def _read_key(self, decision: Decision) -> str:
        """The key that is pressed, one of those that are shown."""
        keys = {*_KEYS[: len(decision.answers)], "s", "b", "w", "q", *("t" if decision.typed else "")}
        while True:
            pressed = self._keys.read_key()
            if pressed in keys:
                return pressed
            if pressed not in _NO_KEYS:
                self._console.say(_("Press one of {keys}.").format(keys=", ".join(sorted(keys))))

    def _take(self, decision: Decision, key: str) -> None:
        if key == "s":
            self._at = self._at.skip(decision)
        elif key == "b":
            self._at = self._at.go_back()
        elif key == "w":
            self._explain(decision)
        elif key == "t":
            self._type(decision)
        else:
            self._answer(decision, decision.answers[_KEYS.index(key)])

    def _type(self, decision: Decision) -> None:
        with self._keys.take_lines():
            typed = Prompt.ask("  >", console=self._console, default="", show_default=False)
        answer = read_typed_answer(self._at.analysis, decision, typed)
        if isinstance(answer, str):
            self._console.say(answer)
        else:
            self._answer(decision, answer)

    def _answer(self, decision: Decision, answer: Answer) -> None:
        for line in answer.lines[:_MOST_LINES]:
            self._console.print(f"[green]    {escape(escape_line(line[:_LONGEST]))}[/green]", soft_wrap=True)
        self._at = self._at.answer(decision, answer)

    def _explain(self, decision: Decision) -> None:
        if decision.why:
            self._console.say(_("Why: {why}").format(why=decision.why))
        for key, answer in zip(_KEYS, decision.answers, strict=False):
            for line in answer.lines[:_MOST_LINES]:
                self._console.say(f"  {key}  {line[:_LONGEST]}")


def _shorten_lines(lines: tuple[str, ...]) -> str:
    """The first lines of an answer, on one line of the screen."""
    shown = "  ".join(lines[:_MOST_LINES])
    shown = shown if len(shown) <= _LONGEST else f"{shown[:_LONGEST]}…"
    return append_more(shown, len(lines) - _MOST_LINES)


def _describe_waiting(decision: Decision) -> str:
    if not decision.rows:
        return _("No row depends on this one.")
    return _("{rows} cannot be sent without this one.").format(rows=spell_count(decision.rows, "row"))


def show_decisions(decisions: tuple[Decision, ...], command: str) -> None:
    """List the open decisions: what each releases, its likely answers, and how a mapping file says them."""
    console = Console()
    if not decisions:
        return
    console.say(_("Open decisions, starting with the one that unblocks the most rows:"))
    for number, decision in enumerate(decisions[:_MOST_SHOWN], start=1):
        rows = f" ({spell_count(decision.rows, 'row')})" if decision.rows else ""
        console.say(f"{number:>3}. {decision.question}{rows}")
        for answer in decision.answers[:_MOST_ANSWERS]:
            console.say(f"       {answer.text}" + (f"  ->  {_shorten_lines(answer.lines)}" if answer.lines else ""))
    if len(decisions) > _MOST_SHOWN:
        console.say(_("     and {count} more").format(count=len(decisions) - _MOST_SHOWN))
    console.say(_("{command} asks them one by one.").format(command=command))
