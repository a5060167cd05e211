"""The archive that a workbook is: new parts are compressed, the others copied as they are, still compressed."""

import struct
from copy import copy
from typing import IO
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

LEVEL = 3  # of nine: half the work of the usual six, for a file a tenth larger
_LARGE = 1 << 30  # from there the sizes may need more than 32 bits
_LOCAL = struct.Struct("<4s22xHH")  # [APPNOTE.TXT] 4.3.7: signature, size of the name, size of the extra field
_SIGNATURE = b"PK\x03\x04"
_SIZES_FOLLOW = 0x08
_AT_ONCE = 1 << 20


class ArchiveWriter:
    """An archive being written to a file that can be sought in; closed as a context."""

    def __init__(self, file: IO[bytes]) -> None:
        self._archive = ZipFile(file, "w", ZIP_DEFLATED, compresslevel=LEVEL)

    def __enter__(self) -> "ArchiveWriter":
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self._archive.close()
        else:
            self._archive.fp = None  # half an archive is thrown away by whoever opened the file

    def write(self, name: str, content: bytes) -> None:
        """Add a part."""
        with self.opened(name, len(content)) as part:
            part.write(content)

    def opened(self, name: str, expected: int = 0) -> IO[bytes]:
        """Add a part that is written piece by piece, of about `expected` bytes; one at a time."""
        entry = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
        entry.compress_type = ZIP_DEFLATED
        entry.external_attr = 0o600 << 16
        vars_of_level = (
            "_compresslevel" if hasattr(entry, "_compresslevel") else "compress_level"
        )  # by Python's version
        setattr(entry, vars_of_level, LEVEL)
        return self._archive.open(entry, "w", force_zip64=expected > _LARGE)

    def copy(self, source: ZipFile, entry: ZipInfo) -> None:
        """Copy a part of another archive, byte for byte. Raises BadZipFile where that is damaged."""
        file, target = source.fp, self._archive.fp
        if file is None or target is None:
            raise ValueError("the archive is closed")
        file.seek(entry.header_offset)
        signature, name, extra = _LOCAL.unpack(file.read(_LOCAL.size))
        if signature != _SIGNATURE:
            raise BadZipFile(f"no part begins where {entry.filename} should")
        file.seek(name + extra, 1)
        copied = copy(entry)
        copied.flag_bits &= ~_SIZES_FOLLOW  # they stand in front now
        copied.extra = b""
        target.seek(self._archive.start_dir)
        copied.header_offset = target.tell()
        target.write(copied.FileHeader(zip64=max(entry.file_size, entry.compress_size) > _LARGE))
        _copy(file, target, entry.compress_size)
        self._archive.filelist.append(copied)
        self._archive.NameToInfo[copied.filename] = copied
        self._archive.start_dir = target.tell()
        self._archive._didModify = True  # type: ignore[attr-defined]  # noqa: SLF001 - zipfile has no raw writing


def _copy(source: IO[bytes], target: IO[bytes], size: int) -> None:
    while size:
        piece = source.read(min(size, _AT_ONCE))
        if not piece:
            raise BadZipFile("the archive ends in the middle of a part")
        target.write(piece)
        size -= len(piece)
