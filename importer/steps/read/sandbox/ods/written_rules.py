"""The conditional formats of a table of an .ods, with their formulas as Excel would write them."""

import re
from collections.abc import Iterator

from importer.steps.read.sandbox.ods.strikes_and_fills import OdsStyles
from importer.steps.read.sandbox.row_strikes_and_fills import RuleFormat
from importer.workbook_parts.xml_reader import Attributes

CALCEXT = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 "
_MOST = 1_000
_AREA = re.compile(r"(?:'(?:[^']|'')*'|[^\s:.']*)\.(\$?[A-Z]{1,3}\$?[0-9]{1,7})")
_REFERENCE = re.compile(r"\[\.(\$?[A-Z]{1,3}\$?[0-9]{1,7})\]")
_TEXT = re.compile(r'("(?:[^"]|"")*")')
_FORMULA = re.compile(r"formula-is\((.*)\)", re.DOTALL)
_COMPARED = re.compile(r"(!=|<>|<=|>=|=|<|>)(.+)", re.DOTALL)


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

    def list_formats(self, styles: OdsStyles) -> Iterator[tuple[str, str, RuleFormat]]:
        """The areas and the formula of each, and what its style makes of a cell."""
        return ((areas, formula, styles.to_rule_format(style)) for areas, formula, style in self._found)


def _to_formula(value: str, areas: str) -> str:
    formula, compared = _FORMULA.fullmatch(value), _COMPARED.fullmatch(value)
    if formula:
        return _spell_as_excel(formula[1])
    if compared:
        first = areas.split(maxsplit=1)[0].partition(":")[0]
        return f"{first}{compared[1].replace('!=', '<>')}({_spell_as_excel(compared[2])})"
    return value or "unknown()"


def _spell_as_excel(formula: str) -> str:
    parts = _TEXT.split(formula)
    parts[::2] = [_REFERENCE.sub(r"\1", part).replace(";", ",") for part in parts[::2]]
    return "".join(parts)
