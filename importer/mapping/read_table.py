"""A table of values in a file of its own or in a worksheet: two columns, what stands in the sheet and what is sent."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from importer.errors import SheetError
from importer.files import explain_failure, read_file_content, resolve_links
from importer.languages import _
from importer.mapping.language import TABLE
from importer.records import WORKBOOK_ENDINGS

_LARGEST = 4 << 20  # bytes: some 100,000 values
_SEPARATORS = ";,\t|"
_COLUMNS = 2
_WORKSHEET = "#"  # between the name of a workbook and of a worksheet

ReadWorksheet = Callable[[Path | None, str | None], Iterable[Sequence[str]]]  # below headings, of the sheet's for None


def split_off_table(
    setting: object, folder: Path | None, read_worksheet: ReadWorksheet | None = None
) -> tuple[object, dict[str, str], str]:
    """What is said of a field but for its table, the pairs of the table, and what is wrong with it in a sentence.

    The file is looked for in `folder`, that of the mapping file; "#Machines" is a worksheet of the workbook that is
    imported. A mapping that is kept has its pairs among its values.
    """
    if not isinstance(setting, dict) or TABLE not in setting or folder is None:
        return setting, {}, ""
    rest: object = {key: value for key, value in setting.items() if key != TABLE} or []
    name = setting[TABLE]
    if not isinstance(name, str) or not name.strip():
        return rest, {}, _('"{key}" needs the name of a CSV file or workbook in quotes.').format(key=TABLE)
    try:
        return rest, _read_named(name, folder, read_worksheet), ""
    except ValueError as wrong:
        return rest, {}, str(wrong)


def _read_named(name: str, folder: Path, read_worksheet: ReadWorksheet | None) -> dict[str, str]:
    file, _sign, worksheet = name.partition(_WORKSHEET)
    if file and not file.lower().endswith(WORKBOOK_ENDINGS):
        return read_table(_find_path(name, folder))
    if read_worksheet is None:
        message = _('"{name}" is a worksheet, and no workbook is imported here.')
        raise ValueError(message.format(name=name))
    try:
        return _to_pairs(read_worksheet(_find_path(file, folder) if file else None, worksheet or None), name)
    except SheetError as wrong:
        raise ValueError(str(wrong)) from wrong


def _find_path(name: str, folder: Path) -> Path:
    """Where the file of this name is. Raises ValueError where that is not beside the mapping file, or below.

    A mapping file may be a stranger's, and what is in a table is sent. No computer is asked that is named there.
    """
    names = Path(name)
    is_beside = not names.anchor and ".." not in names.parts
    if not is_beside or not resolve_links(folder / name).is_relative_to(resolve_links(folder)):
        raise ValueError(_('"{file}" is not in the folder of the mapping file: put it there.').format(file=name))
    return folder / name


def read_table(path: Path) -> dict[str, str]:
    """The pairs of a CSV file, below its row of headings. Raises ValueError with a sentence where there are none."""
    try:
        content = read_file_content(path, largest=_LARGEST)
    except OSError as found:
        raise ValueError(
            _('"{file}" cannot be read: {reason}.').format(file=path.name, reason=explain_failure(found))
        ) from found
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    first = text.partition("\n")[0]
    separator = max(_SEPARATORS, key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=separator))[1:]
    except csv.Error as found:
        raise ValueError(_('"{file}" cannot be read: {reason}.').format(file=path.name, reason=found)) from found
    return _to_pairs(rows, path.name)


def _to_pairs(rows: Iterable[Sequence[str]], file: str) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for row in rows:
        if len(row) >= _COLUMNS and (old := row[0].strip()):
            if pairs.get(old, row[1].strip()) != row[1].strip():
                raise ValueError(_('"{file}" has two values for "{old}".').format(file=file, old=old))
            pairs[old] = row[1].strip()
    if not pairs:
        message = _('"{file}" has no pairs: it needs a row of headings and two columns, as in machine;code.')
        raise ValueError(message.format(file=file))
    return pairs
