"""Nothing goes to a production target unless its name has been typed."""

import sys
from pathlib import Path

from rich.markup import escape
from rich.prompt import Prompt

from importer.cli.console import Console
from importer.errors import SettingsError
from importer.problem import NOT_CONFIRMED
from importer.settings import Target
from importer.targets import find_target


class ProductionConsent:
    """Asks for the name of a production target, once; `typed` is what --confirm says."""

    def __init__(self, typed: str | None, console: Console) -> None:
        self._typed = typed
        self._console = console
        self._asks = sys.stdin.isatty() and sys.stderr.isatty()

    def ensure_possible(self, target: str | None, *, beside: Path) -> None:
        """Refuse before the work begins where the name can no longer be had. Raises SettingsError."""
        choice = find_target(target, beside=beside)
        if choice.production and (self._typed is not None or not self._asks):
            self._ensure(choice.name, self._typed)

    def ensure(self, target: Target) -> None:
        """Show the name of a production target and have it typed. Raises SettingsError where it is not."""
        if not target.production:
            return
        typed = self._typed
        if typed is None and self._asks:
            self._console.print(f"[bold red]{escape(target.name)} is production:[/bold red] {escape(target.url)}")
            typed = Prompt.ask(f"Type [bold red]{escape(target.name)}[/bold red] to send there", console=self._console)
        self._ensure(target.name, typed)

    def _ensure(self, name: str, typed: str | None) -> None:
        if typed == name:
            return
        reason = "Its name was not typed." if typed is None else f'"{typed}" is not its name.'
        raise SettingsError(NOT_CONFIRMED, name=name, reason=reason)
