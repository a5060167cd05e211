"""Screens made of templates. What is filled in is text, never markup, and what cannot be seen in it is visible."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse, JSONResponse, Response

from importer.catalogue import spell_count
from importer.errors import ImporterError
from importer.languages import _, get_current_language, group_thousands, ngettext
from importer.visible import escape_invisible

FOLDER = Path(__file__).parent
_LONGEST = 500  # signs


def _to_shown(value: object) -> object:
    return escape_invisible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _shorten(text: str) -> str:
    """The text as far as a sentence goes: buttons stand below it, and a cell or a server may say a great deal."""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


_TEMPLATES = Environment(
    loader=FileSystemLoader(FOLDER / "templates"),
    autoescape=True,
    finalize=_to_shown,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.globals.update(
    {"_": _, "ngettext": ngettext, "spell_count": spell_count, "group_thousands": group_thousands}
)
_TEMPLATES.filters["shorten"] = _shorten


def render_screen(template: str, words: Mapping[str, Any], *, status: int = 200) -> Response:
    """A whole screen."""
    return HTMLResponse(_fill_template(template, words), status)


def _fill_template(template: str, words: Mapping[str, Any]) -> str:
    return _TEMPLATES.get_template(template).render(language=get_current_language(), **words)


def go_to(address: str) -> Response:
    """Have the browser open another screen."""
    return JSONResponse({"go": address})


def swap_screen(message: str) -> Response:
    """Have the browser show the screen as it is now in the place of the old one, and say something."""
    return JSONResponse({"swap": True, "message": escape_invisible(message)})


def refuse(message: str, advice: str = "", *, status: int = 409) -> Response:
    """What could not be done, why, and what to do."""
    return JSONResponse({"message": escape_invisible(message), "advice": escape_invisible(advice)}, status)


def refuse_for(error: ImporterError) -> Response:
    """The same, of an error of the program."""
    return refuse(error.message, error.advice)
