"""How a setting is given on the command line, stated beside the setting itself: its flag, its help, its bounds."""

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from typing import Any

_KEY = "option"


@dataclass(frozen=True)
class Option:
    """One option of the command line; that of a setting that is True or False takes no value and turns it around.

    `parse` takes what is typed and raises ValueError, with what would be right, where it cannot be used. A number is
    `minimum` or more, or more than `above`, and `maximum` or less.
    """

    flag: str
    help: str
    minimum: float | None = None
    maximum: float | None = None
    above: float | None = None
    metavar: str | None = None
    parse: Callable[[str], Any] | None = None

    @property
    def is_bounded(self) -> bool:
        """Whether it is a number that cannot be any."""
        return (self.minimum, self.maximum, self.above) != (None, None, None)


def declare_option(default: Any, flag: str, text: str, **more: Any) -> Any:  # noqa: ANN401 - a field of any type
    """Declare a field of a dataclass that is also an option of the command line."""
    return field(default=default, metadata={_KEY: Option(flag, text, **more)})


def options_of(settings: type) -> dict[str, Option]:
    """The options that the fields of a dataclass declare, by the name of the field."""
    return {one.name: one.metadata[_KEY] for one in fields(settings) if _KEY in one.metadata}
