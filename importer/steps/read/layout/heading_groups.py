"""A row right above the headings that names groups of them, and is not read: told, never used."""

from collections.abc import Iterator, Sequence

from importer.languages import _, put_together, quote_name
from importer.problem import GROUPS_NOT_READ
from importer.records import CellNote
from importer.steps.read.grid import Grid
from importer.steps.read.layout.headings import TopRow
from importer.steps.read.layout.two_rows import HeadingRows, find_merged_across
from importer.workbook_parts import letter_of

_WORDS = 3  # of a group: more are a title
_EXAMPLES = 3


def note_groups(rows: Sequence[TopRow], headings: HeadingRows, grid: Grid) -> Iterator[CellNote]:
    """Tell the row above the headings where it has fewer words than they, each short and above a heading.

    One word in the first column is a title, also one merged over the whole width; two in the first columns are a
    line such as Made by, J. Doe. Nothing that is read
    changes: where two rows are headings together, or it is not clear whether they are, that is told already.
    """
    row = headings.last
    above = next((other for other in rows if other.number == row.number - 1), None)
    if above is None or headings.first is not row or headings.notes or not _is_group_row(above, row):
        return
    words = {"found": above.number, "headings": row.number, "groups": _show_groups(above, row, grid)}
    yield CellNote(row.number, 0, GROUPS_NOT_READ, words)


def _is_group_row(above: TopRow, row: TopRow) -> bool:
    places = [position for position, text in enumerate(above.texts) if text]
    first = next(position for position, text in enumerate(row.texts) if text)
    return (
        above.is_wording
        and above.fill < row.fill
        and places != [first]
        and places[:2] != [first, first + 1]
        and all(row.texts[position] and len(above.texts[position].split()) <= _WORDS for position in places)
    )


def _show_groups(above: TopRow, row: TopRow, grid: Grid) -> str:
    """Each group with the columns that it stands above: those merged, else up to the next one."""
    starts = [position for position, text in enumerate(above.texts) if text]
    last = max(position for position, text in enumerate(row.texts) if text)
    ends = dict(zip(starts, [*(start - 1 for start in starts[1:]), last], strict=True))
    ends |= {places.start: places.stop - 1 for places in find_merged_across(above, grid)}
    groups = [
        _("{group} above {columns}").format(
            group=quote_name(above.texts[start].strip()),
            columns=_spell_columns(grid.columns[start], grid.columns[ends[start]]),
        )
        for start in starts[:_EXAMPLES]
    ]
    return put_together(*groups, by=lambda *each: ", ".join(each)) + (" …" if len(starts) > _EXAMPLES else "")


def _spell_columns(first: int, last: int) -> str:
    between = _("{first} to {last}")
    return letter_of(first) if first == last else between.format(first=letter_of(first), last=letter_of(last))
