"""A line of a mapping file, as the file has it and as an advice says it: TOML."""

import re
from collections.abc import Callable, Iterable, Mapping

MEANT = "..."  # is replaced by who writes the line
_SHORT = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}
_BARE = re.compile(r"[A-Za-z0-9_-]+")


def spell_line(key: str, value: str) -> str:
    """The line that gives a heading its field, or a value what is sent for it."""
    return f"{quote_toml(key)} = {quote_toml(value)}"


def spell_key(key: str) -> str:
    """The key of a line or a table, in quotes only where it needs them: one with a dot is two."""
    return key if _BARE.fullmatch(key) else quote_toml(key)


def spell_values_table(field: str) -> str:
    """The table of what is sent for the values of this field."""
    return f"[values.{spell_key(field)}]"


def quote_toml(text: str) -> str:
    """Any text as a basic string of TOML, on one line; what cannot be seen is escaped."""
    return '"' + "".join(_escape(text)) + '"'


def _escape(text: str) -> Iterable[str]:
    for letter in text:
        if letter in _SHORT:
            yield _SHORT[letter]
        elif letter.isprintable() or "\ud800" <= letter <= "\udfff":  # half a pair: TOML has no escape for it
            yield letter
        else:
            yield f"\\u{ord(letter):04X}" if letter <= "\uffff" else f"\\U{ord(letter):08X}"


# What of a mapping file an advice says, by its name there: the words that it is made of, and how.
LINE_WORDS: Mapping[str, tuple[tuple[str, ...], Callable[..., str]]] = {
    "value_line": (("value",), lambda value: spell_line(value, MEANT)),
    "heading_line": (("heading", "name"), spell_line),
    "ignore_line": (("heading",), lambda heading: spell_line(heading, "")),
    "values_table": (("name",), spell_values_table),
}
