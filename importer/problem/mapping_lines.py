"""A line of a mapping file, as the file has it and as an advice says it: TOML."""

from collections.abc import Iterable

_SHORT = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}


def spell_line(key: str, value: str) -> str:
    """The line that gives a heading its field, or a value what is sent for it."""
    return f"{quote_toml(key)} = {quote_toml(value)}"


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
