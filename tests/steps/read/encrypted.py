"""Workbooks with a password, encrypted here: by msoffcrypto's own means, and by hand where it only decrypts."""

import struct
from collections.abc import Callable, Iterator
from hashlib import md5, sha1
from io import BytesIO
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from msoffcrypto.method.container.ecma376_encrypted import ECMA376Encrypted
from msoffcrypto.method.ecma376_agile import ECMA376Agile
from msoffcrypto.method.ecma376_standard import ECMA376Standard
from msoffcrypto.method.rc4 import DocumentRC4
from msoffcrypto.method.rc4_cryptoapi import DocumentRC4CryptoAPI
from msoffcrypto.method.xor_obfuscation import DocumentXOR

from tests.steps.read.other_formats import XLS_ROWS, xls

SALT = bytes(range(16))
_AES_128 = struct.pack("<IIIIIIII", 0x24, 0, 0x660E, 0x8004, 128, 24, 0, 0)
_RC4_128 = struct.pack("<IIIIIIII", 4, 0, 0x6801, 0x8004, 128, 1, 0, 0)
_AS_THEY_ARE = {0x809, 0x2F}


def agile(path: Path, password: str, spins: int = 1_000) -> Path:
    """Encrypt a workbook in its place, as Excel of today does, which hashes a password 100,000 times."""
    path.write_bytes(ECMA376Agile.encrypt(password, BytesIO(path.read_bytes()), spin_count=spins))
    return path


def standard(path: Path, password: str) -> Path:
    """Encrypt a workbook in its place, as Excel 2007 does ([MS-OFFCRYPTO] 2.3.4.5)."""
    content = path.read_bytes()
    key = ECMA376Standard.makekey_from_password(password, 0x660E, 0x8004, 24, 128, 16, SALT)
    encryptor = Cipher(algorithms.AES(key), modes.ECB()).encryptor()  # noqa: S305 - the format has it so
    verifier = bytes(16)
    checked = encryptor.update(verifier) + encryptor.update(sha1(verifier).digest().ljust(32, b"\0"))  # noqa: S324
    info = struct.pack("<HHII", 4, 2, 0x24, len(_AES_128)) + _AES_128 + struct.pack("<I", 16) + SALT
    info += checked[:16] + struct.pack("<I", 20) + checked[16:]
    package = struct.pack("<Q", len(content)) + encryptor.update(content.ljust(-(-len(content) // 16) * 16, b"\0"))
    path.write_bytes(_container(package, info))
    return path


def _container(package: bytes, info: bytes) -> bytes:
    out = BytesIO()
    ECMA376Encrypted(package, info).write_to(out)
    return out.getvalue()


def xls_by_rc4(path: Path, password: str) -> Path:
    """An .xls encrypted as Excel 97 does."""
    ciphered = DocumentRC4.decrypt(password, SALT, BytesIO(_verifier(md5))).read()  # the cipher is its own inverse
    passed = struct.pack("<HHH", 1, 1, 1) + SALT + ciphered
    return _xls(path, passed, lambda stream: DocumentRC4.decrypt(password, SALT, stream, blocksize=1024).read())


def xls_by_cryptoapi(path: Path, password: str) -> Path:
    """An .xls encrypted as Excel 2003 does."""
    ciphered = DocumentRC4CryptoAPI.decrypt(password, SALT, 128, BytesIO(_verifier(sha1))).read()
    passed = struct.pack("<HHHII", 1, 4, 2, 4, len(_RC4_128)) + _RC4_128 + struct.pack("<I", 16) + SALT
    passed += ciphered[:16] + struct.pack("<I", 20) + ciphered[16:]
    return _xls(
        path, passed, lambda stream: DocumentRC4CryptoAPI.decrypt(password, SALT, 128, stream, blocksize=1024).read()
    )


def _verifier(digest: Callable[[bytes], Any]) -> bytes:
    return bytes(16) + bytes(digest(bytes(16)).digest())


def xls_by_xor(path: Path, password: str) -> Path:
    """An .xls obfuscated as Excel 95 does."""
    verifier = next(word for word in range(1 << 16) if DocumentXOR.verifypw(password, word))
    passed = struct.pack("<HHH", 0, DocumentXOR.create_xor_key_method1(password), verifier)
    keys = DocumentXOR.create_xor_array_method1(password)

    def obfuscated(stream: BytesIO) -> bytes:
        content, plain = stream.read(), bytearray()
        for place, _, size in records_of(content):
            plain += content[place : place + 4]
            for at, byte in enumerate(content[place + 4 : place + 4 + size]):
                turned = (byte << 5 | byte >> 3) & 0xFF
                plain.append(turned ^ keys[(place + 4 + at + size) % 16])
        return bytes(plain)

    return _xls(path, passed, obfuscated)


def _xls(path: Path, passed: bytes, cipher: Callable[[BytesIO], bytes]) -> Path:
    """An .xls whose records are ciphered, but for their headers and those that stay as they are."""
    whole = xls(path, XLS_ROWS, password=passed).read_bytes()
    first = whole.index(struct.pack("<HHHH", 0x809, 16, 0x600, 5))
    stream = whole[first:]
    ciphered = bytearray(cipher(BytesIO(stream)))
    ciphered += stream[len(ciphered) :]
    for place, kind, size in records_of(stream):
        keep = 4 + (size if kind in _AS_THEY_ARE else 4 if kind == 0x85 else 0)
        ciphered[place : place + keep] = stream[place : place + keep]
    path.write_bytes(whole[:first] + bytes(ciphered))
    return path


def records_of(stream: bytes) -> Iterator[tuple[int, int, int]]:
    place = 0
    while place + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, place)
        yield place, kind, size
        place += 4 + size
