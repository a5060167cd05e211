"""`importer open`: the page in the user's own browser."""

from pathlib import Path
from typing import Annotated

import typer

from importer.cli.options import TargetName

Browser = Annotated[
    bool, typer.Option("--browser/--no-browser", help="Open the browser, or print which file opens the page.")
]


Sheet = Annotated[Path | None, typer.Argument(metavar="FILE", help="The sheet to begin with; it is not changed.")]


def open_(file: Sheet = None, target: TargetName = None, browser: Browser = True) -> None:
    """Open importer in your browser: a page to work with instead of commands. It is for this computer only.

    importer open

    importer open jobs.xlsx --target practice
    """
    import webbrowser

    from importer.cli.console import Console
    from importer.languages import _, chosen_language, use_language
    from importer.page.server import PageServer
    from importer.runs import ensure_file
    from importer.targets import find_target

    if file is not None:
        ensure_file(file)
    if target is not None:
        find_target(target, sheet=file)
    use_language(chosen_language())  # of who looks on, whatever sheet is opened
    console = Console(stderr=True)
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
