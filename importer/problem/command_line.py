"""A command that is suggested to somebody: typed or copied as it stands, it means just that and nothing else.

The name of a file comes from a stranger; `$(...)` in it must not run. Quoted are words for the shells of the system:
those of POSIX, or the command prompt and PowerShell, which agree on little. What was typed with the last command and
holds for the next one too is said again.
"""

import os
import re
import shlex
from collections.abc import Callable, Sequence
from pathlib import Path

_BARE = re.compile(r"(?!=)[\w./:=+%@-]+", re.ASCII)  # zsh looks for a program of the name behind =
_BARE_ON_WINDOWS = re.compile(r"[\w.\\/:=+-]+", re.ASCII)
_NO_NAME = "FILE"  # for a sheet that a sentence does not know, and a word that no quotes make safe on Windows
_NO_TARGET_NAME = "NAME"  # for a target that a sentence does not know
_SHOW_TARGET = ["targets", "show"]
CSV_OPTIONS = frozenset({"--encoding", "--delimiter"})
_WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"})
_OF_SHEETS = frozenset({"check", "run", "map"})
_RESULTS = "--results"  # not of a command for these results
_IN_A_SENTENCE = re.compile(r"'(importer [^'\n]+)'")

OptionWords = tuple[tuple[str, ...], ...]


class _Typed:
    """What of the last command belongs to the next one; nothing where no command was typed."""

    options_for: Callable[[str], OptionWords] = staticmethod(lambda _verb: ())
    on_screen: OptionWords = ()
    sheet: Path | None = None
    is_text = False
    target = ""


def keep_options(
    options_for: Callable[[str], OptionWords],
    sheet: Path | None = None,
    target: str = "",
    *,
    on_screen: OptionWords = (),
    is_text: bool = False,
) -> None:
    """From now on, each command that is suggested says again what `options_for` has for it, and names this sheet and
    this target. What is said again `on_screen`, of the sheet itself, is written nowhere. A sheet that `is_text` is a
    CSV, whatever it is called.
    """
    _Typed.options_for = staticmethod(options_for)
    _Typed.sheet, _Typed.target, _Typed.on_screen, _Typed.is_text = sheet, target, on_screen, is_text


def list_typed_options(verbs: Sequence[str]) -> dict[str, OptionWords]:
    """What each of these commands says again, for a process that suggests them in the place of this one."""
    return {verb: _Typed.options_for(verb) for verb in verbs}


def add_typed_options(text: str, cancelled: Sequence[str] = (), *, on_screen: bool = False) -> str:
    """A sentence whose commands say again what they can, where they are written out in it, but for what it cancels."""
    return _IN_A_SENTENCE.sub(lambda found: _add_more(found, cancelled, on_screen=on_screen), text)


def _add_more(match: re.Match[str], cancelled: Sequence[str], *, on_screen: bool) -> str:
    words = match[1].split()
    if "--help" in words:
        return match[0]
    missing = _find_missing(tuple(words[1:]), cancelled)
    shown = _find_for_screen(match[1], words[1]) if on_screen else ()
    more = [quote_word(word) for word in (*missing, *shown)]
    if words[1:] == _SHOW_TARGET and _Typed.target:
        more.insert(0, quote_word(_Typed.target))
    known = {_NO_NAME: _Typed.sheet, _NO_TARGET_NAME: _Typed.target}
    named = [quote_word(known[word] or word) if word in known else word for word in match[1].split(" ")]
    text = " ".join([*named, *more])
    return text if "'" in text else f"'{text}'"


def _find_for_screen(command: str, verb: str) -> tuple[str, ...]:
    """What is said again of the sheet itself: not of its results."""
    sheet = _Typed.sheet
    is_of_sheet = verb in _OF_SHEETS and (sheet is None or f"{quote_word(sheet)} " in f"{command} ")
    if not is_of_sheet and verb != "resume":
        return ()
    return tuple(word for option in _Typed.on_screen if option[0] not in command for word in option)


def _find_missing(words: tuple[str | Path, ...], cancelled: Sequence[str] = ()) -> tuple[str, ...]:
    options = _Typed.options_for(str(words[0])) if words else ()
    given = {str(word) for word in words}
    cancelled = (*cancelled, *(CSV_OPTIONS if any(map(_is_workbook, words)) else ()))
    return tuple(
        word
        for option in options
        if option[0] not in {*given, *cancelled} and (option[0] != _RESULTS or option[-1] not in given)
        for word in option
    )


def spell_command(*words: str | Path, windows: bool = os.name == "nt") -> str:
    """`importer` with these words, each quoted where that is needed, in quotes where it holds none of that kind."""
    every = (*_leave_out_of_csv(words), *_find_missing(words))
    text = " ".join(["importer", *(quote_word(word, windows=windows) for word in every)])
    return text if "'" in text else f"'{text}'"


def _is_workbook(word: str | Path) -> bool:
    is_known_text = _Typed.is_text and str(word) == str(_Typed.sheet)
    return Path(word).suffix.casefold() in _WORKBOOKS and not is_known_text


def _leave_out_of_csv(words: tuple[str | Path, ...]) -> tuple[str | Path, ...]:
    """The words without the options that say how a CSV is read, where the command is for a workbook."""
    if not any(map(_is_workbook, words)):
        return words
    before = ("", *words)
    return tuple(word for b, word in zip(before, words, strict=False) if not {str(b), str(word)} & CSV_OPTIONS)


def set_variable(name: str, value: str, *, windows: bool = os.name == "nt") -> str:
    """The line that sets a variable for the window it is typed in: of PowerShell, or of a shell of POSIX."""
    return f'$env:{name} = "{value}"' if windows else f"export {name}={_quote_for_posix(value)}"


def quote_word(word: str | Path, *, windows: bool = os.name == "nt") -> str:
    """A word as the shell of this system takes it; a path is never taken for an option."""
    text = f".{os.sep}{word}" if isinstance(word, Path) and str(word).startswith("-") else str(word)
    return _quote_for_windows(text) if windows else _quote_for_posix(text)


def _quote_for_posix(text: str) -> str:
    if _BARE.fullmatch(text):
        return text
    if not text.isprintable() or "\\'" in text or text.endswith("\\"):
        return f"$'{''.join(map(_escape, text))}'"
    if not any(sign in text for sign in '$`"\\!'):
        return f'"{text}"'
    return shlex.quote(text)


def _escape(sign: str) -> str:
    if sign == "\\":
        return "\\\\"
    if sign.isprintable() and sign != "'":  # a shell without such quotes sees no end of them
        return sign
    return "".join(f"\\x{byte:02x}" for byte in sign.encode("utf-8", "surrogateescape"))


def _quote_for_windows(text: str) -> str:
    if _BARE_ON_WINDOWS.fullmatch(text):
        return text
    if not text.isprintable() or any(sign in text for sign in '"“”„'):
        return _NO_NAME
    if not any(sign in text for sign in "$`%"):
        return f'"{text}\\"' if text.endswith("\\") else f'"{text}"'
    return _NO_NAME if any(sign in text for sign in "&|<>^%'‘’‚‛ ;,()") else f"'{text}'"
