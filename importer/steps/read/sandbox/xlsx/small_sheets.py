"""Finds the sheets without a known heading in a workbook of hundreds: from their bytes, in a tenth of the time that
reading them takes.
"""

import re
from collections.abc import Container
from functools import cached_property
from xml.parsers import expat

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from importer.catalogue.field import fold_spelling
from importer.steps.read.sandbox.xlsx.active_formulas import FormulaSearch
from importer.workbook_parts.package import Package
from importer.workbook_parts.refusal import Refusal

_LARGEST = 1 << 16  # bytes of a sheet that is looked at here
_LONGEST = 200  # bytes of a text whose letters are compared
_SHARED = re.compile(rb'<c [^<>]*\st="s"[^<>]*><v>([0-9]{1,9})</v>')
_INLINE = re.compile(rb'<c [^<>]*\st="inlineStr"[^<>]*><is><t(?: xml:space="preserve")?>([^<>&]*)</t></is></c>')
_TYPES = re.compile(rb"\st\s*=\s*(.\w*.)", re.DOTALL)
_PLAIN_TYPES = frozenset({b'"s"', b'"n"', b'"b"', b'"e"', b'"inlineStr"'})


class SmallSheets:
    """The sheets of a workbook with these shared strings; `known` has the known headings, folded.

    What is read of a sheet is looked through for active formulas, too.
    """

    def __init__(self, package: Package, strings: pa.Array, known: Container[str], formulas: FormulaSearch) -> None:
        self.package, self._strings, self._known, self._formulas = package, strings, known, formulas

    def can_have_headings(self, part: str) -> bool:
        """False where certainly no cell holds a known heading; True where only reading the sheet tells."""
        if self.package.find_entry(part).file_size > _LARGEST:
            return True
        try:
            text = self.package.read_part(part)
            self._formulas.look_at(part, text)
            expat.ParserCreate().Parse(text, True)
        except (Refusal, expat.ExpatError, LookupError, ValueError):
            return True  # what is damaged is told when it is read
        types = _TYPES.findall(text)
        if b"<!" in text or b"_x" in text or b"\0" in text or not _PLAIN_TYPES.issuperset(types):
            return True
        shared, inline = _SHARED.findall(text), _INLINE.findall(text)
        if len(shared) < types.count(b'"s"') or len(inline) < types.count(b'"inlineStr"'):
            return True
        numbers, texts = set(map(int, shared)), (one.decode(errors="replace") for one in inline)
        if max(numbers, default=-1) >= len(self._strings) or not self._headings.isdisjoint(numbers):
            return True
        return any(fold_spelling(text) in self._known for text in texts)

    @cached_property
    def _headings(self) -> frozenset[int]:
        """The numbers of the shared strings that are known headings, or too long to tell."""
        short = pc.less_equal(pc.binary_length(self._strings), _LONGEST).to_numpy(zero_copy_only=False)
        texts = self._strings.filter(pa.array(short)).to_pylist()
        known = [
            number
            for number, text in zip(np.flatnonzero(short), texts, strict=True)
            if fold_spelling(text) in self._known
        ]
        return frozenset([*map(int, known), *np.flatnonzero(~short).tolist()])
