"""The options that somebody typed, for the command that is suggested next.

What was said of the sheet, the target and the language holds for the next command too. What answers one question, or
says where something is written, is for the one command.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, get_args

from importer.languages import LanguageCode
from importer.problem import CSV_OPTIONS
from importer.settings import NOT_STORED, PRACTICE, Options, SendPolicy, options_of

LANGUAGE, TARGET = "--language", "--target"
OF_SHEETS = frozenset({"check", "run", "retry", "map", "resume", ""})  # "" where the command itself was forgotten
_LOGIN = "login"
_OF_TARGETS = frozenset({"doctor", "codes"})
_OF_NEW_SHEETS = frozenset({"check", "run", "map"})
_ANSWERS = frozenset({"--new-rows", "--recreate", "--accept-suggestions"})  # these say something of some rows alone
_FOR_THE_SAME_COMMAND = frozenset(
    {"--results", "--offline", "--customer", "--url", "--user", "--domain", "--ca-bundle", "--production"}
)

TypedWords = tuple[str, ...]


@dataclass(frozen=True)
class TypedOptions:
    """The words of the command line, with the commands that there are."""

    words: Sequence[str]
    commands: Mapping[str, Any]  # click's, whichever Typer has

    def select_for(self, verb: str) -> tuple[TypedWords, ...]:
        """What was given that the next command takes and has to say again, option by option."""
        names = self._list_names(verb)
        return tuple(given for given in self._find_given(verb) if given[0] in names)

    @property
    def shown_alone(self) -> tuple[TypedWords, ...]:
        """What was given that the next command for the same sheet says again on the screen, and is written nowhere."""
        return tuple(given for given in self._find_given(self.verb) if given[0] == _find_unstored())

    def _list_names(self, verb: str) -> frozenset[str]:
        if verb == self.verb:
            return (
                frozenset({LANGUAGE, TARGET})
                | _of_reading_and_sending()
                | _FOR_THE_SAME_COMMAND - _list_never_repeated(verb)
            )
        if verb in OF_SHEETS - {"resume"} and self.verb in OF_SHEETS:
            return frozenset({LANGUAGE, TARGET}) | _of_reading_and_sending()
        is_asked = {verb, self.verb} <= OF_SHEETS | _OF_TARGETS
        return frozenset({LANGUAGE, TARGET}) if is_asked else frozenset({LANGUAGE})

    @cached_property
    def first_word(self) -> str:
        """The first word that is no option and does not belong to one: the command, or what stands in its place."""
        return next((given[0] for given in self._take_apart("check") if not given[0].startswith("-")), "")

    @property
    def sheet(self) -> Path | None:
        """The sheet that a command of sheets is given; None where there is none, or what is given is no sheet."""
        words = [given[0] for given in self._take_apart(self.verb) if not given[0].startswith("-")]
        return Path(words[1]) if self.verb in _OF_NEW_SHEETS and len(words) > 1 else None

    @property
    def says_how_csv_is_read(self) -> bool:
        return any(given[0] in CSV_OPTIONS for given in self._find_given(self.verb))

    @property
    def target(self) -> str:
        """The target that the command names; '' where it names none."""
        words = [given[0] for given in self._take_apart(self.verb) if not given[0].startswith("-")]
        by_option = dict(given for given in self._find_given(self.verb) if len(given) == 2)  # noqa: PLR2004 - and its value
        named = words[1] if self.verb == _LOGIN and len(words) > 1 else by_option.get(TARGET, "")
        return "" if named == PRACTICE else named

    @property
    def has_empty_name(self) -> bool:
        """Whether one of the words that belong to no option is empty, as of a variable that is not set."""
        return ("",) in self._take_apart(self.verb or "check")

    @property
    def verb(self) -> str:
        """The command, '' where none is typed."""
        return self.first_word if self.first_word in self.commands else ""

    def _find_given(self, verb: str) -> Iterator[TypedWords]:
        """The options that this command takes, as they are typed."""
        takes = self._list_options(verb)
        for name, *value in self._take_apart(verb):
            if name in takes and (name != LANGUAGE or (value and value[0] in _LANGUAGES)):
                yield name, *value

    def _take_apart(self, verb: str) -> Iterator[TypedWords]:
        """Each word, an option of this command with what it is set to."""
        takes = self._list_options(verb)
        words = iter(self.words)
        for word in words:
            name, joined, value = word.partition("=")
            if not takes.get(name):
                yield (word,)
            elif value := value if joined else next(words, ""):
                yield name, value

    def _list_options(self, verb: str) -> dict[str, bool]:
        """The options of a command, and whether each has a value."""
        command = self.commands.get(verb) or self.commands["check"]
        return {name: not getattr(param, "is_flag", False) for param in command.params for name in param.opts}


_LANGUAGES = frozenset(get_args(LanguageCode))


def _list_never_repeated(verb: str) -> frozenset[str]:
    """What is never said again: a retry reads the results of the one before, and a list is asked for."""
    return frozenset({"retry": ("--results",), "codes": ("--offline",)}.get(verb, ()))


def _of_reading_and_sending() -> frozenset[str]:
    return frozenset(one.flag for record in (Options, SendPolicy) for one in options_of(record).values()) - {
        *_ANSWERS,
        _find_unstored(),
    }


def _find_unstored() -> str:
    return options_of(Options)[NOT_STORED].flag
