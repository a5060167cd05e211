"""The conditional formats of a worksheet of an .xlsb that strike through.

[MS-XLSB] calls their records BrtBeginConditionalFormatting, BrtBeginCFRule and BrtDXF. What their formulas ask is not
read, so that all are told as formulas that cannot be calculated.
"""

import struct
from collections.abc import Iterator
from contextlib import suppress

from importer.steps.read.sandbox.calamine.strikes_and_fills import RecordStream
from importer.steps.read.sandbox.row_strikes_and_fills import FormatRule, RuleFormat
from importer.workbook_parts.addresses import letter_of

_AREAS, _RULE = 461, 463
RULE_RECORDS = frozenset({_AREAS, _RULE})
MOST_RULE_RECORDS = 1_000
_FORMAT = 507  # what a rule makes of a cell, among the styles of the workbook
_STRIKES = 0x1D
_KINDS = {1: "cellIs", 2: "expression"}


def read_rules_of_xlsb(records: RecordStream, styles: RecordStream) -> list[FormatRule]:
    """The conditional formats that strike through, of the RULE_RECORDS of a worksheet; those cut short are left out."""
    struck = {number for number, content in enumerate(_list_formats(styles)) if _does_strike(content)}
    return list(_read_rules(records, struck)) if struck else []


def _list_formats(styles: RecordStream) -> Iterator[bytes]:
    return (content for kind, content in styles if kind == _FORMAT)


def _does_strike(content: bytes) -> bool:
    """[MS-XLSB] 2.5.164: behind two bytes of its own a format has a list of properties, each with its size."""
    at = 6
    with suppress(struct.error, IndexError):
        for _ in range(struct.unpack_from("<H", content, 4)[0]):
            kind, size = struct.unpack_from("<HH", content, at)
            if kind == _STRIKES:
                return content[at + 4] != 0
            at += max(size, 4)
    return False


def _read_rules(records: RecordStream, struck: set[int]) -> Iterator[FormatRule]:
    areas = ""
    for kind, content in records:
        with suppress(struct.error):
            if kind == _AREAS:
                areas = _read_areas(content)
            elif areas:
                what, _, look = struct.unpack_from("<III", content)
                if look in struck:
                    unknown = f"{_KINDS.get(what, 'rule')}({areas.replace(' ', ',')})"
                    yield areas, unknown, RuleFormat(strikes=True)


def _read_areas(content: bytes) -> str:
    count = min(struct.unpack_from("<I", content, 8)[0], len(content) // 16)
    corners = (struct.unpack_from("<IIII", content, 12 + 16 * number) for number in range(count))
    return " ".join(
        f"{letter_of(left + 1)}{top + 1}:{letter_of(right + 1)}{last + 1}" for top, last, left, right in corners
    )
