"""A sheet as the user sees it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from importer.languages import _
from importer.problem import BETWEEN_NAMES, HIDDEN_LEFT_OUT, HIDDEN_SHEETS, OTHER_SHEETS, STRUCK_LEFT_OUT, Code
from importer.records.previous_results import PreviousResults

if TYPE_CHECKING:
    import pandas as pd

WORKBOOK_ENDINGS = (".xlsx", ".xlsm", ".xltx", ".xltm", ".xlsb", ".xls", ".ods")  # in lower case
SHEET_ENDINGS = (*WORKBOOK_ENDINGS, ".csv", ".tsv", ".txt")
LARGER_GROUP, SMALLER_GROUP = 1, 2  # levels of lines above groups, where lines of two stand in one column
STAMP_PREFIX = "importer "  # before the name of each property of a template


@dataclass(frozen=True, slots=True)
class CellNote:
    """What the text of a cell cannot say: an Excel error, a formula never calculated, a row with too many cells.

    `row` is the Excel row (None where the whole sheet is meant), `column` the Excel column counted from 1 (0 where the
    whole row is meant); `values`
    fill the sentence of `code`.
    """

    row: int | None
    column: int
    code: Code
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class CellFormats:
    """The number formats of cells that show something else than their text: dates, times, exponents, text around.

    `columns` has, by Excel column, which of `codes` (counted from 1) the cell in an Excel row has.
    """

    codes: tuple[str, ...] = ()
    columns: Mapping[int, "pd.Series"] = field(default_factory=dict)

    def of_column(self, number: int) -> "pd.Series":
        """The format of each cell of an Excel column that has one, by its row."""
        found = self.columns.get(number)
        if found is None:
            import pandas as pd  # noqa: PLC0415 - it loads for half a second, and a copy of a workbook needs no frame

            return pd.Series([], index=pd.Index([], dtype="int64"), dtype="str")
        return found.map(dict(enumerate(self.codes, 1))).dropna()


@dataclass(frozen=True)
class OtherSheets:
    """The visible worksheets with jobs that were not read: how many ('2 other sheets'), with how many rows ('4 rows').

    `with_jobs` names all sheets with jobs in their order, the one that was read too; `alike` those of which any might
    have been meant.
    """

    sheets: str
    rows: str
    with_jobs: tuple[str, ...]
    alike: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """A sheet as the user sees it: text and places, no meaning yet.

    `headings` are as typed, one for each column of `cells`; `columns` gives the Excel column of each, counted from
    1. `cells` is a frame of text (`str`), '' where blank, with `headings` as its column names (which may repeat)
    and the Excel row as its index, blank rows left out. `name` is the worksheet's, '' for CSV. `remarks` tell how the
    file was understood where it does not say so itself, a sentence each. `previous_results` is what an earlier run
    wrote beside the rows of a results workbook; None for other sheets. `names` is what the workbook's defined names
    stand for, `properties` those that its user may define. `file_state` is when the file was changed last, in
    nanoseconds, and its size, when it was read; None for a sheet that comes from the journal.
    """

    path: Path
    name: str
    heading_row: int
    headings: list[str]
    columns: tuple[int, ...]
    cells: "pd.DataFrame"
    notes: tuple[CellNote, ...] = ()
    remarks: tuple[str, ...] = ()
    previous_results: PreviousResults | None = None
    names: tuple[tuple[str, str], ...] = ()
    properties: Mapping[str, str] = field(default_factory=dict)
    formats: CellFormats = CellFormats()
    file_state: tuple[int, int] | None = None

    @property
    def full_name(self) -> str:
        """The file, and the worksheet in it: jobs.xlsx, sheet "March"."""
        if not self.name:
            return self.path.name
        return _('{file}, sheet "{sheet}"').format(file=self.path.name, sheet=self.name)

    @cached_property
    def other_sheets(self) -> OtherSheets | None:
        """The worksheets with jobs that were not read; None where there are none."""
        note = self._find_note(OTHER_SHEETS)
        if note is None:
            return None
        names = (tuple(filter(None, str(note.values[word]).split(BETWEEN_NAMES))) for word in ("with_jobs", "alike"))
        return OtherSheets(str(note.values["sheets"]), str(note.values["rows"]), *names)

    @property
    def unread_sheets(self) -> tuple[str, ...]:
        """The sheets with jobs that were not read, as they are counted: '1 other sheet (2 rows)', hidden ones too."""
        notes = filter(None, map(self._find_note, (OTHER_SHEETS, HIDDEN_SHEETS)))
        return tuple(f"{note.values['sheets']} ({note.values['rows']})" for note in notes if note.values.get("sheets"))

    def read_under(self, headings: Sequence[str]) -> Mapping[int, tuple[str, ...]]:
        """The texts of each row under these headings, by the row."""
        places = [self.headings.index(heading) for heading in headings]
        columns = [self.cells.iloc[:, position].to_numpy().tolist() for position in places]
        texts = zip(*columns, strict=True) if columns else ()
        return dict(zip(map(int, self.cells.index), texts, strict=bool(places)))

    @property
    def is_template(self) -> bool:
        """Whether it is in a template, or in a workbook that was made from one."""
        return any(name.startswith(STAMP_PREFIX) for name in self.properties)

    @property
    def hidden_rows(self) -> int:
        """How many hidden rows were left out."""
        return self._count_of(HIDDEN_LEFT_OUT)

    @property
    def struck_rows(self) -> int:
        """How many rows struck through were left out."""
        return self._count_of(STRUCK_LEFT_OUT)

    def _count_of(self, code: Code) -> int:
        note = self._find_note(code)
        return int(str(note.values["rows"])) if note else 0

    def _find_note(self, code: Code) -> CellNote | None:
        return next((note for note in self.notes if note.code is code), None)

    @property
    def rows(self) -> int:
        """How many rows have something in them."""
        return len(self.cells)
