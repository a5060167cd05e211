"""The streams inside an old Office file ([MS-CFB]), read so that no lie about sizes or chains does harm."""

import struct
from collections.abc import Collection, Mapping

from importer.languages import N_
from importer.workbook_parts.refusal import make_damage_refusal

_HEADER = struct.Struct("<8s16xHHHHH6xIIIIIIIII")
_ENTRY = 128
_LAST_SECTOR = 0xFFFF_FFFA  # numbers from here on are marks, not sectors
_STREAM, _ROOT = 2, 5
_OTHER = "_"  # of which the name is that has to be another
_FAMILY = struct.Struct("<III")  # the entries to the left and right of one, and that below it


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
        self._size: int = 1 << shift
        self._next = self._read_numbers(self._find_table_sectors(table))
        self._directory, entries = directory, self._read_content(directory)
        self._entries = [
            entries[position : position + _ENTRY] for position in range(0, len(entries) - _ENTRY + 1, _ENTRY)
        ]
        self._small_next = self._read_numbers(self._follow_chain(small, self._next))
        root = next((entry for entry in self._entries if entry[66] == _ROOT), None)
        if root is None:
            raise _make_damaged()
        self._root, self._own = root, self._list_own(root)
        self._small = self._read_content(struct.unpack_from("<I", root, 116)[0])

    def list_names(self) -> list[str]:
        """The names of the document's own streams; what is embedded in it may have streams of the same names."""
        return [_name_of(self._entries[position]) for position in self._own]

    def read_stream(self, name: str) -> bytes:
        """The content of one of its own streams."""
        entry = self._entries[self._find_position(name)]
        start, size = struct.unpack_from("<II", entry, 116)
        if size >= self._least:
            return self._read_content(start)[:size]
        pieces = (
            self._small[number << 6 : (number + 1) << 6] for number in self._follow_chain(start, self._small_next)
        )
        return b"".join(pieces)[:size]

    def replace_bytes(self, name: str, new: Mapping[int, int]) -> bytes:
        """The whole container, with other bytes at places of a stream."""
        entry = self._entries[self._find_position(name)]
        start, size = struct.unpack_from("<II", entry, 116)
        small: list[int] = []
        if size < self._least:
            small = self._follow_chain(start, self._small_next)
            start = struct.unpack_from("<I", self._root, 116)[0]
        whole, chain = bytearray(self._whole), self._follow_chain(start, self._next)
        for position, byte in new.items():
            inside = (small[position >> 6] << 6) + position % 64 if small else position
            whole[self._find_byte(chain, inside)] = byte
        return bytes(whole)

    def keep_only(self, name: str, names: Collection[str]) -> bytes:
        """The whole container, where the stream called `name` in any case is the only one that has one of `names`."""
        whole, chosen = bytearray(self._whole), self._find_position(name)
        chain = self._follow_chain(self._directory, self._next)
        for position, entry in enumerate(self._entries):
            called = next((one for one in names if one.casefold() == _name_of(entry).casefold()), "")
            if called and entry[66] == _STREAM:
                for at, byte in enumerate((called if position == chosen else _OTHER * len(called)).encode("utf-16-le")):
                    whole[self._find_byte(chain, position * _ENTRY + at)] = byte
        return bytes(whole)

    def _find_position(self, name: str) -> int:
        return next(position for position in self._own if _name_of(self._entries[position]) == name)

    def _find_byte(self, chain: list[int], inside: int) -> int:
        return (chain[inside // self._size] + 1) * self._size + inside % self._size

    def _list_own(self, root: bytes) -> list[int]:
        """The places of the streams that stand below the root itself; of all where none does, as in a broken tree."""
        seen, following = set[int](), [_FAMILY.unpack_from(root, 68)[2]]
        while following:
            number = following.pop()
            if number < len(self._entries) and number not in seen:
                seen.add(number)
                following.extend(_FAMILY.unpack_from(self._entries[number], 68)[:2])
        streams = [number for number, entry in enumerate(self._entries) if entry[66] == _STREAM]
        found = [number for number in streams if number in seen]
        return found or streams

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
    return make_damage_refusal(N_("it is an old Office file, damaged inside"))
