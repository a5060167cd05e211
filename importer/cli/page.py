"""`importer open`: the page in the user's own browser."""

from pathlib import Path
from typing import Annotated

import typer

from importer.cli.options import TargetName
from importer.errors import UsageError
from importer.languages import _

Browser = Annotated[
    bool, typer.Option("--browser/--no-browser", help="Open the browser, or print which file opens the page.")
]


SheetArgument = Annotated[
    Path | None, typer.Argument(metavar="FILE", help="The sheet to begin with; it is not changed.")
]
Install = Annotated[bool, typer.Option("--install", help="Add an icon to the desktop, and do not open the page.")]
Uninstall = Annotated[bool, typer.Option("--uninstall", help="Remove what --install has added.")]


def open_(
    file: SheetArgument = None,
    target: TargetName = None,
    browser: Browser = True,
    install: Install = False,
    uninstall: Uninstall = False,
) -> None:
    """Open importer in your browser: a page to work with instead of commands. It is for this computer only.

    importer open

    importer open jobs.xlsx --target practice
    """
    if install and uninstall:
        from importer.problem import NOT_UNDERSTOOD

        reason = _("Choose --install or --uninstall, not both.")
        raise UsageError(NOT_UNDERSTOOD, reason=reason, command="importer open")
    if install or uninstall:
        _change_launchers(install=install)
    else:
        _open_page(file, target, browser=browser)


def _change_launchers(*, install: bool) -> None:
    from importer.cli.console import Console
    from importer.page.launcher import find_launchers, install_launchers, uninstall_launchers

    console = Console(soft_wrap=True)
    if install:
        for path in install_launchers(find_launchers()):
            console.say(_("Written: {path}. Double-click it to open importer.").format(path=path))
        return
    removed = uninstall_launchers(find_launchers())
    for path in removed:
        console.say(_("Removed: {path}.").format(path=path))
    if not removed:
        console.say(_("There is nothing to remove."))


def _open_page(file: Path | None, target: str | None, *, browser: bool) -> None:
    import webbrowser

    from importer.cli.console import Console
    from importer.languages import get_chosen_language, use_language
    from importer.page.server import PageServer
    from importer.runs import ensure_file
    from importer.targets import find_target

    if file is not None:
        ensure_file(file)
    if target is not None:
        find_target(target, sheet=file)
    use_language(get_chosen_language())  # of who looks on, whatever sheet is opened
    console = Console(stderr=True, soft_wrap=True)  # what is typed or clicked stays whole
    with PageServer(file, target) as server:
        file = server.login_link.write_file()
        opened = browser and webbrowser.open(file.as_uri())
        console.say(_("importer is open in your browser, until you close it there or press Ctrl-C here."))
        if not opened:
            console.say(_("Open this file in your browser: {path}").format(path=file))
        try:
            server.stay_open()
        except KeyboardInterrupt:
            console.print()
    console.say(_("importer is closed."))
