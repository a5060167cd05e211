"""A Typer whose commands have a page of help that can be read, and options for those who look into an error.

The pages are plain text: loading Rich for a box around them takes longer than all the rest of `importer --help`.
"""

import os
import re
import sys
from collections.abc import Callable
from functools import cached_property
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from importer.cli.command_options import add_options
from importer.cli.options import COMMAND_NAMES

EVERY_DAY = "Every day"
SHEETS = "Getting a sheet ready"
SYSTEMS = "Your systems"
PAST_RUNS = "Past runs"
TRYING = "Trying it out, and reading about it"
PANELS = (EVERY_DAY, SHEETS, PAST_RUNS, SYSTEMS, TRYING)

_WIDEST = 100
_EXAMPLE = re.compile(r"importer( |$)")
_AT_LEAST, _FROM_TO = re.compile(r"\bx>=([\d.]+)"), re.compile(r"\b([\d.]+)<=x<=([\d.]+)")
_PLACES = {"<str>": "TEXT", "<path>": "FILE", "<file>": "FILE", "<int>": "N", "<int range>": "N", "<float range>": "N"}

HelpRows = list[tuple[str, str]]


class Commands(typer.Typer):
    """A Typer; give a command a `rich_help_panel` of PANELS to have it listed there."""

    def __init__(self, **words: Any) -> None:  # noqa: ANN401 - Typer's own
        usual = {"cls": Group, "rich_markup_mode": None, "pretty_exceptions_enable": False}
        settings = {"help_option_names": ["-h", "--help"], "max_content_width": _WIDEST}
        super().__init__(**{**usual, "context_settings": settings, **words})
        COMMAND_NAMES.add(words.get("name", ""))

    @cached_property
    def group(self) -> Any:  # noqa: ANN401 - click's, whichever Typer has
        """All its commands, as click has them."""
        return get_command(self)

    def command(self, name: str | None = None, **words: Any) -> Callable[[Callable[..., None]], Callable[..., None]]:  # type: ignore[override]  # noqa: ANN401 - Typer's own
        """Declare a command, as in Typer; its parameters may be records of options."""
        declare = super().command(name, **{"cls": CommandHelp, **words})

        def decorate(function: Callable[..., None]) -> Callable[..., None]:
            declare(add_options(function))
            COMMAND_NAMES.add(name or function.__name__)
            return function

        return decorate


class CommandHelp(TyperCommand):
    """A command whose page begins with its examples."""

    def format_help(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401 - click's, whichever Typer has
        """Write the page."""
        _write_head(self, ctx, formatter)
        _write_options(self, ctx, formatter)


class Group(TyperGroup):
    """The list of commands, by what they are for: what is typed every day stands first."""

    def format_help(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401 - click's, whichever Typer has
        """Write the page."""
        _write_head(self, ctx, formatter)
        panels: dict[str, HelpRows] = {title: [] for title in PANELS} if ctx.parent is None else {}
        for name in self.list_commands(ctx):
            command = self.get_command(ctx, name)
            if command is not None and not command.hidden:
                panel = getattr(command, "rich_help_panel", None)
                title = panel if isinstance(panel, str) else "Commands"
                panels.setdefault(title, []).append((name, _find_first_sentence(command.help or "")))
        for title, rows in panels.items():
            _write_section(formatter, title, rows)
        _write_options(self, ctx, formatter)


def _write_head(command: Any, ctx: Any, formatter: Any) -> None:  # noqa: ANN401 - click's
    """How the command is written, two examples of it, and what it does."""
    pieces = " ".join(command.collect_usage_pieces(ctx))
    formatter.write_usage(ctx.command_path, re.sub(r"[{}]", "", pieces).replace("COMMAND [ARGS]...", "COMMAND ..."))
    sentences, examples = _split_docstring(command.help or "")
    _write_section(formatter, "Examples", [(example, "") for example in examples])
    for sentence in sentences:
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(sentence)


def _split_docstring(text: str) -> tuple[list[str], list[str]]:
    """The sentences of a docstring, and its examples: the paragraphs that begin with the name of the program."""
    paragraphs = [" ".join(paragraph.split()) for paragraph in text.split("\n\n") if paragraph.strip()]
    examples = [paragraph for paragraph in paragraphs if _EXAMPLE.match(paragraph)]
    return [paragraph for paragraph in paragraphs if paragraph not in examples], examples


def _find_first_sentence(text: str) -> str:
    sentences, _ = _split_docstring(text)
    return sentences[0] if sentences else ""


def _write_section(formatter: Any, title: str, rows: HelpRows) -> None:  # noqa: ANN401 - click's
    if rows:
        formatter.write_paragraph()
        formatter.write(f"{_make_bold(title)}\n")
        with formatter.indentation():
            if any(right for _, right in rows):
                formatter.write_dl(rows)
            else:
                formatter.write("".join(f"{'':{formatter.current_indent}}{left}\n" for left, _ in rows))


def _write_options(command: Any, ctx: Any, formatter: Any) -> None:  # noqa: ANN401 - click's
    sections: dict[str, HelpRows] = {"Arguments": [], "Options": []}
    for param in command.get_params(ctx):
        if record := param.get_help_record(ctx):
            usual = "Arguments" if param.param_type_name == "argument" else "Options"
            left = re.sub(r"<[\w ]+>", lambda found: _PLACES.get(found[0], found[0]), record[0])
            if param.param_type_name == "argument":
                left = left.partition(" ")[0]
            sections.setdefault(getattr(param, "rich_help_panel", None) or usual, []).append(
                (left, _spell_range(record[1]))
            )
    for title, rows in sections.items():
        _write_section(formatter, title, rows)


def _spell_range(text: str) -> str:
    return _FROM_TO.sub(r"\1 to \2", _AT_LEAST.sub(r"\1 or more", text))


def _make_bold(text: str) -> str:
    plain = "NO_COLOR" in os.environ or not sys.stdout.isatty()
    return text if plain else typer.style(text, bold=True)
