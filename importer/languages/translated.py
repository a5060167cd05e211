"""A sentence that is not English, and what it is in English: programs read that, and the journal keeps both."""

from collections.abc import Callable
from typing import TypeVar

_Any = TypeVar("_Any", bound=object)


class Translated(str):
    """A text in the language at work, with the same in English; what it is filled with or added to is followed."""

    __slots__ = ("english",)
    english: str

    def __new__(cls, text: str, english: str) -> "Translated":
        """A text and its English."""
        made = super().__new__(cls, text)
        made.english = english_of(english)
        return made

    def __reduce__(self) -> tuple[type["Translated"], tuple[str, str]]:
        """What a copy of it is made of."""
        return Translated, (str(self), self.english)

    def format(self, *words: object, **named: object) -> "Translated":
        """Both filled in."""
        english = self.english.format(
            *map(english_of, words), **{name: english_of(word) for name, word in named.items()}
        )
        return Translated(super().format(*words, **named), english)

    def __add__(self, other: str) -> "Translated":
        """Both, with more behind them."""
        return Translated(super().__add__(other), self.english + english_of(other))

    def __radd__(self, other: str) -> "Translated":
        """Both, with more before them."""
        return Translated(str.__add__(other, self), english_of(other) + self.english)


def english_of(text: _Any) -> _Any | str:
    """The text in English, as far as that is known; anything else is itself."""
    return text.english if isinstance(text, Translated) else text


def put_together(*parts: str, by: Callable[..., str]) -> str:
    """What `by` makes of these parts, in English too where one of them is translated."""
    text = by(*parts)
    if any(isinstance(part, Translated) for part in parts):
        return Translated(text, by(*map(english_of, parts)))
    return text
