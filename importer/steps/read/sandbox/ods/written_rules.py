"""The conditional formats of a table of an .ods, with their formulas as Excel would write them."""

import re
from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt

from importer.steps.read.sandbox.cells import Cells
from importer.steps.read.sandbox.ods.strikes_and_fills import OdsStyles
from importer.steps.read.sandbox.row_strikes_and_fills import FormatRule
from importer.workbook_parts.addresses import corners_of, letter_of
from importer.workbook_parts.xml_reader import Attributes

CALCEXT = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 "
_MOST = 1_000
_AREA = re.compile(r"(?:'(?:[^']|'')*'|[^\s:.']*)\.(\$?[A-Z]{1,3}\$?[0-9]{1,7})")
_REFERENCE = re.compile(r"\[\.(\$?[A-Z]{1,3}\$?[0-9]{1,7})\]")
_TEXT = re.compile(r'("(?:[^"]|"")*")')
_FORMULA = re.compile(r"(?:formula-is|is-true-formula)\((.*)\)", re.DOTALL)
_COMPARED = re.compile(r"(?:cell-content\(\))?(!=|<>|<=|>=|=|<|>)(.+)", re.DOTALL)
_BETWEEN = re.compile(r"(?:cell-content-is-)?(not-)?between\(([^(),]*),([^(),]*)\)")
_PREFIX = re.compile(r"[a-z]+:")
_MOST_AREAS = 20_000


class StyledCells:
    """The places of the cells with something in them whose style has conditional formats, by the name of the style."""

    def __init__(self) -> None:
        self._found: dict[str, list[npt.NDArray[np.int32]]] = {}

    def add(self, cells: Cells, names: Iterable[str], styles: OdsStyles) -> None:
        """Look at some cells; `names` are those of all styles in their order."""
        for number, name in enumerate(names if styles.maps else ()):
            which = cells.styles == number
            if name in styles.maps and which.any():
                self._found.setdefault(name, []).append(np.stack([cells.rows[which], cells.columns[which]], axis=1))

    def list_places(self) -> Iterator[tuple[str, npt.NDArray[np.int32]]]:
        """The row and column of each, style by style."""
        return ((name, np.concatenate(pieces)) for name, pieces in self._found.items())


class OdsRules:
    """Take the conditional formats from the elements of a table, as they come."""

    def __init__(self) -> None:
        self._areas = ""
        self._found: list[tuple[str, str, str]] = []  # areas, formula, the style that it gives

    def start(self, name: str, attributes: Attributes) -> None:
        """Look at an element that begins."""
        if name == f"{CALCEXT}conditional-format":
            target = attributes.get(f"{CALCEXT}target-range-address", "")
            self._areas = _AREA.sub(r"\1", target).replace("$", "")
        elif name == f"{CALCEXT}condition" and self._areas and len(self._found) < _MOST:
            formula = _to_formula(attributes.get(f"{CALCEXT}value", ""), self._areas)
            self._found.append((self._areas, formula, attributes.get(f"{CALCEXT}apply-style-name", "")))

    def list_formats(self, styles: OdsStyles, styled: StyledCells) -> Iterator[FormatRule]:
        """The areas and the formula of each, and what its style makes of a cell; those of the styles of cells (which
        say the same) where the table has none.
        """
        found = self._found or list(_list_rules_of_styles(styles, styled))
        return ((areas, formula, styles.to_rule_format(style)) for areas, formula, style in found)


def _list_rules_of_styles(styles: OdsStyles, styled: StyledCells) -> Iterator[tuple[str, str, str]]:
    for name, places in styled.list_places():
        for each in styles.maps[name][:_MOST]:
            base = _AREA.sub(r"\1", each.base).replace("$", "")
            _left, _top, column, row = corners_of(base)
            others = places[(places != (row, column)).any(axis=1)]
            areas = _list_areas(others) if column and row else []
            is_known = bool(areas) or not len(others)
            formula = _to_formula(_PREFIX.sub("", each.condition, count=1), base) if is_known else each.condition
            yield " ".join([base, *areas]), formula, each.style


def _list_areas(places: npt.NDArray[np.int32]) -> list[str]:
    """The places, which come row by row, as parts of rows; none where these are too many."""
    begins = np.flatnonzero((np.diff(places, axis=0, prepend=-9) != (0, 1)).any(axis=1))
    if len(begins) > _MOST_AREAS:
        return []
    ends = np.append(begins[1:], len(places)) - 1
    pairs = zip(places[begins].tolist(), places[ends].tolist(), strict=True)
    return [f"{letter_of(first[1])}{first[0]}:{letter_of(last[1])}{last[0]}" for first, last in pairs]


def _to_formula(value: str, areas: str) -> str:
    formula, compared, between = (pattern.fullmatch(value) for pattern in (_FORMULA, _COMPARED, _BETWEEN))
    first = areas.split(maxsplit=1)[0].partition(":")[0]
    if formula:
        return _spell_as_excel(formula[1])
    if compared:
        return f"{first}{compared[1].replace('!=', '<>')}({_spell_as_excel(compared[2])})"
    if between:
        low, high = map(_spell_as_excel, between.group(2, 3))
        asked = f"AND({first}>=({low}),{first}<=({high}))"
        return f"NOT({asked})" if between[1] else asked
    return value or "unknown()"


def _spell_as_excel(formula: str) -> str:
    parts = _TEXT.split(formula)
    parts[::2] = [_REFERENCE.sub(r"\1", part).replace(";", ",") for part in parts[::2]]
    return "".join(parts)
