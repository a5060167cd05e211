"""A worksheet, piece by piece: as fast as its XML allows."""

from collections.abc import Callable, Iterator
from typing import IO

from importer.steps.read.sandbox.cells import Piece
from importer.steps.read.sandbox.xlsx.exact_cells import ExactSheet
from importer.steps.read.sandbox.xlsx.plain_cells import plain_piece
from importer.steps.read.sandbox.xlsx.xml_pieces import PIECE, Cutting, NotCuttable, Shape, cut
from importer.workbook_parts.refusal import Refusal

_ROWS = Shape("row", ("worksheet", "sheetData"))
_CELLS_AT_ONCE = 50_000


class Worksheet:
    """The rows of one worksheet, and when all are read: its merged ranges, and whether a filter is at work."""

    def __init__(self, opened: Callable[[], IO[bytes]]) -> None:
        self._opened = opened
        self._around = ExactSheet()

    @property
    def merged(self) -> list[str]:
        """The merged ranges, as 'A1:B2'."""
        return self._around.merged

    @property
    def filtered(self) -> bool:
        """Whether a filter hides rows."""
        return self._around.filtered

    def pieces(self, size: int = PIECE) -> Iterator[Piece]:
        """Give the rows in the order of the file. Raises a Refusal; NotCuttable where `pieces_exactly` must be used."""
        with self._opened() as file:
            cutting = cut(file, _ROWS)
            after = 0
            for text in cutting.pieces(size):
                piece = plain_piece(cutting.without_prefix(text)) or _exactly(cutting, text, after)
                after = int(piece.rows[-1]) if len(piece.rows) else after
                yield piece
        self._around = ExactSheet()
        self._around.feed(cutting.head + cutting.tail, last=True)
        if len(self._around.take().rows):
            raise NotCuttable  # rows behind the rows

    def pieces_exactly(self) -> Iterator[Piece]:
        """Give the rows of any worksheet, slowly. Raises a Refusal where it is damaged."""
        self._around = ExactSheet()
        with self._opened() as file:
            while text := file.read(PIECE):
                self._around.feed(text)
                if self._around.waiting > _CELLS_AT_ONCE:
                    yield self._around.take()
        self._around.feed(b"", last=True)
        yield self._around.take()


def _exactly(cutting: Cutting, text: bytes, after: int) -> Piece:
    sheet = ExactSheet(after_row=after)
    try:
        sheet.feed(cutting.head + text + cutting.ending, last=True)
    except Refusal as found:
        raise NotCuttable from found  # damaged, or cut at the wrong place: reading it from the start tells which
    return sheet.take()
