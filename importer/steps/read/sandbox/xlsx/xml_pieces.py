"""A large XML part in pieces of some size, cut before one of its many equal elements, never inside one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

PIECE = 1 << 20
_LARGEST_PIECE = 1 << 22
_FEW = 64  # items of a piece, each of which costs by its columns, too
_LONGEST_HEAD = 1 << 22
_LONGEST_ELEMENT = 1 << 26
_ENDS_NAME = (b" ", b"/", b">")


class NotSplittable(Exception):
    """The part is not written so that it can be cut with certainty: it must be read from the start, exactly."""


@dataclass(frozen=True)
class RepeatedElement:
    """A part with many `item` elements inside the elements `around` it (the outermost first)."""

    item: str
    around: tuple[str, ...]


@dataclass
class SplitPart:
    """A part being cut: what is before the first item, its pieces (once), and then what is behind the last."""

    head: bytes
    prefix: bytes
    tail: bytes
    _file: IO[bytes]
    _first: bytes
    _shape: RepeatedElement

    @property
    def ending(self) -> bytes:
        """The end tags that make a document of the head and a piece."""
        return b"".join(b"</%s%s>" % (self.prefix, name.encode()) for name in reversed(self._shape.around))

    def cut_pieces(self, size: int = PIECE) -> Iterator[bytes]:
        """Give the items, as many at a time as fit into `size`, more of long ones, each as it stands in the file."""
        item = b"<%s%s" % (self.prefix, self._shape.item.encode())
        end = b"</%s%s>" % (self.prefix, self._shape.around[-1].encode())
        waiting = self._first
        while (last := waiting.find(end)) < 0:
            more = self._file.read(size)
            if not more or len(waiting) > _LONGEST_ELEMENT:
                raise NotSplittable
            cut = _find_last_item(item, waiting)
            if cut:
                if waiting.count(item, 0, cut) < _FEW:
                    size = max(size, min(2 * size, _LARGEST_PIECE))
                yield waiting[:cut]
            waiting = waiting[cut:] + more
        if last:
            yield waiting[:last]
        self.tail = waiting[last:] + self._file.read()

    def remove_prefix(self, piece: bytes) -> bytes:
        """The piece as it would be in a document without a prefix (right where the piece is plain)."""
        if not self.prefix:
            return piece
        return piece.replace(b"<" + self.prefix, b"<").replace(b"</" + self.prefix, b"</")


def _find_last_item(start: bytes, text: bytes) -> int:
    """Where the last item begins, 0 if it is the only one."""
    position = len(text)
    while (position := text.rfind(start, 0, position)) > 0:
        if text[position + len(start) : position + len(start) + 1] in _ENDS_NAME:
            return position
    return 0


def begin_cutting(file: IO[bytes], shape: RepeatedElement) -> SplitPart:
    """Begin to cut. Raises NotSplittable where the part has no item, is not UTF-8, or has comments before the first."""
    first = re.compile(rb"<((?:[\w.-]+:)?)" + shape.item.encode() + rb"[ />]")
    text = b""
    while (found := first.search(text)) is None:
        more = file.read(1 << 16)
        if not more or len(text) > _LONGEST_HEAD:
            raise NotSplittable
        text += more
    head = text[: found.start()]
    if b"<!" in head or not _is_utf8(head):
        raise NotSplittable
    return SplitPart(head, found[1], b"", file, text[found.start() :], shape)


def _is_utf8(head: bytes) -> bool:
    declared = re.match(rb"""(?:\xef\xbb\xbf)?<\?xml[^>]*encoding=["']([\w-]+)["']""", head)
    return declared is None or declared[1].lower() in {b"utf-8", b"us-ascii"}
