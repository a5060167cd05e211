"""A worksheet part: its rows as text in pieces, and the frame around them, which is changed where it must be."""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import IO

from importer.languages import N_
from importer.workbook_parts.addresses import LAST_COLUMN, corners_of, letter_of
from importer.workbook_parts.first_rules import FirstRule, find_ruled_areas, set_first_rules
from importer.workbook_parts.markup import Element, Markup, is_utf_8, read_number, set_attributes
from importer.workbook_parts.package import RELATIONS
from importer.workbook_parts.refusal import NotPatchable
from importer.workbook_parts.sheet_view import deselect, scroll

PIECE = 1 << 20
_LONGEST_AROUND = 64 << 20  # bytes before or behind the rows: formats, links, lists
_LONGEST_ROW = 64 << 20
_BEGIN = re.compile(rb"<((?:[\w.-]+:)?)sheetData(?:\s[^>]*?)?(/?)>")
_NOT_AS_TEXT = (b"<!", b"<?", b"extLst", b"AlternateContent")
MOST_COVERED = 200_000
_STANDARD_WIDTH = 9.14  # letters
_BEFORE_COLUMNS = ("sheetPr", "dimension", "sheetViews", "sheetFormatPr")
_BEFORE_NOTES = (  # [ECMA-376, 18.3.1.99] in this order; what is not among them stands behind the notes
    *("sheetData", "sheetCalcPr", "sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState"),
    *("dataConsolidate", "customSheetViews", "mergeCells", "phoneticPr", "conditionalFormatting", "dataValidations"),
    *("hyperlinks", "printOptions", "pageMargins", "pageSetup", "headerFooter", "rowBreaks", "colBreaks"),
    *("customProperties", "cellWatches", "ignoredErrors", "smartTags", "drawing"),
)
_BEFORE_RULES = _BEFORE_NOTES[: _BEFORE_NOTES.index("conditionalFormatting")]


class Worksheet:
    """A worksheet part. `read_rows` fills `before` and `behind`, which hold `<sheetData>` and its end.

    Raises NotPatchable where the rows cannot be told from the text alone: comments, CDATA, extensions among them.
    """

    def __init__(self, opened: Callable[[], IO[bytes]]) -> None:
        self._opened = opened
        self.before = self.behind = b""
        self.prefix = ""

    def read_rows(self, *, known: bool = False) -> Iterator[bytes]:
        """Give the text of all rows, some whole ones at a time; what is `known` from before is not looked at again."""
        with self._opened() as file:
            waiting, is_empty = self._begin(file)
            if not is_empty:
                end, row_end = (f"</{self.prefix}{name}>".encode() for name in ("sheetData", "row"))
                while (last := waiting.find(end)) < 0:
                    cut = waiting.rfind(row_end) + len(row_end)
                    if cut >= len(row_end):
                        yield waiting[:cut] if known else _check_rows(waiting[:cut])
                        waiting = waiting[cut:]
                    more = file.read(PIECE)
                    if not more or len(waiting) > _LONGEST_ROW:
                        raise NotPatchable(N_("the rows of the sheet do not end where they should"))
                    waiting += more
                if last:
                    yield waiting[:last] if known else _check_rows(waiting[:last])
                waiting = waiting[last:]
            self.behind = waiting + file.read(_LONGEST_AROUND)
            if file.read(1):
                raise NotPatchable(N_("there is too much after the rows of the sheet"))

    def _begin(self, file: IO[bytes]) -> tuple[bytes, bool]:
        content = b""
        while (found := _BEGIN.search(content)) is None:
            more = file.read(PIECE)
            if not more or len(content) > _LONGEST_AROUND:
                raise NotPatchable(N_("the sheet has no rows where they should be"))
            content += more
        self.prefix = found[1].decode()
        if b"<!" in content[: found.start()] or not is_utf_8(content):
            raise NotPatchable(N_("the sheet is not written as Excel writes it"))
        is_empty = bool(found[2])
        tag = f"<{self.prefix}sheetData>".encode()
        self.before = content[: found.start()] + tag
        behind = content[found.end() :]
        return (f"</{self.prefix}sheetData>".encode() + behind if is_empty else behind), is_empty


