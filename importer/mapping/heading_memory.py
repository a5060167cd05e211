"""What was decided for a set of headings, kept for the next sheet in the same folder that has the same ones.

An export of one system has the same headings at every customer, and does not mean the same there: so what is known of
another folder is not used.
"""

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from importer.catalogue import fold_spelling
from importer.errors import SettingsError
from importer.files import is_there
from importer.mapping.column_mapping import ColumnMapping

FOLDER = "mappings"


def remember(sheet: Path, headings: Iterable[str], mapping: ColumnMapping, folder: Path) -> bool:
    """Keep what the mapping says of the headings of a sheet, in `folder` (the state folder). False where that is not
    possible.

    Only the choice of fields is kept: values, constants and options change what is sent, so they are always given
    anew, by a mapping file.
    """
    from importer.mapping.write import keep_mapping  # noqa: PLC0415 - few commands remember anything

    headings = [heading for heading in headings if heading.strip()]
    columns = {heading: name for heading in headings if (name := mapping.find_decision(heading)) is not None}
    path = _path_of(sheet, headings, folder)
    try:
        path.parent.mkdir(mode=0o700, exist_ok=True)
        keep_mapping(ColumnMapping(columns=columns), path)
    except OSError:
        return False  # a convenience lost, no reason to stop
    return True


def recall(sheet: Path, headings: Iterable[str], folder: Path) -> ColumnMapping | None:
    """What was kept for the same headings of a sheet beside this one, whatever their order, case and spaces; None
    where nothing was.
    """
    path = _path_of(sheet, headings, folder)
    if not is_there(path):
        return None
    from importer.mapping.read import read_mapping  # noqa: PLC0415 - for most sheets nothing is remembered

    try:
        return read_mapping(path)
    except SettingsError:
        return None  # damaged, or of a version with other fields: it is asked anew


def _path_of(sheet: Path, headings: Iterable[str], folder: Path) -> Path:
    same = "\n".join([str(sheet.absolute().parent), *sorted({fold_spelling(heading) for heading in headings} - {""})])
    return folder / FOLDER / f"{sha256(same.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}.toml"
