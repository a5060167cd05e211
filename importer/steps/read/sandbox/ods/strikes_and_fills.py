"""What the styles of an .ods make of a cell: struck through, filled."""

from collections.abc import Iterable
from dataclasses import dataclass

from importer.steps.read.sandbox.ods.cell import STYLE
from importer.steps.read.sandbox.row_strikes_and_fills import NO_COLOUR, RuleFormat, Stylesheet
from importer.workbook_parts.xml_reader import Attributes

_LINE = f"{STYLE}text-line-through-style", f"{STYLE}text-line-through-type"
_COLOUR = "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0 background-color"
_OF_MAP = f"{STYLE}condition", f"{STYLE}apply-style-name", f"{STYLE}base-cell-address"
_NONE = frozenset({"transparent", "none"})
_LONGEST = 100  # parents of a style, one above the other


@dataclass
class _OdsStyle:
    """What a style says itself; None where it says nothing, and has what its parent has."""

    parent: str = ""
    struck: bool | None = None
    colour: str | None = None


@dataclass(frozen=True)
class StyleMap:
    """A conditional format that is part of a style: it asks `condition` as of the cell `base`, and gives a style."""

    condition: str
    style: str
    base: str


class OdsStyles:
    """What styles make of cells, by the names of the styles, those that people see too; told of elements as they come.

    `maps` are the conditional formats that belong to styles.
    """

    def __init__(self) -> None:
        self._found: dict[str, _OdsStyle] = {}
        self._now: _OdsStyle | None = None
        self._name = ""
        self.maps: dict[str, list[StyleMap]] = {}

    def start(self, name: str, attributes: Attributes) -> None:
        """An element begins."""
        if name == f"{STYLE}style":
            self._now = None
            if attributes.get(f"{STYLE}family") == "table-cell":
                self._now = _OdsStyle(attributes.get(f"{STYLE}parent-style-name", ""))
                self._name = attributes.get(f"{STYLE}name", "")
                self._found[self._name] = self._now
                self._found.setdefault(attributes.get(f"{STYLE}display-name", self._name), self._now)
        elif self._now is not None and name == f"{STYLE}text-properties":
            lines = [attributes[line] for line in _LINE if line in attributes]
            self._now.struck = "none" not in lines if lines else None
        elif self._now is not None and name == f"{STYLE}table-cell-properties":
            self._now.colour = attributes.get(_COLOUR)
        elif self._now is not None and name == f"{STYLE}map":
            words = (attributes.get(word, "") for word in _OF_MAP)
            self.maps.setdefault(self._name, []).append(StyleMap(*words))

    def of_styles(self, names: Iterable[str]) -> Stylesheet:
        """What these styles make of cells, in their order."""
        stylesheet, fills = Stylesheet([False, True]), dict[str, int]()
        for name in names:
            struck, colour = self._find(name)
            stylesheet.styles.append((int(struck), fills.setdefault(colour, len(fills))))
        stylesheet.colours += fills
        return stylesheet

    def to_rule_format(self, name: str) -> RuleFormat:
        """What a conditional format that gives this style makes of a cell."""
        struck, colour = self._find(name)
        return RuleFormat(struck, "" if colour in NO_COLOUR else colour)

    def _find(self, name: str) -> tuple[bool, str]:
        struck: bool | None = None
        colour: str | None = None
        for _ in range(_LONGEST):
            found = self._found.get(name)
            if found is None:
                break
            struck = found.struck if struck is None else struck
            colour = found.colour if colour is None else colour
            name = found.parent
        shown = (colour or "").lower()
        return bool(struck), "" if shown in _NONE else shown.upper().replace("#", "FF")
