"""What is wrong with the words of a command is said in the language of the user, whichever option it is."""

import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest
from typer.exceptions import TyperException
from typer.main import get_command

from importer.cli.app import app
from importer.cli.usage_errors import make_usage_error
from importer.languages import ENGLISH, LanguageCode, use_language
from tests.command import importer

OTHERS = [code for code in get_args(LanguageCode) if code != ENGLISH]
OF_TYPER = {"--install-completion", "--show-completion"}
BAD = {  # options whose value is not any text, and what is wrong
    "--header-row": ("x", "0"),
    "--decimal": ("x",),
    "--date-order": ("x",),
    "--memory-limit": ("x", "1"),
    "--deadline": ("x", "0"),
    "--workers": ("x", "0", "999"),
    "--rate": ("x",),
    "--stop-after": ("x", "0"),
    "--language": ("x",),
    "--port": ("x", "-1", "99999"),
    "--row": ("x", "0"),
    "--before": ("x",),
}


Words = tuple[str, ...]


@cache
def whole_command() -> Any:
    return get_command(app)


def walk_commands(command: Any, words: Words = ()) -> Iterator[tuple[Words, Any]]:
    yield words, command
    for name, inner in getattr(command, "commands", {}).items():
        yield from walk_commands(inner, (*words, name))


@cache
def options() -> dict[str, tuple[Words, bool]]:
    """Each option by its name: the first command that has it, and whether it takes a value."""
    found: dict[str, tuple[Words, bool]] = {}
    for words, command in walk_commands(whole_command()):
        for option in command.params:
            flag = option.opts[0]
            if flag.startswith("--") and flag not in OF_TYPER:
                found.setdefault(flag, (words, not option.is_flag))
    return found


def find_refusal(words: Words) -> TyperException | None:
    """How Typer refuses these words; nothing is done where it does not."""
    try:
        context = whole_command().make_context("importer", list(words))
        while getattr(context.command, "commands", None) and context._protected_args:
            rest = [*context._protected_args, *context.args]
            name, inner, left = context.command.resolve_command(context, rest)
            context = inner.make_context(name, left, parent=context)
    except TyperException as error:
        return error
    return None


def wrong_uses() -> Iterator[Words]:
    """A value that is not possible, none, and one where none belongs; and words that are no command or too many."""
    for flag, (words, takes_value) in options().items():
        yield (*words, flag if takes_value else f"{flag}=x")
        yield from ((*words, f"{flag}={value}") for value in BAD.get(flag, ()))
    yield from (("frob",), ("chekc",), ("check",), ("check", "a", "b"), ("runs", "settle", "7"), ("run", "--targt"))


def describe(language: LanguageCode, words: Words) -> str:
    use_language(language)
    try:
        error = find_refusal(words)
        assert error is not None, words
        return make_usage_error(error).message
    finally:
        use_language(ENGLISH)


@pytest.mark.thorough
def test_no_option_is_refused_in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    for words in wrong_uses():
        monkeypatch.setattr(sys, "argv", ["importer", *words])
        english = describe(ENGLISH, words).rstrip(".").split(": ", 1)
        for language in OTHERS:
            message = describe(language, words)
            assert not [part for part in english if part in message], (words, message)


def test_every_option_that_does_not_take_any_text_is_among_them() -> None:
    refused = {flag: find_refusal((*words, f"{flag}=?")) for flag, (words, has_value) in options().items() if has_value}
    picky = {flag for flag, error in refused.items() if error and "Invalid value" in error.format_message()}
    assert picky == BAD.keys()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ("--rate", "x"),
            'Fout: Ongeldige waarde voor --rate: "x" is geen tempo; schrijf het zoals 5/s of 300/min.',
        ),
        (
            ("--decimal", "x"),
            'Fout: Ongeldige waarde voor --decimal: "x" is geen decimaalteken; typ comma of point.',
        ),
        (("--stop-after", "x"), "Fout: Ongeldige waarde voor --stop-after: het moet een geheel getal zijn."),
    ],
)
def test_a_bad_value_is_refused_in_dutch(words: tuple[str, ...], said: str, tmp_path: Path) -> None:
    assert importer("--language", "nl", "run", *words, state=tmp_path).err.splitlines()[0] == said
