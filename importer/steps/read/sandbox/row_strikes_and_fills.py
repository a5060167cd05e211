"""Rows that are struck through, and the colour of rows: people say with these that a job is cancelled, or done."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from typing import IO

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from importer.steps.read.sandbox.cells import CellKind, Cells
from importer.workbook_parts.xml_reader import Attributes, XmlReader, read_whole_number

_LISTS = frozenset({"fonts", "fills", "cellXfs", "dxfs"})  # other lists have fonts and fills of their own
OFF = frozenset({"0", "false", "off"})
NO_COLOUR = frozenset({"", "FFFFFFFF", "00FFFFFF", "theme 0 "} | {f"indexed {number} " for number in (1, 9, 64, 65)})


@dataclass
class RuleFormat:
    """What a conditional format makes of a cell: whether it strikes through, and its colour, '' for none."""

    strikes: bool = False
    colour: str = ""

    def take(self, name: str, attributes: Attributes) -> None:
        """Look at an element of the format."""
        if name == "strike":
            self.strikes = attributes.get("val", "1") not in OFF
        elif name == "bgColor":
            colour = _read_colour(attributes)
            self.colour = "" if colour in NO_COLOUR else colour
        elif name == "gradientFill":
            self.colour = name


FormatRule = tuple[str, str, RuleFormat]  # a conditional format: its areas, its formula, what it makes of a cell


@dataclass
class Stylesheet:
    """What the styles of a workbook make of a cell; styles, fonts and fills by their place in the file.

    `struck_strings` are the places of the shared texts that are struck through themselves.
    """

    struck_fonts: list[bool] = field(default_factory=list)
    rules: list[RuleFormat] = field(default_factory=list)  # by the number of their format
    colours: list[str] = field(default_factory=list)
    styles: list[tuple[int, int]] = field(default_factory=list)  # its font, its fill
    struck_strings: npt.NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))

    @cached_property
    def struck(self) -> npt.NDArray[np.bool_]:
        """Whether each style strikes through; the last is for a style that there is not."""
        known = len(self.struck_fonts)
        return np.array([*(font < known and self.struck_fonts[font] for font, _ in self.styles), False])

    @cached_property
    def fills(self) -> npt.NDArray[np.int32]:
        """The fill of each style, 0 for none."""
        known = len(self.colours)
        found = [fill if fill < known and self.colours[fill] not in NO_COLOUR else 0 for _, fill in self.styles]
        return np.array([*found, 0], np.int32)

    def rule_of(self, number: int) -> RuleFormat:
        """The format of a rule; one that changes nothing where there is none of this number."""
        return self.rules[number] if 0 <= number < len(self.rules) else RuleFormat()


def read_stylesheet(file: IO[bytes]) -> Stylesheet:
    """Read the part with the styles. Raises a Refusal where it is damaged."""
    stylesheet, inside = Stylesheet(), ""

    def start(name: str, attributes: Attributes) -> None:
        nonlocal inside
        if name in _LISTS:
            inside = name
        else:
            _take_format(stylesheet, inside, name, attributes)

    def end(name: str) -> None:
        nonlocal inside
        inside = "" if name == inside else inside

    XmlReader(start, end).feed_all(file)
    return stylesheet


def _take_format(stylesheet: Stylesheet, inside: str, name: str, attributes: Attributes) -> None:
    if inside == "dxfs":
        if name == "dxf":
            stylesheet.rules.append(RuleFormat())
        elif stylesheet.rules:
            stylesheet.rules[-1].take(name, attributes)
    elif inside == "fonts" and name == "font":
        stylesheet.struck_fonts.append(False)
    elif inside == "fonts" and name == "strike" and stylesheet.struck_fonts:
        stylesheet.struck_fonts[-1] = attributes.get("val", "1") not in OFF
    elif inside == "fills" and name == "fill":
        stylesheet.colours.append("")
    elif inside == "fills" and name == "fgColor" and stylesheet.colours:
        stylesheet.colours[-1] = _read_colour(attributes)
    elif inside == "fills" and name == "color" and stylesheet.colours:  # of a gradient, one of several
        stylesheet.colours[-1] += "" if (colour := _read_colour(attributes)) in NO_COLOUR else colour
    elif inside == "cellXfs" and name == "xf":
        stylesheet.styles.append((read_whole_number(attributes, "fontId"), read_whole_number(attributes, "fillId")))


@dataclass(frozen=True)
class RowFormats:
    """Rows most of whose cells are struck through, and rows whose cells all have one fill, each with its fill."""

    struck: list[int] = field(default_factory=list)
    filled: list[tuple[int, int]] = field(default_factory=list)

    def add(self, cells: Cells, stylesheet: Stylesheet) -> None:
        """Look at the cells of some rows."""
        self.add_styles(cells.rows, cells.styles, stylesheet, _find_struck_texts(cells, stylesheet))

    def add_styles(
        self,
        of_rows: npt.NDArray[np.int32],
        styles: npt.NDArray[np.int32],
        stylesheet: Stylesheet,
        struck_texts: npt.NDArray[np.bool_] | None = None,
    ) -> None:
        """Look at the styles of the cells of some rows, each cell by the number of its row."""
        styles = np.minimum(styles, len(stylesheet.styles))
        struck, fills = stylesheet.struck[styles], stylesheet.fills[styles]
        if struck_texts is not None:
            struck = struck | struck_texts
        if not struck.any() and not fills.any():
            return
        begins = np.flatnonzero(np.diff(of_rows, prepend=-1))
        rows, counts = of_rows[begins], np.diff(begins, append=len(of_rows))
        if struck.any():
            self.struck.extend(rows[2 * np.add.reduceat(struck.astype(np.int32), begins) > counts].tolist())
        lowest, highest = np.minimum.reduceat(fills, begins), np.maximum.reduceat(fills, begins)
        self.filled.extend(_make_pairs(rows, lowest, (lowest == highest) & (lowest > 0)))


def _find_struck_texts(cells: Cells, stylesheet: Stylesheet) -> npt.NDArray[np.bool_]:
    """Which cells have a text that is struck through itself, in a style that is not."""
    found = np.zeros(len(cells.rows), bool) if cells.struck is None else cells.struck.copy()
    if len(stylesheet.struck_strings):
        shared = np.flatnonzero((cells.kinds == CellKind.SHARED) & cells.valued)
        with suppress(pa.ArrowInvalid):  # a cell that refers to no text, which is told where it is spelled
            numbers = pc.utf8_trim_whitespace(cells.values.take(pa.array(shared))).cast(pa.int64()).to_numpy()
            found[shared] |= np.isin(numbers, stylesheet.struck_strings)
    return found


def _make_pairs(
    rows: npt.NDArray[np.int32], fills: npt.NDArray[np.int32], which: npt.NDArray[np.bool_]
) -> Iterator[tuple[int, int]]:
    return zip(rows[which].tolist(), fills[which].tolist(), strict=True)


def _read_colour(attributes: Attributes) -> str:
    if "rgb" in attributes:
        return attributes["rgb"].upper()
    kind = next((kind for kind in ("theme", "indexed") if kind in attributes), "")
    return f"{kind} {attributes[kind]} {attributes.get('tint', '')}" if kind else ""
