"""Containers of old Office files ([MS-CFB]) that lie, and one behind a password."""

import struct

OLE = bytes.fromhex("D0CF11E0A1B11AE1")


def ole_header(**changes: int) -> bytes:
    fields = {
        "shift": 9,
        "small_shift": 6,
        "tables": 1,
        "directory": 1,
        "small": 0xFFFFFFFE,
        "more": 0xFFFFFFFE,
    } | changes
    head = OLE + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, fields["shift"], fields["small_shift"])
    head += struct.pack(
        "<IIIIIIIII", 0, fields["tables"], fields["directory"], 0, 4096, fields["small"], 0, fields["more"], 0
    )
    return head + struct.pack("<I", 0) + b"\xff" * 432


LOOPING = struct.pack("<128I", 0xFFFFFFFD, 1, *[0xFFFFFFFF] * 126)  # the directory follows itself


def encrypted_ole(stream: str) -> bytes:
    entry = stream.encode("utf-16-le").ljust(64, b"\0") + struct.pack("<HB", 2 * len(stream) + 2, 2) + bytes(61)
    root = (
        "Root Entry".encode("utf-16-le").ljust(64, b"\0")
        + struct.pack("<HB", 22, 5)
        + bytes(49)
        + struct.pack("<I", 0xFFFFFFFE)
        + bytes(8)
    )
    table = struct.pack("<128I", 0xFFFFFFFD, 0xFFFFFFFE, *[0xFFFFFFFF] * 126)
    return ole_header() + table + root + entry + bytes(256)
