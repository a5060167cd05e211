"""Formulas in a text: ="00123" protects 00123 from Excel, and so do =T("00123") and '00123; others have no result."""

import re
from collections.abc import Callable, Iterator, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from importer.catalogue.formula_guard import DELIMITERS
from importer.problem import FORMULA_FOR_TEXT, NEVER_CALCULATED
from importer.steps.read.csv.remarks import TextNote
from importer.workbook_parts.addresses import first_cell_of, letter_of

_STRING = r'"(?:[^"]++|"")*+"'
_STRINGS = re.compile(  # of a formula that has no other cells: ="a", =T("a"), ="a"&"b", =HYPERLINK("https://...";"a")
    rf"\s*+=\s*+(T|CONCATENATE|CONCAT|HYPERLINK)?+(\()?+\s*+({_STRING}(?:\s*+[;,&]\s*+{_STRING})*+)\s*+\)?+\s*+",
    re.DOTALL | re.IGNORECASE,
)
_EACH_STRING = re.compile(_STRING, re.DOTALL)
_NUMBER = re.compile(r" *+=\s*+([+-]?[0-9]+(?:[.,][0-9]+)?)\s*+")
_BEGINS = r"^\s*[='\x{2018}\x{2019}]"
_NOT_CALCULATED = (  # RE2: functions, other cells; not => or == nor a word, nor a sum of numbers, which loses nothing
    r"^ *= *[-+(]*(?:[\pL_][\pL0-9_.]*[(!]|\$?[A-Za-z]{1,3}\$?[0-9]{1,7}(?:$|[^\pL0-9]))"
)
# digits with zeros, signs, dates; not 's-Hertogenbosch, '90s or a quoted word; or what Excel would take for a formula
_QUOTED_LINE = rb'[ \t]*+"((?:[^"\r\n]++|"")*+)"[,;\t ]*+([\r\n]++|\Z)'
_WHOLE_LINE, _LATER_LINE = re.compile(_QUOTED_LINE), re.compile(rb"[\r\n]" + _QUOTED_LINE)
_WHOLE_LINES = re.compile(rb'[ \t]*+"((?:[^"]++|"")*+)"[,;\t ]*+([\r\n]++|\Z)')
_GOES_ON = re.compile(
    rb'""(?<=[,;\t|]"")[^",;\t|\r\n][^"\r\n]*+[\r\n]'
)  # a line break in a cell of such a line
_QUOTE_IN_FORMULA = re.compile(rb'=[^"\r\n=]{0,60}"')
_DELIMITERS = frozenset(sign.encode() for sign in DELIMITERS)
_APOSTROPHE = re.compile(
    r"\s*['\u2018\u2019]((?![0-9]0s\b)(?=[A-Za-z_./#-]*+[0-9])[0-9A-Za-z][0-9A-Za-z_./:,#+-]*|[=+@-][^']*)", re.DOTALL
)
_DOUBLED = re.compile(r'\s*+=\s*+""([^"]*+)""\s*+')  # ="00123" in a cell that had no quotes of its own
_BEFORE_ALL = re.compile(r"\s*'(?![a-z][ -])([^'].*[^'\s]|[^'\s])\s*", re.DOTALL)  # not 's-Gravenhage, 't Zand


def add_quotes(utf8: bytes, delimiter: str) -> bytes:
    """The text with quotes around each cell such as ="00123" or =T("x"): as it stands, its quotes are where none can
    be.

    Lines that are not written by the book in everything else stay as they are.
    """
    if _QUOTE_IN_FORMULA.search(utf8) is None or len(delimiter.encode()) > 1:
        return utf8
    sign = re.escape(delimiter.encode())
    space = b" \t".replace(delimiter.encode(), b"")  # what separates cells is nothing around one
    inner = rb'(?:"[^"\r\n]*+"|\((?:"[^"\r\n]*+"|[^"()\r\n])*+\)|[^"()\r\n%s])' % sign
    formula = rb'[%s]*+=(?=[^"\r\n%s]*+")%s++' % (space, sign, inner)
    cell = rb'(?>%s|"(?:[^"\r\n]++|"")*+"|[^"\r\n%s]*+)' % (formula, sign)
    whole = re.compile(rb"%s(?:%s%s)*+[\r\n]*+" % (cell, sign, cell))
    each = re.compile(rb"(?:^|(?<=%s))%s(?=%s|[\r\n]|$)" % (sign, formula, sign))
    lines = utf8.splitlines(keepends=True)
    return b"".join(_quote_line(line, whole, each) if _QUOTE_IN_FORMULA.search(line) else line for line in lines)


