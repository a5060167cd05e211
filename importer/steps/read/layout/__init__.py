"""A grid becomes a sheet: which row holds the headings, and which rows below it are not what they seem.

sheet                  a grid as a sheet
headings               which row holds them
two_rows               headings in two rows, rows of units
heading_groups         words above headings that are not read
group_lines            lines above groups of rows, as reports have them
rows                   totals, headings again, a second table
hidden                 hidden rows, merged cells
formulas               formulas of conditional formats
formula_values         what these find in cells
format_rules           rows that these strike through or fill
strike_and_fill_notes  rows struck through, rows of another colour
added                  the columns that an earlier run added to a results workbook
added_in_part          some of them, where others were deleted
widths                 rows with more or fewer cells than there are headings
"""

from importer.steps.read.layout.headings import FindField
from importer.steps.read.layout.sheet import make_sheet
