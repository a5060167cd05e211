"""A workbook to fill in, made from the catalogue and, with a target, from its lists.

columns       which fields it has
lists         the codes it offers
design        what it is going to be
validations   what fits into a column
sheets        the sheet to fill in, the Guide, the lists
stamp         which version made it, for which target, when
ids           the language-neutral id of each column
age           whether the target's lists have changed since
write         the workbook on disk
filled        one with rows in it already
"""

from importer.template.age import age_remarks
from importer.template.columns import choose_fields
from importer.template.design import FIRST_ROW, JOBS_SHEET, Design, design_template
from importer.template.ids import renamed_headings, renamed_remarks
from importer.template.lists import OfferedLists, live_lists, published_lists
from importer.template.stamp import Stamp, stamp_of
