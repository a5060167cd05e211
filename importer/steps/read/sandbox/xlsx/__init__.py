"""An .xlsx or .xlsm, read part by part.

reader          from the parts to blocks of rows
workbook_part   worksheets, names, the date system, formats
worksheet       a worksheet, piece by piece, of any XML
xml_pieces      a large part cut into pieces
tags            where the tags of a piece stand, found for a whole piece at once
plain_cells     the cells of a piece that is written as nearly all are
shared_strings  the texts that cells refer to
cell_formats    what the workbook says about all of its cells
spelling        cells as text, and the notes of those that text cannot say
"""
