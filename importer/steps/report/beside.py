"""Our cells beside a row, as text of a worksheet; what is the same for all rows is put together once."""

from dataclasses import dataclass
from functools import cached_property

from importer.results_marks import ADDED_HEADINGS
from importer.steps.report.added import Look
from importer.steps.report.looks import Shown, Style, Tailor
from importer.steps.report.page import Page
from importer.steps.report.text import cell_markup
from importer.steps.report.values import Form

_WRAPPED, _RUN = Style(Form.GENERAL, wrapped=True), Style(Form.WHOLE, left=True)
_BEHIND_STATUS = (Style(), _WRAPPED, _WRAPPED, Style(Form.GENERAL), _RUN)
_HEADING = Style(Form.GENERAL, bold=True, added=True)


@dataclass(frozen=True)
class Beside:
    """Writes the cells that stand beside the rows of a page, for one workbook."""

    page: Page
    tailor: Tailor

    def cells(self, row: int) -> str:
        """Our cells of a row: the headings, or what became of it; there is no cell where there is nothing to say."""
        letters = self.page.letters_added
        if row == self.page.heading_row:
            headings = zip(letters, ADDED_HEADINGS, strict=True)
            return "".join(self.tailor.shown(f"{letter}{row}", Shown(word, _HEADING)) for letter, word in headings)
        added = self.page.added[row]
        around = self._around.get(added.look) or self._sewn(added.look)
        return "".join(
            f"{begin}{row}{middle}{cell_markup(words)}{end}"
            for (begin, middle, end), words in zip(around, added.texts, strict=True)
            if words
        )

    @cached_property
    def _around(self) -> dict[Look, list[tuple[str, str, str]]]:
        return {}

    def _sewn(self, look: Look) -> list[tuple[str, str, str]]:
        """What stands before the number of the row, before the text of the cell and behind it, by column."""
        p = self.tailor.prefix
        sewn = []
        for letter, style in zip(self.page.letters_added, (Style(look=look), *_BEHIND_STATUS), strict=True):
            number = self.tailor.number_of(style)
            if style is _RUN:
                sewn.append((f'<{p}c r="{letter}', f'" s="{number}"><{p}v>', f"</{p}v></{p}c>"))
            else:
                middle = f'" s="{number}" t="inlineStr"><{p}is><{p}t xml:space="preserve">'
                sewn.append((f'<{p}c r="{letter}', middle, f"</{p}t></{p}is></{p}c>"))
        self._around[look] = sewn
        return sewn
