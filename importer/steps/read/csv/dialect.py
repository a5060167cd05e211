"""How the cells of a CSV are separated, and the patterns that follow from it."""

import re
from dataclasses import dataclass
from functools import cached_property

_INCHES = re.compile(r'(?<=\d)"(?!\w)')


@dataclass(frozen=True)
class Dialect:
    """How cells are separated. `escape` is '' where only a doubled quote stands for a quote.

    `inches` tells that no cell of the file is in quotes, so that one behind a digit is the sign for inches.
    """

    delimiter: str
    quote: str = '"'
    escape: str = ""
    inches: bool = False

    def unquote(self, inside: str) -> str:
        """What the text between two quotes means."""
        doubled = self.quote * 2
        return self.unescape(inside.replace(doubled, self.quote) if doubled in inside else inside)

    def unescape(self, text: str) -> str:
        """What a text means in which the escape sign may stand."""
        return self._escaped.sub(r"\1", text) if self.escape and self.escape in text else text

    def has_odd_quotes(self, text: str) -> bool:
        """Whether an unquoted cell has a quote too many or too few; apostrophes are part of words."""
        bare = _INCHES.sub("", text) if self.inches else self._escaped.sub("", text)
        return self.quote != "'" and bare.count(self.quote) % 2 == 1

    def is_plain(self, text: str) -> bool:
        """Whether a line can be cut at the delimiters without another look."""
        return self.quote not in text and not (self.escape and self.escape in text)

    def clean_cells(self, line: str) -> list[str] | None:
        """The cells of a line that is written by the book; None where it is not, or goes on in the next."""
        if self.is_plain(line):
            return line.split(self.delimiter)
        if self.escape or len(self.delimiter) > 1 or not self._clean_line.fullmatch(line + self.delimiter):
            return None
        found: list[tuple[str, str]] = self._clean_cell.findall(line + self.delimiter)
        return [self.unquote(quoted) if quoted else bare for quoted, bare in found]

    @cached_property
    def _parts(self) -> tuple[str, str, str]:
        return re.escape(self.delimiter), re.escape(self.quote), re.escape(self.escape)

    @cached_property
    def _clean_cell(self) -> re.Pattern[str]:
        delimiter, quote, _ = self._parts
        inside = f"[^{quote}]*(?:{quote}{quote}[^{quote}]*)*"
        return re.compile(f"(?:{quote}({inside}){quote}|([^{quote}{delimiter}]*)){delimiter}")

    @cached_property
    def _clean_line(self) -> re.Pattern[str]:
        delimiter, quote, _ = self._parts
        quoted = f"{quote}[^{quote}]*(?:{quote}{quote}[^{quote}]*)*{quote}"
        return re.compile(f"(?:(?:{quoted}|[^{quote}{delimiter}]*){delimiter})+")

    @cached_property
    def opening(self) -> re.Pattern[str]:
        """A quote at the beginning of a cell, spaces and tabs before it forgiven."""
        return re.compile(self._white_space + self._parts[1])

    @cached_property
    def behind(self) -> re.Pattern[str]:
        """What stands between a closing quote and the end of its cell."""
        return re.compile(rf"{self._white_space}(?={self._parts[0]}|\Z)")

    @property
    def _white_space(self) -> str:
        """What may stand around quotes: spaces and tabs that separate no cells."""
        return "[" + " \t".replace(self.delimiter, "") + "]*"

    @cached_property
    def bare(self) -> re.Pattern[str]:
        """A cell without quotes."""
        delimiter, _, escape = self._parts
        return re.compile(f"(?:{escape}.|(?!{delimiter}).)*" if escape else f"(?:(?!{delimiter}).)*", re.DOTALL)

    @cached_property
    def quotes(self) -> re.Pattern[str]:
        """A quote inside a quoted cell: longer than one sign where it only means itself."""
        _, quote, escape = self._parts
        return re.compile(f"{escape}.|{quote}{quote}|{quote}" if escape else f"{quote}{quote}|{quote}", re.DOTALL)

    @cached_property
    def _escaped(self) -> re.Pattern[str]:
        delimiter, quote, escape = self._parts
        return re.compile(f"{escape}({escape}|{quote}|{delimiter})" if escape else "(?!)")