def remove_line_quotes(utf8: bytes, is_row: Callable[[str, str], bool] | None = None) -> tuple[bytes, list[int]]:
    """The text without the quotes around whole lines, doubled ones inside made single, and the numbers of these lines.

    So they come from a sheet that was pasted into one column and saved as CSV: all lines, or those alone that have
    quotes of their own. `is_row` is asked of each line, and of what is within its quotes, whether the latter is meant.
    """
    if _WHOLE_LINE.match(utf8) is None and not any(sign.search(utf8) for sign in (_LATER_LINE, _GOES_ON)):
        return utf8, []
    lines = utf8.splitlines(keepends=True)
    found: list[int] = []
    is_open = False  # a quote of a line before
    position = 0
    while position < len(lines):
        match, after = _find_whole_line(lines, position, is_open=is_open)
        within = match[1].replace(b'""', b'"') if match else b""
        between = is_open and within[:1] == within[-1:] and within[:1] in _DELIMITERS  # the end of a cell, others, one
        written = b"".join(lines[position:after])
        is_open ^= written.count(b'"') % 2 == 1
        if match and not between and (is_row is None or is_row(written.decode().rstrip(), within.decode())):
            lines[position:after] = [within + match[2], *[b""] * (after - position - 1)]
            found += range(position + 1, after + 1)
        position = after
    return b"".join(lines), found


def _find_whole_line(lines: Sequence[bytes], position: int, *, is_open: bool) -> tuple[re.Match[bytes] | None, int]:
    """A line that stands in quotes as a whole, with those that a cell of it runs over, and the place of the next."""
    match, after = _WHOLE_LINE.fullmatch(lines[position]), position + 1
    if match or is_open or lines[position].count(b'"') % 2 == 0 or not lines[position].lstrip(b" \t").startswith(b'"'):
        return match, after
    quotes = 1
    while quotes % 2 and after < len(lines):
        quotes += lines[after].count(b'"')
        after += 1
    match = _WHOLE_LINES.fullmatch(b"".join(lines[position:after]))
    if match and _are_breaks_in_quotes(match[1].replace(b'""', b'"')):
        return match, after
    return None, position + 1


def _are_breaks_in_quotes(within: bytes) -> bool:
    """Whether each line break stands in a cell that has quotes of its own."""
    quotes = 0
    for piece in within.splitlines(keepends=True)[:-1]:
        quotes += piece.count(b'"')
        if quotes % 2 == 0:
            return False
    return True


def _quote_line(line: bytes, whole: re.Pattern[bytes], each: re.Pattern[bytes]) -> bytes:
    return each.sub(_quote_formula, line) if whole.fullmatch(line) else line


def _quote_formula(match: re.Match[bytes]) -> bytes:
    return b'"%s"' % match[0].strip().replace(b'"', b'""')


def read_protected(cells: dict[int, pa.Array], lines: Sequence[int]) -> Iterator[TextNote]:
    """Put the texts in the place of what protects them, and tell it once a column."""
    begun = {number: pc.indices_nonzero(pc.match_substring_regex(cells[number], _BEGINS)) for number in cells}
    written = {number: cells[number].take(places).to_pylist() for number, places in begun.items()}
    not_calculated = _find_not_calculated([text for texts in written.values() for text in texts])
    for number, column in cells.items():
        read = _read_all(column, written[number])
        texts = list(zip(begun[number].to_pylist(), read, strict=True))
        found = [position for position, text in texts if text is not None]
        if found:
            mask = np.zeros(len(column), bool)
            mask[found] = True
            plain = [text for _, text in texts if text is not None]
            cells[number] = pc.replace_with_mask(column, pa.array(mask), pa.array(plain, column.type))
            words = {"written": column[found[0]].as_py(), "read": plain[0] or "an empty cell"}
            rows = [lines[position] for position in found]
            yield TextNote(0, number, FORMULA_FOR_TEXT, {**words, "cells": first_cell_of(letter_of(number), rows)})
        for position, text in texts:
            if next(not_calculated) and text is None:
                yield TextNote(lines[position], number, NEVER_CALCULATED, {"value": column[position].as_py()})


def _find_not_calculated(texts: list[str]) -> Iterator[bool]:
    """Whether each is a formula whose result the file does not have. All at once: the pattern takes long to compile."""
    found: list[bool] = pc.match_substring_regex(pa.array(texts, pa.large_string()), _NOT_CALCULATED).to_pylist()
    return iter(found)


def _read_all(column: pa.Array, written: Sequence[str]) -> list[str | None]:
    """What each of the cells that may be protected says, None where it is not; all of the column have an apostrophe
    before them where a program wrote it, whatever they are.
    """
    read = [_text_of(text) for text in written]
    filled = pc.sum(pc.not_equal(pc.utf8_trim_whitespace(column), "")).as_py() or 0
    bare = [_BEFORE_ALL.fullmatch(text) for text in written]
    if 1 < filled - 1 <= len(written) and all(bare) and len(set(written)) > 1:  # but for the heading
        return [found[1] for found in bare if found]
    return read


def _text_of(cell: str) -> str | None:
    if (found := _STRINGS.fullmatch(cell)) and bool(found[2]) == cell.rstrip().endswith(")"):
        texts = [text[1:-1].replace('""', '"') for text in _EACH_STRING.findall(found[3])]
        return texts[-1] if (found[1] or "").upper() == "HYPERLINK" else "".join(texts)
    if found := _NUMBER.fullmatch(cell) or _DOUBLED.fullmatch(cell):
        return found[1]
    found = _APOSTROPHE.fullmatch(cell)
    return found[1] if found else None
