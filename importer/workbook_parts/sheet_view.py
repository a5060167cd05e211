"""What is seen of a sheet when its workbook opens: whether it is selected, and what its window shows."""

import re
from collections.abc import Iterator
from typing import IO

from importer.workbook_parts.addresses import corners_of, letter_of
from importer.workbook_parts.markup import Element, Markup, read_number

_PIECE = 1 << 20
_BEFORE_VIEWS = ("sheetPr", "dimension")
_VIEW = re.compile(rb"<(?:[\w.-]+:)?sheetView\s[^>]*>")
_SELECTED = re.compile(rb"""\stabSelected\s*=\s*["'](?:1|true)["']""")


def render_pane(columns: int, rows: int, first_column: int, first_row: int, prefix: str = "") -> str:
    """What keeps so many columns and rows in view, '' where it is none; the rest begins at the first ones shown."""
    if not (columns or rows):
        return ""
    corner = f"{letter_of(max(first_column, columns + 1))}{max(first_row, rows + 1)}"
    active = "bottomRight" if columns and rows else "topRight" if columns else "bottomLeft"
    split = (f' xSplit="{columns}"' if columns else "") + (f' ySplit="{rows}"' if rows else "")
    others = ("topRight", "bottomLeft") if columns and rows else ()
    return (
        f'<{prefix}pane{split} topLeftCell="{corner}" activePane="{active}" state="frozen"/>'
        + "".join(f'<{prefix}selection pane="{other}"/>' for other in others)
        + f'<{prefix}selection pane="{active}" activeCell="{corner}" sqref="{corner}"/>'
    )


def drop_selection(worksheet: IO[bytes]) -> Iterator[bytes] | None:
    """The text of a sheet that is selected when the workbook opens, without that; None where it is not selected."""
    beginning = worksheet.read(_PIECE)
    view = _VIEW.search(beginning)
    if view is None or not (selected := _SELECTED.search(beginning, *view.span())):
        return None
    return _cut_out(beginning, selected.span(), worksheet)


def _cut_out(beginning: bytes, span: tuple[int, int], rest: IO[bytes]) -> Iterator[bytes]:
    yield beginning[: span[0]] + beginning[span[1] :]
    while piece := rest.read(_PIECE):
        yield piece


def deselect(part: Markup) -> None:
    """Let a sheet be none of those that are selected when the workbook opens."""
    for view in _find_views(part):
        if "tabSelected" in view.attributes:
            part.set(view, tabSelected=None)


def scroll(part: Markup, columns: int, rows: int, first_column: int, most_frozen: int) -> None:
    """Keep the first columns and rows of a sheet in view, and show `first_column` beside them.

    Columns and rows that the user has frozen stay so, but for columns beyond `most_frozen`, which would leave no room
    for the rest; a window that is split without being frozen stays as it is.
    """
    view = next(_find_views(part), None)
    like = part.prefix_name(part.root, "")
    if view is None:
        pane = render_pane(columns, rows, first_column, 1, like)
        places = [each.end for each in part.root.children if each.name in _BEFORE_VIEWS]
        part.put(
            max(places, default=part.root.inside),
            f'<{like}sheetViews><{like}sheetView workbookViewId="0">{pane}</{like}sheetView></{like}sheetViews>',
        )
        return
    frozen = view.find("pane")
    if frozen is not None and frozen.attributes.get("state") not in {"frozen", "frozenSplit"}:
        return
    own_columns = read_number(frozen, "xSplit") if frozen else 0
    columns, rows = min(own_columns, most_frozen) or columns, read_number(frozen, "ySplit") if frozen else rows
    top = max(corners_of(view.attributes.get("topLeftCell", "A1"))[1], 1)
    if not own_columns:
        part.set(view, topLeftCell=f"{letter_of(1 if columns else first_column)}{top}")
    for each in view.children:
        if each.name in {"pane", "selection"}:
            part.replace(each, "")
    markup = render_pane(columns, rows, first_column, top + rows, like)
    if view.inside == view.end:
        part.append(view, markup)
    else:
        part.put(view.inside, markup)


def _find_views(part: Markup) -> Iterator[Element]:
    for each in part.root.find_all("sheetViews"):
        yield from each.find_all("sheetView")
