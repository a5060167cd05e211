"""The boxes in which notes are shown: an old drawing language, VML, of which Excel knows no newer one for notes.

What other programs write of it is not always sound XML, so it is changed as text: boxes are put before its end, and
those of earlier runs are found by the cell that they name.
"""

import re
from collections.abc import Callable, Iterable, Mapping

from importer.workbook_parts.addresses import corners
from importer.workbook_parts.refusal import NotPatchable

_HEAD = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/>'
    "</o:shapelayout></xml>"
)
_TYPE = (
    '<v:shapetype{} id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_SPACES = (  # the prefixes of what is added; other programs have others for the same
    'xmlns:v="urn:schemas-microsoft-com:vml"',
    'xmlns:o="urn:schemas-microsoft-com:office:office"',
    'xmlns:x="urn:schemas-microsoft-com:office:excel"',
)
_BLOCK = 1024  # each number in an idmap stands for so many shapes
_IDMAP = re.compile(r"""(<(?:\w+:)?idmap\b[^>]*?\sdata=)["']([\d,]*)["']""")
_SHAPE_NUMBER = re.compile(r"_x0000_s(\d+)")
_SHAPE = re.compile(r"<((?:\w+:)?)shape\b.*?</\1shape>\s*", re.DOTALL)
_ROW, _COLUMN = re.compile(r"<(?:\w+:)?Row>\s*(\d+)\s*<"), re.compile(r"<(?:\w+:)?Column>\s*(\d+)\s*<")

_WIDTH, _LINE, _LETTERS = 240, 12.5, 46  # points; letters on one line


def with_boxes(content: bytes | None, boxed: Iterable[str], notes: Mapping[str, str], gone: frozenset[str]) -> bytes:
    """Put a box for each of the cells into a drawing, and take those of the cells in `gone` away.

    Raises NotPatchable where the drawing is not one that we can add to.
    """
    drawing = content.decode("utf-8", "strict") if content and _is_text(content) else _HEAD
    if "</xml>" not in drawing:
        raise NotPatchable("the drawing of its notes is not written as Excel writes it")
    if gone:
        drawing = _SHAPE.sub(_unless_of(gone), drawing)
    places = list(boxed)
    first = _first_number(drawing)
    root = drawing[: drawing.find(">", drawing.find("<xml"))]
    spaces = "".join(f" {space}" for space in _SPACES if space not in root)
    shapes = "".join(_box(first + n, place, notes[place], spaces) for n, place in enumerate(places))
    last = first + len(places) - 1
    blocks = ",".join(str(number) for number in range(first // _BLOCK, last // _BLOCK + 1))
    if places:
        drawing = _IDMAP.sub(lambda found: f'{found[1]}"{",".join(_all(found[2], blocks))}"', drawing, count=1)
    head = "" if 'id="_x0000_t202"' in drawing or not places else _TYPE.format(spaces)
    before, end, behind = drawing.rpartition("</xml>")
    return f"{before}{head}{shapes}{end}{behind}".encode()


def _is_text(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError as error:
        raise NotPatchable("the drawing of its notes is not UTF-8 text") from error
    return True


def _all(known: str, more: str) -> list[str]:
    return list(dict.fromkeys(number for number in f"{known},{more}".split(",") if number))


def _first_number(drawing: str) -> int:
    """The first number of a block in which no shape is."""
    used = [int(number) // _BLOCK for number in _SHAPE_NUMBER.findall(drawing)]
    used += [int(number) for found in _IDMAP.finditer(drawing) for number in found[2].split(",") if number]
    is_empty = not _SHAPE_NUMBER.search(drawing)
    return (max(used, default=0) + (0 if is_empty and used else 1)) * _BLOCK + 1


def _unless_of(gone: frozenset[str]) -> Callable[[re.Match[str]], str]:
    cells = {(column - 1, row - 1) for column, row, _, _ in map(corners, gone)}

    def kept(shape: re.Match[str]) -> str:
        row, column = _ROW.search(shape[0]), _COLUMN.search(shape[0])
        is_note = 'ObjectType="Note"' in shape[0] and row and column
        return "" if is_note and (int(column[1]), int(row[1])) in cells else shape[0]  # type: ignore[index]  # both are there

    return kept


def _box(number: int, place: str, words: str, spaces: str) -> str:
    column, row, _, _ = corners(place)
    lines = 2 + sum(1 + len(line) // _LETTERS for line in words.split("\n"))
    return (
        f'<v:shape{spaces} id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;margin-left:59.25pt;'
        f'margin-top:1.5pt;width:{_WIDTH}pt;height:{lines * _LINE:g}pt;z-index:1;visibility:hidden" '
        'fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow color="black" obscured="t"/>'
        '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto">'
        '<div style="text-align:left"></div></v:textbox><x:ClientData ObjectType="Note"><x:MoveWithCells/>'
        f"<x:SizeWithCells/><x:AutoFill>False</x:AutoFill><x:Row>{row - 1}</x:Row><x:Column>{column - 1}</x:Column>"
        "</x:ClientData></v:shape>"
    )
