"""The conditional formats of a worksheet: the cells that each is for, the formula that is asked of them, its look."""

from dataclasses import dataclass

from importer.workbook_parts.xml_reader import Attributes, read_whole_number

_OPERATORS = {
    "equal": "=", "notEqual": "<>", "greaterThan": ">", "lessThan": "<", "greaterThanOrEqual": ">=",
    "lessThanOrEqual": "<=",
}  # fmt: skip
_MOST = 1_000


@dataclass(frozen=True)
class ConditionalFormat:
    """For which areas it is ('A2:F30 A40'), what is asked, as a formula of the first cell, and which look it gives."""

    areas: str
    formula: str
    look: int


class FormatRules:
    """Take the conditional formats from the elements of a worksheet, as they come."""

    def __init__(self) -> None:
        self.found: list[ConditionalFormat] = []
        self._areas = self._kind = self._operator = ""
        self._look = -1
        self._formulas: list[list[str]] = []
        self._listening = False

    def start(self, name: str, attributes: Attributes) -> None:
        """Look at an element that begins."""
        if name == "conditionalFormatting":
            self._areas = attributes.get("sqref", "").replace("$", "").strip()
        elif name == "cfRule" and self._areas:
            self._kind, self._operator = attributes.get("type", ""), attributes.get("operator", "")
            self._look = read_whole_number(attributes, "dxfId") if "dxfId" in attributes else -1
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
        elif name == "cfRule" and self._areas and self._look >= 0 and len(self.found) < _MOST:
            self.found.append(ConditionalFormat(self._areas, self._formula(), self._look))

    def _formula(self) -> str:
        texts = ["".join(pieces).strip() for pieces in self._formulas]
        first = self._areas.split()[0].partition(":")[0]
        unknown = f"{self._kind}()"  # as a function: top10 alone is a cell
        if self._kind != "cellIs":
            return texts[0] if texts and texts[0] else unknown
        if self._operator in _OPERATORS and texts:
            return f"{first}{_OPERATORS[self._operator]}({texts[0]})"
        if self._operator in {"between", "notBetween"} and len(texts) > 1:
            between = f"AND({first}>=({texts[0]}),{first}<=({texts[1]}))"
            return between if self._operator == "between" else f"NOT({between})"
        return unknown
