"""What of a command is not understood, in the language of the user: for what Typer says, a sentence of ours."""

import re
import sys
from difflib import SequenceMatcher
from pathlib import Path

from typer.exceptions import TyperException

from importer.cli.app import app
from importer.cli.typed_options import TARGET, TypedOptions
from importer.errors import SettingsError, UsageError
from importer.files import is_folder, is_there
from importer.languages import N_, _, append_more
from importer.problem import COMMAND_MISSING, NOT_UNDERSTOOD, SEVERAL_SHEETS, find_nearest, spell_command
from importer.settings import NO_NUMBER, NOT_WHOLE, PRACTICE, TOO_HIGH, TOO_LOW

_OF_TARGETS = frozenset({"run", "retry"})
_SHOWN = 3  # commands
_EXTRA = re.compile(r"Got unexpected extra arguments?(?:\(s\))? \((?P<extra>.*)\)")
_NO_COMMAND = re.compile(r"No such command ['\"](?P<name>.*?)['\"].*", re.DOTALL)
_CHOICE = re.compile(r"(['\"])(?P<value>[^'\"]*)\1 is not one of (?P<choices>.+)")
_SENTENCES = (  # what Typer says of a command, and what we say
    (re.compile(r"Invalid value for (?P<option>.+?): (?P<reason>.+)"), N_("Invalid value for {option}: {reason}.")),
    (re.compile(r"Missing \w+ (?P<option>['\"].+['\"]).*"), N_("The command needs {option}.")),
    (re.compile(r"Missing command"), N_("The command is incomplete.")),
    (_NO_COMMAND, N_("There is no command {name}.")),
    (re.compile(r"Option (?P<option>\S+) requires .*"), N_("{option} needs a value after it.")),
    (re.compile(r"Option (?P<option>\S+) does not take a value"), N_("{option} does not take a value.")),
    (_EXTRA, N_('"{extra}" is not expected here.')),
)
_REASONS = (  # what it, or a library below it, says of a value, and what we say
    (re.compile(r"(['\"])(?P<value>.*)\1 is not one of (?P<choices>.+)"), N_('"{value}" is not one of {choices}')),
    (
        re.compile(r"(['\"])(?P<value>.*)\1 does not match the formats? .*"),
        N_('"{value}" is not a day; write it like 2026-12-31'),
    ),
    (re.compile(r".*valid integer.*"), NOT_WHOLE),
    (re.compile(r".*(?:valid|finite) (?:number|float).*"), NO_NUMBER),
    (re.compile(r"Input should be greater than or equal to (?P<low>\S+)"), TOO_LOW),
    (re.compile(r"Input should be less than or equal to (?P<high>\S+)"), TOO_HIGH),
)


def make_usage_error(error: TyperException) -> UsageError:
    """What is not understood, and what to type."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else " ".join(["importer", *_list_commands()])
    if files := _list_files(error):
        return UsageError(SEVERAL_SHEETS, count=len(files), commands=_spell_for_each(files))
    if command == "importer" and (file := _find_file_for_command()):
        run = spell_command("run", file, *_choose_target(file))
        return UsageError(COMMAND_MISSING, path=file, check=spell_command("check", file), run=run)
    return UsageError(NOT_UNDERSTOOD, reason=_describe(error), command=command)


def _choose_target(file: Path) -> tuple[str, ...]:
    """What names the practice server, where no target is typed and none is the default."""
    from importer.targets import find_target

    if any(word.partition("=")[0] == TARGET for word in sys.argv[1:]):
        return ()
    try:
        find_target(None, sheet=file)
    except SettingsError:
        return (TARGET, PRACTICE)
    return ()


def _list_commands() -> list[str]:
    """The command that is typed, and behind it the one of its own commands that is."""
    commands = app.group
    typed = TypedOptions(sys.argv[1:], commands.commands)
    if not typed.verb:
        return []
    of_verb = getattr(commands.commands[typed.verb], "commands", {})
    behind = list(typed.words)[list(typed.words).index(typed.verb) + 1 :]
    return [typed.verb, *[word for word in behind if word in of_verb][:1]]


def _describe(error: TyperException) -> str:
    option, meant = getattr(error, "option_name", None), getattr(error, "possibilities", None)
    if option is not None and hasattr(error, "possibilities"):
        nearest = max(meant, key=lambda name: SequenceMatcher(None, name, option).ratio()) if meant else ""
        return _("There is no option {option}.").format(option=option) + _suggest(nearest)
    text = error.format_message().strip()
    unknown, context = _NO_COMMAND.fullmatch(text), getattr(error, "ctx", None)
    nearest = find_nearest(unknown["name"], context.command.commands) if unknown and context else ""
    if choice := _CHOICE.search(text):
        nearest = find_nearest(choice["value"], re.findall(r"\w+", choice["choices"]))
    return _translate(text, _SENTENCES) + _suggest(nearest)


def _suggest(nearest: str) -> str:
    return _(" Did you mean {found}?").format(found=nearest) if nearest else ""


def _translate(text: str, sentences: tuple[tuple[re.Pattern[str], str], ...]) -> str:
    """Our sentence for one of Typer's; a text that is none of these is ours already."""
    plain = " ".join(text.removeprefix("Value error, ").rstrip(".").split())
    for theirs, ours in sentences:
        if found := theirs.fullmatch(plain):
            words = found.groupdict()
            for name in {"option", "choices"} & words.keys():
                words[name] = re.sub(r"['\"]", "", words[name])
            if "reason" in words:
                words["reason"] = _translate(words["reason"], _REASONS)
            return _(ours).format(**words)
    return plain


def _list_files(error: TyperException) -> list[str]:
    """The sheets that are named, where one is expected, as `*.xlsx` does; nothing where it is not that."""
    found = _EXTRA.match(error.format_message())
    extra = [word for word in sys.argv[2:] if found and word in found["extra"]]
    if not extra or not all(is_there(Path(word)) for word in extra):
        return []
    typed = sys.argv[2 : sys.argv.index(extra[0])]
    first = next((word for word in typed if is_there(Path(word)) and not word.startswith("-")), None)
    return [first, *extra] if first else extra


def _spell_for_each(files: list[str]) -> str:
    """The command that is typed, with each of the first files alone."""
    verb = sys.argv[1]
    target = _choose_target(Path(files[0])) if verb in _OF_TARGETS else ()
    every = ", ".join(spell_command(verb, file, *target) for file in files[:_SHOWN])
    return append_more(every, len(files) - _SHOWN)


def _find_file_for_command() -> Path | None:
    """The file that stands in the place of a command, wherever among the options it is."""
    file = Path(TypedOptions(sys.argv[1:], app.group.commands).first_word)
    return file if is_there(file) and not is_folder(file) else None
