"""A zip's entries, checked before any is unfolded.

We never read beyond the size that an entry declares, and compare its check sum (both by zipfile), so bounds on what is
declared bound what we unfold. For a reader that does not stop there, `refuse_false_sizes` unfolds every entry once.
"""

import struct
import zipfile
import zlib
from posixpath import normpath
from typing import IO
from urllib.parse import unquote

from importer.languages import N_, _, group_thousands
from importer.workbook_parts.refusal import make_damage_refusal, make_unsafe_refusal

_MOST_ENTRIES = 25_000  # ten thousand worksheets, and what belongs to them
_MOST_UNFOLDED = 4 << 30  # bytes of all entries that can be data; a million rows of 25 columns are about 1.5 GiB
_MOST_RATIO = 200  # a worksheet of nothing but equal cells comes to about 60
_PACKED_AS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})  # [ISO/IEC 29500-2] C.2; unfolding is bounded
_SMALL = 16 << 20  # below that, no ratio does harm
_LOCAL = struct.Struct("<4sHHHHHIIIHH")  # [APPNOTE.TXT] 4.3.7
_AT_ONCE = 1 << 20
_SIZES_FOLLOW = 0x8
_IN_ZIP64 = 0xFFFFFFFF  # stands for a size that stands in the extra field of this kind [APPNOTE.TXT] 4.5.3
_ZIP64 = 1
_DATA = (".xml", ".rels", ".bin")


def open_checked_zip(file: IO[bytes]) -> zipfile.ZipFile:
    """Open the archive. Raises a Refusal where it is damaged, or made to do harm."""
    try:
        archive = zipfile.ZipFile(file)
        entries = sorted(archive.infolist(), key=lambda entry: entry.header_offset)
        if len(entries) > _MOST_ENTRIES:
            reason = _("it has {count} parts inside, and a workbook has a few dozen")
            raise make_unsafe_refusal(reason.format(count=group_thousands(len(entries))))
        _refuse_bombs(entries)
        _refuse_disorder(file, archive, entries)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, OverflowError, struct.error) as found:
        raise make_damage_refusal(N_("it is a workbook cut short or damaged")) from found
    return archive


def _refuse_bombs(entries: list[zipfile.ZipInfo]) -> None:
    parts = [entry for entry in entries if entry.filename.lower().endswith(_DATA)]
    whole = sum(entry.file_size for entry in parts)
    if whole > _MOST_UNFOLDED:
        raise make_unsafe_refusal(_("it would take {size} MB when unpacked").format(size=whole >> 20))
    for entry in parts:
        refuse_bomb(entry)


def refuse_bomb(entry: zipfile.ZipInfo) -> None:
    """Raise a Refusal where an entry would unfold to far more than any part of a workbook does."""
    if entry.compress_type not in _PACKED_AS:
        reason = _('its part "{name}" is packed in a way that workbooks do not use')
        raise make_damage_refusal(reason.format(name=entry.filename))
    if entry.file_size > max(_SMALL, _MOST_RATIO * entry.compress_size):
        reason = _('its part "{name}" would take {size} MB when unpacked')
        raise make_unsafe_refusal(reason.format(name=entry.filename, size=entry.file_size >> 20))


def refuse_false_sizes(file: IO[bytes], archive: zipfile.ZipFile) -> None:
    """Raise a Refusal where an entry does not unfold to exactly as many bytes as it declares."""
    for entry in archive.infolist():
        refuse_bomb(entry)
        file.seek(_find_content_start(file, entry))
        if _count_unfolded(file, entry) != entry.file_size:
            reason = _('its part "{name}" has another size when unpacked than it declares')
            raise make_unsafe_refusal(reason.format(name=entry.filename))


def _count_unfolded(file: IO[bytes], entry: zipfile.ZipInfo) -> int:
    """How many bytes come out of an entry: at most one more than it declares is counted."""
    if entry.compress_type == zipfile.ZIP_STORED:
        return entry.compress_size
    unfolding, left, size = zlib.decompressobj(-zlib.MAX_WBITS), entry.compress_size, 0
    while left and not unfolding.eof and size <= entry.file_size:
        packed = file.read(min(left, _AT_ONCE))
        left = left - len(packed) if packed else 0
        while packed and size <= entry.file_size:
            size += len(unfolding.decompress(packed, _AT_ONCE))
            packed = unfolding.unconsumed_tail
    return size if unfolding.eof else size + 1


