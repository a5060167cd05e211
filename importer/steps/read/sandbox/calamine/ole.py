"""The streams inside an old Office file ([MS-CFB]), read so that no lie about sizes or chains does harm."""

import struct
from collections.abc import Iterator, Mapping

from importer.workbook_parts.refusal import make_damage_refusal

_HEADER = struct.Struct("<8s16xHHHHH6xIIIIIIIII")
_ENTRY = 128
_LAST_SECTOR = 0xFFFF_FFFA  # numbers from here on are marks, not sectors
_STREAM = 2
_ROOT = 5


class Ole:
    """The container. Raises a Refusal where it is damaged."""

    def __init__(self, content: bytes) -> None:
        self._whole = content
        try:
            head = _HEADER.unpack_from(self._whole)
        except struct.error as found:
            raise _make_damaged() from found
        _, _, _, _, shift, small_shift, _, _, directory, _, self._least, small, _, table, _ = head
        if shift not in (9, 12) or small_shift != 6:  # noqa: PLR2004 - the only sizes there are
            raise _make_damaged()
        self._size = 1 << shift
        self._next = self._read_numbers(self._find_table_sectors(table))
        self._entries = self._read_content(directory)
        self._small_next = self._read_numbers(self._follow_chain(small, self._next))
        root = next((entry for entry in self._list_entries() if entry[66] == _ROOT), None)
        if root is None:
            raise _make_damaged()
        self._small = self._read_content(struct.unpack_from("<I", root, 116)[0])

    def list_names(self) -> list[str]:
        """The names of all streams."""
        return [_name_of(entry) for entry in self._list_entries() if entry[66] == _STREAM]

    def read_stream(self, name: str) -> bytes:
        """A stream's content."""
        entry = next(entry for entry in self._list_entries() if _name_of(entry) == name)
        start, size = struct.unpack_from("<II", entry, 116)
        if size >= self._least:
            return self._read_content(start)[:size]
        pieces = (
            self._small[number << 6 : (number + 1) << 6] for number in self._follow_chain(start, self._small_next)
        )
        return b"".join(pieces)[:size]

    def replace_bytes(self, name: str, new: Mapping[int, int]) -> bytes:
        """The whole container, with other bytes at places of a stream."""
        entry = next(entry for entry in self._list_entries() if _name_of(entry) == name)
        start, size = struct.unpack_from("<II", entry, 116)
        small: list[int] = []
        if size < self._least:
            small = self._follow_chain(start, self._small_next)
            root = next(entry for entry in self._list_entries() if entry[66] == _ROOT)
            start = struct.unpack_from("<I", root, 116)[0]
        whole, chain = bytearray(self._whole), self._follow_chain(start, self._next)
        for place, byte in new.items():
            inside = (small[place >> 6] << 6) + place % 64 if small else place
            whole[(chain[inside // self._size] + 1) * self._size + inside % self._size] = byte
        return bytes(whole)

    def _list_entries(self) -> Iterator[bytes]:
        for place in range(0, len(self._entries) - _ENTRY + 1, _ENTRY):
            yield self._entries[place : place + _ENTRY]

    def _find_table_sectors(self, more: int) -> list[int]:
        """The sectors that hold the table of what follows what: 109 named in the header, others in a chain."""
        sectors = list(struct.unpack_from("<109I", self._whole.ljust(512, b"\xff"), 76))
        seen: set[int] = set()
        while more < _LAST_SECTOR:
            if more in seen:
                raise _make_damaged()
            seen.add(more)
            *some, more = struct.unpack(f"<{self._size // 4}I", self._read_sector(more))
            sectors.extend(some)
        return [sector for sector in sectors if sector < _LAST_SECTOR]

    def _read_numbers(self, sectors: list[int]) -> tuple[int, ...]:
        whole = b"".join(map(self._read_sector, sectors))
        return struct.unpack(f"<{len(whole) // 4}I", whole)

    def _follow_chain(self, start: int, following: tuple[int, ...]) -> list[int]:
        sectors, seen = [], set()
        while start < _LAST_SECTOR:
            if start in seen or start >= len(following):
                raise _make_damaged()
            seen.add(start)
            sectors.append(start)
            start = following[start]
        return sectors

    def _read_content(self, start: int) -> bytes:
        return b"".join(map(self._read_sector, self._follow_chain(start, self._next)))

    def _read_sector(self, number: int) -> bytes:
        sector = self._whole[(number + 1) * self._size : (number + 2) * self._size]
        if not sector:
            raise _make_damaged()
        return sector.ljust(self._size, b"\0")


def _name_of(entry: bytes) -> str:
    size = struct.unpack_from("<H", entry, 64)[0]
    return entry[: max(0, min(size, 64) - 2)].decode("utf-16-le", "replace")


def _make_damaged() -> Exception:
    return make_damage_refusal("it is an old Office file, damaged inside")
