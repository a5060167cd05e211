"""The notes of a worksheet and the boxes that show them: the user's stay, those of an earlier run go, new ones come.

A note of ours begins with a line 'importer:'. Where the user has a note on the same cell, ours stands below it in the
same note, from that line on.

The boxes are of an old drawing language, VML; Excel knows no newer one for notes. What other programs write of it is
not always sound XML, so it is changed as text: boxes are put before its end, and those of earlier runs are found by
the cell that they name.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from importer.languages import N_
from importer.workbook_parts.addresses import corners_of
from importer.workbook_parts.cell_text import MAIN
from importer.workbook_parts.markup import XML_HEAD, Element, Markup, escape_text, read_number
from importer.workbook_parts.refusal import NotPatchable

AUTHOR = "importer"
FIRST_LINE = f"{AUTHOR}:\n"
_EMPTY = (
    f'{XML_HEAD}<comments xmlns="{MAIN}">'
    f"<authors><author>{AUTHOR}</author></authors><commentList></commentList></comments>"
).encode()
_BLANK_RUN = re.compile(r"<((?:\w+:)?)r>(?:<\1rPr>(?:(?!</\1rPr>).)*</\1rPr>)?<\1t[^>]*>\n+</\1t></\1r>$", re.DOTALL)
_BLANK_END = re.compile(r"(?<!\n)\n+(</(?:\w+:)?t>(?:</(?:\w+:)?r>)?)$")
_THREAD = "tc="  # the author of a note that stands for a conversation, which Excel writes anew itself
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
_IDMAP = re.compile(r"""(<(?:\w+:)?idmap\b[^<>]*?\sdata=)["']([\d,]*)["']""")
_SHAPE_NUMBER = re.compile(r"_x0000_s(\d+)")
_SHAPE = re.compile(r"<((?:\w+:)?)shape\b(?:(?!<(?:\w+:)?shape\b).)*?</\1shape>\s*", re.DOTALL)
_ROW, _COLUMN = re.compile(r"<(?:\w+:)?Row>\s*(\d+)\s*<"), re.compile(r"<(?:\w+:)?Column>\s*(\d+)\s*<")

_WIDTH, _LINE, _LETTERS = 240, 12.5, 46  # points; letters on one line


@dataclass(frozen=True)
class NotesChanged:
    """The part with the notes, the cells that have a new box for theirs, and those whose box goes."""

    content: bytes
    boxed: tuple[str, ...]
    unboxed: frozenset[str]


def add_notes(content: bytes | None, notes: Mapping[str, str]) -> NotesChanged:
    """Put notes, by address, into a part that has some already (None: there is none yet).

    A note that stands for a conversation is left as it is. Raises NotPatchable where the part is not sound.
    """
    part = Markup(content or _EMPTY)
    authors = part.root.find("authors")
    listed = part.root.find("commentList")
    if authors is None or listed is None:
        raise NotPatchable(N_("its notes are not written as Excel writes them"))
    names = [part.inside_of(each).decode() for each in authors.find_all("author")]
    ours = names.index(AUTHOR) if AUTHOR in names else len(names)
    if AUTHOR not in names:
        tag = part.prefix_name(authors, "author")
        part.append(authors, f"<{tag}>{AUTHOR}</{tag}>")
    waiting, gone = dict(notes), set[str]()
    for note in listed.find_all("comment"):
        address = note.attributes.get("ref", "")
        author = read_number(note, "authorId")
        if author < len(names) and names[author].startswith(_THREAD):
            waiting.pop(address, None)
        elif (new := _change_note(part, note, waiting.get(address))) is not None:
            part.replace(note, new)
            if new:
                waiting.pop(address, None)
            else:
                gone.add(address)
    for address, words in waiting.items():
        part.append(listed, _render_comment(part, listed, address, ours, words))
    boxed = tuple(address for address in waiting if address not in gone)
    return NotesChanged(part.render(), boxed, frozenset(gone - waiting.keys()))


def _render_comment(part: Markup, listed: Element, address: str, author: int, words: str) -> str:
    comment, body = part.prefix_name(listed, "comment"), part.prefix_name(listed, "text")
    runs = _render_runs(part, listed, words)
    return f'<{comment} ref="{address}" authorId="{author}"><{body}>{runs}</{body}></{comment}>'


def _render_runs(part: Markup, sibling: Element, words: str) -> str:
    run, style, bold, size, font, letters = (
        part.prefix_name(sibling, name) for name in ("r", "rPr", "b", "sz", "rFont", "t")
    )
    small = f'<{size} val="9"/><{font} val="Tahoma"/>'
    return (
        f'<{run}><{style}><{bold}/>{small}</{style}><{letters} xml:space="preserve">{FIRST_LINE}</{letters}></{run}>'
        f'<{run}><{style}>{small}</{style}><{letters} xml:space="preserve">{escape_text(words)}</{letters}></{run}>'
    )


def _change_note(part: Markup, note: Element, words: str | None) -> str | None:
    """What becomes of a note that is there: None where nothing does, '' where it goes."""
    body = note.find("text")
    if body is None:
        return None
    theirs, had_ours = _find_user_text(part, [each for each in body.children if each.name in {"t", "r"}])
    if words is None and not had_ours:
        return None
    if words is None and not theirs:
        return ""
    ours = _render_runs(part, note, words) if words else ""
    between = _render_blank_line(part, note) if theirs and words else ""
    tag, rest = part.tag_of(note)
    text_tag, end = part.tag_of(body)[0].decode(), rest[body.close - note.inside :].decode()
    return f"{tag.decode()}{text_tag}{theirs}{between}{ours}{end}"


def _find_user_text(part: Markup, runs: list[Element]) -> tuple[str, bool]:
    """What the user wrote of a note, and whether something of ours follows, which goes to the end of the note."""
    theirs: list[str] = []
    for run in runs:
        letters = run.find("t") if run.name == "r" else run
        words = part.inside_of(letters).decode() if letters else ""
        begin = 0 if words.startswith(FIRST_LINE) else words.find(f"\n{FIRST_LINE}")
        if letters is None or begin < 0:
            theirs.append(part.text_of(run).decode())
            continue
        if before := words[:begin].rstrip("\n"):
            start, end = part.read_between(run.begin, letters.inside), part.read_between(letters.close, run.end)
            theirs.append(f"{start}{before}{end}")
        return _remove_blank_lines("".join(theirs)), True
    return "".join(theirs), False


def _remove_blank_lines(runs: str) -> str:
    """The runs without those, and without the ends of the last, that only begin new lines."""
    runs = _BLANK_RUN.sub("", runs)
    return _BLANK_END.sub(r"\1", runs)


def _render_blank_line(part: Markup, sibling: Element) -> str:
    run, letters = part.prefix_name(sibling, "r"), part.prefix_name(sibling, "t")
    return f'<{run}><{letters} xml:space="preserve">\n\n</{letters}></{run}>'


def add_boxes(content: bytes | None, boxed: Iterable[str], notes: Mapping[str, str], gone: frozenset[str]) -> bytes:
    """Put a box for each of the cells into a drawing, and take those of the cells in `gone` away.

    Raises NotPatchable where the drawing is not one that we can add to.
    """
    drawing = content.decode("utf-8", "strict") if content and _is_text(content) else _HEAD
    if "</xml>" not in drawing:
        raise NotPatchable(N_("the drawing of its notes is not written as Excel writes it"))
    if gone:
        drawing = _SHAPE.sub(_unless_of(gone), drawing)
    places = list(boxed)
    first = _find_first_number(drawing)
    root = drawing[: drawing.find(">", drawing.find("<xml"))]
    spaces = "".join(f" {space}" for space in _SPACES if space not in root)
    shapes = "".join(_render_box(first + n, address, notes[address], spaces) for n, address in enumerate(places))
    last = first + len(places) - 1
    blocks = ",".join(str(number) for number in range(first // _BLOCK, last // _BLOCK + 1))
    if places:
        drawing = _IDMAP.sub(
            lambda found: f'{found[1]}"{",".join(_join_distinct(found[2], blocks))}"', drawing, count=1
        )
    head = "" if 'id="_x0000_t202"' in drawing or not places else _TYPE.format(spaces)
    before, end, behind = drawing.rpartition("</xml>")
    return f"{before}{head}{shapes}{end}{behind}".encode()


def _is_text(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError as error:
        raise NotPatchable(N_("the drawing of its notes is not UTF-8 text")) from error
    return True


def _join_distinct(known: str, more: str) -> list[str]:
    return list(dict.fromkeys(number for number in f"{known},{more}".split(",") if number))


def _find_first_number(drawing: str) -> int:
    """The first number of a block in which no shape is."""
    used = [int(number) // _BLOCK for number in _SHAPE_NUMBER.findall(drawing)]
    used += [int(number) for found in _IDMAP.finditer(drawing) for number in found[2].split(",") if number]
    is_empty = not _SHAPE_NUMBER.search(drawing)
    return (max(used, default=0) + (0 if is_empty and used else 1)) * _BLOCK + 1


def _unless_of(gone: frozenset[str]) -> Callable[[re.Match[str]], str]:
    cells = {(column - 1, row - 1) for column, row, _, _ in map(corners_of, gone)}

    def theirs(shape: re.Match[str]) -> str:
        row, column = _ROW.search(shape[0]), _COLUMN.search(shape[0])
        is_note = 'ObjectType="Note"' in shape[0] and row and column
        return "" if is_note and (int(column[1]), int(row[1])) in cells else shape[0]  # type: ignore[index]  # both are there

    return theirs


def _render_box(number: int, address: str, words: str, spaces: str) -> str:
    column, row, _, _ = corners_of(address)
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
