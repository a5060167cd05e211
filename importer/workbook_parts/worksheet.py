"""A worksheet part as text: what stands around its rows, and the rows in pieces."""

import re
from collections.abc import Callable, Iterator
from typing import IO

from importer.workbook_parts.markup import is_utf_8
from importer.workbook_parts.refusal import NotPatchable

PIECE = 1 << 20
_LONGEST_AROUND = 64 << 20  # bytes before or behind the rows: formats, links, lists
_LONGEST_ROW = 64 << 20
_BEGIN = re.compile(rb"<((?:[\w.-]+:)?)sheetData(?:\s[^>]*?)?(/?)>")
_NOT_AS_TEXT = (b"<!", b"<?", b"extLst", b"AlternateContent")


class Worksheet:
    """A worksheet part. Reading its `rows` once fills `before` and `behind`, which hold `<sheetData>` and its end.

    Raises NotPatchable where the rows cannot be told from the text alone: comments, CDATA, extensions among them.
    """

    def __init__(self, opened: Callable[[], IO[bytes]]) -> None:
        self._opened = opened
        self.before = self.behind = b""
        self.prefix = ""

    def rows(self, *, known: bool = False) -> Iterator[bytes]:
        """Give the text of all rows, some whole ones at a time; what is `known` from before is not looked at again."""
        with self._opened() as file:
            waiting, is_empty = self._begin(file)
            if not is_empty:
                end, row_end = (f"</{self.prefix}{name}>".encode() for name in ("sheetData", "row"))
                while (last := waiting.find(end)) < 0:
                    cut = waiting.rfind(row_end) + len(row_end)
                    if cut >= len(row_end):
                        yield waiting[:cut] if known else _checked(waiting[:cut])
                        waiting = waiting[cut:]
                    more = file.read(PIECE)
                    if not more or len(waiting) > _LONGEST_ROW:
                        raise NotPatchable("the rows of the sheet do not end where they should")
                    waiting += more
                if last:
                    yield waiting[:last] if known else _checked(waiting[:last])
                waiting = waiting[last:]
            self.behind = waiting + file.read(_LONGEST_AROUND)
            if file.read(1):
                raise NotPatchable("there is too much behind the rows of the sheet")

    def _begin(self, file: IO[bytes]) -> tuple[bytes, bool]:
        content = b""
        while (found := _BEGIN.search(content)) is None:
            more = file.read(PIECE)
            if not more or len(content) > _LONGEST_AROUND:
                raise NotPatchable("the sheet has no rows where they should be")
            content += more
        self.prefix = found[1].decode()
        if b"<!" in content[: found.start()] or not is_utf_8(content):
            raise NotPatchable("the sheet is not written as Excel writes it")
        is_empty = bool(found[2])
        tag = f"<{self.prefix}sheetData>".encode()
        self.before = content[: found.start()] + tag
        behind = content[found.end() :]
        return (f"</{self.prefix}sheetData>".encode() + behind if is_empty else behind), is_empty


def _checked(rows: bytes) -> bytes:
    if any(sign in rows for sign in _NOT_AS_TEXT):
        raise NotPatchable("there is something among the rows of the sheet that is not known to us")
    return rows
