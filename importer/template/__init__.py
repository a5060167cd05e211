"""A workbook to fill in, made from the catalogue and, with a target, from its lists.

template_columns  which fields it has
design            what it is going to be, and the codes it offers
validations       what fits into a column
sheets            the sheet to fill in, the Guide, the lists
stamp             which version made it, for which target, when; whether the lists have changed since
ids               the language-neutral id of each column
write             the workbook on disk
filled            one with rows in it already
"""

from typing import TYPE_CHECKING

from importer.lazy_imports import make_lazy_getattr

if TYPE_CHECKING:
    from importer.template.design import (
        FIRST_ROW,
        Design,
        OfferedLists,
        TemplateColumn,
        design_template,
        find_offered_lists,
        read_live_lists,
        read_published_lists,
    )
    from importer.template.ids import find_renamed_headings, remark_on_renamed
    from importer.template.stamp import Stamp, remark_on_age, stamp_of
    from importer.template.template_columns import JOBS_SHEET, choose_fields

__getattr__ = make_lazy_getattr(
    __name__,
    {
        "template_columns": "JOBS_SHEET choose_fields",
        "design": "FIRST_ROW Design OfferedLists TemplateColumn design_template find_offered_lists read_live_lists "
        "read_published_lists",
        "ids": "find_renamed_headings remark_on_renamed",
        "stamp": "Stamp remark_on_age stamp_of",
    },
)
