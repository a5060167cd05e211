"""`importer open`: the page in the user's own browser."""

from typing import Annotated

import typer

Browser = Annotated[
    bool, typer.Option("--browser/--no-browser", help="Open the browser, or print which file opens the page.")
]


def open_(browser: Browser = True) -> None:
    """Open importer in your browser: a page to work with instead of commands. It is for this computer only.

    importer open

    importer open --no-browser
    """
    import webbrowser

    from importer.cli.console import Console
    from importer.languages import _, chosen_language, use_language
    from importer.page.server import PageServer

    use_language(chosen_language())  # of who looks on, whatever sheet is opened
    console = Console(stderr=True)
    with PageServer() as server:
        file = server.door.write_file()
        opened = browser and webbrowser.open(file.as_uri())
        console.say(_("importer is open in your browser, until you close it there or press Ctrl-C here."))
        if not opened:
            console.say(_("Open this file in your browser: {path}").format(path=file))
        try:
            server.wait()
        except KeyboardInterrupt:
            console.print()
    console.say(_("importer is closed."))
