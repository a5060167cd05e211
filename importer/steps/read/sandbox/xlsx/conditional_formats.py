"""The conditional formats of a worksheet: the cells that each is for, the formula that is asked of them, its format."""

from collections.abc import Sequence
from dataclasses import dataclass

from importer.steps.read.sandbox.row_strikes_and_fills import RuleFormat
from importer.workbook_parts.xml_reader import SPREADSHEET, Attributes, read_whole_number

SPACES = SPREADSHEET | {
    "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main",  # [MS-XLSX] 2.3.10, the rules of extensions
    "http://schemas.microsoft.com/office/excel/2006/main",
}

_OPERATORS = {
    "equal": "=", "notEqual": "<>", "greaterThan": ">", "lessThan": "<", "greaterThanOrEqual": ">=",
    "lessThanOrEqual": "<=",
}  # fmt: skip
_MOST = 1_000


@dataclass(frozen=True)
class ConditionalFormat:
    """For which areas it is ('A2:F30 A40'), what is asked, as a formula of the first cell, and which format it gives,
    by its number or as its `own`.
    """

    areas: str
    formula: str
    format_id: int
    own: RuleFormat | None = None


class FormatRules:
    """Take the conditional formats from the elements of a worksheet, as they come."""

    def __init__(self, found: list[ConditionalFormat]) -> None:
        self._found = found
        self._areas = self._kind = self._operator = ""
        self._format_id = -1
        self._formulas: list[list[str]] = []
        self._listening = False

    def start(self, name: str, attributes: Attributes) -> None:
        """Look at an element that begins."""
        if name == "conditionalFormatting":
            self._areas = attributes.get("sqref", "").replace("$", "").strip()
        elif name == "cfRule" and self._areas:
            self._kind, self._operator = attributes.get("type", ""), attributes.get("operator", "")
            self._format_id = read_whole_number(attributes, "dxfId") if "dxfId" in attributes else -1
            self._formulas = []
        elif name == "formula" and self._areas:
            self._formulas.append([])
            self._listening = True

    def take(self, text: str) -> None:
        """Look at a text."""
        if self._listening:
            self._formulas[-1].append(text)

    def end(self, name: str) -> None:
        """Look at an element that ends."""
        if name == "formula":
            self._listening = False
        elif name == "conditionalFormatting":
            self._areas = ""
        elif name == "cfRule" and self._areas and self._format_id >= 0 and len(self._found) < _MOST:
            self._found.append(ConditionalFormat(self._areas, self._make_formula(), self._format_id))

    def _make_formula(self) -> str:
        return formula_of(self._kind, self._operator, self._areas, ["".join(pieces) for pieces in self._formulas])


class ExtensionRules:
    """Take those that stand in an extension of the worksheet, with the format of each."""

    def __init__(self, found: list[ConditionalFormat]) -> None:
        self._found = found
        self._rules: list[tuple[str, str, RuleFormat, list[str]]] = []  # of the areas that follow them
        self._texts: list[str] | None = None

    def start(self, name: str, attributes: Attributes) -> None:
        """Look at an element that begins."""
        if name == "conditionalFormatting":
            self._rules = []
        elif name == "cfRule":
            self._rules.append((attributes.get("type", ""), attributes.get("operator", ""), RuleFormat(), []))
        elif name in {"f", "sqref"}:
            self._texts = []
        elif self._rules:
            self._rules[-1][2].take(name, attributes)

    def take(self, text: str) -> None:
        """Look at a text."""
        if self._texts is not None:
            self._texts.append(text)

    def end(self, name: str) -> None:
        """Look at an element that ends."""
        if name not in {"f", "sqref"} or self._texts is None:
            return
        text, self._texts = "".join(self._texts), None
        if name == "f" and self._rules:
            self._rules[-1][3].append(text)
        elif name == "sqref" and (areas := text.replace("$", "").strip()):
            for kind, operator, own, formulas in self._rules:
                if len(self._found) < _MOST:
                    formula = formula_of(kind, operator, areas, formulas)
                    self._found.append(ConditionalFormat(areas, formula, -1, own))
            self._rules = []


def formula_of(kind: str, operator: str, areas: str, formulas: Sequence[str]) -> str:
    """What a rule asks, as a formula of the first cell of its areas."""
    texts = [text.strip() for text in formulas]
    first = areas.split(maxsplit=1)[0].partition(":")[0]
    unknown = f"{kind}()"  # as a function: top10 alone is a cell
    if kind != "cellIs":
        return texts[0] if texts and texts[0] else unknown
    if operator in _OPERATORS and texts:
        return f"{first}{_OPERATORS[operator]}({texts[0]})"
    if operator in {"between", "notBetween"} and len(texts) > 1:
        between = f"AND({first}>=({texts[0]}),{first}<=({texts[1]}))"
        return between if operator == "between" else f"NOT({between})"
    return unknown
