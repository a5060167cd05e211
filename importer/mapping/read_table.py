"""A table of values in a file of its own: two columns, what stands in the sheet and what is sent."""

import csv
import io
from pathlib import Path

from importer.languages import _
from importer.mapping.language import TABLE
from importer.settings import content_of_file

_LARGEST = 4 << 20  # bytes: some 100,000 values
_SEPARATORS = ";,\t|"
_COLUMNS = 2


def split_off_table(said: object, folder: Path | None) -> tuple[object, dict[str, str], str]:
    """What is said of a field but for its table, the pairs of the table, and what is wrong with it in a sentence.

    The file is looked for in `folder`, that of the mapping file; a mapping that is kept has its pairs among its values.
    """
    if not isinstance(said, dict) or TABLE not in said or folder is None:
        return said, {}, ""
    rest: object = {key: value for key, value in said.items() if key != TABLE} or []
    name = said[TABLE]
    if not isinstance(name, str) or not name.strip():
        return rest, {}, _('"{key}" needs the name of a CSV file in quotes.').format(key=TABLE)
    try:
        return rest, read_table(folder / name), ""
    except ValueError as wrong:
        return rest, {}, str(wrong)


def read_table(path: Path) -> dict[str, str]:
    """The pairs of a CSV file, below its row of headings. Raises ValueError with a sentence where there are none."""
    try:
        content = content_of_file(path, largest=_LARGEST)
    except OSError as found:
        raise ValueError(
            _('"{file}" cannot be read: {reason}.').format(file=path.name, reason=found.strerror or found)
        ) from found
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    first = text.partition("\n")[0]
    separator = max(_SEPARATORS, key=first.count)
    pairs: dict[str, str] = {}
    try:
        for row in list(csv.reader(io.StringIO(text), delimiter=separator))[1:]:
            if len(row) >= _COLUMNS and (old := row[0].strip()):
                if pairs.get(old, row[1].strip()) != row[1].strip():
                    raise ValueError(_('"{file}" has two values for "{old}".').format(file=path.name, old=old))
                pairs[old] = row[1].strip()
    except csv.Error as found:
        raise ValueError(_('"{file}" cannot be read: {reason}.').format(file=path.name, reason=found)) from found
    if not pairs:
        told = _('"{file}" has no pairs: it needs a row of headings and two columns, as in machine;code.')
        raise ValueError(told.format(file=path.name))
    return pairs
