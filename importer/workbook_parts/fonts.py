"""The fonts of a workbook: those it has stay, and more are added behind them."""

import re
from collections.abc import Collection

from importer.languages import N_, _
from importer.workbook_parts.markup import Element, Markup
from importer.workbook_parts.refusal import NotPatchable

_COLOUR = re.compile(rb"""<(?:[\w.-]+:)?color\b(?:\s+rgb=["'](\w+)["'])?[^>]*>""")


class Fonts:
    """The fonts in a styles part; `added` are those that come behind them, as XML."""

    def __init__(self, part: Markup, fonts: Element) -> None:
        self._part, self._fonts = part, fonts
        self.added: list[str] = []

    def add_own(self, *, colour: str, bold: bool, underlined: bool, size: int) -> int:
        """The number of the font of the workbook's own cells in another colour, weight or size."""
        standard = self._fonts.find("font")
        if standard is None:
            raise NotPatchable(N_("its styles have no font"))
        name, usual = standard.find("name"), standard.find("sz")
        like = {word: self._part.prefix_name(self._fonts, word) for word in ("font", "b", "u", "sz", "color", "name")}
        drawn = [
            f"<{like['b']}/>" if bold else "",
            f"<{like['u']}/>" if underlined else "",
            f'<{like["sz"]} val="{size or (usual.attributes.get("val", "11") if usual else "11")}"/>',
            f'<{like["color"]} rgb="FF{colour}"/>' if colour else "",
            self._part.text_of(name).decode() if name else f'<{like["name"]} val="Calibri"/>',
        ]
        return self._add(f"<{like['font']}>{''.join(drawn)}</{like['font']}>")

    def recolour(self, number: int, colour: str) -> int:
        """The number of a font in another colour."""
        fonts = list(self._fonts.find_all("font"))
        if number >= len(fonts):
            raise NotPatchable(_("a cell has the font {number}, which its styles do not have").format(number=number))
        font, like = fonts[number], self._part.prefix_name
        new = f'<{like(font, "color")} rgb="FF{colour}"/>'
        if font.inside == font.end:
            return self._add(f"<{like(font, 'font')}>{new}</{like(font, 'font')}>")
        old, size = font.find("color"), font.find("sz")
        begin, end = (old.begin, old.end) if old else (size.end, size.end) if size else (font.inside, font.inside)
        return self._add(self._part.read_between(font.begin, begin) + new + self._part.read_between(end, font.end))

    def find_before(self, number: int, colours: Collection[str]) -> int:
        """The number of the font that one in one of these colours is a copy of, where that is still there."""
        texts = [self._part.text_of(font) for font in self._fonts.find_all("font")]
        fonts = [(_COLOUR.findall(text), _COLOUR.sub(b"", text)) for text in texts]
        ours = {b"FF" + colour.encode() for colour in colours}
        if number >= len(fonts) or not ours.intersection(fonts[number][0]):
            return number
        same = (n for n, (shown, rest) in enumerate(fonts) if rest == fonts[number][1] and not ours.intersection(shown))
        return next(same, number)

    def _add(self, xml: str) -> int:
        if xml not in self.added:
            self.added.append(xml)
        return len(self._fonts.children) + self.added.index(xml)
