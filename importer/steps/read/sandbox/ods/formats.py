"""The number formats of an .ods, as Excel would write them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from importer.steps.read.sandbox.number_formats import NUMBER as PLAIN
from importer.steps.read.sandbox.number_formats import Format, format_of
from importer.steps.read.sandbox.ods.cell import NUMBER, STYLE
from importer.steps.read.sandbox.ods.strikes_and_fills import OdsStyles
from importer.workbook_parts.xml_reader import Attributes, read_whole_number

_OF_ITS_OWN = 164  # the first number of a format that is not built in
_MOST_PLACES = 30
_LONG = {"day": ("d", "dd"), "month": ("m", "mm"), "year": ("yy", "yyyy"), "day-of-week": ("ddd", "dddd")} | {
    name: (name[0], 2 * name[0]) for name in ("hours", "minutes", "seconds")
}
_KINDS = ("number", "date", "time", "text", "percentage", "currency", "boolean")
_STYLES = {f"{NUMBER}{kind}-style" for kind in _KINDS}


@dataclass
class _NumberStyle:
    """A format as its parts are read: `sections` are those that others define, each with its condition."""

    shows_long_times: bool = False
    is_percentage: bool = False
    code: str = ""
    sections: list[tuple[str, str]] = field(default_factory=list)


class NumberFormats:
    """The formats of cells by the names of their styles; told of elements in the order of the file."""

    def __init__(self) -> None:
        self._written: dict[str, _NumberStyle] = {}
        self._of_style: dict[str, tuple[str, str]] = {}  # its format, its parent
        self._now: _NumberStyle | None = None
        self._embedded: list[tuple[int, str]] = []
        self._number: Attributes | None = None
        self._words: list[str] | None = None
        self.hidden_tables: set[str] = set()
        self.cell_styles = OdsStyles()
        self._style = ""

    def start(self, name: str, attributes: Attributes) -> None:
        """An element begins."""
        self.cell_styles.start(name, attributes)
        if name in _STYLES:
            self._now = _NumberStyle(
                attributes.get(f"{NUMBER}truncate-on-overflow") == "false", name == f"{NUMBER}percentage-style"
            )
            self._written[attributes.get(f"{STYLE}name", "")] = self._now
        elif name == f"{STYLE}style":
            self._style = attributes.get(f"{STYLE}name", "")
            parts = (attributes.get(f"{STYLE}{part}", "") for part in ("data-style-name", "parent-style-name"))
            self._of_style[self._style] = (next(parts), next(parts))
        elif name == f"{STYLE}table-properties":
            display = next((value for key, value in attributes.items() if key.endswith(" display")), "true")
            if display == "false":
                self.hidden_tables.add(self._style)
        elif self._now is not None:
            self._start_part(name, attributes)

    def _start_part(self, name: str, attributes: Attributes) -> None:
        assert self._now is not None  # noqa: S101 - asked for just before
        local = name.removeprefix(NUMBER)
        if name == f"{STYLE}map":
            condition = attributes.get(f"{STYLE}condition", "").replace("value()", "").replace("!=", "<>")
            self._now.sections.append((condition, attributes.get(f"{STYLE}apply-style-name", "")))
        elif local in {"text", "currency-symbol", "embedded-text"}:
            self._words = []
            if local == "embedded-text":
                position = attributes.get(f"{NUMBER}position", "")
                places = read_whole_number({"": position.removeprefix("-")}, "")
                self._embedded.append((-places if position.startswith("-") else places, ""))
        elif local == "number":
            self._number, self._embedded = attributes, []
        elif local in _LONG:
            self._now.code += _make_moment_code(local, attributes, long_times=self._now.shows_long_times)
        elif local in _OTHERS:
            self._now.code += _OTHERS[local]

    def take(self, words: str) -> None:
        """Some text, of whatever is open."""
        if self._words is not None:
            self._words.append(words)

    def end(self, name: str) -> None:
        """An element ends."""
        local = name.removeprefix(NUMBER)
        if self._now is None:
            return
        if self._words is not None and local in {"text", "currency-symbol", "embedded-text"}:
            words, self._words = "".join(self._words), None
            if local == "embedded-text":
                self._embedded[-1] = (self._embedded[-1][0], words)
            elif local == "currency-symbol":
                self._now.code += f"[${words}]"
            else:
                self._now.code += words if self._now.is_percentage and words.strip() == "%" else _quote_words(words)
        elif local == "number" and self._number is not None:
            self._now.code += _make_digits_code(self._number, self._embedded)
            self._number = None
        elif name in _STYLES:
            self._now = None

    def list_formats(self, styles: Mapping[str, int]) -> tuple[Format, ...]:
        """The format of each style, in the order of their numbers."""
        codes = (self._code_of(self._format_name_of(style)) for style in styles)
        found = (format_of(_OF_ITS_OWN, code) if code else PLAIN for code in codes)
        return tuple(replace(each, around=("", "")) for each in found)  # texts stand there as they are shown

    def _format_name_of(self, style: str) -> str:
        seen: set[str] = set()
        while style in self._of_style and style not in seen:
            seen.add(style)
            name, style = self._of_style[style]
            if name:
                return name
        return ""

    def _code_of(self, name: str) -> str:
        written = self._written.get(name)
        if written is None:
            return ""
        return ";".join((*self._list_sections(written), written.code))

    def _list_sections(self, written: _NumberStyle) -> Iterator[str]:
        for condition, name in written.sections:
            other = self._written.get(name)
            yield f"[{condition}]{other.code if other else ''}"


def _make_moment_code(local: str, attributes: Attributes, *, long_times: bool) -> str:
    short, long = _LONG[local]
    code = long if attributes.get(f"{NUMBER}style") == "long" else short
    if local == "month" and attributes.get(f"{NUMBER}textual") == "true":
        code = "mmmm" if code == long else "mmm"
    if local == "hours" and long_times:
        return f"[{code}]"
    places = min(_count(attributes, "decimal-places"), _MOST_PLACES)
    return f"{code}.{'0' * places}" if local == "seconds" and places else code


def _make_digits_code(attributes: Attributes, embedded: list[tuple[int, str]]) -> str:
    whole = min(_count(attributes, "min-integer-digits"), _MOST_PLACES)
    if f"{NUMBER}decimal-places" not in attributes and not embedded and whole <= 1:
        return "General"  # as many decimals as there are
    places = max((position for position, _ in embedded), default=0)
    signs = [
        "0" if position < whole else "#" for position in range(max(whole, places + 1 if places < _MOST_PLACES else 1))
    ]
    for position, words in sorted(embedded, reverse=True):
        if position >= 0:
            signs.insert(min(position, len(signs)), _quote_words(words))
    code = "".join(reversed(signs))
    if attributes.get(f"{NUMBER}grouping") == "true":
        code = f"#,##{code}"
    return code + _make_decimals_code(attributes, embedded) + "," * _count_thousands(attributes)


def _make_decimals_code(attributes: Attributes, embedded: list[tuple[int, str]]) -> str:
    most = min(_count(attributes, "decimal-places"), _MOST_PLACES)
    least = _count(attributes, "min-decimal-places") if f"{NUMBER}min-decimal-places" in attributes else most
    signs = ["0" if position < least else "#" for position in range(most)]
    for position, words in sorted(embedded):
        if position < 0:  # behind the point
            signs.insert(min(-position - 1, len(signs)), _quote_words(words))
    return f".{''.join(signs)}" if most else ""


def _count_thousands(attributes: Attributes) -> int:
    """How often the number is divided by a thousand before it is shown."""
    return (len(str(_count(attributes, "display-factor"))) - 1) // 3


def _quote_words(words: str) -> str:
    return '"{}"'.format(words.replace('"', "")) if words else ""


def _count(attributes: Attributes, name: str) -> int:
    return read_whole_number(attributes, f"{NUMBER}{name}")


_OTHERS = {
    "am-pm": "AM/PM",
    "text-content": "@",
    "scientific-number": "0.00E+00",
    "fraction": "# ?/?",
    "boolean": "General",
}