def _refuse_disorder(file: IO[bytes], archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    names: dict[str, str] = {}
    ends = 0
    for entry in entries:
        name = _fold_name(entry.filename)
        if name in names:
            raise make_unsafe_refusal(_explain_twice(names[name], entry.filename))
        names[name] = entry.filename
        begins = _find_content_start(file, entry)
        if entry.header_offset < ends:
            raise make_unsafe_refusal(N_("its parts overlap"))
        ends = begins + entry.compress_size
    if ends > archive.start_dir:
        raise make_unsafe_refusal(N_("its parts overlap"))


def _explain_twice(name: str, other: str) -> str:
    if name == other:
        return _('it has two parts called "{name}"').format(name=name)
    reason = _('it has two parts, "{name}" and "{other}", which programs read differently')
    return reason.format(name=name, other=other)


def _fold_name(name: str) -> str:
    """The name of a part as programs compare it [ISO/IEC 29500-2] 6.2.2.3, which allows no two that are the same then.

    Of two that are, LibreOffice and openpyxl read the one that the relationships spell, and what goes by the rule reads
    either, whatever they spell. So whoever has looked a workbook over may have seen other jobs than would be sent.
    Where Windows unpacks it, dots and spaces behind a name are none of it, nor is a stream such as ::$DATA.
    """
    path = normpath(unquote(name).replace("\\", "/")).lower()
    folded = "/".join(each.partition(":")[0].rstrip(". ") for each in path.split("/")).lstrip("/")
    return folded if folded.endswith(_DATA) else name


def _find_content_start(file: IO[bytes], entry: zipfile.ZipInfo) -> int:
    if entry.header_offset < 0:  # zipfile moves all offsets by what it takes for bytes in front of the archive
        raise make_damage_refusal(N_("it is cut short, or its list of parts is damaged"))
    file.seek(entry.header_offset)
    head = _LOCAL.unpack(file.read(_LOCAL.size))
    sign, flags, method, (check, packed, unpacked, name_size, more) = head[0], head[2], head[3], head[6:]
    name, extra = file.read(name_size), file.read(more)
    encoding = "utf-8" if flags & 0x800 else "cp437"
    if sign != b"PK\x03\x04" or method != entry.compress_type or name.decode(encoding) != entry.orig_filename:
        reason = _('its list of parts and its part "{name}" contradict each other')
        raise make_unsafe_refusal(reason.format(name=entry.filename))
    local = (check, *_find_sizes(packed, unpacked, extra))
    known = (entry.CRC, entry.compress_size, entry.file_size)
    if not flags & _SIZES_FOLLOW and local[1:] == known[1:] and check != entry.CRC:
        raise make_damage_refusal(_('the check sum of its part "{name}" is wrong').format(name=entry.filename))
    if not flags & _SIZES_FOLLOW and local != known:
        reason = _('its list of parts and its part "{name}" give different sizes')
        raise make_unsafe_refusal(reason.format(name=entry.filename))
    return entry.header_offset + _LOCAL.size + int(name_size) + int(more)


def _find_sizes(packed: int, unpacked: int, extra: bytes) -> tuple[int, int]:
    """The sizes that a part gives itself, in 64 bits where they stand in its extra field."""
    position = 0
    while position + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, position)
        if kind == _ZIP64:
            long = iter(struct.unpack_from(f"<{size // 8}Q", extra, position + 4))
            unpacked = next(long, unpacked) if unpacked == _IN_ZIP64 else unpacked
            packed = next(long, packed) if packed == _IN_ZIP64 else packed
        position += 4 + size
    return packed, unpacked


def need_of(archive: zipfile.ZipFile) -> int:
    """The memory that reading honestly takes: texts are held whole, rows a piece at a time."""
    sizes = [entry.file_size for entry in archive.infolist() if entry.filename.lower().endswith(_DATA)]
    return 2 * sum(sizes)
