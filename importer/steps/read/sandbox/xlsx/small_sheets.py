"""Glances at the sheets of a workbook of hundreds: from their bytes, in a tenth of the time that reading them takes."""

import re
from collections.abc import Collection
from functools import cached_property
from xml.parsers import expat

from importer.steps.read.sandbox.sheet_summaries import FIRST_ROWS, NumberedRow, SheetGlance
from importer.steps.read.sandbox.xlsx.active_formulas import FormulaSearch
from importer.steps.read.sandbox.xlsx.cell_formats import WorkbookContext
from importer.workbook_parts.package import Package
from importer.workbook_parts.refusal import Refusal

_LARGEST = 1 << 16  # bytes of a sheet that is looked at here
_MOST_TEXTS = 10_000  # shared strings
_BEGIN, _END = b"<sheetData>", b"</sheetData>"
_VALUE = rb"(?:<f>[^<>&]*</f>)?<v>(?P<value>[^<>&]+)</v>"
_INLINE = rb'<is><t(?: xml:space="preserve")?>(?P<text>[^<>&]*)</t></is>'
_CELL = rb'<c r="[A-Z]{1,3}(?P=row)"(?: [a-z]+="\w*")*(?:/>|></c>|>(?:%s|%s)</c>)'
_UNNAMED = re.compile(rb"\?P<(?:value|text)>")
_ROW = re.compile(
    rb'\s*<row r="(?P<row>[1-9][0-9]{0,6})"(?: [A-Za-z][\w:]*="[^"<>&]*")*\s*'
    rb"(?:/>|>(?P<cells>(?:\s*%s)*)\s*</row>)" % (_CELL % (_UNNAMED.sub(b"?:", _VALUE), _UNNAMED.sub(b"?:", _INLINE)))
)
_FILLED = re.compile(rb'<c r="(?P<place>\w+)"(?P<about>[^<>]*)>(?:%s|%s)' % (_VALUE, _INLINE))
_TYPE = re.compile(rb' t="(\w*)"')
_TRUTHS = {b"0": "FALSE", b"1": "TRUE"}


class _Doubtful(Exception):
    """Only reading the sheet tells."""


class SmallSheets:
    """The sheets of a workbook; `known` has the known headings, folded.

    What is read of a sheet is looked through for active formulas, too.
    """

    def __init__(
        self, package: Package, context: WorkbookContext, known: Collection[str], formulas: FormulaSearch
    ) -> None:
        self.package, self._context, self._known, self._formulas = package, context, known, formulas
        self._texts: dict[bytes, str] = {}

    def look_at(self, part: str) -> SheetGlance | None:
        """What is seen of a sheet that is small and plainly written; None where only reading tells."""
        if self._numbers_may_be_headings or self.package.find_entry(part).file_size > _LARGEST:
            return None
        try:
            content = self.package.read_part(part)
            self._formulas.look_at(part, content)
            return self._read_content(content)
        except (Refusal, _Doubtful, expat.ExpatError, LookupError, ValueError):
            return None  # what is damaged is told when it is read

    @cached_property
    def _numbers_may_be_headings(self) -> bool:
        return any(not any(map(str.isalpha, heading)) for heading in self._known)

    def _read_content(self, content: bytes) -> SheetGlance:
        before, _begin, rest = content.partition(_BEGIN)
        rows, end, behind = rest.partition(_END)
        if not end or b"<!" in content or b"_x" in rows or b"<row" in before + behind or _BEGIN in behind:
            raise _Doubtful
        if any(b' s="%d"' % style in rows for style in self._context.around_texts):
            raise _Doubtful
        expat.ParserCreate().Parse(before + _BEGIN + _END + behind, True)
        return self._read_rows(rows)

    def _read_rows(self, written: bytes) -> SheetGlance:
        first_rows: list[NumberedRow] = []
        numbers: list[int] = []
        end = last = 0
        while found := _ROW.match(written, end):
            end, number, cells = found.end(), int(found["row"]), found["cells"] or b""
            if number <= last:
                raise _Doubtful
            last = number
            if b"</v>" not in cells and b"</t>" not in cells:
                continue
            numbers.append(number)
            if len(first_rows) < FIRST_ROWS and any(map(str.strip, texts := self._texts_of(cells))):
                first_rows.append((number, texts))
        if written[end:].strip():
            raise _Doubtful
        return SheetGlance(first_rows, numbers)

    def _texts_of(self, cells: bytes) -> list[str]:
        found = _FILLED.findall(cells)
        if len({place for place, *_ in found}) < len(found):
            raise _Doubtful
        return [self._text_of(about, value, text) for _place, about, value, text in found]

    def _text_of(self, about: bytes, value: bytes, text: bytes) -> str:
        typed = _TYPE.search(about)
        match typed[1] if typed else b"n":
            case b"s" if value:
                return self._texts.get(value) or self._take_shared(value)
            case b"inlineStr" if not value:
                return text.decode()
            case b"b" if value:
                return _TRUTHS[value]
            case b"n" | b"e" | b"str" if value:
                return value.decode()
        raise _Doubtful

    def _take_shared(self, number: bytes) -> str:
        if not number.isdigit() or int(number) >= len(self._context.strings):
            raise _Doubtful
        if len(self._texts) > _MOST_TEXTS:
            self._texts.clear()
        return self._texts.setdefault(number, str(self._context.strings[int(number)].as_py()))
