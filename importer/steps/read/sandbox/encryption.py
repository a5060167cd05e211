"""A workbook with a password, decrypted in the memory of the process that reads it: what is inside reaches no file.

Formats: [MS-OFFCRYPTO] agile and standard (.xlsx, .xlsm, .xlsb), RC4, RC4 CryptoAPI and XOR (.xls).
`prepare` comes before the process may open nothing more.
"""

import json
import struct
from array import array
from io import BytesIO
from typing import IO
from xml.dom.minidom import parseString

import olefile
from msoffcrypto.exceptions import InvalidKeyError
from msoffcrypto.format import xls97
from msoffcrypto.format.ooxml import OOXMLFile
from msoffcrypto.method.ecma376_standard import ECMA376Standard
from msoffcrypto.method.rc4 import DocumentRC4
from msoffcrypto.method.rc4_cryptoapi import DocumentRC4CryptoAPI
from msoffcrypto.method.xor_obfuscation import DocumentXOR

from importer.languages import N_, _, group_thousands
from importer.problem import WRONG_WORKBOOK_PASSWORD
from importer.workbook_parts.refusal import Refusal, make_otherwise_locked_refusal, make_unsafe_refusal

_MOST_SPINS = 1_000_000  # Excel and LibreOffice write 100,000
_LONGEST_DESCRIPTION = 1 << 16  # bytes; about 1,300 are usual
_CHECKED: dict[str, dict[str, bool]] = {"zip": {"verify_password": True}, "ole": {}}
# [MS-XLS] 2.2.10: of these records nothing is encrypted, and of the one that names a sheet not its place.
_NOT_ENCRYPTED = frozenset({0x809, 0x195, 0x194, 0xE1, 0x196, 0x138})
_HAS_PASSWORD, _SHEET = 0x2F, 0x85
_ONLY_EXCEL = N_("a workbook with a password, damaged or encrypted in a way that only Excel can open")
_BLOCK = 1024  # bytes, after which the key changes


def prepare() -> None:
    """Have the libraries load what they load at first use."""
    parseString(b"<a/>")  # noqa: S318 - our own
    ECMA376Standard.decrypt(bytes(16), BytesIO(bytes(24)))
    DocumentRC4.decrypt("", bytes(16), BytesIO(bytes(1)))


def decrypt(pipe: IO[bytes]) -> tuple[IO[bytes], str]:
    """The workbook that comes through a pipe behind its password (a line of JSON), and how it is packed: zip or ole.

    Raises a Refusal where the password is wrong, or what is encrypted is damaged or made to do harm.
    """
    password, file = json.loads(pipe.readline()), BytesIO(pipe.read())
    try:
        locked, container = _open_locked(file)
        try:
            locked.load_key(password, **_CHECKED[container])
        except (InvalidKeyError, UnicodeEncodeError) as found:
            raise Refusal(WRONG_WORKBOOK_PASSWORD) from found
        return (
            _decrypt_package(locked) if isinstance(locked, OOXMLFile) else _decrypt_old_workbook(locked, file)
        ), container
    except (Refusal, MemoryError):
        raise
    except Exception as found:  # a library at work on a file of strangers
        raise make_otherwise_locked_refusal(_ONLY_EXCEL) from found


def _open_locked(file: IO[bytes]) -> tuple[OOXMLFile | xls97.Xls97File, str]:
    with olefile.OleFileIO(file) as ole:
        if not ole.exists("EncryptionInfo"):
            return xls97.Xls97File(file), "ole"
        if ole.get_size("EncryptionInfo") > _LONGEST_DESCRIPTION:
            raise make_unsafe_refusal(N_("its description of the encryption is too long"))
    package = OOXMLFile(file)
    if package.info.get("spinValue", 0) > _MOST_SPINS:
        reason = _("its password would have to be hashed more than {count} times")
        raise make_unsafe_refusal(reason.format(count=group_thousands(_MOST_SPINS)))
    return package, "zip"


def _decrypt_package(locked: OOXMLFile) -> IO[bytes]:
    out = BytesIO()
    locked.decrypt(out)
    return out


def _decrypt_old_workbook(locked: xls97.Xls97File, file: BytesIO) -> IO[bytes]:
    """The container, decrypted: not by the library, which writes that to the disk and stops at odd ends."""
    stream, position = bytearray(locked.ole.openstream("Workbook").read()), 0
    encrypted = array("h", bytes(2 * len(stream)))  # as the library has it: -1 for what is, -2 behind what is not
    while position + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, position)
        begins, ends = position + 4, min(position + 4 + size, len(stream))
        if kind == _HAS_PASSWORD:
            stream[position : position + 2] = b"\0\0"
        elif kind not in _NOT_ENCRYPTED:
            begins += 4 if kind == _SHEET else 0
            encrypted[begins:ends] = array("h", [-2 if kind == _SHEET else -1]) * max(ends - begins, 0)
        position = ends
    with olefile.OleFileIO(BytesIO(file.getvalue()), write_mode=True) as ole:
        plain = _decipher(locked, BytesIO(stream), encrypted)
        merged = bytes(new if changed else old for old, new, changed in zip(stream, plain, encrypted, strict=True))
        ole.write_stream("Workbook", merged)
        return BytesIO(ole.fp.getvalue())


def _decipher(locked: xls97.Xls97File, stream: BytesIO, encrypted: "array[int]") -> bytes:
    if locked.type == "xor":
        return bytes(DocumentXOR.decrypt(locked.key, stream, encrypted, [], 10).read())
    if locked.type == "rc4":
        return bytes(DocumentRC4.decrypt(locked.key, locked.salt, stream, blocksize=_BLOCK).read())
    return bytes(DocumentRC4CryptoAPI.decrypt(locked.key, locked.salt, locked.keySize, stream, blocksize=_BLOCK).read())
