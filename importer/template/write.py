"""A design becomes a workbook on disk: whole or not at all, and never over a file that is there."""

from pathlib import Path

from openpyxl import Workbook
from openpyxl.packaging.custom import StringProperty
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.xml.functions import register_namespace  # type: ignore[attr-defined]  # not in the stubs

from importer.errors import SettingsError
from importer.files import advise_on_writing, explain_failure, is_there, write_whole_file
from importer.languages import _
from importer.problem import FILE_UNWRITABLE
from importer.template.design import GUIDE_SHEET, LISTS_SHEET, Design
from importer.template.ids import name_columns
from importer.template.sheets import fill_guide_sheet, fill_jobs_sheet, fill_lists_sheet, name_lists
from importer.template.template_columns import JOBS_SHEET
from importer.workbook_parts import GUIDE_NAME

for _prefix, _space in {  # of the boxes of notes: openpyxl leaves them to chance, and not every reader takes any
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "x": "urn:schemas-microsoft-com:office:excel",
}.items():
    register_namespace(_prefix, _space)


def write_template(design: Design, path: Path, *, replace: bool = False) -> None:
    """Write the template. Raises SettingsError where `path` is there already (unless `replace`) or not writable."""
    ensure_free(path, replace=replace)
    try:
        write_whole_file(path, workbook_of(design).save, replace=replace)
    except OSError as found:
        reason = explain_failure(found)
        fix = advise_on_writing(found, path)
        raise SettingsError(FILE_UNWRITABLE, path=path, reason=reason, fix=fix) from found


def ensure_free(path: Path, *, replace: bool) -> None:
    """Raise SettingsError where a file would be lost, or is no .xlsx."""
    if path.suffix.casefold() != ".xlsx":
        fix = _("Use the name {name}.").format(name=path.with_suffix(".xlsx").name)
        raise SettingsError(
            FILE_UNWRITABLE, path=path, reason=_("a template must be an Excel workbook, .xlsx"), fix=fix
        )
    if is_there(path) and not replace:
        fix = _("Choose another name, or add --force to replace it.")
        raise SettingsError(FILE_UNWRITABLE, path=path, reason=_("it already exists"), fix=fix)


def workbook_of(design: Design) -> Workbook:
    """The template as a workbook."""
    book = Workbook()
    book.properties.creator = "importer"
    book.properties.title = design.phrases.guide_title
    jobs = book.worksheets[0]
    jobs.title = JOBS_SHEET
    fill_jobs_sheet(jobs, design)
    fill_guide_sheet(book.create_sheet(GUIDE_SHEET), design)
    fill_lists_sheet(book.create_sheet(LISTS_SHEET), design)
    for name, reference in {**name_columns(design), GUIDE_NAME: f"{GUIDE_SHEET}!$A$1"}.items():
        book.defined_names[name] = DefinedName(name, attr_text=reference, hidden=True)
    for name, reference in name_lists(design).items():
        book.defined_names[name] = DefinedName(name, attr_text=reference)
    for name, text in design.stamp.properties.items():
        book.custom_doc_props.append(StringProperty(name=name, value=text))  # type: ignore[attr-defined]  # no stub
    return book
