"""A kind of problem, with a number that never changes, and one problem of the user's sheet.

Sentences say what stands there, what is wrong, what would be right. They name no row and no column: every view
adds these itself.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from functools import cached_property
from string import Formatter

from importer.languages import _
from importer.problem.mapping_lines import LINE_WORDS


class Severity(StrEnum):
    """An error keeps its row from being sent; a warning is told and the row goes."""

    ERROR = "error"
    WARNING = "warning"


class Range(IntEnum):
    """What a kind of problem is about: the hundreds of its number."""

    FILE = 1
    CONNECTION = 2
    LOOKUP = 3
    CELL = 4
    ROW = 5
    ANSWER = 6
    DELIVERY = 7
    RUN = 8


_PHRASES = frozenset({"because", "doubt", "fix", "kind", "limit", "listing", "reason", "what", "why"})
CODES: dict[int, "Code"] = {}


@dataclass(frozen=True)
class Code:
    """A kind of problem. `sentence` and `advice` are English templates, filled with the user's own value and words.

    `cancels` are the options that led to it: a command in the advice does not say them again.
    """

    number: int
    title: str
    sentence: str
    advice: str
    severity: Severity = Severity.ERROR
    cancels: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.number in CODES:
            raise ValueError(f"two kinds of problem have the number {self.number}")
        CODES[self.number] = self

    @property
    def range(self) -> Range:
        """What it is about."""
        return Range(self.number // 100)

    @cached_property
    def words(self) -> frozenset[str]:
        """The names of the words that fill its sentence and its advice."""
        made = [word for name in self._names & LINE_WORDS.keys() for word in LINE_WORDS[name][0]]
        return (self._names - LINE_WORDS.keys()) | set(made)

    @cached_property
    def _names(self) -> frozenset[str]:
        names = (name for text in (self.sentence, self.advice) for _, name, _, _ in Formatter().parse(text))
        return frozenset(filter(None, names))

    def fill_sentence(self, **words: object) -> str:
        """The sentence in the user's language, filled with these words."""
        return _(self.sentence).format(**_translate(words))

    def fill_advice(self, **words: object) -> str:
        """The advice in the user's language, filled with these words."""
        return _(self.advice).format(**_translate(words), **self._spell_lines(words))

    def _spell_lines(self, words: Mapping[str, object]) -> dict[str, str]:
        """What of a mapping file its advice says, of the user's own value and heading."""
        made = {name: LINE_WORDS[name] for name in self._names & LINE_WORDS.keys()}
        return {name: spell(*(str(words[word]) for word in of)) for name, (of, spell) in made.items()}

    def __reduce__(self) -> tuple[Callable[[int], "Code"], tuple[int]]:
        """It is the same one in another process."""
        return _find_code, (self.number,)


def _translate(words: Mapping[str, object]) -> dict[str, object]:
    """The words with those that are a phrase of the program, not the user's own, in the user's language."""
    phrases = {name: _(word) for name in _PHRASES & words.keys() if isinstance(word := words[name], str)}
    return {**words, **phrases}


def _find_code(number: int) -> Code:
    return CODES[number]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with the user's sheet, ready to be shown.

    `row` is the row number as in Excel, or None where the whole column or sheet is meant; `column` is the letter of
    the sheet's column, or '' where the sheet has none for it. `fields` are all the fields concerned, the one to look
    at first; `heading` and `value` are the user's own, of that first field.
    """

    code: Code
    row: int | None
    message: str
    advice: str
    column: str = ""
    fields: tuple[str, ...] = ()
    heading: str = ""
    value: str = ""
    also: tuple[str, ...] = ()  # the letters of further columns concerned

    @property
    def severity(self) -> Severity:
        """Error or warning, as its code says."""
        return self.code.severity

    @property
    def is_error(self) -> bool:
        """True where the problem keeps its row from being sent."""
        return self.code.severity is Severity.ERROR

    @property
    def field(self) -> str:
        """The field to look at first, or ''."""
        return self.fields[0] if self.fields else ""

    @property
    def cell(self) -> str:
        """The address as in Excel ('D14'), the column alone ('D') or the row alone ('14') where that is all."""
        return f"{self.column}{self.row or ''}"


def declare_warning(number: int, title: str, sentence: str, advice: str) -> Code:
    """A kind of problem that is told, and does not keep its row from being sent."""
    return Code(number, title, sentence, advice, Severity.WARNING)
