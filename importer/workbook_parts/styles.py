"""The styles of a workbook: those it has are saved, and more are added behind them.

A cell is filled by giving it a copy of its style that differs in the fill and in the colour of its letters. What the
cell looked like before is saved as a hidden named style ('importer 1'), to which the copy belongs: Excel, LibreOffice
and openpyxl all keep that through sorting and saving, so that the next results can give the cell its own look back.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from importer.languages import _
from importer.workbook_parts.fonts import Fonts
from importer.workbook_parts.markup import Element, Markup, read_number, set_attributes
from importer.workbook_parts.refusal import NotPatchable

GENERAL, WHOLE, TEXT = 0, 1, 49  # number formats that every workbook has [ECMA-376, 18.8.30]
_BEFORE_NAME = re.compile(r"importer \d+")
_NUMBER = re.compile(r"\d+")
_FONT = re.compile(rb"""\sfontId=["'](\d+)["']""")
_NO_STYLE = '<{0} numFmtId="0" fontId="0" fillId="0" borderId="0"/>'


class Colours(NamedTuple):
    """The colours of a cell that stands out, as RGB like FFC7CE: of its fill and of its letters; '' as it comes."""

    fill: str
    letters: str


@dataclass(frozen=True, slots=True)
class CellFormat:
    """A look of its own: `fill` and `colour` are RGB like FFC7CE; `number_format` the number of a format."""

    number_format: int = GENERAL
    fill: str = ""
    colour: str = ""
    bold: bool = False
    underlined: bool = False
    size: int = 0
    wrapped: bool = False
    indented: bool = False
    left: bool = False


class Styles:
    """The styles part being added to. Raises NotPatchable where it lacks what every workbook has."""

    def __init__(self, content: bytes) -> None:
        self._part = Markup(content)
        fonts, self._fills = self._find_list("fonts"), self._find_list("fills")
        self._fonts = Fonts(self._part, fonts)
        self._formats = self._find_list("cellXfs")
        self._xfs = [self._part.text_of(xf) for xf in self._formats.find_all("xf")]
        self._added: dict[Element, list[str]] = {fonts: self._fonts.added, self._fills: [], self._formats: []}
        self._own: dict[CellFormat, int] = {}
        self._filled: dict[tuple[int, Colours], int] = {}
        self._saved: dict[int, int] = {}
        self._named: list[str] = []
        self._base: list[str] = []
        self._suspected: Collection[Colours] = ()
        self._first_rule_format = ""

    def _find_list(self, name: str) -> Element:
        if (found := self._part.root.find(name)) is None or not found.children:
            raise NotPatchable(_("its styles have no {name}").format(name=name))
        return found

    def add_own(self, wanted: CellFormat) -> int:
        """The number of a style of our own."""
        if wanted not in self._own:
            self._own[wanted] = self._add(self._formats, self._render_xf(wanted))
        return self._own[wanted]

    def add_rule_format(self) -> int:
        """The number of a format for conditional formats that changes nothing: LibreOffice wants one."""
        like, known = self._part.prefix_name(self._formats, "dxf"), self._part.root.find("dxfs")
        if known is None:
            self._first_rule_format = f'<{like}s count="1"><{like}/></{like}s>'
            return 0
        empty = [number for number, each in enumerate(known.children) if not each.children]
        return empty[0] if empty else self._add(known, f"<{like}/>")

    def fill_style(self, style: int, colours: Colours) -> int:
        """The number of the style that differs from `style` in its fill and in the colour of its letters alone.

        The letters of the user's own cell can be white, or dark red: nobody would read them on our fill.
        """
        style = self.restore_style(style)
        if (style, colours) not in self._filled:
            xf = self._xf_of(style)
            attributes = {
                "fillId": str(self._fill(colours.fill)),
                "applyFill": "1",
                "fontId": str(self._fonts.recolour(_font_of(xf), colours.letters)),
                "applyFont": "1",
                "xfId": str(self._save_style(style)),
            }
            new = set_attributes(xf[: xf.index(b">") + 1], attributes)
            self._filled[style, colours] = self._add(self._formats, (new + xf[xf.index(b">") + 1 :]).decode())
        return self._filled[style, colours]

    def restore_style(self, style: int) -> int:
        """The number of the style that a cell had before it was filled by an earlier run; its own where it was not."""
        return self._restored[style] if style in self.filled_before else style

    def suspect(self, colours: Collection[Colours]) -> None:
        """Take cells of these fills for filled by an earlier run where a program has lost what they were before."""
        self._suspected = colours

    @cached_property
    def filled_before(self) -> dict[int, int | None]:
        """The styles of cells that an earlier run filled, each with the named style that keeps what was before.

        None where that is lost: not every program keeps named styles, and openpyxl mixes up those of LibreOffice.
        """
        names, base = self._part.root.find("cellStyles"), self._part.root.find("cellStyleXfs")
        saved = {
            read_number(named, "xfId")
            for named in (names.find_all("cellStyle") if names else ())
            if _BEFORE_NAME.fullmatch(named.attributes.get("name", ""))
        }
        known = len(list(base.find_all("xf"))) if base else 0
        fills = {colours.fill for colours in self._suspected}
        found: dict[int, int | None] = {}
        for number, xf in enumerate(self._formats.find_all("xf")):
            named = read_number(xf, "xfId")
            if named in saved and named < known:
                found[number] = named
            elif (not saved or named >= known) and self._colour_of(read_number(xf, "fillId")) in fills:
                found[number] = None
        return found

    def _colour_of(self, fill: int) -> str:
        pattern = self._fills.children[fill].find("patternFill") if fill < len(self._fills.children) else None
        colour = pattern.find("fgColor") if pattern and pattern.attributes.get("patternType") == "solid" else None
        return colour.attributes.get("rgb", "")[-6:] if colour else ""

    @cached_property
    def _restored(self) -> dict[int, int]:
        base = self._part.root.find("cellStyleXfs")
        originals = [self._part.text_of(xf) for xf in base.find_all("xf")] if base else []
        restored: dict[int, int] = {}
        known: dict[bytes, int] = {}
        now = list(self._formats.find_all("xf"))
        for style, original in self.filled_before.items():
            if original is None:
                xf = self._xfs[style]
                font = self._fonts.find_before(_font_of(xf), [colours.letters for colours in self._suspected])
                attributes = {"xfId": "0", "fillId": "0", "fontId": str(font)}
            else:
                typed = str(read_number(now[style], "numFmtId"))  # a day that is typed into it has another than before
                xf, attributes = originals[original], {"xfId": "0", "numFmtId": typed, **dict.fromkeys(_APPLIED, "1")}
            tag = set_attributes(xf[: xf.index(b">") + 1], attributes) + xf[xf.index(b">") + 1 :]
            if tag not in known:
                known[tag] = self._add(self._formats, tag.decode())
            restored[style] = known[tag]
        return restored

    def render(self) -> bytes:
        """The part with all that was added."""
        for element, added in self._added.items():
            if added:
                self._part.append(element, "".join(added))
                self._part.set(element, count=str(len(element.children) + len(added)))
        if self._named:
            self._add_named_styles()
        ends = [each.end for each in self._part.root.children if each.name in {"cellXfs", "cellStyles"}]
        self._part.put(max(ends), self._first_rule_format)
        content = self._part.render()
        self._named.clear()
        return content

    def _xf_of(self, style: int) -> bytes:
        own = style - len(self._xfs)
        if own < 0:
            return self._xfs[style]
        if own >= len(self._added[self._formats]):
            raise NotPatchable(_("a cell has the style {style}, which its styles do not have").format(style=style))
        return self._added[self._formats][own].encode()

    def _add(self, element: Element, xml: str) -> int:
        self._added.setdefault(element, []).append(xml)
        return len(element.children) + len(self._added[element]) - 1

    def _render_xf(self, wanted: CellFormat) -> str:
        like = self._part.prefix_name
        colour, bold, underlined, size = wanted.colour, wanted.bold, wanted.underlined, wanted.size
        is_usual = not (colour or bold or underlined or size)
        font = 0 if is_usual else self._fonts.add_own(colour=colour, bold=bold, underlined=underlined, size=size)
        fill = self._fill(wanted.fill) if wanted.fill else 0
        align = 'vertical="top"' + (' wrapText="1"' if wanted.wrapped else "")
        align += ' horizontal="left" indent="1"' if wanted.indented else ' horizontal="left"' if wanted.left else ""
        xf, alignment = like(self._formats, "xf"), like(self._formats, "alignment")
        return (
            f'<{xf} numFmtId="{wanted.number_format}" fontId="{font}" fillId="{fill}" borderId="0" xfId="0" '
            f'applyNumberFormat="1" applyFont="1" applyFill="1" applyAlignment="1"><{alignment} {align}/></{xf}>'
        )

    def _fill(self, colour: str) -> int:
        like = {
            word: self._part.prefix_name(self._fills, word) for word in ("fill", "patternFill", "fgColor", "bgColor")
        }
        xml = (
            f'<{like["fill"]}><{like["patternFill"]} patternType="solid"><{like["fgColor"]} rgb="FF{colour}"/>'
            f'<{like["bgColor"]} indexed="64"/></{like["patternFill"]}></{like["fill"]}>'
        )
        added = self._added[self._fills]
        return len(self._fills.children) + added.index(xml) if xml in added else self._add(self._fills, xml)

    def _save_style(self, style: int) -> int:
        """The number of the hidden named style that keeps what the style was."""
        if style not in self._saved:
            base = self._part.root.find("cellStyleXfs")
            xf = self._xf_of(style)
            tag = set_attributes(xf[: xf.index(b">") + 1], {"xfId": None})
            self._base.append((tag + xf[xf.index(b">") + 1 :]).decode())
            self._saved[style] = (len(base.children) if base else 1) + len(self._base) - 1
            self._named.append(f'name="importer {self._first_name + len(self._named)}" xfId="{self._saved[style]}"')
        return self._saved[style]

    @cached_property
    def _first_name(self) -> int:
        names = self._part.root.find("cellStyles")
        used = [each.attributes.get("name", "") for each in names.find_all("cellStyle")] if names else []
        return 1 + max((int(_NUMBER.search(name)[0]) for name in used if _BEFORE_NAME.fullmatch(name)), default=0)  # type: ignore[index]  # the name has a number

    def _add_named_styles(self) -> None:
        root, like = self._part.root, self._part.prefix_name
        xf, style = like(self._formats, "xf"), like(self._formats, "cellStyle")
        styles = "".join(f'<{style} {named} hidden="1"/>' for named in self._named)
        if base := root.find("cellStyleXfs"):
            self._part.append(base, "".join(self._base))
            self._part.set(base, count=str(len(base.children) + len(self._base)))
        else:
            tag, normal = like(root, "cellStyleXfs"), _NO_STYLE.format(xf)
            xml = f'<{tag} count="{1 + len(self._base)}">{normal}{"".join(self._base)}</{tag}>'
            self._part.put(self._formats.begin, xml)
        if names := root.find("cellStyles"):
            self._part.append(names, styles)
            self._part.set(names, count=str(len(names.children) + len(self._named)))
        else:
            tag, normal = like(root, "cellStyles"), f'<{style} name="Normal" xfId="0" builtinId="0"/>'
            xml = f'<{tag} count="{1 + len(self._named)}">{normal}{styles}</{tag}>'
            self._part.put(self._formats.end, xml)


def _font_of(xf: bytes) -> int:
    """The number of the font of a style."""
    return int(found[1]) if (found := _FONT.search(xf)) else 0


_APPLIED = ("applyNumberFormat", "applyFont", "applyFill", "applyBorder", "applyAlignment", "applyProtection")
