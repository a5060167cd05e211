"""The guide in the terminal: its pages listed, or one of them, in the system's pager."""

import os
import re
import sys

from rich.markdown import Markdown
from rich.table import Table

from importer.cli.console import Console, write_json
from importer.guide import GuidePage, read_page, read_pages
from importer.languages import _

_WIDEST = 120  # longer lines are hard to read
_LINK = re.compile(r"\[([^\]]+)\]\(([\w-]+)\.md(?:#[\w-]+)?\)")


def show_guide(name: str | None, *, as_json: bool) -> None:
    """List the pages, or show the one called `name`. Raises UsageError where there is none of that name."""
    if name is None:
        _list_pages(read_pages(), as_json=as_json)
        return
    page = read_page(name)
    if as_json:
        write_json({"name": page.name, "about": page.about, "text": page.shown_text})
    elif sys.stdout.isatty():
        _page_through(page)
    else:
        sys.stdout.write(page.shown_text)


def _list_pages(pages: tuple[GuidePage, ...], *, as_json: bool) -> None:
    if as_json:
        write_json([{"name": page.name, "about": page.about} for page in pages])
        return
    table = Table(_("Page"), _("What it says"))
    for page in pages:
        table.add_row(page.name, page.about)
    console = Console()
    console.print(table)
    console.say(_("'importer guide PAGE' shows one, for example 'importer guide mapping'."))


def _page_through(page: GuidePage) -> None:
    os.environ.setdefault("LESS", "FRX")  # a short page without a prompt, colours as colours
    os.environ.setdefault("NoDefaultCurrentDirectoryInExePath", "1")  # Windows: no pager from the current folder
    console = Console()
    console.width = min(console.width, _WIDEST)
    with console.pager(styles=os.name != "nt"):
        console.print(Markdown(_to_terminal(page.shown_text)))


def _to_terminal(text: str) -> str:
    """The Markdown with links to other pages as the commands that show them."""
    return _LINK.sub(r"\1 (`importer guide \2`)", text)