def _check_rows(rows: bytes) -> bytes:
    if any(sign in rows for sign in _NOT_AS_TEXT):
        raise NotPatchable(N_("the sheet has unknown content between its rows"))
    return rows


def _to_number(words: str, otherwise: float) -> float:
    try:
        return float(words)
    except ValueError:
        return otherwise


class Frame:
    """A worksheet part without its rows, to be changed. Raises NotPatchable where it is no sound XML."""

    def __init__(self, before: bytes, behind: bytes) -> None:
        self._part = Markup(before + behind)
        self._rows = next(each for each in self._part.root.children if each.name == "sheetData")
        self._styles_of_columns: dict[int, int] = {}

    @property
    def is_protected(self) -> bool:
        """Whether cells can only be changed after the protection is taken away."""
        protection = self._part.root.find("sheetProtection")
        return protection is not None and protection.attributes.get("sheet") in {"1", "true"}

    def find_last_used_column(self) -> int:
        """The last column of merged cells, links and sparklines."""
        areas = [each.attributes.get("ref", "") for each in self._find_inside("mergeCells", "mergeCell")]
        areas += [each.attributes.get("ref", "") for each in self._find_inside("hyperlinks", "hyperlink")]
        areas += [
            area.rpartition("!")[2]
            for each in self._part.root.find_all("extLst")
            for sparkline in each.walk()
            if "sparkline" in sparkline.name.casefold()
            for line in sparkline.find_all("sqref")
            for area in self._part.inside_of(line).decode().split()
        ]
        return max((corners_of(area)[2] for area in areas if area and ":XFD" not in area), default=0)

    def find_covered(self) -> frozenset[str]:
        """The cells that cannot be seen, because cells are merged over them (of the first MOST_COVERED)."""
        found: set[str] = set()
        counted = 0
        for each in self._find_inside("mergeCells", "mergeCell"):
            left, top, right, bottom = corners_of(each.attributes.get("ref", "A1"))
            counted += (right - left + 1) * (bottom - top + 1)
            if counted > MOST_COVERED:
                break
            found |= {
                f"{letter_of(column)}{row}" for column in range(left, right + 1) for row in range(top, bottom + 1)
            }
            found.discard(f"{letter_of(left)}{top}")
        return frozenset(found)

    def _find_inside(self, name: str, child: str) -> Iterator[Element]:
        for each in self._part.root.find_all(name):
            yield from each.find_all(child)

    def get_column_style(self, column: int) -> int:
        """What new cells of a column look like."""
        if column not in self._styles_of_columns:
            fitting = (
                read_number(each, "style")
                for each in self._find_inside("cols", "col")
                if read_number(each, "min") <= column <= read_number(each, "max")
            )
            self._styles_of_columns[column] = next(fitting, 0)
        return self._styles_of_columns[column]

    def reach(self, last_column: int, last_row: int) -> None:
        """Let the extent that the sheet tells of itself go so far."""
        if dimension := self._part.root.find("dimension"):
            left, top, right, bottom = corners_of(dimension.attributes.get("ref", "A1"))
            area = f"{letter_of(max(left, 1))}{max(top, 1)}:{letter_of(max(right, last_column))}{max(bottom, last_row)}"
            self._part.set(dimension, ref=area)

    def set_widths(self, first: int, widths: Sequence[float], *, gap: range = range(0)) -> None:
        """Give columns from `first` on their widths, and those of `gap` a narrow one; the others keep theirs."""
        wanted = {first + position: width for position, width in enumerate(widths)} | dict.fromkeys(gap, 3.0)
        columns = self._part.root.find("cols")
        like = self._part.prefix_name(columns or self._rows, "col")
        new = [f'<{like} min="{n}" max="{n}" width="{width}" customWidth="1"/>' for n, width in sorted(wanted.items())]
        if columns is None:
            tag = self._part.prefix_name(self._rows, "cols")
            places = [each.end for each in self._part.root.children if each.name in _BEFORE_COLUMNS]
            self._part.put(max(places, default=self._part.root.inside), f"<{tag}>{''.join(new)}</{tag}>")
            return
        others = [line for each in columns.find_all("col") for line in self._split_around(each, wanted)]
        lines = sorted([*others, *zip(sorted(wanted), new, strict=True)])
        self._part.fill(columns, "".join(line for _, line in lines))

    def _split_around(self, column: Element, wanted: dict[int, float]) -> Iterator[tuple[int, str]]:
        """A declaration of columns without those that are wanted otherwise, in as many pieces as that takes."""
        first, last = read_number(column, "min"), min(read_number(column, "max"), LAST_COLUMN)
        bounds = [number for number in sorted(wanted) if first <= number <= last]
        for begin, end in zip(
            [first, *(number + 1 for number in bounds)], [*(n - 1 for n in bounds), last], strict=True
        ):
            if begin <= end:
                tag, rest = self._part.tag_of(column)
                yield begin, (set_attributes(tag, {"min": str(begin), "max": str(end)}) + rest).decode()

    def width_of(self, first: int, last: int) -> float:
        """How wide columns are together, in letters; hidden ones take no room."""
        default = self._default_width
        widths = dict.fromkeys(range(first, last + 1), default)
        for each in self._find_inside("cols", "col"):
            shown = each.attributes.get("hidden") not in {"1", "true"}
            width = _to_number(each.attributes.get("width", ""), default) if shown else 0.0
            for column in range(max(first, read_number(each, "min")), min(last, read_number(each, "max")) + 1):
                widths[column] = width
        return sum(widths.values())

    @property
    def _default_width(self) -> float:
        formats = self._part.root.find("sheetFormatPr")
        given = formats.attributes if formats else {}
        return _to_number(given.get("defaultColWidth", ""), _STANDARD_WIDTH)

    def deselect(self) -> None:
        """Let the sheet be none of those that are selected when the workbook opens."""
        deselect(self._part)

    def scroll(self, columns: int, rows: int, first_column: int, most_frozen: int = LAST_COLUMN) -> None:
        """Keep the first columns and rows in view, and show `first_column` beside them (see sheet_view.py)."""
        scroll(self._part, columns, rows, first_column, most_frozen)

    def extend_filter(self, last_column: int) -> str:
        """Let the filter of the sheet, if it has one, go to `last_column`; gives its new area, '' if none changes.

        Excel sorts what is under the filter, so that our cells go along with their rows.
        """
        found = self._part.root.find("autoFilter")
        if found is None:
            return ""
        left, top, right, bottom = corners_of(found.attributes.get("ref", "A1"))
        if right >= last_column:
            return ""
        area = f"{letter_of(left)}{top}:{letter_of(last_column)}{bottom}"
        self._part.set(found, ref=area)
        return area

    def find_ruled_areas(self) -> list[str]:
        """The areas of the user's conditional formats."""
        return find_ruled_areas(self._part)

    def set_first_rules(self, rules: Sequence[FirstRule], format_: int) -> None:
        """Let these come before the user's conditional formats (see first_rules.py); `format_` changes nothing."""
        like = self._part.prefix_name(self._rows, "")
        set_first_rules(self._part, rules, position=self._find_end_of(_BEFORE_RULES), like=like, format_=format_)

    def _find_end_of(self, names: Collection[str]) -> int:
        return max(each.end for each in self._part.root.children if each.name in names)

    def find_notes_relation(self) -> str:
        """The id of the relation to the drawing of the notes, '' where there is none."""
        found = self._part.root.find("legacyDrawing")
        return found.attributes.get(f"{RELATIONS} id", "") if found else ""

    def relate_notes(self, relation: str) -> None:
        """Name the drawing of the notes, in a sheet that has none."""
        tag = self._part.prefix_name(self._rows, "legacyDrawing")
        prefix = self._part.prefix_of(RELATIONS)
        declared = "" if prefix else f' xmlns:r="{RELATIONS}"'
        self._part.put(self._find_end_of(_BEFORE_NOTES), f'<{tag}{declared} {prefix or "r"}:id="{relation}"/>')

    def render(self) -> tuple[bytes, bytes]:
        """What stands before the rows and behind them, with the changes in it."""
        end = self._part.text_of(self._rows)
        end = end[end.rindex(b"</") :]
        before, _, behind = self._part.render().partition(end)
        return before, end + behind
